/* The catalogue: every indicator with its names, unit, formula, parameters and the fields it needs; nothing here names
 * one. */
#include <deskscore/deskscore.h>
#include <stdio.h>
#include <stdlib.h>

static void print_parameters(const dscore_indicator *indicator)
{
    dscore_error error = DSCORE_ERROR_INIT;
    for (int32_t i = 0; i < dscore_indicator_parameter_count(indicator); i++) {
        dscore_parameter_info parameter = DSCORE_PARAMETER_INFO_INIT;
        if (dscore_indicator_parameter(indicator, i, &parameter, &error) == DSCORE_OK) {
            (void)printf("    $%s = %s\n", parameter.name,
                parameter.default_value[0] != '\0' ? parameter.default_value : "(must be given)");
        }
    }
}

static void print_fields(const dscore_indicator *indicator)
{
    (void)printf("    needs");
    for (int32_t i = 0; i < dscore_indicator_field_count(indicator); i++) {
        (void)printf(" %s", dscore_indicator_field(indicator, i));
    }
    (void)printf("\n");
}

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
        print_parameters(indicator);
        print_fields(indicator);
    }
    (void)printf("%d indicators\n", (int)dscore_catalog_count(catalog));
    dscore_catalog_free(catalog);
    return EXIT_SUCCESS;
}
