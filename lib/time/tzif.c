/* Checks a TZif file from end to end before anything of it is used. */
#include "time/tzif.h"

#include <stdbool.h>
#include <string.h>

enum { HEADER = 44, TYPE_SIZE = 6, MOST_OFFSET = 26 * 3600 };

typedef struct source {
    const unsigned char *bytes;
    int64_t length;
    dscore_error *err;
} source;

/* A header's counts, in its order, and where its data starts. */
typedef struct block {
    uint32_t ut_count, std_count, leap_count, time_count, type_count, char_count;
    int64_t time_size;
    int64_t times, kinds, types, chars, leaps, stds, uts, end;
} block;

static uint32_t read_u32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

static int64_t read_i32(const unsigned char *p)
{
    const uint32_t u = read_u32(p);
    return u < UINT32_C(0x80000000) ? (int64_t)u : (int64_t)u - INT64_C(0x100000000);
}

static int64_t read_i64(const unsigned char *p)
{
    return read_i32(p) * INT64_C(0x100000000) + (int64_t)read_u32(p + 4);
}

static dscore_status refuse(const source *f, int64_t at, const char *what)
{
    const dscore_status status =
        dsi_fail(f->err, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, "byte %lld: %s", (long long)at, what);
    dsi_error_position(f->err, 0, 0, at);
    return status;
}

static dscore_status read_header(const source *f, int64_t at, block *out)
{
    if (f->length - at < HEADER) {
        return refuse(f, f->length, "the file ends inside a header, expected 44 bytes");
    }
    const unsigned char *p = f->bytes + at;
    if (memcmp(p, "TZif", 4) != 0) {
        return refuse(f, at, "this is not a TZif file, expected the letters TZif");
    }
    if (p[4] != 0 && (p[4] < '2' || p[4] > '4')) {
        return refuse(f, at + 4, "an unknown version, expected 1 to 4");
    }
    out->ut_count = read_u32(p + 20);
    out->std_count = read_u32(p + 24);
    out->leap_count = read_u32(p + 28);
    out->time_count = read_u32(p + 32);
    out->type_count = read_u32(p + 36);
    out->char_count = read_u32(p + 40);
    /* Counts are below 2^32 and elements have at most 12 bytes: no sum here leaves 64 bits. */
    const int64_t leap_size = out->time_size + 4;
    out->times = at + HEADER;
    out->kinds = out->times + (int64_t)out->time_count * out->time_size;
    out->types = out->kinds + (int64_t)out->time_count;
    out->chars = out->types + (int64_t)out->type_count * TYPE_SIZE;
    out->leaps = out->chars + (int64_t)out->char_count;
    out->stds = out->leaps + (int64_t)out->leap_count * leap_size;
    out->uts = out->stds + (int64_t)out->std_count;
    out->end = out->uts + (int64_t)out->ut_count;
    if (out->end > f->length) {
        return refuse(f, f->length, "the file ends before the data that its header counts");
    }
    return DSCORE_OK;
}

static dscore_status check_types(const source *f, const block *b)
{
    for (int64_t i = 0; i < (int64_t)b->type_count; i++) {
        const int64_t at = b->types + i * TYPE_SIZE;
        const unsigned char *p = f->bytes + at;
        const int64_t offset = read_i32(p);
        if (offset <= -MOST_OFFSET || offset >= MOST_OFFSET) {
            return refuse(f, at, "an offset of 26 hours or more");
        }
        if (p[4] > 1) {
            return refuse(f, at + 4, "a mark of daylight saving time that is neither 0 nor 1");
        }
        if (p[5] >= b->char_count ||
            memchr(f->bytes + b->chars + p[5], '\0', (size_t)((int64_t)b->char_count - p[5])) == NULL) {
            return refuse(f, at + 5, "the name of a local time type lies outside the names");
        }
    }
    return DSCORE_OK;
}

static dscore_status check_times(const source *f, const block *b)
{
    const dsi_tzif view = {.times = f->bytes + b->times, .time_size = b->time_size};
    for (int64_t i = 0; i < (int64_t)b->time_count; i++) {
        if (i > 0 && dsi_tzif_time(&view, i) <= dsi_tzif_time(&view, i - 1)) {
            return refuse(f, b->times + i * b->time_size, "a transition that is not later than the one before it");
        }
        if (f->bytes[b->kinds + i] >= b->type_count) {
            return refuse(f, b->kinds + i, "a transition to a local time type that is not there");
        }
    }
    return DSCORE_OK;
}

/* The marks "standard" and "UT" matter for nothing here, but a file in which they are wrong is not to be trusted. */
static dscore_status check_marks(const source *f, const block *b)
{
    for (int64_t i = 0; i < (int64_t)b->std_count; i++) {
        if (f->bytes[b->stds + i] > 1) {
            return refuse(f, b->stds + i, "a mark of standard time that is neither 0 nor 1");
        }
    }
    for (int64_t i = 0; i < (int64_t)b->ut_count; i++) {
        if (f->bytes[b->uts + i] > 1) {
            return refuse(f, b->uts + i, "a mark of universal time that is neither 0 nor 1");
        }
        if (f->bytes[b->uts + i] == 1 && (b->std_count == 0 || f->bytes[b->stds + i] == 0)) {
            return refuse(f, b->uts + i, "a local time type marked as universal but not as standard time");
        }
    }
    return DSCORE_OK;
}

static dscore_status check_block(const source *f, const block *b)
{
    const int64_t header = b->times - HEADER;
    if (b->type_count == 0 || b->type_count > 256) {
        return refuse(f, header + 36, "the number of local time types is out of range, expected 1 to 256");
    }
    if (b->char_count == 0) {
        return refuse(f, header + 40, "there are no names of local time types");
    }
    if (b->std_count != 0 && b->std_count != b->type_count) {
        return refuse(f, header + 24, "marks of standard time for some types only, expected all or none");
    }
    if (b->ut_count != 0 && b->ut_count != b->type_count) {
        return refuse(f, header + 20, "marks of universal time for some types only, expected all or none");
    }
    if (b->leap_count != 0) {
        const dscore_status status = dsi_fail(f->err, DSCORE_E_UNSUPPORTED, DSCORE_CODE_ZONE_LEAP,
            "the file counts leap seconds, expected one that does not (instants are POSIX time)");
        dsi_error_position(f->err, 0, 0, header + 28);
        return status;
    }
    dscore_status status = check_types(f, b);
    if (status == DSCORE_OK) {
        status = check_times(f, b);
    }
    return status != DSCORE_OK ? status : check_marks(f, b);
}

static dscore_status read_footer(const source *f, int64_t at, dsi_tzif *out)
{
    if (at >= f->length) {
        return refuse(f, f->length, "the file ends before its footer");
    }
    if (f->bytes[at] != '\n') {
        return refuse(f, at, "expected the line feed before the footer");
    }
    const unsigned char *rule = f->bytes + at + 1;
    const unsigned char *end = memchr(rule, '\n', (size_t)(f->length - at - 1));
    if (end == NULL) {
        return refuse(f, f->length, "the file ends inside its footer");
    }
    out->footer = (const char *)rule;
    out->footer_length = (int64_t)(end - rule);
    out->footer_at = at + 1;
    if (end + 1 != f->bytes + f->length) {
        return refuse(f, (int64_t)(end + 1 - f->bytes), "expected the end of the file after its footer");
    }
    return DSCORE_OK;
}

dscore_status dsi_tzif_read(const void *bytes, int64_t length, dsi_tzif *out, dscore_error *err)
{
    const source f = {bytes, length, err};
    block b = {.time_size = 4};
    dscore_status status = read_header(&f, 0, &b);
    if (status != DSCORE_OK) {
        return status;
    }
    const unsigned char version = f.bytes[4];
    if (version != 0) { /* the first block is for readers of version 1: only its length matters */
        const int64_t second = b.end;
        b.time_size = 8;
        status = read_header(&f, second, &b);
        if (status == DSCORE_OK && f.bytes[second + 4] != version) {
            status = refuse(&f, second + 4, "the two headers differ in version");
        }
    }
    if (status == DSCORE_OK) {
        status = check_block(&f, &b);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    *out = (dsi_tzif){.times = f.bytes + b.times,
        .kinds = f.bytes + b.kinds,
        .types = f.bytes + b.types,
        .time_count = b.time_count,
        .type_count = b.type_count,
        .time_size = b.time_size,
        .footer = "",
        .footer_at = b.end};
    if (version != 0) {
        return read_footer(&f, b.end, out);
    }
    return b.end == length ? DSCORE_OK : refuse(&f, b.end, "expected the end of the file");
}

int64_t dsi_tzif_time(const dsi_tzif *file, int64_t transition)
{
    const unsigned char *p = file->times + transition * file->time_size;
    return file->time_size == 8 ? read_i64(p) : read_i32(p);
}

int32_t dsi_tzif_offset(const dsi_tzif *file, int64_t type)
{
    return (int32_t)read_i32(file->types + type * TYPE_SIZE);
}
