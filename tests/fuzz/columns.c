/* Columns of any layout from the bytes of a case; see columns.h. */
#include "columns.h"

static void *block(blocks *b, size_t size)
{
    REQUIRE(b->count < MAX_BLOCKS, "more blocks than a case has");
    b->p[b->count] = take_memory(size);
    return b->p[b->count++];
}

void free_blocks(blocks *b)
{
    for (int i = 0; i < b->count; i++) {
        free(b->p[i]);
    }
    b->count = 0;
}

/* ---- storage -------------------------------------------------------------------------------- */

static size_t size_of(int32_t storage)
{
    static const uint8_t sizes[] = {0, 1, 2, 4, 8, 1, 2, 4, 8, 4, 8, 8, 1, 0, sizeof(char *), 0, 0, 0};
    return sizes[storage];
}

static int32_t pick_storage(choices *c, int32_t logical_type)
{
    static const uint8_t numbers[] = {DSCORE_INT8, DSCORE_INT16, DSCORE_INT32, DSCORE_INT64, DSCORE_UINT8,
        DSCORE_UINT16, DSCORE_UINT32, DSCORE_UINT64, DSCORE_FLOAT32, DSCORE_FLOAT64, DSCORE_DECIMAL64};
    static const uint8_t booleans[] = {DSCORE_BOOL8, DSCORE_BOOL1, DSCORE_INT8, DSCORE_UINT32};
    static const uint8_t texts[] = {DSCORE_CSTRING, DSCORE_UTF8, DSCORE_LARGE_UTF8, DSCORE_DICT, DSCORE_INT64};
    switch (logical_type) {
    case DSCORE_TYPE_BOOLEAN:
        return booleans[below(c, sizeof booleans)];
    case DSCORE_TYPE_TEXT:
        return texts[below(c, sizeof texts)];
    case DSCORE_TYPE_NUMBER:
        return numbers[below(c, sizeof numbers)];
    default:
        return numbers[below(c, sizeof numbers - 1)];
    }
}

/* One element: mostly what a desk could hold, now and then any bits at all. */
static void put_element(choices *c, unsigned char *at, int32_t storage, int32_t logical_type)
{
    int kind = below(c, 8);
    size_t size = size_of(storage);
    if (kind == 0) {
        for (size_t i = 0; i < size; i++) {
            at[i] = next_byte(c);
        }
        return;
    }
    int64_t whole = kind == 1 ? -1 : kind == 2 ? 0 : next_byte(c) % (logical_type == DSCORE_TYPE_BOOLEAN ? 3 : 120);
    if (logical_type == DSCORE_TYPE_INSTANT && size == 8) {
        whole = 1767225600 + 3600 * whole;
    }
    if (storage == DSCORE_FLOAT32) {
        float value = kind == 1 ? (float)NAN : (float)whole / 4.0F;
        memcpy(at, &value, sizeof value);
    } else if (storage == DSCORE_FLOAT64) {
        double value = kind == 1 ? (double)NAN : (double)whole + (kind > 5 ? 0.1 : 0.0);
        memcpy(at, &value, sizeof value);
    } else {
        int8_t i8 = (int8_t)whole;
        int16_t i16 = (int16_t)whole;
        int32_t i32 = (int32_t)whole;
        const void *from = size == 1   ? (const void *)&i8
                           : size == 2 ? (const void *)&i16
                           : size == 4 ? (const void *)&i32
                                       : (const void *)&whole;
        memcpy(at, from, size);
    }
}

/* The same few elements over and over, from the address of row 0 on. */
static void fill_elements(choices *c, const dscore_column *column, unsigned char *first, int64_t rows, int32_t logical)
{
    unsigned char few[16][8];
    size_t size = size_of(column->type);
    for (int i = 0; i < 16; i++) {
        put_element(c, few[i], column->type, logical);
    }
    int step = 1 + below(c, 15);
    for (int64_t i = 0; i < rows; i++) {
        memcpy(first + i * column->stride, few[(i * step + i / 16) % 16], size);
    }
}

/* Room for rows elements at a stride, after skipping some; the address of the first row. */
static unsigned char *layout(choices *c, blocks *b, dscore_column *column, int64_t rows, size_t size)
{
    static const int8_t strides[] = {0, 1, 1, 1, 2, -1, -3, 0};
    int pick = below(c, 8);
    int odd = below(c, 4);
    column->stride = pick == 7 ? 0 : strides[pick] * (int64_t)size + (strides[pick] > 0 ? odd : -odd);
    if (pick == 0) {
        column->stride = (int64_t)size;
        column->flags |= DSCORE_COLUMN_PACKED;
    }
    column->data_offset = below(c, 4);
    int64_t span = rows == 0 ? 0 : (rows - 1 + column->data_offset) * column->stride;
    size_t total = rows == 0 ? 0 : (size_t)(span < 0 ? -span : span) + size;
    unsigned char *memory = block(b, total);
    memset(memory, 0, total);
    unsigned char *start = span < 0 ? memory + (total - size) : memory;
    column->data = start;
    return rows == 0 ? start : start + column->data_offset * column->stride;
}

/* ---- texts ---------------------------------------------------------------------------------- */

static const char *pick_text(choices *c)
{
    static const char *const texts[] = {"Amara", "", "Bao", "c\xC3\xA9line", "\xFF\xFE", "7", "Amara ", NULL};
    return texts[below(c, 8)];
}

static void make_pointers(choices *c, blocks *b, dscore_column *column, int64_t rows)
{
    const char *few[8];
    for (int i = 0; i < 8; i++) {
        few[i] = pick_text(c);
    }
    unsigned char *first = layout(c, b, column, rows, sizeof(char *));
    for (int64_t i = 0; i < rows; i++) {
        memcpy(first + i * column->stride, &few[(i + i / 8) % 8], sizeof(char *));
    }
}

static void put_offset(unsigned char *at, int64_t i, int64_t offset, bool is_large)
{
    int32_t narrow = (int32_t)offset;
    if (is_large) {
        memcpy(at + i * 8, &offset, 8);
    } else {
        memcpy(at + i * 4, &narrow, 4);
    }
}

static void make_utf8(choices *c, blocks *b, dscore_column *column, int64_t rows)
{
    bool is_large = column->type == DSCORE_LARGE_UTF8;
    column->data_offset = below(c, 4);
    int64_t entries = rows + column->data_offset + 1;
    unsigned char *offsets = block(b, (size_t)entries * (is_large ? 8 : 4));
    int lengths[8];
    for (int i = 0; i < 8; i++) {
        lengths[i] = below(c, 12);
    }
    /* One in many columns has an offset that descends: bind must see it. */
    int64_t descends = below(c, 16) == 15 ? entries / 2 : -1;
    int64_t offset = 0;
    for (int64_t i = 0; i < entries; i++) {
        put_offset(offsets, i, i == descends && offset > 0 ? offset + 1000 : offset, is_large);
        offset += i + 1 < entries ? lengths[i % 8] : 0;
    }
    unsigned char *bytes = block(b, (size_t)offset);
    for (int64_t i = 0; i < offset; i++) {
        bytes[i] = (unsigned char)('a' + i % 5);
    }
    column->data = bytes;
    column->offsets = offsets;
}

static void make_dictionary(choices *c, blocks *b, dscore_column *column, int64_t rows)
{
    static const uint8_t code_types[] = {DSCORE_INT8, DSCORE_UINT8, DSCORE_INT16, DSCORE_INT32, DSCORE_UINT64};
    static const dscore_column start = DSCORE_COLUMN_INIT;
    dscore_column *words = block(b, sizeof *words);
    *words = start;
    words->type = below(c, 2) == 0 ? DSCORE_CSTRING : DSCORE_UTF8;
    words->length = below(c, 20);
    if (words->type == DSCORE_UTF8) {
        make_utf8(c, b, words, words->length);
    } else {
        make_pointers(c, b, words, words->length);
    }
    column->dictionary = words;
    column->code_type = code_types[below(c, sizeof code_types)];
    dscore_column codes = *column;
    codes.type = column->code_type;
    unsigned char *first = layout(c, b, &codes, rows, size_of(codes.type));
    fill_elements(c, &codes, first, rows, DSCORE_TYPE_NUMBER);
    column->data = codes.data;
    column->stride = codes.stride;
    column->data_offset = codes.data_offset;
    column->flags = codes.flags;
}

/* ---- presence ------------------------------------------------------------------------------- */

static void make_validity(choices *c, blocks *b, dscore_column *column, int64_t rows)
{
    column->validity_kind = below(c, 5);
    if (column->validity_kind == DSCORE_VALIDITY_ALL) {
        return;
    }
    column->validity_offset = below(c, 20);
    size_t total = (size_t)((rows + column->validity_offset + 7) / 8);
    if (column->validity_kind != DSCORE_VALIDITY_BITMAP) {
        column->validity_stride = below(c, 3);
        int64_t stride = column->validity_stride == 0 ? 1 : column->validity_stride;
        total = rows == 0 ? 0 : (size_t)(column->validity_offset + (rows - 1) * stride + 1);
    }
    unsigned char *marks = block(b, total);
    uint8_t few[8];
    for (int i = 0; i < 8; i++) {
        few[i] = column->validity_kind == DSCORE_VALIDITY_BITMAP ? next_byte(c) : (uint8_t)(next_byte(c) % 4);
    }
    for (size_t i = 0; i < total; i++) {
        marks[i] = few[(i + i / 8) % 8];
    }
    column->validity = marks;
}

static void make_sentinel(choices *c, blocks *b, dscore_column *column, int32_t logical_type)
{
    int32_t type = column->type == DSCORE_DICT ? column->code_type : column->type;
    if (below(c, 3) != 0 || type == DSCORE_BOOL1) {
        return;
    }
    if (type == DSCORE_CSTRING || type == DSCORE_UTF8 || type == DSCORE_LARGE_UTF8) {
        const char **text = block(b, sizeof *text);
        *text = "Bao";
        column->sentinel = text;
    } else {
        unsigned char *value = block(b, 8);
        memset(value, 0, 8);
        put_element(c, value, type, logical_type);
        column->sentinel = value;
    }
}

dscore_column make_column(choices *c, blocks *b, int32_t logical_type, int64_t rows)
{
    dscore_column column = DSCORE_COLUMN_INIT;
    bool is_time = logical_type == DSCORE_TYPE_INSTANT || logical_type == DSCORE_TYPE_DURATION;
    column.type = pick_storage(c, logical_type);
    column.unit = is_time ? DSCORE_UNIT_S + below(c, 4) : DSCORE_UNIT_NONE;
    column.scale = column.type == DSCORE_DECIMAL64 ? below(c, 19) : 0;
    column.length = rows;
    if (column.type == DSCORE_DICT) {
        make_dictionary(c, b, &column, rows);
    } else if (column.type == DSCORE_UTF8 || column.type == DSCORE_LARGE_UTF8) {
        make_utf8(c, b, &column, rows);
    } else if (column.type == DSCORE_CSTRING) {
        make_pointers(c, b, &column, rows);
    } else if (column.type == DSCORE_BOOL1) {
        column.data_offset = below(c, 20);
        size_t total = (size_t)((rows + column.data_offset + 7) / 8);
        unsigned char *bits = block(b, total);
        memset(bits, next_byte(c), total);
        column.data = bits;
    } else {
        unsigned char *first = layout(c, b, &column, rows, size_of(column.type));
        fill_elements(c, &column, first, rows, logical_type);
    }
    make_validity(c, b, &column, rows);
    make_sentinel(c, b, &column, logical_type);
    return column;
}
