/* Which word of a record each flag and each sum has. Those that are made of the same arrays share a place, until a
   block comes in which they are not: then they part for good. */
#include "measure/lanes_parts.h"

enum { FIRST_FLAGS = DSI_FLAGS - 1 };

/* ---- homes ----------------------------------------------------------------------------------- */

static const dsi_array *array_of(const dsi_home *home)
{
    return home->store == NULL ? home->array : &home->store->planes[home->plane].elements;
}

void dsi_lanes_find_homes(dsi_lanes *lanes)
{
    for (int64_t i = 0; i < lanes->flag_count; i++) {
        lanes->flags[i].elements = array_of(&lanes->flags[i].home)->p;
        lanes->flags[i].size = array_of(&lanes->flags[i].home)->size;
    }
    for (int64_t i = 0; i < lanes->sum_count; i++) {
        lanes->sums[i].elements = array_of(&lanes->sums[i].home)->p;
        lanes->sums[i].size = array_of(&lanes->sums[i].home)->size;
    }
}

/* ---- places ---------------------------------------------------------------------------------- */

/* Do two count the same rows of the block, or neither? */
static bool are_same_flags(const dsi_lane_flag *a, const dsi_lane_flag *b)
{
    return a->now.of == b->now.of && a->is == b->is && (a->now.of == NULL || a->now.also == b->now.also);
}

static bool are_same_sums(const dsi_lane_sum *a, const dsi_lane_sum *b)
{
    return a->is_on == b->is_on && a->unit == b->unit &&
           (!a->is_on ||
               (a->values.v.i == b->values.v.i && a->values.width == b->values.width && a->class_of == b->class_of));
}

/* Each quad has a word of seven flags beside its row counter; its other words are sums or eight flags. */
static int64_t quads_for(int64_t flags, int64_t sums, int64_t *out_more)
{
    for (int64_t quads = 1;; quads++) {
        const int64_t rest = flags - quads * FIRST_FLAGS;
        *out_more = rest <= 0 ? 0 : (rest + DSI_FLAGS - 1) / DSI_FLAGS;
        if (*out_more + sums <= quads * (DSI_QUAD - 1)) {
            return quads;
        }
    }
}

/* Does one share the place of another: they are the same in this block, and shared one before, or it had none? So
   places only ever part, and records begin anew at most once for each flag and sum. */
static bool joins(const dsi_place *own, const dsi_place *other, int32_t place)
{
    return other->leader == place && (own->before < 0 || own->before == other->before);
}

static int64_t share_flags(dsi_lanes *lanes)
{
    int64_t count = 0;
    for (int32_t i = 0; i < lanes->flag_count; i++) {
        dsi_lane_flag *own = &lanes->flags[i];
        own->place = (dsi_place){i, -1, own->place.leader};
        for (int32_t k = 0; k < i && own->place.leader == i; k++) {
            dsi_lane_flag *other = &lanes->flags[k];
            if (joins(&own->place, &other->place, k) && are_same_flags(own, other)) {
                own->place.leader = k;
                own->place.next = other->place.next;
                other->place.next = i;
            }
        }
        count += own->place.leader == i;
    }
    return count;
}

static int64_t share_sums(dsi_lanes *lanes)
{
    int64_t count = 0;
    for (int32_t i = 0; i < lanes->sum_count; i++) {
        dsi_lane_sum *own = &lanes->sums[i];
        own->place = (dsi_place){i, -1, own->place.leader};
        for (int32_t k = 0; k < i && own->place.leader == i; k++) {
            dsi_lane_sum *other = &lanes->sums[k];
            if (joins(&own->place, &other->place, k) && are_same_sums(own, other)) {
                own->place.leader = k;
                own->place.next = other->place.next;
                other->place.next = i;
            }
        }
        count += own->place.leader == i;
    }
    return count;
}

bool dsi_lanes_have_parted(const dsi_lanes *lanes)
{
    bool is_apart = false;
    for (int64_t i = 0; i < lanes->flag_count; i++) {
        is_apart = is_apart || !are_same_flags(&lanes->flags[i], &lanes->flags[lanes->flags[i].place.leader]);
    }
    for (int64_t i = 0; i < lanes->sum_count; i++) {
        is_apart = is_apart || !are_same_sums(&lanes->sums[i], &lanes->sums[lanes->sums[i].place.leader]);
    }
    return is_apart;
}

/* The next that leads; the count if there is none. */
static int32_t next_flag_from(const dsi_lanes *lanes, int32_t i)
{
    while (i < lanes->flag_count && lanes->flags[i].place.leader != i) {
        i++;
    }
    return i;
}

static int32_t next_sum_from(const dsi_lanes *lanes, int32_t i)
{
    while (i < lanes->sum_count && lanes->sums[i].place.leader != i) {
        i++;
    }
    return i;
}

bool dsi_lanes_lay_out(dsi_lanes *lanes)
{
    int64_t more = 0;
    const int64_t flags = share_flags(lanes);
    const int64_t quads = quads_for(flags, share_sums(lanes), &more);
    if (!dsi_reserve(
            &lanes->allocator, &lanes->words, &lanes->word_cap, quads * DSI_QUAD, (int64_t)sizeof *lanes->words)) {
        return false;
    }
    int32_t stock = 0, at_flag = next_flag_from(lanes, 0), at_sum = next_sum_from(lanes, 0);
    for (int64_t w = 0; w < quads * DSI_QUAD; w++) {
        dsi_lane_word *own = &lanes->words[w];
        const bool is_first = w % DSI_QUAD == 0;
        own->count = 0;
        own->sum = -1;
        own->stock = stock;
        if (is_first || more > 0) {
            const int32_t room = is_first ? FIRST_FLAGS : DSI_FLAGS;
            for (; own->count < room && at_flag < lanes->flag_count; at_flag = next_flag_from(lanes, at_flag + 1)) {
                own->flags[own->count++] = at_flag;
            }
            more -= is_first ? 0 : 1;
        } else if (at_sum < lanes->sum_count) {
            own->sum = at_sum;
            at_sum = next_sum_from(lanes, at_sum + 1);
        }
        stock += own->count > 0 || is_first ? DSI_STOCK_OF_FLAGS : own->sum >= 0 ? DSI_STOCK_OF_SUM : 0;
    }
    lanes->stock_length = stock;
    lanes->quads = quads;
    lanes->is_new = false;
    return true;
}
