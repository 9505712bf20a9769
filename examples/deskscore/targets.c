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
    dscore_values *window;
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

/* The last periods of the first target that has some, measured together: what cannot be added up is exact then. */
static void read_window(run *r, const dscore_target_facts *facts)
{
    dscore_error error = DSCORE_ERROR_INIT;
    for (int32_t i = 0; i < dscore_targets_count(r->targets) && r->s.values != NULL; i++) {
        int64_t from;
        int64_t to;
        if (dscore_targets_target_text(r->targets, i, DSCORE_TARGETS_INDICATOR)[0] == '\0' ||
            dscore_targets_window(r->targets, i, facts, &from, &to, &error) != DSCORE_OK) {
            continue;
        }
        must(dscore_query_range(r->s.query, from, to, &error), "window", &error);
        dscore_plan_free(r->s.plan);
        r->s.plan = NULL;
        must(compile_targets(&r->s, &error), "window", &error);
        r->window = session_values(&r->s);
        return;
    }
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

static void print_explanation(const run *r)
{
    const int32_t target = dscore_targets_find(r->targets, r->options.explain);
    bool is_first = true;
    if (target < 0) {
        fail_id(r->targets, r->options.explain);
    }
    for (int64_t i = 0; i < dscore_standings_count(r->standings); i++) {
        dscore_standing_row row = DSCORE_STANDING_ROW_INIT;
        dscore_error error = DSCORE_ERROR_INIT;
        must(dscore_standings_get(r->standings, i, &row, &error), "targets", &error);
        if (row.target == target) {
            request q = {r->standings, i, r->options.lang};
            char *text = library_text(explain, &q, "targets");
            (void)printf("%s%s", is_first ? "" : "\n", text);
            is_first = false;
            free(text);
        }
    }
}

/* Targets read by other periods than those of the run have no values: say which, and what to do. */
static void warn_of_grain(const run *r)
{
    int32_t before = -1;
    for (int64_t i = 0; i < dscore_standings_count(r->standings); i++) {
        dscore_standing_row row = DSCORE_STANDING_ROW_INIT;
        dscore_error error = DSCORE_ERROR_INIT;
        must(dscore_standings_get(r->standings, i, &row, &error), "targets", &error);
        if ((row.notes & DSCORE_STANDING_GRAIN) != 0 && row.target != before) {
            warn("%s is read by other periods than those of --period %s: give its own",
                target_at(r->targets, row.target), r->options.period);
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
    r.s.options = &r.options;
    read_plan(&r);
    if (r.has_session) {
        read_series(&r);
    }
    const dscore_target_facts facts = facts_of(&r);
    if (r.has_session) {
        read_window(&r, &facts);
    }
    must(dscore_targets_judge(r.targets, r.s.values, r.window, &facts, &r.standings, &error), "targets", &error);
    warn_of_grain(&r);
    print_all(&r);
    dscore_standings_free(r.standings);
    dscore_values_free(r.window);
    if (r.options.roster != NULL) {
        roster_release(&r.roster);
    }
    session_close(&r.s);
    dscore_targets_free(r.targets);
    return EXIT_OK;
}
