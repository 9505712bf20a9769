/* The built-in table of indicators: its sections in their order. */
#include "measure/builtin.h"

static const dsi_builtin_section *const sections[] = {
    &dsi_builtin_response,
    &dsi_builtin_resolution,
    &dsi_builtin_contact,
    &dsi_builtin_volume,
    &dsi_builtin_first_contact,
    &dsi_builtin_survey,
    &dsi_builtin_complaint,
    &dsi_builtin_quality,
    &dsi_builtin_sla,
    &dsi_builtin_cost,
    &dsi_builtin_people,
};

const dsi_builtin_section *dsi_builtin_at(int32_t index)
{
    int32_t count = (int32_t)(sizeof sections / sizeof sections[0]);
    return index >= 0 && index < count ? sections[index] : NULL;
}
