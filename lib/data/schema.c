/* The schema: built-in sources and fields, those that documents add, and look-ups by name. Formulas that stand in for
   a field (derive) are texts here; the formula room reads them. */
#include "data/schema.h"
#include "base/structs.h"

#include "base/error.h"
#include "base/text.h"
#include <math.h>
#include <string.h>

/* ---- look-ups ------------------------------------------------------------------------------- */

int32_t dsi_schema_source_index(const dscore_schema *schema, const char *source)
{
    for (int32_t i = 0; i < schema->source_count; i++) {
        if (strcmp(schema->sources[i].name, source) == 0) {
            return i;
        }
    }
    return -1;
}

int32_t dsi_source_field_index(const dsi_source *source, const char *field)
{
    for (int32_t i = 0; i < source->field_count; i++) {
        if (strcmp(source->fields[i].name, field) == 0) {
            return i;
        }
    }
    return -1;
}

static const char *field_at(const void *ctx, int32_t i)
{
    const dsi_source *source = ctx;
    return i < source->field_count ? source->fields[i].name : NULL;
}

static const char *source_at(const void *ctx, int32_t i)
{
    const dscore_schema *schema = ctx;
    return i < schema->source_count ? schema->sources[i].name : NULL;
}

dscore_status dsi_fail_no_field(dscore_error *err, const dsi_source *source, const char *field)
{
    const char *nearest = dsi_nearest(field, field_at, source);
    if (nearest != NULL) {
        return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_NO_FIELD,
            "source %s has no field '%.60s'; did you mean %s?", source->name, field, nearest);
    }
    return dsi_fail(
        err, DSCORE_E_NOT_FOUND, DSCORE_CODE_NO_FIELD, "source %s has no field '%.60s'", source->name, field);
}

dscore_status dsi_fail_no_source(dscore_error *err, const dscore_schema *schema, const char *source)
{
    const char *nearest = dsi_nearest(source, source_at, schema);
    if (nearest != NULL) {
        return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_NO_SOURCE, "there is no source '%.60s'; did you mean %s?",
            source, nearest);
    }
    return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_NO_SOURCE, "there is no source '%.60s'", source);
}

/* ---- building ------------------------------------------------------------------------------- */

/* What a schema under construction holds; sources are copied with room for the fields to come. */
typedef struct builder {
    dsi_arena *arena;
    dsi_source *sources;
    int32_t source_count;
    bool borrow; /* the base is static: its texts and arrays are shared */
} builder;

static dscore_status fail_field(dscore_error *err, const char *source, const dsi_field *field, const char *what)
{
    dscore_status status = dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_BAD_FIELD, "field %.60s of source %.60s %s",
        field->name == NULL ? "(null)" : field->name, source, what);
    dsi_error_path(err, "%.100s.%.100s", source, field->name == NULL ? "" : field->name);
    return status;
}

static dscore_status check_field(const char *source, const dsi_field *field, dscore_error *err)
{
    const int32_t known =
        DSCORE_FIELD_KEY | DSCORE_FIELD_OPTIONAL | DSCORE_FIELD_INTEGER | DSCORE_FIELD_MIN_OPEN | DSCORE_FIELD_UNIQUE;
    if (field->name == NULL || !dsi_is_identifier(field->name)) {
        return fail_field(err, source, field, "needs a name of the form [a-z][a-z0-9_]*");
    }
    if (field->type < DSCORE_TYPE_NUMBER || field->type > DSCORE_TYPE_TEXT) {
        return fail_field(err, source, field, "needs a type: number, duration, instant, boolean or text");
    }
    if ((field->flags & ~known) != 0) {
        return fail_field(err, source, field, "has unknown flags");
    }
    if (isnan(field->domain_min) || isnan(field->domain_max) || field->domain_min > field->domain_max) {
        return fail_field(err, source, field, "has a domain whose least value is above its greatest");
    }
    if (field->derive_count < 0 || (field->derive_count > 0 && field->derive == NULL)) {
        return fail_field(err, source, field, "has a malformed list of formulas that stand in for it");
    }
    return DSCORE_OK;
}

/* A text in the arena; NULL reads as "". */
static bool copy_text(dsi_arena *arena, const char **text)
{
    if (*text == NULL || **text == '\0') {
        *text = "";
        return true;
    }
    *text = dsi_arena_text(arena, *text, -1);
    return *text != NULL;
}

static bool copy_field(dsi_arena *arena, const dsi_field *from, dsi_field *to)
{
    *to = *from;
    if (from->type != DSCORE_TYPE_NUMBER && from->type != DSCORE_TYPE_DURATION) {
        to->domain_min = -HUGE_VAL; /* only numbers and durations have a domain */
        to->domain_max = HUGE_VAL;
    }
    if (!copy_text(arena, &to->name) || !copy_text(arena, &to->unit) || !copy_text(arena, &to->business) ||
        !copy_text(arena, &to->description_en) || !copy_text(arena, &to->description_zh)) {
        return false;
    }
    to->derive = NULL;
    if (from->derive_count == 0) {
        return true;
    }
    const char **derive = dsi_arena_alloc(arena, (int64_t)sizeof(char *) * from->derive_count);
    if (derive == NULL) {
        return false;
    }
    for (int32_t i = 0; i < from->derive_count; i++) {
        derive[i] = from->derive[i];
        if (!copy_text(arena, &derive[i])) {
            return false;
        }
    }
    to->derive = derive;
    return true;
}

/* A source of the base, with room for `more` fields behind its own. */
static bool copy_source(const builder *b, const dsi_source *from, int32_t more, dsi_source *to)
{
    *to = *from;
    if (b->borrow && more == 0) {
        return true;
    }
    if (!b->borrow && (!copy_text(b->arena, &to->name) || !copy_text(b->arena, &to->description_en) ||
                          !copy_text(b->arena, &to->description_zh))) {
        return false;
    }
    dsi_field *fields = dsi_arena_alloc(b->arena, (int64_t)sizeof(dsi_field) * ((int64_t)from->field_count + more));
    if (fields == NULL) {
        return false;
    }
    for (int32_t i = 0; i < from->field_count; i++) {
        if (b->borrow) {
            fields[i] = from->fields[i];
        } else if (!copy_field(b->arena, &from->fields[i], &fields[i])) {
            return false;
        }
    }
    to->fields = fields;
    return true;
}

static int32_t count_added(const char *source, const char *const *added_sources, int32_t added_count)
{
    int32_t n = 0;
    for (int32_t i = 0; i < added_count; i++) {
        n += strcmp(added_sources[i], source) == 0;
    }
    return n;
}

static bool copy_base(
    builder *b, const dsi_source *base, int32_t base_count, const char *const *added_sources, int32_t added_count)
{
    b->borrow = base == dsi_standard_sources(NULL);
    b->sources = dsi_arena_alloc(b->arena, (int64_t)sizeof(dsi_source) * ((int64_t)base_count + added_count));
    if (b->sources == NULL) {
        return false;
    }
    for (int32_t i = 0; i < base_count; i++) {
        int32_t more = count_added(base[i].name, added_sources, added_count);
        if (!copy_source(b, &base[i], more, &b->sources[i])) {
            return false;
        }
    }
    b->source_count = base_count;
    return true;
}

/* The source that an added field names, made if it is new; NULL = no memory. */
static dsi_source *source_for(builder *b, const char *name, const char *const *added_sources, int32_t added_count)
{
    for (int32_t i = 0; i < b->source_count; i++) {
        if (strcmp(b->sources[i].name, name) == 0) {
            return &b->sources[i];
        }
    }
    dsi_source *source = &b->sources[b->source_count];
    int32_t fields = count_added(name, added_sources, added_count);
    source->name = name;
    source->description_en = source->description_zh = "";
    source->field_count = 0;
    source->fields = dsi_arena_alloc(b->arena, (int64_t)sizeof(dsi_field) * fields);
    if (source->fields == NULL || !copy_text(b->arena, &source->name)) {
        return NULL;
    }
    b->source_count++;
    return source;
}

static dscore_status add_fields(
    builder *b, const char *const *added_sources, const dsi_field *added, int32_t added_count, dscore_error *err)
{
    for (int32_t i = 0; i < added_count; i++) {
        if (!dsi_is_identifier(added_sources[i])) {
            return fail_field(err, added_sources[i], &added[i], "needs a source named in the form [a-z][a-z0-9_]*");
        }
        dscore_status status = check_field(added_sources[i], &added[i], err);
        if (status != DSCORE_OK) {
            return status;
        }
        dsi_source *source = source_for(b, added_sources[i], added_sources, added_count);
        if (source == NULL) {
            return dsi_fail_memory(err);
        }
        if (dsi_source_field_index(source, added[i].name) >= 0) {
            return fail_field(err, source->name, &added[i], "is already there; choose another name");
        }
        /* The array was made by copy_source or source_for with room for all that come. */
        dsi_field *fields = (dsi_field *)source->fields;
        if (!copy_field(b->arena, &added[i], &fields[source->field_count])) {
            return dsi_fail_memory(err);
        }
        source->field_count++;
    }
    return DSCORE_OK;
}

dscore_status dsi_schema_new(const dscore_allocator *allocator, const dsi_source *base, int32_t base_count,
    const char *const *added_sources, const dsi_field *added, int32_t added_count, dscore_schema **out,
    dscore_error *err)
{
    *out = NULL;
    dscore_allocator a;
    dscore_status status = dsi_allocator_init(&a, allocator, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dscore_schema *schema = dsi_alloc_zero(&a, (int64_t)sizeof *schema);
    if (schema == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_ref_init(&schema->ref);
    dsi_arena_init(&schema->arena, &a);
    builder b = {.arena = &schema->arena};
    if (copy_base(&b, base, base_count, added_sources, added_count)) {
        status = add_fields(&b, added_sources, added, added_count, err);
    } else {
        status = dsi_fail_memory(err);
    }
    schema->sources = b.sources;
    schema->source_count = b.source_count;
    if (status != DSCORE_OK) {
        dsi_schema_drop(schema);
        return status;
    }
    *out = schema;
    return DSCORE_OK;
}

/* Holders see a constant schema; its count is the one thing that changes. */
void dsi_schema_take(const dscore_schema *schema)
{
    dsi_ref_take(&((dscore_schema *)schema)->ref);
}

void dsi_schema_drop(const dscore_schema *schema)
{
    dscore_schema *own = (dscore_schema *)schema;
    if (own == NULL || !dsi_ref_drop(&own->ref)) {
        return;
    }
    dscore_allocator a = own->arena.allocator;
    dsi_arena_free(&own->arena);
    dsi_release(&a, own, (int64_t)sizeof *own);
}

/* ---- public --------------------------------------------------------------------------------- */

static const dsi_source *find_source(const dscore_schema *schema, const char *source)
{
    if (schema == NULL || source == NULL) {
        return NULL;
    }
    int32_t i = dsi_schema_source_index(schema, source);
    return i < 0 ? NULL : &schema->sources[i];
}

int32_t dscore_schema_source_count(const dscore_schema *schema)
{
    return schema == NULL ? 0 : schema->source_count;
}

const char *dscore_schema_source(const dscore_schema *schema, int32_t index)
{
    if (schema == NULL || index < 0 || index >= schema->source_count) {
        return "";
    }
    return schema->sources[index].name;
}

int32_t dscore_schema_field_count(const dscore_schema *schema, const char *source)
{
    const dsi_source *s = find_source(schema, source);
    return s == NULL ? 0 : s->field_count;
}

const char *dscore_schema_field(const dscore_schema *schema, const char *source, int32_t index)
{
    const dsi_source *s = find_source(schema, source);
    return s == NULL || index < 0 || index >= s->field_count ? "" : s->fields[index].name;
}

dscore_status dscore_schema_field_info(
    const dscore_schema *schema, const char *source, const char *field, dscore_field_info *out, dscore_error *err)
{
    if (schema == NULL || source == NULL || field == NULL || out == NULL) {
        return dsi_fail_null(err, schema == NULL   ? "schema"
                                  : source == NULL ? "source"
                                  : field == NULL  ? "field"
                                                   : "out");
    }
    const dsi_source *s = find_source(schema, source);
    if (s == NULL) {
        return dsi_fail_no_source(err, schema, source);
    }
    int32_t i = dsi_source_field_index(s, field);
    if (i < 0) {
        return dsi_fail_no_field(err, s, field);
    }
    const dsi_field *f = &s->fields[i];
    const dscore_field_info info = {0, f->type, f->flags, f->derive_count, f->domain_min, f->domain_max, f->name,
        f->unit, f->description_en, f->description_zh};
    return dsi_struct_give(out, &info, sizeof info, err);
}

const char *dscore_schema_field_derive(
    const dscore_schema *schema, const char *source, const char *field, int32_t index)
{
    const dsi_source *s = find_source(schema, source);
    if (s == NULL || field == NULL) {
        return "";
    }
    int32_t i = dsi_source_field_index(s, field);
    if (i < 0 || index < 0 || index >= s->fields[i].derive_count) {
        return "";
    }
    return s->fields[i].derive[index];
}
