/* The loops for x86-64 with AVX2: compiled with -mavx2 where the compiler knows it, else empty. */
#if defined(DSCORE_HAVE_AVX2) && defined(__AVX2__)
#define DSI_LOOPS dsi_loops_avx2
#define DSI_LOOPS_NAME "avx2"
#include "base/loops_body.h"
#else
typedef int dsi_no_avx2;
#endif
