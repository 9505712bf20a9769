/* What the families of aggregates share when they are written as bytes and read again. */
#ifndef DSI_MEASURE_PACK_H
#define DSI_MEASURE_PACK_H

#include "measure/state_parts.h"

/* More rows than any state has seen: counts beyond are not believed, so that merging cannot overflow them. */
#define DSI_PACK_MOST_ROWS (INT64_C(1) << 53)

/* Times are multiples of seconds, prices of tens: the greatest power of ten up to 10^9 that divides every value of a
   column is written once. Start with MOST, and narrow by each value. */
enum { DSI_UNIT_MOST = 9 };
int32_t dsi_unit_narrow(int32_t unit, int64_t value);
/* A unit, from 0 to MOST. */
int32_t dsi_get_unit(dsi_bytes_in *in);
/* value * 10^unit; fails where that leaves 64 bits. */
int64_t dsi_unit_times(dsi_bytes_in *in, int64_t value, int32_t unit);
/* The unit that the values had was not the greatest: fails. */
void dsi_unit_check(dsi_bytes_in *in, int64_t at, int32_t unit, int32_t greatest);

/* Doubles that are whole numbers of up to 53 bits are written as such, if all of a column are. Bits and keys of others
   are eight bytes. */
bool dsi_is_whole_double(double value);
/* Reads bits of a double: finite, and not the negative zero. */
double dsi_get_double(dsi_bytes_in *in);

/* Rows of a cell whose result took now. */
static inline int64_t dsi_now_rows(const dsi_cells *cells, int32_t cell)
{
    return ((const int64_t *)cells->now.p)[cell];
}
static inline void dsi_set_now_rows(dsi_cells *cells, int32_t cell, int64_t rows)
{
    ((int64_t *)cells->now.p)[cell] = rows;
}

/* Elements of cells that are written hold something but zero bytes. */
bool dsi_plane_has_any(const dsi_plane *plane, const dsi_packing *packing);

/* pack_kept.c: kept values, and the spans and ends of curves. */
bool dsi_kept_has_any(const dsi_plane *plane, const dsi_packing *packing);
bool dsi_kept_pack(const dsi_plane *plane, const dsi_packing *packing);
bool dsi_kept_unpack(dsi_plane *plane, const dsi_unpacking *unpacking);
bool dsi_kept_admits(int32_t kind, int32_t scale);
bool dsi_curve_pack(const dsi_plane *plane, const dsi_packing *packing);
bool dsi_curve_unpack(dsi_plane *plane, const dsi_unpacking *unpacking);
bool dsi_curve_admits(int32_t kind, int32_t scale);

/* aggregate_tuples.c: room for more tuples (false = no memory); a tuple that was met, for which there is room; is a
   part with its tag (a number's) what a value becomes? */
bool dsi_tuples_room(const dscore_allocator *a, dsi_plane *plane, int32_t arity, int64_t more);
void dsi_tuples_see(dsi_plane *plane, int32_t cell, const uint64_t *parts, const uint8_t *tags);
bool dsi_tuples_is_part(uint8_t tag, uint64_t part);

/* pack_tuples.c. Mark: set marks[label] for the labels in tuples of cells with place >= 0. */
bool dsi_tuples_has_any(const dsi_plane *plane, const dsi_packing *packing);
bool dsi_tuples_pack(const dsi_plane *plane, const dsi_packing *packing);
bool dsi_tuples_unpack(dsi_plane *plane, const dsi_unpacking *unpacking);
bool dsi_tuples_admits(int32_t kind, int32_t scale);
void dsi_tuples_mark(const dsi_plane *plane, const int32_t *place, uint8_t *marks);

#endif
