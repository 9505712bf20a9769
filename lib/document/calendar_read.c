/* Reading the weeks of a calendar: weekdays, hours of a day, versions. */
#include "document/calendar_document.h"

#include <string.h>

enum { MAX_HOURS = 1000, MAX_VERSIONS = 10000 };

static const char WEEKDAYS[7][4] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

int32_t dsi_weekday_of(const char *text, size_t length)
{
    for (int32_t i = 0; i < 7 && length == 3; i++) {
        if (memcmp(text, WEEKDAYS[i], 3) == 0) {
            return i + 1;
        }
    }
    return 0;
}

const char *dsi_weekday_name(int32_t weekday)
{
    return WEEKDAYS[weekday - 1];
}

const dsi_hours *dsi_week_hours(const dsi_calendar_spec *spec, int64_t day)
{
    int32_t week = 0;
    while (week + 1 < spec->week_count && spec->weeks[week + 1].from_day <= day) {
        week++;
    }
    return &spec->weeks[week].days[dsi_civil_weekday(day) - 1];
}

bool dsi_same_hours(const dsi_hours *a, const dsi_hours *b)
{
    bool same = a->count == b->count;
    for (int32_t i = 0; same && i < a->count; i++) {
        same = a->items[i].start == b->items[i].start && a->items[i].end == b->items[i].end;
    }
    return same;
}

/* ---- hours ---------------------------------------------------------------------------------- */

/* One or two digits; -1 if there is none. */
static int32_t read_digits(const char **p, int32_t least)
{
    int32_t value = 0, n = 0;
    while (n < 2 && **p >= '0' && **p <= '9') {
        value = value * 10 + (**p - '0');
        (*p)++;
        n++;
    }
    return n >= least ? value : -1;
}

/* HH:MM or HH:MM:SS, at most 48:00. */
static bool read_clock(const char **p, int64_t *out)
{
    int32_t parts[3] = {read_digits(p, 1), -1, 0};
    for (int32_t i = 1; i < 3 && **p == ':'; i++) {
        (*p)++;
        parts[i] = read_digits(p, 2);
        if (parts[i] < 0) {
            return false;
        }
    }
    if (parts[0] < 0 || parts[1] < 0 || parts[1] > 59 || parts[2] > 59) {
        return false;
    }
    *out = ((int64_t)parts[0] * 3600 + parts[1] * 60 + parts[2]) * DSI_SECOND;
    return *out <= 2 * DSI_DAY;
}

static bool read_interval(dsi_reader *r, const dsi_at *at, dsi_open *out)
{
    const char *text = NULL;
    if (!dsi_need_text(r, at, &text)) {
        return false;
    }
    const char *p = text;
    bool fine = read_clock(&p, &out->start);
    p += strspn(p, " ");
    fine = fine && *p == '-';
    p += fine;
    p += strspn(p, " ");
    fine = fine && read_clock(&p, &out->end) && *p == '\0' && out->start < DSI_DAY;
    if (!fine) {
        return dsi_complain1(r, at, DSI_SAY_HOURS, text);
    }
    if (r->report != NULL && out->start == out->end) {
        (void)dsi_complain1(r, at, DSI_SAY_CALENDAR_ROUND, text);
    }
    if (r->report != NULL && DSI_DAY - out->end > 0 && DSI_DAY - out->end <= 60 * DSI_SECOND) {
        (void)dsi_complain1(r, at, DSI_SAY_CALENDAR_2359, text);
    }
    out->end += out->end <= out->start ? DSI_DAY : 0;
    return true;
}

bool dsi_read_hours(dsi_reader *r, const dsi_at *at, dsi_hours *out)
{
    const bool is_list = json_is_array(at->json);
    if (!is_list && !json_is_string(at->json)) {
        return dsi_complain_type(
            r, at, "a list of hours such as [\"09:00-17:00\"]", "形如 [\"09:00-17:00\"] 的时段列表");
    }
    const int64_t count = is_list ? (int64_t)json_array_size(at->json) : 1;
    if (count > MAX_HOURS) {
        return dsi_complain2(r, at, DSI_SAY_TOO_MANY, dsi_number_text(r, (double)count), dsi_number_text(r, MAX_HOURS));
    }
    dsi_open *items = NULL;
    if (count > 0 && (items = dsi_arena_alloc(&r->arena, count * (int64_t)sizeof *items)) == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (int64_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        const dsi_at element = is_list ? dsi_element_at(at, i) : *at;
        const bool read = read_interval(r, &element, &items[i]);
        if (read && fine && i > 0 && items[i].start < items[i - 1].end) {
            const dsi_at before = dsi_element_at(at, i - 1);
            fine = dsi_complain2(
                r, &element, DSI_SAY_HOURS_ORDER, json_string_value(element.json), json_string_value(before.json));
        }
        fine = fine && read;
    }
    out->items = items;
    out->count = (int32_t)count;
    return fine && dsi_reader_goes_on(r);
}

/* ---- a week --------------------------------------------------------------------------------- */

/* One weekday, or a span of them that may pass Sunday; bit 0 = Monday. Returns what follows, NULL = no weekday. */
static const char *read_span(const char *p, uint32_t *out)
{
    const int32_t first = dsi_weekday_of(p, strcspn(p, ",- "));
    if (first == 0) {
        return NULL;
    }
    p += 3;
    int32_t last = first;
    if (*p == '-') {
        last = dsi_weekday_of(p + 1, strcspn(p + 1, ",- "));
        if (last == 0) {
            return NULL;
        }
        p += 4;
    }
    *out = 0;
    for (int32_t day = first;; day = day % 7 + 1) {
        *out |= 1U << (day - 1);
        if (day == last) {
            return p;
        }
    }
}

/* "mon-fri,sun": each weekday once. */
static bool read_weekdays(dsi_reader *r, const dsi_at *at, uint32_t *out)
{
    const char *p = at->key;
    *out = 0;
    for (;;) {
        uint32_t days = 0;
        p = read_span(p, &days);
        if (p == NULL) {
            return dsi_complain1(r, at, DSI_SAY_WEEKDAYS, at->key);
        }
        for (int32_t i = 0; i < 7; i++) {
            if ((*out & days & 1U << i) != 0) {
                return dsi_complain1(r, at, DSI_SAY_WEEKDAY_TWICE, WEEKDAYS[i]);
            }
        }
        *out |= days;
        if (*p == '\0') {
            return true;
        }
        if (*p != ',') {
            return dsi_complain1(r, at, DSI_SAY_WEEKDAYS, at->key);
        }
        p += 1 + strspn(p + 1, " ");
    }
}

/* A shift past midnight may not run into the hours of the next day. member[i]: position of weekday i in the week. */
static bool check_nights(dsi_reader *r, const dsi_at *at, const dsi_week *week, const int64_t member[7])
{
    for (int32_t i = 0; i < 7; i++) {
        const dsi_hours *day = &week->days[i], *next = &week->days[(i + 1) % 7];
        if (day->count == 0 || next->count == 0 || day->items[day->count - 1].end - DSI_DAY <= next->items[0].start) {
            continue;
        }
        dsi_text path;
        dsi_text_init(&path, &r->allocator);
        dsi_text_addf(&path, "[%ld]", (long)member[i]);
        if (json_is_array(json_object_get(at->json, dsi_key_at(at, (int32_t)member[i])))) {
            dsi_text_addf(&path, "[%ld]", (long)day->count - 1);
        }
        const dsi_word words[] = {dsi_word_of(WEEKDAYS[i]), dsi_word_of(WEEKDAYS[(i + 1) % 7])};
        (void)(path.failed ? dsi_complain_memory(r)
                           : dsi_complain_below(r, at, path.data, DSI_SAY_HOURS_NEXT, words, 2));
        dsi_text_free(&path);
        return false;
    }
    return true;
}

static bool read_week(dsi_reader *r, const dsi_at *at, dsi_week *out)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    bool fine = true;
    uint32_t seen = 0;
    int64_t member[7] = {0}, index = 0;
    for (void *i = json_object_iter(at->json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i), index++) {
        const dsi_at days = {at, json_object_iter_key(i), index, json_object_iter_value(i)};
        dsi_hours hours = {NULL, 0};
        uint32_t which = 0;
        bool read = read_weekdays(r, &days, &which);
        read = dsi_read_hours(r, &days, &hours) && read;
        for (int32_t day = 0; day < 7 && read; day++) {
            if ((which & seen & 1U << day) != 0) {
                read = dsi_complain1(r, &days, DSI_SAY_WEEKDAY_TWICE, WEEKDAYS[day]);
            } else if ((which & 1U << day) != 0) {
                out->days[day] = hours;
                member[day] = index;
            }
        }
        seen |= which;
        fine = fine && read;
    }
    return fine && dsi_reader_goes_on(r) && check_nights(r, at, out, member);
}

/* ---- versions ------------------------------------------------------------------------------- */

typedef struct version_parts {
    dsi_at from, week;
} version_parts;

static const dsi_member VERSION[] = {{"from", DSI_M_JSON, false, offsetof(version_parts, from), 0, NULL},
    {"week", DSI_M_JSON, true, offsetof(version_parts, week), 0, NULL}, {"notes", DSI_M_IGNORED, false, 0, 0, NULL}};

static bool read_from(dsi_reader *r, const dsi_at *at, int64_t *out)
{
    const char *text = NULL;
    return dsi_need_text(r, at, &text) &&
           (dsi_read_date(text, strlen(text), out) || dsi_complain1(r, at, DSI_SAY_DATE, text));
}

/* The first week holds from the beginning, the others from their date on. */
static bool read_version(dsi_reader *r, const dsi_at *at, dsi_week *weeks, int32_t index)
{
    version_parts parts;
    memset(&parts, 0, sizeof parts);
    dsi_week *week = &weeks[index];
    week->from_day = INT64_MIN;
    bool fine = dsi_read_members(r, at, VERSION, DSI_COUNT(VERSION), &parts);
    if (!dsi_reader_goes_on(r) || parts.week.json == NULL) {
        return false;
    }
    if (index == 0 && parts.from.json != NULL) {
        fine = dsi_complain(r, &parts.from, DSI_SAY_VERSION_FIRST, NULL, 0);
    } else if (index > 0 && parts.from.json == NULL) {
        fine = dsi_complain1(r, at, DSI_SAY_MISSING_MEMBER, "from");
    } else if (index > 0) {
        fine = read_from(r, &parts.from, &week->from_day) && fine;
        if (fine && week->from_day <= weeks[index - 1].from_day) {
            char before[24];
            dsi_date_text(weeks[index - 1].from_day, before);
            fine = dsi_complain2(r, &parts.from, DSI_SAY_VERSION_ORDER, json_string_value(parts.from.json), before);
        }
    }
    return dsi_reader_goes_on(r) && read_week(r, &parts.week, week) && fine;
}

static bool read_weeks(
    dsi_reader *r, const dsi_at *root, const dsi_at *week, const dsi_at *versions, dsi_calendar_spec *out)
{
    if (week->json == NULL && versions->json == NULL) {
        return dsi_complain1(r, root, DSI_SAY_MISSING_MEMBER, "week");
    }
    if (versions->json != NULL && !dsi_need_array(r, versions)) {
        return false;
    }
    const int64_t later = versions->json == NULL ? 0 : (int64_t)json_array_size(versions->json);
    if (versions->json != NULL && week->json == NULL && later == 0) {
        return dsi_complain(r, versions, DSI_SAY_EMPTY, NULL, 0);
    }
    if (later > MAX_VERSIONS) {
        return dsi_complain2(
            r, versions, DSI_SAY_TOO_MANY, dsi_number_text(r, (double)later), dsi_number_text(r, MAX_VERSIONS));
    }
    dsi_week *weeks = dsi_arena_alloc(&r->arena, (later + 1) * (int64_t)sizeof *weeks);
    if (weeks == NULL) {
        return dsi_complain_memory(r);
    }
    int32_t count = 0;
    bool fine = true;
    if (week->json != NULL) {
        weeks[count].from_day = INT64_MIN;
        fine = read_week(r, week, &weeks[count++]);
    }
    for (int64_t i = 0; i < later && dsi_reader_goes_on(r); i++) {
        const dsi_at version = dsi_element_at(versions, i);
        fine = read_version(r, &version, weeks, count++) && fine;
    }
    out->weeks = weeks;
    out->week_count = count;
    return fine && dsi_reader_goes_on(r);
}

/* ---- the document --------------------------------------------------------------------------- */

typedef struct calendar_parts {
    const char *name, *zone;
    int32_t mode;
    dsi_at zone_at, week, versions;
} calendar_parts;

static const dsi_choice MODES[] = {{"absolute", DSCORE_CALENDAR_ABSOLUTE}, {"wall", DSCORE_CALENDAR_WALL}, {NULL, 0}};

#define PART(member) offsetof(calendar_parts, member)
static const dsi_member MEMBERS[] = {DSI_HEAD_MEMBERS, {"name", DSI_M_TEXT, false, PART(name), 0, NULL},
    {"zone", DSI_M_JSON, false, PART(zone_at), 0, NULL}, {"mode", DSI_M_CHOICE, false, PART(mode), 0, MODES},
    {"week", DSI_M_JSON, false, PART(week), 0, NULL}, {"versions", DSI_M_JSON, false, PART(versions), 0, NULL},
    {"exceptions", DSI_M_IGNORED, false, 0, 0, NULL}, {"holidays", DSI_M_IGNORED, false, 0, 0, NULL},
    {"working_days", DSI_M_IGNORED, false, 0, 0, NULL}};

bool dsi_read_calendar(dsi_reader *r, const dsi_at *root, dsi_calendar_document *out)
{
    calendar_parts parts;
    memset(&parts, 0, sizeof parts);
    memset(out, 0, sizeof *out);
    parts.mode = DSCORE_CALENDAR_ABSOLUTE;
    bool fine = dsi_read_members(r, root, MEMBERS, DSI_COUNT(MEMBERS), &parts);
    if (parts.zone_at.json != NULL && dsi_reader_goes_on(r)) {
        bool named = dsi_need_text(r, &parts.zone_at, &parts.zone);
        if (named && parts.zone[0] == '\0') {
            named = dsi_complain(r, &parts.zone_at, DSI_SAY_EMPTY_TEXT, NULL, 0);
        }
        fine = fine && named;
    }
    if (!dsi_reader_goes_on(r)) {
        return false;
    }
    out->spec.name = parts.name == NULL ? "" : parts.name;
    out->spec.mode = parts.mode;
    out->zone = parts.zone;
    const bool weeks = read_weeks(r, root, &parts.week, &parts.versions, &out->spec);
    if (!weeks) { /* the dates are judged without it */
        out->spec.week_count = 0;
    }
    return dsi_reader_goes_on(r) && dsi_read_dates(r, root, out) && weeks && fine;
}

void dsi_calendar_document_free(dsi_reader *r, dsi_calendar_document *document)
{
    dsi_release(&r->allocator, document->entries, document->cap * (int64_t)sizeof *document->entries);
    document->entries = NULL;
}
