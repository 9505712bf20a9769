/* The first batch of a source fixes how its fields are read (D1); later ones must bind the same. A state takes that
   over with the first rows, so that nothing of it changes where the batch fails (D13). */
#include "measure/plan_draft.h"
#include "measure/scan.h"

#include <string.h>

/* ---- how each field is read ------------------------------------------------------------------ */

enum { UNDECIDED = -3 };

typedef struct chooser {
    const dscore_table *table;
    const dsi_plan_source *source;
    const dsi_node *const *const *derives; /* [field][k]; NULL = none */
    int32_t *choices;
} chooser;

static int32_t choose(chooser *c, int32_t field);

/* Can every field that a stand-in reads be read? Bounds of a field's domain are constants (dsi_tree_fields). */
static bool can_stand_in(chooser *c, const dsi_node *node)
{
    if (node->op == DSI_OP_FIELD) {
        return choose(c, node->u.field) != DSI_CHOICE_ABSENT;
    }
    const bool is_call = node->op == DSI_OP_CALL;
    if (is_call && (node->function == DSI_FN_DOMAIN_MIN || node->function == DSI_FN_DOMAIN_MAX)) {
        return true;
    }
    for (int32_t i = 0; i < node->argc; i++) {
        if (!can_stand_in(c, node->args[i])) {
            return false;
        }
    }
    return true;
}

/* Stand-ins have no cycles (the catalogue refuses them); while one is looked into, its field counts as absent. */
static int32_t choose(chooser *c, int32_t field)
{
    if (c->choices[field] != UNDECIDED) {
        return c->choices[field];
    }
    c->choices[field] = DSI_CHOICE_ABSENT;
    if (dsi_table_bound(c->table, field)) {
        c->choices[field] = DSI_CHOICE_BOUND;
        return DSI_CHOICE_BOUND;
    }
    const int32_t count = c->derives == NULL || c->source->derive_count == NULL ? 0 : c->source->derive_count[field];
    for (int32_t k = 0; k < count; k++) {
        if (can_stand_in(c, c->derives[field][k])) {
            c->choices[field] = k;
            return k;
        }
    }
    return DSI_CHOICE_ABSENT;
}

void dsi_choose_fields(const dscore_plan *plan, int32_t source, const dscore_table *table, int32_t *choices)
{
    const dsi_plan_source *own = &plan->sources[source];
    const dscore_catalog *catalog = plan->query->catalog;
    chooser c = {table, own, catalog->derives == NULL ? NULL : catalog->derives[own->schema_source], choices};
    for (int32_t f = 0; f < own->source->field_count; f++) {
        choices[f] = own->reads == NULL || own->reads[f] == 0 ? DSI_CHOICE_ABSENT : UNDECIDED;
    }
    for (int32_t f = 0; f < own->source->field_count; f++) {
        (void)choose(&c, f);
    }
}

/* ---- what the indicators need ---------------------------------------------------------------- */

static const char *field_name(const dscore_plan *plan, int32_t source, int32_t field)
{
    return plan->sources[source].source->fields[field].name;
}

/* The first field an item lacks; -1 = none. */
static int32_t lacking(const dscore_plan *plan, const dsi_item *item, const int32_t *choices)
{
    for (int32_t i = 0; i < item->need_count; i++) {
        if (choices[item->needs[i]] == DSI_CHOICE_ABSENT) {
            return item->needs[i];
        }
    }
    int32_t field;
    return dsi_frame_placing(plan, &plan->frames[item->frame], choices, &field) < 0 ? field : -1;
}

static dscore_status fail_field(
    const dscore_plan *plan, const dsi_item *item, int32_t source, int32_t field, dscore_error *err)
{
    const dsi_field *own = &plan->sources[source].source->fields[field];
    (void)dsi_fail(err, DSCORE_E_FIELD_MISSING, DSCORE_CODE_STATE_FIELD, "%s needs the field %s of %s: bind a column%s",
        item->alias, own->name, plan->sources[source].name,
        own->derive_count > 0 ? ", or the columns of a formula that may stand in for it" : "");
    dsi_error_path(err, "%s.%s", plan->sources[source].name, own->name);
    return DSCORE_E_FIELD_MISSING;
}

/* The first key of which no field is bound; -1 = none. */
static int32_t lacking_key(const dscore_plan *plan, const dsi_frame *frame, const int32_t *choices)
{
    for (int32_t k = 0; k < plan->query->key_count; k++) {
        bool is_bound = false;
        for (int32_t i = 0; i < frame->keys[k].field_count; i++) {
            is_bound |= choices[frame->keys[k].fields[i]] == DSI_CHOICE_BOUND;
        }
        if (!is_bound) {
            return k;
        }
    }
    return -1;
}

static dscore_status fail_key(
    const dscore_plan *plan, const dsi_item *item, int32_t source, int32_t key, dscore_error *err)
{
    const char *name = plan->query->keys[key];
    const dsi_frame_key *fields = &plan->frames[item->frame].keys[key];
    (void)dsi_fail(err, DSCORE_E_FIELD_MISSING, DSCORE_CODE_STATE_FIELD,
        "%s is asked for by %s, but the table of %s binds no column for it%s%s", item->alias, name,
        plan->sources[source].name, fields->field_count > 0 ? ": expected " : "",
        fields->field_count > 0 ? field_name(plan, source, fields->fields[0]) : "");
    dsi_error_path(err, "%s.%s", plan->sources[source].name, name);
    return DSCORE_E_FIELD_MISSING;
}

/* Mark items of the source that lack a field, or fail. */
static dscore_status check_needs(
    const dscore_plan *plan, int32_t source, const int32_t *choices, uint8_t *absent, dscore_error *err)
{
    for (int32_t i = 0; i < plan->item_count; i++) {
        const dsi_item *item = &plan->items[i];
        if (item->derived || plan->frames[item->frame].source != source) {
            continue;
        }
        const int32_t field = lacking(plan, item, choices);
        if (field >= 0 && !item->skippable && !plan->query->absent_is_missing) {
            return fail_field(plan, item, source, field, err);
        }
        const int32_t key = lacking_key(plan, &plan->frames[item->frame], choices);
        if (key >= 0 && !item->skippable) {
            return fail_key(plan, item, source, key, err);
        }
        absent[i] = field >= 0 || key >= 0;
    }
    return DSCORE_OK;
}

static dscore_status check_roster(const dscore_plan *plan, int32_t source, const dscore_table *table, dscore_error *err)
{
    const dsi_plan_source *own = &plan->sources[source];
    const int32_t field = source == plan->roster ? dsi_source_field_index(own->source, "agent") : -1;
    if (field < 0 || dsi_table_bound(table, field)) {
        return DSCORE_OK;
    }
    (void)dsi_fail(err, DSCORE_E_FIELD_MISSING, DSCORE_CODE_STATE_FIELD,
        "the roster lists subjects by the field agent of %s: bind a column", own->name);
    dsi_error_path(err, "%s.agent", own->name);
    return DSCORE_E_FIELD_MISSING;
}

/* ---- kinds of keys --------------------------------------------------------------------------- */

static int32_t key_kind(const dscore_table *table, int32_t field)
{
    switch (dsi_table_kind(table, field)) {
    case DSI_INT:
        return DSI_KEY_INT;
    case DSI_STRING:
        return DSI_KEY_TEXT;
    case DSI_BOOL:
        return DSI_KEY_BOOL;
    default:
        return DSI_KEY_NONE; /* cannot be a key: its reader says so */
    }
}

static dscore_status fail_kind(
    const dsi_plan_source *source, int32_t field, int32_t now, const char *before, dscore_error *err)
{
    const char *name = source->source->fields[field].name;
    (void)dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_KIND,
        "%s.%s holds %s here, but another kind of key %s: the two would never meet", source->name, name,
        now == DSI_KEY_INT    ? "integers"
        : now == DSI_KEY_TEXT ? "text"
                              : "booleans",
        before);
    dsi_error_path(err, "%s.%s", source->name, name);
    return DSCORE_E_INCOMPATIBLE;
}

static const char ELSEWHERE[] = "in another table or column of the same key";

/* Does a column hold the kind of key met so far? The first one decides. */
static bool same_kind(const dscore_table *table, int32_t field, uint8_t *met)
{
    const int32_t kind = key_kind(table, field);
    if (kind != DSI_KEY_NONE && *met == DSI_KEY_NONE) {
        *met = (uint8_t)kind;
    }
    return kind == DSI_KEY_NONE || *met == kind;
}

/* Of every text field that is read, of the keys across sources, and of the roster. */
static dscore_status check_kinds(const dscore_state *state, int32_t source, const dscore_table *table,
    const int32_t *choices, uint8_t *kinds, uint8_t *key_kinds, dscore_error *err)
{
    const dscore_plan *plan = state->plan;
    const dsi_plan_source *own = &plan->sources[source];
    for (int32_t f = 0; f < own->source->field_count; f++) {
        if (choices[f] != DSI_CHOICE_BOUND || own->source->fields[f].type != DSCORE_TYPE_TEXT) {
            continue;
        }
        const int32_t kind = key_kind(table, f);
        if (kinds[f] != DSI_KEY_NONE && kinds[f] != kind) {
            return fail_kind(own, f, kind, "in the tables before", err);
        }
        kinds[f] = (uint8_t)kind;
    }
    for (int32_t f = 0; f < plan->frame_count; f++) {
        for (int32_t k = 0; k < plan->query->key_count && plan->frames[f].source == source; k++) {
            const dsi_frame_key *key = &plan->frames[f].keys[k];
            for (int32_t i = 0; i < key->field_count; i++) {
                const int32_t field = key->fields[i];
                if (choices[field] == DSI_CHOICE_BOUND && !same_kind(table, field, &key_kinds[k])) {
                    return fail_kind(own, field, key_kind(table, field), ELSEWHERE, err);
                }
            }
        }
    }
    const int32_t listed = source == plan->roster ? dsi_source_field_index(own->source, "agent") : -1;
    if (listed >= 0 && dsi_table_bound(table, listed) && !same_kind(table, listed, &key_kinds[plan->roster_key])) {
        return fail_kind(own, listed, key_kind(table, listed), ELSEWHERE, err);
    }
    return DSCORE_OK;
}

/* ---- beginning ------------------------------------------------------------------------------- */

/* A later batch: what was left out by one rule must be so in all tables. */
static dscore_status check_audit(
    const dsi_plan_source *own, const dsi_source_state *state, const dscore_table *table, dscore_error *err)
{
    const char *before = state->audit, *here = dsi_table_policies(table);
    if (strcmp(before, here) == 0) {
        return DSCORE_OK;
    }
    (void)dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_AUDIT,
        "the tables of %s are audited by different policies: '%.120s' in those before, '%.120s' in this one", own->name,
        before, here);
    dsi_error_path(err, "%s", own->name);
    return DSCORE_E_INCOMPATIBLE;
}

/* A later batch: what was bound must be. */
static dscore_status check_batch(
    const dsi_plan_source *own, const dsi_source_state *state, const dscore_table *table, dscore_error *err)
{
    for (int32_t f = 0; f < own->source->field_count; f++) {
        if (state->choices[f] == DSI_CHOICE_BOUND && !dsi_table_bound(table, f)) {
            const char *name = own->source->fields[f].name;
            (void)dsi_fail(err, DSCORE_E_FIELD_MISSING, DSCORE_CODE_STATE_BATCH,
                "the first table of %s bound the field %s, this one does not: all tables of a source bind the same "
                "fields",
                own->name, name);
            dsi_error_path(err, "%s.%s", own->name, name);
            return DSCORE_E_FIELD_MISSING;
        }
    }
    return DSCORE_OK;
}

static int32_t naive_flag(const dsi_plan_source *own, const int32_t *choices, const dscore_table *table)
{
    for (int32_t f = 0; f < own->source->field_count; f++) {
        if (choices[f] == DSI_CHOICE_BOUND && own->source->fields[f].type == DSCORE_TYPE_INSTANT &&
            dsi_table_naive(table, f)) {
            return DSCORE_FLAG_NAIVE;
        }
    }
    return 0;
}

void dsi_mark_stand_ins(const dscore_plan *plan, int32_t source, const int32_t *choices, uint8_t *marks)
{
    const dsi_plan_source *own = &plan->sources[source];
    const dsi_node *const *const *derives = plan->query->catalog->derives[own->schema_source];
    int32_t before = -1, after = 0;
    while (before != after) { /* what a stand-in reads may have a stand-in of its own */
        before = after;
        after = 0;
        for (int32_t f = 0; f < own->source->field_count; f++) {
            if (marks[f] != 0 && choices[f] >= 0) {
                dsi_tree_fields(own->source, derives[f][choices[f]], DSI_CLOCK_CALENDAR, marks);
            }
        }
        for (int32_t f = 0; f < own->source->field_count; f++) {
            after += marks[f];
        }
    }
}

/* Zoneless and zoned instants in one formula would be compared as if they were alike (D6). */
static dscore_status check_zones(const dscore_plan *plan, int32_t source, const int32_t *choices,
    const dscore_table *table, uint8_t *marks, dscore_error *err)
{
    const dsi_source *own = plan->sources[source].source;
    for (int32_t i = 0; i < plan->item_count; i++) {
        const dsi_item *item = &plan->items[i];
        int32_t of[2] = {-1, -1}; /* a zoned field, a naive one */
        if (item->derived || plan->frames[item->frame].source != source) {
            continue;
        }
        memset(marks, 0, (size_t)own->field_count);
        for (int32_t n = 0; n < item->need_count; n++) {
            marks[item->needs[n]] = 1;
        }
        dsi_mark_stand_ins(plan, source, choices, marks);
        for (int32_t f = 0; f < own->field_count; f++) {
            if (marks[f] != 0 && choices[f] == DSI_CHOICE_BOUND && own->fields[f].type == DSCORE_TYPE_INSTANT) {
                of[dsi_table_naive(table, f) ? 1 : 0] = f;
            }
        }
        if (of[0] >= 0 && of[1] >= 0) {
            (void)dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_STATE_ZONES,
                "%s reads %s, whose instants name no zone, together with %s, whose instants do: give both a zone, or "
                "declare the zoneless ones to be UTC",
                item->alias, field_name(plan, source, of[1]), field_name(plan, source, of[0]));
            dsi_error_path(err, "%s.%s", plan->sources[source].name, field_name(plan, source, of[1]));
            return DSCORE_E_TYPE;
        }
    }
    return DSCORE_OK;
}

static dscore_status prepare(
    const dscore_state *state, int32_t source, const dscore_table *table, dsi_beginning *b, dscore_error *err)
{
    const dsi_plan_source *own = &state->plan->sources[source];
    const dsi_source_state *given = &state->sources[source];
    const size_t fields = (size_t)own->source->field_count;
    dscore_status status;
    memcpy(b->key_kinds, state->key_kinds, sizeof b->key_kinds);
    if (given->is_given) {
        memcpy(b->choices, given->choices, fields * sizeof *b->choices);
        memcpy(b->kinds, given->kinds, fields);
        memcpy(b->absent, state->item_absent, (size_t)state->plan->item_count);
        status = check_batch(own, given, table, err);
        status = status == DSCORE_OK ? check_audit(own, given, table, err) : status;
    } else {
        dsi_choose_fields(state->plan, source, table, b->choices);
        status = check_needs(state->plan, source, b->choices, b->absent, err);
    }
    if (status == DSCORE_OK) {
        status = check_zones(state->plan, source, b->choices, table, b->marks, err);
    }
    if (status == DSCORE_OK) {
        status = check_roster(state->plan, source, table, err);
    }
    return status != DSCORE_OK ? status : check_kinds(state, source, table, b->choices, b->kinds, b->key_kinds, err);
}

void dsi_beginning_take_over(dscore_state *state, const dsi_beginning *b)
{
    const dscore_plan *plan = state->plan;
    dsi_source_state *own = &state->sources[b->source];
    if (b->is_known) {
        return;
    }
    const size_t fields = (size_t)plan->sources[b->source].source->field_count;
    memcpy(own->choices, b->choices, fields * sizeof *b->choices);
    memcpy(own->kinds, b->kinds, fields);
    memcpy(state->key_kinds, b->key_kinds, sizeof b->key_kinds);
    own->flags |= b->flags;
    own->is_given = true;
    for (int32_t i = 0; i < plan->item_count; i++) {
        if (!plan->items[i].derived && plan->frames[plan->items[i].frame].source == b->source) {
            state->item_absent[i] = b->absent[i];
        }
    }
}

void dsi_beginning_free(dsi_beginning *b)
{
    dsi_arena_free(&b->arena);
}

/* Of a source that was not given yet, what an earlier attempt left is not of account. */
static bool keep_audit(const dscore_allocator *a, dsi_source_state *own, const char *audit)
{
    const int64_t size = (int64_t)strlen(audit) + 1;
    if (own->is_given || (own->audit != NULL && strcmp(own->audit, audit) == 0)) {
        return true;
    }
    char *copy = dsi_alloc(a, size);
    if (copy == NULL) {
        return false;
    }
    memcpy(copy, audit, (size_t)size);
    dsi_release(a, own->audit, own->audit_size);
    own->audit = copy;
    own->audit_size = size;
    return true;
}

bool dsi_source_reserve(dscore_state *state, int32_t source, const char *audit)
{
    dsi_source_state *own = &state->sources[source];
    const int64_t fields = state->plan->sources[source].source->field_count;
    if (own->choices == NULL) {
        own->choices = dsi_alloc_zero(&state->allocator, fields * (int64_t)sizeof *own->choices);
    }
    if (own->kinds == NULL) {
        own->kinds = dsi_alloc_zero(&state->allocator, fields);
    }
    return own->choices != NULL && own->kinds != NULL && keep_audit(&state->allocator, own, audit);
}

void dsi_source_mark_absent(dscore_state *state, int32_t source)
{
    /* The states were checked when their batches came: what is absent here is allowed to be. */
    const dscore_plan *plan = state->plan;
    for (int32_t i = 0; i < plan->item_count; i++) {
        const dsi_item *item = &plan->items[i];
        if (!item->derived && plan->frames[item->frame].source == source) {
            const int32_t *choices = state->sources[source].choices;
            state->item_absent[i] =
                lacking(plan, item, choices) >= 0 || lacking_key(plan, &plan->frames[item->frame], choices) >= 0;
        }
    }
}

/* All that is checked here follows from the plan, the shape of the table, its audit, and what the state took over from
   the batches before, of which nothing is ever taken back. So what a batch passed, a batch of the same shape passes. */
static bool is_as_before(const dsi_source_state *own, const dscore_table *table)
{
    return own->is_given && own->scan != NULL && dsi_scan_fits(own->scan, table) &&
           strcmp(own->audit, dsi_table_policies(table)) == 0;
}

dscore_status dsi_beginning_make(
    dscore_state *state, int32_t source, const dscore_table *table, dsi_beginning *b, dscore_error *err)
{
    const dscore_plan *plan = state->plan;
    const int64_t fields = plan->sources[source].source->field_count;
    memset(b, 0, sizeof *b);
    dsi_arena_init(&b->arena, &state->meter.base);
    b->source = source;
    if (is_as_before(&state->sources[source], table)) {
        b->is_known = true;
        b->choices = state->sources[source].choices;
        b->absent = state->item_absent;
        return DSCORE_OK;
    }
    dscore_status status = dsi_state_check_takes_rows(state, err);
    if (status != DSCORE_OK) {
        return status;
    }
    b->choices = dsi_arena_alloc(&b->arena, fields * (int64_t)sizeof *b->choices);
    b->kinds = dsi_arena_alloc(&b->arena, fields);
    b->marks = dsi_arena_alloc(&b->arena, fields);
    b->absent = dsi_arena_alloc(&b->arena, (int64_t)plan->item_count + 1);
    if (b->choices == NULL || b->kinds == NULL || b->marks == NULL || b->absent == NULL) {
        return dsi_fail_memory(err);
    }
    status = prepare(state, source, table, b, err);
    if (status != DSCORE_OK) {
        return status;
    }
    b->flags = naive_flag(&plan->sources[source], b->choices, table);
    return dsi_source_reserve(state, source, dsi_table_policies(table)) ? DSCORE_OK : dsi_state_no_memory(state, err);
}

dscore_status dsi_plan_source_of(const dscore_plan *plan, const dscore_table *table, int32_t *out, dscore_error *err)
{
    *out = -1;
    if (table->schema != plan->query->catalog->schema) {
        return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_TABLE,
            "the table was made with the schema of another catalogue than the plan");
    }
    for (int32_t s = 0; s < plan->source_count; s++) {
        if (plan->sources[s].schema_source == table->source) {
            *out = s;
        }
    }
    return DSCORE_OK;
}
