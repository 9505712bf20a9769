/* A state from bytes that anyone may have written: everything is checked against the plan, against itself and against
   the one way in which it is written, before it is believed. Frames: unpack_frame.c. */
#include "measure/unpack.h"

#include "base/error.h"
#include "base/text.h"
#include <deskscore/pack.h>
#include <string.h>

/* ---- header ---------------------------------------------------------------------------------- */

static dscore_status differ(dscore_error *err, int64_t at, const char *what)
{
    (void)dsi_fail(
        err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_MERGE, "the packed state and the plan differ in %s", what);
    dsi_error_position(err, 0, 0, at);
    return DSCORE_E_INCOMPATIBLE;
}

static bool differs(const uint8_t *bytes, int64_t at, const char *identity)
{
    dsi_bytes_in in = {bytes + at, 8, 0, NULL, 0};
    const uint64_t given = dsi_get_fixed(&in, 8), own = dsi_pack_identity(identity);
    return given != 0 && own != 0 && given != own;
}

/* As two states are compared before they are merged. */
static dscore_status compare(const dscore_plan *plan, const uint8_t *bytes, dscore_error *err)
{
    uint8_t fingerprint[16];
    dsi_pack_fingerprint(plan->fingerprint, fingerprint);
    if (differs(bytes, DSI_PACK_AT_ZONE, plan->zone_identity)) {
        return differ(err, DSI_PACK_AT_ZONE, "the zone of their days");
    }
    if (differs(bytes, DSI_PACK_AT_CALENDAR, plan->calendar_identity)) {
        return differ(err, DSI_PACK_AT_CALENDAR, "the business calendars on whose clock they measure");
    }
    if (memcmp(bytes + DSI_PACK_AT_FINGERPRINT, fingerprint, sizeof fingerprint) != 0) {
        return differ(err, DSI_PACK_AT_FINGERPRINT, "what they measure: the fingerprints are not the same");
    }
    return DSCORE_OK;
}

/* ---- what is bound --------------------------------------------------------------------------- */

/* A number that the plan knows better. */
static bool get_same(dsi_bytes_in *in, int64_t value, const char *expected)
{
    const int64_t at = in->at;
    const uint64_t given = dsi_get_varint(in);
    return (dsi_bytes_ok(in) && given == (uint64_t)value) || dsi_bytes_fail(in, at, expected);
}

bool dsi_unpack_same(dsi_unpacker *u, int64_t value, const char *expected)
{
    return get_same(&u->in, value, expected);
}

/* The name that a map of labels gave a key; "" = none. It must be one that dscore_state_map gives. False = no memory.
 */
static bool get_name(dsi_unpacker *u, int32_t key)
{
    dsi_bytes_in *in = &u->in;
    dscore_state *state = u->state;
    const int64_t at = in->at;
    const int64_t length = dsi_get_count(in, INT64_MAX - 1, "the length of a text");
    const uint8_t *text = dsi_get_bytes(in, length);
    if (!dsi_bytes_ok(in) || length == 0) {
        return true;
    }
    if (memchr(text, 0, (size_t)length) != NULL || (state->dropped >> key & 1U) != 0) {
        (void)dsi_bytes_fail(in, at, "the name of a key that was not dropped, a text without a zero byte");
        return true;
    }
    if (!dsi_state_name_key(state, key, (const char *)text, length)) {
        return false;
    }
    if (strcmp(state->key_names[key], "period") == 0 ||
        strcmp(state->key_names[key], state->plan->query->keys[key]) == 0) {
        (void)dsi_bytes_fail(in, at, "a name that the key did not have before, and not period");
    }
    return true;
}

static bool get_names(dsi_unpacker *u)
{
    dscore_state *state = u->state;
    const int64_t start = u->in.at;
    bool has_any = false, ok = true;
    for (int32_t k = 0; k < state->key_count && ok && dsi_bytes_ok(&u->in); k++) {
        ok = get_name(u, k);
        has_any = has_any || state->key_names[k] != NULL;
    }
    for (int32_t k = 0; k < state->key_count && ok && dsi_bytes_ok(&u->in); k++) {
        if ((state->dropped >> k & 1U) == 0 && dsi_state_find_key(state, dsi_state_key_name(state, k)) != k) {
            (void)dsi_bytes_fail(&u->in, start, "keys of different names");
        }
    }
    if (ok && dsi_bytes_ok(&u->in) && !has_any) {
        (void)dsi_bytes_fail(&u->in, start, "the name of a key");
    }
    return ok;
}

/* False = no memory. */
static bool get_settings(dsi_unpacker *u)
{
    dsi_bytes_in *in = &u->in;
    dscore_state *state = u->state;
    const int64_t start = in->at;
    const uint64_t dropped = dsi_get_varint(in);
    const uint64_t keys = (UINT64_C(1) << state->key_count) - 1U;
    const uint64_t periods = state->plan->query->has_periods ? UINT64_C(1) << DSI_MAX_KEYS : 0U;
    if ((dropped & ~(keys | periods)) != 0) {
        (void)dsi_bytes_fail(in, start, "keys of the plan that a roll-up dropped, or none");
    }
    state->dropped = (uint32_t)dropped;
    const int64_t flags = dsi_get_up_to(in, 15, "flags of a state, 0 to 15");
    state->settings.has_now = (flags & DSI_PACK_HAS_NOW) != 0;
    state->settings.now = state->settings.has_now ? dsi_get_zigzag(in) : 0;
    state->depends_on_now = (flags & DSI_PACK_DEPENDS_ON_NOW) != 0;
    const int64_t least_at = in->at;
    state->now_least = (flags & DSI_PACK_HAS_LEAST) != 0 ? dsi_get_zigzag(in) : INT64_MIN;
    if ((flags & DSI_PACK_HAS_LEAST) != 0 && state->now_least == INT64_MIN) {
        (void)dsi_bytes_fail(in, least_at, "an instant");
    }
    (void)get_same(in, state->key_count, "as many keys as the plan has");
    for (int32_t k = 0; k < state->key_count; k++) {
        state->key_kinds[k] = (uint8_t)dsi_get_up_to(in, DSI_KEY_BOOL, "a kind of key, 0 to 3");
    }
    return (flags & DSI_PACK_HAS_NAMES) == 0 || get_names(u);
}

/* How one field was read: absent, bound, or by a stand-in that the plan has. */
static void get_choice(dsi_unpacker *u, int32_t s, int32_t f)
{
    const dsi_plan_source *source = &u->state->plan->sources[s];
    const int64_t stand_ins = source->derive_count == NULL ? 0 : source->derive_count[f];
    u->state->sources[s].choices[f] =
        (int32_t)dsi_get_up_to(&u->in, 1 + stand_ins, "how a field is read: 0, 1 or a stand-in") + DSI_CHOICE_ABSENT;
    const bool has_kind =
        u->state->sources[s].choices[f] == DSI_CHOICE_BOUND && source->source->fields[f].type == DSCORE_TYPE_TEXT;
    u->state->sources[s].kinds[f] =
        (uint8_t)dsi_get_up_to(&u->in, has_kind ? (int64_t)DSI_KEY_BOOL : 0, "a kind of key, of a text field");
}

static bool get_source(dsi_unpacker *u, int32_t s)
{
    dsi_bytes_in *in = &u->in;
    dsi_source_state *own = &u->state->sources[s];
    const dsi_plan_source *source = &u->state->plan->sources[s];
    if (dsi_get_up_to(in, 1, "0, or 1 and how the source was bound") == 0) {
        return true;
    }
    const int64_t at = in->at;
    own->flags = (int32_t)dsi_get_up_to(in, DSCORE_FLAG_NAIVE, "flags of a source");
    if (own->flags != 0 && own->flags != DSCORE_FLAG_NAIVE) {
        (void)dsi_bytes_fail(in, at, "flags of a source");
    }
    const int64_t length = dsi_get_count(in, INT64_MAX, "the length of a text");
    const int64_t text_at = in->at;
    const uint8_t *text = dsi_get_bytes(in, length);
    if (text != NULL && memchr(text, 0, (size_t)length) != NULL) {
        (void)dsi_bytes_fail(in, text_at, "a text without a zero byte");
    }
    if (!dsi_bytes_ok(in)) {
        return true;
    }
    const dscore_allocator *base = &u->state->meter.base;
    char *audit = dsi_alloc_zero(base, length + 1);
    if (audit != NULL) {
        memcpy(audit, text, (size_t)length);
    }
    const bool ok = audit != NULL && dsi_source_reserve(u->state, s, audit);
    dsi_release(base, audit, length + 1);
    if (!ok) {
        return false;
    }
    int64_t fields = 0;
    for (int32_t f = 0; f < source->source->field_count; f++) {
        own->choices[f] = DSI_CHOICE_ABSENT;
        fields += source->reads != NULL && source->reads[f] != 0;
    }
    (void)get_same(in, fields, "as many fields as the plan reads");
    for (int32_t f = dsi_pack_field(source, -1); f >= 0; f = dsi_pack_field(source, f)) {
        get_choice(u, s, f);
    }
    own->is_given = true;
    dsi_source_mark_absent(u->state, s);
    return true;
}

/* ---- labels ---------------------------------------------------------------------------------- */

/* The next label, which must be new; false = no memory. */
static bool keep_label(dsi_unpacker *u, int64_t at, int32_t id)
{
    if (id > 0 && id != ++u->label_count) {
        (void)dsi_bytes_fail(&u->in, at, "labels that ascend");
    }
    return id > 0;
}

static bool get_numbers(dsi_unpacker *u, int64_t count, int32_t kind)
{
    dsi_bytes_in *in = &u->in;
    int64_t value = 0;
    for (int64_t i = 0; i < count && dsi_bytes_ok(in); i++) {
        const int64_t at = in->at;
        if (i == 0 || kind == DSI_KEY_BOOL) {
            value = dsi_get_zigzag(in);
        } else {
            const uint64_t step = dsi_get_varint(in);
            if (step == 0 || step > (uint64_t)INT64_MAX - (uint64_t)value) {
                (void)dsi_bytes_fail(in, at, "labels that ascend");
                return true;
            }
            value = dsi_key_to_int(dsi_key_of_int(value) + step);
        }
        if (kind == DSI_KEY_BOOL && (value < (i == 0 ? 0 : 1) || value > 1)) {
            (void)dsi_bytes_fail(in, at, "0 and 1, no and yes");
        }
        if (dsi_bytes_ok(in) && !keep_label(u, at, dsi_labels_int(u->state->labels, value, kind))) {
            return false;
        }
    }
    return true;
}

/* A text from what it shares with the one before and the rest of it; it must come after that one. */
static void get_text(dsi_unpacker *u, dsi_text *text, bool is_first)
{
    dsi_bytes_in *in = &u->in;
    const int64_t at = in->at, before = text->length;
    const int64_t shared =
        dsi_get_up_to(in, before < 63 ? before : 63, "no more bytes than the text before has, at most 63");
    const int64_t rest = dsi_get_count(in, INT64_MAX, "the length of a text");
    const uint8_t *bytes = dsi_get_bytes(in, rest);
    if (!dsi_bytes_ok(in)) {
        return;
    }
    const int64_t left = before - shared, shorter = left < rest ? left : rest;
    int order = shorter == 0 ? 0 : memcmp(text->data + shared, bytes, (size_t)shorter);
    order = order != 0 ? order : (left > rest) - (left < rest);
    const bool shares_more = shared < 63 && shorter > 0 && (unsigned char)text->data[shared] == bytes[0];
    if (!is_first && (order >= 0 || shares_more)) {
        (void)dsi_bytes_fail(in, at, "labels that ascend, each without what it shares with the one before");
        return;
    }
    text->length = shared;
    dsi_text_add_bytes(text, (const char *)bytes, rest);
}

static bool get_texts(dsi_unpacker *u, int64_t count)
{
    dsi_bytes_in *in = &u->in;
    dsi_text text;
    dsi_text_init(&text, &u->state->meter.base);
    bool ok = true;
    for (int64_t i = 0; i < count && ok && dsi_bytes_ok(in); i++) {
        const int64_t at = in->at;
        get_text(u, &text, i == 0);
        ok = !text.failed;
        if (ok && dsi_bytes_ok(in)) {
            ok = keep_label(u, at, dsi_labels_text(u->state->labels, text.length == 0 ? "" : text.data, text.length));
        }
    }
    dsi_text_free(&text);
    return ok;
}

static bool get_labels(dsi_unpacker *u)
{
    dsi_bytes_in *in = &u->in;
    static const int32_t kinds[] = {DSI_KEY_INT, DSI_KEY_BOOL};
    int64_t counts[3];
    int64_t left = INT32_MAX - 2;
    for (int g = 0; g < 3; g++) {
        counts[g] = dsi_get_count(in, left, "a count of labels");
        left -= counts[g];
    }
    for (int g = 0; g < 2; g++) {
        if (!get_numbers(u, counts[g], kinds[g])) {
            return false;
        }
    }
    if (!get_texts(u, counts[2])) {
        return false;
    }
    u->label_seen = dsi_alloc_zero(&u->state->meter.base, (int64_t)u->label_count + 1);
    u->label_size = (int64_t)u->label_count + 1;
    return u->label_seen != NULL;
}

/* ---- roster ---------------------------------------------------------------------------------- */

static bool get_roster(dsi_unpacker *u)
{
    dsi_bytes_in *in = &u->in;
    dscore_state *state = u->state;
    const dscore_plan *plan = state->plan;
    const int64_t start = in->at;
    const int64_t count = dsi_get_count(in, u->label_count, "no more subjects than there are labels");
    const bool is_given = plan->roster >= 0 && state->sources[plan->roster].is_given;
    if (count > 0 && !is_given) {
        (void)dsi_bytes_fail(in, start, "0, as no roster was given");
    }
    if (!dsi_array_reserve(&state->allocator, &state->roster, count) ||
        !dsi_array_reserve(&state->allocator, &state->roster_seen, dsi_labels_count(state->labels))) {
        return false;
    }
    int64_t number = 0;
    for (int64_t i = 0; i < count && dsi_bytes_ok(in); i++) {
        const int64_t at = in->at;
        const int64_t step = dsi_get_up_to(in, u->label_count - number, "numbers of labels that ascend");
        number += step;
        if (step == 0 ||
            dsi_labels_kind(state->labels, (int32_t)number) != dsi_state_key_kind(state, plan->roster_key)) {
            (void)dsi_bytes_fail(in, at, "numbers of labels that ascend, of the kind of the key");
        } else {
            u->label_seen[number] = 1;
            dsi_roster_add(state, (int32_t)number);
        }
    }
    return true;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* The header tells of the cells what they must come to. */
static void check_sums(dsi_unpacker *u, const uint8_t *bytes)
{
    dsi_bytes_in *in = &u->in;
    dsi_bytes_in head = {bytes, DSI_PACK_HEADER, DSI_PACK_AT_CELLS, NULL, 0};
    if (dsi_get_fixed(&head, 8) != (uint64_t)u->cells) {
        (void)dsi_bytes_fail(in, DSI_PACK_AT_CELLS, "the number of cells");
    }
    if (dsi_get_fixed(&head, 8) != (uint64_t)u->rows) {
        (void)dsi_bytes_fail(in, DSI_PACK_AT_ROWS, "the number of rows");
    }
    for (int32_t i = 1; i <= u->label_count && dsi_bytes_ok(in); i++) {
        if (u->label_seen[i] == 0) {
            (void)dsi_bytes_fail(in, in->at, "that every label occurs, by now");
        }
    }
    if (dsi_bytes_ok(in) && in->at != in->size) {
        (void)dsi_bytes_fail(in, in->at, "the checksum");
    }
}

/* False = no memory. */
static bool get_state(dsi_unpacker *u, const uint8_t *bytes)
{
    const dscore_plan *plan = u->state->plan;
    bool ok = get_settings(u);
    (void)get_same(&u->in, plan->source_count, "as many sources as the plan has");
    for (int32_t s = 0; s < plan->source_count && ok && dsi_bytes_ok(&u->in); s++) {
        ok = get_source(u, s);
    }
    ok = ok && get_labels(u);
    if (ok) {
        (void)get_same(&u->in, plan->frame_count, "as many frames as the plan has");
    }
    for (int32_t f = 0; f < plan->frame_count && ok && dsi_bytes_ok(&u->in); f++) {
        ok = dsi_unpack_frame(u, f);
    }
    ok = ok && get_roster(u);
    if (ok) {
        check_sums(u, bytes);
    }
    return ok;
}

static dscore_status unpack(dscore_state *state, const uint8_t *bytes, int64_t n, dscore_error *err)
{
    dsi_unpacker u = {.state = state, .in = {bytes, n - DSI_PACK_CHECKSUM, DSI_PACK_HEADER, NULL, 0}};
    const bool ok = get_state(&u, bytes);
    dsi_release(&state->meter.base, u.label_seen, u.label_size);
    if (!ok) {
        return dsi_state_no_memory(state, err);
    }
    return dsi_bytes_ok(&u.in) ? DSCORE_OK : dsi_pack_fail(&u.in, err);
}

dscore_status dscore_state_unpack(
    const dscore_plan *plan, const void *bytes, int64_t n, dscore_state **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (plan == NULL || bytes == NULL) {
        return dsi_fail_null(err, plan == NULL ? "plan" : "bytes");
    }
    if (n < 0) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_BUFFER_SIZE, "n is %lld, expected 0 or more", (long long)n);
    }
    dscore_state *state;
    dscore_status status = dsi_pack_check(bytes, n, err);
    status = status == DSCORE_OK ? compare(plan, bytes, err) : status;
    status = status == DSCORE_OK ? dscore_state_new(plan, &state, err) : status;
    if (status != DSCORE_OK) {
        return status;
    }
    status = unpack(state, bytes, n, err);
    if (status != DSCORE_OK) {
        dscore_state_free(state);
        return status;
    }
    *out = state;
    return DSCORE_OK;
}
