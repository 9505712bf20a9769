/* Checks of whole rows: first responses of bots, resolutions without a reply, rows outside the period. Each looks only
   at what is bound, and flags only what the fields say for certain. */
#include "data/audit.h"

/* ---- opening --------------------------------------------------------------------------------------- */

static const dsi_audit_column *column_of(const dsi_audit_scan *scan, const char *field, int32_t type)
{
    const dsi_audit_column *column = dsi_audit_column_of(scan, field);
    return column != NULL && column->reading.type == type ? column : NULL;
}

static void open_period(dsi_audit_scan *scan)
{
    dscore_audit *audit = scan->audit;
    const dsi_source *source = dsi_audit_source(audit);
    int32_t field = dsi_audit_natural(source);
    if (field < 0 || (audit->from == INT64_MIN && audit->to == INT64_MAX)) {
        return;
    }
    scan->rows.natural = column_of(scan, source->fields[field].name, DSCORE_TYPE_INSTANT);
    if (scan->rows.natural != NULL) {
        scan->rows.outside = dsi_audit_add(audit, DSCORE_AUDIT_OUTSIDE_PERIOD, field, -1);
    }
}

void dsi_audit_rows_open(dsi_audit_scan *scan)
{
    dsi_audit_rows *r = &scan->rows;
    r->first_response = column_of(scan, "first_response_at", DSCORE_TYPE_INSTANT);
    r->is_bot = column_of(scan, "is_bot", DSCORE_TYPE_BOOLEAN);
    r->is_bot_resolved = column_of(scan, "is_bot_resolved", DSCORE_TYPE_BOOLEAN);
    r->responder = column_of(scan, "responder", DSCORE_TYPE_TEXT);
    r->resolved = column_of(scan, "resolved_at", DSCORE_TYPE_INSTANT);
    r->is_resolved = column_of(scan, "is_resolved", DSCORE_TYPE_BOOLEAN);
    r->replies = column_of(scan, "replies", DSCORE_TYPE_NUMBER);
    r->bot = r->unanswered = r->outside = -1;
    bool bot_known = r->is_bot_resolved != NULL || (r->is_bot != NULL && r->responder != NULL);
    if (r->first_response != NULL && bot_known) {
        r->bot = dsi_audit_add(scan->audit, DSCORE_AUDIT_BOT_ANSWER, r->first_response->field, -1);
    }
    bool resolution_known = r->resolved != NULL || r->is_resolved != NULL;
    if (resolution_known && (r->first_response != NULL || r->replies != NULL)) {
        r->unanswered = dsi_audit_add(scan->audit, DSCORE_AUDIT_RESOLVED_WITHOUT_REPLY, -1, -1);
    }
    open_period(scan);
}

/* ---- a row ------------------------------------------------------------------------------------------- */

/* Status of a row of a column; a field that is not bound is neither present nor missing. */
static int status_of(const dsi_audit_column *column, int32_t row)
{
    if (column == NULL) {
        return DSI_BAD_UNREADABLE;
    }
    return column->v.status == NULL ? DSI_PRESENT : column->v.status[row];
}

static bool is_true(const dsi_audit_column *column, int32_t row)
{
    return status_of(column, row) == DSI_PRESENT && column->v.v.b[row] != 0;
}

/* -1 = not known. */
static int sign_of_count(const dsi_audit_column *column, int32_t row)
{
    if (status_of(column, row) != DSI_PRESENT) {
        return -1;
    }
    return column->v.kind == DSI_DOUBLE ? column->v.v.f[row] > 0 : column->v.v.i[row] > 0;
}

/* A first response, and no human who gave it. */
static void check_bot(dsi_audit_scan *scan, int64_t first, int32_t n)
{
    const dsi_audit_rows *r = &scan->rows;
    int64_t checked = 0;
    for (int32_t i = 0; i < n; i++) {
        if (status_of(r->first_response, i) != DSI_PRESENT) {
            continue;
        }
        checked++;
        bool no_human = status_of(r->responder, i) == DSI_MISSING;
        bool by_bot = is_true(r->is_bot, i) && no_human;
        bool bot_alone = is_true(r->is_bot_resolved, i) && (no_human || r->responder == NULL);
        if (by_bot || bot_alone) {
            dsi_audit_hit(scan->audit, r->bot, first + i);
        }
    }
    scan->audit->tallies[r->bot].checked += checked;
}

/* Resolved by people, and no trace of a reply: neither the instant nor a count above 0. */
static void check_unanswered(dsi_audit_scan *scan, int64_t first, int32_t n)
{
    const dsi_audit_rows *r = &scan->rows;
    int64_t checked = 0;
    for (int32_t i = 0; i < n; i++) {
        bool is_resolved = status_of(r->resolved, i) == DSI_PRESENT || is_true(r->is_resolved, i);
        if (!is_resolved || is_true(r->is_bot_resolved, i)) {
            continue;
        }
        checked++;
        int response = status_of(r->first_response, i);
        int replies = sign_of_count(r->replies, i);
        bool answered = response == DSI_PRESENT || replies > 0;
        if (!answered && (response == DSI_MISSING || replies == 0)) {
            dsi_audit_hit(scan->audit, r->unanswered, first + i);
        }
    }
    scan->audit->tallies[r->unanswered].checked += checked;
}

static void check_period(dsi_audit_scan *scan, int64_t first, int32_t n)
{
    dscore_audit *audit = scan->audit;
    const dsi_audit_rows *r = &scan->rows;
    int64_t checked = 0;
    for (int32_t i = 0; i < n; i++) {
        if (status_of(r->natural, i) != DSI_PRESENT) {
            continue;
        }
        checked++;
        int64_t at = r->natural->v.v.i[i];
        if (at < audit->from || at >= audit->to) {
            dsi_audit_hit(audit, r->outside, first + i);
        }
    }
    audit->tallies[r->outside].checked += checked;
}

void dsi_audit_rows_block(dsi_audit_scan *scan, int64_t first, int32_t n)
{
    if (scan->rows.bot >= 0) {
        check_bot(scan, first, n);
    }
    if (scan->rows.unanswered >= 0) {
        check_unanswered(scan, first, n);
    }
    if (scan->rows.outside >= 0) {
        check_period(scan, first, n);
    }
}
