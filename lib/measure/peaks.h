/* Peaks: the part of lanes that keeps least and greatest values, as the greatest of up to eight small numbers a record
   (a least value is the greatest of its negatives), until they are moved to the state. */
#ifndef DSI_MEASURE_PEAKS_H
#define DSI_MEASURE_PEAKS_H

#include "measure/state_parts.h"

typedef struct dsi_peaks dsi_peaks;

/* Numbers between this and its negative are small. */
#define DSI_PEAK_MOST INT64_C(0x7fffffff)

/* All of them as the functions of lanes.h by the same names. */
dsi_peaks *dsi_peaks_new(const dscore_allocator *allocator);
void dsi_peaks_free(dsi_peaks *peaks);
void dsi_peaks_begin(dsi_peaks *peaks);
/* Small integers of rows whose class is USED (NULL: of all rows): the greatest value * sign (1 or -1) is told to the
   home, with the unit of the values. */
bool dsi_peaks_tell(
    dsi_peaks *peaks, const dsi_vector *values, const uint8_t *class_of, int32_t sign, const dsi_home *home);
bool dsi_peaks_reserve(dsi_peaks *peaks, int64_t cells);
void dsi_peaks_add(dsi_peaks *peaks, const dsi_loops *loops, const int32_t *cell, int32_t only, int32_t n);
void dsi_peaks_settle_rows(dsi_peaks *peaks, const int32_t *cell, int32_t n);
void dsi_peaks_settle(dsi_peaks *peaks, int64_t cells);

#endif
