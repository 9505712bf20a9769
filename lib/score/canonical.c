/* Members of canonical texts: ` name=value`. */
#include "score/canonical.h"

#include "base/error.h"
#include "base/hash.h"
#include <string.h>

static void put_name(dsi_text *t, const char *name)
{
    dsi_text_add(t, " ");
    dsi_text_add(t, name);
    dsi_text_add(t, "=");
}

void dsi_put_int(dsi_text *t, const char *name, int64_t value)
{
    put_name(t, name);
    dsi_text_add_int(t, value);
}

void dsi_put_number(dsi_text *t, const char *name, double value)
{
    put_name(t, name);
    dsi_text_add_double(t, value == 0.0 ? 0.0 : value); /* -0 and 0 are one number */
}

void dsi_put_number_if(dsi_text *t, const char *name, bool has, double value)
{
    if (has) {
        dsi_put_number(t, name, value);
    }
}

void dsi_put_text(dsi_text *t, const char *name, const char *value)
{
    put_name(t, name);
    dsi_text_add_int(t, (int64_t)strlen(value));
    dsi_text_add(t, ":");
    dsi_text_add(t, value);
}

dscore_status dsi_canonical_hash(dsi_text *t, char out[33], dscore_error *err)
{
    const bool failed = t->failed;
    if (!failed) {
        dsi_hash_hex(t->data, t->length, out);
    }
    dsi_text_free(t);
    return failed ? dsi_fail_memory(err) : DSCORE_OK;
}
