/* Prints the bits of every value the built-in catalogue and some wild sums give for rows that are the same on every
   machine. tests/portability.sh compares what it prints on machines that differ in word size and byte order. */
#include <deskscore/deskscore.h>

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 4000, DAYS = 4, NAMES = 24, MAX_COLUMNS = 400, MAX_SOURCES = 32 };
#define START INT64_C(1735689600) /* 2025-01-01, in seconds */

static const char DOCUMENT[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\","
    "\"fields\": {\"tickets\": [{\"name\": \"mild\", \"type\": \"number\"}, {\"name\": \"tame\", \"type\": \"number\"},"
    "{\"name\": \"wild\", \"type\": \"number\"}]},"
    "\"indicators\": ["
#define MADE(id, formula)                                                                                              \
    "{\"id\": \"" id "\", \"name\": \"n\", \"unit\": \"points\", \"credit\": [\"agent\"], \"formula\": \"" formula "\"}"
    MADE("wild_sum", "sum(wild)") "," MADE("wild_mean", "mean(wild)") "," MADE(
        "wild_variance", "variance(wild)") "," MADE("wild_stddev", "stddev(wild)") "," MADE("wild_quantile",
        "quantile(wild, 0.37)") "," MADE("wild_observed", "quantile_observed(wild, 0.8)") "," MADE("wild_range",
        "max(wild) - min(wild)") "," MADE("wild_trimmed", "trimmed_mean(wild, 0.2)") "," MADE("wild_kinds",
        "distinct(wild)") "," MADE("mild_sum", "sum(mild)") "," MADE("mild_mean",
        "mean(mild)") "," MADE("mild_variance", "variance(mild)") "," MADE("mild_product",
        "mean(mild * wild)") "," MADE("mild_ratio", "ratio(mild, wild)") "," MADE("quotients",
        "sum(mild / tame)") "," MADE("products", "sum(mild * tame)") "," MADE("thirds",
        "sum(tame / 3 * mild)") "," MADE("sevenths", "sum(mild * 1.1 / (7 * tame))") "," MADE("squares",
        "sum((mild + tame) * (mild - tame))") "," MADE("inverses", "sum(0.1 / tame / mild)") "," MADE("shares",
        "mean(mild / (mild + tame))") "," MADE("spread", "variance(tame / mild / 1.7)") "," MADE("clock_hours",
        "stddev(hours(business_time(created_at, resolved_at)))") "," MADE("wall_clock",
        "mean(hour_of(created_at) + weekday_of(resolved_at) / 7)") "," MADE("dates",
        "distinct(date_of(created_at), date_of(resolved_at))") "," MADE("curve",
        "km_within(created_at, resolved_at, 1h)") "," MADE("curve_on_desk_time",
        "km_quantile(created_at, first_response_at, 0.9, closed_at) / 1s") "]}";

/* A zone whose clocks go back from three to four hours behind UTC on 2 January 2025, 05:00 UTC: a TZif file. */
/* clang-format off */
static const unsigned char ZONE[] = {
    84, 90, 105, 102, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 84, 90, 105, 102, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 8, 0, 0, 0, 0, 103, 118, 29, 80, 1,
    255, 255, 213, 208, 1, 0, 255, 255, 199, 192, 0, 4, 45, 48, 51, 0, 45, 48, 52, 0, 10, 60, 45, 48, 52, 62, 52, 10};
/* clang-format on */
static const char CALENDAR[] =
    "{\"week\": {\"mon-fri\": [\"08:30-12:00\", \"13:00-18:00\"], \"sat\": [\"22:00-26:00\"]},"
    "\"exceptions\": {\"2025-01-01\": [], \"2025-01-03\": [\"10:00-24:00\"]}}";
static const char NIGHTS[] = "{\"zone\": \"+05:45\", \"week\": {\"mon-sun\": [\"20:00-30:00\"]}}";

static const char *const names[NAMES] = {"Ada", "Bo", "\xe9\x99\x88", "Zo\xc3\xab", "Cy", "Di", "Ed", "Flo", "Gus",
    "Hal", "Ida", "Jo", "Kit", "Lu", "Max", "Ned", "Oz", "Pia", "Quin", "Rae", "Sal", "Ty", "Uma", "Vi"};

static dscore_error error = DSCORE_ERROR_INIT;

static void need(dscore_status status)
{
    if (status != DSCORE_OK) {
        (void)fprintf(stderr, "print_bits: %s: %s (%s)\n", dscore_status_name(status), error.message, error.path);
        exit(EXIT_FAILURE);
    }
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* SplitMix64 (Steele, Lea, Flood, 2014). */
static uint64_t seed;

static uint64_t chance(void)
{
    uint64_t z = seed += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int64_t below(int64_t n)
{
    return (int64_t)(chance() % (uint64_t)n);
}

static void *blocks[2 * MAX_COLUMNS]; /* what the columns borrow, until the end */
static int block_count;

static void *block(size_t size)
{
    void *p = block_count < 2 * MAX_COLUMNS ? calloc(ROWS + 1, size) : NULL;
    if (p == NULL) {
        exit(EXIT_FAILURE);
    }
    blocks[block_count++] = p;
    return p;
}

/* Any mantissa and sign, exponents of 2^-span to 2^span. */
static double wild_number(int span)
{
    const double mantissa = (double)((int64_t)chance() >> 11) * 0x1p-53;
    return ldexp(mantissa, (int)below(2 * span + 1) - span);
}

static double number_of(const dscore_field_info *field, int64_t i)
{
    if (!isfinite(field->domain_min) && !isfinite(field->domain_max)) {
        return wild_number(strcmp(field->name, "wild") == 0 ? 400 : 2);
    }
    const double least = isfinite(field->domain_min) ? field->domain_min : 0;
    const double most = isfinite(field->domain_max) ? field->domain_max : least + 9;
    const int64_t eighths = (field->flags & DSCORE_FIELD_INTEGER) != 0 || i % 2 == 0 ? 8 : 1;
    const double number = least + (double)(below(80) * eighths) / 8;
    return number > most ? most + (double)(below(40) == 0) : number; /* some outside */
}

/* The elements of a column: each logical type in several storages, chosen by the turn. */
static void fill_number(dscore_column *column, const dscore_field_info *field, int turn)
{
    static const int32_t types[] = {DSCORE_FLOAT64, DSCORE_INT16, DSCORE_FLOAT32, DSCORE_DECIMAL64, DSCORE_UINT8};
    const int is_bounded = isfinite(field->domain_min) || isfinite(field->domain_max);
    column->type = is_bounded ? types[turn % 5] : DSCORE_FLOAT64;
    column->scale = column->type == DSCORE_DECIMAL64 ? 3 : 0;
    void *data = block(sizeof(double));
    column->data = data;
    for (int64_t i = 0; i < ROWS; i++) {
        const double number = number_of(field, i);
        switch (column->type) {
        case DSCORE_FLOAT64:
            ((double *)data)[i] = number;
            break;
        case DSCORE_FLOAT32:
            ((float *)data)[i] = (float)number;
            break;
        case DSCORE_DECIMAL64:
            ((int64_t *)data)[i] = (int64_t)(number * 1000);
            break;
        case DSCORE_INT16:
            ((int16_t *)data)[i] = (int16_t)number;
            break;
        default:
            ((uint8_t *)data)[i] = (uint8_t)fabs(number);
            break;
        }
    }
}

/* Seconds with six decimals, as every storage of time can hold them more or less. */
static void fill_time(dscore_column *column, int is_instant, int turn)
{
    static const int32_t types[] = {DSCORE_INT64, DSCORE_INT32, DSCORE_FLOAT64, DSCORE_INT64};
    static const int32_t units[] = {DSCORE_UNIT_US, DSCORE_UNIT_S, DSCORE_UNIT_S, DSCORE_UNIT_NS};
    column->type = types[turn % 4];
    column->unit = units[turn % 4];
    void *data = block(sizeof(double));
    column->data = data;
    for (int64_t i = 0; i < ROWS; i++) {
        const int64_t first = START + i * (DAYS * 86400 / ROWS) + 900 * (turn % 8); /* mostly one event after another */
        const int64_t seconds = (is_instant ? first : 0) + below(7200);
        const int64_t microseconds = seconds * 1000000 + below(1000000);
        if (column->type == DSCORE_INT32) {
            ((int32_t *)data)[i] = (int32_t)seconds;
        } else if (column->type == DSCORE_FLOAT64) {
            ((double *)data)[i] = (double)microseconds / 1e6;
        } else {
            ((int64_t *)data)[i] = column->unit == DSCORE_UNIT_NS ? microseconds * 1000 + below(1000) : microseconds;
        }
    }
}

static void fill_text(dscore_column *column, int turn)
{
    static const dscore_column dictionary = {.struct_size = (uint32_t)sizeof dictionary,
        .type = DSCORE_CSTRING,
        .data = names,
        .length = NAMES,
        .stride = (int64_t)sizeof *names};
    column->type = turn % 3 == 0 ? DSCORE_CSTRING : turn % 3 == 1 ? DSCORE_DICT : DSCORE_UTF8;
    const char **texts = block(sizeof *texts);
    uint16_t *codes = block(sizeof *codes);
    char *bytes = block(4);
    int32_t *offsets = block(sizeof *offsets);
    for (int64_t i = 0; i < ROWS; i++) {
        codes[i] = (uint16_t)below(NAMES);
        texts[i] = names[codes[i]];
        const size_t length = strlen(texts[i]);
        memcpy(bytes + offsets[i], texts[i], length);
        offsets[i + 1] = offsets[i] + (int32_t)length;
    }
    column->code_type = column->type == DSCORE_DICT ? DSCORE_UINT16 : 0;
    column->dictionary = column->type == DSCORE_DICT ? &dictionary : NULL;
    column->data = column->type == DSCORE_CSTRING ? (const void *)texts
                   : column->type == DSCORE_DICT  ? (const void *)codes
                                                  : (const void *)bytes;
    column->offsets = column->type == DSCORE_UTF8 ? offsets : NULL;
}

static void fill_flags(dscore_column *column, int turn)
{
    column->type = turn % 2 == 0 ? DSCORE_BOOL1 : DSCORE_BOOL8;
    uint8_t *data = block(1);
    for (int64_t i = 0; i < ROWS; i++) {
        const int yes = (int)below(2);
        if (column->type == DSCORE_BOOL8) {
            data[i] = (uint8_t)yes;
        } else {
            data[i / 8] = (uint8_t)(data[i / 8] | yes << (i % 8));
        }
    }
    column->data = data;
}

static void bind_field(dscore_table *table, const dscore_field_info *field, int turn)
{
    dscore_column column = DSCORE_COLUMN_INIT;
    column.length = ROWS;
    column.flags = DSCORE_COLUMN_PACKED;
    switch (field->type) {
    case DSCORE_TYPE_NUMBER:
        fill_number(&column, field, turn);
        break;
    case DSCORE_TYPE_BOOLEAN:
        fill_flags(&column, turn);
        break;
    case DSCORE_TYPE_TEXT:
        fill_text(&column, turn);
        break;
    default:
        fill_time(&column, field->type == DSCORE_TYPE_INSTANT, turn);
        break;
    }
    uint8_t *present = block(1);
    for (int64_t i = 0; i < ROWS; i++) {
        const int yes = below(8) != 0;
        const int64_t at = turn % 2 == 0 ? i / 8 : i;
        present[at] = (uint8_t)(turn % 2 == 0 ? present[at] | yes << (i % 8) : yes);
    }
    column.validity = present;
    column.validity_kind = turn % 2 == 0 ? DSCORE_VALIDITY_BITMAP : DSCORE_VALIDITY_BYTES_PRESENT;
    need(dscore_table_bind(table, field->name, &column, &error));
}

/* ---- the question and the answer ------------------------------------------------------------ */

static dscore_catalog *open_catalog(void)
{
    dscore_catalog *builtin = NULL, *catalog = NULL;
    dscore_catalog_builder *builder = NULL;
    need(dscore_catalog_builtin(NULL, &builtin, &error));
    need(dscore_catalog_builder_new(builtin, &builder, &error));
    need(dscore_catalog_builder_add(builder, DOCUMENT, (int64_t)strlen(DOCUMENT), &error));
    need(dscore_catalog_builder_finish(builder, &catalog, &error));
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(builtin);
    return catalog;
}

/* A default calendar in the zone of the query, and another for the rows of two channels. */
static void set_clocks(dscore_query *query)
{
    dscore_zone *zone = NULL, *east = NULL;
    dscore_calendar *days = NULL, *nights = NULL;
    need(dscore_zone_from_tzif(NULL, "Test/Back", ZONE, (int64_t)sizeof ZONE, &zone, &error));
    need(dscore_zone_fixed(NULL, "+05:45", &east, &error));
    need(dscore_calendar_parse(NULL, CALENDAR, (int64_t)strlen(CALENDAR), zone, &days, &error));
    need(dscore_calendar_parse(NULL, NIGHTS, (int64_t)strlen(NIGHTS), east, &nights, &error));
    need(dscore_query_zone(query, zone, &error));
    need(dscore_query_calendar(query, NULL, days, &error));
    need(dscore_query_calendar(query, "Ada", nights, &error));
    need(dscore_query_calendar(query, "Bo", nights, &error));
    need(dscore_query_calendar_field(query, "channel", &error));
    for (int i = 1; i < NAMES; i++) { /* the other rows name calendars that there are not: some of them */
        need(i % 4 == 0 ? DSCORE_OK : dscore_query_calendar(query, names[i], i % 2 == 0 ? days : nights, &error));
    }
    dscore_calendar_free(nights);
    dscore_calendar_free(days);
    dscore_zone_free(east);
    dscore_zone_free(zone);
}

/* Every indicator whose parameters all have a default, by subject and day; those on a clock on both. */
static dscore_plan *ask(const dscore_catalog *catalog)
{
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    need(dscore_query_new(catalog, &query, &error));
    need(dscore_query_key(query, "subject", &error));
    need(dscore_query_option(query, "absent", "missing", &error));
    need(dscore_query_periods_every(query, START * 1000000, INT64_C(86400000000), DAYS, &error));
    need(dscore_query_now(query, (START + DAYS * 86400) * 1000000, &error));
    for (int32_t i = 0; i < dscore_catalog_count(catalog); i++) {
        const dscore_indicator *indicator = dscore_catalog_at(catalog, i);
        int is_whole = 1;
        for (int32_t k = 0; k < dscore_indicator_parameter_count(indicator); k++) {
            dscore_parameter_info parameter = DSCORE_PARAMETER_INFO_INIT;
            need(dscore_indicator_parameter(indicator, k, &parameter, &error));
            is_whole = is_whole && parameter.default_value[0] != '\0';
        }
        if (is_whole) {
            const char *id = dscore_indicator_text(indicator, DSCORE_INDICATOR_ID);
            need(dscore_query_item(query, NULL, id, &error));
            if (strcmp(dscore_indicator_text(indicator, DSCORE_INDICATOR_CLOCK), "calendar") == 0) {
                char alias[80];
                (void)snprintf(alias, sizeof alias, "%s on desk time", id);
                need(dscore_query_item(query, alias, id, &error));
                need(dscore_query_item_set(query, alias, "clock", "business", &error));
            }
        }
    }
    set_clocks(query);
    need(dscore_plan_compile(query, &plan, &error));
    dscore_query_free(query);
    return plan;
}

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static void print_item(const dscore_values *values, int32_t item)
{
    const char *alias = dscore_values_item(values, item, DSCORE_ITEM_ALIAS);
    (void)printf("%s %s %s\n", alias, dscore_values_item(values, item, DSCORE_ITEM_HASH),
        dscore_values_item(values, item, DSCORE_ITEM_UNIT));
    for (int64_t row = 0; row < dscore_values_row_count(values); row++) {
        dscore_value v = DSCORE_VALUE_INIT;
        int64_t start, end;
        need(dscore_values_get(values, row, item, &v, &error));
        need(dscore_values_period(values, row, &start, &end, &error));
        (void)printf("%s %s %" PRId64 " %d %d %016" PRIx64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
                     "\n",
            alias, dscore_values_key(values, row, 0), start, (int)v.status, (int)v.flags, bits_of(v.value), v.n_used,
            v.n_missing, v.n_excluded, v.n_invalid, v.n_pending);
    }
}

/* Numbers as text, and rounded. */
static void print_numbers(void)
{
    for (int i = 0; i < 2000; i++) {
        char text[64];
        int64_t needed = 0;
        const double number = wild_number(i % 2 == 0 ? 1000 : 30);
        need(dscore_format(number, NULL, -1, "en", text, (int64_t)sizeof text, &needed, &error));
        (void)printf("%016" PRIx64 " %s %016" PRIx64 "\n", bits_of(number), text, bits_of(dscore_round(number, i % 5)));
    }
}

int main(void)
{
    dscore_catalog *catalog = open_catalog();
    const dscore_schema *schema = dscore_catalog_schema(catalog);
    dscore_table *tables[MAX_SOURCES] = {NULL};
    const int32_t sources = dscore_schema_source_count(schema);
    int turn = 0;
    for (int32_t s = 0; s < sources && s < MAX_SOURCES; s++) {
        const char *source = dscore_schema_source(schema, s);
        need(dscore_table_new(schema, source, &tables[s], &error));
        for (int32_t f = 0; f < dscore_schema_field_count(schema, source); f++) {
            dscore_field_info field = DSCORE_FIELD_INFO_INIT;
            need(dscore_schema_field_info(schema, source, dscore_schema_field(schema, source, f), &field, &error));
            bind_field(tables[s], &field, turn++);
        }
    }

    dscore_plan *plan = ask(catalog);
    dscore_values *values = NULL;
    need(dscore_evaluate(plan, tables, sources, NULL, &values, &error));
    (void)printf("plan %s\n", dscore_plan_fingerprint(plan));
    for (int32_t item = 0; item < dscore_values_item_count(values); item++) {
        print_item(values, item);
    }
    print_numbers();

    dscore_values_free(values);
    dscore_plan_free(plan);
    for (int32_t s = 0; s < sources; s++) {
        dscore_table_free(tables[s]);
    }
    dscore_catalog_free(catalog);
    for (int i = 0; i < block_count; i++) {
        free(blocks[i]);
    }
    return EXIT_SUCCESS;
}
