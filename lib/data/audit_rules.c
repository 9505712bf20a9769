/* What an audit knows of the built-in sources: which instant must follow which, and which one places a row in a period.
   Tables, next to no code. */
#include "data/audit.h"

#include <string.h>

/* Rows of a table, laid out by hand. */
/* clang-format off */
static const dsi_audit_pair pairs[] = {
    {"tickets", "received_at", "created_at", false},
    {"tickets", "first_assigned_at", "created_at", false},
    {"tickets", "handoff_at", "created_at", false},
    {"tickets", "first_response_at", "created_at", false},
    {"tickets", "first_resolved_at", "created_at", false},
    {"tickets", "resolved_at", "created_at", false},
    {"tickets", "resolved_at", "first_response_at", false},
    {"tickets", "resolved_at", "first_resolved_at", false},
    {"tickets", "closed_at", "created_at", false},
    {"tickets", "closed_at", "resolved_at", false},
    {"tickets", "ended_at", "created_at", false},
    {"tickets", "first_reopened_at", "created_at", false},
    {"tickets", "first_reopened_at", "first_resolved_at", false},
    {"tickets", "updated_at", "created_at", false},
    {"tickets", "left_queue_at", "queued_at", false},
    {"tickets", "next_contact_at", "created_at", true},
    {"tickets", "next_same_problem_at", "created_at", true},
    {"tickets", "survey_answered_at", "survey_sent_at", false},
    {"responses", "responded_at", "asked_at", false},
    {"responses", "ended_at", "asked_at", false},
    {"assignments", "first_reply_at", "assigned_at", false},
    {"assignments", "unassigned_at", "assigned_at", false},
    {"cycles", "resolved_at", "opened_at", false},
    {"surveys", "survey_answered_at", "survey_sent_at", false},
    {"agents", "proficient_at", "hired_at", false},
    {"agents", "left_at", "hired_at", false},
};

static const struct {
    const char *source, *field;
} naturals[] = {
    {"tickets", "created_at"},
    {"responses", "asked_at"},
    {"assignments", "assigned_at"},
    {"cycles", "opened_at"},
    {"surveys", "created_at"},
    {"checks", "checked_at"},
    {"agent_periods", "period_start"},
    {"totals", "period_start"},
    {"events", "at"},
};
/* clang-format on */

const dsi_audit_pair *dsi_audit_pairs(int32_t *out_count)
{
    *out_count = (int32_t)(sizeof pairs / sizeof pairs[0]);
    return pairs;
}

int32_t dsi_audit_natural(const dsi_source *source)
{
    for (size_t i = 0; i < sizeof naturals / sizeof naturals[0]; i++) {
        if (strcmp(naturals[i].source, source->name) == 0) {
            return dsi_source_field_index(source, naturals[i].field);
        }
    }
    return dsi_source_field_index(source, "created_at"); /* a source of a document */
}

bool dsi_audit_is_deadline(const char *field)
{
    static const char end[] = "due_at";
    size_t length = strlen(field), n = sizeof end - 1;
    return length >= n && strcmp(field + length - n, end) == 0 && (length == n || field[length - n - 1] == '_');
}
