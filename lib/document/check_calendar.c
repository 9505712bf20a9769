/* Findings about a calendar: dates that say what the week says already. */
#include "document/check.h"

/* Does a date say what its weekday says? What ran on from the day before would be cut off, which is a change. */
static bool changes_nothing(const dsi_calendar_spec *spec, const dsi_date_entry *entry, int64_t day)
{
    const dsi_hours *usual = dsi_week_hours(spec, day), *before = dsi_week_hours(spec, day - 1);
    const bool runs_on = before->count > 0 && before->items[before->count - 1].end > DSI_DAY;
    if (entry->as > 0) {
        const dsi_hours *as = dsi_week_hours(spec, day + entry->as - dsi_civil_weekday(day));
        return !runs_on && dsi_same_hours(usual, as);
    }
    return !runs_on && dsi_same_hours(usual, &entry->hours);
}

/* Closed days are no finding: lists of holidays name week-ends too. */
void dsi_check_calendar(dsi_reader *r, const dsi_at *root, const dsi_calendar_document *document)
{
    const dsi_calendar_spec *spec = &document->spec;
    for (int64_t i = 0; i < document->count; i++) {
        const dsi_date_entry *entry = &document->entries[i];
        const int64_t most = entry->first_day + 6, last = entry->last_day < most ? entry->last_day : most;
        bool same = entry->as > 0 || entry->hours.count > 0;
        for (int64_t day = entry->first_day; same && day <= last; day++) {
            same = changes_nothing(spec, entry, day);
        }
        if (same) {
            char date[24];
            dsi_date_text(entry->first_day, date);
            const dsi_word words[] = {
                dsi_word_of(date), dsi_word_of(dsi_weekday_name(dsi_civil_weekday(entry->first_day)))};
            (void)dsi_complain_below(r, root, dsi_date_path(r, entry), DSI_SAY_CALENDAR_SAME, words, 2);
        }
    }
}
