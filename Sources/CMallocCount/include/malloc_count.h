// How often the heap was asked for memory. Linked into the benchmarks only.
unsigned long cantilever_allocations(void);
