/* Columns of numbers in packed states: a unit for whole ones, doubles that are whole. */
#include "measure/pack.h"

#include <string.h>

int32_t dsi_unit_narrow(int32_t unit, int64_t value)
{
    while (unit > 0 && value % dsi_power10(unit) != 0) {
        unit--;
    }
    return unit;
}

int32_t dsi_get_unit(dsi_bytes_in *in)
{
    return (int32_t)dsi_get_up_to(in, DSI_UNIT_MOST, "a power of ten up to 9");
}

int64_t dsi_unit_times(dsi_bytes_in *in, int64_t value, int32_t unit)
{
    int64_t product = 0;
    if (!dsi_mul_checked(value, dsi_power10(unit), &product)) {
        (void)dsi_bytes_fail(in, in->at, "a value that 64 bits hold, after this one");
    }
    return product;
}

void dsi_unit_check(dsi_bytes_in *in, int64_t at, int32_t unit, int32_t greatest)
{
    if (unit != greatest) {
        (void)dsi_bytes_fail(in, at, "the greatest power of ten that divides all values");
    }
}

bool dsi_is_whole_double(double value)
{
    return value >= -9007199254740992.0 && value <= 9007199254740992.0 && (double)(int64_t)value == value;
}

double dsi_get_double(dsi_bytes_in *in)
{
    const int64_t at = in->at;
    const uint64_t bits = dsi_get_fixed(in, 8);
    if ((bits >> 52 & 0x7FFU) == 0x7FFU || bits == UINT64_C(1) << 63) {
        (void)dsi_bytes_fail(in, at, "a finite number, and no negative zero");
        return 0;
    }
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

bool dsi_plane_has_any(const dsi_plane *plane, const dsi_packing *packing)
{
    const uint8_t *bytes = plane->elements.p;
    const int64_t size = plane->elements.size;
    uint8_t any = 0;
    for (int32_t i = 0; i < packing->count && any == 0; i++) {
        for (int64_t b = 0; b < size; b++) {
            any |= bytes[packing->order[i] * size + b];
        }
    }
    return any != 0;
}
