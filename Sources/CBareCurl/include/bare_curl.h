// The yardstick for the HTTP client: libcurl's easy interface as a C program uses it, with the same limits
// and headers. Linked into the benchmarks only.

typedef struct cantilever_bare_client cantilever_bare_client;

// Starts a process that answers every request on loopback with this body, and ends with its parent. Answers
// its port, zero when there is none.
unsigned short cantilever_bare_server(const char *body, unsigned long count);

// A client with one kept connection; null when there is none.
cantilever_bare_client *cantilever_bare_client_new(unsigned short port);

// Posts a body and reads the answer into memory. Answers how many bytes came, -1 when it failed.
long cantilever_bare_client_post(cantilever_bare_client *client, const char *body, unsigned long count);
