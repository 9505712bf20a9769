/* The report of a check: findings with their texts, kept in one arena. */
#include "document/finding.h"

#include "base/error.h"
#include "base/structs.h"

#include <string.h>

dscore_status dsi_report_new(const dscore_allocator *allocator, dscore_report **out, dscore_error *err)
{
    dscore_report *report = dsi_alloc_zero(allocator, (int64_t)sizeof *report);
    if (report == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_arena_init(&report->arena, allocator);
    *out = report;
    return DSCORE_OK;
}

void dscore_report_free(dscore_report *report)
{
    if (report == NULL) {
        return;
    }
    const dscore_allocator allocator = report->arena.allocator;
    dsi_release(&allocator, report->findings, report->cap * (int64_t)sizeof *report->findings);
    dsi_arena_free(&report->arena);
    dsi_release(&allocator, report, (int64_t)sizeof *report);
}

static bool keep(dscore_report *report, const dsi_kept_finding *finding)
{
    dsi_kept_finding copy = *finding;
    copy.path = dsi_arena_text(&report->arena, finding->path, -1);
    copy.en = dsi_arena_text(&report->arena, finding->en, -1);
    copy.zh = dsi_arena_text(&report->arena, finding->zh, -1);
    if (copy.path == NULL || copy.en == NULL || copy.zh == NULL ||
        !dsi_reserve(&report->arena.allocator, &report->findings, &report->cap, report->count + 1,
            (int64_t)sizeof *report->findings)) {
        return false;
    }
    report->findings[report->count++] = copy;
    return true;
}

bool dsi_report_add(dscore_report *report, const dsi_kept_finding *finding)
{
    if (report->count < DSI_MAX_FINDINGS) {
        return keep(report, finding);
    }
    if (report->full) {
        return true;
    }
    report->full = true;
    dsi_text en, zh, number;
    dsi_text_init(&en, &report->arena.allocator);
    dsi_text_init(&zh, &report->arena.allocator);
    dsi_text_init(&number, &report->arena.allocator);
    dsi_text_add_int(&number, DSI_MAX_FINDINGS);
    const dsi_message *message = dsi_message_of(DSI_SAY_MORE);
    const dsi_word word = dsi_word_of(number.data == NULL ? "" : number.data);
    dsi_message_text(&en, message, false, &word, 1);
    dsi_message_text(&zh, message, true, &word, 1);
    bool kept = false;
    if (!en.failed && !zh.failed && !number.failed) {
        const dsi_kept_finding more = {message->severity, 0, 0, message->code, "", en.data, zh.data};
        kept = keep(report, &more);
    }
    dsi_text_free(&number);
    dsi_text_free(&zh);
    dsi_text_free(&en);
    return kept;
}

int32_t dscore_report_count(const dscore_report *report)
{
    return report == NULL ? 0 : (int32_t)report->count;
}

dscore_status dscore_report_finding(const dscore_report *report, int32_t index, dscore_finding *out, dscore_error *err)
{
    if (report == NULL || out == NULL) {
        return dsi_fail_null(err, report == NULL ? "report" : "out");
    }
    if (index < 0 || index >= report->count) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_NONE, "no finding %ld, expected 0 to %ld", (long)index,
            (long)report->count - 1);
    }
    const dsi_kept_finding *kept = &report->findings[index];
    const dscore_finding full = {
        (uint32_t)sizeof full, kept->severity, kept->line, kept->column, kept->code, kept->path, kept->en, kept->zh};
    return dsi_struct_give(out, &full, sizeof full, err);
}
