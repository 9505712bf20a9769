/* Definitions of indicators: the record as written, and what the catalogue made of it. */
#ifndef DSI_MEASURE_DEFINITION_H
#define DSI_MEASURE_DEFINITION_H

#include "formula/formula.h"
#include <deskscore/measure.h>

/* A definition as written (a row of the built-in table, or a document). Texts are never NULL once in a catalogue;
   NULL in a static row means "" (or the default). */
typedef struct dsi_record {
    const char *id;
    const char *name_en, *name_zh;
    const char *description_en, *description_zh;
    const char *dimension;
    const char *source; /* "" = derived */
    const char *formula;
    const char *placement;     /* "" = event(created_at) where the source has it */
    const char *const *credit; /* field names, in order */
    int32_t credit_count;
    const char *clock; /* calendar, business, none; "" = calendar if the formula has a clock */
    const char *where, *exclude;
    const char *unit, *better;
    const dsi_parameter *parameters;
    int32_t parameter_count;
    const char *observations;      /* a cell formula, "none", or "" = the default of D16 */
    const char *base;              /* derived: id of an operand; "" = the default of D3 */
    double domain_min, domain_max; /* infinities = none */
    int64_t min_n;                 /* 0 = 1 */
    int32_t sampled;
    const char *since, *replaced_by, *reference;
} dsi_record;

struct dscore_indicator {
    dsi_record record;
    const dscore_catalog *catalog;
    int32_t source;                  /* index in the schema; -1 = derived */
    const dsi_node *formula;         /* typed; parameters not yet bound */
    const dsi_node *where, *exclude; /* NULL = none */
    const dsi_node *observations;    /* NULL = n_used; filled in for one ratio of counts (D16) */
    bool no_minimum;                 /* observations = "none": neither min_n nor minimum volume apply */
    dsi_placement placement;         /* not for derived ones */
    const int32_t *credit;           /* field indices */
    const int32_t *needs;            /* distinct field indices that formula, where, placement and observations read */
    int32_t need_count;
    /* Derived: distinct, in order of appearance. OPERAND nodes and total() of the typed formula hold the index in
       u.operand. */
    const dscore_indicator *const *operands;
    int32_t operand_count;
    int32_t base; /* derived: index into operands; -1 = the one with the smallest n_used */
    const char *kind;
    char hash[33];
};

struct dscore_catalog {
    dsi_ref ref;
    dsi_arena arena;
    const dscore_schema *schema; /* one hold */
    dscore_indicator *indicators;
    int32_t indicator_count;
    /* Typed stand-ins: derives[source][field][k]; NULL arrays where there are none. */
    const dsi_node *const *const *const *derives;
};

struct dscore_catalog_builder {
    dsi_arena arena;
    const dscore_catalog *base; /* one hold; may be NULL */
    const char **field_sources; /* added fields: source of each */
    int64_t field_source_cap;
    dsi_field *fields;
    int64_t field_count, field_cap;
    dsi_record *records; /* added indicators */
    int64_t record_count, record_cap;
};

void dsi_catalog_take(const dscore_catalog *catalog);

/* Add to a builder: everything is copied into its arena. INCOMPATIBLE if it exists; checks of the formula come with
   finish, but a caller may check at once with dsi_record_check. */
dscore_status dsi_builder_add_field(
    dscore_catalog_builder *builder, const char *source, const dsi_field *field, dscore_error *err);
dscore_status dsi_builder_add_record(dscore_catalog_builder *builder, const dsi_record *record, dscore_error *err);

/* Everything that one definition says by itself, against a schema; whether its operands exist is not looked at.
   The path of an error is indicators.<id>.<member>. */
dscore_status dsi_record_check(const dscore_schema *schema, const dsi_record *record, dscore_error *err);

/* A literal for a parameter: of its type and between its min and max, else PARAMETER. */
dscore_status dsi_parameter_parse(
    dsi_arena *arena, const dsi_parameter *parameter, const char *literal, dsi_node **out, dscore_error *err);

/* ---- within the room ------------------------------------------------------------------------ */

/* The built-in table, a section at a time; NULL after the last. */
typedef struct dsi_builtin_section {
    const dsi_record *records;
    int32_t count;
} dsi_builtin_section;
const dsi_builtin_section *dsi_builtin_at(int32_t index);

/* Deep copy, NULL texts become "" or their default; false = no memory. */
bool dsi_record_copy(dsi_arena *arena, const dsi_record *from, dsi_record *out);
bool dsi_field_copy(dsi_arena *arena, const dsi_field *from, dsi_field *out);

/* Fill an indicator (zeroed) from a record whose texts are not NULL and outlive it: typed trees, placement, needs,
   kind; not its operands, base and hash. */
dscore_status dsi_indicator_compile(
    dsi_arena *arena, const dscore_schema *schema, const dsi_record *record, dscore_indicator *out, dscore_error *err);
/* The kind of a typed formula (D16), and the default of `observations`: a tree, or NULL = n_used. */
const char *dsi_formula_kind(const dsi_node *formula);
/* The part of a typed formula that is left when constants that scale or shift it are taken off. */
const dsi_node *dsi_formula_core(const dsi_node *formula);
dscore_status dsi_default_observations(
    dsi_arena *arena, const dsi_source *source, const dsi_node *formula, const dsi_node **out);

/* Type the stand-ins of all fields; refuse those that lead back to themselves. */
dscore_status dsi_derives_compile(
    dsi_arena *arena, const dscore_schema *schema, const dsi_node *const *const *const **out, dscore_error *err);

/* Find the operands and base of every derived indicator and refuse cycles; order: indices, operands first. */
dscore_status dsi_operands_resolve(dscore_catalog *catalog, int32_t *order, dscore_error *err);

/* The content hash of an indicator whose operands have theirs; false = no memory. */
bool dsi_indicator_hash(const dscore_catalog *catalog, dscore_indicator *indicator);

/* A catalogue of these fields and records; the records are copied unless they are static. */
dscore_status dsi_catalog_build(const dscore_allocator *allocator, dscore_schema *schema,
    const dsi_record *const *records, int32_t count, bool is_static, dscore_catalog **out, dscore_error *err);

/* Closed lists of D16; index or -1. */
int32_t dsi_unit_index(const char *unit);
int32_t dsi_better_index(const char *better);

#endif
