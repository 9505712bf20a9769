/* Memory of the block of rows that comes next, asked for a line at a time while the block at hand is calculated. Asked
   for at once, the requests themselves wait for each other; left to the processor, each column of each block begins
   with a wait, for blocks of columns do not lie one after the other. */
#ifndef DSI_BASE_AHEAD_H
#define DSI_BASE_AHEAD_H

#include <stdint.h>

enum { DSI_AHEAD_PARTS = 64, DSI_AHEAD_LINE = 64 };

typedef struct dsi_ahead {
    struct {
        const char *next, *end;
    } parts[DSI_AHEAD_PARTS]; /* more than these are left to the processor */
    int32_t count, at;
} dsi_ahead;

/* Nothing is wanted. */
static inline void dsi_ahead_begin(dsi_ahead *ahead)
{
    ahead->count = 0;
    ahead->at = 0;
}

static inline void dsi_ahead_want(dsi_ahead *ahead, const void *p, int64_t bytes)
{
    if (ahead->count < DSI_AHEAD_PARTS && bytes > 0) {
        ahead->parts[ahead->count].next = p;
        ahead->parts[ahead->count++].end = (const char *)p + bytes;
    }
}

/* Ask for some lines of what is wanted. */
static inline void dsi_ahead_ask(dsi_ahead *ahead, int32_t lines)
{
#if defined(__GNUC__)
    for (; lines > 0 && ahead->at < ahead->count; lines--) {
        const char *line = ahead->parts[ahead->at].next;
        __builtin_prefetch(line, 0, 2);
        ahead->parts[ahead->at].next = line + DSI_AHEAD_LINE;
        ahead->at += line + DSI_AHEAD_LINE >= ahead->parts[ahead->at].end;
    }
#else
    (void)ahead;
    (void)lines;
#endif
}

#endif
