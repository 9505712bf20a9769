/* `deskscore rank SCORES.csv`: ranks, top and bottom lists and grades by quota from a column of scores (METHODS 5.8),
   by what small numbers are worth if that is asked (5.2, 5.3). */
#include "rank.h"

#include "cells.h"
#include "derive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BASIS_POINT = 1, BASIS_SHRUNK = 2, BASIS_LOWER = 3, MAX_KEYS = 8 };

static const char *const basis_names[] = {"point", "shrunk", "lower"};

typedef struct ranking {
    const arguments *options;
    bool zh;
    grid g;
    int64_t n;
    int subject, score, group, x, cases, lo, hi; /* columns; -1 = none */
    int key_columns[MAX_KEYS];
    int32_t key_count, basis, method;
    name_list groups;
    double *points, *values; /* as the file has them; as they are ranked */
    double *lows, *highs, *means, *keys, *ranks;
    int64_t *x_of, *cases_of, *group_of, *ranked, *order;
    int32_t *status, *list, *reason, *grade;
    bool has_lists;
    dscore_selection selection;
    int32_t grade_count;
    const char *grade_names[DSCORE_QUOTA_MAX];
    double quotas[DSCORE_QUOTA_MAX];
} ranking;

/* ---- options -------------------------------------------------------------------------------- */

/* A=20%,B=70%,C=10% */
static void read_quotas(ranking *r)
{
    const char *at = r->options->quota;
    while (at != NULL && *at != '\0') {
        size_t length = strcspn(at, ",");
        char *name;
        char *share;
        if (!split_pair(copy_text(at, length), &name, &share) || name[0] == '\0') {
            fail_usage("--quota %s: expected the best grade first, such as A=20%%,B=70%%,C=10%%", r->options->quota);
        }
        if (r->grade_count == DSCORE_QUOTA_MAX) {
            fail_usage("--quota: more than %d grades", DSCORE_QUOTA_MAX);
        }
        r->quotas[r->grade_count] = share_option("quota", share);
        r->grade_names[r->grade_count++] = name;
        at += length + (at[length] == ',');
    }
    double sum = 0.0;
    for (int32_t i = 0; i < r->grade_count; i++) {
        sum += r->quotas[i];
    }
    if (r->grade_count > 0 && fabs(sum - 1.0) > 1e-9) {
        fail_usage("--quota %s: the shares add up to %.6g%%; expected 100%%", r->options->quota, 100.0 * sum);
    }
}

static int64_t whole_option(const char *name, const char *text, int64_t otherwise)
{
    number_cell cell;
    if (text == NULL) {
        return otherwise;
    }
    if (!read_number(text, false, false, &cell) || !cell.is_integer || cell.integer < 0) {
        fail_usage("--%s %s: expected a whole number of at least 0", name, text);
    }
    return cell.integer;
}

static void read_selection(ranking *r)
{
    static const char *const places[] = {"floor", "round", "ceil", "at-least-one"};
    static const char *const ties[] = {"include", "exclude", "break", "split"};
    const arguments *o = r->options;
    dscore_selection s = DSCORE_SELECTION_INIT;
    s.top_share = o->top == NULL ? 0.0 : share_option("top", o->top);
    s.bottom_share = o->bottom == NULL ? 0.0 : share_option("bottom", o->bottom);
    s.top_ties = choice("ties", o->ties, ties, 4, s.top_ties);
    s.bottom_ties = choice("ties", o->ties, ties, 4, s.bottom_ties);
    s.top_places = choice("places", o->places, places, 4, s.top_places);
    s.bottom_places = choice("places", o->places, places, 4, s.bottom_places);
    s.bottom_group_min = whole_option("group-min", o->group_min, s.bottom_group_min);
    r->has_lists = o->top != NULL || o->bottom != NULL;
    const char *lonely = o->ties != NULL ? "ties" : o->places != NULL ? "places" : NULL;
    if (!r->has_lists && lonely != NULL) {
        fail_usage("--%s is about a list: give --top or --bottom", lonely);
    }
    r->selection = s;
}

static void read_options(ranking *r)
{
    static const char *const methods[] = {"competition", "dense", "modified", "fractional", "ordinal"};
    const arguments *o = r->options;
    r->zh = is_chinese(o);
    r->method = choice("method", o->method, methods, 5, DSCORE_RANK_COMPETITION);
    if (o->by != NULL && strcmp(o->by, "point") != 0 && strcmp(o->by, "shrunk") != 0 && strcmp(o->by, "lower") != 0) {
        fail_usage(
            "--by %s: expected one of point, shrunk, lower; a key such as agent goes with --card and --policy", o->by);
    }
    r->basis = choice("by", o->by, basis_names, 3, BASIS_POINT);
    read_selection(r);
    read_quotas(r);
}

/* ---- the file ------------------------------------------------------------------------------- */

static void *room(const ranking *r, size_t element)
{
    return need_memory(calloc((size_t)r->n, element));
}

static void find_columns(ranking *r)
{
    const csv_file *file = &r->g.file;
    r->subject = grid_need(&r->g, "subject");
    r->score = csv_find(file, "score");
    r->group = csv_find(file, "group");
    r->x = csv_find(file, "x");
    r->cases = csv_find(file, "n");
    r->lo = csv_find(file, "lo");
    r->hi = csv_find(file, "hi");
    if (r->score < 0 && (r->x < 0 || r->cases < 0)) {
        fail_data("%s:1: there is no column \"score\", nor \"x\" and \"n\" for shares; the file has %s", file->path,
            csv_header_text(file));
    }
    if (r->basis != BASIS_POINT && r->cases < 0) {
        fail_data("%s:1: --by %s needs the column \"n\" (cases), and \"x\" (how many of them) unless the score is that "
                  "share in %%",
            file->path, basis_names[r->basis - 1]);
    }
    if ((r->lo < 0) != (r->hi < 0)) {
        fail_data("%s:1: the columns \"lo\" and \"hi\" go together", file->path);
    }
    for (const char *at = r->options->keys; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, ",");
        if (r->key_count == MAX_KEYS) {
            fail_usage("--keys: more than %d", MAX_KEYS);
        }
        r->key_columns[r->key_count++] = grid_need(&r->g, copy_text(at, length));
        at += length + (at[length] == ',');
    }
}

static int64_t whole_cell(const ranking *r, int64_t row, int at)
{
    double value = grid_number(&r->g, row, at, 0.0, 9007199254740992.0);
    if (value != floor(value)) {
        grid_fail(
            &r->g, row, at, "%s \"%s\": expected a whole number", r->g.file.header[at], grid_text(&r->g, row, at));
    }
    return (int64_t)value;
}

/* x cases of n, from their columns or from a score in per cent; the score from them. */
static void read_share(ranking *r, int64_t row)
{
    r->cases_of[row] = whole_cell(r, row, r->cases);
    const double n = (double)r->cases_of[row];
    if (r->x >= 0) {
        r->x_of[row] = whole_cell(r, row, r->x);
        if (r->x_of[row] > r->cases_of[row]) {
            grid_fail(&r->g, row, r->x, "x \"%s\": expected at most n, %lld", grid_text(&r->g, row, r->x),
                (long long)r->cases_of[row]);
        }
        if (r->status[row] == DSCORE_VALUE_NO_DATA && r->cases_of[row] > 0) {
            r->status[row] = DSCORE_VALUE_OK;
            r->points[row] = dscore_round(100.0 * (double)r->x_of[row] / n, 2);
        }
        return;
    }
    if (r->status[row] != DSCORE_VALUE_OK || r->basis == BASIS_POINT) {
        return;
    }
    const double share = grid_number(&r->g, row, r->score, 0.0, 100.0);
    const double x = floor(share * n / 100.0 + 0.5);
    /* A share printed with two decimals hits its count within half a hundredth of a per cent of n. */
    if (fabs(share * n / 100.0 - x) > 0.00005 * n + 1e-9) {
        grid_fail(&r->g, row, r->score, "score \"%s\" is no share of %lld cases in %%; expected one, or a column \"x\"",
            grid_text(&r->g, row, r->score), (long long)r->cases_of[row]);
    }
    r->x_of[row] = (int64_t)x;
}

typedef struct named {
    const char *name;
    int64_t row;
} named;

static int by_name(const void *left, const void *right)
{
    const named *a = left;
    const named *b = right;
    const int order = strcmp(a->name, b->name);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static void refuse_twice(const ranking *r)
{
    named *all = room(r, sizeof all[0]);
    for (int64_t row = 0; row < r->n; row++) {
        all[row] = (named){grid_text(&r->g, row, r->subject), row};
    }
    qsort(all, (size_t)r->n, sizeof all[0], by_name);
    for (int64_t i = 1; i < r->n; i++) {
        if (strcmp(all[i].name, all[i - 1].name) == 0) {
            grid_fail(&r->g, all[i].row, r->subject, "\"%s\" is named twice; expected each subject once", all[i].name);
        }
    }
    free(all);
}

static void read_row(ranking *r, int64_t row)
{
    static const double LARGEST = 1e30;
    const grid *g = &r->g;
    const char *subject = grid_text(g, row, r->subject);
    if (subject[0] == '\0') {
        grid_fail(g, row, r->subject, "the cell is empty; expected a name");
    }
    r->status[row] = DSCORE_VALUE_NO_DATA;
    r->points[row] = NAN;
    if (r->score >= 0 && grid_text(g, row, r->score)[0] != '\0') {
        r->status[row] = DSCORE_VALUE_OK;
        r->points[row] = grid_number(g, row, r->score, -LARGEST, LARGEST);
    }
    if (r->cases >= 0) {
        read_share(r, row);
    }
    r->group_of[row] = r->group < 0 ? 0 : name_add(&r->groups, grid_text(g, row, r->group));
    for (int32_t k = 0; k < r->key_count; k++) {
        r->keys[k * r->n + row] = grid_number(g, row, r->key_columns[k], -LARGEST, LARGEST);
    }
    if (r->lo >= 0 && r->status[row] == DSCORE_VALUE_OK) {
        r->lows[row] = grid_number(g, row, r->lo, -LARGEST, LARGEST);
        r->highs[row] = grid_number(g, row, r->hi, r->lows[row], LARGEST);
    }
}

static void read_scores(ranking *r)
{
    grid_read(&r->g, r->options->words.items[0], r->options);
    r->n = r->g.rows;
    find_columns(r);
    double **numbers[] = {&r->points, &r->values, &r->lows, &r->highs, &r->means, &r->ranks};
    int64_t **integers[] = {&r->x_of, &r->cases_of, &r->group_of, &r->ranked, &r->order};
    int32_t **marks[] = {&r->status, &r->list, &r->reason, &r->grade};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        *numbers[i] = room(r, sizeof(double));
    }
    for (size_t i = 0; i < sizeof integers / sizeof integers[0]; i++) {
        *integers[i] = room(r, sizeof(int64_t));
    }
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        *marks[i] = room(r, sizeof(int32_t));
    }
    r->keys = need_memory(calloc((size_t)r->n * MAX_KEYS, sizeof(double)));
    for (int64_t row = 0; row < r->n; row++) {
        read_row(r, row);
    }
    refuse_twice(r);
}

/* ---- ranking -------------------------------------------------------------------------------- */

static void check(const ranking *r, dscore_status status, const dscore_error *error)
{
    if (status != DSCORE_OK) {
        fail_library(r->g.file.path, error);
    }
}

/* What is ranked: the scores, or what small numbers leave of a share, in per cent to the two decimals that are printed.
 */
static void find_values(ranking *r)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_share_prior prior = DSCORE_SHARE_PRIOR_INIT;
    double *high = room(r, sizeof(double));
    if (r->basis == BASIS_SHRUNK) {
        check(r, dscore_share_prior_fit(r->x_of, r->cases_of, r->n, DSCORE_PRIOR_MOMENTS, &prior, &error), &error);
        check(r,
            dscore_shares_shrink(r->x_of, r->cases_of, r->n, &prior, 0.95, r->values, NULL, NULL, NULL, NULL, &error),
            &error);
    } else if (r->basis == BASIS_LOWER) {
        check(r,
            dscore_shares_bound(
                r->x_of, r->cases_of, r->n, 0.95, DSCORE_INTERVAL_WILSON, r->values, high, NULL, &error),
            &error);
    }
    for (int64_t i = 0; i < r->n; i++) {
        if (r->basis == BASIS_POINT) {
            r->values[i] = r->points[i];
        } else {
            r->values[i] = dscore_round(100.0 * r->values[i], 2);
            r->status[i] = r->cases_of[i] == 0 ? DSCORE_VALUE_NO_DATA : r->status[i];
        }
    }
    free(high);
}

/* The interval of a score must leave out the mean of its group's scores, whatever they are ranked by. */
static void find_means(ranking *r)
{
    const size_t groups = r->groups.count > 0 ? (size_t)r->groups.count : 1;
    double *sums = need_memory(calloc(groups, sizeof sums[0]));
    double *counts = need_memory(calloc(groups, sizeof counts[0]));
    for (int64_t i = 0; i < r->n; i++) {
        if (r->status[i] == DSCORE_VALUE_OK) {
            sums[r->group_of[i]] += r->points[i];
            counts[r->group_of[i]] += 1.0;
        }
    }
    for (int64_t i = 0; i < r->n; i++) {
        const int64_t group = r->group_of[i];
        r->means[i] = counts[group] > 0.0 ? sums[group] / counts[group] : 0.0;
    }
    free(sums);
    free(counts);
}

static void rank_all(ranking *r)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_peers peers = DSCORE_PEERS_INIT;
    find_values(r);
    peers.count = r->n;
    peers.score = r->values;
    peers.status = r->status;
    peers.group = r->group_of;
    peers.key_count = r->key_count;
    peers.keys = r->key_count > 0 ? r->keys : NULL;
    if (r->grade_count > 0) {
        dscore_status status = dscore_peers_grade(&peers, r->quotas, r->grade_count, r->grade, r->order, &error);
        if (status != DSCORE_OK && strncmp(error.path, "quota", 5) == 0) {
            fail_option("--quota", &error);
        }
        check(r, status, &error);
    }
    if (r->lo >= 0) {
        find_means(r);
        r->selection.lo = r->lows;
        r->selection.hi = r->highs;
        r->selection.mean = r->means;
    }
    check(r, dscore_peers_select(&peers, &r->selection, r->list, NULL, r->reason, r->order, &error), &error);
    check(r, dscore_peers_rank(&peers, r->method, r->ranks, r->ranked, r->order, &error), &error);
}

/* ---- printing ------------------------------------------------------------------------------- */

static void value_cell(sheet *out, const ranking *r, const double *values, int64_t i)
{
    if (r->status[i] == DSCORE_VALUE_OK) {
        sheet_number(out, values[i], values[i] == floor(values[i]) ? 0 : 2, "");
    } else {
        sheet_nothing(out);
    }
}

static void rank_cells(sheet *out, const ranking *r, int64_t i)
{
    if (r->ranks[i] <= 0.0) {
        sheet_nothing(out);
        sheet_nothing(out);
        return;
    }
    if (r->method == DSCORE_RANK_FRACTIONAL) {
        sheet_number(out, r->ranks[i], 1, "");
    } else {
        sheet_integer(out, (int64_t)r->ranks[i]);
    }
    sheet_integer(out, r->ranked[i]);
}

static void print_row(sheet *out, const ranking *r, int64_t i)
{
    if (r->group >= 0) {
        sheet_text(out, grid_text(&r->g, i, r->group));
    }
    sheet_text(out, grid_text(&r->g, i, r->subject));
    value_cell(out, r, r->points, i);
    if (r->basis != BASIS_POINT) {
        value_cell(out, r, r->values, i);
    }
    rank_cells(out, r, i);
    if (r->has_lists) {
        words_cell(out, list_word(r->list[i], r->zh));
    }
    if (r->grade_count > 0) {
        words_cell(out, r->grade[i] < 0 ? "" : r->grade_names[r->grade[i]]);
    }
    if (r->has_lists || r->grade_count > 0) {
        /* Without lists the end of a list is no reason for anything. */
        const int32_t told = r->has_lists ? INT32_MAX : DSCORE_REASON_UNSCORED;
        words_cell(out, reasons_text(r->reason[i] & told, r->zh));
    }
}

static void print_ranking(const ranking *r)
{
    const char *names[10];
    int count = 0;
    if (r->group >= 0) {
        names[count++] = "group";
    }
    names[count++] = "subject";
    names[count++] = "score";
    if (r->basis != BASIS_POINT) {
        names[count++] = basis_names[r->basis - 1];
    }
    names[count++] = "rank";
    names[count++] = "of";
    if (r->has_lists) {
        names[count++] = "list";
    }
    if (r->grade_count > 0) {
        names[count++] = "grade";
    }
    if (r->has_lists || r->grade_count > 0) {
        names[count++] = "reason";
    }
    sheet *out = sheet_new(count, names);
    for (int64_t i = 0; i < r->n; i++) {
        print_row(out, r, r->order[i]);
    }
    sheet_speak(out, r->options->lang);
    sheet_print(out, r->options->format);
    sheet_free(out);
}

int rank_scores(int argc, char **argv)
{
    arguments options;
    ranking r = {0};
    read_arguments(
        argc, argv, ",by,method,top,bottom,group-min,quota,ties,places,keys,sep,missing,format,lang,", 1, &options);
    if (options.words.count == 0) {
        fail_usage("rank needs SCORES.csv; or DATA.csv with --card CARD.json and --policy DECISIONS.json");
    }
    r.options = &options;
    read_options(&r);
    read_scores(&r);
    rank_all(&r);
    print_ranking(&r);
    return EXIT_OK;
}
