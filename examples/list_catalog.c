/* The catalogue: every indicator with its names, unit and formula; nothing here names one. */
#include <deskscore/deskscore.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_catalog *catalog;
    if (dscore_catalog_builtin(NULL, &catalog, &error) != DSCORE_OK) {
        (void)fprintf(stderr, "%s\n", error.message);
        return EXIT_FAILURE;
    }
    for (int32_t i = 0; i < dscore_catalog_count(catalog); i++) {
        const dscore_indicator *indicator = dscore_catalog_at(catalog, i);
        (void)printf("%s  %s  %s\n    %s  [%s]\n", dscore_indicator_text(indicator, DSCORE_INDICATOR_ID),
            dscore_indicator_text(indicator, DSCORE_INDICATOR_NAME_EN),
            dscore_indicator_text(indicator, DSCORE_INDICATOR_NAME_ZH),
            dscore_indicator_text(indicator, DSCORE_INDICATOR_FORMULA),
            dscore_indicator_text(indicator, DSCORE_INDICATOR_UNIT));
        for (int32_t k = 0; k < dscore_indicator_parameter_count(indicator); k++) {
            dscore_parameter_info parameter = DSCORE_PARAMETER_INFO_INIT;
            if (dscore_indicator_parameter(indicator, k, &parameter, &error) == DSCORE_OK) {
                (void)printf("    $%s = %s\n", parameter.name, parameter.default_value);
            }
        }
    }
    (void)printf("%d indicators\n", (int)dscore_catalog_count(catalog));
    dscore_catalog_free(catalog);
    return EXIT_SUCCESS;
}
