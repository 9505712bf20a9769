/* Reading the dates of a calendar: exceptions, and lists of holidays and working days as governments publish them. */
#include "document/calendar_document.h"

#include <stdlib.h>
#include <string.h>

/* ---- dates ---------------------------------------------------------------------------------- */

bool dsi_read_date(const char *text, size_t length, int64_t *out_day)
{
    static const char form[] = "dddd-dd-dd";
    int32_t parts[3] = {0, 0, 0}, part = 0;
    if (length != sizeof form - 1) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        const bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (is_digit != (form[i] == 'd') || (!is_digit && text[i] != '-')) {
            return false;
        }
        part += !is_digit;
        parts[part] = is_digit ? parts[part] * 10 + (text[i] - '0') : 0;
    }
    if (parts[0] < 1 || parts[1] < 1 || parts[1] > 12 || parts[2] < 1 ||
        parts[2] > dsi_civil_month_days(parts[0], parts[1])) {
        return false;
    }
    *out_day = dsi_civil_day(parts[0], parts[1], parts[2]);
    return true;
}

bool dsi_need_date(dsi_reader *r, const dsi_at *at, int64_t *out)
{
    const char *text = NULL;
    return dsi_need_text(r, at, &text) &&
           (dsi_read_date(text, strlen(text), out) || dsi_complain1(r, at, DSI_SAY_DAY, text));
}

void dsi_date_text(int64_t day, char out[24])
{
    int64_t year = 0;
    int32_t month = 0, mday = 0;
    dsi_civil_date(day, &year, &month, &mday);
    const int32_t digits[8] = {(int32_t)(year / 1000 % 10), (int32_t)(year / 100 % 10), (int32_t)(year / 10 % 10),
        (int32_t)(year % 10), month / 10, month % 10, mday / 10, mday % 10};
    int32_t n = 0;
    for (int32_t i = 0; i < 8; i++) {
        if (i == 4 || i == 6) {
            out[n++] = '-';
        }
        out[n++] = (char)('0' + digits[i]);
    }
    out[n] = '\0';
}

/* A date, or the first and the last of a range: 2025-10-01/2025-10-08. */
static bool read_range(dsi_reader *r, const dsi_at *at, const char *text, bool is_name, dsi_date_entry *out)
{
    const size_t first = strcspn(text, "/");
    bool fine = dsi_read_date(text, first, &out->first_day);
    out->last_day = out->first_day;
    if (fine && text[first] == '/') {
        fine = dsi_read_date(text + first + 1, strlen(text + first + 1), &out->last_day);
    }
    if (!fine) {
        return dsi_complain1(r, at, is_name ? DSI_SAY_DATE_NAME : DSI_SAY_DATE, text);
    }
    return out->last_day >= out->first_day ||
           dsi_complain1(r, at, is_name ? DSI_SAY_RANGE_NAME : DSI_SAY_DATE_RANGE, text);
}

const char *dsi_date_path(dsi_reader *r, const dsi_date_entry *entry)
{
    static const char *const lists[] = {"exceptions", "holidays", "working_days"};
    dsi_text path;
    dsi_text_init(&path, &r->allocator);
    dsi_text_add(&path, lists[entry->list]);
    const int64_t steps[2] = {entry->outer, entry->inner};
    for (int32_t i = 0; i < 2; i++) {
        if (i == 1 && entry->member != NULL) {
            dsi_text_add(&path, ".");
            dsi_text_add(&path, entry->member);
        }
        if (steps[i] >= 0) {
            dsi_text_add(&path, "[");
            dsi_text_add_int(&path, steps[i]);
            dsi_text_add(&path, "]");
        }
    }
    const char *kept = path.failed ? NULL : dsi_arena_text(&r->arena, path.data, path.length);
    dsi_text_free(&path);
    return kept == NULL ? lists[entry->list] : kept;
}

static bool add_entry(dsi_reader *r, dsi_calendar_document *out, const dsi_date_entry *entry)
{
    if (!dsi_reserve(&r->allocator, &out->entries, &out->cap, out->count + 1, (int64_t)sizeof *out->entries)) {
        return dsi_complain_memory(r);
    }
    out->entries[out->count] = *entry;
    out->entries[out->count].order = out->count;
    out->count++;
    return true;
}

/* "fri", as in "as:fri" without its beginning. */
static bool read_as(dsi_reader *r, const dsi_at *at, const char *text, int32_t *out)
{
    *out = dsi_weekday_of(text, strlen(text));
    return *out > 0 || dsi_complain1(r, at, DSI_SAY_AS, text);
}

/* ---- exceptions ----------------------------------------------------------------------------- */

typedef struct exception_parts {
    dsi_at hours, as;
} exception_parts;

static const dsi_member EXCEPTION[] = {{"hours", DSI_M_JSON, false, offsetof(exception_parts, hours), 0, NULL},
    {"as", DSI_M_JSON, false, offsetof(exception_parts, as), 0, NULL}, {"name", DSI_M_IGNORED, false, 0, 0, NULL},
    {"notes", DSI_M_IGNORED, false, 0, 0, NULL}};

static bool read_exception_object(dsi_reader *r, const dsi_at *at, dsi_date_entry *out)
{
    exception_parts parts;
    const char *text = NULL;
    memset(&parts, 0, sizeof parts);
    const bool fine = dsi_read_members(r, at, EXCEPTION, DSI_COUNT(EXCEPTION), &parts);
    if (!dsi_reader_goes_on(r)) {
        return false;
    }
    if (parts.as.json != NULL && parts.hours.json != NULL) {
        return dsi_complain2(r, &parts.as, DSI_SAY_NOT_BOTH, "hours", "as");
    }
    if (parts.as.json != NULL) {
        return dsi_need_text(r, &parts.as, &text) && read_as(r, &parts.as, text, &out->as) && fine;
    }
    if (parts.hours.json == NULL) {
        return dsi_complain1(r, at, DSI_SAY_MISSING_MEMBER, "hours");
    }
    return dsi_read_hours(r, &parts.hours, &out->hours) && fine;
}

static bool read_exception(dsi_reader *r, const dsi_at *at, dsi_date_entry *out)
{
    if (json_is_object(at->json)) {
        return read_exception_object(r, at, out);
    }
    if (json_is_string(at->json) && strncmp(json_string_value(at->json), "as:", 3) == 0) {
        return read_as(r, at, json_string_value(at->json) + 3, &out->as);
    }
    if (!json_is_string(at->json) && !json_is_array(at->json)) {
        return dsi_complain_type(r, at, "a list of hours, \"as:fri\" or an object", "时段列表、\"as:fri\" 或对象");
    }
    return dsi_read_hours(r, at, &out->hours);
}

static bool read_exceptions(dsi_reader *r, const dsi_at *at, dsi_calendar_document *out)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    bool fine = true;
    int64_t index = 0;
    for (void *i = json_object_iter(at->json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i), index++) {
        const dsi_at member = {at, json_object_iter_key(i), index, json_object_iter_value(i)};
        dsi_date_entry entry = {0, 0, {NULL, 0}, 0, DSI_DATES_EXCEPTIONS, 0, index, -1, NULL};
        bool read = read_range(r, &member, member.key, true, &entry);
        read = dsi_reader_goes_on(r) && read_exception(r, &member, &entry) && read;
        fine = (!read || add_entry(r, out, &entry)) && read && fine;
    }
    return fine && dsi_reader_goes_on(r);
}

/* ---- published lists ------------------------------------------------------------------------ */

typedef struct day_parts {
    dsi_at date, off, as;
} day_parts;

static const dsi_member DAY[] = {{"date", DSI_M_JSON, true, offsetof(day_parts, date), 0, NULL},
    {"isOffDay", DSI_M_JSON, false, offsetof(day_parts, off), 0, NULL},
    {"as", DSI_M_JSON, false, offsetof(day_parts, as), 0, NULL}, {"name", DSI_M_IGNORED, false, 0, 0, NULL},
    {"title", DSI_M_IGNORED, false, 0, 0, NULL}, {"notes", DSI_M_IGNORED, false, 0, 0, NULL},
    {"bunting", DSI_M_IGNORED, false, 0, 0, NULL}};

/* {"date": "2025-10-11", "name": "国庆节", "isOffDay": false}. */
static bool read_day_object(dsi_reader *r, const dsi_at *at, dsi_date_entry *entry)
{
    day_parts parts;
    const char *text = NULL;
    memset(&parts, 0, sizeof parts);
    bool fine = dsi_read_members(r, at, DAY, DSI_COUNT(DAY), &parts);
    if (!dsi_reader_goes_on(r) || parts.date.json == NULL) {
        return false;
    }
    fine = dsi_need_text(r, &parts.date, &text) && read_range(r, &parts.date, text, false, entry) && fine;
    if (parts.off.json != NULL && dsi_reader_goes_on(r)) {
        if (!json_is_boolean(parts.off.json)) {
            return dsi_complain_type(r, &parts.off, "true or false", "true 或 false");
        }
        if (entry->list == DSI_DATES_WORKING && json_is_true(parts.off.json)) {
            return dsi_complain(r, &parts.off, DSI_SAY_OFF_WORKING, NULL, 0);
        }
        entry->as = json_is_true(parts.off.json) ? 0 : -1;
    }
    if (parts.as.json != NULL && dsi_reader_goes_on(r)) {
        if (entry->as == 0) {
            return dsi_complain(r, &parts.as, DSI_SAY_AS_HOLIDAY, NULL, 0);
        }
        fine = dsi_need_text(r, &parts.as, &text) && read_as(r, &parts.as, text, &entry->as) && fine;
    }
    return fine && dsi_reader_goes_on(r);
}

/* A date, a range, or an object with one. */
static bool read_day(dsi_reader *r, const dsi_at *at, dsi_date_entry entry, dsi_calendar_document *out)
{
    bool fine = false;
    if (json_is_string(at->json)) {
        fine = read_range(r, at, json_string_value(at->json), false, &entry);
    } else if (json_is_object(at->json)) {
        fine = read_day_object(r, at, &entry);
    } else {
        fine = dsi_complain_type(
            r, at, "a date such as \"2026-12-25\" or an object with one", "形如 \"2026-12-25\" 的日期或含日期的对象");
    }
    return fine && add_entry(r, out, &entry);
}

typedef struct list_parts {
    dsi_at days, events;
} list_parts;

/* What published files say of themselves. */
static const dsi_member LIST[] = {{"days", DSI_M_JSON, false, offsetof(list_parts, days), 0, NULL},
    {"events", DSI_M_JSON, false, offsetof(list_parts, events), 0, NULL},
    {"division", DSI_M_IGNORED, false, 0, 0, NULL}, {"year", DSI_M_IGNORED, false, 0, 0, NULL},
    {"papers", DSI_M_IGNORED, false, 0, 0, NULL}, {"name", DSI_M_IGNORED, false, 0, 0, NULL},
    {"notes", DSI_M_IGNORED, false, 0, 0, NULL}, {"$schema", DSI_M_IGNORED, false, 0, 0, NULL},
    {"$id", DSI_M_IGNORED, false, 0, 0, NULL}};

/* {"days": [...]} or {"events": [...]}. */
static bool read_list_object(dsi_reader *r, const dsi_at *at, dsi_date_entry entry, dsi_calendar_document *out)
{
    list_parts parts;
    memset(&parts, 0, sizeof parts);
    bool fine = dsi_read_members(r, at, LIST, DSI_COUNT(LIST), &parts);
    if (!dsi_reader_goes_on(r)) {
        return false;
    }
    if (parts.days.json != NULL && parts.events.json != NULL) {
        return dsi_complain2(r, &parts.events, DSI_SAY_NOT_BOTH, "days", "events");
    }
    const dsi_at *days = parts.days.json != NULL ? &parts.days : &parts.events;
    if (!dsi_need_array(r, days)) {
        return false;
    }
    entry.member = days->key;
    for (int64_t i = 0; i < (int64_t)json_array_size(days->json) && dsi_reader_goes_on(r); i++) {
        const dsi_at day = dsi_element_at(days, i);
        entry.inner = i;
        fine = read_day(r, &day, entry, out) && fine;
    }
    return fine && dsi_reader_goes_on(r);
}

/* {"2026-01-01": "1er janvier", ...}; a file of several lists is told apart from a mistyped date. */
static bool read_dates_object(dsi_reader *r, const dsi_at *at, dsi_date_entry entry, dsi_calendar_document *out)
{
    bool fine = true;
    int64_t index = 0;
    for (void *i = json_object_iter(at->json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i), index++) {
        const dsi_at member = {at, json_object_iter_key(i), index, json_object_iter_value(i)};
        dsi_date_entry own = entry;
        *(entry.outer < 0 ? &own.outer : &own.inner) = index;
        const char *name = NULL;
        bool read = false;
        if (json_object_get(member.json, "events") != NULL || json_object_get(member.json, "days") != NULL) {
            read = dsi_complain1(r, &member, DSI_SAY_LISTS, member.key);
        } else {
            read = read_range(r, &member, member.key, true, &own);
            read = dsi_reader_goes_on(r) && dsi_need_text(r, &member, &name) && read && add_entry(r, out, &own);
        }
        fine = fine && read;
    }
    return fine && dsi_reader_goes_on(r);
}

static bool read_part(dsi_reader *r, const dsi_at *at, const dsi_date_entry *entry, dsi_calendar_document *out)
{
    if (json_object_get(at->json, "days") != NULL || json_object_get(at->json, "events") != NULL) {
        return read_list_object(r, at, *entry, out);
    }
    if (json_is_object(at->json) && json_object_get(at->json, "date") == NULL) {
        return read_dates_object(r, at, *entry, out);
    }
    return read_day(r, at, *entry, out);
}

static bool read_list(dsi_reader *r, const dsi_at *at, dsi_date_list list, dsi_calendar_document *out)
{
    dsi_date_entry entry = {0, 0, {NULL, 0}, list == DSI_DATES_WORKING ? -1 : 0, (int32_t)list, 0, -1, -1, NULL};
    if (json_is_object(at->json)) {
        return read_part(r, at, &entry, out);
    }
    if (!json_is_array(at->json)) {
        return dsi_complain_type(r, at, "a list of dates, or an object as it is published", "日期列表或所发布的对象");
    }
    bool fine = true;
    for (int64_t i = 0; i < (int64_t)json_array_size(at->json) && dsi_reader_goes_on(r); i++) {
        const dsi_at element = dsi_element_at(at, i);
        entry.outer = i;
        fine = read_part(r, &element, &entry, out) && fine;
    }
    return fine && dsi_reader_goes_on(r);
}

/* ---- all together --------------------------------------------------------------------------- */

/* The hours of a plain working day are those of the first weekday that has any, in each version of the week. */
static bool settle_working_days(dsi_reader *r, const dsi_at *root, dsi_calendar_document *out)
{
    const dsi_calendar_spec *spec = &out->spec;
    const int64_t count = out->count;
    for (int64_t i = 0; i < count; i++) {
        const dsi_date_entry whole = out->entries[i];
        bool is_first = true;
        for (int32_t w = 0; w < spec->week_count && whole.as < 0; w++) {
            dsi_date_entry part = whole;
            const int64_t end = w + 1 < spec->week_count ? spec->weeks[w + 1].from_day : INT64_MAX;
            part.first_day = spec->weeks[w].from_day > whole.first_day ? spec->weeks[w].from_day : whole.first_day;
            part.last_day = whole.last_day < end ? whole.last_day : end - 1;
            if (part.first_day > part.last_day) {
                continue;
            }
            part.as = 1;
            while (part.as <= 7 && spec->weeks[w].days[part.as - 1].count == 0) {
                part.as++;
            }
            if (part.as > 7) {
                return dsi_complain_below(r, root, dsi_date_path(r, &whole), DSI_SAY_NO_WORKING_HOURS, NULL, 0);
            }
            if (is_first) {
                out->entries[i] = part;
            } else if (!add_entry(r, out, &part)) {
                return false;
            }
            is_first = false;
        }
    }
    return true;
}

static int compare(const void *a, const void *b)
{
    const dsi_date_entry *x = a, *y = b;
    if (x->first_day != y->first_day) {
        return x->first_day < y->first_day ? -1 : 1;
    }
    return x->order < y->order ? -1 : x->order > y->order;
}

static bool say_twice(dsi_reader *r, const dsi_at *root, const dsi_date_entry *a, const dsi_date_entry *b)
{
    char date[24];
    dsi_date_text(b->first_day, date);
    const dsi_date_entry *later = a->order < b->order ? b : a, *earlier = later == a ? b : a;
    const char *other = dsi_path_below(r, root, dsi_date_path(r, earlier));
    const dsi_word words[] = {dsi_word_of(date), dsi_word_of(other)};
    return dsi_complain_below(r, root, dsi_date_path(r, later), DSI_SAY_DATE_TWICE, words, 2);
}

/* Each date once: lists may repeat what lists say, all else is a contradiction. */
static bool settle_dates(dsi_reader *r, const dsi_at *root, dsi_calendar_document *out)
{
    bool fine = true;
    int64_t kept = 0;
    if (out->count > 0) {
        qsort(out->entries, (size_t)out->count, sizeof *out->entries, compare);
    }
    for (int64_t i = 0; i < out->count && dsi_reader_goes_on(r); i++) {
        const dsi_date_entry *entry = &out->entries[i];
        dsi_date_entry *before = kept > 0 ? &out->entries[kept - 1] : NULL;
        if (before == NULL || entry->first_day > before->last_day) {
            out->entries[kept++] = *entry;
            continue;
        }
        if (before->list == DSI_DATES_EXCEPTIONS || entry->list == DSI_DATES_EXCEPTIONS || before->as != entry->as) {
            fine = say_twice(r, root, before, entry);
        }
        before->last_day = entry->last_day > before->last_day ? entry->last_day : before->last_day;
    }
    out->count = kept;
    return fine && dsi_reader_goes_on(r);
}

bool dsi_read_dates(dsi_reader *r, const dsi_at *root, dsi_calendar_document *out)
{
    dsi_at at;
    bool fine = !dsi_member_at(root, "exceptions", &at) || read_exceptions(r, &at, out);
    fine = (!dsi_reader_goes_on(r) || !dsi_member_at(root, "holidays", &at) ||
               read_list(r, &at, DSI_DATES_HOLIDAYS, out)) &&
           fine;
    fine = (!dsi_reader_goes_on(r) || !dsi_member_at(root, "working_days", &at) ||
               read_list(r, &at, DSI_DATES_WORKING, out)) &&
           fine;
    fine = dsi_reader_goes_on(r) && settle_working_days(r, root, out) && fine;
    fine = dsi_reader_goes_on(r) && settle_dates(r, root, out) && fine;
    if (!fine || out->count == 0) {
        return fine;
    }
    dsi_exception *exceptions = dsi_arena_alloc(&r->arena, out->count * (int64_t)sizeof *exceptions);
    if (exceptions == NULL) {
        return dsi_complain_memory(r);
    }
    for (int64_t i = 0; i < out->count; i++) {
        const dsi_date_entry *entry = &out->entries[i];
        const dsi_exception exception = {entry->first_day, entry->last_day, entry->as, entry->hours, -1};
        exceptions[i] = exception;
    }
    out->spec.exceptions = exceptions;
    out->spec.exception_count = out->count;
    return true;
}
