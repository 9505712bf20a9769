/* Weights read off data: entropy, standard deviation, CRITIC, MEREC. They measure what tells subjects apart. */
#include "derive.h"

#include <stdlib.h>
#include <string.h>

typedef struct measured {
    grid g;
    double *values;
    int32_t *directions;
    int32_t n;
    int32_t scaling;
    bool has_costs;
} measured;

static const char *const scalings[] = {"as-given", "reciprocal", "min-max", "min-max-lifted"};
static const char *const scalings_zh[] = {"原值", "倒数", "极差标准化", "极差标准化（0.1至1）"};

/* --less NAME,NAME: the criteria of which less is better. */
static void read_directions(const derived *d, measured *m)
{
    m->directions = need_memory(calloc((size_t)m->n, sizeof m->directions[0]));
    for (int32_t j = 0; j < m->n; j++) {
        m->directions[j] = 1;
    }
    for (const char *at = d->options->less; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, ",");
        char *name = copy_text(at, length);
        int found = name_find(&d->criteria, name);
        if (found < 0) {
            fail_data(
                "--less %s: there is no such criterion; %s has %s", name, m->g.file.path, csv_header_text(&m->g.file));
        }
        m->directions[found] = -1;
        m->has_costs = true;
        free(name);
        at += length + (at[length] == ',');
    }
}

static void open_measured(derived *d, measured *m)
{
    name_list names = {NULL, 0};
    memset(m, 0, sizeof *m);
    grid_read(&m->g, d->options->words.items[0], d->options);
    for (int i = 1; i < m->g.width; i++) {
        if (m->g.file.header[i][0] == '\0') {
            grid_fail(&m->g, -1, i, "the header is empty; expected the name of a criterion");
        }
        (void)name_add(&names, m->g.file.header[i]);
    }
    m->n = names.count;
    if (m->n == 0) {
        fail_data("%s:1: expected a column that names the subjects, then one for each criterion", m->g.file.path);
    }
    if (m->g.rows < 2) {
        fail_data("%s: %lld row; expected at least 2 to compare", m->g.file.path, (long long)m->g.rows);
    }
    derive_start(d, names);
    m->values = need_memory(calloc((size_t)m->g.rows * (size_t)m->n, sizeof m->values[0]));
    for (int64_t row = 0; row < m->g.rows; row++) {
        for (int32_t j = 0; j < m->n; j++) {
            m->values[row * m->n + j] = grid_number(&m->g, row, j + 1, -1e100, 1e100);
        }
    }
    read_directions(d, m);
}

/* The scaling that was asked for, `otherwise` by default. */
static void set_scaling(derived *d, measured *m, int32_t otherwise, int32_t otherwise_with_costs, bool any)
{
    m->scaling = choice("scaling", d->options->scaling, scalings, 4, m->has_costs ? otherwise_with_costs : otherwise);
    if (!any && m->scaling != DSCORE_SCALING_AS_GIVEN && m->scaling != DSCORE_SCALING_MIN_MAX) {
        fail_usage("--scaling %s: %s takes as-given or min-max", d->options->scaling, d->method);
    }
    if (m->scaling == DSCORE_SCALING_AS_GIVEN && m->has_costs) {
        fail_usage("--scaling as-given: with --less another is needed, such as min-max");
    }
    fact_text(d, "scaling", scalings[m->scaling - 1]);
    note(d, "Scaling: %s.", "标准化方式：%s。", d->zh ? scalings_zh[m->scaling - 1] : scalings[m->scaling - 1]);
}

NO_RETURN static void fail_measured(const measured *m, const dscore_error *error)
{
    const char *row = strchr(error->path, '[');
    const char *second = row == NULL ? NULL : strchr(row + 1, '[');
    if (second != NULL) {
        int64_t at = strtoll(row + 1, NULL, 10);
        int j = (int)strtol(second + 1, NULL, 10);
        if (at >= 0 && at < m->g.rows && j >= 0 && j < m->n) {
            grid_fail(&m->g, at, j + 1, "%s: %s", m->g.file.header[j + 1], error->message);
        }
    }
    fail_library(m->g.file.path, error);
}

static bool is_constant(const measured *m, int32_t j)
{
    for (int64_t row = 1; row < m->g.rows; row++) {
        if (m->values[row * m->n + j] < m->values[j] || m->values[row * m->n + j] > m->values[j]) {
            return false;
        }
    }
    return true;
}

static void tell_flags(derived *d, const measured *m, int32_t flags)
{
    fact_number(d, "rows", (double)m->g.rows, DSCORE_VALUE_OK);
    fact_flag(d, "equal", (flags & DSCORE_DERIVED_EQUAL) != 0);
    fact_flag(d, "constant", (flags & DSCORE_DERIVED_CONSTANT) != 0);
    for (int32_t j = 0; (flags & DSCORE_DERIVED_CONSTANT) != 0 && j < m->n; j++) {
        if (is_constant(m, j)) {
            note(d, "%s does not vary: it tells nobody apart.", "%s没有变化：不能区分任何对象。", d->criteria.items[j]);
        }
    }
    if ((flags & DSCORE_DERIVED_EQUAL) != 0) {
        note(d, "Nothing tells the criteria apart: those that vary (else all) share alike.",
            "无法区分各准则：有变化的准则（若都没有则全部）平分权重。");
    }
    note(d, "Measured weights tell what sets subjects apart, not what matters: combine them with judged ones.",
        "客观权重反映的是差异大小而非重要程度：请与主观权重结合使用。");
}

static void close_measured(measured *m)
{
    free(m->values);
    free(m->directions);
}

static double *extra_of(derived *d, const char *name)
{
    d->extra_name = name;
    d->extra = need_memory(calloc((size_t)d->criteria.count, sizeof d->extra[0]));
    return d->extra;
}

void derive_entropy(derived *d)
{
    measured m;
    int32_t flags = 0;
    dscore_error error = DSCORE_ERROR_INIT;
    open_measured(d, &m);
    set_scaling(d, &m, DSCORE_SCALING_AS_GIVEN, DSCORE_SCALING_MIN_MAX_LIFTED, true);
    double *entropy = extra_of(d, "entropy");
    if (dscore_weights_from_entropy(
            m.values, m.g.rows, m.n, m.directions, m.scaling, d->weights, entropy, &flags, &error) != DSCORE_OK) {
        fail_measured(&m, &error);
    }
    tell_flags(d, &m, flags);
    close_measured(&m);
}

void derive_deviation(derived *d)
{
    measured m;
    int32_t flags = 0;
    dscore_error error = DSCORE_ERROR_INIT;
    open_measured(d, &m);
    set_scaling(d, &m, DSCORE_SCALING_MIN_MAX, DSCORE_SCALING_MIN_MAX, false);
    double *deviations = extra_of(d, "deviation");
    if (dscore_weights_from_deviation(
            m.values, m.g.rows, m.n, m.directions, m.scaling, d->weights, deviations, &flags, &error) != DSCORE_OK) {
        fail_measured(&m, &error);
    }
    tell_flags(d, &m, flags);
    close_measured(&m);
}

void derive_critic(derived *d)
{
    static const char *const kinds[] = {"pearson", "spearman"};
    measured m;
    int32_t flags = 0;
    dscore_error error = DSCORE_ERROR_INIT;
    int32_t kind = choice("correlation", d->options->correlation, kinds, 2, DSCORE_CORRELATION_PEARSON);
    open_measured(d, &m);
    set_scaling(d, &m, DSCORE_SCALING_MIN_MAX, DSCORE_SCALING_MIN_MAX, false);
    fact_text(d, "correlation", kinds[kind - 1]);
    double *deviations = extra_of(d, "deviation");
    if (dscore_weights_from_critic(NULL, m.values, m.g.rows, m.n, m.directions, m.scaling, kind, d->weights, deviations,
            NULL, &flags, &error) != DSCORE_OK) {
        fail_measured(&m, &error);
    }
    tell_flags(d, &m, flags);
    close_measured(&m);
}

void derive_merec(derived *d)
{
    measured m;
    int32_t flags = 0;
    dscore_error error = DSCORE_ERROR_INIT;
    open_measured(d, &m);
    double *effects = extra_of(d, "effect");
    if (dscore_weights_from_merec(NULL, m.values, m.g.rows, m.n, m.directions, d->weights, effects, &flags, &error) !=
        DSCORE_OK) {
        fail_measured(&m, &error);
    }
    tell_flags(d, &m, flags);
    close_measured(&m);
}
