/* What kernels share: joining statuses, and numbers of any representation as doubles. */
#include "formula/kernel.h"

#include "base/wide.h"

#include <string.h>

/* A constant operand's status as that of every row; NULL if it is present. */
static const uint8_t *spread(const dsi_kernel *k, const dsi_vector *v)
{
    if (v->status == NULL || !v->constant) {
        return v->status;
    }
    if (v->status[0] == DSI_PRESENT) {
        return NULL;
    }
    if (k->constant) {
        return v->status;
    }
    memset(k->status, v->status[0], (size_t)k->n);
    return k->status;
}

const uint8_t *dsi_join_status(const dsi_kernel *k, const dsi_vector *a, const dsi_vector *b)
{
    /* of two operands that are no constants together, at most one uses k->status to spread */
    const uint8_t *sa = spread(k, a);
    const uint8_t *sb = b == NULL ? NULL : spread(k, b);
    if (sa == NULL || sb == NULL) {
        return sa == NULL ? sb : sa;
    }
    if (sa == sb) {
        return sa;
    }
    k->loops->greater(sa, sb, k->n, k->status);
    return k->status;
}

uint8_t *dsi_own_status(const dsi_kernel *k, const uint8_t *joined)
{
    if (joined == NULL) {
        memset(k->status, DSI_PRESENT, (size_t)k->n);
    } else if (joined != k->status) {
        memcpy(k->status, joined, (size_t)k->n);
    }
    return k->status;
}

void dsi_kernel_result(const dsi_kernel *k, int32_t kind, const uint8_t *status)
{
    memset(k->out, 0, sizeof *k->out);
    k->out->kind = kind;
    k->out->constant = k->constant;
    k->out->status = status;
    k->out->v.i = k->values;
}

bool dsi_any_raw(const dsi_kernel *k)
{
    for (int32_t i = 0; i < k->argc; i++) {
        if (k->args[i]->width != 0) {
            return true;
        }
    }
    return false;
}

/* Raise statuses to those of an operand that differs from row to row; is any row raised? */
static bool raise_status(const dsi_kernel *k, const dsi_vector *v)
{
    bool is_raised = false;
    for (int32_t i = 0; i < k->n; i++) {
        is_raised |= v->status[i] > k->status[i];
        k->status[i] = v->status[i] > k->status[i] ? v->status[i] : k->status[i];
    }
    return is_raised;
}

bool dsi_kernel_absent(const dsi_kernel *k)
{
    uint8_t worst = DSI_PENDING;
    for (int32_t i = 0; i < k->argc; i++) {
        if (dsi_is_absent(k->args[i])) {
            const uint8_t status = dsi_status_at(k->args[i], 0);
            worst = status > worst ? status : worst;
        }
    }
    memset(k->status, worst, (size_t)k->n);
    bool is_raised = false;
    for (int32_t i = 0; i < k->argc; i++) {
        if (!k->args[i]->constant && k->args[i]->status != NULL) {
            is_raised |= raise_status(k, k->args[i]);
        }
    }
    const bool is_boolean = k->type == DSCORE_TYPE_BOOLEAN;
    memset(k->values, 0, (size_t)k->n * (is_boolean ? sizeof(uint8_t) : sizeof(int64_t)));
    dsi_kernel_result(k, is_boolean ? DSI_BOOL : DSI_INT, k->status);
    k->out->constant = !is_raised;
    return true;
}

double dsi_decimal_to_double(int64_t mantissa, int32_t scale)
{
    const int64_t limit = INT64_C(1) << 53;
    if (mantissa <= limit && mantissa >= -limit) {
        return (double)mantissa / (double)dsi_power10(scale); /* both exact: one rounding */
    }
    dsi_sum sum;
    memset(&sum, 0, sizeof sum);
    dsi_sum_add_int(&sum, mantissa);
    return dsi_sum_value(&sum, dsi_power10(scale));
}

const double *dsi_as_double(const dsi_vector *v, int32_t n, int64_t *temp)
{
    if (v->kind == DSI_DOUBLE) {
        return v->v.f;
    }
    const int32_t count = v->constant ? 1 : n;
    double *out = (double *)(void *)temp;
    if (v->kind == DSI_INT) {
        for (int32_t i = 0; i < count; i++) {
            out[i] = (double)v->v.i[i];
        }
    } else {
        for (int32_t i = 0; i < count; i++) {
            out[i] = dsi_decimal_to_double(v->v.i[i], v->scale);
        }
    }
    return out;
}
