/* Kernels: one operation over a block of dense values. A kernel loops over rows and never asks again which operation
   or representation it has. Private to this room. */
#ifndef DSI_FORMULA_KERNEL_H
#define DSI_FORMULA_KERNEL_H

#include "formula/program.h"

/* One call of a kernel. Where all operands are constant, n is 1 and the result is constant. */
typedef struct dsi_kernel {
    int32_t op, function, type; /* of the expression */
    int32_t n;
    bool constant; /* the result stands for every row */
    int32_t argc;
    const dsi_vector *const *args;
    const int32_t *arg_types;    /* DSCORE_TYPE_... */
    const bool *literal;         /* which operands are literals: rounded or exact where a column is (D7) */
    const uint8_t *const *masks; /* rows of each operand that depend on now; NULL = none */
    const dsi_settings *settings;
    const dsi_loops *loops;
    /* where results go: own memory of the expression, DSI_BLOCK elements each */
    void *values;
    uint8_t *status;
    uint8_t *mask;
    int64_t *now_least; /* to be raised to what passed for being before now: dsi_worker_now_least */
    /* scratch for conversions, DSI_BLOCK elements each */
    int64_t *temp[3];
    uint8_t *temp_status;
    /* results */
    bool wants_plain; /* set by a kernel that was given raw operands and cannot use them: it will be called again */
    dsi_vector *out;
    const uint8_t *out_mask; /* preset: rows of any operand that depend on now */
} dsi_kernel;

/* False: the operands do not meet (a key of integers and a text). */
typedef bool (*dsi_kernel_function)(dsi_kernel *k);

typedef struct dsi_kernel_row {
    int32_t op, function;
    dsi_kernel_function run;
    bool takes_raw; /* it looks at raw operands, and asks for plain ones where it has to */
} dsi_kernel_row;
/* NULL = there is none. */
const dsi_kernel_row *dsi_kernel_of(int32_t op, int32_t function);

bool dsi_kernel_arithmetic(dsi_kernel *k); /* + - * / */
bool dsi_kernel_sign(dsi_kernel *k);       /* - abs */
bool dsi_kernel_unit(dsi_kernel *k);       /* seconds ... days */
bool dsi_kernel_compare(dsi_kernel *k);
bool dsi_kernel_in(dsi_kernel *k);
bool dsi_kernel_and_or(dsi_kernel *k);
bool dsi_kernel_not(dsi_kernel *k);
bool dsi_kernel_is(dsi_kernel *k);
bool dsi_kernel_if(dsi_kernel *k);
bool dsi_kernel_coalesce(dsi_kernel *k);
bool dsi_kernel_extreme(dsi_kernel *k); /* least greatest clamp */
bool dsi_kernel_elapsed(dsi_kernel *k);
bool dsi_kernel_within(dsi_kernel *k);
bool dsi_kernel_met(dsi_kernel *k);
/* On the business clock; a last operand of text names the calendars of the rows. */
bool dsi_kernel_business_time(dsi_kernel *k);
bool dsi_kernel_business_within(dsi_kernel *k);
bool dsi_kernel_km_span(dsi_kernel *k); /* on either clock */
bool dsi_kernel_is_open(dsi_kernel *k);
bool dsi_kernel_local(dsi_kernel *k); /* hour_of weekday_of date_of */

/* ---- what kernels share (kernel.c) -------------------------------------------------------------- */

/* The status of a row of a vector. */
static inline uint8_t dsi_status_at(const dsi_vector *v, int32_t i)
{
    return v->status == NULL ? (uint8_t)DSI_PRESENT : v->status[v->constant ? 0 : i];
}

/* Integers of eight bytes, plain or raw. */
static inline const int64_t *dsi_ints_of(const dsi_vector *v)
{
    return v->width == 0 ? v->v.i : v->v.raw;
}

/* Is every row of it absent, as of a field that is not there? */
static inline bool dsi_is_absent(const dsi_vector *v)
{
    return v->constant && dsi_status_at(v, 0) != DSI_PRESENT;
}

/* The greater status of two operands in every row; NULL = all present. May be an operand's own array. */
const uint8_t *dsi_join_status(const dsi_kernel *k, const dsi_vector *a, const dsi_vector *b);
/* The joined status in memory that the kernel may write: k->status. */
uint8_t *dsi_own_status(const dsi_kernel *k, const uint8_t *joined);
/* out = a vector of k->values and this status. */
void dsi_kernel_result(const dsi_kernel *k, int32_t kind, const uint8_t *status);
/* The result where an operand is absent in every row: absent too, in each row with the greatest status of all operands
   (T1). Constant unless a row of another operand is more absent. Not for texts. */
bool dsi_kernel_absent(const dsi_kernel *k);

/* Numbers as doubles, each rounded once; the vector's own array where it has doubles. */
const double *dsi_as_double(const dsi_vector *v, int32_t n, int64_t *temp);
double dsi_decimal_to_double(int64_t mantissa, int32_t scale);

/* Is any operand raw? */
bool dsi_any_raw(const dsi_kernel *k);
/* Ask for plain operands; what to return then. */
static inline bool dsi_want_plain(dsi_kernel *k)
{
    k->wants_plain = true;
    return true;
}

/* Loop over rows of two operands of which either may be constant: x and y are the values, i the row. */
#define DSI_EACH_ROW_OF_TWO(k, type, a, a_constant, b, b_constant, statement)                                          \
    do {                                                                                                               \
        const int32_t n_ = (k)->n;                                                                                     \
        if (!(a_constant) && !(b_constant)) {                                                                          \
            for (int32_t i = 0; i < n_; i++) {                                                                         \
                const type x = (a)[i];                                                                                 \
                const type y = (b)[i];                                                                                 \
                statement                                                                                              \
            }                                                                                                          \
        } else if (!(a_constant)) {                                                                                    \
            const type y = (b)[0];                                                                                     \
            for (int32_t i = 0; i < n_; i++) {                                                                         \
                const type x = (a)[i];                                                                                 \
                statement                                                                                              \
            }                                                                                                          \
        } else if (!(b_constant)) {                                                                                    \
            const type x = (a)[0];                                                                                     \
            for (int32_t i = 0; i < n_; i++) {                                                                         \
                const type y = (b)[i];                                                                                 \
                statement                                                                                              \
            }                                                                                                          \
        } else {                                                                                                       \
            const type x = (a)[0];                                                                                     \
            const type y = (b)[0];                                                                                     \
            for (int32_t i = 0; i < n_; i++) {                                                                         \
                statement                                                                                              \
            }                                                                                                          \
        }                                                                                                              \
    } while (0)

#endif
