/* Numbers as bytes that mean the same on every machine, and back with every bound checked. */
#include "base/bytes.h"

#include <string.h>

/* ---- writing --------------------------------------------------------------------------------- */

void dsi_put_bytes(dsi_bytes_out *out, const void *bytes, int64_t n)
{
    if (n > 0 && n <= out->capacity - out->size) {
        memcpy(out->p + out->size, bytes, (size_t)n);
    }
    out->size += n;
}

void dsi_put_byte(dsi_bytes_out *out, uint8_t byte)
{
    if (out->size < out->capacity) {
        out->p[out->size] = byte;
    }
    out->size++;
}

void dsi_put_fixed(dsi_bytes_out *out, uint64_t value, int32_t bytes)
{
    for (int32_t i = 0; i < bytes; i++) {
        dsi_put_byte(out, (uint8_t)(value >> (8 * i) & 0xFFU));
    }
}

void dsi_put_varint(dsi_bytes_out *out, uint64_t value)
{
    for (; value >= 0x80U; value >>= 7) {
        dsi_put_byte(out, (uint8_t)((value & 0x7FU) | 0x80U));
    }
    dsi_put_byte(out, (uint8_t)value);
}

void dsi_put_zigzag(dsi_bytes_out *out, int64_t value)
{
    const uint64_t twice = (uint64_t)value << 1;
    dsi_put_varint(out, value < 0 ? ~twice : twice);
}

void dsi_put_zigzag128(dsi_bytes_out *out, dsi_int128 value)
{
    const uint64_t sign = value.hi < 0 ? UINT64_MAX : 0U;
    uint64_t lo = value.lo << 1 ^ sign;
    uint64_t hi = ((uint64_t)value.hi << 1 | value.lo >> 63) ^ sign;
    while (hi != 0 || lo >= 0x80U) {
        dsi_put_byte(out, (uint8_t)((lo & 0x7FU) | 0x80U));
        lo = lo >> 7 | hi << 57;
        hi >>= 7;
    }
    dsi_put_byte(out, (uint8_t)lo);
}

static uint8_t byte_of(const uint64_t *limbs, int32_t i)
{
    return (uint8_t)(limbs[i / 8] >> (8 * (i % 8)) & 0xFFU);
}

void dsi_put_limbs(dsi_bytes_out *out, const uint64_t *limbs, int32_t n)
{
    const uint8_t sign = (uint8_t)((limbs[n - 1] >> 63) != 0 ? 0xFF : 0);
    int32_t end = 8 * n, first = 0;
    while (end > 0 && byte_of(limbs, end - 1) == sign) {
        end--; /* it says what the sign says */
    }
    if (end == 0 && sign == 0) {
        dsi_put_varint(out, 0);
        return;
    }
    if (end == 0 || (byte_of(limbs, end - 1) ^ sign) >= 0x80U) {
        end++; /* one byte that shows the sign */
    }
    while (byte_of(limbs, first) == 0) {
        first++;
    }
    dsi_put_varint(out, (uint64_t)(end - first));
    dsi_put_varint(out, (uint64_t)first);
    for (int32_t i = first; i < end; i++) {
        dsi_put_byte(out, byte_of(limbs, i));
    }
}

void dsi_put_bits(dsi_bytes_out *out, const uint8_t *bytes, int64_t n)
{
    bool has_any = false;
    for (int64_t i = 0; i < n; i++) {
        has_any |= bytes[i] != 0;
    }
    dsi_put_byte(out, has_any ? 1 : 0);
    for (int64_t first = 0; first < n && has_any; first += 8) {
        unsigned bits = 0;
        for (int64_t i = first; i < n && i < first + 8; i++) {
            bits |= bytes[i] != 0 ? 1U << (i - first) : 0U;
        }
        dsi_put_byte(out, (uint8_t)bits);
    }
}

/* ---- reading --------------------------------------------------------------------------------- */

bool dsi_bytes_fail(dsi_bytes_in *in, int64_t at, const char *expected)
{
    if (in->expected == NULL) {
        in->expected = expected;
        in->failed_at = at;
    }
    return false;
}

const uint8_t *dsi_get_bytes(dsi_bytes_in *in, int64_t n)
{
    if (n > dsi_bytes_left(in)) {
        (void)dsi_bytes_fail(in, in->size, "more bytes");
        return NULL;
    }
    const uint8_t *bytes = in->p + in->at;
    in->at += n;
    return bytes;
}

uint8_t dsi_get_byte(dsi_bytes_in *in)
{
    const uint8_t *byte = dsi_get_bytes(in, 1);
    return byte == NULL ? 0 : byte[0];
}

uint64_t dsi_get_fixed(dsi_bytes_in *in, int32_t bytes)
{
    const uint8_t *p = dsi_get_bytes(in, bytes);
    uint64_t value = 0;
    for (int32_t i = 0; i < bytes && p != NULL; i++) {
        value |= (uint64_t)p[i] << (8 * i);
    }
    return value;
}

/* Groups of a varint of so many bits; out has two limbs. */
static void get_groups(dsi_bytes_in *in, int32_t bits, uint64_t out[2])
{
    const int64_t start = in->at;
    out[0] = 0;
    out[1] = 0;
    for (int32_t shift = 0;; shift += 7) {
        const uint8_t byte = dsi_get_byte(in);
        const uint64_t group = byte & 0x7FU;
        if (shift >= bits || (bits - shift < 7 && group >> (bits - shift) != 0)) {
            (void)dsi_bytes_fail(in, start, "a number that is not so large");
        }
        if (byte == 0 && shift > 0) {
            (void)dsi_bytes_fail(in, start, "a number written as short as it can be");
        }
        if (!dsi_bytes_ok(in)) {
            out[0] = 0;
            out[1] = 0;
            return;
        }
        if (shift < 64) {
            out[0] |= group << shift;
            out[1] |= shift > 57 ? group >> (64 - shift) : 0U;
        } else {
            out[1] |= group << (shift - 64);
        }
        if (byte < 0x80U) {
            return;
        }
    }
}

uint64_t dsi_get_varint(dsi_bytes_in *in)
{
    uint64_t limbs[2];
    get_groups(in, 64, limbs);
    return limbs[0];
}

/* Bits of two's complement as the number. */
static int64_t signed_of(uint64_t bits)
{
    int64_t value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

int64_t dsi_get_zigzag(dsi_bytes_in *in)
{
    const uint64_t twice = dsi_get_varint(in);
    return signed_of((twice & 1U) != 0 ? ~(twice >> 1) : twice >> 1);
}

dsi_int128 dsi_get_zigzag128(dsi_bytes_in *in)
{
    uint64_t limbs[2];
    get_groups(in, 128, limbs);
    const uint64_t sign = (limbs[0] & 1U) != 0 ? UINT64_MAX : 0U;
    return (dsi_int128){(limbs[0] >> 1 | limbs[1] << 63) ^ sign, signed_of(limbs[1] >> 1 ^ sign)};
}

void dsi_get_limbs(dsi_bytes_in *in, uint64_t *limbs, int32_t n)
{
    const int64_t start = in->at;
    memset(limbs, 0, (size_t)n * sizeof *limbs);
    const int64_t count = dsi_get_up_to(in, 8 * (int64_t)n, "a number that is not so wide");
    if (count == 0) {
        return;
    }
    const int64_t first = dsi_get_up_to(in, 8 * (int64_t)n - count, "a number that is not so wide");
    const uint8_t *bytes = dsi_get_bytes(in, count);
    if (bytes == NULL) {
        return;
    }
    const uint8_t sign = (uint8_t)(bytes[count - 1] >= 0x80U ? 0xFF : 0);
    const bool shows_twice = count > 1 && bytes[count - 1] == sign && (bytes[count - 2] ^ sign) < 0x80U;
    if (bytes[0] == 0) {
        (void)dsi_bytes_fail(in, start, "a number without zero bytes below");
    }
    if (shows_twice) {
        (void)dsi_bytes_fail(in, start, "a number written as short as it can be");
    }
    for (int64_t i = 0; i < 8 * (int64_t)n && dsi_bytes_ok(in); i++) {
        const uint8_t byte = i < first ? 0 : i < first + count ? bytes[i - first] : sign;
        limbs[i / 8] |= (uint64_t)byte << (8 * (i % 8));
    }
}

void dsi_get_bits(dsi_bytes_in *in, uint8_t *bytes, int64_t n)
{
    const int64_t start = in->at;
    const int64_t has_any = dsi_get_up_to(in, 1, "0, or 1 and flags");
    unsigned seen = 0;
    memset(bytes, 0, (size_t)n);
    for (int64_t first = 0; first < n && has_any != 0; first += 8) {
        const unsigned bits = dsi_get_byte(in);
        const int64_t here = n - first < 8 ? n - first : 8;
        if (bits >> here != 0) {
            (void)dsi_bytes_fail(in, in->at - 1, "zero bits after the last flag");
        }
        for (int64_t i = 0; i < here; i++) {
            bytes[first + i] = (uint8_t)(bits >> i & 1U);
        }
        seen |= bits;
    }
    if (has_any != 0 && seen == 0) {
        (void)dsi_bytes_fail(in, start, "0 where no flag is set");
    }
}

int64_t dsi_get_up_to(dsi_bytes_in *in, int64_t most, const char *expected)
{
    const int64_t start = in->at;
    const uint64_t value = dsi_get_varint(in);
    if (value > (uint64_t)most) {
        (void)dsi_bytes_fail(in, start, expected);
        return 0;
    }
    return (int64_t)value;
}

int64_t dsi_get_count(dsi_bytes_in *in, int64_t most, const char *expected)
{
    const int64_t start = in->at;
    const int64_t value = dsi_get_up_to(in, most, expected);
    if (value > dsi_bytes_left(in)) {
        (void)dsi_bytes_fail(in, start, "a count of things for which there are bytes");
        return 0;
    }
    return value;
}

/* ---- checksum -------------------------------------------------------------------------------- */

uint64_t dsi_crc64(const void *bytes, int64_t n)
{
    /* The table is made anew: it costs a few microseconds, and nothing has to be kept. */
    uint64_t table[256];
    for (uint64_t i = 0; i < 256; i++) {
        uint64_t x = i;
        for (int bit = 0; bit < 8; bit++) {
            x = (x >> 1) ^ ((x & 1U) != 0 ? 0xC96C5795D7870F42U : 0U);
        }
        table[i] = x;
    }
    const uint8_t *p = bytes;
    uint64_t crc = UINT64_MAX;
    for (int64_t i = 0; i < n; i++) {
        crc = crc >> 8 ^ table[(crc ^ p[i]) & 0xFFU];
    }
    return ~crc;
}
