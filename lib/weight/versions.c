/* Effective-dated versions of a definition (METHODS 3.4): which one holds on a day, as far as was known at a time;
   overlaps and gaps; and the segments of a period that straddles a change (correction 10). */
#include "base/structs.h"
#include "weight/method.h"

#include <string.h>

typedef struct known_versions {
    dscore_versions v;
    int64_t known_at;
} known_versions;

/* ---- what counts ------------------------------------------------------------------------------ */

static bool is_recorded(const known_versions *k, int32_t i)
{
    return k->v.recorded_at == NULL || k->v.recorded_at[i] <= k->known_at;
}

/* Recorded by then, and withdrawn by none that was. */
static bool is_known(const known_versions *k, int32_t i)
{
    for (int32_t j = 0; k->v.supersedes != NULL && j < k->v.count; j++) {
        if (k->v.supersedes[j] == i && is_recorded(k, j)) {
            return false;
        }
    }
    return is_recorded(k, i);
}

/* The first day after `day` on which a version that counts starts; INT64_MAX = none. */
static int64_t next_start(const known_versions *k, int64_t day)
{
    int64_t next = INT64_MAX;
    for (int32_t i = 0; i < k->v.count; i++) {
        if (k->v.valid_from[i] > day && k->v.valid_from[i] < next && is_known(k, i)) {
            next = k->v.valid_from[i];
        }
    }
    return next;
}

static int64_t end_of(const known_versions *k, int32_t i)
{
    return k->v.valid_to != NULL ? k->v.valid_to[i] : next_start(k, k->v.valid_from[i]);
}

static bool holds(const known_versions *k, int32_t i, int64_t day)
{
    return k->v.valid_from[i] <= day && day < end_of(k, i) && is_known(k, i);
}

/* ---- checks ----------------------------------------------------------------------------------- */

static dscore_status fail_version(dscore_error *err, int32_t code, const char *member, int32_t i, const char *expected)
{
    dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, code, "%s", expected);
    dsi_error_path(err, "%s[%d]", member, (int)i);
    return status;
}

static dscore_status check_superseded(const dscore_versions *v, int32_t i, dscore_error *err)
{
    int32_t old = v->supersedes[i];
    int32_t steps = 0;
    if (old < -1 || old >= v->count) {
        return fail_version(
            err, DSCORE_CODE_VERSION_SUPERSEDES, "supersedes", i, "expected the index of another version, or -1");
    }
    if (old >= 0 && v->recorded_at != NULL && v->recorded_at[old] > v->recorded_at[i]) {
        return fail_version(err, DSCORE_CODE_VERSION_SUPERSEDES, "supersedes", i,
            "withdraws a version that was recorded later than this one");
    }
    while (old >= 0 && old < v->count && steps < v->count) {
        old = v->supersedes[old];
        steps++;
    }
    if (old >= 0) {
        return fail_version(err, DSCORE_CODE_VERSION_SUPERSEDES, "supersedes", i,
            "withdraws a version that, through others perhaps, withdraws this one");
    }
    return DSCORE_OK;
}

static dscore_status read_versions(
    known_versions *k, const dscore_versions *versions, int64_t known_at, dscore_error *err)
{
    const dscore_versions none = DSCORE_VERSIONS_INIT;
    k->v = none;
    k->known_at = known_at;
    if (versions == NULL) {
        return dsi_fail_null(err, "versions");
    }
    dscore_status status = dsi_weigh_options(&k->v, versions, (int64_t)sizeof k->v, err);
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_count(k->v.count, "versions", err);
    }
    if (status == DSCORE_OK && k->v.valid_from == NULL) {
        status = dsi_fail_null(err, "versions.valid_from");
    }
    for (int32_t i = 0; status == DSCORE_OK && i < k->v.count; i++) {
        if (k->v.valid_to != NULL && k->v.valid_to[i] <= k->v.valid_from[i]) {
            status = fail_version(err, DSCORE_CODE_VERSION_SPAN, "valid_to", i,
                "expected a day after valid_from, the first day no longer valid");
        }
        if (status == DSCORE_OK && k->v.supersedes != NULL) {
            status = check_superseded(&k->v, i, err);
        }
    }
    return status;
}

/* ---- a day ------------------------------------------------------------------------------------ */

static dscore_status version_at(const known_versions *k, int64_t day, int32_t *out_index, dscore_error *err)
{
    int32_t found = -1;
    for (int32_t i = 0; i < k->v.count; i++) {
        if (!holds(k, i, day)) {
            continue;
        }
        if (found >= 0) {
            return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_VERSION_OVERLAP,
                "versions %d and %d both hold on day %lld (from 1970-01-01)", (int)found, (int)i, (long long)day);
        }
        found = i;
    }
    if (found < 0) {
        return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_VERSION_GAP,
            "no version holds on day %lld (from 1970-01-01), as far as was known", (long long)day);
    }
    *out_index = found;
    return DSCORE_OK;
}

dscore_status dscore_versions_at(
    const dscore_versions *versions, int64_t day, int64_t known_at, int32_t *out_index, dscore_error *err)
{
    known_versions k;
    if (out_index == NULL) {
        return dsi_fail_null(err, "out_index");
    }
    dscore_status status = read_versions(&k, versions, known_at, err);
    return status == DSCORE_OK ? version_at(&k, day, out_index, err) : status;
}

/* ---- faults ----------------------------------------------------------------------------------- */

static bool overlap_of(const known_versions *k, int32_t i, int32_t j, dscore_version_fault *out)
{
    const int64_t *from = k->v.valid_from;
    if (!is_known(k, i) || !is_known(k, j)) {
        return false;
    }
    bool in_order = from[i] <= from[j];
    int64_t end = end_of(k, i);
    int64_t other = end_of(k, j);
    out->kind = DSCORE_VERSIONS_OVERLAP;
    out->first = in_order ? i : j;
    out->second = in_order ? j : i;
    out->from = in_order ? from[j] : from[i];
    out->to = end < other ? end : other;
    return out->from < out->to;
}

/* A gap that starts where version i ends; told by the first of those that end there. */
static bool gap_after(const known_versions *k, int32_t i, dscore_version_fault *out)
{
    if (!is_known(k, i)) {
        return false;
    }
    int64_t end = end_of(k, i);
    if (end == INT64_MAX) {
        return false;
    }
    out->second = -1;
    out->to = next_start(k, end);
    for (int32_t j = 0; j < k->v.count; j++) {
        if (holds(k, j, end) || (j < i && is_known(k, j) && end_of(k, j) == end)) {
            return false;
        }
        if (out->second < 0 && k->v.valid_from[j] == out->to && is_known(k, j)) {
            out->second = j;
        }
    }
    out->kind = DSCORE_VERSIONS_GAP;
    out->first = i;
    out->from = end;
    return out->second >= 0;
}

/* Counts faults; fills `out` with the one of number `wanted`, if there is one. */
static int32_t find_faults(const known_versions *k, int32_t wanted, dscore_version_fault *out)
{
    dscore_version_fault fault = DSCORE_VERSION_FAULT_INIT;
    int32_t count = 0;
    for (int32_t i = 0; i < k->v.count; i++) {
        for (int32_t j = i + 1; j < k->v.count; j++) {
            if (overlap_of(k, i, j, &fault) && count++ == wanted) {
                *out = fault;
            }
        }
    }
    for (int32_t i = 0; i < k->v.count; i++) {
        if (gap_after(k, i, &fault) && count++ == wanted) {
            *out = fault;
        }
    }
    return count;
}

dscore_status dscore_versions_faults(
    const dscore_versions *versions, int64_t known_at, int32_t *out_count, dscore_error *err)
{
    known_versions k;
    if (out_count == NULL) {
        return dsi_fail_null(err, "out_count");
    }
    dscore_status status = read_versions(&k, versions, known_at, err);
    if (status == DSCORE_OK) {
        *out_count = find_faults(&k, -1, NULL);
    }
    return status;
}

dscore_status dscore_versions_fault(
    const dscore_versions *versions, int64_t known_at, int32_t index, dscore_version_fault *out, dscore_error *err)
{
    known_versions k;
    dscore_version_fault fault = DSCORE_VERSION_FAULT_INIT;
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    dscore_status status = read_versions(&k, versions, known_at, err);
    if (status != DSCORE_OK) {
        return status;
    }
    int32_t count = find_faults(&k, index, &fault);
    if (index < 0 || index >= count) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "fault %d of %d", (int)index, (int)count);
    }
    return dsi_struct_give(out, &fault, (int64_t)sizeof fault, err);
}

/* ---- periods ---------------------------------------------------------------------------------- */

typedef struct segments {
    int32_t *version;
    int64_t *from, *to;
    int32_t capacity, count;
} segments;

static void add_segment(segments *s, int32_t version, int64_t from, int64_t to)
{
    if (s->count < s->capacity) {
        s->version[s->count] = version;
        s->from[s->count] = from;
        s->to[s->count] = to;
    }
    s->count++;
}

/* One segment for each version in turn. */
static dscore_status lay_segments(const known_versions *k, int64_t from, int64_t to, segments *s, dscore_error *err)
{
    for (int64_t day = from; day < to;) {
        int32_t version = -1;
        dscore_status status = version_at(k, day, &version, err);
        if (status != DSCORE_OK) {
            return status;
        }
        int64_t end = end_of(k, version);
        int64_t next = next_start(k, day); /* before the end: an overlap, which the next round tells */
        end = next < end ? next : end;
        end = to < end ? to : end;
        add_segment(s, version, day, end);
        day = end;
    }
    return DSCORE_OK;
}

static dscore_status split(
    const known_versions *k, int64_t from, int64_t to, int32_t policy, segments *s, dscore_error *err)
{
    if (policy == DSCORE_STRADDLE_BY_START || policy == DSCORE_STRADDLE_BY_END) {
        int32_t version = -1;
        dscore_status status = version_at(k, policy == DSCORE_STRADDLE_BY_START ? from : to - 1, &version, err);
        if (status == DSCORE_OK) {
            add_segment(s, version, from, to);
        }
        return status;
    }
    dscore_status status = lay_segments(k, from, to, s, err);
    if (status == DSCORE_OK && policy == DSCORE_STRADDLE_ERROR && s->count > 1) {
        status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_VERSION_STRADDLE,
            "the period straddles a change: %d versions hold in it; expected one, or another policy", (int)s->count);
    }
    return status;
}

static dscore_status check_period(
    int64_t from, int64_t to, int32_t policy, int32_t capacity, bool has_room, dscore_error *err)
{
    dscore_status status = dsi_weigh_check_choice(
        policy, DSCORE_STRADDLE_BY_START, DSCORE_STRADDLE_ERROR, "policy for a period that straddles a change", err);
    if (status == DSCORE_OK && capacity < 0) {
        status = dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_BUFFER_SIZE, "a capacity of %d", (int)capacity);
    }
    if (status == DSCORE_OK && capacity > 0 && !has_room) {
        status = dsi_fail_null(err, "segment_version, segment_from or segment_to");
    }
    if (status == DSCORE_OK && from >= to) {
        status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_VERSION_SPAN,
            "a period from day %lld to before day %lld; expected one day at least", (long long)from, (long long)to);
    }
    return status;
}

dscore_status dscore_versions_split(const dscore_versions *versions, int64_t from, int64_t to, int64_t known_at,
    int32_t policy, int32_t *segment_version, int64_t *segment_from, int64_t *segment_to, int32_t capacity,
    int32_t *out_count, dscore_error *err)
{
    known_versions k;
    bool has_room = segment_version != NULL && segment_from != NULL && segment_to != NULL;
    segments counted = {NULL, NULL, NULL, 0, 0};
    segments s = {segment_version, segment_from, segment_to, capacity, 0};
    if (out_count == NULL) {
        return dsi_fail_null(err, "out_count");
    }
    dscore_status status = check_period(from, to, policy, capacity, has_room, err);
    if (status == DSCORE_OK) {
        status = read_versions(&k, versions, known_at, err);
    }
    if (status == DSCORE_OK) {
        status = split(&k, from, to, policy, &counted, err); /* all errors before the first write */
    }
    if (status != DSCORE_OK) {
        return status;
    }
    *out_count = counted.count;
    if (counted.count > capacity) {
        return dsi_fail(err, DSCORE_E_BUFFER, DSCORE_CODE_BUFFER_SIZE, "%d segments; there is room for %d",
            (int)counted.count, (int)capacity);
    }
    return split(&k, from, to, policy, &s, err);
}

dscore_status dscore_versions_prorate(const double *scores, const int64_t *segment_from, const int64_t *segment_to,
    int32_t count, double *out_score, dscore_error *err)
{
    double days = 0.0;
    double mean = 0.0;
    if (segment_from == NULL || segment_to == NULL || out_score == NULL) {
        return dsi_fail_null(err, out_score == NULL ? "out_score" : segment_to == NULL ? "segment_to" : "segment_from");
    }
    dscore_status status = dsi_weigh_check_count(count, "segments", err);
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_numbers(scores, count, -dsi_weigh_most(), dsi_weigh_most(), "scores", err);
    }
    for (int32_t i = 0; status == DSCORE_OK && i < count; i++) {
        if (segment_to[i] <= segment_from[i]) {
            return fail_version(err, DSCORE_CODE_VERSION_SPAN, "segment_to", i, "expected a day after segment_from");
        }
        double own = (double)((uint64_t)segment_to[i] - (uint64_t)segment_from[i]);
        days += own;
        mean += (scores[i] - mean) * (own / days);
    }
    if (status == DSCORE_OK) {
        *out_score = mean;
    }
    return status;
}
