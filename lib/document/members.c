/* Typed values and tables of members. */
#include "document/reader.h"

#include "formula/formula.h"

#include <math.h>
#include <string.h>

bool dsi_member_at(const dsi_at *object, const char *key, dsi_at *out)
{
    const dsi_at at = {object, key, -1, json_object_get(object->json, key)};
    *out = at;
    return at.json != NULL;
}

dsi_at dsi_element_at(const dsi_at *array, int64_t index)
{
    json_t *json = index < 0 ? NULL : json_array_get(array->json, (size_t)index);
    const dsi_at at = {array, NULL, index, json};
    return at;
}

bool dsi_need_object(dsi_reader *r, const dsi_at *at)
{
    return json_is_object(at->json) || dsi_complain_type(r, at, "an object", "对象");
}

bool dsi_need_array(dsi_reader *r, const dsi_at *at)
{
    return json_is_array(at->json) || dsi_complain_type(r, at, "a list", "列表");
}

bool dsi_need_text(dsi_reader *r, const dsi_at *at, const char **out)
{
    if (!json_is_string(at->json)) {
        return dsi_complain_type(r, at, "text", "文本");
    }
    *out = json_string_value(at->json);
    return true;
}

bool dsi_need_id(dsi_reader *r, const dsi_at *at, const char **out)
{
    const char *text = NULL;
    if (!dsi_need_text(r, at, &text)) {
        return false;
    }
    *out = text;
    return dsi_is_identifier(text) || dsi_complain1(r, at, DSI_SAY_ID_FORM, text);
}

bool dsi_need_number(dsi_reader *r, const dsi_at *at, double *out)
{
    if (!json_is_number(at->json)) {
        return dsi_complain_type(r, at, "a number", "数字");
    }
    *out = json_number_value(at->json);
    return true;
}

/* "92%", "92 %" -> 92. */
static bool is_percent(const char *text, double *out)
{
    const int64_t length = (int64_t)strlen(text);
    double value = 0;
    int64_t n = dsi_parse_double(text, length, &value);
    if (n == 0) {
        return false;
    }
    while (text[n] == ' ') {
        n++;
    }
    if (strcmp(text + n, "%") != 0) {
        return false;
    }
    *out = value;
    return true;
}

bool dsi_need_percent(dsi_reader *r, const dsi_at *at, double *out)
{
    if (json_is_string(at->json)) {
        return is_percent(json_string_value(at->json), out) ||
               dsi_complain1(r, at, DSI_SAY_PERCENT, json_string_value(at->json));
    }
    if (!json_is_number(at->json)) {
        return dsi_complain_type(r, at, "a number or a text such as \"92%\"", "数字或形如 \"92%\" 的文本");
    }
    return dsi_need_number(r, at, out);
}

/* Microseconds of a duration in the unit of the value; false if the unit is none of time. */
static bool in_unit(const char *unit, int64_t us, double *out)
{
    static const struct {
        const char *unit;
        double us;
    } units[] = {{"s", 1e6}, {"minutes", 6e7}, {"hours", 3.6e9}, {"days", 8.64e10}};
    for (int32_t i = 0; i < DSI_COUNT(units); i++) {
        if (unit == NULL || strcmp(unit, units[i].unit) == 0) {
            *out = (double)us / units[i].us;
            return true;
        }
    }
    return false;
}

bool dsi_need_threshold(dsi_reader *r, const dsi_at *at, double *out)
{
    if (!json_is_string(at->json)) {
        if (!json_is_number(at->json)) {
            return dsi_complain_type(r, at, "a number, a duration such as \"40s\" or a percentage such as \"92%\"",
                "数字、形如 \"40s\" 的时长或形如 \"92%\" 的百分数");
        }
        return dsi_need_number(r, at, out);
    }
    const char *text = json_string_value(at->json);
    if (is_percent(text, out)) {
        return r->unit == NULL || strcmp(r->unit, "%") == 0 ||
               dsi_complain2(r, at, DSI_SAY_UNIT_PERCENT, text, r->unit);
    }
    dsi_node *node = NULL;
    dscore_error ignored = DSCORE_ERROR_INIT;
    const dscore_status status =
        dsi_literal_parse(&r->arena, text, (int64_t)strlen(text), DSCORE_TYPE_DURATION, &node, &ignored);
    if (status == DSCORE_E_MEMORY) {
        return dsi_complain_memory(r);
    }
    if (status != DSCORE_OK) {
        return dsi_complain1(r, at, DSI_SAY_DURATION, text);
    }
    return in_unit(r->unit, node->u.integer, out) || dsi_complain2(r, at, DSI_SAY_UNIT_DURATION, text, r->unit);
}

bool dsi_need_days(dsi_reader *r, const dsi_at *at, double *out)
{
    const char *unit = r->unit;
    r->unit = "days";
    const bool fine = dsi_need_threshold(r, at, out);
    r->unit = unit;
    return fine;
}

bool dsi_is_empty(const dsi_at *at)
{
    return json_is_array(at->json) ? json_array_size(at->json) == 0 : json_object_size(at->json) == 0;
}

/* ---- names from lists ----------------------------------------------------------------------- */

static const char *list_of(dsi_reader *r, const char *(*name_at)(const void *, int32_t), const void *ctx)
{
    dsi_text list;
    dsi_text_init(&list, &r->allocator);
    for (int32_t i = 0; name_at(ctx, i) != NULL && i < 40; i++) {
        dsi_text_add(&list, i == 0 ? "" : ", ");
        dsi_text_add(&list, name_at(ctx, i));
    }
    const char *kept = list.failed || list.data == NULL ? NULL : dsi_arena_text(&r->arena, list.data, list.length);
    dsi_text_free(&list);
    return kept == NULL ? "" : kept;
}

bool dsi_complain_choice(
    dsi_reader *r, const dsi_at *at, const char *word, const char *(*name_at)(const void *, int32_t), const void *ctx)
{
    const char *nearest = dsi_nearest(word, name_at, ctx);
    const char *list = list_of(r, name_at, ctx);
    return dsi_complain3(
        r, at, nearest == NULL ? DSI_SAY_CHOICE : DSI_SAY_CHOICE_NEAREST, word, list, nearest == NULL ? "" : nearest);
}

bool dsi_complain_nearest(dsi_reader *r, const dsi_at *at, dsi_finding_kind kind, const char *name,
    const char *(*name_at)(const void *, int32_t), const void *ctx)
{
    const char *nearest = dsi_nearest(name, name_at, ctx);
    dsi_text en, zh;
    dsi_text_init(&en, &r->allocator);
    dsi_text_init(&zh, &r->allocator);
    if (nearest != NULL) {
        const dsi_word word = dsi_word_of(nearest);
        dsi_message_text(&en, dsi_message_of(DSI_SAY_NEAREST), false, &word, 1);
        dsi_message_text(&zh, dsi_message_of(DSI_SAY_NEAREST), true, &word, 1);
    }
    const dsi_word end = {en.data == NULL ? "" : en.data, zh.data == NULL ? "" : zh.data};
    const dsi_word words[] = {dsi_word_of(name), end};
    const bool failed = en.failed || zh.failed;
    (void)(failed ? dsi_complain_memory(r) : dsi_complain(r, at, kind, words, 2));
    dsi_text_free(&zh);
    dsi_text_free(&en);
    return false;
}

/* ---- readers of the member types ------------------------------------------------------------ */

typedef bool reads(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out);

static bool read_text(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    const char *text = NULL;
    if (!dsi_need_text(r, at, &text)) {
        return false;
    }
    memcpy(out + m->offset, &text, sizeof text);
    return true;
}

static bool read_id(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    const char *text = NULL;
    if (!dsi_need_id(r, at, &text)) {
        return false;
    }
    memcpy(out + m->offset, &text, sizeof text);
    return true;
}

static bool read_name(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    const char *pair[2] = {NULL, NULL};
    if (json_is_string(at->json)) {
        pair[0] = pair[1] = json_string_value(at->json);
    } else if (json_is_object(at->json)) {
        static const dsi_member languages[] = {
            {"en", DSI_M_TEXT, false, 0, 0, NULL}, {"zh", DSI_M_TEXT, false, sizeof(const char *), 0, NULL}};
        if (!dsi_read_members(r, at, languages, DSI_COUNT(languages), pair)) {
            return false;
        }
        if (pair[0] == NULL && pair[1] == NULL) {
            return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
        }
        pair[0] = pair[0] == NULL ? pair[1] : pair[0];
        pair[1] = pair[1] == NULL ? pair[0] : pair[1];
    } else {
        return dsi_complain_type(r, at, "text or {\"en\", \"zh\"}", "文本或 {\"en\", \"zh\"}");
    }
    if (pair[0][0] == '\0' && pair[1][0] == '\0') { /* it would not be written, and a name may have to be there */
        return dsi_complain(r, at, DSI_SAY_EMPTY_TEXT, NULL, 0);
    }
    memcpy(out + m->offset, &pair[0], sizeof pair[0]);
    memcpy(out + m->second, &pair[1], sizeof pair[1]);
    return true;
}

static bool read_number(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    double value = 0;
    if (!dsi_need_number(r, at, &value)) {
        return false;
    }
    memcpy(out + m->offset, &value, sizeof value);
    return true;
}

static bool read_threshold(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    double value = 0;
    if (!dsi_need_threshold(r, at, &value)) {
        return false;
    }
    memcpy(out + m->offset, &value, sizeof value);
    return true;
}

static bool read_percent(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    double value = 0;
    if (!dsi_need_percent(r, at, &value)) {
        return false;
    }
    memcpy(out + m->offset, &value, sizeof value);
    return true;
}

static bool read_date(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    int64_t day = 0;
    if (!dsi_need_date(r, at, &day)) {
        return false;
    }
    memcpy(out + m->offset, &day, sizeof day);
    return true;
}

static bool read_days(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    double days = 0;
    if (!dsi_need_days(r, at, &days)) {
        return false;
    }
    memcpy(out + m->offset, &days, sizeof days);
    return true;
}

static bool read_share(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    double value = 0;
    if (!dsi_need_percent(r, at, &value)) {
        return false;
    }
    if (value < 0 || value > 100) {
        return dsi_complain2(r, at, DSI_SAY_RANGE, dsi_number_text(r, value), "0-100");
    }
    if (r->report != NULL && json_is_number(at->json) && value > 0 && value <= 1) {
        (void)dsi_complain1(r, at, DSI_SAY_SMALL_SHARE, dsi_number_text(r, value));
    }
    value /= 100;
    memcpy(out + m->offset, &value, sizeof value);
    return true;
}

static bool read_option(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    const bool has = !json_is_null(at->json);
    double value = 0;
    if (has && !json_is_number(at->json)) {
        return dsi_complain_type(r, at, "a number or null", "数字或 null");
    }
    if (has) {
        value = json_number_value(at->json);
        memcpy(out + m->offset, &value, sizeof value);
    }
    memcpy(out + m->second, &has, sizeof has);
    return true;
}

static bool read_whole(dsi_reader *r, const dsi_at *at, int64_t most, int64_t *out)
{
    double value = 0;
    if (!dsi_need_number(r, at, &value)) {
        return false;
    }
    if (value != floor(value) || value < 0 || value > (double)most) {
        const dsi_word whole = {"a whole number of at least 0", "不小于 0 的整数"};
        const dsi_word words[] = {dsi_word_of(dsi_number_text(r, value)), whole};
        return dsi_complain(r, at, DSI_SAY_RANGE, words, 2);
    }
    *out = json_is_integer(at->json) ? (int64_t)json_integer_value(at->json) : (int64_t)value;
    return true;
}

static bool read_int32(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    int64_t value = 0;
    if (!read_whole(r, at, INT32_MAX, &value)) {
        return false;
    }
    const int32_t narrow = (int32_t)value;
    memcpy(out + m->offset, &narrow, sizeof narrow);
    return true;
}

static bool read_int64(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    int64_t value = 0;
    if (!read_whole(r, at, INT64_C(1) << 53, &value)) {
        return false;
    }
    memcpy(out + m->offset, &value, sizeof value);
    return true;
}

static bool read_bool(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    if (!json_is_boolean(at->json)) {
        return dsi_complain_type(r, at, "true or false", "true 或 false");
    }
    const bool value = json_is_true(at->json);
    memcpy(out + m->offset, &value, sizeof value);
    return true;
}

static const char *choice_word(const void *ctx, int32_t i)
{
    const dsi_choice *choices = ctx;
    return choices[i].word;
}

static const dsi_choice *find_choice(dsi_reader *r, const dsi_at *at, const dsi_member *m)
{
    const char *text = NULL;
    if (!dsi_need_text(r, at, &text)) {
        return NULL;
    }
    for (const dsi_choice *c = m->choices; c->word != NULL; c++) {
        if (strcmp(c->word, text) == 0) {
            return c;
        }
    }
    (void)dsi_complain_choice(r, at, text, choice_word, m->choices);
    return NULL;
}

static bool read_choice(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    const dsi_choice *choice = find_choice(r, at, m);
    if (choice == NULL) {
        return false;
    }
    memcpy(out + m->offset, &choice->value, sizeof choice->value);
    return true;
}

static bool read_word(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    const dsi_choice *choice = find_choice(r, at, m);
    if (choice == NULL) {
        return false;
    }
    memcpy(out + m->offset, &choice->word, sizeof choice->word);
    return true;
}

static bool read_json(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    (void)r;
    memcpy(out + m->offset, at, sizeof *at);
    return true;
}

static bool read_nothing(dsi_reader *r, const dsi_at *at, const dsi_member *m, char *out)
{
    (void)r;
    (void)at;
    (void)m;
    (void)out;
    return true;
}

static reads *const readers[] = {[DSI_M_TEXT] = read_text,
    [DSI_M_ID] = read_id,
    [DSI_M_NAME] = read_name,
    [DSI_M_NUMBER] = read_number,
    [DSI_M_THRESHOLD] = read_threshold,
    [DSI_M_PERCENT] = read_percent,
    [DSI_M_SHARE] = read_share,
    [DSI_M_OPTION] = read_option,
    [DSI_M_INT32] = read_int32,
    [DSI_M_INT64] = read_int64,
    [DSI_M_BOOL] = read_bool,
    [DSI_M_CHOICE] = read_choice,
    [DSI_M_WORD] = read_word,
    [DSI_M_JSON] = read_json,
    [DSI_M_DATE] = read_date,
    [DSI_M_DAYS] = read_days,
    [DSI_M_IGNORED] = read_nothing};

/* ---- tables --------------------------------------------------------------------------------- */

typedef struct member_list {
    const dsi_member *members;
    int32_t count;
} member_list;

static const char *member_name(const void *ctx, int32_t i)
{
    const member_list *list = ctx;
    return i < list->count ? list->members[i].name : NULL;
}

static const dsi_member *find_member(const dsi_member *members, int32_t count, const char *name)
{
    for (int32_t i = 0; i < count; i++) {
        if (strcmp(members[i].name, name) == 0) {
            return &members[i];
        }
    }
    return NULL;
}

bool dsi_read_members(dsi_reader *r, const dsi_at *at, const dsi_member *members, int32_t count, void *out)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    bool fine = true;
    int64_t index = 0;
    const member_list list = {members, count};
    for (void *i = json_object_iter(at->json); i != NULL; i = json_object_iter_next(at->json, i), index++) {
        const dsi_at member = {at, json_object_iter_key(i), index, json_object_iter_value(i)};
        const dsi_member *m = find_member(members, count, member.key);
        if (m != NULL) {
            fine = readers[m->type](r, &member, m, out) && fine;
        } else if (dsi_nearest(member.key, member_name, &list) != NULL) {
            fine = dsi_complain_nearest(r, &member, DSI_SAY_UNKNOWN_MEMBER, member.key, member_name, &list);
        } else {
            fine = dsi_complain2(r, &member, DSI_SAY_UNKNOWN_MEMBER_OF, member.key, list_of(r, member_name, &list));
        }
        if (!dsi_reader_goes_on(r)) {
            return false;
        }
    }
    for (int32_t i = 0; i < count; i++) {
        if (members[i].required && json_object_get(at->json, members[i].name) == NULL) {
            fine = dsi_complain1(r, at, DSI_SAY_MISSING_MEMBER, members[i].name);
        }
    }
    return fine && dsi_reader_goes_on(r);
}
