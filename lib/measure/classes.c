/* The class of each row (D4): used, missing, excluded or invalid, computed once a selection and block in loops without
   branches. Classes are ordered so that the greatest decides: false conditions over invalid over missing. */
#include "measure/scan.h"

#include <string.h>

enum { MOST_LOOKED_AT = 64 }; /* selections that another is compared with */

/* ---- policy `fail` --------------------------------------------------------------------------- */

static bool stops(const dscore_query *query, uint8_t status)
{
    if (status < DSI_BAD_DOMAIN || status > DSI_BAD_OVERFLOW) {
        return false;
    }
    return status == DSI_BAD_NEGATIVE ? query->negative == DSI_NEGATIVE_FAIL : query->invalid_fails;
}

void dsi_scan_note_failures(
    dsi_scan *scan, const uint8_t *status, bool constant, int32_t frame, int32_t selection, int32_t expression)
{
    const dscore_query *query = scan->plan->query;
    if (status == NULL || (!query->invalid_fails && query->negative != DSI_NEGATIVE_FAIL)) {
        return;
    }
    for (int32_t r = 0; r < scan->n; r++) {
        if (stops(query, status[constant ? 0 : r]) && (scan->left_out == NULL || scan->left_out[r] == 0)) {
            if (scan->failure.row < 0 || scan->first + r < scan->failure.row) {
                scan->failure = (dsi_failure){scan->first + r, status[constant ? 0 : r], frame, selection, expression};
            }
            return;
        }
    }
}

/* ---- one selection --------------------------------------------------------------------------- */

/* classes = max(classes, of the condition): its status, or EXCLUDED where it is false. */
static void add_condition(const dsi_loops *loops, const dsi_vector *v, int32_t n, uint8_t *classes)
{
    if (!v->constant) {
        loops->judge(v->v.b, v->status, n, DSI_CLASS_EXCLUDED, classes);
        return;
    }
    const uint8_t status = v->status == NULL ? DSI_PRESENT : v->status[0];
    const uint8_t all = status != DSI_PRESENT ? status : v->v.b[0] ? DSI_CLASS_USED : DSI_CLASS_EXCLUDED;
    for (int32_t r = 0; r < n; r++) {
        classes[r] = classes[r] > all ? classes[r] : all;
    }
}

/* Of an argument that is not present in every row. */
static void add_argument(const dsi_loops *loops, const dsi_vector *v, int32_t n, uint8_t *classes)
{
    if (!v->constant) {
        loops->greater(classes, v->status, n, classes);
        return;
    }
    for (int32_t r = 0; r < n; r++) {
        classes[r] = classes[r] > v->status[0] ? classes[r] : v->status[0];
    }
}

/* Does the standing filter leave out nothing: no filter, its flags not bound, or false for all? Selections share it. */
static bool excludes_none(dsi_scan *scan, int32_t expression)
{
    const dsi_vector *v;
    return expression < 0 || (dsi_worker_eval(scan->worker, expression, &v, NULL) == DSCORE_OK && v->constant &&
                                 !((v->status == NULL || v->status[0] == DSI_PRESENT) && v->v.b[0]));
}

static dscore_status exclude_rows(dsi_scan *scan, int32_t expression, uint8_t *decided, dscore_error *err)
{
    const dsi_vector *v;
    const dscore_status status = dsi_worker_eval(scan->worker, expression, &v, err);
    if (status != DSCORE_OK || excludes_none(scan, expression)) {
        return status;
    }
    for (int32_t r = 0; r < scan->n; r++) {
        const int32_t at = v->constant ? 0 : r;
        const bool is_true = (v->status == NULL || v->status[at] == DSI_PRESENT) & (v->v.b[at] != 0);
        const bool is_out = is_true & (decided[r] == DSI_CLASS_USED);
        decided[r] = is_out ? (uint8_t)DSI_CLASS_DROPPED : decided[r];
    }
    return DSCORE_OK;
}

/* max over the expressions of what `add` makes of them, into the rows that were not decided before. */
static dscore_status decide_by(dsi_scan *scan, const int32_t *expressions, int32_t count,
    void (*add)(const dsi_loops *loops, const dsi_vector *v, int32_t n, uint8_t *classes), uint8_t *decided,
    dscore_error *err)
{
    bool has_any = false;
    for (int32_t i = 0; i < count; i++) {
        const dsi_vector *v;
        const dscore_status status =
            expressions[i] < 0 ? DSCORE_OK : dsi_worker_eval_raw(scan->worker, expressions[i], &v, err);
        if (status != DSCORE_OK) {
            return status;
        }
        if (expressions[i] < 0 || (add == add_argument && v->status == NULL)) {
            continue; /* it decides nothing */
        }
        if (!has_any) {
            memset(scan->buffer, DSI_CLASS_USED, (size_t)scan->n);
            has_any = true;
        }
        add(scan->loops, v, scan->n, scan->buffer);
    }
    if (has_any) {
        scan->loops->fill(scan->buffer, scan->n, decided); /* where nothing was decided before */
    }
    return DSCORE_OK;
}

/* Where nothing else decides, one argument may: its status is the class. NULL = it is not so simple. */
static dscore_status alias_class(
    dsi_scan *scan, const dsi_selection *selection, bool is_plain, const uint8_t **out, dscore_error *err)
{
    bool is_alone = is_plain && selection->conditions[0] < 0 && selection->conditions[1] < 0 &&
                    excludes_none(scan, selection->exclude);
    const uint8_t *only = NULL;
    *out = NULL;
    for (int32_t i = 0; i < selection->argument_count && is_alone; i++) {
        const dsi_vector *v;
        const dscore_status status = dsi_worker_eval_raw(scan->worker, selection->arguments[i], &v, err);
        if (status != DSCORE_OK) {
            return status;
        }
        is_alone = v->status == NULL || (!v->constant && only == NULL);
        only = v->status != NULL ? v->status : only;
    }
    if (is_alone) {
        *out = only != NULL ? only : scan->zeros;
    }
    return DSCORE_OK;
}

static dscore_status find_deciders(dsi_scan *scan, const dsi_selection *selection, dsi_deciders *out, dscore_error *err)
{
    int32_t count = 0;
    *out = (dsi_deciders){excludes_none(scan, selection->exclude) ? -1 : selection->exclude,
        {selection->conditions[0], selection->conditions[1]}, {NULL, NULL}, true};
    for (int32_t i = 0; i < selection->argument_count; i++) {
        const dsi_vector *v;
        const dscore_status status = dsi_worker_eval_raw(scan->worker, selection->arguments[i], &v, err);
        if (status != DSCORE_OK) {
            return status;
        }
        if (v->status == NULL || (count > 0 && v->status == out->status[0])) {
            continue;
        }
        if (v->constant || count == DSI_DECIDERS) {
            out->is_all = false;
            return DSCORE_OK;
        }
        out->status[count++] = v->status;
    }
    return DSCORE_OK;
}

/* The nearest selection before this one that is decided by the same; -1 = none. */
static int32_t find_alike(const dsi_frame_scan *fs, int32_t selection)
{
    const dsi_deciders *own = &fs->deciders[selection];
    const int32_t last = selection > MOST_LOOKED_AT ? selection - MOST_LOOKED_AT : 0;
    for (int32_t s = selection - 1; s >= last && own->is_all; s--) {
        const dsi_deciders *other = &fs->deciders[s];
        if (other->is_all && own->conditions[1] == other->conditions[1] && own->conditions[0] == other->conditions[0] &&
            own->exclude == other->exclude && own->status[0] == other->status[0] &&
            own->status[1] == other->status[1]) {
            return s;
        }
    }
    return -1;
}

static dscore_status classify(
    dsi_scan *scan, const dsi_selection *selection, const uint8_t *base, uint8_t *decided, dscore_error *err)
{
    dscore_status status = DSCORE_OK;
    memcpy(decided, base, (size_t)scan->n);
    if (selection->exclude >= 0) {
        status = exclude_rows(scan, selection->exclude, decided, err);
    }
    if (status == DSCORE_OK) {
        status = decide_by(scan, selection->conditions, 2, add_condition, decided, err);
    }
    return status != DSCORE_OK
               ? status
               : decide_by(scan, selection->arguments, selection->argument_count, add_argument, decided, err);
}

/* ---- a pass ---------------------------------------------------------------------------------- */

/* Every row a candidate in period 0: written once, kept for the blocks that follow. */
static void hold_plain(dsi_frame_scan *fs)
{
    if (!fs->holds_plain) {
        memset(fs->base, DSI_CLASS_USED, sizeof fs->base);
        memset(fs->periods, 0, sizeof fs->periods);
    }
    fs->holds_plain = true;
}

/* Rows that are in this layer. */
static void start_pass(const dsi_scan *scan, dsi_frame_scan *fs, int32_t layer)
{
    fs->is_plain = fs->all_in_one;
    if (fs->all_in_one) {
        hold_plain(fs);
        return;
    }
    fs->holds_plain = false;
    if (fs->in_one) {
        memcpy(fs->base, fs->placed, (size_t)scan->n);
        for (int32_t r = 0; r < scan->n; r++) {
            fs->periods[r] = fs->base[r] == DSI_CLASS_USED ? 0 : -1;
        }
        return;
    }
    for (int32_t r = 0; r < scan->n; r++) {
        const int32_t own = fs->first[r] + layer;
        const bool is_in = own <= fs->last[r];
        fs->periods[r] = is_in ? own : -1;
        fs->base[r] = is_in ? DSI_CLASS_USED : DSI_CLASS_NONE;
    }
}

/* A row whose filter is false is no candidate. */
static dscore_status filter_rows(dsi_scan *scan, const dsi_frame *plan, dsi_frame_scan *fs, dscore_error *err)
{
    const dsi_vector *v;
    fs->filtered_out = 0;
    if (plan->filter < 0) {
        return DSCORE_OK;
    }
    const dscore_status status = dsi_worker_eval(scan->worker, plan->filter, &v, err);
    if (status != DSCORE_OK) {
        return status;
    }
    memset(scan->buffer, DSI_CLASS_USED, DSI_BLOCK);
    add_condition(scan->loops, v, scan->n, scan->buffer);
    if (!scan->loops->any(scan->buffer, scan->n)) {
        return DSCORE_OK;
    }
    fs->is_plain = false;
    fs->holds_plain = false;
    for (int32_t r = 0; r < scan->n; r++) {
        if (fs->base[r] == DSI_CLASS_USED) {
            const bool is_out = scan->buffer[r] == DSI_CLASS_EXCLUDED;
            fs->base[r] = is_out ? (uint8_t)DSI_CLASS_NONE : scan->buffer[r];
            fs->filtered_out += is_out;
        }
    }
    return DSCORE_OK;
}

/* Candidates that the audit left out are that, whatever else there is to say of them (D4). */
static void leave_out(const dsi_scan *scan, dsi_frame_scan *fs)
{
    if (scan->left_out == NULL || !scan->loops->any(scan->left_out, scan->n)) {
        return;
    }
    fs->is_plain = false;
    fs->holds_plain = false;
    for (int32_t r = 0; r < scan->n; r++) {
        const bool is_out = (scan->left_out[r] != 0) & (fs->base[r] != DSI_CLASS_NONE);
        fs->base[r] = is_out ? (uint8_t)DSI_CLASS_AUDIT : fs->base[r];
    }
}

/* Rows of a selection by class; what one before it counted need not be counted again. */
static void tally_once(const dsi_scan *scan, dsi_frame_scan *fs, int32_t selection)
{
    int64_t *tally = fs->tallies + (int64_t)selection * DSI_CLASS_SIZE;
    for (int32_t s = selection - 1; s >= 0; s--) {
        if (fs->classes[s] == fs->classes[selection]) {
            memcpy(tally, fs->tallies + (int64_t)s * DSI_CLASS_SIZE, DSI_CLASS_SIZE * sizeof *tally);
            return;
        }
    }
    if (fs->classes[selection] != scan->zeros) {
        dsi_tally_classes(scan->loops, fs->classes[selection], scan->n, tally);
        return;
    }
    memset(tally, 0, DSI_CLASS_SIZE * sizeof *tally);
    tally[DSI_CLASS_USED] = scan->n;
}

dscore_status dsi_scan_pass(dsi_scan *scan, int32_t frame, int32_t layer, dscore_error *err)
{
    const dsi_frame *plan = &scan->plan->frames[frame];
    dsi_frame_scan *fs = scan->frames[frame];
    start_pass(scan, fs, layer);
    if (plan->uses_period) {
        dsi_worker_periods(scan->worker, fs->periods);
    }
    dscore_status status = filter_rows(scan, plan, fs, err);
    leave_out(scan, fs);
    for (int32_t s = 0; s < plan->selection_count && status == DSCORE_OK; s++) {
        uint8_t *own = fs->own_classes + (int64_t)s * DSI_BLOCK;
        const int64_t *tally = fs->tallies + (int64_t)s * DSI_CLASS_SIZE;
        int32_t alike = -1;
        fs->deciders[s].is_all = false;
        status = alias_class(scan, &plan->selections[s], fs->is_plain, &fs->classes[s], err);
        if (status == DSCORE_OK && fs->classes[s] == NULL) {
            status = find_deciders(scan, &plan->selections[s], &fs->deciders[s], err);
            alike = status == DSCORE_OK ? find_alike(fs, s) : -1;
            fs->classes[s] = alike < 0 ? own : fs->classes[alike];
        }
        if (status == DSCORE_OK && fs->classes[s] == own) {
            status = classify(scan, &plan->selections[s], fs->base, own, err);
        }
        if (status != DSCORE_OK) {
            return status;
        }
        tally_once(scan, fs, s);
        if (tally[DSI_CLASS_USED] < scan->n) {
            dsi_scan_note_failures(scan, fs->classes[s], false, frame, s, -1);
        }
    }
    return status;
}

/* The common ones first: most blocks are done after one round. */
void dsi_tally_classes(const dsi_loops *loops, const uint8_t *classes, int32_t n, int64_t tally[DSI_CLASS_SIZE])
{
    static const uint8_t order[DSI_CLASS_SIZE] = {DSI_CLASS_USED, DSI_MISSING, DSI_CLASS_EXCLUDED, DSI_PENDING,
        DSI_CLASS_NONE, DSI_CLASS_DROPPED, DSI_BAD_DOMAIN, DSI_BAD_NEGATIVE, DSI_CLASS_AUDIT, DSI_BAD_OVERFLOW,
        DSI_BAD_INFINITE, DSI_BAD_UNREADABLE};
    enum { FEW = 16 };
    int64_t found = n > FEW ? 0 : n;
    memset(tally, 0, DSI_CLASS_SIZE * sizeof *tally);
    for (int32_t r = 0; r < n && n <= FEW; r++) {
        tally[classes[r]]++;
    }
    for (int32_t i = 0; i < DSI_CLASS_SIZE && found < n; i += 2) {
        int32_t rows[2];
        loops->tally(classes, n, order[i], order[i + 1], rows);
        tally[order[i]] = rows[0];
        tally[order[i + 1]] = rows[1];
        found += rows[0] + rows[1];
    }
}

/* ---- accounts -------------------------------------------------------------------------------- */

/* Among several selections the higher rank stands: used, invalid, missing, pending, excluded, dropped; what the
   audit left out is that in all of them. */
static const uint8_t ranks[DSI_CLASS_SIZE] = {11, 4, 5, 6, 7, 8, 9, 10, 3, 2, 1, 0};

const uint8_t *dsi_scan_account(const dsi_scan *scan, int32_t frame, int32_t account, uint8_t *buffer)
{
    const dsi_frame_scan *fs = scan->frames[frame];
    const dsi_account *own = &scan->plan->frames[frame].accounts[account];
    const uint8_t *first = fs->classes[own->selections[0]];
    bool is_one = true;
    for (int32_t i = 1; i < own->selection_count; i++) {
        is_one = is_one && fs->classes[own->selections[i]] == first;
    }
    if (is_one) {
        return first;
    }
    memcpy(buffer, first, (size_t)scan->n);
    for (int32_t i = 1; i < own->selection_count; i++) {
        const uint8_t *next = fs->classes[own->selections[i]];
        for (int32_t r = 0; r < scan->n; r++) {
            buffer[r] = ranks[next[r]] > ranks[buffer[r]] ? next[r] : buffer[r];
        }
    }
    return buffer;
}

/* ---- what a failure says --------------------------------------------------------------------- */

static const char *const problems[] = {"outside its domain", "infinite", "unreadable",
    "a time that ends before it begins", "beyond the range of its type"};

/* An item whose counts rest on the selection (-1: any of the frame). */
static const char *alias_of(const dscore_plan *plan, int32_t frame, int32_t selection)
{
    for (int32_t i = 0; i < plan->item_count; i++) {
        const dsi_item *item = &plan->items[i];
        if (item->derived || item->frame != frame) {
            continue;
        }
        const dsi_account *account = &plan->frames[frame].accounts[item->account];
        for (int32_t k = 0; k < account->selection_count; k++) {
            if (account->selections[k] == selection || selection < 0) {
                return item->alias;
            }
        }
    }
    return "";
}

static bool field_is_bad(const dsi_scan *scan, int32_t field, const dsi_failure *failure, dsi_scratch *scratch)
{
    dsi_vector v;
    if (scan->choices[field] != DSI_CHOICE_BOUND) {
        return false;
    }
    dsi_gather(scan->table, field, &scan->plan->sources[scan->source].readings[field], failure->row, 1, scratch, &v);
    return v.status != NULL && v.status[0] == failure->status;
}

/* The first field that one of the expressions reads and that is bad in the row by itself; -1 = none. */
static int32_t culprit(const dsi_scan *scan, const dsi_failure *failure)
{
    const dsi_frame *frame = &scan->plan->frames[failure->frame];
    const dsi_plan_source *source = &scan->plan->sources[scan->source];
    int32_t expressions[DSI_MAX_ARGUMENTS + 4];
    int32_t count = 0;
    expressions[count++] = failure->expression;
    if (failure->selection >= 0) {
        const dsi_selection *selection = &frame->selections[failure->selection];
        expressions[count++] = frame->filter;
        expressions[count++] = selection->conditions[0];
        expressions[count++] = selection->conditions[1];
        for (int32_t i = 0; i < selection->argument_count; i++) {
            expressions[count++] = selection->arguments[i];
        }
    }
    dsi_scratch *scratch = dsi_alloc(&scan->arena.allocator, (int64_t)sizeof *scratch);
    int32_t found = -1;
    for (int32_t e = 0; e < count && scratch != NULL && found < 0; e++) {
        for (int32_t f = 0; f < source->source->field_count && expressions[e] >= 0 && found < 0; f++) {
            if (dsi_program_reads(source->program, expressions[e], f) && field_is_bad(scan, f, failure, scratch)) {
                found = f;
            }
        }
    }
    dsi_release(&scan->arena.allocator, scratch, (int64_t)sizeof *scratch);
    return found;
}

dscore_status dsi_scan_fail(dsi_scan *scan, dscore_error *err)
{
    const dsi_failure *failure = &scan->failure;
    const dsi_plan_source *source = &scan->plan->sources[scan->source];
    const char *alias = alias_of(scan->plan, failure->frame, failure->selection);
    const char *problem = problems[failure->status - DSI_BAD_DOMAIN];
    const int32_t field = culprit(scan, failure);
    const char *name = field >= 0 ? source->source->fields[field].name : NULL;
    (void)dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_STATE_RANGE, "row %lld of %s: %s%s is %s, needed by %s",
        (long long)failure->row, source->name, name != NULL ? "the value of " : "a value", name != NULL ? name : "",
        problem, alias);
    if (name != NULL) {
        dsi_error_path(err, "%s.%s", source->name, name);
    } else {
        dsi_error_path(err, "%s", alias);
    }
    dsi_error_row(err, failure->row);
    return DSCORE_E_RANGE;
}
