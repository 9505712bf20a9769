/* What every test program shares: running a list of test functions, and comparing doubles. */
#ifndef DSCORE_TESTS_SUPPORT_H
#define DSCORE_TESTS_SUPPORT_H

#include <check.h>
#include <deskscore/deskscore.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Run the tests of one program; the value for main to return. */
static inline int run_suite(const char *name, const TTest *const *tests, int count)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    tcase_set_timeout(tcase, 120);
    for (int i = 0; i < count; i++) {
        tcase_add_test(tcase, tests[i]);
    }
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#define RUN_TESTS(name, tests) run_suite(name, tests, (int)(sizeof(tests) / sizeof((tests)[0])))

/* |a - b| <= tolerance, both finite; says both numbers when not. */
#define assert_close(a, b, tolerance) ck_assert_double_eq_tol((a), (b), (tolerance))

/* Status OK, with the message when not. */
#define assert_ok(call, err)                                                                                           \
    do {                                                                                                               \
        dscore_status status_ = (call);                                                                                \
        ck_assert_msg(status_ == DSCORE_OK, "%s: %s (%s)", dscore_status_name(status_), (err).message, (err).path);    \
    } while (0)

/* So many rounds of a random test; a twentieth where all is slow (valgrind, emulators). */
static inline int32_t rounds(int32_t n)
{
    return getenv("DSCORE_TEST_SMALL") == NULL ? n : n < 20 ? 1 : n / 20;
}

/* The folder of published data, or NULL after printing that the test is skipped. */
static inline const char *test_data_folder(const char *file)
{
    const char *folder = getenv("DESKSCORE_DATA");
    static char path[1024];
    if (folder == NULL) {
        folder = "../shared/data";
    }
    (void)snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        (void)printf("skipped: %s is not there (set DESKSCORE_DATA)\n", path);
        return NULL;
    }
    (void)fclose(f);
    return path;
}

#endif
