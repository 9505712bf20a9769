/* and, or, not, is missing, is present. Kleene's logic with more than one absent kind (T1): false and anything is
   false, true or anything is true; otherwise the result is as absent as the most absent operand. */
#include "formula/kernel.h"

#include <string.h>

/* A constant operand as bytes for every row. */
static const uint8_t *rows_of(const dsi_kernel *k, const dsi_vector *v, const uint8_t *bytes, int64_t *temp)
{
    if (bytes == NULL || !v->constant || k->constant) {
        return bytes;
    }
    memset(temp, bytes[0], (size_t)k->n);
    return (const uint8_t *)temp;
}

/* Both are present in the same rows, by this status. */
static void both_present(const dsi_kernel *k, const uint8_t *a, const uint8_t *b, const uint8_t *status)
{
    (k->op == DSI_OP_AND ? k->loops->lesser : k->loops->greater)(a, b, k->n, k->values);
    dsi_kernel_result(k, DSI_BOOL, status);
}

/* A row that one operand decides alone, whatever now is, does not depend on now. */
static void clear_decided(dsi_kernel *k)
{
    const uint8_t deciding = k->op == DSI_OP_OR ? 1 : 0;
    const uint8_t *const joined = k->out_mask;
    if (joined == NULL || k->mask == NULL) {
        return;
    }
    for (int32_t i = 0; i < k->n; i++) {
        uint8_t depends = joined[i];
        for (int32_t j = 0; j < k->argc; j++) {
            const dsi_vector *v = k->args[j];
            const bool decides = dsi_status_at(v, i) == DSI_PRESENT && (v->v.b[v->constant ? 0 : i] != 0) == deciding;
            depends = decides && (k->masks[j] == NULL || k->masks[j][i] == 0) ? 0 : depends;
        }
        k->mask[i] = depends;
    }
    k->out_mask = k->mask;
}

bool dsi_kernel_and_or(dsi_kernel *k)
{
    clear_decided(k);
    const dsi_vector *va = k->args[0];
    const dsi_vector *vb = k->args[1];
    const uint8_t *restrict a = rows_of(k, va, va->v.b, k->temp[0]);
    const uint8_t *restrict b = rows_of(k, vb, vb->v.b, k->temp[0] + DSI_BLOCK / 2);
    const uint8_t *restrict sa = rows_of(k, va, va->status, k->temp[1]);
    const uint8_t *restrict sb = rows_of(k, vb, vb->status, k->temp[1] + DSI_BLOCK / 2);
    if (sa == sb) {
        both_present(k, a, b, sa);
        return true;
    }
    if (sa == NULL || sb == NULL) {
        memset(k->temp[2], DSI_PRESENT, (size_t)k->n);
        sa = sa == NULL ? (const uint8_t *)k->temp[2] : sa;
        sb = sb == NULL ? (const uint8_t *)k->temp[2] : sb;
    }
    const uint8_t deciding = k->op == DSI_OP_OR ? 1 : 0; /* the value that decides alone */
    k->loops->decide(a, b, sa, sb, k->n, deciding, k->values, k->status);
    dsi_kernel_result(k, DSI_BOOL, k->status);
    return true;
}

bool dsi_kernel_not(dsi_kernel *k)
{
    const dsi_vector *a = k->args[0];
    uint8_t *restrict out = k->values;
    const int32_t n = k->n;
    for (int32_t i = 0; i < n; i++) {
        out[i] = a->v.b[i] ^ 1U;
    }
    dsi_kernel_result(k, DSI_BOOL, dsi_join_status(k, a, NULL));
    return true;
}

bool dsi_kernel_is(dsi_kernel *k)
{
    const uint8_t *status = k->args[0]->status;
    const bool is_missing = k->op == DSI_OP_IS_MISSING;
    if (status == NULL) {
        memset(k->values, is_missing ? 0 : 1, (size_t)k->n);
    } else {
        const int32_t set = is_missing ? DSI_LESS | DSI_GREATER : DSI_EQUAL;
        k->loops->compare(status, (int32_t)sizeof *status, k->n, set, DSI_PRESENT, k->values);
    }
    dsi_kernel_result(k, DSI_BOOL, NULL);
    return true;
}
