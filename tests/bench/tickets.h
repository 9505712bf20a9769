/* The tickets that all benchmarks read: a seeded generator that fills buffers of the caller as Arrow lays them out, a
   digest of what it made, and two things to compare with: the time to read the same bytes once, and the standard
   question (question.json) as a loop written by hand for just that question. */
#ifndef DESKSCORE_BENCH_TICKETS_H
#define DESKSCORE_BENCH_TICKETS_H

#include <stdint.h>

#if defined(_WIN32)
#define BENCH_API __declspec(dllexport)
#elif defined(__GNUC__)
#define BENCH_API __attribute__((visibility("default")))
#else
#define BENCH_API
#endif

/* Columns of tickets. Bitmaps are Arrow's: bit set = there is a value (complaint: it is one), least bit first; their
   buffers hold a multiple of 64 bits. A value that is missing is -1 in its column, which nobody must read. */
typedef struct bench_tickets {
    int64_t rows;
    int64_t agents; /* ids from 0 */
    uint64_t seed;  /* the same seed gives the same tickets, whatever the number of rows */
    int32_t *agent;
    int64_t *created_at; /* seconds, in 2026 */
    int64_t *first_response_at;
    int64_t *resolved_at;
    int8_t *csat;
    int16_t *contacts;
    int8_t *reopens;
    int32_t *handle_time;     /* seconds */
    uint64_t *has_response;   /* 97 % */
    uint64_t *has_resolution; /* 92 % */
    uint64_t *has_csat;       /* 30 % */
    uint64_t *complaint;      /* 2 % */
} bench_tickets;

/* An instant after all of them: seconds, 2027-02-01. */
#define BENCH_NOW INT64_C(1801440000)

BENCH_API void bench_fill(const bench_tickets *t);
/* One number for the values of the first `rows` rows, missing ones as missing. */
BENCH_API uint64_t bench_digest(const bench_tickets *t, int64_t rows);

/* "agent 0", "agent 1", ...: offsets of agents + 1 texts; returns bytes, also with bytes == NULL. */
BENCH_API int64_t bench_labels(int64_t agents, int32_t *offsets, char *bytes);
/* The same label for every row: offsets of rows + 1 texts; returns bytes, also with bytes == NULL. */
BENCH_API int64_t bench_strings(const int32_t *agent, int64_t rows, int32_t *offsets, char *bytes);

/* All bytes of the tickets, read once; and so many bytes of anything. */
BENCH_API uint64_t bench_read(const bench_tickets *t);
BENCH_API uint64_t bench_read_bytes(const void *data, int64_t size);

enum { BENCH_ITEMS = 12 };
/* The standard question: BENCH_ITEMS numbers for each agent, those of agent a at out[a * BENCH_ITEMS]; NaN where there
   are none. 0 = done, 1 = no memory. */
BENCH_API int32_t bench_by_hand(const bench_tickets *t, double *out);

#endif
