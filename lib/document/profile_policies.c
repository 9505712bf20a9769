/* The policies of the life cycle that a profile names. The life cycle itself judges them, so that a misspelt one shows
   before a file is read. */
#include "document/profile.h"

#include "base/error.h"

#include <string.h>

enum { MAX_STATUSES = 1000 };

/* Keep a policy that a reader of events accepts. */
static bool add_policy(dsi_reader *r, const dsi_at *at, dscore_lifecycle *judge, const char *name, dscore_profile *out)
{
    const char *value = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (!dsi_need_text(r, at, &value)) {
        return false;
    }
    if (dscore_lifecycle_option(judge, name, value, &lower) != DSCORE_OK) {
        lower.path[0] = '\0'; /* the option's name, which is the way here */
        return dsi_complain_lower(r, at, &lower);
    }
    dsi_policy *policy = &out->policies[out->policy_count++];
    policy->name = dsi_profile_keep(r, out, name);
    policy->value = dsi_profile_keep(r, out, value);
    return dsi_reader_goes_on(r);
}

/* What the desk's statuses stand for: {"waiting": "pending"} is the policy `status:waiting`. */
static bool read_statuses(dsi_reader *r, const dsi_at *at, dscore_lifecycle *judge, dscore_profile *out)
{
    bool fine = true;
    for (void *i = json_object_iter(at->json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i)) {
        const dsi_at status = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        dsi_text name;
        dsi_text_init(&name, &r->allocator);
        dsi_text_add(&name, "status:");
        dsi_text_add(&name, status.key);
        fine = (name.failed ? dsi_complain_memory(r) : add_policy(r, &status, judge, name.data, out)) && fine;
        dsi_text_free(&name);
    }
    return fine && dsi_reader_goes_on(r);
}

static bool read_all(dsi_reader *r, const dsi_at *at, dscore_lifecycle *judge, dscore_profile *out)
{
    bool fine = true;
    for (void *i = json_object_iter(at->json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i)) {
        const dsi_at member = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        if (strcmp(member.key, "status") == 0) {
            fine = dsi_need_object(r, &member) && read_statuses(r, &member, judge, out) && fine;
        } else if (strcmp(member.key, "notes") != 0) {
            fine = add_policy(r, &member, judge, member.key, out) && fine;
        }
    }
    return fine && dsi_reader_goes_on(r);
}

bool dsi_read_policies(dsi_reader *r, const dsi_at *at, dscore_profile *out)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    const int64_t count =
        (int64_t)json_object_size(at->json) + (int64_t)json_object_size(json_object_get(at->json, "status"));
    if (count > MAX_STATUSES) {
        return dsi_complain2(
            r, at, DSI_SAY_TOO_MANY, dsi_number_text(r, (double)count), dsi_number_text(r, MAX_STATUSES));
    }
    dscore_lifecycle *judge = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    out->policies = dsi_arena_alloc(&out->arena, (count + 1) * (int64_t)sizeof *out->policies);
    if (out->policies == NULL) {
        return dsi_complain_memory(r);
    }
    if (dscore_lifecycle_new(out->catalog->schema, &judge, &lower) != DSCORE_OK) {
        return dsi_complain_lower(r, at, &lower);
    }
    const bool fine = read_all(r, at, judge, out);
    dscore_lifecycle_free(judge);
    return fine;
}
