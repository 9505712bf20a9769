/* Stocks: what records are emptied into, so that only few numbers are moved to the state, whose elements lie far apart.
 */
#include "measure/lanes_parts.h"

#include <string.h>

static uint32_t *stock_of(const dsi_lanes *lanes, const dsi_lane_word *own, int64_t cell)
{
    return lanes->stocks + cell * lanes->stock_length + own->stock;
}

/* Sums of 64 bits that lie in two numbers. */
static uint64_t sum_in(const uint32_t *stock)
{
    uint64_t both;
    memcpy(&both, stock, sizeof both);
    return both;
}

static bool holds_flags(const dsi_lane_word *own, bool is_first)
{
    return is_first || own->count > 0;
}

/* The row counter of a quad tells whether there is something. */
void dsi_lanes_empty_stock(const dsi_lanes *lanes, int64_t quad, int64_t cell)
{
    const dsi_lane_word *words = &lanes->words[quad * DSI_QUAD];
    if (*stock_of(lanes, words, cell) == 0) {
        return;
    }
    for (int32_t k = 0; k < DSI_QUAD; k++) {
        uint32_t *stock = stock_of(lanes, &words[k], cell);
        if (words[k].sum >= 0) {
            dsi_lanes_add_total(lanes, words[k].sum, cell, (int64_t)sum_in(stock));
            memset(stock, 0, DSI_STOCK_OF_SUM * sizeof *stock);
        } else if (holds_flags(&words[k], k == 0)) {
            for (int32_t i = 0; i < words[k].count; i++) {
                dsi_lanes_add_count(lanes, words[k].flags[i], cell, stock[i + (k == 0 ? 1 : 0)]);
            }
            memset(stock, 0, DSI_STOCK_OF_FLAGS * sizeof *stock);
        }
    }
}

void dsi_lanes_empty_stocks(dsi_lanes *lanes)
{
    if (lanes->stocks != NULL && lanes->moves > 0) {
        dsi_lanes_find_homes(lanes);
        for (int64_t i = 0; i < lanes->cells * lanes->quads; i++) {
            dsi_lanes_empty_stock(lanes, i % lanes->quads, i / lanes->quads);
        }
    }
    lanes->moves = 0;
}

/* A sum that would overflow its stock is moved to the state, and goes on from nothing. */
static void stock_sum(const dsi_lanes *lanes, const dsi_lane_word *own, int64_t cell, uint64_t total)
{
    uint32_t *stock = stock_of(lanes, own, cell);
    const uint64_t before = sum_in(stock);
    uint64_t after = before + total;
    if (((after ^ before) & (after ^ total)) >> 63 != 0) {
        dsi_lanes_add_total(lanes, own->sum, cell, (int64_t)before);
        after = total;
    }
    memcpy(stock, &after, sizeof after);
}

void dsi_lanes_stock_record(dsi_lanes *lanes, int64_t quad, int64_t cell)
{
    uint64_t *record = lanes->records + cell * dsi_lanes_record_words(lanes) + quad * DSI_QUAD;
    const dsi_lane_word *words = &lanes->words[quad * DSI_QUAD];
    for (int32_t k = 0; k < DSI_QUAD; k++) {
        if (words[k].sum >= 0) {
            stock_sum(lanes, &words[k], cell, record[k]);
        } else if (holds_flags(&words[k], k == 0)) {
            uint32_t *stock = stock_of(lanes, &words[k], cell);
            for (uint32_t i = 0; i < DSI_FLAGS; i++) {
                stock[i] += (uint32_t)(record[k] >> (8 * i) & 0xFFU);
            }
        }
        record[k] = 0;
    }
    lanes->moves++;
}

bool dsi_lanes_make_stocks(dsi_lanes *lanes)
{
    const int64_t size = lanes->cells * lanes->stock_length * (int64_t)sizeof *lanes->stocks;
    dsi_release(&lanes->allocator, lanes->stocks, lanes->stocks_size);
    lanes->stocks_size = 0;
    lanes->stocks = size <= DSI_STOCK_BYTES ? dsi_alloc_zero(&lanes->allocator, size) : NULL;
    lanes->stocks_size = lanes->stocks != NULL ? size : 0;
    return lanes->stocks != NULL || size > DSI_STOCK_BYTES;
}
