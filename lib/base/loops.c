/* The portable loops, and the choice among those that were compiled. */
#define DSI_LOOPS dsi_loops_portable
#define DSI_LOOPS_NAME "portable"
#include "base/loops_body.h"

#if defined(DSCORE_HAVE_AVX2)
extern const dsi_loops dsi_loops_avx2;
#endif

const dsi_loops *dsi_loops_best(void)
{
#if defined(DSCORE_HAVE_AVX2)
    if (__builtin_cpu_supports("avx2")) {
        return &dsi_loops_avx2;
    }
#endif
    return &dsi_loops_portable;
}
