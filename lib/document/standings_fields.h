/* What a dump of standings tells of each thing: fields by table, their words and bits. */
#ifndef DSI_DOCUMENT_STANDINGS_FIELDS_H
#define DSI_DOCUMENT_STANDINGS_FIELDS_H

#include "document/reader.h"

typedef enum dsi_field_kind {
    DSI_F_NUMBER,  /* double; NaN: null */
    DSI_F_SMALL,   /* int32_t */
    DSI_F_COUNT,   /* int64_t */
    DSI_F_INSTANT, /* int64_t microseconds; open or unknown: null */
    DSI_F_ANSWER,  /* int32_t: 1 true, 0 false, else null */
    DSI_F_WORD,    /* int32_t by `words`; none: null */
    DSI_F_BITS     /* int32_t: the words whose bits are set, as a list */
} dsi_field_kind;

typedef struct dsi_result_field {
    const char *name;
    dsi_field_kind kind;
    size_t offset;
    const dsi_choice *words;
} dsi_result_field;

typedef struct dsi_field_table {
    const dsi_result_field *fields;
    int32_t count;
} dsi_field_table;

extern const dsi_field_table dsi_standing_fields;      /* of dscore_standing_row */
extern const dsi_field_table dsi_forecast_fields;      /* of dscore_target_forecast */
extern const dsi_field_table dsi_pace_fields;          /* of dscore_target_rates */
extern const dsi_field_table dsi_reach_fields;         /* of dscore_target_reach */
extern const dsi_field_table dsi_objective_row_fields; /* of dscore_objective_row */
extern const dsi_field_table dsi_mbo_row_fields;       /* of dscore_mbo_row */
extern const dsi_field_table dsi_mbo_line_fields;      /* of dscore_mbo_line */
extern const dsi_choice dsi_verdicts[];

#endif
