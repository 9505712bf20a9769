/* Checking a caller's column against a field, and resolving its layout once so that gather need not think. Nothing is
   written before everything is checked. */
#include "data/binding.h"

#include "base/error.h"
#include "base/wide.h"
#include <string.h>

static const unsigned char no_bytes[8] = {0}; /* stands for the NULL pointers of a column without rows */

/* ---- types and units ------------------------------------------------------------------------------ */

static const struct {
    const char *name, *accepts;
} types[] = {
    [DSCORE_TYPE_NUMBER] = {"number", "an integer type, FLOAT32, FLOAT64 or DECIMAL64"},
    [DSCORE_TYPE_DURATION] = {"duration", "an integer or float type with a unit"},
    [DSCORE_TYPE_INSTANT] = {"instant", "an integer or float type with a unit"},
    [DSCORE_TYPE_BOOLEAN] = {"boolean", "BOOL8, BOOL1 or an integer type that holds 0 and 1"},
    [DSCORE_TYPE_TEXT] = {"text", "CSTRING, UTF8, LARGE_UTF8 or DICT"},
};

static bool is_text(int32_t storage)
{
    return storage >= DSCORE_CSTRING && storage <= DSCORE_LARGE_UTF8;
}

/* What the column gathers to; 0 if the field does not take it. */
static int32_t kind_of(const dsi_field *field, const dscore_column *column)
{
    int32_t storage = column->type;
    bool is_integer = dsi_storage_is_integer(storage);
    bool is_float = dsi_storage_is_float(storage);
    switch (field->type) {
    case DSCORE_TYPE_NUMBER:
        if (storage == DSCORE_DECIMAL64) {
            return column->scale == 0 ? DSI_INT : DSI_DECIMAL;
        }
        return is_integer ? DSI_INT : is_float ? DSI_DOUBLE : 0;
    case DSCORE_TYPE_DURATION:
    case DSCORE_TYPE_INSTANT:
        return is_integer || is_float ? DSI_INT : 0;
    case DSCORE_TYPE_BOOLEAN:
        return is_integer || storage == DSCORE_BOOL8 || storage == DSCORE_BOOL1 ? DSI_BOOL : 0;
    default:
        if (is_integer) {
            return (field->flags & DSCORE_FIELD_KEY) != 0 ? DSI_INT : 0;
        }
        return is_text(storage) || storage == DSCORE_DICT ? DSI_STRING : 0;
    }
}

static dscore_status check_type(const dsi_field *field, const dscore_column *column, dscore_error *err)
{
    const char *storage = dsi_storage_name(column->type);
    if (storage == NULL) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_COLUMN_FORM,
            "column type %d is unknown; expected DSCORE_INT8 (1) to DSCORE_DICT (17)", (int)column->type);
    }
    if (kind_of(field, column) != 0) {
        return DSCORE_OK;
    }
    bool is_key = field->type == DSCORE_TYPE_TEXT && (field->flags & DSCORE_FIELD_KEY) != 0;
    return dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_STORAGE_TYPE,
        "field %s is %s; a column of %s does not serve it; "
        "expected %s%s",
        field->name, types[field->type].name, storage, types[field->type].accepts,
        is_key ? ", or an integer type as it is a key" : "");
}

static dscore_status check_unit(const dsi_field *field, const dscore_column *column, dscore_error *err)
{
    bool is_time = field->type == DSCORE_TYPE_INSTANT || field->type == DSCORE_TYPE_DURATION;
    if (column->unit < DSCORE_UNIT_NONE || column->unit > DSCORE_UNIT_NS) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_COLUMN_UNIT,
            "column unit %d is unknown; expected DSCORE_UNIT_NONE (0) to DSCORE_UNIT_NS (4)", (int)column->unit);
    }
    if (is_time && column->unit == DSCORE_UNIT_NONE) {
        return dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_COLUMN_UNIT,
            "field %s is %s; its column needs a unit: DSCORE_UNIT_S, _MS, _US or _NS", field->name,
            types[field->type].name);
    }
    if (!is_time && column->unit != DSCORE_UNIT_NONE) {
        return dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_COLUMN_UNIT,
            "field %s is %s, not a time; its column needs DSCORE_UNIT_NONE", field->name, types[field->type].name);
    }
    return DSCORE_OK;
}

/* ---- form ------------------------------------------------------------------------------------------- */

static dscore_status fail_form(dscore_error *err, const char *what)
{
    return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_COLUMN_FORM, "%s", what);
}

/* Is every byte position from the first row to the last an int64, and addressable? */
static bool spans(int64_t offset, int64_t length, int64_t stride)
{
    int64_t rows, bytes;
    return dsi_add_checked(offset, length, &rows) && dsi_mul_checked(rows, stride, &bytes) &&
           bytes <= (int64_t)PTRDIFF_MAX && bytes >= -(int64_t)PTRDIFF_MAX;
}

static dscore_status check_stride(const dscore_column *column, int32_t width, dscore_error *err)
{
    if ((column->flags & DSCORE_COLUMN_PACKED) != 0) {
        return spans(column->data_offset, column->length, width == 0 ? 8 : width)
                   ? DSCORE_OK
                   : fail_form(err, "data_offset and length reach beyond memory");
    }
    if (width == 0) {
        return column->stride == 0 && spans(column->data_offset, column->length, 8)
                   ? DSCORE_OK
                   : fail_form(err, "BOOL1, UTF8 and LARGE_UTF8 columns have no stride; expected 0");
    }
    if (column->stride != 0 && column->stride < width && column->stride > -width) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_COLUMN_FORM,
            "a stride of %d bytes is less than one element of %d; expected 0, or at least the element",
            (int)column->stride, (int)width);
    }
    if (!spans(column->data_offset, column->length, column->stride)) {
        return fail_form(err, "data_offset, length and stride reach beyond memory");
    }
    return DSCORE_OK;
}

static dscore_status check_validity(const dscore_column *column, dscore_error *err)
{
    if (column->validity_kind < DSCORE_VALIDITY_ALL || column->validity_kind > DSCORE_VALIDITY_BYTES_STATUS) {
        return fail_form(err, "validity_kind is unknown; expected DSCORE_VALIDITY_ALL (0) to _BYTES_STATUS (4)");
    }
    if (column->validity_kind == DSCORE_VALIDITY_ALL) {
        return column->validity == NULL ? DSCORE_OK
                                        : fail_form(err, "validity is given but validity_kind is DSCORE_VALIDITY_ALL");
    }
    if (column->validity == NULL && column->length > 0) {
        return fail_form(err, "validity is NULL but validity_kind says that there is one");
    }
    /* The offset counts bits or bytes, never strides. */
    int64_t stride = column->validity_stride == 0 ? 1 : column->validity_stride;
    if (column->validity_offset < 0 || !spans(0, column->length, stride) ||
        !spans(column->validity_offset, column->length, 1)) {
        return fail_form(err, "validity_offset or validity_stride is out of range");
    }
    return DSCORE_OK;
}

static dscore_status check_form(const dscore_column *column, int32_t width, dscore_error *err)
{
    if ((column->flags & ~(DSCORE_COLUMN_PACKED | DSCORE_COLUMN_NAIVE)) != 0) {
        return fail_form(err, "flags hold unknown bits; expected DSCORE_COLUMN_PACKED and DSCORE_COLUMN_NAIVE only");
    }
    if (column->type == DSCORE_DECIMAL64 && (column->scale < 0 || column->scale > 18)) {
        return fail_form(err, "scale of a DECIMAL64 column is out of range; expected 0 to 18");
    }
    if (column->length < 0 || column->data_offset < 0) {
        return fail_form(err, "length and data_offset must not be negative");
    }
    bool is_bytes = column->type == DSCORE_UTF8 || column->type == DSCORE_LARGE_UTF8;
    if (column->data == NULL && column->length > 0 && !is_bytes) {
        return fail_form(err, "data is NULL but length is not 0");
    }
    if (column->sentinel != NULL && column->type == DSCORE_BOOL1) {
        return fail_form(err, "a BOOL1 column has no value left for a sentinel; use validity");
    }
    dscore_status status = check_stride(column, width, err);
    return status != DSCORE_OK ? status : check_validity(column, err);
}

/* ---- resolving ---------------------------------------------------------------------------------------- */

static const unsigned char *at(const void *base, int64_t elements, int64_t stride)
{
    return base == NULL ? no_bytes : (const unsigned char *)base + (ptrdiff_t)(elements * stride);
}

static void resolve_validity(const dscore_column *column, dsi_binding *b)
{
    b->validity_kind = column->length == 0 ? DSCORE_VALIDITY_ALL : column->validity_kind;
    b->validity_stride = column->validity_stride == 0 ? 1 : column->validity_stride;
    b->validity = column->validity;
    if (b->validity_kind == DSCORE_VALIDITY_BITMAP) {
        b->validity_offset = column->validity_offset;
    } else if (b->validity_kind != DSCORE_VALIDITY_ALL) {
        b->validity = at(column->validity, column->validity_offset, 1);
    }
}

static void resolve(const dsi_field *field, const dscore_column *column, int32_t element, dsi_binding *b)
{
    int32_t width = dsi_storage_width(element);
    memset(b, 0, sizeof *b);
    b->bound = true;
    b->type = field->type;
    b->kind = kind_of(field, column);
    b->storage = column->type;
    b->element = element;
    b->unit = column->unit;
    b->scale = column->type == DSCORE_DECIMAL64 ? column->scale : 0;
    b->flags = column->flags;
    b->length = column->length;
    b->stride = (column->flags & DSCORE_COLUMN_PACKED) != 0 ? width : column->stride;
    b->bit = column->data_offset;
    b->data = width == 0 ? column->data : at(column->data, column->data_offset, b->stride);
    if (element == DSCORE_BOOL1 && b->data == NULL) {
        b->data = no_bytes;
    }
    if (element == DSCORE_UTF8 || element == DSCORE_LARGE_UTF8) {
        int64_t size = element == DSCORE_UTF8 ? (int64_t)sizeof(int32_t) : (int64_t)sizeof(int64_t);
        b->offsets = at(column->offsets, column->data_offset, size);
    }
    resolve_validity(column, b);
}

/* The offset at an entry, of either width. */
static int64_t offset_at(const dsi_binding *b, int64_t i)
{
    if (b->storage == DSCORE_LARGE_UTF8) {
        int64_t offset;
        memcpy(&offset, b->offsets + (ptrdiff_t)(i * (int64_t)sizeof offset), sizeof offset);
        return offset;
    }
    int32_t offset;
    memcpy(&offset, b->offsets + (ptrdiff_t)(i * (int64_t)sizeof offset), sizeof offset);
    return offset;
}

static dscore_status check_offsets(const dscore_column *column, const dsi_binding *b, dscore_error *err)
{
    if (b->length == 0) {
        return DSCORE_OK;
    }
    if (column->offsets == NULL) {
        return fail_form(err, "a UTF8 column needs offsets, length + 1 of them");
    }
    int64_t before = offset_at(b, 0);
    if (before < 0) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_COLUMN_OFFSETS, "the first offset is negative");
    }
    int64_t first = before;
    for (int64_t i = 1; i <= b->length; i++) {
        int64_t offset = offset_at(b, i);
        if (offset < before) {
            dscore_status status = dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_COLUMN_OFFSETS,
                "offsets must not descend: that after this row is less than that before it");
            dsi_error_row(err, i - 1);
            return status;
        }
        before = offset;
    }
    if (before > (int64_t)PTRDIFF_MAX || (before > first && column->data == NULL)) {
        return fail_form(err, "data is NULL or too short for the offsets");
    }
    return DSCORE_OK;
}

/* ---- sentinels and dictionaries: what is copied --------------------------------------------------------- */

static dscore_status copy_sentinel(
    const dscore_allocator *a, const dscore_column *column, dsi_binding *b, dscore_error *err)
{
    if (column->sentinel == NULL) {
        return DSCORE_OK;
    }
    b->has_sentinel = true;
    if (dsi_storage_is_float(b->element)) {
        dsi_load_doubles(b->element, column->sentinel, 0, 1, &b->sentinel_double);
        return DSCORE_OK;
    }
    if (!is_text(b->element)) {
        dsi_load_ints(b->element, column->sentinel, 0, 1, &b->sentinel_int);
        return DSCORE_OK;
    }
    const char *text;
    memcpy(&text, column->sentinel, sizeof text);
    if (text == NULL) { /* a NULL string is missing anyway */
        b->has_sentinel = false;
        return DSCORE_OK;
    }
    int64_t length = (int64_t)strlen(text);
    char *copy = dsi_alloc(a, length + 1);
    if (copy == NULL) {
        return dsi_fail_memory(err);
    }
    memcpy(copy, text, (size_t)length + 1);
    b->sentinel_text = (dsi_string){copy, length};
    return DSCORE_OK;
}

/* Texts of a dictionary, gathered once, so that rows look their entry up. */
static void fill_entries(const dsi_binding *dictionary, dsi_scratch *scratch, dsi_string *entries)
{
    for (int64_t first = 0; first < dictionary->length; first += DSI_BLOCK) {
        int64_t left = dictionary->length - first;
        dsi_block block = {.binding = dictionary,
            .first = first,
            .n = left < DSI_BLOCK ? (int32_t)left : DSI_BLOCK,
            .scratch = scratch};
        dsi_vector texts = {0};
        dsi_block_validity(&block);
        dsi_gather_text(&block, &texts);
        const uint8_t *status = dsi_block_status(&block);
        for (int32_t i = 0; i < block.n; i++) {
            entries[first + i] = texts.v.s[i];
            if (status != NULL && status[i] != DSI_PRESENT) {
                entries[first + i].n = status[i] == DSI_MISSING ? DSI_ENTRY_MISSING : DSI_ENTRY_UNREADABLE;
            }
        }
    }
}

static dscore_status copy_dictionary(
    const dscore_allocator *a, const dsi_binding *dictionary, dsi_binding *b, dscore_error *err)
{
    int64_t size = (int64_t)sizeof(dsi_string);
    if (dictionary->length > INT64_MAX / size) {
        return dsi_fail_memory(err);
    }
    dsi_scratch *scratch = dsi_alloc(a, (int64_t)sizeof *scratch);
    b->entries = dsi_alloc(a, dictionary->length * size);
    b->entry_count = dictionary->length;
    if (scratch != NULL && b->entries != NULL) {
        fill_entries(dictionary, scratch, b->entries);
    }
    bool is_done = scratch != NULL && b->entries != NULL;
    dsi_release(a, scratch, (int64_t)sizeof *scratch);
    return is_done ? DSCORE_OK : dsi_fail_memory(err);
}

static dscore_status make_dictionary(
    const dscore_allocator *a, const dscore_column *column, dsi_binding *b, dscore_error *err)
{
    static const dsi_field entry = {.name = "dictionary", .type = DSCORE_TYPE_TEXT, .unit = "", .business = ""};
    const dscore_column *dictionary = column->dictionary;
    if (dictionary == NULL || !is_text(dictionary->type)) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_DICTIONARY,
            "a DICT column needs a dictionary: a column of CSTRING, UTF8 or LARGE_UTF8");
    }
    dsi_binding texts;
    dscore_status status = dsi_binding_make(a, &entry, dictionary, &texts, err);
    if (status != DSCORE_OK) {
        dsi_error_path(err, "dictionary");
        return status;
    }
    status = copy_dictionary(a, &texts, b, err);
    dsi_binding_free(a, &texts);
    return status;
}

/* ---- the door ----------------------------------------------------------------------------------------------- */

dscore_status dsi_binding_make(
    const dscore_allocator *a, const dsi_field *field, const dscore_column *column, dsi_binding *out, dscore_error *err)
{
    if (column->struct_size < sizeof *column) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_STRUCT_SIZE,
            "struct_size of dscore_column is %u; start from DSCORE_COLUMN_INIT", (unsigned)column->struct_size);
    }
    dscore_status status = check_type(field, column, err);
    if (status == DSCORE_OK) {
        status = check_unit(field, column, err);
    }
    int32_t element = column->type == DSCORE_DICT ? column->code_type : column->type;
    if (status == DSCORE_OK && column->type == DSCORE_DICT && !dsi_storage_is_integer(element)) {
        status = fail_form(err, "code_type of a DICT column is unknown; expected DSCORE_INT8 (1) to DSCORE_UINT64 (8)");
    }
    if (status == DSCORE_OK) {
        status = check_form(column, dsi_storage_width(element), err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_binding b;
    resolve(field, column, element, &b);
    if (b.offsets != NULL) {
        status = check_offsets(column, &b, err);
    }
    if (status == DSCORE_OK && column->type == DSCORE_DICT) {
        status = make_dictionary(a, column, &b, err);
    }
    if (status == DSCORE_OK) {
        status = copy_sentinel(a, column, &b, err);
    }
    if (status != DSCORE_OK) {
        dsi_binding_free(a, &b);
        return status;
    }
    *out = b;
    return DSCORE_OK;
}

void dsi_binding_free(const dscore_allocator *a, dsi_binding *binding)
{
    dsi_release(a, (char *)binding->sentinel_text.p, binding->sentinel_text.n + 1);
    dsi_release(a, binding->entries, binding->entry_count * (int64_t)sizeof(dsi_string));
    memset(binding, 0, sizeof *binding);
}

int32_t dsi_binding_key(const dsi_field *field, const dsi_binding *binding)
{
    if (field->type == DSCORE_TYPE_INSTANT || field->type == DSCORE_TYPE_DURATION) {
        return -1;
    }
    if (!binding->bound) {
        return DSI_KEY_NONE;
    }
    switch (binding->kind) {
    case DSI_INT:
        return DSI_KEY_INT;
    case DSI_BOOL:
        return DSI_KEY_BOOL;
    case DSI_STRING:
        return DSI_KEY_TEXT;
    default:
        return -1;
    }
}
