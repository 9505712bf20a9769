/* Bringing memory near that is needed soon: a hint, where the compiler has one. */
#ifndef DSI_MEASURE_FETCH_H
#define DSI_MEASURE_FETCH_H

#if defined(__GNUC__)
#define DSI_FETCH(p) __builtin_prefetch((p), 1)
#else
#define DSI_FETCH(p) ((void)(p))
#endif

enum { DSI_FETCH_AHEAD = 12 /* rows */ };

#endif
