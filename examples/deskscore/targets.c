/* `deskscore targets`: how teams and people stand against the goals of a plan, from files of tickets. */
#include "roster.h"
#include "targets_print.h"

#include <stdlib.h>
#include <string.h>

typedef struct run {
    arguments options;
    session s;
    bool has_session; /* there are files to read */
    dscore_targets *targets;
    roster_file roster;
    dscore_values **more; /* periods and windows of other targets, two a target at most */
    int more_count;
    dscore_standings *standings;
} run;

static dscore_targets *plan; /* of this run: compile_targets takes no other argument */

static dscore_status compile_targets(session *s, dscore_error *error)
{
    return dscore_targets_plan(plan, s->query, &s->plan, error);
}

/* The key that the targets are about, if they agree on one; --by says otherwise. */
static const char *key_of(const run *r)
{
    const char *key = NULL;
    for (int32_t i = 0; i < dscore_targets_count(r->targets) && r->options.by == NULL; i++) {
        const char *one = dscore_targets_target_text(r->targets, i, DSCORE_TARGETS_SCOPE_KEY);
        if (one[0] != '\0' && key != NULL && strcmp(one, key) != 0) {
            fail_usage("the targets are about %s and about %s: say with --by which", key, one);
        }
        key = one[0] != '\0' ? one : key;
    }
    return r->options.by != NULL ? r->options.by : key;
}

static bool is_measured(const run *r)
{
    for (int32_t i = 0; i < dscore_targets_count(r->targets); i++) {
        if (dscore_targets_target_text(r->targets, i, DSCORE_TARGETS_INDICATOR)[0] != '\0') {
            return true;
        }
    }
    return false;
}

/* The plan, taken off the words: what is left is for the session. */
static void read_plan(run *r)
{
    dscore_error error = DSCORE_ERROR_INIT;
    int64_t length;
    if (r->options.words.count == 0) {
        fail_usage("targets needs PLAN.json, and DATA.csv to judge it by");
    }
    const char *path = r->options.words.items[0];
    dscore_catalog *catalog = open_catalog(&r->options);
    char *json = read_file(path, &length);
    must(dscore_targets_parse(catalog, json, length, &r->targets, &error), path, &error);
    free(json);
    dscore_catalog_free(catalog);
    r->options.words.items++;
    r->options.words.count--;
    r->has_session = r->options.words.count > 0 || r->options.sources.count > 0;
    plan = r->targets;
}

/* The values of the periods that the data fill. */
static void read_series(run *r)
{
    r->options.period = r->options.period == NULL ? "month" : r->options.period;
    session_open(&r->s, &r->options, key_of(r));
    if (is_measured(r)) {
        session_compile(&r->s, compile_targets);
        session_evaluate(&r->s, NULL);
    }
}

/* Zone and calendars of a run without files. */
static void open_time(run *r)
{
    const text_list *list = &r->options.calendars;
    r->s.zone = r->options.zone == NULL ? NULL : zone_named(r->options.zone, "--zone", true);
    for (int i = 0; i < list->count && i < MAX_CALENDARS; i++) {
        const char *path = list->items[i];
        path += path[strcspn(path, "=/")] == '=' ? strcspn(path, "=") + 1 : 0;
        r->s.calendars[r->s.calendar_count++] = calendar_open(path, r->s.zone);
    }
}

/* The instant of --now, or of the clock, as a day where the desk is. */
static dscore_target_facts facts_of(run *r)
{
    dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
    dscore_error error = DSCORE_ERROR_INIT;
    if (!r->has_session) {
        open_time(r);
    }
    facts.zone = r->s.zone;
    must(dscore_zone_day(facts.zone, session_now(&r->s), &facts.now, &error), "--now", &error);
    if (r->s.has_period) {
        facts.grain = &r->s.period;
    }
    for (int i = 0; i < r->s.calendar_count; i++) {
        const char *text = r->options.calendars.items[i];
        facts.calendar = text[strcspn(text, "=/")] == '=' ? facts.calendar : r->s.calendars[i];
    }
    if (r->options.roster != NULL) {
        roster_read(&r->roster, r->options.roster, &r->options);
        facts.roster = &r->roster.roster;
    }
    return facts;
}

/* The plan compiled again, for other periods or another range. */
static void evaluate_more(run *r, const char *what)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_plan_free(r->s.plan);
    r->s.plan = NULL;
    must(compile_targets(&r->s, &error), what, &error);
    r->more[r->more_count++] = session_values(&r->s);
}

static bool is_same_rule(const dscore_period_rule *a, const dscore_period_rule *b)
{
    return a->unit == b->unit && a->first_weekday == b->first_weekday && a->first_month == b->first_month;
}

/* A series for each of the grains that targets name. */
static void read_grains(run *r)
{
    const dscore_period_rule own = r->s.period;
    const int32_t count = dscore_targets_count(r->targets);
    dscore_period_rule *seen = need_memory(calloc((size_t)count + 1, sizeof *seen));
    int known = 0;
    seen[known++] = own;
    for (int32_t i = 0; i < count; i++) {
        dscore_period_rule rule = DSCORE_PERIOD_RULE_INIT;
        dscore_error error = DSCORE_ERROR_INIT;
        bool is_new = dscore_targets_grain(r->targets, i, &rule, &error) == DSCORE_OK;
        for (int k = 0; k < known; k++) {
            is_new = is_new && !is_same_rule(&seen[k], &rule);
        }
        if (!is_new) {
            continue;
        }
        seen[known++] = rule;
        r->s.period = rule;
        if (r->s.has_range) {
            must(dscore_query_periods_by(r->s.query, &rule, r->s.from, r->s.to, &error), "grain", &error);
        } else {
            take_range_from_data(&r->s);
        }
        evaluate_more(r, "grain");
    }
    r->s.period = own;
    free(seen);
}

/* The last periods of each target, measured together: what cannot be added up is exact then. */
static void read_windows(run *r, const dscore_target_facts *facts)
{
    const int32_t count = dscore_targets_count(r->targets);
    int64_t *ends = need_memory(calloc((size_t)count + 1, 2 * sizeof *ends));
    int known = 0;
    for (int32_t i = 0; i < count; i++) {
        dscore_error error = DSCORE_ERROR_INIT;
        int64_t *own = &ends[2 * known];
        bool is_new = dscore_targets_target_text(r->targets, i, DSCORE_TARGETS_INDICATOR)[0] != '\0' &&
                      dscore_targets_window(r->targets, i, facts, &own[0], &own[1], &error) == DSCORE_OK;
        for (int k = 0; k < known; k++) {
            is_new = is_new && (ends[2 * k] != own[0] || ends[2 * k + 1] != own[1]);
        }
        if (is_new) {
            known++;
            must(dscore_query_range(r->s.query, own[0], own[1], &error), "window", &error);
            evaluate_more(r, "window");
        }
    }
    free(ends);
}

static void read_more(run *r, dscore_target_facts *facts)
{
    if (r->s.values == NULL) {
        return;
    }
    r->more = need_memory(calloc(2 * (size_t)dscore_targets_count(r->targets) + 1, sizeof(dscore_values *)));
    read_grains(r);
    read_windows(r, facts);
    facts->more = (const dscore_values *const *)r->more;
    facts->more_count = r->more_count;
}

typedef struct request {
    const dscore_standings *standings;
    int64_t index;
    const char *lang;
} request;

static dscore_status explain(void *context, char *buffer, int64_t capacity, int64_t *needed, dscore_error *error)
{
    const request *q = context;
    return dscore_standings_explain(q->standings, q->index, q->lang, buffer, capacity, needed, error);
}

static dscore_status explain_agreement(
    void *context, char *buffer, int64_t capacity, int64_t *needed, dscore_error *error)
{
    const request *q = context;
    return dscore_standings_mbo_explain(q->standings, q->index, q->lang, buffer, capacity, needed, error);
}

static dscore_status dump(void *context, char *buffer, int64_t capacity, int64_t *needed, dscore_error *error)
{
    const request *q = context;
    return dscore_standings_dump(q->standings, buffer, capacity, needed, error);
}

static const char *target_at(const dscore_targets *targets, int32_t i)
{
    return dscore_targets_target_text(targets, i, DSCORE_TARGETS_ID);
}

/* An id that no target has: the ids there are. */
NO_RETURN static void fail_id(const dscore_targets *targets, const char *id)
{
    char list[1024] = "";
    for (int32_t i = 0; i < dscore_targets_count(targets) && strlen(list) < sizeof list - 80; i++) {
        const size_t used = strlen(list);
        (void)snprintf(list + used, sizeof list - used, "%s%.70s", i > 0 ? ", " : "", target_at(targets, i));
    }
    fail_data("--explain %s: the plan has no target of that id; it has %s", id, list);
}

static void print_text(
    dscore_status (*say)(void *, char *, int64_t, int64_t *, dscore_error *), request q, bool is_first)
{
    char *text = library_text(say, &q, "targets");
    (void)printf("%s%s", is_first ? "" : "\n", text);
    free(text);
}

/* --explain mbo: the agreed objectives of each subject; of a plan without any it is no word of its own. */
static void print_explanation(const run *r)
{
    const int32_t target = dscore_targets_find(r->targets, r->options.explain);
    const int64_t agreements = dscore_standings_mbo_count(r->standings);
    bool is_first = true;
    if (target < 0 && agreements > 0 && strcmp(r->options.explain, "mbo") == 0) {
        for (int64_t i = 0; i < agreements; i++) {
            print_text(explain_agreement, (request){r->standings, i, r->options.lang}, i == 0);
        }
        return;
    }
    if (target < 0) {
        fail_id(r->targets, r->options.explain);
    }
    for (int64_t i = 0; i < dscore_standings_count(r->standings); i++) {
        dscore_standing_row row = DSCORE_STANDING_ROW_INIT;
        dscore_error error = DSCORE_ERROR_INIT;
        must(dscore_standings_get(r->standings, i, &row, &error), "targets", &error);
        if (row.target == target) {
            print_text(explain, (request){r->standings, i, r->options.lang}, is_first);
            is_first = false;
        }
    }
}

/* Periods that --from and --to cut are none of the target's: say whose were left out. */
static void warn_of_grain(const run *r)
{
    int32_t before = -1;
    for (int64_t i = 0; i < dscore_standings_count(r->standings); i++) {
        dscore_standing_row row = DSCORE_STANDING_ROW_INIT;
        dscore_error error = DSCORE_ERROR_INIT;
        must(dscore_standings_get(r->standings, i, &row, &error), "targets", &error);
        if ((row.notes & DSCORE_STANDING_GRAIN) != 0 && row.target != before) {
            warn("%s: periods that --from and --to cut were left out", target_at(r->targets, row.target));
            before = row.target;
        }
    }
}

static void print_all(const run *r)
{
    if (r->options.explain != NULL) {
        print_explanation(r);
    } else if (is_json(&r->options)) {
        request q = {r->standings, 0, NULL};
        char *text = library_text(dump, &q, "targets");
        (void)fputs(text, stdout);
        free(text);
    } else if (r->options.checks != NULL) {
        print_checks(r->standings, &r->options);
    } else {
        print_standings(r->standings, &r->options);
    }
}

int command_targets(int argc, char **argv)
{
    run r;
    dscore_error error = DSCORE_ERROR_INIT;
    memset(&r, 0, sizeof r);
    read_arguments(argc, argv, "," INPUT_OPTIONS ",by,period,explain,roster,checks,", 2, &r.options);
    refuse_explain_csv(&r.options);
    if (r.options.explain != NULL && r.options.checks != NULL) {
        fail_usage("--explain and --checks exclude one another");
    }
    r.s.options = &r.options;
    read_plan(&r);
    if (r.has_session) {
        read_series(&r);
    } else if (is_measured(&r)) {
        warn("no DATA.csv: what an indicator measures has no values");
    }
    dscore_target_facts facts = facts_of(&r);
    read_more(&r, &facts);
    must(dscore_targets_judge(r.targets, r.s.values, NULL, &facts, &r.standings, &error), "targets", &error);
    warn_of_grain(&r);
    print_all(&r);
    dscore_standings_free(r.standings);
    for (int i = 0; i < r.more_count; i++) {
        dscore_values_free(r.more[i]);
    }
    free((void *)r.more);
    if (r.options.roster != NULL) {
        roster_release(&r.roster);
    }
    session_close(&r.s);
    dscore_targets_free(r.targets);
    return EXIT_OK;
}
