"""What a process has spent."""

import resource
import time


def spent() -> float:
    """Seconds of CPU time, user and system, of all threads."""
    return time.process_time()


def peak_memory() -> int:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
