/* Names of statuses, version numbers and the bounds of instants: what a caller may ask of the library itself. */
#include <deskscore/base.h>
#include <stddef.h>

/* One list of every status; the name is the enumerator's own. */
#define STATUS_LIST(X)                                                                                                 \
    X(DSCORE_OK)                                                                                                       \
    X(DSCORE_E_ARGUMENT)                                                                                               \
    X(DSCORE_E_TYPE)                                                                                                   \
    X(DSCORE_E_FIELD_MISSING)                                                                                          \
    X(DSCORE_E_LENGTH)                                                                                                 \
    X(DSCORE_E_PARAMETER)                                                                                              \
    X(DSCORE_E_NOT_FOUND)                                                                                              \
    X(DSCORE_E_INCOMPATIBLE)                                                                                           \
    X(DSCORE_E_BUFFER)                                                                                                 \
    X(DSCORE_E_FORMAT)                                                                                                 \
    X(DSCORE_E_MEMORY)                                                                                                 \
    X(DSCORE_E_RANGE)                                                                                                  \
    X(DSCORE_E_LIMIT)                                                                                                  \
    X(DSCORE_E_CANCELLED)                                                                                              \
    X(DSCORE_E_UNSUPPORTED)                                                                                            \
    X(DSCORE_E_INTERNAL)

#define STATUS_NAME(status) [status] = #status,
static const char *const status_names[] = {STATUS_LIST(STATUS_NAME)};

#define TEXT_OF(number) #number
#define VERSION_TEXT(major, minor, patch) TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(patch)
/* The preprocessor cannot see enumerators, so the numbers stand twice and the compiler compares them. */
#define MAJOR 0
#define MINOR 4
#define PATCH 0
_Static_assert(MAJOR == DSCORE_VERSION_MAJOR, "the version of the library is that of its headers");
_Static_assert(MINOR == DSCORE_VERSION_MINOR, "the version of the library is that of its headers");
_Static_assert(PATCH == DSCORE_VERSION_PATCH, "the version of the library is that of its headers");

const char *dscore_status_name(dscore_status status)
{
    const size_t count = sizeof status_names / sizeof status_names[0];
    if (status < 0 || (size_t)status >= count) {
        return "DSCORE_E_UNKNOWN";
    }
    return status_names[status];
}

const char *dscore_version(void)
{
    return VERSION_TEXT(MAJOR, MINOR, PATCH);
}

int32_t dscore_abi_generation(void)
{
    return DSCORE_ABI_GENERATION;
}

int64_t dscore_instant_min(void)
{
    return INT64_MIN;
}

int64_t dscore_instant_max(void)
{
    return INT64_MAX;
}
