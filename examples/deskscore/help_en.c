/* What `deskscore help` says, in English. */
#include "help.h"

/* clang-format off */
static const char overview[] =
    "deskscore COMMAND ...\n"
    "\n"
    "Indicators\n"
    "  measure     indicators by agent, team, ... and period\n"
    "  rows        the rows behind a number\n"
    "  audit       what is wrong with a file\n"
    "  lifecycle   an event log into tickets\n"
    "  worktime    business time between instants\n"
    "  catalog     the indicators there are, and what each means\n"
    "  sql         an indicator as SQL\n"
    "\n"
    "Scores\n"
    "  score       totals, grades and ranks by a scorecard or a scheme; --explain: the ledger\n"
    "  whatif      what would it take, what if, why has it changed\n"
    "  weights     weights from judgements or from data\n"
    "  check       what is wrong with a document, or odd about it\n"
    "\n"
    "Decisions\n"
    "  rank        ranks, lists and quotas of scores; or bonuses, coaching, ... by a policy\n"
    "  targets     where teams and people stand against SMART targets\n"
    "\n"
    "deskscore help COMMAND   its options, and the columns of its files; --lang zh: in Chinese\n"
    "deskscore help input     options of all commands that read tickets: columns, sources, rows\n"
    "deskscore help time      zones, periods, business hours\n"
    "deskscore help all       everything at once\n"
    "deskscore version\n"
    "\n"
    "--format table|csv|json and --lang en|zh go with nearly all. Exit status: 0 done, 1 bad data, 2 bad usage.\n";

static const char options_score[] =
    "score: totals, grades and ranks, and the ledger behind each\n"
    "  --card CARD.json                  the scorecard; whom and which period it is meant for counts where --by and\n"
    "                                    --period do not say (--period \"\": the whole range)\n"
    "  --scheme SCHEME.json              which of several cards judges whom, and from which day on; "
    "needs --period, or\n"
    "                                    --from and --to\n"
    "  --roll-up quarter|year            with --card: means of the scores of the periods of --period, not scored anew\n"
    "  --roll-up-by equal|days|rows      what each of those periods weighs: the same, its length, its records\n"
    "  --roster ROSTER.csv               with --scheme: subject, optional period, and texts that it asks "
    "for: team, role\n"
    "  --known-at DATE                   with --scheme: as it was known on that day\n"
    "  --explain NAME                    the ledger of one subject, line by line; --format json: with all numbers\n";

static const char options_worktime[] =
    "worktime: time on a calendar; PAIRS.csv has the columns from and to\n"
    "  --calendar CAL.json               business hours, working days, holidays\n"
    "  --zone NAME                       of times without an offset; by default the zone of the calendar\n"
    "  --from A --to B                   business seconds between two instants\n"
    "  --from A --add SPAN               3d: the third working day after; 4h, 90min, 30s, -2h: business time\n";

static const char options_lifecycle[] =
    "lifecycle: EVENTS.csv (ticket, at, kind; optional actor, actor_kind, value) into tickets, responses, assignments,\n"
    "cycles\n"
    "  --out FOLDER                      where the four files go\n"
    "  --policy NAME=VALUE               how events are read: arrival=by_ticket, bots=yes, status:waiting=pending, ...\n"
    "  --profile, --map, --define, --time-format, --missing, --sep, --now, --zone, --calendar: see deskscore help input\n"
    "  and deskscore help time\n";

static const char options_audit[] =
    "audit: what is missing, unreadable, off its scale, doubled, in the future or before its beginning\n"
    "  --audit NAME=keep|exclude|fail    what is to become of such rows: duplicate, future, stop_before_start, ...\n"
    "  --rows N                          so many lines of the file for each finding\n";

static const char options_whatif[] =
    "whatif: one QUESTION about scores\n"
    "  --set ITEM=VALUE --subject NAME   the score with another value (again and again); a number in the "
    "unit of the\n"
    "                                    indicator, a span such as 30s where that is seconds, or none: no data\n"
    "  --reach TOTAL|GRADE|next          by each item alone: the nearest value that does it, and what a unit gains\n"
    "  --against CARD2.json              the same subjects by another card: totals, changes, ranks, grades\n"
    "  --attribute periods|cards         why totals changed, to points and weights: between the last two periods of\n"
    "                                    each subject (--period), or between the cards (--against)\n";

static const char options_rank[] =
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
    "  --roster ROSTER.csv               subject; optional period, tenure_days, worked_days, leave_days, "
    "complaints,\n"
    "                                    salary; texts such as team; numbers of your own\n"
    "  --show last|all                   the last closed period of each rule, or all of them\n"
    "  --indicators ALIAS=ID,...         items beside those of the card that the rules look at\n";

static const char options_targets[] =
    "targets: how teams and people stand against the goals of a plan (kind targets), a line each\n"
    "  --roster ROSTER.csv               "
    "subject,period,tenure_days,worked_days,leave_days,complaints,salary and texts\n"
    "                                    such as team: what is known of people; all columns but subject "
    "may be absent\n"
    "  --checks                          what makes each goal SMART or not: SP1 to TB5, with the reason\n"
    "  --explain ID|mbo                  a target, or the agreed objectives, in full, for each subject\n";

static const char options_weights[] =
    "weights: METHOD, the columns of its file, and its options. A number may be a fraction: 1/3\n"
    "  equal       criterion\n"
    "  points      criterion,points      points shared out, or ratings, at least 0\n"
    "  swing       criterion,swing       worth of the step from worst to best, 0 to 100, one of them 100\n"
    "  ranks       criterion,rank        1 the most important; --rule centroid|sum|reciprocal|exponent "
    "(--exponent P)\n"
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
    "  combine     two files of criterion,weight (as --format csv prints them); --by "
    "additive|multiplicative|entropy\n"
    "              (--alpha A: share of the first in additive)\n"
    "  --out WEIGHTS.json                a document of kind weights, for a scorecard\n";

static const char options_check[] =
    "check: what is wrong with a document, or odd about it; with data, what they show of a card in use\n"
    "  --profile PROFILE.json            tells the items that the mapped columns can never give\n";

static const char options_input[] =
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
    "  --quantiles exact|sketch          sketch: of more than 256 values within 1/128, in little memory\n"
    "  --audit NAME=exclude|fail         rows that an audit finds wrong: duplicate, future, stop_before_start, ...\n"
    "  --repeat-window 30d               tell repeats from customer and problem where the file has no "
    "column for them\n"
    "  --sep CHAR                        between cells, \\t for tabs\n";

static const char options_time[] =
    "time: without --zone, times without an offset are UTC\n"
    "  --zone NAME                       Europe/Paris, UTC, +08:00: of times without an offset in files "
    "and options,\n"
    "                                    of periods and of hours. Of two equal local times the first; skipped ones\n"
    "                                    move later\n"
    "  --period day|week|month|quarter|year   a row a period; week:sun, quarter:apr, year:jul begin otherwise; over\n"
    "                                    --from and --to, else over the whole periods of the data\n"
    "  --calendar [NAME=]CAL.json        business hours: the default, or those of NAME (again and again)\n"
    "  --calendar-field FIELD            the field that names the calendar of a row\n"
    "  --clock [ALIAS=]business|calendar the clock of one indicator, or of all that have one (a scorecard says it\n"
    "                                    itself)\n";

static const char options_measure[] =
    "states: what a day, or a part of the data, adds up to, kept in a file\n"
    "  --save STATE                      keep what FILE and --merge add up to in the file STATE\n"
    "  --merge STATE                     add what was saved by the same question (again and again); FILE may be left out.\n"
    "                                    With --period, --from and --to say which\n"
    "  --regroup KEY=FILE.csv            other labels in a key: FILE.csv has a column KEY and one of what becomes of\n"
    "                                    it, agent,team; or from,to: labels corrected. --save keeps what was before\n"
    "  --others refuse|keep|missing      labels that FILE.csv does not name\n";
/* clang-format on */

const char *const help_en[HELP_TEXTS] = {
    [HELP_OVERVIEW] = overview,
    [HELP_SCORE] = options_score,
    [HELP_WORKTIME] = options_worktime,
    [HELP_LIFECYCLE] = options_lifecycle,
    [HELP_AUDIT] = options_audit,
    [HELP_WHATIF] = options_whatif,
    [HELP_RANK] = options_rank,
    [HELP_TARGETS] = options_targets,
    [HELP_WEIGHTS] = options_weights,
    [HELP_CHECK] = options_check,
    [HELP_INPUT] = options_input,
    [HELP_TIME] = options_time,
    [HELP_MEASURE] = options_measure,
};
