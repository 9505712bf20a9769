/* Hashes: SHA-256 cut to 128 bits for identities that people see, a fast one for tables. */
#ifndef DSI_BASE_HASH_H
#define DSI_BASE_HASH_H

#include <stdint.h>

/* 32 hexadecimal digits and a NUL: the first half of SHA-256, so that any tool can check it. */
void dsi_hash_hex(const void *bytes, int64_t length, char out[33]);

/* For hash tables only: same on every machine, not for identities. */
uint64_t dsi_hash64(const void *bytes, int64_t length, uint64_t seed);
uint64_t dsi_hash64_int(uint64_t value, uint64_t seed);

#endif
