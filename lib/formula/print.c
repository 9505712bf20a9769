/* Canonical text of a tree: the fewest brackets, one spelling of each literal. Printing and parsing give the same
   tree, and text that was printed prints the same. */
#include "formula/parse.h"

#include <stdio.h>
#include <string.h>

/* Strength of what a node prints as; the lesser one goes in brackets. */
enum { AS_OR = 1, AS_AND, AS_NOT, AS_TEST, AS_SUM, AS_PRODUCT, AS_UNARY, AS_PRIMARY };

static const struct {
    int32_t op;
    int32_t strength;
    const char *symbol;
} operators[] = {
    {DSI_OP_OR, AS_OR, " or "},
    {DSI_OP_AND, AS_AND, " and "},
    {DSI_OP_NOT, AS_NOT, "not "},
    {DSI_OP_EQ, AS_TEST, " == "},
    {DSI_OP_NE, AS_TEST, " != "},
    {DSI_OP_LT, AS_TEST, " < "},
    {DSI_OP_LE, AS_TEST, " <= "},
    {DSI_OP_GT, AS_TEST, " > "},
    {DSI_OP_GE, AS_TEST, " >= "},
    {DSI_OP_IN, AS_TEST, " in ("},
    {DSI_OP_IS_MISSING, AS_TEST, " is missing"},
    {DSI_OP_IS_PRESENT, AS_TEST, " is present"},
    {DSI_OP_ADD, AS_SUM, " + "},
    {DSI_OP_SUB, AS_SUM, " - "},
    {DSI_OP_MUL, AS_PRODUCT, " * "},
    {DSI_OP_DIV, AS_PRODUCT, " / "},
    {DSI_OP_NEG, AS_UNARY, "-"},
};

static int32_t row_of(int32_t op)
{
    for (int32_t i = 0; i < (int32_t)(sizeof operators / sizeof operators[0]); i++) {
        if (operators[i].op == op) {
            return i;
        }
    }
    return -1;
}

static bool is_not_in(const dsi_node *node)
{
    return node->op == DSI_OP_NOT && node->args[0]->op == DSI_OP_IN;
}

static int32_t strength_of(const dsi_node *node)
{
    if (is_not_in(node)) {
        return AS_TEST;
    }
    const int32_t row = row_of(node->op);
    if (row >= 0) {
        return operators[row].strength;
    }
    const bool negative = (node->op == DSI_OP_NUMBER && node->u.number < 0.0) ||
                          ((node->op == DSI_OP_NUMBER_INT || node->op == DSI_OP_DURATION) && node->u.integer < 0);
    return negative ? AS_UNARY : AS_PRIMARY;
}

/* ---- literals -------------------------------------------------------------------------------- */

static void add_zeros(dsi_text *out, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        dsi_text_add(out, "0");
    }
}

/* Decimal digits, point and, for what is very large or small, an exponent that the grammar allows. */
static void print_number(dsi_text *out, double value)
{
    int64_t mantissa = 0;
    int32_t exponent = 0;
    if (value < 0.0) {
        dsi_text_add(out, "-");
        value = -value;
    }
    dsi_shortest_decimal(value, &mantissa, &exponent);
    char digits[32];
    (void)snprintf(digits, sizeof digits, "%lld", (long long)mantissa);
    const int32_t n = (int32_t)strlen(digits);
    int32_t written = 0; /* the exponent that is spelt */
    if (exponent > 0 || n + exponent < -6) {
        written = exponent > DSI_MAX_EXPONENT    ? DSI_MAX_EXPONENT
                  : exponent < -DSI_MAX_EXPONENT ? -DSI_MAX_EXPONENT
                                                 : exponent;
    }
    const int32_t left = exponent - written; /* digits * 10^left stands before the exponent */
    if (left >= 0) {
        dsi_text_add(out, digits);
        add_zeros(out, left);
    } else if (n + left > 0) {
        dsi_text_add_bytes(out, digits, n + left);
        dsi_text_add(out, ".");
        dsi_text_add(out, digits + n + left);
    } else {
        dsi_text_add(out, "0.");
        add_zeros(out, -(n + left));
        dsi_text_add(out, digits);
    }
    if (written != 0) {
        dsi_text_add(out, "e");
        dsi_text_add_int(out, written);
    }
}

static void print_duration(dsi_text *out, int64_t us)
{
    static const struct {
        const char *name;
        int64_t us;
    } units[] = {
        {"w", INT64_C(604800000000)},
        {"d", INT64_C(86400000000)},
        {"h", INT64_C(3600000000)},
        {"min", 60000000},
        {"s", 1000000},
        {"ms", 1000},
    };
    if (us == 0) {
        dsi_text_add(out, "0s");
        return;
    }
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (us % units[i].us == 0) {
            dsi_text_add_int(out, us / units[i].us);
            dsi_text_add(out, units[i].name);
            return;
        }
    }
    /* finer than a millisecond */
    int64_t fraction = us % 1000;
    if (us < 0) {
        dsi_text_add(out, "-");
        fraction = -fraction;
    }
    const int64_t whole = us / 1000;
    dsi_text_add_int(out, whole < 0 ? -whole : whole);
    dsi_text_addf(out, ".%d%d%d", (int)(fraction / 100), (int)(fraction / 10 % 10), (int)(fraction % 10));
    while (!out->failed && out->length > 0 && out->data[out->length - 1] == '0') {
        out->data[--out->length] = '\0';
    }
    dsi_text_add(out, "ms");
}

/* Year, month, day of a day number from 1970-01-01 (H. Hinnant, chrono-compatible date algorithms, 2013). */
static void date_from_days(int64_t days, int32_t *year, int32_t *month, int32_t *day)
{
    days += 719468;
    const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const int64_t of_era = days - era * 146097;
    const int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t shifted = (5 * of_year + 2) / 153;
    *day = (int32_t)(of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int32_t)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int32_t)(year_of_era + era * 400 + (*month <= 2 ? 1 : 0));
}

static void print_instant(dsi_text *out, int64_t us)
{
    const int64_t day_us = INT64_C(86400000000);
    int64_t days = us / day_us;
    int64_t rest = us % day_us;
    if (rest < 0) {
        rest += day_us;
        days--;
    }
    int32_t year = 0;
    int32_t month = 0;
    int32_t day = 0;
    date_from_days(days, &year, &month, &day);
    const int32_t second = (int32_t)(rest / 1000000);
    const int32_t fraction = (int32_t)(rest % 1000000);
    dsi_text_addf(out, "@%04d-%02d-%02dT%02d:%02d:%02d", (int)year, (int)month, (int)day, (int)(second / 3600),
        (int)(second / 60 % 60), (int)(second % 60));
    if (fraction != 0) {
        dsi_text_addf(out, ".%06d", (int)fraction);
        while (!out->failed && out->length > 0 && out->data[out->length - 1] == '0') {
            out->data[--out->length] = '\0';
        }
    }
    dsi_text_add(out, "Z");
}

static void print_text(dsi_text *out, const char *p, int64_t n)
{
    dsi_text_add(out, "\"");
    int64_t from = 0;
    for (int64_t i = 0; i < n; i++) {
        const unsigned char c = (unsigned char)p[i];
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        dsi_text_add_bytes(out, p + from, i - from);
        from = i + 1;
        if (c == '\n') {
            dsi_text_add(out, "\\n");
        } else if (c < 0x20) {
            dsi_text_addf(out, "\\u%04X", (unsigned)c);
        } else {
            dsi_text_addf(out, "\\%c", (char)c);
        }
    }
    dsi_text_add_bytes(out, p + from, n - from);
    dsi_text_add(out, "\"");
}

static void print_name(dsi_text *out, const char *name)
{
    if (dsi_is_identifier(name) && !dsi_is_reserved(name)) {
        dsi_text_add(out, name);
        return;
    }
    dsi_text_add(out, "`");
    for (; *name != '\0'; name++) {
        dsi_text_add(out, *name == '`' ? "`" : "");
        dsi_text_add_bytes(out, name, 1);
    }
    dsi_text_add(out, "`");
}

/* ---- nodes ----------------------------------------------------------------------------------- */

static void print_as(dsi_text *out, const dsi_node *node, int32_t least)
{
    const bool brackets = strength_of(node) < least;
    dsi_text_add(out, brackets ? "(" : "");
    dsi_formula_print(out, node);
    dsi_text_add(out, brackets ? ")" : "");
}

static void print_call(dsi_text *out, const dsi_node *node)
{
    dsi_text_add(out, dsi_function_name(node->function));
    dsi_text_add(out, "(");
    if (node->function == DSI_FN_TOTAL) {
        dsi_text_addf(out, "[%s]%s", node->name, node->argc > 0 ? ", " : "");
    }
    for (int32_t i = 0; i < node->argc; i++) {
        dsi_text_add(out, i > 0 ? ", " : "");
        dsi_formula_print(out, node->args[i]);
    }
    if (node->where != NULL) {
        dsi_text_add(out, node->argc > 0 ? " where " : "where ");
        dsi_formula_print(out, node->where);
    }
    dsi_text_add(out, ")");
}

static void print_in(dsi_text *out, const dsi_node *node, const char *word)
{
    print_as(out, node->args[0], AS_SUM);
    dsi_text_add(out, word);
    for (int32_t i = 1; i < node->argc; i++) {
        dsi_text_add(out, i > 1 ? ", " : "");
        dsi_formula_print(out, node->args[i]);
    }
    dsi_text_add(out, ")");
}

static void print_operator(dsi_text *out, const dsi_node *node)
{
    const int32_t row = row_of(node->op);
    const char *symbol = operators[row].symbol;
    const int32_t strength = operators[row].strength;
    if (is_not_in(node)) {
        print_in(out, node->args[0], " not in (");
        return;
    }
    switch (node->op) {
    case DSI_OP_IN:
        print_in(out, node, symbol);
        return;
    case DSI_OP_IS_MISSING:
    case DSI_OP_IS_PRESENT:
        print_as(out, node->args[0], AS_SUM);
        dsi_text_add(out, symbol);
        return;
    case DSI_OP_NOT:
    case DSI_OP_NEG:
        dsi_text_add(out, symbol);
        print_as(out, node->args[0], strength);
        return;
    default:
        /* left to right; what compares is a sum on both sides */
        print_as(out, node->args[0], strength == AS_TEST ? AS_SUM : strength);
        dsi_text_add(out, symbol);
        print_as(out, node->args[1], strength + 1);
        return;
    }
}

void dsi_formula_print(dsi_text *out, const dsi_node *node)
{
    switch (node->op) {
    case DSI_OP_NUMBER_INT:
        dsi_text_add_int(out, node->u.integer);
        break;
    case DSI_OP_NUMBER:
        print_number(out, node->u.number);
        break;
    case DSI_OP_DURATION:
        print_duration(out, node->u.integer);
        break;
    case DSI_OP_INSTANT:
        print_instant(out, node->u.integer);
        break;
    case DSI_OP_TEXT:
        print_text(out, node->u.text.p, node->u.text.n);
        break;
    case DSI_OP_BOOLEAN:
        dsi_text_add(out, node->u.integer != 0 ? "true" : "false");
        break;
    case DSI_OP_FIELD:
        print_name(out, node->name);
        break;
    case DSI_OP_PARAMETER:
        dsi_text_add(out, "$");
        dsi_text_add(out, node->name);
        break;
    case DSI_OP_OPERAND:
        dsi_text_addf(out, "[%s]", node->name);
        break;
    case DSI_OP_CALL:
    case DSI_OP_AGGREGATE:
        print_call(out, node);
        break;
    default:
        print_operator(out, node);
        break;
    }
}
