/* Weights from judgements of pairs (AHP): matrices or lists, of one person or a group. */
#include "derive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Judgements of one person over DSCORE_COMPARED_MAX criteria at most, 0 = none. */
typedef double judgements[DSCORE_COMPARED_MAX][DSCORE_COMPARED_MAX];

typedef struct group {
    name_list criteria;
    name_list people;
    judgements *of; /* by person */
} group;

static const double least_judgement = 1e-6;
static const double most_judgement = 1e6;

static int add_person(group *all, const char *name)
{
    int before = all->people.count;
    int at = name_add(&all->people, name);
    if (all->people.count > before) {
        all->of = need_memory(realloc(all->of, (size_t)all->people.count * sizeof all->of[0]));
        memset(&all->of[at], 0, sizeof all->of[at]);
    }
    return at;
}

/* A criterion by name; new ones are taken up while `open`. */
static int criterion(group *all, const grid *g, int64_t row, int cell, const char *name, bool open)
{
    int at = name_find(&all->criteria, name);
    if (name[0] == '\0') {
        grid_fail(g, row, cell, "the cell is empty; expected the name of a criterion");
    }
    if (at < 0 && !open) {
        grid_fail(g, row, cell, "\"%s\" is no criterion of the first file or of the header", name);
    }
    if (at < 0 && all->criteria.count == DSCORE_COMPARED_MAX) {
        grid_fail(g, row, cell, "more than %d criteria; compare groups of them", DSCORE_COMPARED_MAX);
    }
    return at < 0 ? name_add(&all->criteria, name) : at;
}

/* Put down that a is `value` times as important as b; the other side follows. */
static void judge(const group *all, const grid *g, int64_t row, int cell, int person, int a, int b)
{
    double *forth = &all->of[person][a][b];
    double *back = &all->of[person][b][a];
    const char *text = grid_text(g, row, cell);
    const char *of_a = all->criteria.items[a];
    const char *of_b = all->criteria.items[b];
    double value = 0.0;
    if (text[0] == '\0') {
        return;
    }
    if (!read_fraction(text, &value) || !(value >= least_judgement && value <= most_judgement)) {
        grid_fail(g, row, cell, "%s over %s \"%s\": expected a number above 0 such as 3 or 1/3, or nothing", of_a, of_b,
            text);
    }
    if (a == b && fabs(value - 1.0) > 1e-9) {
        grid_fail(g, row, cell, "%s over itself \"%s\": expected 1 or nothing", of_a, text);
    }
    if (a != b && *forth > 0.0 && fabs(*forth / value - 1.0) > 1e-9) {
        grid_fail(g, row, cell, "%s over %s \"%s\": expected %.6g, since %s over %s is %.6g, or nothing", of_a, of_b,
            text, *forth, of_b, of_a, *back);
    }
    if (a != b && *forth <= 0.0) {
        *forth = value;
        *back = 1.0 / value;
    }
}

static const char *person_of(const grid *g, int64_t row, int cell)
{
    const char *name = cell < 0 ? g->file.path : grid_text(g, row, cell);
    if (name[0] == '\0') {
        grid_fail(g, row, cell, "the cell is empty; expected the name of a person");
    }
    return name;
}

static void read_list(group *all, const grid *g, bool open)
{
    int person = csv_find(&g->file, "person");
    int a = grid_need(g, "a");
    int b = grid_need(g, "b");
    int judgement = grid_need(g, "judgement");
    for (int64_t row = 0; row < g->rows; row++) {
        int who = add_person(all, person_of(g, row, person));
        int first = criterion(all, g, row, a, grid_text(g, row, a), open);
        int second = criterion(all, g, row, b, grid_text(g, row, b), open);
        if (all->of[who][first][second] > 0.0 && grid_text(g, row, judgement)[0] != '\0' && first != second) {
            grid_fail(g, row, judgement, "%s and %s are judged twice by %s; expected each pair once",
                all->criteria.items[first], all->criteria.items[second], all->people.items[who]);
        }
        judge(all, g, row, judgement, who, first, second);
    }
}

/* Every person must have a row for each criterion, once. */
static void check_rows(const group *all, const grid *g, const int *seen, const name_list *people)
{
    for (int who = 0; who < people->count; who++) {
        for (int i = 0; i < all->criteria.count; i++) {
            if (!seen[who * DSCORE_COMPARED_MAX + i]) {
                fail_data("%s: %s has no row for \"%s\"; expected one for each criterion of the header", g->file.path,
                    people->items[who], all->criteria.items[i]);
            }
        }
    }
}

static void read_matrix(group *all, const grid *g, bool open)
{
    int person = csv_find(&g->file, "person");
    int named = person == 0 ? 1 : 0;
    int columns = 0;
    const int before = all->people.count;
    name_list here = {NULL, 0};
    if (named >= g->width) {
        fail_data("%s:1: expected a column that names the criteria, then one for each criterion", g->file.path);
    }
    for (int i = named + 1; i < g->width; i++) {
        if (i != person) {
            (void)criterion(all, g, -1, i, g->file.header[i], open);
            columns++;
        }
    }
    if (columns != all->criteria.count || columns == 0) {
        fail_data("%s:1: %d columns of criteria; expected %s", g->file.path, columns,
            columns == 0 ? "a matrix (criterion,NAME,NAME,...) or the columns a,b,judgement"
                         : "those of the first file");
    }
    int *seen = need_memory(calloc(((size_t)g->rows + 1) * DSCORE_COMPARED_MAX, sizeof seen[0]));
    for (int64_t row = 0; row < g->rows; row++) {
        const char *name = person_of(g, row, person);
        int who = add_person(all, name);
        if (who < before) {
            grid_fail(
                g, row, person < 0 ? named : person, "%s has judged already; expected each person in one file", name);
        }
        int *mark = &seen[name_add(&here, name) * DSCORE_COMPARED_MAX];
        int of_row = criterion(all, g, row, named, grid_text(g, row, named), false);
        if (mark[of_row]++) {
            grid_fail(g, row, named, "a second row for \"%s\"; expected one", all->criteria.items[of_row]);
        }
        for (int i = named + 1; i < g->width; i++) {
            if (i != person) {
                judge(all, g, row, i, who, of_row, name_find(&all->criteria, g->file.header[i]));
            }
        }
    }
    check_rows(all, g, seen, &here);
    free(seen);
}

static double *flat(const group *all, int person)
{
    int n = all->criteria.count;
    double *out = need_memory(calloc((size_t)n * (size_t)n, sizeof out[0]));
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            out[i * n + j] = i == j ? 1.0 : all->of[person][i][j];
        }
    }
    return out;
}

static const char *verdict(const derived *d, const dscore_ahp_result *r)
{
    const bool inconsistent = (r->flags & DSCORE_DERIVED_INCONSISTENT) != 0;
    if (d->zh) {
        return inconsistent ? "不可接受（0.10及以上）：请重新判断" : "可接受（低于0.10）";
    }
    return inconsistent ? "not accepted (0.10 or more): judge again" : "accepted (below 0.10)";
}

static void tell_consistency(derived *d, const dscore_ahp_result *r)
{
    fact_number(d, "lambda", r->lambda, DSCORE_VALUE_OK);
    fact_number(d, "ci", r->ci, DSCORE_VALUE_OK);
    fact_number(d, "cr", r->cr, r->cr_status);
    if (r->cr_status == DSCORE_VALUE_OK) {
        fact_flag(d, "accepted", (r->flags & DSCORE_DERIVED_INCONSISTENT) == 0);
        note(d, "lambda %.4f, CI %.4f, CR %.4f: %s.", "λ %.4f，CI %.4f，CR %.4f：%s。", r->lambda, r->ci, r->cr,
            verdict(d, r));
    } else {
        note(d, "lambda %.4f, CI %.4f; CR cannot be told.", "λ %.4f，CI %.4f；CR无法得出。", r->lambda, r->ci);
    }
    fact_number(d, "gci", r->gci, r->gci_status);
    fact_number(d, "koczkodaj", r->koczkodaj, r->koczkodaj_status);
    fact_number(d, "missing", r->missing, DSCORE_VALUE_OK);
    if (r->missing > 0) {
        note(d, "Pairs without a judgement, filled in from the others: %d.", "未判断、由其余判断补全的比较对：%d。",
            (int)r->missing);
    }
    if ((r->flags & DSCORE_DERIVED_NO_INDEX) != 0) {
        note(d, "No random index is published for %d criteria: CR has nothing to be held against.",
            "%d个准则没有公布的随机指标：CR无从对照。", d->criteria.count);
    }
}

static void tell_reconsider(derived *d, const dscore_ahp_result *r)
{
    const double error = r->reconsider_error;
    if (r->reconsider_row < 0 || !((error > 1.0 ? error : 1.0 / error) > 1.0 + 1e-6)) {
        return;
    }
    const char *a = d->criteria.items[r->reconsider_row];
    const char *b = d->criteria.items[r->reconsider_column];
    fact_text(d, "reconsider", a);
    fact_text(d, "reconsider_over", b);
    fact_number(d, "reconsider_judgement", error * r->reconsider_implied, DSCORE_VALUE_OK);
    fact_number(d, "reconsider_implied", r->reconsider_implied, DSCORE_VALUE_OK);
    note(d, "Look again at %s over %s: judged %.4g, the weights say %.4g.",
        "请复核%s相对%s：判断为%.4g，权重显示为%.4g。", a, b, error * r->reconsider_implied, r->reconsider_implied);
}

static void solve(const char *where, const double *matrix, int n, const dscore_ahp_options *how, double *weights,
    dscore_ahp_result *result)
{
    dscore_error error = DSCORE_ERROR_INIT;
    if (dscore_ahp_solve(matrix, n, how, weights, NULL, result, &error) != DSCORE_OK) {
        fail_data("%s: %s", where, error.message);
    }
}

/* Each person alone: weights for pooling, and how consistent they are. Gaps in one person's judgements may be filled by
   the others', so that such a person is not solved alone unless the weights are needed. */
static double *solve_members(derived *d, const group *all, const dscore_ahp_options *how, bool need)
{
    int n = all->criteria.count;
    double *weights = need_memory(calloc((size_t)all->people.count * (size_t)n, sizeof weights[0]));
    d->members = need_memory(calloc((size_t)all->people.count, sizeof d->members[0]));
    d->member_count = all->people.count;
    for (int who = 0; who < all->people.count; who++) {
        dscore_error error = DSCORE_ERROR_INIT;
        member *m = &d->members[who];
        double *matrix = flat(all, who);
        *m = (member){all->people.items[who], DSCORE_AHP_RESULT_INIT};
        if (dscore_ahp_solve(matrix, n, how, weights + (size_t)who * (size_t)n, NULL, &m->result, &error) !=
            DSCORE_OK) {
            if (need || error.status != DSCORE_E_INCOMPATIBLE) {
                fail_data("%s: %s", m->name, error.message);
            }
            m->result.cr_status = DSCORE_VALUE_UNDEFINED;
        }
        if (m->result.cr_status == DSCORE_VALUE_OK) {
            note(d, "%s: CR %.4f, %s.", "%s：CR %.4f，%s。", m->name, m->result.cr, verdict(d, &m->result));
        } else {
            note(d, "%s: CR cannot be told.", "%s：CR无法得出。", m->name);
        }
        free(matrix);
    }
    return weights;
}

static void solve_joined(derived *d, const group *all, const dscore_ahp_options *how)
{
    int n = all->criteria.count;
    size_t cells = (size_t)n * (size_t)n;
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_ahp_result result = DSCORE_AHP_RESULT_INIT;
    double *matrices = need_memory(calloc((size_t)all->people.count * cells, sizeof matrices[0]));
    double *joined = need_memory(calloc(cells, sizeof joined[0]));
    for (int who = 0; who < all->people.count; who++) {
        double *matrix = flat(all, who);
        memcpy(matrices + (size_t)who * cells, matrix, cells * sizeof matrix[0]);
        free(matrix);
    }
    if (dscore_ahp_join(matrices, all->people.count, n, DSCORE_AHP_FULL, NULL, joined, &error) != DSCORE_OK) {
        fail_data("%s: %s", all->people.items[0], error.message);
    }
    const char *where = all->people.count == 1 ? d->options->words.items[0] : "the group";
    solve(where, joined, n, how, d->weights, &result);
    if (all->people.count > 1) {
        note(d, "Judgements of %d people, joined by geometric means.", "%d人的判断以几何平均合并。", all->people.count);
    }
    tell_consistency(d, &result);
    tell_reconsider(d, &result);
    if (all->people.count > 1) {
        free(solve_members(d, all, how, false));
    }
    free(matrices);
    free(joined);
}

static void pool_members(derived *d, const group *all, const dscore_ahp_options *how)
{
    dscore_error error = DSCORE_ERROR_INIT;
    note(d, "Weights of %d people, joined by geometric means.", "%d人的权重以几何平均合并。", all->people.count);
    double *weights = solve_members(d, all, how, true);
    if (dscore_weights_pool(weights, all->people.count, all->criteria.count, NULL, DSCORE_POOL_GEOMETRIC, d->weights,
            &error) != DSCORE_OK) {
        fail_library("the group", &error);
    }
    free(weights);
}

void derive_ahp(derived *d)
{
    static const char *const ways[] = {"eigen", "geometric", "column-mean"};
    static const char *const indices[] = {"simulated", "tummala-ling", "classic"};
    static const char *const groups[] = {"judgements", "priorities"};
    const arguments *o = d->options;
    group all = {{NULL, 0}, {NULL, 0}, NULL};
    dscore_ahp_options how = DSCORE_AHP_OPTIONS_INIT;
    how.layout = DSCORE_AHP_FULL;
    how.method = choice("solve", o->solve, ways, 3, DSCORE_AHP_EIGEN);
    how.random_index = choice("random-index", o->random_index, indices, 3, DSCORE_AHP_INDEX_SIMULATED);
    int32_t together = choice("group", o->group, groups, 2, 1);
    for (int i = 0; i < o->words.count; i++) {
        grid g;
        grid_read(&g, o->words.items[i], o);
        bool is_list =
            csv_find(&g.file, "a") >= 0 && csv_find(&g.file, "b") >= 0 && csv_find(&g.file, "judgement") >= 0;
        (is_list ? read_list : read_matrix)(&all, &g, i == 0);
    }
    derive_start(d, all.criteria);
    fact_text(d, "solve", ways[how.method - 1]);
    fact_text(d, "random_index", indices[how.random_index - 1]);
    fact_number(d, "people", all.people.count, DSCORE_VALUE_OK);
    if (together == 2 && all.people.count > 1) {
        pool_members(d, &all, &how);
    } else {
        solve_joined(d, &all, &how);
    }
    free(all.of);
}
