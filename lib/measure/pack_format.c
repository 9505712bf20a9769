/* What packed states have at their front and end: what they are, of which plan, whether they came through whole. */
#include "measure/pack_format.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/structs.h"
#include <deskscore/pack.h>
#include <stdio.h>
#include <string.h>

/* The first byte is no text, the line ends show whether something translated them on the way (as PNG does). */
const uint8_t dsi_pack_magic[DSI_PACK_MAGIC] = {0x89, 'D', 'S', 'T', '\r', '\n', 0x1A, '\n'};

static int digit_of(char hex)
{
    return hex >= 'a' ? hex - 'a' + 10 : hex - '0';
}

void dsi_pack_fingerprint(const char *hex, uint8_t out[16])
{
    for (int i = 0; i < 16; i++) {
        out[i] = (uint8_t)(digit_of(hex[2 * i]) * 16 + digit_of(hex[2 * i + 1]));
    }
}

uint64_t dsi_pack_identity(const char *identity)
{
    char hex[33];
    uint8_t bytes[16];
    uint64_t value = 0;
    if (identity[0] == '\0') {
        return 0;
    }
    dsi_hash_hex(identity, (int64_t)strlen(identity), hex);
    dsi_pack_fingerprint(hex, bytes);
    for (int i = 0; i < 8; i++) {
        value |= (uint64_t)bytes[i] << (8 * i);
    }
    return value;
}

int32_t dsi_pack_field(const dsi_plan_source *source, int32_t before)
{
    const dsi_field *fields = source->source->fields;
    int32_t next = -1;
    for (int32_t f = 0; f < source->source->field_count && source->reads != NULL; f++) {
        if (source->reads[f] != 0 && (before < 0 || strcmp(fields[f].name, fields[before].name) > 0) &&
            (next < 0 || strcmp(fields[f].name, fields[next].name) < 0)) {
            next = f;
        }
    }
    return next;
}

bool dsi_pack_counts(const dsi_frame *plan, int32_t at)
{
    return at < plan->selection_count || plan->accounts[at - plan->selection_count].selection_count != 1;
}

dscore_status dsi_pack_fail(const dsi_bytes_in *in, dscore_error *err)
{
    (void)dsi_fail(err, DSCORE_E_FORMAT, DSCORE_CODE_STATE_PACK,
        "the packed state is malformed: expected %s at byte %lld", in->expected, (long long)in->failed_at);
    dsi_error_position(err, 0, 0, in->failed_at);
    return DSCORE_E_FORMAT;
}

/* ---- the header ------------------------------------------------------------------------------ */

static dscore_status fail_at(dscore_error *err, int64_t at, const char *what, int64_t given, int64_t expected)
{
    (void)dsi_fail(err, DSCORE_E_FORMAT, DSCORE_CODE_STATE_PACK, what, (long long)given, (long long)expected);
    dsi_error_position(err, 0, 0, at);
    return DSCORE_E_FORMAT;
}

static uint64_t fixed_at(const uint8_t *bytes, int64_t at, int32_t n)
{
    dsi_bytes_in in = {bytes + at, n, 0, NULL, 0};
    return dsi_get_fixed(&in, n);
}

/* That there is a header, and of this format. */
static dscore_status check_header(const uint8_t *bytes, int64_t n, dscore_error *err)
{
    if (n < DSI_PACK_MAGIC || memcmp(bytes, dsi_pack_magic, DSI_PACK_MAGIC) != 0) {
        return fail_at(err, 0, "no packed state: expected the 8 bytes that every one begins with", 0, 0);
    }
    if (n < DSI_PACK_HEADER + DSI_PACK_CHECKSUM) {
        return fail_at(err, n, "the packed state was cut off: %lld bytes, expected at least %lld", n,
            DSI_PACK_HEADER + DSI_PACK_CHECKSUM);
    }
    const uint64_t format = fixed_at(bytes, 8, 2);
    if (format == DSI_PACK_FORMAT) {
        return DSCORE_OK;
    }
    if (format == 0) {
        return fail_at(err, 8, "a packed state of format %lld, expected %lld", 0, DSI_PACK_FORMAT);
    }
    (void)dsi_fail(err, DSCORE_E_UNSUPPORTED, DSCORE_CODE_STATE_PACK_FORMAT,
        "the state was packed by deskscore %lld.%lld.%lld in format %lld; this version reads format %d",
        (long long)fixed_at(bytes, 10, 2), (long long)fixed_at(bytes, 12, 2), (long long)fixed_at(bytes, 14, 2),
        (long long)format, (int)DSI_PACK_FORMAT);
    dsi_error_position(err, 0, 0, 8);
    return DSCORE_E_UNSUPPORTED;
}

static bool is_intact(const uint8_t *bytes, int64_t n)
{
    const int64_t end = n - DSI_PACK_CHECKSUM;
    return fixed_at(bytes, DSI_PACK_AT_SIZE, 8) == (uint64_t)n && fixed_at(bytes, end, 8) == dsi_crc64(bytes, end);
}

dscore_status dsi_pack_check(const void *bytes, int64_t n, dscore_error *err)
{
    const dscore_status status = check_header(bytes, n, err);
    if (status != DSCORE_OK || is_intact(bytes, n)) {
        return status;
    }
    const uint64_t size = fixed_at(bytes, DSI_PACK_AT_SIZE, 8);
    if (size > (uint64_t)n) {
        return fail_at(err, n, "the packed state was cut off: %lld bytes of %lld", n,
            size > INT64_MAX ? INT64_MAX : (int64_t)size);
    }
    if (size < (uint64_t)n) {
        return fail_at(
            err, (int64_t)size, "%lld bytes follow the packed state of %lld", n - (int64_t)size, (int64_t)size);
    }
    return fail_at(
        err, n - DSI_PACK_CHECKSUM, "the packed state was damaged: its checksum is not that of its bytes", 0, 0);
}

dscore_status dscore_pack_look(const void *bytes, int64_t n, dscore_pack_info *out, dscore_error *err)
{
    dscore_pack_info info = DSCORE_PACK_INFO_INIT;
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    if (bytes == NULL) {
        return dsi_fail_null(err, "bytes");
    }
    const uint8_t *p = bytes;
    const dscore_status status = check_header(p, n, err);
    if (status != DSCORE_OK && status != DSCORE_E_UNSUPPORTED) {
        return status;
    }
    info.format = (int32_t)fixed_at(p, 8, 2);
    (void)snprintf(info.version, sizeof info.version, "%d.%d.%d", (int)fixed_at(p, 10, 2), (int)fixed_at(p, 12, 2),
        (int)fixed_at(p, 14, 2));
    if (status == DSCORE_E_UNSUPPORTED) { /* the rest may mean something else; the error still says so */
        return dsi_struct_give(out, &info, (int64_t)sizeof info, err) == DSCORE_OK ? status : DSCORE_E_ARGUMENT;
    }
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 32; i++) {
        info.fingerprint[i] = digits[p[DSI_PACK_AT_FINGERPRINT + i / 2] >> (i % 2 == 0 ? 4 : 0) & 15];
    }
    const uint64_t most = INT64_MAX;
    const uint64_t size = fixed_at(p, DSI_PACK_AT_SIZE, 8), cells = fixed_at(p, DSI_PACK_AT_CELLS, 8),
                   rows = fixed_at(p, DSI_PACK_AT_ROWS, 8);
    info.size = (int64_t)(size < most ? size : most);
    info.cells = (int64_t)(cells < most ? cells : most);
    info.rows = (int64_t)(rows < most ? rows : most);
    info.is_intact = is_intact(p, n) ? 1 : 0;
    return dsi_struct_give(out, &info, (int64_t)sizeof info, err);
}
