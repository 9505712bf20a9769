/* Zones from the data of the system, and calendars from their documents. */
#ifndef DESKSCORE_ZONES_H
#define DESKSCORE_ZONES_H

#include "program.h"

/* The zone of a name: UTC, an offset such as +08:00, or Europe/Paris from the system's data. `where` names the option
   or file that asked for it; a zone that is not found is bad usage for an option, bad data for a file. Kept until
   zones_release. */
const dscore_zone *zone_named(const char *name, const char *where, bool is_option);
void zones_release(void);

/* The calendar of a document; its zone is fetched. `zone` is that of a document that names none; NULL = UTC. */
dscore_calendar *calendar_open(const char *path, const dscore_zone *zone);

/* How often local times did not fit. */
typedef struct local_times {
    int64_t skipped, twice;
} local_times;

/* The instant of a local time: of two the first; of a skipped one that of the clock before the change, so that times
   keep their distances. kind: DSCORE_LOCAL_... */
bool place_local(const dscore_zone *zone, int64_t local, int64_t *out, int32_t *kind);
void count_local(local_times *times, int32_t kind);
/* Say what was made of them on standard error. */
void report_local(const char *where, const dscore_zone *zone, const local_times *times);

/* An instant that an option gives, in a zone (NULL: UTC) unless it names an offset. Ends the program. */
int64_t instant_option(const char *name, const char *text, const dscore_zone *zone);

/* Local time with its offset: "2026-10-26T11:00:00+01:00"; buffer >= 48 bytes. */
void write_local(int64_t instant, const dscore_zone *zone, char *buffer);

#endif
