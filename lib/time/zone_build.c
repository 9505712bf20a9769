/* Builds a zone's pieces: the transitions of the file, then those of its footer for a little more than 400 years, then
   both cut to a form that depends only on the offsets themselves. Files of one zone that list transitions until 2037
   ("fat") or leave them to the footer ("slim") thus end in the same pieces and the same hash. */
#include "time/zone_build.h"

#include "base/hash.h"
#include "time/posix_rule.h"

#include <string.h>

/* Offsets are less than 26 hours: what happens more than two days outside the years 1-9999 is never asked for. */
#define EARLIEST (DSI_TIME_FIRST - 2 * DSI_DAY)
#define LATEST (DSI_TIME_LAST + 2 * DSI_DAY)

/* The footer is followed for a cycle and these many years more, in which the cut between two cycles is looked for. */
enum { SPARE_YEARS = 32, SOUGHT_YEARS = 28, FOOTER_PIECES = 2 * (400 + SPARE_YEARS + 4) };

typedef struct builder {
    dsi_zone_piece *items; /* room for all: one a transition, one before, FOOTER_PIECES */
    int64_t count;
} builder;

/* A piece that does not change the offset is none. */
static void add(builder *b, int64_t from, int64_t offset)
{
    if (b->items[b->count - 1].offset != offset) {
        b->items[b->count++] = (dsi_zone_piece){from, offset};
    }
}

/* ---- transitions of the file ----------------------------------------------------------------- */

/* Returns the last transition, within EARLIEST and LATEST; *is_cut: there is one after LATEST. */
static int64_t add_transitions(builder *b, const dsi_tzif *file, bool *is_cut)
{
    int64_t last = EARLIEST;
    *is_cut = false;
    b->items[0] = (dsi_zone_piece){INT64_MIN, dsi_tzif_offset(file, 0) * DSI_SECOND};
    b->count = 1;
    for (int64_t i = 0; i < file->time_count; i++) {
        const int64_t seconds = dsi_tzif_time(file, i);
        const int64_t offset = dsi_tzif_offset(file, file->kinds[i]) * DSI_SECOND;
        if (seconds > LATEST / DSI_SECOND) {
            *is_cut = true;
            break;
        }
        if (seconds <= EARLIEST / DSI_SECOND) {
            b->items[0].offset = offset;
            continue;
        }
        last = seconds * DSI_SECOND;
        add(b, last, offset);
    }
    return last;
}

/* ---- the footer ------------------------------------------------------------------------------ */

static int64_t year_of(int64_t t)
{
    int64_t year;
    int32_t month;
    int32_t day;
    dsi_civil_date(dsi_floor_div(t, DSI_DAY), &year, &month, &day);
    return year;
}

/* The offset that the rule has at an instant. Later changes in the order of the years take the place of earlier ones
   (posix_rule.h), so the last one in that order decides. */
static int64_t offset_at(const dsi_posix_rule *rule, int64_t t)
{
    int64_t offset = rule->standard * DSI_SECOND;
    if (!rule->has_daylight) {
        return offset;
    }
    const int64_t year = year_of(t);
    for (int64_t y = year - 1; y <= year + 1; y++) {
        dsi_rule_change changes[2];
        dsi_posix_rule_year(rule, y, changes);
        for (int i = 0; i < 2; i++) {
            if (changes[i].at * DSI_SECOND <= t) {
                offset = changes[i].offset * DSI_SECOND;
            }
        }
    }
    return offset;
}

/* The changes after `last`, at which items end. */
static void add_footer(builder *b, const dsi_posix_rule *rule, int64_t last)
{
    const int64_t base = b->count;
    const int64_t year = year_of(last);
    const int64_t last_year = year + 400 + SPARE_YEARS;
    for (int64_t y = year - 1; y <= last_year; y++) {
        dsi_rule_change changes[2];
        dsi_posix_rule_year(rule, y, changes);
        for (int i = 0; i < 2; i++) {
            const int64_t from = changes[i].at * DSI_SECOND;
            while (b->count > base && b->items[b->count - 1].from >= from) {
                b->count--;
            }
            if (from > last) {
                add(b, from, changes[i].offset * DSI_SECOND);
            }
        }
    }
    /* Changes of the year after might have taken the place of these. */
    const int64_t sure = dsi_civil_day(last_year, 12, 1) * DSI_DAY;
    while (b->count > base && b->items[b->count - 1].from >= sure) {
        b->count--;
    }
}

/* ---- the form that does not depend on the file ------------------------------------------------ */

static int64_t index_at(const builder *b, int64_t t)
{
    int64_t i = b->count - 1;
    while (b->items[i].from > t) {
        i--;
    }
    return i;
}

/* The earliest instant from which on offsets repeat every 400 years; they do from `last` on. */
static int64_t first_repeated(const builder *b, int64_t last)
{
    const dsi_zone_piece *p = b->items;
    int64_t from = last;
    int64_t i = index_at(b, last);
    int64_t j = index_at(b, last + DSI_CYCLE);
    while (p[i].offset == p[j].offset) {
        const int64_t image = p[j].from - DSI_CYCLE;
        if (p[i].from != image) {
            return p[i].from > image ? p[i].from : image;
        }
        from = image;
        i--;
        j--;
    }
    return from;
}

/* Where cycles meet: amid the longer of the first two stretches between transitions, so that no transition is near;
   in rules that change only now and then, where repetition starts. */
static int64_t cut_after(const builder *b, int64_t repeated)
{
    const int64_t i = index_at(b, repeated) + 1;
    if (i + 2 >= b->count || b->items[i + 2].from - repeated > SOUGHT_YEARS * 365 * DSI_DAY) {
        return repeated;
    }
    const int64_t t[3] = {b->items[i].from, b->items[i + 1].from, b->items[i + 2].from};
    const int64_t start = t[1] - t[0] >= t[2] - t[1] ? t[0] : t[1];
    const int64_t end = start == t[0] ? t[1] : t[2];
    return start + (end - start) / 2 / DSI_SECOND * DSI_SECOND;
}

static void put_i64(unsigned char *p, int64_t value)
{
    for (int i = 0; i < 8; i++) {
        p[i] = (unsigned char)((uint64_t)value >> (56 - 8 * i) & 0xFFU);
    }
}

/* The hash is that of "zone1", the end of the cycle (0 without one) and each piece's start and offset, in seconds as
   64-bit big-endian integers; the first piece starts at 0 there. Pieces are in the form above, so the hash is one of
   the offsets at all times and of nothing else. */
static bool hash_pieces(dscore_zone *zone)
{
    static const char form[8] = "zone1";
    const int64_t size = (int64_t)sizeof form + 8 + 16 * (int64_t)zone->count;
    unsigned char *bytes = dsi_alloc(&zone->allocator, size);
    if (bytes == NULL) {
        return false;
    }
    memcpy(bytes, form, sizeof form);
    unsigned char *p = bytes + sizeof form;
    put_i64(p, zone->has_cycle ? zone->cycle_end / DSI_SECOND : 0);
    p += 8;
    for (int32_t i = 0; i < zone->count; i++, p += 16) {
        put_i64(p, i == 0 ? 0 : zone->pieces[i].from / DSI_SECOND);
        put_i64(p + 8, zone->pieces[i].offset / DSI_SECOND);
    }
    dsi_hash_hex(bytes, size, zone->hash);
    dsi_release(&zone->allocator, bytes, size);
    return true;
}

/* ---- zones ----------------------------------------------------------------------------------- */

/* A zone with room for so many pieces. */
static dscore_zone *new_zone(const dscore_allocator *allocator, const char *name, int64_t room)
{
    dscore_zone *zone = dsi_alloc_zero(allocator, (int64_t)sizeof *zone);
    if (zone == NULL) {
        return NULL;
    }
    dsi_ref_init(&zone->ref);
    zone->allocator = *allocator;
    zone->name_size = (int64_t)strlen(name) + 1;
    zone->name = dsi_alloc(allocator, zone->name_size);
    zone->size = room * (int64_t)sizeof *zone->pieces;
    zone->pieces = dsi_alloc(allocator, zone->size);
    if (zone->name == NULL || zone->pieces == NULL) {
        dscore_zone_free(zone);
        return NULL;
    }
    memcpy(zone->name, name, (size_t)zone->name_size);
    return zone;
}

static dscore_status finish(dscore_zone *zone, int64_t count, dscore_zone **out, dscore_error *err)
{
    zone->count = (int32_t)count;
    /* Give back what was not needed; without success, keep it. */
    const int64_t size = count * (int64_t)sizeof *zone->pieces;
    dsi_zone_piece *pieces = dsi_resize(&zone->allocator, zone->pieces, zone->size, size);
    if (pieces != NULL) {
        zone->pieces = pieces;
        zone->size = size;
    }
    if (!hash_pieces(zone)) {
        dscore_zone_free(zone);
        return dsi_fail_memory(err);
    }
    *out = zone;
    return DSCORE_OK;
}

dscore_status dsi_zone_of_offset(
    const dscore_allocator *allocator, const char *name, int64_t offset, dscore_zone **out, dscore_error *err)
{
    dscore_zone *zone = new_zone(allocator, name, 1);
    if (zone == NULL) {
        return dsi_fail_memory(err);
    }
    zone->pieces[0] = (dsi_zone_piece){INT64_MIN, offset};
    return finish(zone, 1, out, err);
}

static dscore_status refuse_footer(const dsi_tzif *file, int64_t at, const char *expected, dscore_error *err)
{
    const dscore_status status = dsi_fail(err, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FOOTER,
        "byte %lld: the rule after the last transition: expected %s", (long long)(file->footer_at + at), expected);
    dsi_error_position(err, 0, 0, file->footer_at + at);
    return status;
}

/* Go on by the rule. Its offset at the last transition should be that of the file. Files made by zic 2022 for
   America/Ojinaga, whose law changed a week before the clocks did, break that: there the last transition holds until
   the rule's first change, as in the reference implementation of localtime. Any other contradiction is refused. */
static dscore_status follow(
    dscore_zone *zone, builder *b, const dsi_tzif *file, const dsi_posix_rule *rule, int64_t last, dscore_error *err)
{
    const int64_t offset = offset_at(rule, last);
    if (last == EARLIEST) {
        b->items[0].offset = offset; /* nothing but the footer in the years that count */
    }
    const int64_t base = b->count;
    const int64_t offset_there = b->items[base - 1].offset;
    if (rule->has_daylight) {
        add_footer(b, rule, last);
    }
    if (offset_there != offset) {
        const bool is_of_rule =
            offset_there == rule->standard * DSI_SECOND || offset_there == rule->daylight * DSI_SECOND;
        if (!is_of_rule || b->count == base || b->items[base].from - last > 366 * DSI_DAY) {
            return refuse_footer(file, 0, "the offset of the last transition", err);
        }
        last = b->items[base].from;
    }
    if (b->count > base) {
        const int64_t cut = cut_after(b, first_repeated(b, last));
        zone->has_cycle = true;
        zone->cycle_end = cut + DSI_CYCLE;
        b->count = index_at(b, zone->cycle_end - 1) + 1;
    }
    return DSCORE_OK;
}

dscore_status dsi_zone_of_file(
    const dscore_allocator *allocator, const char *name, const dsi_tzif *file, dscore_zone **out, dscore_error *err)
{
    dsi_posix_rule rule = {0};
    if (file->footer_length > 0) {
        int64_t at = 0;
        const char *expected = "";
        if (!dsi_posix_rule_parse(file->footer, file->footer_length, &rule, &at, &expected)) {
            return refuse_footer(file, at, expected, err);
        }
    }
    dscore_zone *zone = new_zone(allocator, name, file->time_count + 1 + FOOTER_PIECES);
    if (zone == NULL) {
        return dsi_fail_memory(err);
    }
    builder b = {zone->pieces, 0};
    bool is_cut;
    const int64_t last = add_transitions(&b, file, &is_cut);
    if (file->footer_length > 0 && !is_cut) {
        const dscore_status status = follow(zone, &b, file, &rule, last, err);
        if (status != DSCORE_OK) {
            dscore_zone_free(zone);
            return status;
        }
    }
    return finish(zone, b.count, out, err);
}
