/* `deskscore help`: what there is, and each command with its options. */
#include "arguments.h"
#include "commands.h"
#include "help.h"

#include <string.h>

/* clang-format off */
typedef struct topic {
    const char *name, *usage;
    int own; /* HELP_...: options of this command alone */
    bool has_input, has_time;
} topic;

static const topic topics[] = {
    {"measure",
        "deskscore measure FILE.csv [--by KEY[,KEY...]] --indicators [ALIAS=]ID,... [input] [time]\n"
        "                  [--save STATE] [--merge STATE] [--regroup KEY=FILE.csv] [--format table|csv|json]\n",
        HELP_MEASURE, true, true},
    {"score",
        "deskscore score   FILE.csv --card CARD.json [--by subject] [--explain NAME] [--roll-up P] [input] [time]\n"
        "                  [--format ...] [--lang en|zh]\n"
        "deskscore score   FILE.csv --scheme SCHEME.json [--roster ROSTER.csv] [--known-at DATE] [--by subject]\n"
        "                  [--explain NAME] [input] [time] [--format ...] [--lang en|zh]\n",
        HELP_SCORE, true, true},
    {"rows",
        "deskscore rows    FILE.csv --indicator ID [--by KEY --subject NAME] [--class used|missing|excluded|invalid]\n"
        "                  [input] [time]\n",
        HELP_NONE, true, true},
    {"audit",
        "deskscore audit   FILE.csv [--audit NAME=keep|exclude|fail] [--rows N] [--lang en|zh] [input]\n",
        HELP_AUDIT, true, false},
    {"worktime",
        "deskscore worktime --calendar CAL.json [--zone NAME] PAIRS.csv | --from A --to B | --from A --add SPAN\n",
        HELP_WORKTIME, false, false},
    {"lifecycle",
        "deskscore lifecycle EVENTS.csv --out FOLDER [--profile ...] [--map ...] [--policy NAME=VALUE]\n"
        "                  [--zone NAME] [--calendar CAL.json] [--now INSTANT]\n",
        HELP_LIFECYCLE, false, false},
    {"weights",
        "deskscore weights METHOD FILE.csv ... [--out WEIGHTS.json] [--format table|csv|json] [--lang en|zh]\n",
        HELP_WEIGHTS, false, false},
    {"whatif",
        "deskscore whatif  FILE.csv --card CARD.json QUESTION [--by subject] [--subject NAME] [input] [time]\n"
        "                  [--format table|csv|json] [--lang en|zh]\n",
        HELP_WHATIF, true, true},
    {"rank",
        "deskscore rank    SCORES.csv [--by shrunk|lower] [--top 10%] [--bottom 10%] [--quota A=20%,B=70%,C=10%]\n"
        "                  [--format ...] [--lang en|zh]\n"
        "deskscore rank    FILE.csv --card CARD.json --policy DECISIONS.json [--roster ROSTER.csv] [--explain NAME]\n"
        "                  [--by agent] [input] [time] [--format ...] [--lang en|zh]\n",
        HELP_RANK, true, true},
    {"targets",
        "deskscore targets PLAN.json [DATA.csv] [--by team|agent] [--period month] [--roster ROSTER.csv] [--now DATE]\n"
        "                  [--explain ID | --checks] [input] [time] [--format ...] [--lang en|zh]\n",
        HELP_TARGETS, true, true},
    {"check",
        "deskscore check   DOCUMENT.json [--profile PROFILE.json] [--define DOC.json] [--format ...] [--lang en|zh]\n"
        "deskscore check   CARD.json FILE.csv [--by subject] [input] [time] [--format ...] [--lang en|zh]\n",
        HELP_CHECK, true, true},
    {"catalog",
        "deskscore catalog [ID] [--define DOC.json] [--format ...] [--lang en|zh]\n",
        HELP_NONE, false, false},
    {"sql",
        "deskscore sql     ID [--define DOC.json]\n",
        HELP_NONE, false, false},
    {"version",
        "deskscore version\n",
        HELP_NONE, false, false},
};
/* clang-format on */

enum { TOPICS = sizeof topics / sizeof topics[0] };

static void print_topic(const topic *t, const char *const *texts)
{
    (void)fputs(t->usage, stdout);
    if (t->own != HELP_NONE) {
        (void)printf("\n%s", texts[t->own]);
    }
}

static void print_all(const char *const *texts)
{
    for (int i = 0; i < TOPICS; i++) {
        (void)fputs(topics[i].usage, stdout);
    }
    (void)printf("\n%s\n%s", texts[HELP_INPUT], texts[HELP_TIME]);
    for (int i = 0; i < TOPICS; i++) {
        if (topics[i].own != HELP_NONE) {
            (void)printf("\n%s", texts[topics[i].own]);
        }
    }
}

/* false = there is no such command. */
static bool print_command(const char *name, const char *const *texts)
{
    for (int i = 0; i < TOPICS; i++) {
        const topic *t = &topics[i];
        if (strcmp(name, t->name) != 0) {
            continue;
        }
        print_topic(t, texts);
        if (t->has_input) {
            (void)printf("\n%s", texts[HELP_INPUT]);
        }
        if (t->has_time) {
            (void)printf("\n%s", texts[HELP_TIME]);
        }
        return true;
    }
    return false;
}

int command_help(int argc, char **argv)
{
    arguments options;
    read_arguments(argc, argv, ",lang,", 1, &options);
    const char *name = options.words.count > 0 ? options.words.items[0] : "";
    const char *const *texts = is_chinese(&options) ? help_zh : help_en;
    if (name[0] == '\0') {
        (void)fputs(texts[HELP_OVERVIEW], stdout);
    } else if (strcmp(name, "all") == 0) {
        print_all(texts);
    } else if (strcmp(name, "input") == 0) {
        (void)fputs(texts[HELP_INPUT], stdout);
    } else if (strcmp(name, "time") == 0) {
        (void)fputs(texts[HELP_TIME], stdout);
    } else if (!print_command(name, texts)) {
        fail_usage("help %s: expected a command, input, time or all", name);
    }
    return EXIT_OK;
}
