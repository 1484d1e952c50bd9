#include <gmp.h>

// GMP's names are macros, which Swift does not see.

static inline void cantilever_mpn_mul_n(mp_limb_t *product, const mp_limb_t *left,
                                        const mp_limb_t *right, mp_size_t count) {
    mpn_mul_n(product, left, right, count);
}

static inline void cantilever_mpn_tdiv_qr(mp_limb_t *quotient, mp_limb_t *remainder,
                                          const mp_limb_t *dividend, mp_size_t dividend_count,
                                          const mp_limb_t *divisor, mp_size_t divisor_count) {
    mpn_tdiv_qr(quotient, remainder, 0, dividend, dividend_count, divisor, divisor_count);
}
