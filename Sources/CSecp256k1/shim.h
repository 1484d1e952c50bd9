#include <secp256k1.h>
#include <secp256k1_recovery.h>

// The library's constant is a global pointer, which Swift takes for shared mutable state.
static inline const secp256k1_context *cantilever_secp256k1_static(void) {
    return secp256k1_context_static;
}
