#pragma once
#include <sodium.h>
#include <stddef.h>

// X-Wing came with libsodium 1.0.22. Against an older library these functions exist all the same and answer that it is
// missing, so that the Swift side compiles either way and decides at start.
#if SODIUM_LIBRARY_VERSION_MAJOR > 26 || (SODIUM_LIBRARY_VERSION_MAJOR == 26 && SODIUM_LIBRARY_VERSION_MINOR >= 4)
#define AMPARO_HAS_XWING 1
#endif

#define AMPARO_XWING_PUBLIC_KEY_BYTES 1216
#define AMPARO_XWING_CIPHERTEXT_BYTES 1120

static inline int amparo_xwing_is_available(void) {
#ifdef AMPARO_HAS_XWING
    return 1;
#else
    return 0;
#endif
}

static inline int amparo_xwing_public_key(unsigned char *public_key, const unsigned char *seed) {
#ifdef AMPARO_HAS_XWING
    unsigned char secret_key[crypto_kem_xwing_SECRETKEYBYTES];
    int result = crypto_kem_xwing_seed_keypair(public_key, secret_key, seed);
    sodium_memzero(secret_key, sizeof secret_key);
    return result;
#else
    (void) public_key;
    (void) seed;
    return -1;
#endif
}

static inline int amparo_xwing_encapsulate(unsigned char *ciphertext, unsigned char *shared_secret,
                                           const unsigned char *public_key) {
#ifdef AMPARO_HAS_XWING
    return crypto_kem_xwing_enc(ciphertext, shared_secret, public_key);
#else
    (void) ciphertext;
    (void) shared_secret;
    (void) public_key;
    return -1;
#endif
}

// Only for published vectors: what is encapsulated follows from `seed` (64 bytes).
static inline int amparo_xwing_encapsulate_from(unsigned char *ciphertext, unsigned char *shared_secret,
                                                const unsigned char *public_key, const unsigned char *seed) {
#ifdef AMPARO_HAS_XWING
    return crypto_kem_xwing_enc_deterministic(ciphertext, shared_secret, public_key, seed);
#else
    (void) ciphertext;
    (void) shared_secret;
    (void) public_key;
    (void) seed;
    return -1;
#endif
}

static inline int amparo_xwing_decapsulate(unsigned char *shared_secret, const unsigned char *ciphertext,
                                           const unsigned char *secret_key) {
#ifdef AMPARO_HAS_XWING
    return crypto_kem_xwing_dec(shared_secret, ciphertext, secret_key);
#else
    (void) shared_secret;
    (void) ciphertext;
    (void) secret_key;
    return -1;
#endif
}
