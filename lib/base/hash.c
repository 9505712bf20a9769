/* Two hashes: SHA-256 (FIPS 180-4), cut to 128 bits, for identities that people compare with other tools, and a
   quick mixing of 8 bytes at a time for hash tables. */
#include "base/hash.h"

#include <string.h>

static const uint32_t round_constants[64] = {0x428a2f98U, 0x71374491U, 0xb5c0fbcfU, 0xe9b5dba5U, 0x3956c25bU,
    0x59f111f1U, 0x923f82a4U, 0xab1c5ed5U, 0xd807aa98U, 0x12835b01U, 0x243185beU, 0x550c7dc3U, 0x72be5d74U, 0x80deb1feU,
    0x9bdc06a7U, 0xc19bf174U, 0xe49b69c1U, 0xefbe4786U, 0x0fc19dc6U, 0x240ca1ccU, 0x2de92c6fU, 0x4a7484aaU, 0x5cb0a9dcU,
    0x76f988daU, 0x983e5152U, 0xa831c66dU, 0xb00327c8U, 0xbf597fc7U, 0xc6e00bf3U, 0xd5a79147U, 0x06ca6351U, 0x14292967U,
    0x27b70a85U, 0x2e1b2138U, 0x4d2c6dfcU, 0x53380d13U, 0x650a7354U, 0x766a0abbU, 0x81c2c92eU, 0x92722c85U, 0xa2bfe8a1U,
    0xa81a664bU, 0xc24b8b70U, 0xc76c51a3U, 0xd192e819U, 0xd6990624U, 0xf40e3585U, 0x106aa070U, 0x19a4c116U, 0x1e376c08U,
    0x2748774cU, 0x34b0bcb5U, 0x391c0cb3U, 0x4ed8aa4aU, 0x5b9cca4fU, 0x682e6ff3U, 0x748f82eeU, 0x78a5636fU, 0x84c87814U,
    0x8cc70208U, 0x90befffaU, 0xa4506cebU, 0xbef9a3f7U, 0xc67178f2U};

static uint32_t rotate_right(uint32_t x, unsigned n)
{
    return x >> n | x << (32U - n);
}

static uint32_t load_big_endian(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

static void sha256_block(uint32_t state[8], const unsigned char block[64])
{
    uint32_t w[64];
    for (int i = 0; i < 16; i++) {
        w[i] = load_big_endian(block + 4 * i);
    }
    for (int i = 16; i < 64; i++) {
        const uint32_t s0 = rotate_right(w[i - 15], 7) ^ rotate_right(w[i - 15], 18) ^ w[i - 15] >> 3;
        const uint32_t s1 = rotate_right(w[i - 2], 17) ^ rotate_right(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i++) {
        const uint32_t s1 = rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25);
        const uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + round_constants[i] + w[i];
        const uint32_t s0 = rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22);
        const uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

void dsi_hash_hex(const void *bytes, int64_t length, char out[33])
{
    uint32_t state[8] = {
        0x6a09e667U, 0xbb67ae85U, 0x3c6ef372U, 0xa54ff53aU, 0x510e527fU, 0x9b05688cU, 0x1f83d9abU, 0x5be0cd19U};
    const unsigned char *p = bytes;
    int64_t left = length;
    for (; left >= 64; left -= 64, p += 64) {
        sha256_block(state, p);
    }

    /* The tail: the rest, a 1 bit, zeros, and the length in bits in the last 8 bytes. */
    unsigned char tail[128] = {0};
    if (left > 0) {
        memcpy(tail, p, (size_t)left);
    }
    tail[left] = 0x80U;
    const int tail_size = left < 56 ? 64 : 128;
    const uint64_t bits = (uint64_t)length * 8U;
    for (int i = 0; i < 8; i++) {
        tail[tail_size - 1 - i] = (unsigned char)(bits >> (8 * i) & 0xFFU);
    }
    for (int i = 0; i < tail_size; i += 64) {
        sha256_block(state, tail + i);
    }

    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 32; i++) {
        out[i] = digits[state[i / 8] >> (28 - 4 * (i % 8)) & 15U];
    }
    out[32] = '\0';
}

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014): every input bit moves about half of the output bits. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9U;
    x = (x ^ x >> 27) * 0x94d049bb133111ebU;
    return x ^ x >> 31;
}

/* The bytes are put together by position, so that big- and little-endian machines agree. */
static uint64_t load_little_endian(const unsigned char *p, int64_t n)
{
    uint64_t x = 0;
    for (int64_t i = 0; i < n; i++) {
        x |= (uint64_t)p[i] << (8 * i);
    }
    return x;
}

uint64_t dsi_hash64(const void *bytes, int64_t length, uint64_t seed)
{
    const unsigned char *p = bytes;
    uint64_t h = mix(seed + 0x9e3779b97f4a7c15U) ^ (uint64_t)length;
    int64_t left = length;
    for (; left >= 8; left -= 8, p += 8) {
        h = (h ^ load_little_endian(p, 8)) * 0x9e3779b97f4a7c15U;
        h ^= h >> 32;
    }
    if (left > 0) {
        h = (h ^ load_little_endian(p, left)) * 0x9e3779b97f4a7c15U;
    }
    return mix(h);
}

uint64_t dsi_hash64_int(uint64_t value, uint64_t seed)
{
    return mix(value ^ mix(seed + 0x9e3779b97f4a7c15U));
}
