/* `deskscore measure`: indicators by key, with the accounting of their rows. */
#include "commands.h"
#include "states.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *value_status_name(int32_t status)
{
    static const char *const names[] = {"OK", "NO_DATA", "INSUFFICIENT", "UNDEFINED", "EXCLUDED"};
    return status >= 0 && status < 5 ? names[status] : "UNKNOWN";
}

static void ask_item(session *s, const char *text, size_t length)
{
    dscore_error error = DSCORE_ERROR_INIT;
    char *item = copy_text(text, length);
    char *alias;
    char *id;
    if (!split_pair(item, &alias, &id)) {
        alias = NULL;
        id = item;
    }
    if (dscore_query_item(s->query, alias, id, &error) != DSCORE_OK) {
        fail_option("--indicators", &error);
    }
    free(item);
}

static void set_parameter(session *s, const char *text)
{
    dscore_error error = DSCORE_ERROR_INIT;
    char *copy = copy_text(text, strlen(text));
    char *left;
    char *value;
    char *dot;
    if (!split_pair(copy, &left, &value) || (dot = strchr(left, '.')) == NULL) {
        fail_usage("--param %s: expected ALIAS.NAME=VALUE", text);
    }
    *dot = '\0';
    if (dscore_query_parameter(s->query, left, dot + 1, value, &error) != DSCORE_OK) {
        fail_option("--param", &error);
    }
    free(copy);
}

void ask_items(session *s, const char *items)
{
    while (*items != '\0') {
        size_t length = strcspn(items, ",");
        ask_item(s, items, length);
        items += length + (items[length] == ',');
    }
    for (int i = 0; i < s->options->parameters.count; i++) {
        set_parameter(s, s->options->parameters.items[i]);
    }
}

char *next_operand(const char **formula)
{
    const char *open = strchr(*formula, '[');
    if (open == NULL) {
        return NULL;
    }
    size_t length = strcspn(open + 1, "]");
    *formula = open + 1 + length;
    return copy_text(open + 1, length);
}

/* A count of rows has no clock to set; a derived indicator has one if an operand has. */
static bool has_clock(const session *s, const char *id, int depth)
{
    const dscore_indicator *indicator = dscore_catalog_find(s->catalog, id);
    const char *clock = dscore_indicator_text(indicator, DSCORE_INDICATOR_CLOCK);
    const char *formula = dscore_indicator_text(indicator, DSCORE_INDICATOR_FORMULA);
    bool found = clock[0] != '\0' && strcmp(clock, "none") != 0;
    if (dscore_indicator_text(indicator, DSCORE_INDICATOR_SOURCE)[0] != '\0' || depth > 8) {
        return found;
    }
    for (char *operand = next_operand(&formula); operand != NULL; operand = next_operand(&formula)) {
        found = found || has_clock(s, operand, depth + 1);
        free(operand);
    }
    return found;
}

static void set_clock(session *s, const char *alias, const char *clock)
{
    dscore_error error = DSCORE_ERROR_INIT;
    if (dscore_query_item_set(s->query, alias, "clock", clock, &error) != DSCORE_OK) {
        fail_option("--clock", &error);
    }
}

/* `business`, or `ALIAS=business`: the clock in it; *alias is NULL for all items. To be freed by its beginning. */
static const char *read_clock(char *text, char **alias)
{
    char *clock = text;
    if (!split_pair(text, alias, &clock)) {
        *alias = NULL;
    }
    if (strcmp(clock, "business") != 0 && strcmp(clock, "calendar") != 0) {
        fail_usage("--clock %s: expected business or calendar, or ALIAS=business", clock);
    }
    return clock;
}

static void set_all_clocks(session *s, const char *items, const char *clock)
{
    while (*items != '\0') {
        size_t length = strcspn(items, ",");
        char *item = copy_text(items, length);
        char *alias;
        char *id;
        if (!split_pair(item, &alias, &id)) {
            alias = id = item;
        }
        if (has_clock(s, id, 0)) {
            set_clock(s, alias, clock);
        }
        free(item);
        items += length + (items[length] == ',');
    }
}

void set_clocks(session *s, const char *items)
{
    const text_list *list = &s->options->clocks;
    for (int named = 0; named < 2; named++) { /* what is said of one item comes after what is said of all */
        for (int i = 0; i < list->count; i++) {
            char *alias;
            char *text = copy_text(list->items[i], strlen(list->items[i]));
            const char *clock = read_clock(text, &alias);
            if (named == 0 && alias == NULL) {
                set_all_clocks(s, items, clock);
            } else if (named == 1 && alias != NULL) {
                set_clock(s, alias, clock);
            }
            free(text);
        }
    }
}

int key_columns(const dscore_values *values, const char **names)
{
    int count = dscore_values_key_count(values);
    for (int i = 0; i < count; i++) {
        names[i] = count == 1 ? "subject" : dscore_values_key_name(values, i);
    }
    if (dscore_values_has_periods(values)) {
        names[count++] = "period";
    }
    return count;
}

void key_cells(sheet *out, const dscore_values *values, int64_t row)
{
    for (int i = 0; i < dscore_values_key_count(values); i++) {
        sheet_text(out, dscore_values_key(values, row, i));
    }
    if (dscore_values_has_periods(values)) {
        sheet_text(out, dscore_values_period_name(values, row));
    }
}

static void add_value(sheet *out, const dscore_values *values, int64_t row, int32_t item)
{
    dscore_value value = DSCORE_VALUE_INIT;
    dscore_error error = DSCORE_ERROR_INIT;
    if (dscore_values_get(values, row, item, &value, &error) != DSCORE_OK) {
        fail_library("values", &error);
    }
    if ((value.flags & DSCORE_FLAG_NO_CELL) != 0 && value.status != DSCORE_VALUE_OK &&
        dscore_values_key_count(values) > 0) {
        return; /* no such cell */
    }
    key_cells(out, values, row);
    sheet_text(out, dscore_values_item(values, item, DSCORE_ITEM_ALIAS));
    if (value.status == DSCORE_VALUE_OK) {
        const int32_t decimals = value.value == floor(value.value) ? 0 : 4;
        sheet_number(out, value.value, decimals, dscore_values_item(values, item, DSCORE_ITEM_UNIT));
    } else {
        sheet_nothing(out);
    }
    sheet_text(out, value_status_name(value.status));
    sheet_integer(out, value.n_used);
    sheet_integer(out, value.n_missing);
    sheet_integer(out, value.n_excluded);
}

int command_measure(int argc, char **argv)
{
    arguments options;
    session s;
    read_arguments(argc, argv, "," INPUT_OPTIONS ",by,indicators,period,clock,save,merge,regroup,others,", 1, &options);
    if (options.indicators == NULL || options.indicators[0] == '\0') {
        fail_usage("measure needs --indicators [ALIAS=]ID,...");
    }
    session_open(&s, &options, options.by);
    ask_items(&s, options.indicators);
    set_clocks(&s, options.indicators);
    session_compile(&s, compile_query);
    if (keeps_states(&options)) {
        evaluate_states(&s);
    } else {
        session_evaluate(&s, NULL);
    }

    const char *names[24];
    int count = key_columns(s.values, names);
    static const char *const rest[] = {"indicator", "value", "status", "n_used", "n_missing", "n_excluded"};
    memcpy(names + count, rest, sizeof rest);
    sheet *out = sheet_new(count + 6, names);
    for (int64_t row = 0; row < dscore_values_row_count(s.values); row++) {
        for (int32_t item = 0; item < dscore_values_item_count(s.values); item++) {
            add_value(out, s.values, row, item);
        }
    }
    sheet_print(out, options.format);
    sheet_free(out);
    session_close(&s);
    return EXIT_OK;
}
