/* The generator of tickets, its digest, and the time to read them. Every row is a function of the seed and its number,
   so that rows can be made in any order and checked by another program. */
#include "tickets.h"

#include <stdio.h>
#include <string.h>

enum { DRAWS = 4, YEAR = 365 * 86400 };
#define START INT64_C(1767225600) /* 2026-01-01 */

/* splitmix64. */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static uint64_t draw(uint64_t seed, int64_t row, uint64_t which)
{
    return mix(seed + ((uint64_t)row * DRAWS + which + 1) * 0x9E3779B97F4A7C15U);
}

/* Many short spans, few long ones: below 2^k, all k from `least` to least + count - 1 equally often. */
static int64_t span(uint64_t choice, uint64_t bits, unsigned least, unsigned count)
{
    unsigned k = least + (unsigned)((choice & 0xFF) * count >> 8);
    return (int64_t)(bits & ((UINT64_C(1) << k) - 1));
}

typedef struct ticket {
    int64_t created, response, resolution; /* -1 = missing, as all below */
    int32_t agent, handle;
    int16_t contacts;
    int8_t csat, reopens, complaint;
} ticket;

static ticket ticket_of(uint64_t seed, int64_t agents, int64_t row)
{
    static const int8_t ratings[10] = {1, 2, 3, 4, 4, 4, 5, 5, 5, 5};
    static const int16_t contacts[16] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 5};
    uint64_t a = draw(seed, row, 0);
    uint64_t b = draw(seed, row, 1);
    uint64_t c = draw(seed, row, 2);
    uint64_t d = draw(seed, row, 3);
    ticket t;
    t.agent = (int32_t)((a >> 32) * (uint64_t)agents >> 32);
    t.created = START + (int64_t)((a & 0xFFFFFFFFU) * (uint64_t)YEAR >> 32);
    int64_t answered = t.created + 30 + span(b >> 16, b >> 32, 6, 12);
    t.response = (b & 0xFFFF) < 1966 ? -1 : answered;
    t.resolution = (c & 0xFFFF) < 5243 ? -1 : answered + span(c >> 16, c >> 32, 8, 12);
    t.csat = (int8_t)((d & 0xFFFF) < 45875 ? -1 : ratings[(d >> 16 & 0xFF) * 10 >> 8]);
    t.contacts = contacts[d >> 24 & 0xF];
    uint64_t again = d >> 32 & 0xFF;
    t.reopens = (int8_t)((again >= 226) + (again >= 248) + (again >= 253));
    t.complaint = (d >> 40 & 0xFF) < 5;
    t.handle = (int32_t)(30 + span(d >> 44, d >> 52, 6, 6));
    return t;
}

void bench_fill(const bench_tickets *t)
{
    for (int64_t first = 0; first < t->rows; first += 64) {
        uint64_t response = 0;
        uint64_t resolution = 0;
        uint64_t csat = 0;
        uint64_t complaint = 0;
        for (int64_t i = first; i < t->rows && i < first + 64; i++) {
            ticket row = ticket_of(t->seed, t->agents, i);
            uint64_t bit = UINT64_C(1) << (i - first);
            t->agent[i] = row.agent;
            t->created_at[i] = row.created;
            t->first_response_at[i] = row.response;
            t->resolved_at[i] = row.resolution;
            t->csat[i] = row.csat;
            t->contacts[i] = row.contacts;
            t->reopens[i] = row.reopens;
            t->handle_time[i] = row.handle;
            response |= row.response < 0 ? 0 : bit;
            resolution |= row.resolution < 0 ? 0 : bit;
            csat |= row.csat < 0 ? 0 : bit;
            complaint |= row.complaint ? bit : 0;
        }
        /* Arrow's bitmaps are bytes, the first eight rows first, on every machine. */
        const uint64_t words[4] = {response, resolution, csat, complaint};
        uint64_t *const maps[4] = {t->has_response, t->has_resolution, t->has_csat, t->complaint};
        for (int m = 0; m < 4; m++) {
            unsigned char bytes[8];
            for (int k = 0; k < 8; k++) {
                bytes[k] = (unsigned char)(words[m] >> 8 * k);
            }
            memcpy(maps[m] + first / 64, bytes, sizeof bytes);
        }
    }
}

static int has(const uint64_t *map, int64_t i)
{
    return ((const unsigned char *)map)[i / 8] >> (i % 8) & 1;
}

uint64_t bench_digest(const bench_tickets *t, int64_t rows)
{
    uint64_t digest = 0;
    for (int64_t i = 0; i < rows; i++) {
        const int64_t cells[9] = {t->agent[i], t->created_at[i], has(t->has_response, i) ? t->first_response_at[i] : -1,
            has(t->has_resolution, i) ? t->resolved_at[i] : -1, has(t->has_csat, i) ? t->csat[i] : -1, t->contacts[i],
            has(t->complaint, i), t->reopens[i], t->handle_time[i]};
        for (int c = 0; c < 9; c++) {
            digest = mix(digest + (uint64_t)cells[c] + 0x9E3779B97F4A7C15U);
        }
    }
    return digest;
}

/* ---- labels --------------------------------------------------------------------------------- */

static int32_t label(int64_t agent, char *to)
{
    char text[32];
    int length = snprintf(text, sizeof text, "agent %lld", (long long)agent);
    if (to != NULL) {
        memcpy(to, text, (size_t)length);
    }
    return (int32_t)length;
}

int64_t bench_labels(int64_t agents, int32_t *offsets, char *bytes)
{
    int64_t size = 0;
    for (int64_t a = 0; a < agents; a++) {
        offsets[a] = (int32_t)size;
        size += label(a, bytes == NULL ? NULL : bytes + size);
    }
    offsets[agents] = (int32_t)size;
    return size;
}

int64_t bench_strings(const int32_t *agent, int64_t rows, int32_t *offsets, char *bytes)
{
    int64_t size = 0;
    for (int64_t i = 0; i < rows; i++) {
        offsets[i] = (int32_t)size;
        size += label(agent[i], bytes == NULL ? NULL : bytes + size);
    }
    offsets[rows] = (int32_t)size;
    return size;
}

/* ---- the floor ------------------------------------------------------------------------------ */

/* Four sums, so that no addition waits for the one before. */
uint64_t bench_read_bytes(const void *data, int64_t size)
{
    const unsigned char *bytes = data;
    uint64_t sums[4] = {0, 0, 0, 0};
    int64_t i = 0;
    for (; i + 32 <= size; i += 32) {
        uint64_t words[4];
        memcpy(words, bytes + i, sizeof words);
        for (int k = 0; k < 4; k++) {
            sums[k] += words[k];
        }
    }
    for (; i < size; i++) {
        sums[0] += bytes[i];
    }
    return sums[0] + sums[1] + sums[2] + sums[3];
}

uint64_t bench_read(const bench_tickets *t)
{
    int64_t map = (t->rows + 7) / 8;
    return bench_read_bytes(t->agent, t->rows * 4) + bench_read_bytes(t->created_at, t->rows * 8) +
           bench_read_bytes(t->first_response_at, t->rows * 8) + bench_read_bytes(t->resolved_at, t->rows * 8) +
           bench_read_bytes(t->csat, t->rows) + bench_read_bytes(t->contacts, t->rows * 2) +
           bench_read_bytes(t->reopens, t->rows) + bench_read_bytes(t->handle_time, t->rows * 4) +
           bench_read_bytes(t->has_response, map) + bench_read_bytes(t->has_resolution, map) +
           bench_read_bytes(t->has_csat, map) + bench_read_bytes(t->complaint, map);
}
