"""What the strategy written for the peers does: the same in both, so that they do the same work.

On every tick it compares the two mid prices of the pair. When they are further apart than `GAP` it buys
where it is cheap and sells where it is dear, both at the market, and then leaves the pair alone for
`PAUSE`. An order takes `LATENCY`, one block, to the venue; a venue's quote is `FEE` from its mid on both
sides, and a trade costs `FEE` again.
"""

from .feed import BLOCK, UNIT

GAP = 12 * UNIT // 10_000
FEE = 1 * UNIT // 10_000
SIZE = 5_000
DEPTH = 1_000_000
PAUSE = 3 * BLOCK
LATENCY = BLOCK
MILLISECOND = 1_000_000
"""Both count nanoseconds."""
