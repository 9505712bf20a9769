/* Loading elements of every storage type, whatever their stride and alignment, into dense int64, doubles or bytes. The
   one place with a loop for each type; a macro makes them, since a function cannot take a type. */
#include "data/binding.h"

#include <string.h>

/* The packed loop has a constant stride, which lets the compiler vectorise it. */
#define LOADER(name, type, out_type)                                                                                   \
    static void name(const unsigned char *p, int64_t stride, int32_t n, out_type *out)                                 \
    {                                                                                                                  \
        if (stride == (int64_t)sizeof(type)) {                                                                         \
            for (int32_t i = 0; i < n; i++) {                                                                          \
                type x;                                                                                                \
                memcpy(&x, p + (size_t)i * sizeof x, sizeof x);                                                        \
                out[i] = (out_type)x;                                                                                  \
            }                                                                                                          \
            return;                                                                                                    \
        }                                                                                                              \
        for (int32_t i = 0; i < n; i++) {                                                                              \
            type x;                                                                                                    \
            memcpy(&x, p + (ptrdiff_t)(stride * i), sizeof x);                                                         \
            out[i] = (out_type)x;                                                                                      \
        }                                                                                                              \
    }

LOADER(load_int8, int8_t, int64_t)
LOADER(load_int16, int16_t, int64_t)
LOADER(load_int32, int32_t, int64_t)
LOADER(load_int64, int64_t, int64_t) /* also UINT64, whose upper half reads as negative */
LOADER(load_uint8, uint8_t, int64_t)
LOADER(load_uint16, uint16_t, int64_t)
LOADER(load_uint32, uint32_t, int64_t)
LOADER(load_float32, float, double)
LOADER(load_float64, double, double)

typedef struct storage {
    const char *name;
    int32_t width;
    bool is_integer;
    void (*ints)(const unsigned char *p, int64_t stride, int32_t n, int64_t *out);
    void (*doubles)(const unsigned char *p, int64_t stride, int32_t n, double *out);
} storage;

static const storage storages[] = {
    [DSCORE_INT8] = {"INT8", 1, true, load_int8, NULL},
    [DSCORE_INT16] = {"INT16", 2, true, load_int16, NULL},
    [DSCORE_INT32] = {"INT32", 4, true, load_int32, NULL},
    [DSCORE_INT64] = {"INT64", 8, true, load_int64, NULL},
    [DSCORE_UINT8] = {"UINT8", 1, true, load_uint8, NULL},
    [DSCORE_UINT16] = {"UINT16", 2, true, load_uint16, NULL},
    [DSCORE_UINT32] = {"UINT32", 4, true, load_uint32, NULL},
    [DSCORE_UINT64] = {"UINT64", 8, true, load_int64, NULL},
    [DSCORE_FLOAT32] = {"FLOAT32", 4, false, NULL, load_float32},
    [DSCORE_FLOAT64] = {"FLOAT64", 8, false, NULL, load_float64},
    [DSCORE_DECIMAL64] = {"DECIMAL64", 8, false, load_int64, NULL},
    [DSCORE_BOOL8] = {"BOOL8", 1, false, load_uint8, NULL},
    [DSCORE_BOOL1] = {"BOOL1", 0, false, NULL, NULL},
    [DSCORE_CSTRING] = {"CSTRING", (int32_t)sizeof(char *), false, NULL, NULL},
    [DSCORE_UTF8] = {"UTF8", 0, false, NULL, NULL},
    [DSCORE_LARGE_UTF8] = {"LARGE_UTF8", 0, false, NULL, NULL},
    [DSCORE_DICT] = {"DICT", 0, false, NULL, NULL},
};

static const storage *storage_of(int32_t type)
{
    bool known = type >= DSCORE_INT8 && type < (int32_t)(sizeof storages / sizeof storages[0]);
    return known ? &storages[type] : NULL;
}

bool dsi_storage_is_integer(int32_t type)
{
    const storage *s = storage_of(type);
    return s != NULL && s->is_integer;
}

bool dsi_storage_is_float(int32_t type)
{
    const storage *s = storage_of(type);
    return s != NULL && s->doubles != NULL;
}

int32_t dsi_storage_width(int32_t type)
{
    const storage *s = storage_of(type);
    return s == NULL ? 0 : s->width;
}

const char *dsi_storage_name(int32_t type)
{
    const storage *s = storage_of(type);
    return s == NULL ? NULL : s->name;
}

void dsi_load_ints(int32_t type, const unsigned char *p, int64_t stride, int32_t n, int64_t *out)
{
    storages[type].ints(p, stride, n, out);
}

void dsi_load_doubles(int32_t type, const unsigned char *p, int64_t stride, int32_t n, double *out)
{
    storages[type].doubles(p, stride, n, out);
}

static uint8_t bit_at(const unsigned char *p, int64_t bit)
{
    return (uint8_t)(p[bit / 8] >> (bit % 8) & 1);
}

/* Whole bytes in the middle, single bits at the ends. */
void dsi_load_bits(const unsigned char *p, int64_t first, int32_t n, uint8_t *out)
{
    int32_t i = 0;
    for (; i < n && (first + i) % 8 != 0; i++) {
        out[i] = bit_at(p, first + i);
    }
    for (; i + 8 <= n; i += 8) {
        unsigned byte = p[(first + i) / 8];
        for (int32_t k = 0; k < 8; k++) {
            out[i + k] = (uint8_t)(byte >> k & 1U);
        }
    }
    for (; i < n; i++) {
        out[i] = bit_at(p, first + i);
    }
}
