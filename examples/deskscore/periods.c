/* --period without --from and --to: the periods that the data fill. */
#include "cells.h"
#include "commands.h"

#include <stdlib.h>
#include <string.h>

typedef struct span {
    int64_t first, last; /* first > last: none */
} span;

static void widen_by_column(span *out, const column *c)
{
    for (int64_t row = 0; row < c->rows; row++) {
        int64_t at = c->integers[row];
        if (c->status[row] == 0) {
            out->first = at < out->first ? at : out->first;
            out->last = at > out->last ? at : out->last;
        }
    }
}

/* By every instant of a source that the text of a placement names: event(created_at), open(created_at, resolved_at). */
static void widen_by_placement(const session *s, span *out, const char *source, const char *placement)
{
    const char *letters = "abcdefghijklmnopqrstuvwxyz0123456789_";
    while (*placement != '\0') {
        size_t length = strspn(placement, letters);
        for (int i = 0; i < s->source_count && length > 0; i++) {
            const csv_file *file = &s->sources[i].file;
            for (int k = 0; k < file->column_count && strcmp(s->sources[i].name, source) == 0; k++) {
                const column *c = &file->columns[k];
                if (c->how.type == DSCORE_TYPE_INSTANT && strlen(c->how.field) == length &&
                    strncmp(c->how.field, placement, length) == 0) {
                    widen_by_column(out, c);
                }
            }
        }
        placement += length + (placement[length] != '\0');
    }
}

/* By the definitions that a derived formula names: [complaints] / [resolved]. */
static void widen_by_definition(const session *s, span *out, const char *id, int depth)
{
    const dscore_indicator *indicator = dscore_catalog_find(s->catalog, id);
    const char *source = dscore_indicator_text(indicator, DSCORE_INDICATOR_SOURCE);
    if (indicator == NULL || depth > 8) {
        return;
    }
    if (source[0] != '\0') {
        const char *placement = dscore_indicator_text(indicator, DSCORE_INDICATOR_PLACEMENT);
        widen_by_placement(s, out, source, placement[0] == '\0' ? "event(created_at)" : placement);
        return;
    }
    const char *formula = dscore_indicator_text(indicator, DSCORE_INDICATOR_FORMULA);
    for (char *operand = next_operand(&formula); operand != NULL; operand = next_operand(&formula)) {
        widen_by_definition(s, out, operand, depth + 1);
        free(operand);
    }
}

static span span_of_items(session *s)
{
    span all = {INT64_MAX, INT64_MIN};
    dscore_values *values = session_values(s);
    for (int32_t i = 0; i < dscore_values_item_count(values); i++) {
        const char *source = dscore_values_item(values, i, DSCORE_ITEM_SOURCE);
        if (source[0] != '\0') {
            widen_by_placement(s, &all, source, dscore_values_item(values, i, DSCORE_ITEM_PLACEMENT));
        } else {
            widen_by_definition(s, &all, dscore_values_item(values, i, DSCORE_ITEM_INDICATOR), 0);
        }
    }
    dscore_values_free(values);
    return all;
}

/* The data do not fit the periods: say which data. */
NO_RETURN static void fail_range(const session *s, const span *all, const dscore_error *error)
{
    char first[40];
    char last[40];
    write_instant(all->first, first);
    write_instant(all->last, last);
    fail_data("--period %s: the data run from %s to %s: %s; give --from and --to", s->options->period, first, last,
        error->message);
}

void take_range_from_data(session *s)
{
    dscore_error error = DSCORE_ERROR_INIT;
    span all = span_of_items(s);
    int64_t other;
    int64_t from = s->from;
    int64_t to = s->to;
    const arguments *o = s->options;
    if (all.first > all.last) {
        fail_data(
            "no row has an instant that places it in a %s: the file has no rows, or no readable times; --from and "
            "--to would say which periods there are",
            o->period);
    }
    if ((o->from == NULL && dscore_period_at(s->zone, &s->period, all.first, &from, &other, &error) != DSCORE_OK) ||
        (o->to == NULL && dscore_period_at(s->zone, &s->period, all.last, &other, &to, &error) != DSCORE_OK)) {
        fail_range(s, &all, &error);
    }
    if (from >= to) {
        fail_data("--period %s: no row lies between --from and --to", o->period);
    }
    dscore_plan_free(s->plan);
    s->plan = NULL;
    if (dscore_query_periods_by(s->query, &s->period, from, to, &error) != DSCORE_OK ||
        s->compile(s, &error) != DSCORE_OK) {
        fail_range(s, &all, &error);
    }
}
