/* Everything at once: tables into one state, or into one a thread, merged in a fixed order: the same bits either way.
 */
#include "measure/state_parts.h"

typedef struct task {
    dscore_state *state;
    const dscore_table *table; /* NULL = nothing to do in this wave */
    int64_t first, count;
    dscore_status status;
    dscore_error error;
} task;

static void run_task(void *ctx, int64_t i)
{
    task *own = (task *)ctx + i;
    own->status = DSCORE_OK;
    if (own->table != NULL) {
        own->status = dscore_state_update(own->state, own->table, own->first, own->count, NULL, &own->error);
    }
}

/* ---- without an executor --------------------------------------------------------------------- */

static dscore_status update_in_order(
    dscore_state *state, dscore_table *const *tables, int32_t n_tables, dscore_error *err)
{
    dscore_status status = DSCORE_OK;
    for (int32_t t = 0; t < n_tables && status == DSCORE_OK; t++) {
        status = dscore_state_update(state, tables[t], 0, tables[t]->rows, NULL, err);
    }
    return status;
}

/* ---- with one: waves of chunks, one a state, so that progress is told between them on the caller's thread  */

typedef struct waves {
    const dscore_executor *executor;
    task *tasks;
    int64_t threads;
    dscore_table *const *tables;
    int32_t n_tables;
    int32_t table; /* where the next chunk begins */
    int64_t first;
    int64_t chunk; /* rows, a multiple of DSI_BLOCK */
    int64_t done, total;
} waves;

static void copy_error(dscore_error *err, const dscore_error *from)
{
    if (err == NULL) {
        return;
    }
    (void)dsi_fail(err, from->status, from->code, "%s", from->message);
    dsi_error_path(err, "%s", from->path);
    dsi_error_row(err, from->row);
    dsi_error_position(err, from->line, from->column, from->offset);
}

/* Every state learns from every table how fields are read, in order, so that all read alike. */
static dscore_status begin_all(const waves *w, dscore_error *err)
{
    for (int64_t i = 0; i < w->threads; i++) {
        for (int32_t t = 0; t < w->n_tables; t++) {
            const dscore_status status = dscore_state_update(w->tasks[i].state, w->tables[t], 0, 0, NULL, err);
            if (status != DSCORE_OK) {
                return status;
            }
        }
    }
    return DSCORE_OK;
}

/* Hand the next chunks out; false = none are left. */
static bool fill_wave(waves *w)
{
    for (int64_t i = 0; i < w->threads; i++) {
        task *own = &w->tasks[i];
        while (w->table < w->n_tables && w->first >= w->tables[w->table]->rows) {
            w->table++;
            w->first = 0;
        }
        own->table = NULL;
        if (w->table < w->n_tables) {
            const int64_t left = w->tables[w->table]->rows - w->first;
            own->table = w->tables[w->table];
            own->first = w->first;
            own->count = left < w->chunk ? left : w->chunk;
            w->first += own->count;
        }
    }
    return w->tasks[0].table != NULL;
}

static dscore_status run_wave(waves *w, dscore_error *err)
{
    for (int64_t i = 0; i < w->threads; i++) {
        w->tasks[i].error = (dscore_error)DSCORE_ERROR_INIT;
        w->tasks[i].status = dsi_fail(&w->tasks[i].error, DSCORE_E_ARGUMENT, DSCORE_CODE_CANCELLED,
            "the executor's run returned 0 but did not run every task");
    }
    if (w->executor->run(w->executor->ctx, w->threads, run_task, w->tasks) != 0) {
        return dsi_fail(err, DSCORE_E_CANCELLED, DSCORE_CODE_CANCELLED, "the executor did not run every task");
    }
    for (int64_t i = 0; i < w->threads; i++) { /* chunks are in the order of rows: the first failure is the lowest */
        if (w->tasks[i].status != DSCORE_OK) {
            copy_error(err, &w->tasks[i].error);
            return w->tasks[i].status;
        }
        w->done += w->tasks[i].table != NULL ? w->tasks[i].count : 0;
    }
    if (w->executor->progress != NULL && w->executor->progress(w->executor->ctx, w->done, w->total) != 0) {
        return dsi_fail(err, DSCORE_E_CANCELLED, DSCORE_CODE_CANCELLED, "cancelled after %lld of %lld rows",
            (long long)w->done, (long long)w->total);
    }
    return DSCORE_OK;
}

/* About so many waves if somebody wants to know of progress, of at least so many blocks a thread. */
enum { WAVES = 16, LEAST_BLOCKS = 64 };

static dscore_status run_waves(waves *w, dscore_error *err)
{
    for (int32_t t = 0; t < w->n_tables; t++) {
        w->total += w->tables[t]->rows;
    }
    const int64_t wanted = w->executor->progress != NULL ? WAVES : 1; /* threads wait for each other after each */
    const int64_t blocks = w->total / DSI_BLOCK / w->threads / wanted + 1;
    w->chunk = DSI_BLOCK * (blocks < LEAST_BLOCKS ? (int64_t)LEAST_BLOCKS : blocks);
    if (w->total / DSI_BLOCK / w->threads < LEAST_BLOCKS) { /* little: one wave of equal parts */
        w->chunk = DSI_BLOCK * (w->total / DSI_BLOCK / w->threads + 1);
    }
    dscore_status status = begin_all(w, err);
    while (status == DSCORE_OK && fill_wave(w)) {
        status = run_wave(w, err);
    }
    for (int64_t i = 0; i < w->threads; i++) { /* what merging and finishing need is taken from what reading needed */
        dsi_state_rest(w->tasks[i].state);
    }
    for (int64_t i = 1; i < w->threads && status == DSCORE_OK; i++) {
        status = dscore_state_merge(w->tasks[0].state, w->tasks[i].state, err);
        dscore_state_free(w->tasks[i].state);
        w->tasks[i].state = NULL;
    }
    return status;
}

/* Leaves the merged state in tasks[0]. */
static dscore_status update_in_parallel(const dscore_plan *plan, waves *w, dscore_error *err)
{
    for (int64_t i = 0; i < w->threads; i++) {
        const dscore_status status = dscore_state_new(plan, &w->tasks[i].state, err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    return run_waves(w, err);
}

static dscore_status evaluate_in_parallel(const dscore_plan *plan, dscore_table *const *tables, int32_t n_tables,
    const dscore_executor *executor, dscore_values **out, dscore_error *err)
{
    waves w = {.executor = executor, .threads = executor->threads, .tables = tables, .n_tables = n_tables};
    const int64_t size = w.threads * (int64_t)sizeof *w.tasks;
    w.tasks = dsi_alloc_zero(&plan->arena.allocator, size);
    if (w.tasks == NULL) {
        return dsi_fail_memory(err);
    }
    dscore_status status = update_in_parallel(plan, &w, err);
    if (status == DSCORE_OK) {
        status = dscore_state_finish(w.tasks[0].state, out, err);
    }
    for (int64_t i = 0; i < w.threads; i++) {
        dscore_state_free(w.tasks[i].state);
    }
    dsi_release(&plan->arena.allocator, w.tasks, size);
    return status;
}

/* ---- the public door ------------------------------------------------------------------------- */

enum { MAX_THREADS = 1024 };

static dscore_status check(const dscore_plan *plan, dscore_table *const *tables, int32_t n_tables,
    const dscore_executor *executor, dscore_error *err)
{
    if (plan == NULL) {
        return dsi_fail_null(err, "plan");
    }
    if (n_tables < 0 || (tables == NULL && n_tables > 0)) {
        return dsi_fail_null(err, "tables");
    }
    for (int32_t t = 0; t < n_tables; t++) {
        if (tables[t] == NULL) {
            return dsi_fail_null(err, "tables");
        }
    }
    if (executor != NULL && (executor->struct_size < sizeof *executor || executor->run == NULL ||
                                executor->threads < 1 || executor->threads > MAX_THREADS)) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_THREADS,
            "an executor needs its struct_size, a run function and 1 to %d threads", (int)MAX_THREADS);
    }
    return DSCORE_OK;
}

dscore_status dscore_evaluate(const dscore_plan *plan, dscore_table *const *tables, int32_t n_tables,
    const dscore_executor *executor, dscore_values **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    dscore_status status = check(plan, tables, n_tables, executor, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (executor != NULL) {
        return evaluate_in_parallel(plan, tables, n_tables, executor, out, err);
    }
    dscore_state *state;
    status = dscore_state_new(plan, &state, err);
    if (status != DSCORE_OK) {
        return status;
    }
    status = update_in_order(state, tables, n_tables, err);
    dsi_state_rest(state);
    if (status == DSCORE_OK) {
        status = dscore_state_finish(state, out, err);
    }
    dscore_state_free(state);
    return status;
}
