/* Profiles: the object and its accessors. */
#include "document/profile.h"

#include "base/error.h"
#include "base/structs.h"

#include <string.h>

dscore_status dsi_profile_new(const dscore_catalog *catalog, dscore_profile **out, dscore_error *err)
{
    const dscore_allocator *allocator = &catalog->arena.allocator;
    dscore_profile *profile = dsi_alloc_zero(allocator, (int64_t)sizeof *profile);
    if (profile == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_arena_init(&profile->arena, allocator);
    dsi_catalog_take(catalog);
    profile->catalog = catalog;
    *out = profile;
    return DSCORE_OK;
}

void dscore_profile_free(dscore_profile *profile)
{
    if (profile == NULL) {
        return;
    }
    const dscore_allocator allocator = profile->arena.allocator;
    dsi_arena_free(&profile->arena);
    dscore_catalog_free((dscore_catalog *)(uintptr_t)profile->catalog); /* gives back one hold */
    dsi_release(&allocator, profile, (int64_t)sizeof *profile);
}

int32_t dscore_profile_source_count(const dscore_profile *profile)
{
    return profile == NULL ? 0 : profile->source_count;
}

const char *dscore_profile_source(const dscore_profile *profile, int32_t index)
{
    return profile == NULL || index < 0 || index >= profile->source_count ? "" : profile->sources[index].name;
}

static const dsi_profile_source *find_source(const dscore_profile *profile, const char *source)
{
    for (int32_t i = 0; profile != NULL && source != NULL && i < profile->source_count; i++) {
        if (strcmp(profile->sources[i].name, source) == 0) {
            return &profile->sources[i];
        }
    }
    return NULL;
}

static const dsi_profile_field *find_field(const dscore_profile *profile, const char *source, int32_t index)
{
    const dsi_profile_source *found = find_source(profile, source);
    return found == NULL || index < 0 || index >= found->field_count ? NULL : &found->fields[index];
}

const char *dscore_profile_separator(const dscore_profile *profile, const char *source)
{
    const dsi_profile_source *found = find_source(profile, source);
    return found == NULL ? "" : found->separator;
}

const char *dscore_profile_row_key(const dscore_profile *profile, const char *source)
{
    const dsi_profile_source *found = find_source(profile, source);
    return found == NULL ? "" : found->row_key;
}

const char *dscore_profile_row_keep(const dscore_profile *profile, const char *source)
{
    const dsi_profile_source *found = find_source(profile, source);
    return found == NULL ? "" : found->row_keep;
}

int32_t dscore_profile_policy_count(const dscore_profile *profile)
{
    return profile == NULL ? 0 : profile->policy_count;
}

dscore_status dscore_profile_policy(
    const dscore_profile *profile, int32_t index, const char **out_name, const char **out_value, dscore_error *err)
{
    if (profile == NULL || out_name == NULL || out_value == NULL) {
        return dsi_fail_null(err, profile == NULL ? "profile" : out_name == NULL ? "out_name" : "out_value");
    }
    if (index < 0 || index >= profile->policy_count) {
        return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_NONE, "no policy %ld, expected 0 to %ld", (long)index,
            (long)profile->policy_count - 1);
    }
    *out_name = profile->policies[index].name;
    *out_value = profile->policies[index].value;
    return DSCORE_OK;
}

int32_t dscore_profile_field_count(const dscore_profile *profile, const char *source)
{
    const dsi_profile_source *found = find_source(profile, source);
    return found == NULL ? 0 : found->field_count;
}

dscore_status dscore_profile_field_at(
    const dscore_profile *profile, const char *source, int32_t index, dscore_profile_field *out, dscore_error *err)
{
    if (profile == NULL || source == NULL || out == NULL) {
        return dsi_fail_null(err, profile == NULL ? "profile" : source == NULL ? "source" : "out");
    }
    const dsi_profile_field *f = find_field(profile, source, index);
    if (f == NULL) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_NONE, "no field %ld of source '%s', expected 0 to %ld",
            (long)index, source, (long)dscore_profile_field_count(profile, source) - 1);
    }
    const dscore_profile_field whole = {(uint32_t)sizeof whole, f->flags, f->column_count, f->missing_count,
        f->value_count, 0, f->domain_min, f->domain_max, f->field, f->unit, f->format,
        f->blank == NULL ? "" : f->blank};
    return dsi_struct_give(out, &whole, sizeof whole, err);
}

const char *dscore_profile_column(const dscore_profile *profile, const char *source, int32_t field, int32_t index)
{
    const dsi_profile_field *f = find_field(profile, source, field);
    return f == NULL || index < 0 || index >= f->column_count ? "" : f->columns[index];
}

const char *dscore_profile_zone(const dscore_profile *profile, const char *source, int32_t field)
{
    const dsi_profile_field *f = find_field(profile, source, field);
    return f == NULL || f->zone == NULL ? "" : f->zone;
}

const char *dscore_profile_missing(const dscore_profile *profile, const char *source, int32_t field, int32_t index)
{
    const dsi_profile_field *f = find_field(profile, source, field);
    return f == NULL || index < 0 || index >= f->missing_count ? "" : f->missing[index];
}

const char *dscore_profile_value_from(const dscore_profile *profile, const char *source, int32_t field, int32_t index)
{
    const dsi_profile_field *f = find_field(profile, source, field);
    return f == NULL || index < 0 || index >= f->value_count ? "" : f->values[index].from;
}

const char *dscore_profile_value_to(const dscore_profile *profile, const char *source, int32_t field, int32_t index)
{
    const dsi_profile_field *f = find_field(profile, source, field);
    return f == NULL || index < 0 || index >= f->value_count ? "" : f->values[index].to;
}
