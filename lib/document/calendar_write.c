/* Writing calendars: one form for one content, so that what is read back has the same hash. */
#include "document/calendar_document.h"

#include <stdio.h>
#include <string.h>

static void add_clock(dsi_text *t, int64_t time)
{
    const int32_t seconds = (int32_t)(time / DSI_SECOND);
    dsi_text_addf(t, "%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60));
    if (seconds % 60 != 0) {
        dsi_text_addf(t, ":%02d", (int)(seconds % 60));
    }
}

static void write_hours(dsi_writer *w, const dsi_hours *hours)
{
    dsi_json_open(w, '[', true);
    for (int32_t i = 0; i < hours->count; i++) {
        const dsi_open *open = &hours->items[i];
        dsi_text text;
        dsi_text_init(&text, &w->text.allocator);
        add_clock(&text, open->start);
        dsi_text_add(&text, "-");
        /* Past midnight as people write it: 22:00-06:00. */
        const bool is_night = open->end > DSI_DAY && open->end - DSI_DAY < open->start;
        add_clock(&text, is_night ? open->end - DSI_DAY : open->end);
        w->text.failed = w->text.failed || text.failed;
        dsi_json_put_text(w, text.data);
        dsi_text_free(&text);
    }
    dsi_json_close(w, ']');
}

/* Weekdays in a row with the same hours share a member; closed ones have none. */
static void write_week(dsi_writer *w, const dsi_week *week)
{
    dsi_json_open(w, '{', false);
    for (int32_t day = 0; day < 7;) {
        int32_t last = day;
        while (last < 6 && dsi_same_hours(&week->days[day], &week->days[last + 1])) {
            last++;
        }
        if (week->days[day].count > 0) {
            char name[8];
            const bool is_one = last == day;
            (void)snprintf(name, sizeof name, "%s%s%s", dsi_weekday_name(day + 1), is_one ? "" : "-",
                is_one ? "" : dsi_weekday_name(last + 1));
            dsi_json_name(w, name);
            write_hours(w, &week->days[day]);
        }
        day = last + 1;
    }
    dsi_json_close(w, '}');
}

static void write_exceptions(dsi_writer *w, const dsi_calendar_spec *spec)
{
    dsi_json_name(w, "exceptions");
    dsi_json_open(w, '{', false);
    for (int64_t i = 0; i < spec->exception_count; i++) {
        const dsi_exception *e = &spec->exceptions[i];
        char name[48];
        dsi_date_text(e->first_day, name);
        if (e->last_day > e->first_day) {
            const size_t used = strlen(name);
            name[used] = '/';
            dsi_date_text(e->last_day, name + used + 1);
        }
        dsi_json_name(w, name);
        if (e->as > 0) {
            char as[8];
            (void)snprintf(as, sizeof as, "as:%s", dsi_weekday_name(e->as));
            dsi_json_put_text(w, as);
        } else {
            write_hours(w, &e->hours);
        }
    }
    dsi_json_close(w, '}');
}

void dsi_write_calendar(dsi_writer *w, const dsi_calendar_spec *spec)
{
    dsi_json_text(w, "name", spec->name);
    dsi_json_text(w, "zone", spec->zone == NULL ? "UTC" : dscore_zone_name(spec->zone));
    dsi_json_text(w, "mode", spec->mode == DSCORE_CALENDAR_WALL ? "wall" : "");
    dsi_json_name(w, "week");
    write_week(w, &spec->weeks[0]);
    if (spec->week_count > 1) {
        dsi_json_name(w, "versions");
        dsi_json_open(w, '[', false);
        for (int32_t i = 1; i < spec->week_count; i++) {
            char from[24];
            dsi_date_text(spec->weeks[i].from_day, from);
            dsi_json_open(w, '{', false);
            dsi_json_text(w, "from", from);
            dsi_json_name(w, "week");
            write_week(w, &spec->weeks[i]);
            dsi_json_close(w, '}');
        }
        dsi_json_close(w, ']');
    }
    if (spec->exception_count > 0) {
        write_exceptions(w, spec);
    }
}
