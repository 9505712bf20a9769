/* Writes the packed states of questions.h into a folder, for the golden files of a version: by-agent.state, ... */
#include "questions.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    static const char *const names[PACKED_QUESTIONS + 1] = {"by-agent", "by-number", "in-all", "by-team"};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = packed_catalog(NULL, &err);
    int failed = argc != 2 || catalog == NULL;
    for (int i = 0; i <= PACKED_QUESTIONS && !failed; i++) {
        const int q = i == PACKED_QUESTIONS ? PACKED_BY_AGENT : i;
        char path[1024];
        int64_t needed = 0;
        dscore_plan *plan = packed_plan(catalog, q, &err);
        dscore_state *state = plan == NULL ? NULL : packed_state(catalog, plan, q, &err);
        if (i == PACKED_QUESTIONS && state != NULL) {
            dscore_state *by_team = packed_by_team(state, &err);
            dscore_state_free(state);
            state = by_team;
        }
        (void)dscore_state_pack(state, NULL, 0, &needed, &err);
        uint8_t *bytes = malloc(needed > 0 ? (size_t)needed : 1);
        (void)snprintf(path, sizeof path, "%s/%s.state", argv[1], names[i]);
        FILE *file = fopen(path, "wb");
        failed = state == NULL || bytes == NULL || file == NULL ||
                 dscore_state_pack(state, bytes, needed, NULL, &err) != DSCORE_OK ||
                 fwrite(bytes, 1, (size_t)needed, file) != (size_t)needed;
        failed |= file != NULL && fclose(file) != 0;
        (void)printf("%s: %lld bytes\n", path, (long long)needed);
        free(bytes);
        dscore_state_free(state);
        dscore_plan_free(plan);
    }
    dscore_catalog_free(catalog);
    if (failed) {
        (void)fprintf(stderr, "%s\n", argc == 2 ? err.message : "a folder is needed");
    }
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
