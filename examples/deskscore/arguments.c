/* The command line, read by one table of options. */
#include "arguments.h"

#include "program.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef struct option {
    const char *name;
    size_t offset;
    bool many;
    const char *among; /* the values it takes, " a, b,"; NULL = any; "" = none: its name alone */
} option;

static const option options[] = {
    {"by", offsetof(arguments, by), false, NULL},
    {"indicators", offsetof(arguments, indicators), false, NULL},
    {"indicator", offsetof(arguments, indicator), false, NULL},
    {"card", offsetof(arguments, card), false, NULL},
    {"profile", offsetof(arguments, profile), false, NULL},
    {"format", offsetof(arguments, format), false, " table, csv, json,"},
    {"lang", offsetof(arguments, lang), false, " en, zh,"},
    {"explain", offsetof(arguments, explain), false, NULL},
    {"subject", offsetof(arguments, subject), false, NULL},
    {"class", offsetof(arguments, row_class), false, " used, missing, excluded, invalid,"},
    {"from", offsetof(arguments, from), false, NULL},
    {"to", offsetof(arguments, to), false, NULL},
    {"now", offsetof(arguments, now), false, NULL},
    {"negative", offsetof(arguments, negative), false, " exclude, signed, clamp, fail,"},
    {"quantiles", offsetof(arguments, quantiles), false, " exact, sketch,"},
    {"sep", offsetof(arguments, sep), false, NULL},
    {"time-format", offsetof(arguments, time_format), false, NULL},
    {"zone", offsetof(arguments, zone), false, NULL},
    {"calendar-field", offsetof(arguments, calendar_field), false, NULL},
    {"period", offsetof(arguments, period), false, NULL},
    {"repeat-window", offsetof(arguments, repeat_window), false, NULL},
    {"add", offsetof(arguments, add), false, NULL},
    {"out", offsetof(arguments, out), false, NULL},
    {"rows", offsetof(arguments, rows), false, NULL},
    {"roster", offsetof(arguments, roster), false, NULL},
    {"scheme", offsetof(arguments, scheme), false, NULL},
    {"known-at", offsetof(arguments, known_at), false, NULL},
    {"checks", offsetof(arguments, checks), false, ""},
    {"rule", offsetof(arguments, rule), false, " centroid, sum, reciprocal, exponent,"},
    {"exponent", offsetof(arguments, exponent), false, NULL},
    {"solve", offsetof(arguments, solve), false, " eigen, geometric, column-mean,"},
    {"group", offsetof(arguments, group), false, " judgements, priorities,"},
    {"random-index", offsetof(arguments, random_index), false, " simulated, tummala-ling, classic,"},
    {"less", offsetof(arguments, less), false, NULL},
    {"scaling", offsetof(arguments, scaling), false, " as-given, reciprocal, min-max, min-max-lifted,"},
    {"correlation", offsetof(arguments, correlation), false, " pearson, spearman,"},
    {"model", offsetof(arguments, model), false, " simplified, linear, nonlinear,"},
    {"alpha", offsetof(arguments, alpha), false, NULL},
    {"reach", offsetof(arguments, reach), false, NULL},
    {"against", offsetof(arguments, against), false, NULL},
    {"attribute", offsetof(arguments, attribute), false, " periods, cards,"},
    {"set", offsetof(arguments, sets), true, NULL},
    {"method", offsetof(arguments, method), false, " competition, dense, modified, fractional, ordinal,"},
    {"top", offsetof(arguments, top), false, NULL},
    {"bottom", offsetof(arguments, bottom), false, NULL},
    {"group-min", offsetof(arguments, group_min), false, NULL},
    {"quota", offsetof(arguments, quota), false, NULL},
    {"ties", offsetof(arguments, ties), false, " include, exclude, break, split,"},
    {"places", offsetof(arguments, places), false, " floor, round, ceil, at-least-one,"},
    {"keys", offsetof(arguments, keys), false, NULL},
    {"show", offsetof(arguments, show), false, " last, all,"},
    {"save", offsetof(arguments, save), false, NULL},
    {"merge", offsetof(arguments, merges), true, NULL},
    {"regroup", offsetof(arguments, regroups), true, NULL},
    {"others", offsetof(arguments, others), false, " refuse, keep, missing,"},
    {"roll-up", offsetof(arguments, roll_up), false, NULL},
    {"roll-up-by", offsetof(arguments, roll_up_by), false, " equal, days, rows,"},
    {"calendar", offsetof(arguments, calendars), true, NULL},
    {"policy", offsetof(arguments, policies), true, NULL},
    {"audit", offsetof(arguments, audits), true, NULL},
    {"clock", offsetof(arguments, clocks), true, NULL},
    {"map", offsetof(arguments, maps), true, NULL},
    {"source", offsetof(arguments, sources), true, NULL},
    {"define", offsetof(arguments, defines), true, NULL},
    {"where", offsetof(arguments, wheres), true, NULL},
    {"param", offsetof(arguments, parameters), true, NULL},
    {"missing", offsetof(arguments, missing), true, NULL},
    {"duration-format", offsetof(arguments, duration_formats), true, NULL},
};

static const option *find_option(const char *name, size_t length, const char *allowed)
{
    char wrapped[64];
    if (length + 3 > sizeof wrapped) {
        return NULL;
    }
    (void)snprintf(wrapped, sizeof wrapped, ",%.*s,", (int)length, name);
    if (strstr(allowed, wrapped) == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        if (strlen(options[i].name) == length && strncmp(options[i].name, name, length) == 0) {
            return &options[i];
        }
    }
    return NULL;
}

static void append(text_list *list, const char *text)
{
    list->items = need_memory(realloc(list->items, ((size_t)list->count + 1) * sizeof list->items[0]));
    list->items[list->count++] = text;
}

static void check_among(const option *o, const char *value)
{
    char wrapped[64];
    if (o->among == NULL || o->among[0] == '\0') {
        return;
    }
    int length = snprintf(wrapped, sizeof wrapped, " %s,", value);
    if (value[0] == '\0' || strpbrk(value, " ,") != NULL || length >= (int)sizeof wrapped ||
        strstr(o->among, wrapped) == NULL) {
        fail_usage("--%s %s: expected one of%.*s", o->name, value, (int)strlen(o->among) - 1, o->among);
    }
}

static void set_option(arguments *out, const option *o, const char *value)
{
    char *member = (char *)out + o->offset;
    check_among(o, value);
    if (o->many) {
        text_list list;
        memcpy(&list, member, sizeof list);
        append(&list, value);
        memcpy(member, &list, sizeof list);
        return;
    }
    const char *before;
    memcpy(&before, member, sizeof before);
    if (before != NULL) {
        fail_usage("--%s is given twice", o->name);
    }
    memcpy(member, &value, sizeof value);
}

/* An option of another command, or of none: then the nearest one that this command takes. */
NO_RETURN static void fail_unknown(const char *text, const char *name, size_t length, const char *allowed)
{
    const char *nearest = nearest_word(name, length, allowed);
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        if (strlen(options[i].name) == length && strncmp(options[i].name, name, length) == 0) {
            fail_usage("unknown option --%s: this command does not take it", options[i].name);
        }
    }
    fail_usage("unknown option %s%s%s", text, nearest[0] == '\0' ? "" : "; the nearest is --", nearest);
}

void read_arguments(int argc, char **argv, const char *allowed, int words, arguments *out)
{
    memset(out, 0, sizeof *out);
    bool plain = false;
    for (int i = 0; i < argc; i++) {
        const char *text = argv[i];
        if (plain || text[0] != '-' || text[1] == '\0') {
            if (out->words.count == words) {
                fail_usage(
                    words == 0 ? "unexpected \"%s\"" : "unexpected \"%s\": more files or words than the command takes",
                    text);
            }
            append(&out->words, text);
        } else if (strcmp(text, "--") == 0) {
            plain = true;
        } else {
            const char *name = text[1] == '-' ? text + 2 : "";
            size_t length = strcspn(name, "=");
            const option *o = find_option(name, length, allowed);
            if (o == NULL) {
                fail_unknown(text, name, length, allowed);
            }
            const bool is_flag = o->among != NULL && o->among[0] == '\0';
            if (is_flag && name[length] == '=') {
                fail_usage("--%s takes no value", o->name);
            }
            if (!is_flag && name[length] != '=' && i + 1 == argc) {
                fail_usage("--%s needs a value", o->name);
            }
            set_option(out, o, is_flag ? "" : name[length] == '=' ? name + length + 1 : argv[++i]);
        }
    }
}

void refuse_explain_csv(const arguments *given)
{
    if (given->explain != NULL && given->format != NULL && strcmp(given->format, "csv") == 0) {
        fail_usage("--explain prints sentences, which are no rows of CSV: leave --format out, or take --format json");
    }
}

bool split_pair(char *text, char **left, char **right)
{
    char *mark = strchr(text, '=');
    if (mark == NULL) {
        return false;
    }
    *mark = '\0';
    *left = text;
    *right = mark + 1;
    return true;
}

bool is_chinese(const arguments *given)
{
    return given->lang != NULL && strcmp(given->lang, "zh") == 0;
}

bool is_json(const arguments *given)
{
    return given->format != NULL && strcmp(given->format, "json") == 0;
}
