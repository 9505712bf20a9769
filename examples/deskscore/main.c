/* deskscore: the analyst's command. Indicators, scores and the rows behind them, from CSV files. */
#include "commands.h"

#include <string.h>

static const char help[] =
    "deskscore measure FILE.csv [--by KEY[,KEY...]] --indicators [ALIAS=]ID,... [input] [--format table|csv|json]\n"
    "deskscore score   FILE.csv --card CARD.json [--by subject] [--explain NAME] [input] [--format ...] [--lang "
    "en|zh]\n"
    "deskscore rows    FILE.csv --indicator ID [--by KEY --subject NAME] [--class used|missing|excluded|invalid] "
    "[input]\n"
    "deskscore check   DOCUMENT.json [--define DOC.json] [--format ...] [--lang en|zh]\n"
    "deskscore catalog [ID] [--define DOC.json] [--format ...] [--lang en|zh]\n"
    "deskscore sql     ID [--define DOC.json]\n"
    "deskscore version\n"
    "\n"
    "input: FILE.csv holds tickets; - is standard input\n"
    "  --profile PROFILE.json            how columns become fields\n"
    "  --map [SOURCE.]FIELD=COLUMN       a column for a field (again and again); else columns of the field's name\n"
    "  --source NAME=FILE                another source: agent_periods, agents, totals, ...\n"
    "  --define DOC.json                 fields and indicators of your own\n"
    "  --time-format FMT                 as strptime, and %f for fractions; by default ISO 8601\n"
    "  --duration-format FIELD=h.mm.ss   durations written with marks\n"
    "  --missing TEXT                    a text that means missing (an empty cell always does)\n"
    "  --from INSTANT --to INSTANT       inclusive, exclusive; a date alone is its midnight\n"
    "  --now INSTANT                     by default the system's clock, printed on standard error\n"
    "  --where [SOURCE:]FORMULA          only rows for which this is true\n"
    "  --param ALIAS.NAME=VALUE          a parameter of an indicator\n"
    "  --negative exclude|signed|clamp|fail   negative elapsed time\n"
    "  --sep CHAR                        between cells, \\t for tabs\n"
    "\n"
    "Exit status: 0 done, 1 bad data, 2 bad usage.\n";

static int command_help(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    (void)fputs(help, stdout);
    return EXIT_OK;
}

static int command_version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    (void)printf("deskscore %s\n", dscore_version());
    return EXIT_OK;
}

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"measure", command_measure},
    {"score", command_score},
    {"rows", command_rows},
    {"check", command_check},
    {"catalog", command_catalog},
    {"sql", command_sql},
    {"help", command_help},
    {"--help", command_help},
    {"version", command_version},
    {"--version", command_version},
};

int main(int argc, char **argv)
{
    if (argc < 2) {
        fail_usage("expected a command: measure, score, rows, check, catalog, sql");
    }
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            int status = commands[i].run(argc - 2, argv + 2);
            if (fflush(stdout) != 0 || ferror(stdout)) {
                fail_data("standard output cannot be written");
            }
            return status;
        }
    }
    fail_usage("unknown command %s", argv[1]);
}
