/* What hands used to SQL, to other languages or to a Chinese keyboard type, and what to write instead. Tables only:
   nothing here is accepted, each form has its message. */
#include "formula/parse.h"

#include <string.h>

/* Characters and pairs, the longer first where one begins another. */
static const struct {
    const char *said, *hint;
} characters[] = {
    {"===", "write == to compare"},
    {"=<", "write <="},
    {"=>", "write >="},
    {"<>", "write != for unequal"},
    {"**", "there is no power; write x * x"},
    {"//", "write / to divide; there are no comments"},
    {"=", "write == to compare"},
    {"&&", "write `and`"},
    {"&", "write `and`"},
    {"||", "write `or`"},
    {"|", "write `or`"},
    {"!", "write `not`, or != for unequal"},
    {"'", "text stands in double quotes: \"phone\""},
    {"%", "there is no remainder and no per cent sign: shares are 0 to 1 (100 * share(...) gives per cent), 92% is "
          "written 92"},
    {"^", "there is no power; write x * x"},
    {"~", "there are no patterns; write == or in (...)"},
    {"#", "there are no comments in a formula"},
    {"?", "write if(condition, a, b)"},
    {":", "write if(condition, a, b); a parameter is written $name"},
    {";", "a formula is one expression, without ;"},
    {"{", "write ordinary brackets ( )"},
    {"}", "write ordinary brackets ( )"},
    {"\\", "a backslash stands only inside a text"},
    {".", "a number begins with a digit (0.5), and a field is named without its source"},
    /* full-width forms of a Chinese keyboard, and what typesetting makes of operators */
    {"\xEF\xBC\x88", "this is a full-width bracket: write ("},
    {"\xEF\xBC\x89", "this is a full-width bracket: write )"},
    {"\xEF\xBC\x8C", "this is a full-width comma: write ,"},
    {"\xE3\x80\x81", "this is a full-width comma: write ,"},
    {"\xE2\x80\x9C", "this is a typographic quote: write \""},
    {"\xE2\x80\x9D", "this is a typographic quote: write \""},
    {"\xEF\xBC\x82", "this is a full-width quote: write \""},
    {"\xE2\x80\x98", "this is a typographic quote: text stands in \"double quotes\""},
    {"\xE2\x80\x99", "this is a typographic quote: text stands in \"double quotes\""},
    {"\xEF\xBC\x87", "this is a full-width quote: text stands in \"double quotes\""},
    {"\xE3\x80\x8C", "this is a corner bracket: text stands in \"double quotes\""},
    {"\xE3\x80\x8D", "this is a corner bracket: text stands in \"double quotes\""},
    {"\xE3\x80\x90", "this is a full-width bracket: write ["},
    {"\xE3\x80\x91", "this is a full-width bracket: write ]"},
    {"\xEF\xBC\xBB", "this is a full-width bracket: write ["},
    {"\xEF\xBC\xBD", "this is a full-width bracket: write ]"},
    {"\xEF\xBC\x9D", "this is a full-width sign: write == to compare"},
    {"\xEF\xBC\x9C", "this is a full-width sign: write <"},
    {"\xEF\xBC\x9E", "this is a full-width sign: write >"},
    {"\xE2\x89\xA4", "write <="},
    {"\xE2\x89\xA5", "write >="},
    {"\xE2\x89\xA0", "write != for unequal"},
    {"\xEF\xBC\x81", "this is a full-width sign: write `not`, or != for unequal"},
    {"\xEF\xBC\x86", "this is a full-width sign: write `and`"},
    {"\xEF\xBD\x9C", "this is a full-width sign: write `or`"},
    {"\xEF\xBC\x8B", "this is a full-width sign: write +"},
    {"\xEF\xBC\x8D", "this is a full-width sign: write -"},
    {"\xE2\x88\x92", "this is a typographic minus: write -"},
    {"\xE2\x80\x93", "this is a dash: write -"},
    {"\xE2\x80\x94", "this is a dash: write -"},
    {"\xEF\xBC\x8A", "this is a full-width sign: write *"},
    {"\xC3\x97", "write * to multiply"},
    {"\xEF\xBC\x8F", "this is a full-width sign: write /"},
    {"\xC3\xB7", "write / to divide"},
    {"\xEF\xBC\x85", "there is no per cent sign: shares are 0 to 1 (100 * share(...) gives per cent)"},
    {"\xEF\xBC\x9B", "a formula is one expression, without ;"},
    {"\xEF\xBC\x9A", "this is a full-width colon; a parameter is written $name"},
    {"\xE3\x80\x82", "this is a full-width full stop; a formula has no full stop"},
    {"\xEF\xBC\x8E", "this is a full-width point: write ."},
    {"\xEF\xBC\x84", "this is a full-width sign: write $"},
    {"\xEF\xBF\xA5", "a parameter is written $name"},
    {"\xEF\xBC\xA0", "this is a full-width sign: write @"},
    {"\xEF\xBD\x80", "this is a full-width sign: write `"},
    {"\xC2\xB7", "this is a middle dot: a name in backquotes is written `name`"},
    {"\xE3\x80\x80", "this is a full-width space: write an ordinary one"},
    {"\xC2\xA0", "this is a no-break space: write an ordinary one"},
    {"\xE2\x80\x8B", "there is an invisible space here: delete it"},
    {"\xEF\xBB\xBF", "there is a byte order mark here: delete it"},
};

/* Words, in any case. */
static const struct {
    const char *word, *hint;
} word_hints[] = {
    {"or", "write `or` in lower case"},
    {"and", "write `and` in lower case"},
    {"not", "write `not` in lower case"},
    {"in", "write `in` in lower case"},
    {"is", "write `is missing` or `is present`, in lower case"},
    {"where", "write `where` in lower case"},
    {"true", "write `true` in lower case"},
    {"false", "write `false` in lower case"},
    {"null", "write x is missing or x is present"},
    {"isnull", "write x is missing"},
    {"notnull", "write x is present"},
    {"none", "write x is missing"},
    {"nil", "write x is missing"},
    {"nan", "write x is missing"},
    {"like", "there are no patterns; write == or in (...)"},
    {"ilike", "there are no patterns; write == or in (...)"},
    {"between", "write x >= low and x <= high"},
    {"if", "write if(condition, a, b)"},
    {"case", "write if(condition, a, b)"},
    {"when", "write if(condition, a, b)"},
    {"then", "write if(condition, a, b)"},
    {"else", "write if(condition, a, b)"},
    {"end", ""},
    {"as", "a formula has no names of its own"},
    {"by", "groups are asked for in the query, not in the formula"},
    {"over", "write total([id]) in a derived formula"},
    {"xor", "write a != b"},
    {"mod", "there is no remainder"},
    {"div", "write / to divide"},
    {"select", "a formula is one expression, such as mean(csat)"},
    {"from", "the source is named in the definition, not in the formula"},
    {"group", "groups are asked for in the query, not in the formula"},
    {"filter", "a condition stands in the brackets: count(where c)"},
    {"interval", "a duration is written 30s, 15min, 4h, 7d"},
};

/* Functions of other languages. */
static const struct {
    const char *name, *ours;
} function_habits[] = {
    {"avg", "mean"},
    {"average", "mean"},
    {"mittelwert", "mean"},
    {"std", "stddev"},
    {"stdev", "stddev"},
    {"stddev_samp", "stddev"},
    {"sd", "stddev"},
    {"var", "variance"},
    {"var_samp", "variance"},
    {"percentile", "quantile"},
    {"percentile_cont", "quantile"},
    {"quantile_cont", "quantile"},
    {"percentile_disc", "quantile_observed"},
    {"quantile_disc", "quantile_observed"},
    {"approx_percentile", "approx_quantile"},
    {"approx_count_distinct", "distinct"},
    {"count_distinct", "distinct"},
    {"nunique", "distinct"},
    {"distinctcount", "distinct"},
    {"countif", "count(where condition)"},
    {"count_if", "count(where condition)"},
    {"sumif", "sum(x where condition)"},
    {"sum_if", "sum(x where condition)"},
    {"averageif", "mean(x where condition)"},
    {"avgif", "mean(x where condition)"},
    {"iif", "if"},
    {"ifelse", "if"},
    {"decode", "if"},
    {"ifnull", "coalesce"},
    {"nvl", "coalesce"},
    {"ifna", "coalesce"},
    {"fillna", "coalesce"},
    {"isnull", "x is missing"},
    {"isna", "x is missing"},
    {"is_null", "x is missing"},
    {"isblank", "x is missing"},
    {"notnull", "x is present"},
    {"nullif", "if(a != b, a)"},
    {"minimum", "min"},
    {"maximum", "max"},
    {"total_of", "sum"},
    {"datediff", "elapsed(a, b)"},
    {"timediff", "elapsed(a, b)"},
    {"date_diff", "elapsed(a, b)"},
    {"timestampdiff", "elapsed(a, b)"},
    {"age", "elapsed(a, b)"},
    {"dateadd", "instant + 7d"},
    {"date_add", "instant + 7d"},
    {"current_timestamp", "now()"},
    {"getdate", "now()"},
    {"today", "now()"},
    {"hour", "hour_of"},
    {"weekday", "weekday_of"},
    {"dayofweek", "weekday_of"},
    {"isodow", "weekday_of"},
    {"date_trunc", "date_of"},
    {"to_date", "date_of"},
    {"rate", "share"},
    {"percent", "100 * share(condition)"},
    {"proportion", "share"},
    {"absolute", "abs"},
    {"and", "a and b"},
    {"or", "a or b"},
    {"pow", "x * x"},
    {"power", "x * x"},
    {"date", "@2026-01-31T00:00:00Z"},
    {"timestamp", "@2026-01-31T00:00:00Z"},
};

/* Functions of other languages that have no counterpart, and why. */
static const struct {
    const char *name, *reason;
} function_reasons[] = {
    {"sqrt", "there are no roots"},
    {"log", "there are no logarithms"},
    {"ln", "there are no logarithms"},
    {"exp", "there are no powers"},
    {"round", "values are kept unrounded, rounding is for the output"},
    {"floor", "values are kept unrounded, rounding is for the output"},
    {"ceil", "values are kept unrounded, rounding is for the output"},
    {"upper", "texts compare as they are"},
    {"lower", "texts compare as they are"},
    {"trim", "texts compare as they are"},
    {"substr", "texts compare as a whole"},
    {"contains", "texts compare as a whole"},
    {"cast", "types are those of the fields"},
    {"rank", "ranks belong to a scorecard"},
    {"lag", "a formula sees one row, and no row before it"},
    {"lead", "a formula sees one row, and none after it"},
};

#define COUNT(table) ((int32_t)(sizeof(table) / sizeof((table)[0])))

static bool same_word(const char *a, const char *b)
{
    for (; *a != '\0' && *b != '\0'; a++, b++) {
        const char lower = *a >= 'A' && *a <= 'Z' ? (char)(*a - 'A' + 'a') : *a;
        if (lower != *b) {
            return false;
        }
    }
    return *a == *b;
}

const char *dsi_word_hint(const char *word)
{
    for (int32_t i = 0; i < COUNT(word_hints); i++) {
        if (same_word(word, word_hints[i].word)) {
            return word_hints[i].hint;
        }
    }
    return "";
}

const char *dsi_function_habit(const char *name)
{
    for (int32_t i = 0; i < COUNT(function_habits); i++) {
        if (same_word(name, function_habits[i].name)) {
            return function_habits[i].ours;
        }
    }
    return NULL;
}

const char *dsi_function_reason(const char *name)
{
    for (int32_t i = 0; i < COUNT(function_reasons); i++) {
        if (same_word(name, function_reasons[i].name)) {
            return function_reasons[i].reason;
        }
    }
    return NULL;
}

dscore_status dsi_fail_character(dsi_lexer *lexer, int64_t offset)
{
    const char *at = lexer->text + offset;
    const int64_t left = lexer->length - offset;
    int64_t n = 1;
    while (n < left && ((unsigned char)at[n] & 0xC0U) == 0x80U) {
        n++;
    }
    const unsigned char first = (unsigned char)at[0];
    const char *hint = NULL;
    for (int32_t i = 0; i < COUNT(characters) && hint == NULL; i++) {
        const int64_t size = (int64_t)strlen(characters[i].said);
        if (size <= left && memcmp(characters[i].said, at, (size_t)size) == 0) {
            hint = characters[i].hint;
            n = size;
        }
    }
    dscore_status status = DSCORE_E_FORMAT;
    if (hint != NULL) {
        status = dsi_fail(lexer->err, status, DSCORE_CODE_FORMULA_HABIT, "`%.*s`: %s", (int)n, at, hint);
    } else if (first < 0x20 || first == 0x7F) {
        status = dsi_fail(lexer->err, status, DSCORE_CODE_FORMULA_SYNTAX,
            "a control character (code %d) cannot stand in a formula", (int)first);
    } else if (n == 3 && first == 0xEF && ((unsigned char)at[1] == 0xBC || (unsigned char)at[1] == 0xBD)) {
        status = dsi_fail(lexer->err, status, DSCORE_CODE_FORMULA_HABIT,
            "`%.*s` is a full-width character: write the ordinary one", (int)n, at);
    } else {
        status = dsi_fail(lexer->err, status, DSCORE_CODE_FORMULA_SYNTAX,
            "`%.*s` cannot stand here; a name with other letters than a-z, 0-9 and _ goes in backquotes", (int)n, at);
    }
    return dsi_place(lexer->err, lexer->text, lexer->length, offset, status);
}
