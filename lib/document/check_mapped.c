/* Findings about items that the fields of a profile can never give a value: the card is asked of tables without rows in
   which just those fields are bound, so that stand-ins, filters and placements count as they do in earnest. */
#include "document/check.h"

#include "base/error.h"
#include "measure/query.h"
#include "score/card_parts.h"
#include <string.h>

static const char OPEN_ALL_DAY[] = "{\"week\": {\"mon-sun\": [\"00:00-24:00\"]}}";

/* ---- the question --------------------------------------------------------------------------- */

typedef struct key_search {
    dscore_query *query;
    dscore_status status;
    dscore_error *err;
} key_search;

/* total([id], team) can only be asked where team is a key. */
static void add_total_keys(void *ctx, const dsi_node *node)
{
    key_search *search = ctx;
    if (node->op != DSI_OP_CALL || node->function != DSI_FN_TOTAL) {
        return;
    }
    for (int32_t i = 0; i < node->argc && search->status == DSCORE_OK; i++) {
        bool known = false;
        for (int32_t k = 0; k < search->query->key_count; k++) {
            known = known || strcmp(search->query->keys[k], node->args[i]->name) == 0;
        }
        if (node->args[i]->op == DSI_OP_FIELD && !known) {
            search->status = dscore_query_key(search->query, node->args[i]->name, search->err);
        }
    }
}

static void walk_keys(const dscore_indicator *indicator, key_search *search)
{
    dsi_formula_walk(indicator->formula, add_total_keys, search);
    for (int32_t i = 0; i < indicator->operand_count; i++) {
        walk_keys(indicator->operands[i], search);
    }
}

/* Any time will do, and a calendar that is always open: only what is bound matters. */
static dscore_status set_time(const dsi_checked_card *c, dscore_query *query, dscore_error *err)
{
    dscore_calendar *calendar = NULL;
    dscore_status status = dscore_calendar_parse(&c->r->allocator, OPEN_ALL_DAY, -1, NULL, &calendar, err);
    if (status == DSCORE_OK) {
        status = dscore_query_calendar(query, NULL, calendar, err);
        dscore_calendar_free(calendar);
    }
    if (status == DSCORE_OK) {
        status = dscore_query_range(query, 0, DSI_DAY, err);
    }
    if (status == DSCORE_OK) {
        status = dscore_query_now(query, DSI_DAY, err);
    }
    return status == DSCORE_OK ? dscore_query_option(query, "absent", "missing", err) : status;
}

static dscore_status make_plan(const dsi_checked_card *c, dscore_plan **out, dscore_error *err)
{
    dscore_query *query = NULL;
    dscore_status status = dscore_query_new(c->catalog, &query, err);
    if (status == DSCORE_OK) {
        status = set_time(c, query, err);
    }
    key_search search = {query, status, err};
    for (int32_t i = 0; i < c->spec->item_count && search.status == DSCORE_OK; i++) {
        walk_keys(dsi_scorecard_indicator(c->card, i), &search);
    }
    status = search.status == DSCORE_OK ? dscore_scorecard_plan(c->card, query, out, err) : search.status;
    dscore_query_free(query);
    return status;
}

/* ---- the tables ----------------------------------------------------------------------------- */

static dscore_status bind_nothing(dscore_table *table, const dsi_field *field, dscore_error *err)
{
    static const int32_t storage[] = {[DSCORE_TYPE_NUMBER] = DSCORE_FLOAT64,
        [DSCORE_TYPE_DURATION] = DSCORE_INT64,
        [DSCORE_TYPE_INSTANT] = DSCORE_INT64,
        [DSCORE_TYPE_BOOLEAN] = DSCORE_BOOL8,
        [DSCORE_TYPE_TEXT] = DSCORE_CSTRING};
    const bool timed = field->type == DSCORE_TYPE_DURATION || field->type == DSCORE_TYPE_INSTANT;
    return dscore_table_bind_array(
        table, field->name, storage[field->type], timed ? DSCORE_UNIT_US : DSCORE_UNIT_NONE, NULL, 0, 8, NULL, err);
}

static dscore_status make_table(
    const dscore_schema *schema, const dsi_profile_source *from, dscore_table **out, dscore_error *err)
{
    const int32_t index = dsi_schema_source_index(schema, from->name);
    dscore_status status = dscore_table_new(schema, from->name, out, err);
    for (int32_t f = 0; f < from->field_count && status == DSCORE_OK; f++) {
        const char *name = from->fields[f].field;
        const int32_t field = name == NULL ? -1 : dsi_source_field_index(&schema->sources[index], name);
        if (field >= 0) {
            status = bind_nothing(*out, &schema->sources[index].fields[field], err);
        }
    }
    return status;
}

/* ---- the answer ----------------------------------------------------------------------------- */

/* "source tickets, csat" with the word translated. */
static dsi_word lacking_word(dsi_reader *r, const char *fields)
{
    static const char word[] = "source ";
    dsi_text zh;
    dsi_text_init(&zh, &r->allocator);
    for (const char *p = fields; *p != '\0'; p++) {
        if (strncmp(p, word, sizeof word - 1) == 0 && (p == fields || p[-1] == ' ')) {
            dsi_text_add(&zh, "数据源 ");
            p += sizeof word - 2;
        } else {
            dsi_text_add_bytes(&zh, p, 1);
        }
    }
    const dsi_word said = {dsi_arena_text(&r->arena, fields, -1),
        zh.failed ? NULL : dsi_arena_text(&r->arena, zh.data == NULL ? "" : zh.data, zh.length)};
    dsi_text_free(&zh);
    if (said.en == NULL || said.zh == NULL) {
        const dsi_word none = {"", ""};
        (void)dsi_complain_memory(r);
        return none;
    }
    return said;
}

static dscore_status ask(const dsi_checked_card *c, dscore_table *const *tables, int32_t count, dscore_error *err)
{
    dscore_plan *plan = NULL;
    dscore_status status = make_plan(c, &plan, err);
    for (int32_t i = 0; i < c->spec->item_count && status == DSCORE_OK; i++) {
        dscore_coverage coverage = DSCORE_COVERAGE_INIT;
        const char *alias = c->spec->items[i].alias;
        status = dscore_plan_coverage(plan, tables, count, alias, &coverage, err);
        if (status == DSCORE_OK && coverage.is_covered == 0) {
            const dsi_word words[] = {dsi_word_of(alias), lacking_word(c->r, coverage.fields)};
            dsi_say_item(c, i, "indicator", DSI_SAY_NOT_MAPPED, words, 2);
        }
    }
    dscore_plan_free(plan);
    return status;
}

void dsi_check_mapped(const dsi_checked_card *c)
{
    dscore_error lower = DSCORE_ERROR_INIT;
    const dscore_schema *schema = c->catalog->schema;
    const int32_t sources = c->profile->source_count;
    dscore_table **tables = dsi_arena_alloc(&c->r->arena, ((int64_t)sources + 1) * (int64_t)sizeof(dscore_table *));
    if (tables == NULL) {
        (void)dsi_complain_memory(c->r);
        return;
    }
    dscore_status status = DSCORE_OK;
    int32_t count = 0;
    for (int32_t s = 0; s < sources && status == DSCORE_OK; s++) {
        if (dsi_schema_source_index(schema, c->profile->sources[s].name) >= 0) {
            tables[count] = NULL;
            status = make_table(schema, &c->profile->sources[s], &tables[count], &lower);
            count += tables[count] != NULL ? 1 : 0;
        }
    }
    if (status == DSCORE_OK) {
        status = ask(c, tables, count, &lower);
    }
    if (status != DSCORE_OK) {
        (void)dsi_complain_lower(c->r, c->root, &lower);
    }
    for (int32_t t = 0; t < count; t++) {
        dscore_table_free(tables[t]);
    }
}
