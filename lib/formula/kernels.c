/* Which kernel does what: a row for each operation. */
#include "formula/expression.h"
#include "formula/kernel.h"

static const dsi_kernel_row kernels[] = {
    {DSI_OP_OR, 0, dsi_kernel_and_or, false},
    {DSI_OP_AND, 0, dsi_kernel_and_or, false},
    {DSI_OP_NOT, 0, dsi_kernel_not, false},
    {DSI_OP_EQ, 0, dsi_kernel_compare, true},
    {DSI_OP_NE, 0, dsi_kernel_compare, true},
    {DSI_OP_LT, 0, dsi_kernel_compare, true},
    {DSI_OP_LE, 0, dsi_kernel_compare, true},
    {DSI_OP_GT, 0, dsi_kernel_compare, true},
    {DSI_OP_GE, 0, dsi_kernel_compare, true},
    {DSI_OP_IN, 0, dsi_kernel_in, true},
    {DSI_OP_IS_MISSING, 0, dsi_kernel_is, true},
    {DSI_OP_IS_PRESENT, 0, dsi_kernel_is, true},
    {DSI_OP_ADD, 0, dsi_kernel_arithmetic, false},
    {DSI_OP_SUB, 0, dsi_kernel_arithmetic, false},
    {DSI_OP_MUL, 0, dsi_kernel_arithmetic, false},
    {DSI_OP_DIV, 0, dsi_kernel_arithmetic, false},
    {DSI_OP_NEG, 0, dsi_kernel_sign, false},
    {DSI_OP_CALL, DSI_FN_IF, dsi_kernel_if, false},
    {DSI_OP_CALL, DSI_FN_COALESCE, dsi_kernel_coalesce, false},
    {DSI_OP_CALL, DSI_FN_LEAST, dsi_kernel_extreme, false},
    {DSI_OP_CALL, DSI_FN_GREATEST, dsi_kernel_extreme, false},
    {DSI_OP_CALL, DSI_FN_CLAMP, dsi_kernel_extreme, false},
    {DSI_OP_CALL, DSI_FN_ABS, dsi_kernel_sign, false},
    {DSI_OP_CALL, DSI_FN_ELAPSED, dsi_kernel_elapsed, true},
    {DSI_OP_CALL, DSI_FN_WITHIN, dsi_kernel_within, true},
    {DSI_OP_CALL, DSI_FN_MET, dsi_kernel_met, false},
    {DSI_OP_CALL, DSI_FN_BUSINESS_TIME, dsi_kernel_business_time, false},
    {DSI_OP_CALL, DSI_FN_BUSINESS_WITHIN, dsi_kernel_business_within, false},
    {DSI_OP_CALL, DSI_FN_KM_SPAN, dsi_kernel_km_span, false},
    {DSI_OP_CALL, DSI_FN_BUSINESS_KM_SPAN, dsi_kernel_km_span, false},
    {DSI_OP_CALL, DSI_FN_IS_OPEN, dsi_kernel_is_open, false},
    {DSI_OP_CALL, DSI_FN_HOUR_OF, dsi_kernel_local, false},
    {DSI_OP_CALL, DSI_FN_WEEKDAY_OF, dsi_kernel_local, false},
    {DSI_OP_CALL, DSI_FN_DATE_OF, dsi_kernel_local, false},
    {DSI_OP_CALL, DSI_FN_SECONDS, dsi_kernel_unit, false},
    {DSI_OP_CALL, DSI_FN_MINUTES, dsi_kernel_unit, false},
    {DSI_OP_CALL, DSI_FN_HOURS, dsi_kernel_unit, false},
    {DSI_OP_CALL, DSI_FN_DAYS, dsi_kernel_unit, false},
};

const dsi_kernel_row *dsi_kernel_of(int32_t op, int32_t function)
{
    for (size_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++) {
        if (kernels[i].op == op && kernels[i].function == function) {
            return &kernels[i];
        }
    }
    return NULL;
}
