/* What the library takes for granted of a machine and its compiler, checked wherever it is built (D18). */
#include <float.h>
#include <limits.h>
#include <stdint.h>

#ifdef __FAST_MATH__
#error "deskscore needs IEEE arithmetic: build it without -ffast-math and -Ofast"
#endif

_Static_assert(FLT_RADIX == 2 && DBL_MANT_DIG == 53 && DBL_MAX_EXP == 1024 && sizeof(double) == 8,
    "double must be IEEE 754 binary64");
_Static_assert(FLT_MANT_DIG == 24 && FLT_MAX_EXP == 128 && sizeof(float) == 4, "float must be IEEE 754 binary32");

/* Under 1 (s390x) only float arithmetic is widened, and the library has none: floats become doubles when they are read.
 */
_Static_assert(FLT_EVAL_METHOD == 0 || FLT_EVAL_METHOD == 1,
    "double arithmetic must round to double; on 32-bit x86 build with -msse2 -mfpmath=sse");

_Static_assert(CHAR_BIT == 8 && INT_MAX >= INT32_MAX, "int must have at least 32 bits");
_Static_assert((-1 & 3) == 3 && -1 >> 1 == -1, "integers must be two's complement and shift with their sign");
