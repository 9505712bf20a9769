/* What must hold of a scorecard besides its rules and weights: options in range, grades in order, items named. */
#include "score/card_parts.h"

#include "base/error.h"
#include <math.h>
#include <stdio.h>

static dscore_status fail_at(dscore_error *err, int32_t code, const char *path, const char *message)
{
    dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, code, "%s", message);
    dsi_error_path(err, "%s", path);
    return status;
}

static bool is_share(double value)
{
    return value >= 0.0 && value <= 1.0;
}

static bool is_empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

static dscore_status check_options(const dsi_card_spec *spec, dscore_error *err)
{
    if (spec->mode != DSI_CARD_WEIGHTED && spec->mode != DSI_CARD_POINTS) {
        return fail_at(err, DSCORE_CODE_CARD_OPTION, "mode", "expected WEIGHTED or POINTS");
    }
    if (!is_share(spec->min_weight_coverage)) {
        return fail_at(err, DSCORE_CODE_CARD_OPTION, "min_weight_coverage", "expected a share from 0 to 1");
    }
    if (!is_share(spec->min_data_coverage)) {
        return fail_at(err, DSCORE_CODE_CARD_OPTION, "min_data_coverage", "expected a share from 0 to 1");
    }
    if (spec->decimals < 0 || spec->decimals > 9) {
        return fail_at(err, DSCORE_CODE_CARD_OPTION, "decimals", "expected 0 to 9 decimals");
    }
    if ((spec->has_lo && !isfinite(spec->lo)) || (spec->has_hi && !isfinite(spec->hi)) ||
        (spec->has_lo && spec->has_hi && spec->lo > spec->hi)) {
        return fail_at(err, DSCORE_CODE_CARD_OPTION, "clamp",
            "expected finite ends, the lower at most the upper; or no clamp at an end");
    }
    return DSCORE_OK;
}

static dscore_status check_grades(const dsi_card_spec *spec, dscore_error *err)
{
    if (spec->grade_count < 0 || (spec->grade_count > 0 && spec->grades == NULL)) {
        return fail_at(err, DSCORE_CODE_CARD_GRADE, "grades", "expected a list of grades");
    }
    for (int32_t i = 0; i < spec->grade_count; i++) {
        const dsi_grade *grade = &spec->grades[i];
        const char *member = "min";
        const char *wrong = NULL;
        bool is_rest = i == spec->grade_count - 1 && isinf(grade->min) && grade->min < 0.0;
        if (is_empty(grade->label_en) && is_empty(grade->label_zh)) {
            member = "label";
            wrong = "expected a label";
        } else if (!isfinite(grade->min) && !is_rest) {
            wrong = "expected the least total of the grade; only the last may do without";
        } else if (i > 0 && !(grade->min < grade[-1].min)) {
            wrong = "expected grades from best to worst, each min below the one before";
        }
        if (wrong != NULL) {
            dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_CARD_GRADE, "%s", wrong);
            dsi_error_path(err, "grades[%d].%s", (int)i, member);
            return status;
        }
    }
    return DSCORE_OK;
}

/* What is wrong with an item by itself: the member and the message; NULL if nothing. */
static const char *item_fault(const dsi_card_spec *spec, const dsi_card_item *item, const char **member)
{
    *member = "indicator";
    if (is_empty(item->indicator)) {
        return "expected the id of an indicator";
    }
    *member = "rule";
    if (item->rule == NULL) {
        return "expected a rule";
    }
    *member = "parameters";
    if (item->parameter_count < 0 || (item->parameter_count > 0 && item->parameters == NULL)) {
        return "expected a list of parameters";
    }
    for (int32_t i = 0; i < item->parameter_count; i++) {
        if (is_empty(item->parameters[i].name) || item->parameters[i].literal == NULL) {
            return "expected a name and a value for each parameter";
        }
    }
    *member = "min_n";
    if (item->min_n < 0) {
        return "expected at least 0";
    }
    *member = "min_observations";
    if (!(item->min_observations >= 0.0) || isinf(item->min_observations)) {
        return "expected at least 0";
    }
    *member = "missing";
    if (item->missing.policy != 0 && (item->bonus || item->required)) {
        return item->bonus ? "a bonus stands outside the weights: without a value it adds nothing"
                           : "a required item takes no stand-in: without its value there is no total";
    }
    *member = "in_points";
    if (item->in_points && (spec->mode != DSI_CARD_POINTS || item->bonus)) {
        return "only a weighted item of a card in POINTS mode may be scored in points";
    }
    *member = "period";
    if (item->period < 0 || item->period > DSCORE_PERIOD_YEAR) {
        return "expected a day, week, month, quarter or year";
    }
    return NULL;
}

dscore_status dsi_card_check(const dsi_card_spec *spec, dscore_error *err)
{
    if (spec->item_count < 1 || spec->items == NULL) {
        return fail_at(err, DSCORE_CODE_CARD_EMPTY, "items", "a scorecard needs at least one indicator");
    }
    const dsi_missing missing = {spec->missing, spec->neutral, spec->max_age, spec->otherwise};
    dscore_status status = dsi_card_check_missing(&missing, "missing", err);
    if (status == DSCORE_OK) {
        status = check_options(spec, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_card_check_total(spec, err);
    }
    if (status == DSCORE_OK) {
        status = check_grades(spec, err);
    }
    for (int32_t i = 0; status == DSCORE_OK && i < spec->item_count; i++) {
        const char *member;
        const char *fault = item_fault(spec, &spec->items[i], &member);
        if (fault != NULL) {
            status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_CARD_OPTION, "%s", fault);
            dsi_error_path(err, "items[%d].%s", (int)i, member);
        } else if (spec->items[i].missing.policy != 0) {
            char path[40];
            (void)snprintf(path, sizeof path, "items[%d].missing", (int)i);
            status = dsi_card_check_missing(&spec->items[i].missing, path, err);
        }
    }
    return status;
}
