/* deskscore: the analyst's command. Indicators, scores and the rows behind them, from CSV files. */
#include "commands.h"

#include <string.h>

static const char help_commands[] =
    "deskscore measure FILE.csv [--by KEY[,KEY...]] --indicators [ALIAS=]ID,... [input] [--period P] [--clock C]\n"
    "                  [--format table|csv|json]\n"
    "deskscore score   FILE.csv --card CARD.json [--by subject] [--explain NAME] [input] [--period P] [--roll-up P]\n"
    "                  [--format ...] [--lang en|zh]\n"
    "deskscore score   FILE.csv --scheme SCHEME.json [--roster ROSTER.csv] [--known-at DATE] [--by subject]\n"
    "                  [--explain NAME] [input] [--period P] [--format ...] [--lang en|zh]\n"
    "deskscore rows    FILE.csv --indicator ID [--by KEY --subject NAME] [--class used|missing|excluded|invalid] "
    "[input]\n"
    "deskscore audit   FILE.csv [--audit NAME=keep|exclude|fail] [--rows N] [--lang en|zh] [input]\n"
    "deskscore worktime --calendar CAL.json [--zone NAME] PAIRS.csv | --from A --to B | --from A --add SPAN\n"
    "deskscore lifecycle EVENTS.csv --out FOLDER [--profile ...] [--map ...] [--policy NAME=VALUE] [--zone NAME]\n"
    "                  [--calendar CAL.json] [--now INSTANT]\n"
    "deskscore weights METHOD FILE.csv ... [--out WEIGHTS.json] [--format table|csv|json] [--lang en|zh]\n"
    "deskscore whatif  FILE.csv --card CARD.json QUESTION [--by subject] [--subject NAME] [input] [--period P]\n"
    "                  [--format table|csv|json] [--lang en|zh]\n"
    "deskscore rank    SCORES.csv [--by shrunk|lower] [--top 10%] [--bottom 10%] [--quota A=20%,B=70%,C=10%]\n"
    "deskscore rank    FILE.csv --card CARD.json --policy DECISIONS.json [--roster ROSTER.csv] [--explain NAME]\n"
    "                  [input] [--period P] [--by agent]\n"
    "deskscore targets PLAN.json [DATA.csv] [--by team|agent] [--period month] [--roster ROSTER.csv] [--now DATE]\n"
    "                  [--explain ID] [--checks] [input] [--format ...] [--lang en|zh]\n"
    "deskscore check   DOCUMENT.json [--profile PROFILE.json] [--define DOC.json] [--format ...] [--lang en|zh]\n"
    "deskscore check   CARD.json FILE.csv [--by subject] [input] [--period P] [--format ...] [--lang en|zh]\n"
    "deskscore catalog [ID] [--define DOC.json] [--format ...] [--lang en|zh]\n"
    "deskscore sql     ID [--define DOC.json]\n"
    "deskscore version\n"
    "\n";

static const char help_input[] =
    "input: FILE.csv holds tickets; - is standard input\n"
    "  --profile PROFILE.json            how columns become fields, and which row of each key is kept\n"
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
    "  --audit NAME=exclude|fail         rows that an audit finds wrong: duplicate, future, stop_before_start, ...\n"
    "  --repeat-window 30d               tell repeats from customer and problem where the file has no column for them\n"
    "  --sep CHAR                        between cells, \\t for tabs\n"
    "\n";

static const char help_time[] =
    "time: without --zone, times without an offset are UTC\n"
    "  --zone NAME                       Europe/Paris, UTC, +08:00: of times without an offset in files and options,\n"
    "                                    of periods and of hours. Of two equal local times the first; skipped ones\n"
    "                                    move later\n"
    "  --period day|week|month|quarter|year   a row a period; week:sun, quarter:apr, year:jul begin otherwise; over\n"
    "                                    --from and --to, else over the whole periods of the data\n"
    "  --calendar [NAME=]CAL.json        business hours: the default, or those of NAME (again and again)\n"
    "  --calendar-field FIELD            the field that names the calendar of a row\n"
    "  --clock [ALIAS=]business|calendar the clock of one indicator, or of all that have one (a scorecard says it\n"
    "                                    itself)\n"
    "  --add SPAN                        3d: the third working day after; 4h, 90min, 30s, -2h: business time\n"
    "  --policy NAME=VALUE               how lifecycle reads events: arrival=by_ticket, bots=yes,\n"
    "                                    status:waiting=pending, ...\n"
    "\n";

static const char help_score[] =
    "score: --by and --period say whom and when; else the card does, if it knows (--period \"\": the whole range)\n"
    "  --roll-up quarter|year            means of the scores of the periods of --period, not scored anew\n"
    "  --roll-up-by equal|days|rows      what each of those periods weighs: the same, its length, its records\n"
    "\n";

static const char help_whatif[] =
    "whatif: one QUESTION about scores\n"
    "  --set ITEM=VALUE --subject NAME   the score with another value (again and again); a number in the unit of the\n"
    "                                    indicator, a span such as 30s where that is seconds, or none: no data\n"
    "  --reach TOTAL|GRADE|next          by each item alone: the nearest value that does it, and what a unit gains\n"
    "  --against CARD2.json              the same subjects by another card: totals, changes, ranks, grades\n"
    "  --attribute periods|cards         why totals changed, to points and weights: between the last two periods of\n"
    "                                    each subject (--period), or between the cards (--against)\n"
    "\n";

static const char help_targets[] =
    "targets: how teams and people stand against the goals of a plan (kind targets), a line each\n"
    "  --roster ROSTER.csv               subject,period,tenure_days,worked_days,leave_days,complaints,salary and "
    "texts\n"
    "                                    such as team: what is known of people; all columns but subject may be absent\n"
    "  --checks                          what makes each goal SMART or not: SP1 to TB5, with the reason\n"
    "  --explain ID                      a target in full, for each subject\n"
    "\n";

static const char help_weights[] =
    "weights: METHOD, the columns of its file, and its options. A number may be a fraction: 1/3\n"
    "  equal       criterion\n"
    "  points      criterion,points      points shared out, or ratings, at least 0\n"
    "  swing       criterion,swing       worth of the step from worst to best, 0 to 100, one of them 100\n"
    "  ranks       criterion,rank        1 the most important; --rule centroid|sum|reciprocal|exponent (--exponent P)\n"
    "  ahp         a matrix: criterion,NAME,NAME,... and a row each; or a list: a,b,judgement: how many times as\n"
    "              important a is as b. Empty: not judged; the other side of a pair may be empty. A group: several\n"
    "              files, or a column person; --group judgements|priorities; --solve eigen|geometric|column-mean;\n"
    "              --random-index simulated|tummala-ling|classic\n"
    "  entropy     subject,NAME,NAME,... a row a subject or period; --less NAME[,NAME] where less is better;\n"
    "              --scaling as-given|reciprocal|min-max|min-max-lifted\n"
    "  deviation, critic                 the same file; --scaling as-given|min-max; critic: --correlation\n"
    "              pearson|spearman\n"
    "  merec       the same file, numbers above 0; --less NAME[,NAME]\n"
    "  best-worst  criterion,best_to_other,other_to_worst   1 to 9; --model simplified|linear|nonlinear (--alpha A:\n"
    "              share of best_to_other in simplified)\n"
    "  combine     two files of criterion,weight (as --format csv prints them); --by additive|multiplicative|entropy\n"
    "              (--alpha A: share of the first in additive)\n"
    "  --out WEIGHTS.json                a document of kind weights, for a scorecard\n"
    "\n";

static const char help_rank[] =
    "rank: SCORES.csv has the columns subject and score, or subject, x and n (x of n cases: a share in %)\n"
    "  group                             a column: ranks within it\n"
    "  lo, hi                            columns of each one's interval: who may be as good as the group's mean is\n"
    "                                    not put on the bottom list\n"
    "  --by point|shrunk|lower           rank by the score; the share shrunk to what all say; the lower end of its\n"
    "                                    interval (both need n)\n"
    "  --method competition|dense|modified|fractional|ordinal   how ties rank\n"
    "  --keys COLUMN[,COLUMN]            numbers that order ties, more is better; then the file's order\n"
    "  --top 10% --bottom 10%            the lists; --group-min 10: fewer have no bottom list\n"
    "  --places at-least-one|floor|round|ceil   by default at least one at the top, rounded down at the bottom\n"
    "  --ties include|exclude|break|split       over the end of a list: by default in at the top, out at the bottom\n"
    "  --quota A=20%,B=70%,C=10%         grades, the best first; ties go up\n"
    "  With --card and --policy a document of decisions is applied, a line a rule and subject:\n"
    "  --roster ROSTER.csv               subject; optional period, tenure_days, worked_days, leave_days, complaints,\n"
    "                                    salary; texts such as team; numbers of your own\n"
    "  --show last|all                   the last closed period of each rule, or all of them\n"
    "  --indicators ALIAS=ID,...         items beside those of the card that the rules look at\n"
    "\n"
    "Exit status: 0 done, 1 bad data, 2 bad usage.\n";

static int command_help(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    (void)fputs(help_commands, stdout);
    (void)fputs(help_input, stdout);
    (void)fputs(help_time, stdout);
    (void)fputs(help_score, stdout);
    (void)fputs(help_whatif, stdout);
    (void)fputs(help_targets, stdout);
    (void)fputs(help_weights, stdout);
    (void)fputs(help_rank, stdout);
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
        fail_usage("expected a command: measure, score, rows, audit, worktime, lifecycle, weights, whatif, rank, targets, "
                   "check, catalog, sql");
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
