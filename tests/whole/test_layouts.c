/* One set of tickets laid out in memory in every way that a column allows gives the same bits: the values of 30
   indicators by agent must not tell how the caller keeps the data. */
#include "whole_support.h"
#include <stddef.h>

enum { ROWS = 700, AGENTS = 7 };

/* The data as the tests think of it: whole seconds, so that every unit can hold it; amounts in cents, so that a decimal
   column can; ratings that a float can. `there` says which values a row has. */
typedef struct ticket {
    int64_t created, replied, resolved; /* seconds since 1970 */
    int64_t wait;                       /* seconds */
    int64_t csat, contacts, cents;      /* cents: multiples of 25, exact in binary */
    int32_t agent, channel;
    int8_t answered, complaint;
    uint32_t there; /* bit of each field */
} ticket;

enum { CREATED, REPLIED, RESOLVED, WAIT, CSAT, CONTACTS, COST, AGENT, CHANNEL, ANSWERED, COMPLAINT, FIELDS };

static const char *const FIELD_NAMES[FIELDS] = {"created_at", "first_response_at", "resolved_at", "wait_time", "csat",
    "contacts", "cost", "agent", "channel", "is_answered", "is_complaint"};
static const char *const AGENT_NAMES[AGENTS] = {"Ada", "Bo", "Chen", "D\xc3\xa9sir\xc3\xa9", "Eve", "\xe5\xbc\xa0\xe4\xbc\x9f", ""};
static const char *const CHANNEL_NAMES[] = {"phone", "email", "chat"};

static ticket tickets[ROWS];

static int is_there(int64_t row, int field)
{
    return (tickets[row].there >> field & 1U) != 0;
}

static void make_tickets(void)
{
    uint64_t seed = 42;
    for (int64_t i = 0; i < ROWS; i++) {
        ticket *t = &tickets[i];
        t->created = 1700000000 + chance_below(&seed, 90 * 86400);
        t->replied = t->created + chance_below(&seed, 30000) - 300; /* a few before the ticket: impossible */
        t->resolved = t->created + chance_below(&seed, 900000);
        t->wait = chance_below(&seed, 100);
        t->csat = 1 + chance_below(&seed, 6); /* 6 is outside 1..5 */
        t->contacts = 1 + chance_below(&seed, 3);
        t->cents = chance_below(&seed, 400) * 25;
        t->agent = (int32_t)chance_below(&seed, AGENTS);
        t->channel = (int32_t)chance_below(&seed, 3);
        t->answered = (int8_t)chance_below(&seed, 2);
        t->complaint = (int8_t)(chance_below(&seed, 8) == 0);
        t->there = 0;
        for (int f = 0; f < FIELDS; f++) {
            t->there |= f == CREATED || chance_below(&seed, 8) != 0 ? 1U << f : 0U;
        }
    }
}

/* The number of a field in a row, whatever it is. */
static int64_t number_of(int64_t row, int field)
{
    const ticket *t = &tickets[row];
    switch (field) {
    case CREATED: return t->created;
    case REPLIED: return t->replied;
    case RESOLVED: return t->resolved;
    case WAIT: return t->wait;
    case CSAT: return t->csat;
    case CONTACTS: return t->contacts;
    case COST: return t->cents;
    case AGENT: return t->agent;
    case CHANNEL: return t->channel;
    case ANSWERED: return t->answered;
    default: return t->complaint;
    }
}

static const char *text_of(int64_t row, int field)
{
    return field == AGENT ? AGENT_NAMES[tickets[row].agent] : CHANNEL_NAMES[tickets[row].channel];
}

static int is_time(int field)
{
    return field <= WAIT;
}

/* ---- the question --------------------------------------------------------------------------- */

static const char *const ASKED[] = {"first_response_time", "first_response_time_median", "first_response_time_p90",
    "first_response_time_max", "first_response_time_trimmed", "first_response_within", "response_rate", "resolution_time",
    "resolution_time_median", "resolution_time_p90", "resolution_rate", "wait_time", "wait_time_p90", "wait_time_max",
    "speed_of_answer", "abandonment_rate", "answer_rate", "service_level", "tickets", "resolved", "closure_rate",
    "fcr_single_contact", "csat_mean", "csat_satisfied", "csat_top_box", "csat_score", "csat_median", "net_satisfaction",
    "cost_per_ticket", "complaints", "complaint_rate", "complaint_cost_total", "backlog", "backlog_age"};

static const char EXTRA[] = "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": ["
    "{\"id\": \"cost_variance\", \"name\": \"v\", \"unit\": \"money\", \"credit\": [\"agent\"], \"formula\": \"variance(cost)\"},"
    "{\"id\": \"wait_deviation\", \"name\": \"d\", \"unit\": \"s\", \"credit\": [\"agent\"],"
    " \"formula\": \"stddev(wait_time where channel in (\\\"phone\\\", \\\"chat\\\"))\"},"
    "{\"id\": \"cost_per_contact\", \"name\": \"r\", \"unit\": \"money\", \"credit\": [\"agent\"],"
    " \"formula\": \"ratio(cost, contacts)\"},"
    "{\"id\": \"cost_scaled\", \"name\": \"m\", \"unit\": \"money\", \"credit\": [\"agent\"],"
    " \"formula\": \"mean(cost * 3 / contacts where csat != 3)\"},"
    "{\"id\": \"channels\", \"name\": \"c\", \"unit\": \"count\", \"credit\": [\"agent\"],"
    " \"formula\": \"distinct(channel, csat)\"}]}";
static const char *const EXTRA_IDS[] = {"cost_variance", "wait_deviation", "cost_per_contact", "cost_scaled", "channels"};

static void ask(desk *d)
{
    desk_open(d, EXTRA);
    desk_key(d, "agent");
    for (size_t i = 0; i < sizeof ASKED / sizeof ASKED[0]; i++) {
        desk_ask(d, ASKED[i]);
    }
    for (size_t i = 0; i < sizeof EXTRA_IDS / sizeof EXTRA_IDS[0]; i++) {
        desk_ask(d, EXTRA_IDS[i]);
    }
    assert_ok(dscore_query_now(d->query, (1700000000 + 80 * 86400) * SECOND, &d->err), d->err);
}

/* ---- plain columns: what all others are compared with ---------------------------------------- */

typedef struct plain {
    int64_t numbers[FIELDS][ROWS];
    const char *texts[2][ROWS];
} plain;

static const int64_t MISSING = INT64_MIN;

static void fill_plain(plain *p)
{
    for (int64_t i = 0; i < ROWS; i++) {
        for (int f = 0; f < FIELDS; f++) {
            p->numbers[f][i] = is_there(i, f) ? number_of(i, f) : MISSING;
        }
        p->texts[0][i] = is_there(i, AGENT) ? text_of(i, AGENT) : NULL;
        p->texts[1][i] = is_there(i, CHANNEL) ? text_of(i, CHANNEL) : NULL;
    }
}

/* Bind every field in the plainest way: int64 with a sentinel, seconds, cents as decimals, C strings. */
static void bind_plain(desk *d, const plain *p)
{
    for (int f = 0; f < FIELDS; f++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        column.type = f == COST ? DSCORE_DECIMAL64 : DSCORE_INT64;
        column.scale = f == COST ? 2 : 0;
        column.unit = is_time(f) ? DSCORE_UNIT_S : DSCORE_UNIT_NONE;
        column.data = p->numbers[f];
        column.stride = (int64_t)sizeof(int64_t);
        column.length = ROWS;
        column.sentinel = &MISSING;
        if (f == AGENT || f == CHANNEL) {
            column.type = DSCORE_CSTRING;
            column.data = p->texts[f - AGENT];
            column.stride = (int64_t)sizeof(const char *);
            column.sentinel = NULL;
        }
        assert_ok(dscore_table_bind(d->tables[0], FIELD_NAMES[f], &column, &d->err), d->err);
    }
}

/* A desk with the answer for plain columns; a second one to bind otherwise. */
typedef struct pair {
    plain p;
    desk expected, other;
} pair;

static pair *open_pair(void)
{
    pair *both = malloc(sizeof *both);
    ck_assert_ptr_nonnull(both);
    make_tickets();
    fill_plain(&both->p);
    ask(&both->expected);
    bind_plain(&both->expected, &both->p);
    desk_run(&both->expected);
    ask(&both->other);
    bind_plain(&both->other, &both->p);
    ck_assert_int_eq(dscore_values_row_count(both->expected.values), AGENTS + 1);
    ck_assert_int_ge(dscore_values_item_count(both->expected.values), 25);
    return both;
}

static void close_pair(pair *both)
{
    desk_close(&both->expected);
    desk_close(&both->other);
    free(both);
}

static void bind_other(pair *both, int field, const dscore_column *column)
{
    desk *d = &both->other;
    assert_ok(dscore_table_bind(d->tables[0], FIELD_NAMES[field], column, &d->err), d->err);
}

static void compare(pair *both, const char *what)
{
    desk_run(&both->other);
    assert_same_values(both->expected.values, both->other.values, what);
}

/* ---- arrangements --------------------------------------------------------------------------- */

/* As a host program keeps its tickets. */
typedef struct host_ticket {
    const char *agent;
    double cost; /* NaN: none */
    int64_t created, replied, resolved;
    int32_t wait;    /* -1: none */
    int16_t contacts; /* -1: none */
    int8_t csat, answered, complaint;
    const char *channel;
} host_ticket;

START_TEST(an_array_of_structs)
{
    static host_ticket host[ROWS];
    pair *both = open_pair();
    desk *d = &both->other;
    for (int64_t i = 0; i < ROWS; i++) {
        host[i] = (host_ticket){is_there(i, AGENT) ? text_of(i, AGENT) : NULL,
            is_there(i, COST) ? (double)tickets[i].cents / 100.0 : (double)NAN, tickets[i].created,
            is_there(i, REPLIED) ? tickets[i].replied : MISSING, is_there(i, RESOLVED) ? tickets[i].resolved : MISSING,
            is_there(i, WAIT) ? (int32_t)tickets[i].wait : -1, (int16_t)(is_there(i, CONTACTS) ? tickets[i].contacts : -1),
            (int8_t)(is_there(i, CSAT) ? tickets[i].csat : -1), is_there(i, ANSWERED) ? tickets[i].answered : UNKNOWN,
            is_there(i, COMPLAINT) ? tickets[i].complaint : UNKNOWN, is_there(i, CHANNEL) ? text_of(i, CHANNEL) : NULL};
    }
    const struct {
        int field, type, unit;
        size_t offset;
        const void *missing;
    } members[] = {
        {AGENT, DSCORE_CSTRING, 0, offsetof(host_ticket, agent), NULL},
        {COST, DSCORE_FLOAT64, 0, offsetof(host_ticket, cost), NULL},
        {CREATED, DSCORE_INT64, DSCORE_UNIT_S, offsetof(host_ticket, created), &MISSING},
        {REPLIED, DSCORE_INT64, DSCORE_UNIT_S, offsetof(host_ticket, replied), &MISSING},
        {RESOLVED, DSCORE_INT64, DSCORE_UNIT_S, offsetof(host_ticket, resolved), &MISSING},
        {WAIT, DSCORE_INT32, DSCORE_UNIT_S, offsetof(host_ticket, wait), &(int32_t){-1}},
        {CONTACTS, DSCORE_INT16, 0, offsetof(host_ticket, contacts), &(int16_t){-1}},
        {CSAT, DSCORE_INT8, 0, offsetof(host_ticket, csat), &UNKNOWN},
        {ANSWERED, DSCORE_INT8, 0, offsetof(host_ticket, answered), &UNKNOWN},
        {COMPLAINT, DSCORE_INT8, 0, offsetof(host_ticket, complaint), &UNKNOWN},
        {CHANNEL, DSCORE_CSTRING, 0, offsetof(host_ticket, channel), NULL}};
    for (int i = 0; i < FIELDS; i++) {
        assert_ok(dscore_table_bind_array(d->tables[0], FIELD_NAMES[members[i].field], members[i].type, members[i].unit,
            (const char *)host + members[i].offset, ROWS, (int64_t)sizeof host[0], members[i].missing, &d->err), d->err);
    }
    compare(both, "structs");
    close_pair(both);
}
END_TEST

/* Bytes from row to row, from `start`; every column of the other desk laid out so. */
static void check_stride(int64_t stride, int64_t shift, const char *what)
{
    pair *both = open_pair();
    const int64_t step = stride < 0 ? -stride : stride;
    char *memory[FIELDS];
    for (int f = 0; f < FIELDS; f++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        memory[f] = malloc((size_t)(step * ROWS + shift));
        ck_assert_ptr_nonnull(memory[f]);
        const int is_text = f == AGENT || f == CHANNEL;
        for (int64_t i = 0; i < ROWS; i++) {
            char *place = memory[f] + shift + step * (stride < 0 ? ROWS - 1 - i : i);
            if (is_text) {
                memcpy(place, &both->p.texts[f - AGENT][i], sizeof(const char *));
            } else {
                memcpy(place, &both->p.numbers[f][i], sizeof(int64_t));
            }
        }
        column.type = is_text ? DSCORE_CSTRING : f == COST ? DSCORE_DECIMAL64 : DSCORE_INT64;
        column.scale = f == COST ? 2 : 0;
        column.unit = is_time(f) ? DSCORE_UNIT_S : DSCORE_UNIT_NONE;
        column.data = memory[f] + shift + (stride < 0 ? step * (ROWS - 1) : 0);
        column.stride = stride;
        column.length = ROWS;
        column.sentinel = is_text ? NULL : &MISSING;
        bind_other(both, f, &column);
    }
    compare(both, what);
    for (int f = 0; f < FIELDS; f++) {
        free(memory[f]);
    }
    close_pair(both);
}

START_TEST(strided_columns)
{
    check_stride(48, 0, "stride 48");
    check_stride(8, 0, "stride 8");
}
END_TEST

START_TEST(columns_read_backwards)
{
    check_stride(-8, 0, "stride -8");
    check_stride(-24, 0, "stride -24");
}
END_TEST

START_TEST(unaligned_columns)
{
    check_stride(13, 3, "stride 13 from byte 3");
    check_stride(-9, 1, "stride -9");
}
END_TEST

/* ---- presence ------------------------------------------------------------------------------- */

/* Every number column of the other desk with junk where there is no value, and presence told in another way. */
static void check_validity(int32_t kind, int64_t offset, int64_t stride, const char *what)
{
    pair *both = open_pair();
    uint8_t *validity[FIELDS];
    int64_t *junk[FIELDS];
    for (int f = 0; f < FIELDS; f++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        const int64_t step = stride == 0 ? 1 : stride;
        validity[f] = calloc((size_t)(offset + step * ROWS + 8), 1);
        junk[f] = malloc(ROWS * sizeof(int64_t));
        ck_assert(validity[f] != NULL && junk[f] != NULL);
        for (int64_t i = 0; i < ROWS; i++) {
            const int there = is_there(i, f);
            junk[f][i] = there ? number_of(i, f) : 3;
            if (kind == DSCORE_VALIDITY_BITMAP) {
                validity[f][(offset + i) / 8] = (uint8_t)(validity[f][(offset + i) / 8] | there << ((offset + i) % 8));
            } else {
                const int marked = kind == DSCORE_VALIDITY_BYTES_PRESENT ? there : !there;
                validity[f][offset + i * step] = (uint8_t)(marked ? 1 + (kind == DSCORE_VALIDITY_BYTES_PRESENT ? i % 250 : 0) : 0);
            }
        }
        if (f != AGENT && f != CHANNEL) {
            column.type = f == COST ? DSCORE_DECIMAL64 : DSCORE_INT64;
            column.scale = f == COST ? 2 : 0;
            column.unit = is_time(f) ? DSCORE_UNIT_S : DSCORE_UNIT_NONE;
            column.data = junk[f];
            column.flags = DSCORE_COLUMN_PACKED;
            column.length = ROWS;
            column.validity_kind = kind;
            column.validity = validity[f];
            column.validity_offset = offset;
            column.validity_stride = stride;
            bind_other(both, f, &column);
        }
    }
    compare(both, what);
    for (int f = 0; f < FIELDS; f++) {
        free(validity[f]);
        free(junk[f]);
    }
    close_pair(both);
}

START_TEST(an_arrow_bitmap_with_a_bit_offset)
{
    check_validity(DSCORE_VALIDITY_BITMAP, 0, 0, "bitmap");
    check_validity(DSCORE_VALIDITY_BITMAP, 5, 0, "bitmap from bit 5");
    check_validity(DSCORE_VALIDITY_BITMAP, 8 * 3 + 7, 0, "bitmap from bit 31");
}
END_TEST

START_TEST(a_byte_mask_of_either_polarity)
{
    check_validity(DSCORE_VALIDITY_BYTES_PRESENT, 0, 0, "bytes present");
    check_validity(DSCORE_VALIDITY_BYTES_PRESENT, 7, 3, "bytes present, every third");
    check_validity(DSCORE_VALIDITY_BYTES_MISSING, 0, 1, "bytes missing");
    check_validity(DSCORE_VALIDITY_BYTES_STATUS, 2, 2, "bytes of status");
}
END_TEST

START_TEST(not_a_number_in_double_columns)
{
    static double numbers[FIELDS][ROWS];
    pair *both = open_pair();
    for (int f = 0; f < FIELDS; f++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        for (int64_t i = 0; i < ROWS; i++) {
            numbers[f][i] = is_there(i, f) ? (double)number_of(i, f) / (f == COST ? 100.0 : 1.0) : (double)NAN;
        }
        column.type = DSCORE_FLOAT64;
        column.unit = is_time(f) ? DSCORE_UNIT_S : DSCORE_UNIT_NONE;
        column.data = numbers[f];
        column.flags = DSCORE_COLUMN_PACKED;
        column.length = ROWS;
        if (f < AGENT) { /* instants and durations are float seconds then */
            bind_other(both, f, &column);
        }
    }
    compare(both, "doubles");
    close_pair(both);
}
END_TEST

/* ---- units of time -------------------------------------------------------------------------- */

START_TEST(seconds_milliseconds_microseconds_and_nanoseconds)
{
    static const int64_t per_second[] = {1, 1000, 1000000, 1000000000};
    static int64_t times[WAIT + 1][ROWS];
    pair *both = open_pair();
    for (int32_t u = 0; u < 4; u++) {
        for (int f = 0; f <= WAIT; f++) {
            dscore_column column = DSCORE_COLUMN_INIT;
            for (int64_t i = 0; i < ROWS; i++) {
                times[f][i] = is_there(i, f) ? number_of(i, f) * per_second[u] : MISSING;
            }
            column.type = DSCORE_INT64;
            column.unit = DSCORE_UNIT_S + u;
            column.data = times[f];
            column.flags = DSCORE_COLUMN_PACKED;
            column.length = ROWS;
            column.sentinel = &MISSING;
            bind_other(both, f, &column);
        }
        compare(both, "a unit of time");
    }
    close_pair(both);
}
END_TEST

START_TEST(fields_of_one_table_may_have_different_units)
{
    static const int64_t per_second[] = {1, 1000, 1000000, 1000000000};
    static int64_t times[WAIT + 1][ROWS];
    pair *both = open_pair();
    for (int f = 0; f <= WAIT; f++) {
        for (int64_t i = 0; i < ROWS; i++) {
            times[f][i] = is_there(i, f) ? number_of(i, f) * per_second[f] : MISSING;
        }
        assert_ok(dscore_table_bind_array(both->other.tables[0], FIELD_NAMES[f], DSCORE_INT64, DSCORE_UNIT_S + f, times[f],
            ROWS, 8, &MISSING, &both->other.err), both->other.err);
    }
    compare(both, "units mixed");
    close_pair(both);
}
END_TEST

/* ---- storage of numbers --------------------------------------------------------------------- */

/* Write row values of `field` in a storage type; types of one byte hold only the small fields. */
static void store(char *place, int32_t type, int64_t value)
{
    switch (type) {
#define AS(code, c_type) \
    case code: { \
        const c_type stored = (c_type)value; \
        memcpy(place, &stored, sizeof stored); \
        return; \
    }
        AS(DSCORE_INT8, int8_t)
        AS(DSCORE_INT16, int16_t)
        AS(DSCORE_INT32, int32_t)
        AS(DSCORE_INT64, int64_t)
        AS(DSCORE_UINT8, uint8_t)
        AS(DSCORE_UINT16, uint16_t)
        AS(DSCORE_UINT32, uint32_t)
        AS(DSCORE_UINT64, uint64_t)
        AS(DSCORE_FLOAT32, float)
        AS(DSCORE_FLOAT64, double)
#undef AS
    default: ck_abort_msg("no storage %d", (int)type);
    }
}

START_TEST(every_width_of_integers_and_floats)
{
    static const struct {
        int32_t type;
        int size;
    } types[] = {{DSCORE_INT8, 1}, {DSCORE_INT16, 2}, {DSCORE_INT32, 4}, {DSCORE_INT64, 8}, {DSCORE_UINT8, 1},
        {DSCORE_UINT16, 2}, {DSCORE_UINT32, 4}, {DSCORE_UINT64, 8}, {DSCORE_FLOAT32, 4}, {DSCORE_FLOAT64, 8}};
    static char memory[COMPLAINT + 1][ROWS * 8];
    pair *both = open_pair();
    for (size_t k = 0; k < sizeof types / sizeof types[0]; k++) {
        const int is_wide = types[k].size >= 4 && types[k].type != DSCORE_FLOAT32;
        for (int f = 0; f < FIELDS; f++) {
            if (f == COST || f == AGENT || f == CHANNEL || (f < WAIT && !is_wide)) {
                continue;
            }
            if ((f == ANSWERED || f == COMPLAINT) && types[k].type >= DSCORE_FLOAT32) {
                continue; /* a yes or no is no float */
            }
            char sentinel[8];
            store(sentinel, types[k].type, 111); /* no field of this size has it; instants are far away */
            for (int64_t i = 0; i < ROWS; i++) {
                store(memory[f] + i * types[k].size, types[k].type, is_there(i, f) ? number_of(i, f) : 111);
            }
            assert_ok(dscore_table_bind_array(both->other.tables[0], FIELD_NAMES[f], types[k].type,
                is_time(f) ? DSCORE_UNIT_S : DSCORE_UNIT_NONE, memory[f], ROWS, types[k].size, sentinel, &both->other.err),
                both->other.err);
        }
        compare(both, "a storage type");
    }
    close_pair(both);
}
END_TEST

START_TEST(money_as_decimals_of_any_scale_doubles_and_floats)
{
    static int64_t mantissa[ROWS];
    static double doubles[ROWS];
    static float floats[ROWS];
    pair *both = open_pair();
    int64_t factor = 1;
    for (int32_t scale = 2; scale <= 14; scale += 4) {
        dscore_column column = DSCORE_COLUMN_INIT;
        for (int64_t i = 0; i < ROWS; i++) {
            mantissa[i] = is_there(i, COST) ? tickets[i].cents * factor : MISSING;
        }
        column.type = DSCORE_DECIMAL64;
        column.scale = scale;
        column.data = mantissa;
        column.flags = DSCORE_COLUMN_PACKED;
        column.length = ROWS;
        column.sentinel = &MISSING;
        bind_other(both, COST, &column);
        compare(both, "a scale");
        factor *= 10000;
    }
    for (int64_t i = 0; i < ROWS; i++) { /* quarters: exact in both */
        doubles[i] = is_there(i, COST) ? (double)tickets[i].cents / 100.0 : (double)NAN;
        floats[i] = (float)doubles[i];
    }
    desk *d = &both->other;
    assert_ok(dscore_table_bind_array(d->tables[0], "cost", DSCORE_FLOAT64, 0, doubles, ROWS, 8, NULL, &d->err), d->err);
    compare(both, "money as doubles");
    assert_ok(dscore_table_bind_array(d->tables[0], "cost", DSCORE_FLOAT32, 0, floats, ROWS, 4, NULL, &d->err), d->err);
    compare(both, "money as floats");
    close_pair(both);
}
END_TEST

START_TEST(yes_and_no_as_bytes_and_as_bits)
{
    static uint8_t bytes[2][ROWS], bits[2][ROWS / 8 + 4], there[2][ROWS];
    pair *both = open_pair();
    for (int k = 0; k < 2; k++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        for (int64_t i = 0; i < ROWS; i++) {
            there[k][i] = (uint8_t)is_there(i, ANSWERED + k);
            bytes[k][i] = (uint8_t)(there[k][i] ? number_of(i, ANSWERED + k) : i % 2);
            bits[k][(i + 11) / 8] = (uint8_t)(bits[k][(i + 11) / 8] | bytes[k][i] << ((i + 11) % 8));
        }
        column.type = DSCORE_BOOL8;
        column.data = bytes[k];
        column.stride = 1;
        column.length = ROWS;
        column.validity_kind = DSCORE_VALIDITY_BYTES_PRESENT;
        column.validity = there[k];
        bind_other(both, ANSWERED + k, &column);
    }
    compare(both, "bytes");
    for (int k = 0; k < 2; k++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        column.type = DSCORE_BOOL1;
        column.data = bits[k];
        column.data_offset = 11;
        column.length = ROWS;
        column.validity_kind = DSCORE_VALIDITY_BYTES_PRESENT;
        column.validity = there[k];
        bind_other(both, ANSWERED + k, &column);
    }
    compare(both, "bits");
    close_pair(both);
}
END_TEST

/* ---- text ----------------------------------------------------------------------------------- */

enum { SKIPPED = 3 }; /* entries of offsets before the first row */

static void check_offsets(int32_t type, const char *what)
{
    static char bytes[2][ROWS * 8];
    static int32_t narrow[2][ROWS + SKIPPED + 1];
    static int64_t wide[2][ROWS + SKIPPED + 1];
    static uint8_t bitmap[2][ROWS / 8 + 1];
    pair *both = open_pair();
    for (int k = 0; k < 2; k++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        int64_t used = 0;
        memset(bitmap[k], 0, sizeof bitmap[k]);
        for (int64_t i = 0; i < ROWS + SKIPPED; i++) {
            const char *text = i < SKIPPED ? "xy" : is_there(i - SKIPPED, AGENT + k) ? text_of(i - SKIPPED, AGENT + k) : "";
            narrow[k][i] = (int32_t)used;
            wide[k][i] = used;
            memcpy(bytes[k] + used, text, strlen(text));
            used += (int64_t)strlen(text);
            if (i >= SKIPPED && is_there(i - SKIPPED, AGENT + k)) {
                bitmap[k][(i - SKIPPED) / 8] = (uint8_t)(bitmap[k][(i - SKIPPED) / 8] | 1U << ((i - SKIPPED) % 8));
            }
        }
        narrow[k][ROWS + SKIPPED] = (int32_t)used;
        wide[k][ROWS + SKIPPED] = used;
        column.type = type;
        column.data = bytes[k];
        column.offsets = type == DSCORE_UTF8 ? (const void *)narrow[k] : (const void *)wide[k];
        column.data_offset = SKIPPED;
        column.length = ROWS;
        column.validity_kind = DSCORE_VALIDITY_BITMAP;
        column.validity = bitmap[k];
        bind_other(both, AGENT + k, &column);
    }
    compare(both, what);
    close_pair(both);
}

START_TEST(text_as_offsets_and_bytes)
{
    check_offsets(DSCORE_UTF8, "32-bit offsets");
    check_offsets(DSCORE_LARGE_UTF8, "64-bit offsets");
}
END_TEST

START_TEST(text_as_codes_of_a_dictionary)
{
    /* The dictionary in another order, with an entry that nobody uses and one that stands twice. */
    static const char *const people[] = {"nobody", "", "\xe5\xbc\xa0\xe4\xbc\x9f", "Eve", "D\xc3\xa9sir\xc3\xa9", "Chen",
        "Bo", "Ada", "Chen"};
    static const char *const channels[] = {"chat", "email", "phone"};
    static uint8_t small[ROWS];
    static int32_t large[ROWS];
    const uint8_t none = 200;
    const int32_t gap = -1;
    pair *both = open_pair();
    for (int64_t i = 0; i < ROWS; i++) {
        const int32_t agent = tickets[i].agent;
        const uint8_t code = (uint8_t)(agent == 2 && i % 2 == 0 ? 8 : 7 - agent);
        small[i] = is_there(i, AGENT) ? code : none;
        large[i] = is_there(i, CHANNEL) ? 2 - tickets[i].channel : gap;
    }
    dscore_column entries[2] = {DSCORE_COLUMN_INIT, DSCORE_COLUMN_INIT};
    for (int k = 0; k < 2; k++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        entries[k].type = DSCORE_CSTRING;
        entries[k].data = k == 0 ? people : channels;
        entries[k].flags = DSCORE_COLUMN_PACKED;
        entries[k].length = k == 0 ? 9 : 3;
        column.type = DSCORE_DICT;
        column.code_type = k == 0 ? DSCORE_UINT8 : DSCORE_INT32;
        column.data = k == 0 ? (const void *)small : (const void *)large;
        column.flags = DSCORE_COLUMN_PACKED;
        column.length = ROWS;
        column.sentinel = k == 0 ? (const void *)&none : (const void *)&gap;
        column.dictionary = &entries[k];
        bind_other(both, AGENT + k, &column);
    }
    compare(both, "dictionaries");
    close_pair(both);
}
END_TEST

START_TEST(a_text_that_means_missing)
{
    static const char *texts[ROWS];
    static const char nobody[] = "n/a";
    static char written[ROWS][16];
    pair *both = open_pair();
    for (int64_t i = 0; i < ROWS; i++) { /* equal bytes, another address */
        (void)snprintf(written[i], sizeof written[i], "%s", is_there(i, AGENT) ? text_of(i, AGENT) : "n/a");
        texts[i] = written[i];
    }
    const char *const sentinel = nobody;
    dscore_column column = DSCORE_COLUMN_INIT;
    column.type = DSCORE_CSTRING;
    column.data = texts;
    column.flags = DSCORE_COLUMN_PACKED;
    column.length = ROWS;
    column.sentinel = &sentinel;
    bind_other(both, AGENT, &column);
    compare(both, "a sentinel of text");
    close_pair(both);
}
END_TEST

START_TEST(batches_of_different_layouts)
{
    /* The first half as seconds and C strings, the second as milliseconds in doubles and a dictionary. */
    static double milliseconds[WAIT + 1][ROWS];
    static int16_t codes[ROWS];
    const int16_t gap = -7;
    pair *both = open_pair();
    desk *d = &both->other;
    const int64_t half = ROWS / 2;
    dscore_state *state = NULL;
    assert_ok(dscore_plan_compile(d->query, &d->plan, &d->err), d->err);
    assert_ok(dscore_state_new(d->plan, &state, &d->err), d->err);
    assert_ok(dscore_state_update(state, d->tables[0], 0, half, NULL, &d->err), d->err);

    for (int64_t i = 0; i < ROWS; i++) {
        for (int f = 0; f <= WAIT; f++) {
            milliseconds[f][i] = is_there(i, f) ? (double)number_of(i, f) * 1000.0 : (double)NAN;
        }
        codes[i] = (int16_t)(is_there(i, AGENT) ? tickets[i].agent : gap);
    }
    for (int f = 0; f <= WAIT; f++) {
        assert_ok(dscore_table_bind_array(d->tables[0], FIELD_NAMES[f], DSCORE_FLOAT64, DSCORE_UNIT_MS, milliseconds[f], ROWS,
            8, NULL, &d->err), d->err);
    }
    dscore_column entries = DSCORE_COLUMN_INIT, column = DSCORE_COLUMN_INIT;
    entries.type = DSCORE_CSTRING;
    entries.data = AGENT_NAMES;
    entries.flags = DSCORE_COLUMN_PACKED;
    entries.length = AGENTS;
    column.type = DSCORE_DICT;
    column.code_type = DSCORE_INT16;
    column.data = codes;
    column.flags = DSCORE_COLUMN_PACKED;
    column.length = ROWS;
    column.sentinel = &gap;
    column.dictionary = &entries;
    bind_other(both, AGENT, &column);
    assert_ok(dscore_state_update(state, d->tables[0], half, ROWS - half, NULL, &d->err), d->err);
    assert_ok(dscore_state_finish(state, &d->values, &d->err), d->err);
    assert_same_values(both->expected.values, d->values, "two layouts");
    dscore_state_free(state);
    close_pair(both);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {an_array_of_structs, strided_columns, columns_read_backwards, unaligned_columns,
        an_arrow_bitmap_with_a_bit_offset, a_byte_mask_of_either_polarity, not_a_number_in_double_columns,
        seconds_milliseconds_microseconds_and_nanoseconds, fields_of_one_table_may_have_different_units,
        every_width_of_integers_and_floats, money_as_decimals_of_any_scale_doubles_and_floats,
        yes_and_no_as_bytes_and_as_bits, text_as_offsets_and_bytes, text_as_codes_of_a_dictionary, a_text_that_means_missing,
        batches_of_different_layouts};
    return RUN_TESTS("layouts", tests);
}
