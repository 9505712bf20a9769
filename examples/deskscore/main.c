/* deskscore: the analyst's command. Indicators, scores and the rows behind them, from CSV files. */
#include "commands.h"

#include <string.h>

static int command_version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    (void)printf("deskscore %s\n", dscore_version());
    return EXIT_OK;
}

static const char command_names[] =
    "measure, score, rows, audit, worktime, lifecycle, weights, whatif, rank, targets, check, catalog, sql, help";

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
    {"audit", command_audit},
    {"worktime", command_worktime},
    {"lifecycle", command_lifecycle},
    {"weights", command_weights},
    {"whatif", command_whatif},
    {"rank", command_rank},
    {"targets", command_targets},
    {"help", command_help},
    {"--help", command_help},
    {"version", command_version},
    {"--version", command_version},
};

int main(int argc, char **argv)
{
    if (argc < 2) {
        fail_usage("expected a command: %s", command_names);
    }
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            usage_of(commands[i].run == command_help ? NULL : commands[i].name);
            const bool asks_help = argc == 3 && strcmp(argv[2], "--help") == 0;
            int status = asks_help ? command_help(1, argv + 1) : commands[i].run(argc - 2, argv + 2);
            if (fflush(stdout) != 0 || ferror(stdout)) {
                fail_data("standard output cannot be written");
            }
            return status;
        }
    }
    const char *nearest = nearest_word(argv[1], strlen(argv[1]), command_names);
    fail_usage("unknown command %s%s%s", argv[1], nearest[0] == '\0' ? "" : "; the nearest is ", nearest);
}
