/* --audit NAME=POLICY: rows that an audit finds wrong are left out and counted, or end the program. */
#include "session.h"

#include <stdlib.h>
#include <string.h>

/* The policies of the options as one text: "duplicate = exclude; future = fail"; to be freed. */
static char *policies_text(const text_list *list)
{
    char *text = copy_text("", 0);
    for (int i = 0; i < list->count; i++) {
        if (strchr(list->items[i], '=') == NULL) {
            fail_usage(
                "--audit %s: expected NAME=keep, NAME=exclude or NAME=fail, such as duplicate=exclude", list->items[i]);
        }
        size_t used = strlen(text);
        text = need_memory(realloc(text, used + strlen(list->items[i]) + 3));
        (void)sprintf(text + used, "%s%s", i > 0 ? "; " : "", list->items[i]);
    }
    return text;
}

static bool looks_at(const text_list *list, const char *name)
{
    for (int i = 0; i < list->count; i++) {
        if (strstr(list->items[i], name) != NULL) {
            return true;
        }
    }
    return false;
}

/* The domains that the profile gives to fields of the source; to be freed. */
static dscore_audit_domain *domains_of(const session *s, const char *source, int32_t *count)
{
    int32_t fields = s->profile == NULL ? 0 : dscore_profile_field_count(s->profile, source);
    dscore_audit_domain *domains = need_memory(calloc((size_t)fields + 1, sizeof domains[0]));
    *count = 0;
    for (int32_t i = 0; i < fields; i++) {
        dscore_profile_field field = DSCORE_PROFILE_FIELD_INIT;
        dscore_error error = DSCORE_ERROR_INIT;
        if (dscore_profile_field_at(s->profile, source, i, &field, &error) != DSCORE_OK) {
            fail_library(s->options->profile, &error);
        }
        if ((field.flags & DSCORE_PROFILE_HAS_DOMAIN) != 0) {
            domains[(*count)++] = (dscore_audit_domain){field.field, field.domain_min, field.domain_max};
        }
    }
    return domains;
}

dscore_audit *audit_table(
    const session *s, const source_file *source, const dscore_table *table, dscore_audit_options options)
{
    const csv_file *file = &source->file;
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_audit *audit;
    char *policies = policies_text(&s->options->audits);
    dscore_audit_domain *domains = domains_of(s, source->name, &options.n_domains);
    options.policies = policies;
    options.domains = domains;
    dscore_status status = dscore_table_audit(table, &options, &audit, &error);
    if (status == DSCORE_E_PARAMETER && error.code == DSCORE_CODE_AUDIT_POLICY) {
        fail_option("--audit", &error);
    }
    if (status != DSCORE_OK && error.row >= 0 && error.row < file->rows) {
        fail_data("%s:%lld: %s: %s", file->path, (long long)file->lines[error.row], error.path, error.message);
    }
    if (status != DSCORE_OK) {
        fail_library(file->path, &error);
    }
    free(domains);
    free(policies);
    return audit;
}

void exclude_by_audit(session *s, source_file *source)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_audit_options options = DSCORE_AUDIT_OPTIONS_INIT;
    options.now = looks_at(&s->options->audits, "future") ? session_now(s) : dscore_instant_max();
    options.from = s->from;
    options.to = s->to;
    dscore_audit *audit = audit_table(s, source, source->table, options);
    if (dscore_table_exclude(source->table, audit, &error) != DSCORE_OK) {
        fail_library(source->file.path, &error);
    }
    for (int32_t i = 0; i < dscore_audit_count(audit); i++) {
        dscore_audit_finding finding = DSCORE_AUDIT_FINDING_INIT;
        if (dscore_audit_at(audit, i, &finding, &error) == DSCORE_OK && finding.policy == DSCORE_AUDIT_EXCLUDE &&
            finding.count > 0) {
            warn("%s: left out: %s", source->file.path, finding.message_en);
        }
    }
    dscore_audit_free(audit);
}
