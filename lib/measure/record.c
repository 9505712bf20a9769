/* Copies of definitions and fields, with their defaults filled in, and the closed lists that they choose from. */
#include "measure/definition.h"

#include <string.h>

static const char *const units[] = {"%", "s", "count", "points", "ratio", "per_day", "per_hour", "per_month",
    "per_10000", "days", "hours", "minutes", "money"};
static const char *const betters[] = {"higher", "lower", "band", "none"};

static int32_t index_of(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; word != NULL && i < count; i++) {
        if (strcmp(word, list[i]) == 0) {
            return (int32_t)i;
        }
    }
    return -1;
}

int32_t dsi_unit_index(const char *unit)
{
    return index_of(unit, units, sizeof units / sizeof units[0]);
}

int32_t dsi_better_index(const char *better)
{
    return index_of(better, betters, sizeof betters / sizeof betters[0]);
}

/* A copy in the arena; without an arena the text itself. NULL becomes "". */
static bool copy_text(dsi_arena *arena, const char **text)
{
    if (*text == NULL || (*text)[0] == '\0') {
        *text = "";
    }
    if (arena != NULL && (*text)[0] != '\0') {
        *text = dsi_arena_text(arena, *text, -1);
    }
    return *text != NULL;
}

static bool copy_texts(dsi_arena *arena, const char *const *from, int32_t count, const char *const **out)
{
    const char **texts = dsi_arena_alloc(arena, (int64_t)sizeof *texts * ((int64_t)count + 1));
    if (texts == NULL) {
        return false;
    }
    for (int32_t i = 0; i < count; i++) {
        texts[i] = from[i];
        if (!copy_text(arena, &texts[i])) {
            return false;
        }
    }
    *out = texts;
    return true;
}

static bool copy_parameters(dsi_arena *arena, const dsi_record *from, dsi_record *out)
{
    dsi_parameter *own = dsi_arena_alloc(arena, (int64_t)sizeof *own * ((int64_t)from->parameter_count + 1));
    if (own == NULL) {
        return false;
    }
    for (int32_t i = 0; i < from->parameter_count; i++) {
        own[i] = from->parameters[i];
        if (!copy_text(arena, &own[i].name) || !copy_text(arena, &own[i].unit) ||
            !copy_text(arena, &own[i].default_value) || !copy_text(arena, &own[i].min) ||
            !copy_text(arena, &own[i].max)) {
            return false;
        }
    }
    out->parameters = own;
    return true;
}

bool dsi_record_copy(dsi_arena *arena, const dsi_record *from, dsi_record *out)
{
    *out = *from;
    const char **texts[] = {&out->id, &out->name_en, &out->name_zh, &out->description_en, &out->description_zh,
        &out->dimension, &out->source, &out->formula, &out->placement, &out->clock, &out->where, &out->exclude,
        &out->unit, &out->better, &out->observations, &out->base, &out->since, &out->replaced_by, &out->reference};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (!copy_text(arena, texts[i])) {
            return false;
        }
    }
    if (out->min_n == 0) {
        out->min_n = 1;
    }
    return arena == NULL ||
           (copy_texts(arena, from->credit, from->credit_count, &out->credit) && copy_parameters(arena, from, out));
}

bool dsi_field_copy(dsi_arena *arena, const dsi_field *from, dsi_field *out)
{
    *out = *from;
    return copy_text(arena, &out->name) && copy_text(arena, &out->unit) && copy_text(arena, &out->business) &&
           copy_text(arena, &out->description_en) && copy_text(arena, &out->description_zh) &&
           copy_texts(arena, from->derive, from->derive_count, &out->derive);
}
