/* How derived weights are printed: as a table with what there is to say, as CSV, as JSON, as a document. */
#include "derive.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WHOLE = 1000 }; /* tenths of a percent */

void percents(const double *weights, int n, int *tenths)
{
    double *rest = need_memory(calloc((size_t)n, sizeof rest[0]));
    int sum = 0;
    for (int i = 0; i < n; i++) {
        double exact = weights[i] * WHOLE;
        tenths[i] = (int)floor(exact + 1e-9); /* 15 % is not 14.9 and much */
        rest[i] = exact - tenths[i];
        sum += tenths[i];
    }
    for (; sum < WHOLE; sum++) {
        int most = 0;
        for (int i = 1; i < n; i++) {
            bool alike = fabs(rest[i] - rest[most]) <= 1e-9; /* then the greater weight is changed least by it */
            bool more = alike ? weights[i] > weights[most] + 1e-9 : rest[i] > rest[most];
            most = more ? i : most;
        }
        tenths[most]++;
        rest[most] -= 1.0;
    }
    free(rest);
}

static void percent_text(int tenths, const char *behind, char *text, size_t size)
{
    (void)snprintf(text, size, "%d.%d%s", tenths / 10, tenths % 10, behind);
}

static void print_sheet(const derived *d, const int *tenths)
{
    char text[32];
    static const char *const csv[] = {"criterion", "weight", "percent"};
    const char *names[4] = {d->zh ? "准则" : "criterion", d->zh ? "权重" : "weight", d->extra_name};
    bool table = d->options->format == NULL || strcmp(d->options->format, "table") == 0;
    if (!table) {
        memcpy(names, csv, sizeof csv);
        names[3] = d->extra_name;
    }
    sheet *out = sheet_new((table ? 2 : 3) + (d->extra_name != NULL ? 1 : 0), names);
    for (int i = 0; i < d->criteria.count; i++) {
        sheet_text(out, d->criteria.items[i]);
        if (!table) {
            sheet_number(out, d->weights[i], 6, "");
        }
        percent_text(tenths[i], table ? "%" : "", text, sizeof text);
        sheet_exact(out, text);
        if (d->extra_name != NULL) {
            sheet_number(out, d->extra[i], 4, "");
        }
    }
    sheet_print(out, d->options->format);
    sheet_free(out);
    if (table && d->note_count > 0) {
        (void)putchar('\n');
    }
    for (int64_t i = 0; i < d->note_count; i++) {
        if (table) {
            (void)puts(d->notes[i]);
        } else {
            warn("%s", d->notes[i]);
        }
    }
}

static void print_fact(const fact *f)
{
    print_json_text(stdout, f->name);
    (void)fputs(": ", stdout);
    if (f->kind == FACT_TEXT) {
        print_json_text(stdout, f->text);
    } else if (f->kind == FACT_FLAG) {
        (void)fputs(f->number > 0.0 ? "true" : "false", stdout);
    } else if (f->kind == FACT_NUMBER && isfinite(f->number)) {
        (void)printf("%.17g", f->number);
    } else {
        (void)fputs("null", stdout);
    }
}

static void print_members(const derived *d)
{
    (void)fputs(",\n \"people\": [", stdout);
    for (int i = 0; i < d->member_count; i++) {
        const dscore_ahp_result *r = &d->members[i].result;
        fact cr = {"cr", r->cr_status == DSCORE_VALUE_OK ? FACT_NUMBER : FACT_NOTHING, r->cr, NULL};
        (void)fputs(i > 0 ? ",\n  {\"person\": " : "\n  {\"person\": ", stdout);
        print_json_text(stdout, d->members[i].name);
        (void)fputs(", ", stdout);
        print_fact(&cr);
        (void)putchar('}');
    }
    (void)fputs("\n ]", stdout);
}

static void print_json_derived(const derived *d, const int *tenths)
{
    char text[32];
    (void)printf("{\"method\": \"%s\",\n \"weights\": [", d->method);
    for (int i = 0; i < d->criteria.count; i++) {
        (void)fputs(i > 0 ? ",\n  {\"criterion\": " : "\n  {\"criterion\": ", stdout);
        print_json_text(stdout, d->criteria.items[i]);
        percent_text(tenths[i], "", text, sizeof text);
        (void)printf(", \"weight\": %.17g, \"percent\": %s", d->weights[i], text);
        if (d->extra_name != NULL) {
            (void)printf(", \"%s\": %.17g", d->extra_name, d->extra[i]);
        }
        (void)putchar('}');
    }
    (void)fputs("\n ],\n \"facts\": {", stdout);
    for (int i = 0; i < d->fact_count; i++) {
        (void)fputs(i > 0 ? ", " : "", stdout);
        print_fact(&d->facts[i]);
    }
    (void)putchar('}');
    if (d->member_count > 0) {
        print_members(d);
    }
    (void)fputs(",\n \"notes\": [", stdout);
    for (int64_t i = 0; i < d->note_count; i++) {
        (void)fputs(i > 0 ? ",\n  " : "\n  ", stdout);
        print_json_text(stdout, d->notes[i]);
    }
    (void)fputs(d->note_count > 0 ? "\n ]}\n" : "]}\n", stdout);
}

void print_derived(const derived *d)
{
    int *tenths = need_memory(calloc((size_t)d->criteria.count, sizeof tenths[0]));
    percents(d->weights, d->criteria.count, tenths);
    if (is_json(d->options)) {
        print_json_derived(d, tenths);
    } else {
        print_sheet(d, tenths);
    }
    free(tenths);
}

static void put_document(const derived *d, FILE *out)
{
    char text[32];
    int *tenths = need_memory(calloc((size_t)d->criteria.count, sizeof tenths[0]));
    percents(d->weights, d->criteria.count, tenths);
    (void)fputs("{\n  \"deskscore\": 1,\n  \"kind\": \"weights\",\n  \"mode\": \"RELATIVE\",\n  \"tree\": {", out);
    for (int i = 0; i < d->criteria.count; i++) {
        percent_text(tenths[i], "", text, sizeof text);
        (void)fputs(i > 0 ? ",\n    " : "\n    ", out);
        print_json_text(out, d->criteria.items[i]);
        (void)fprintf(out, ": %s", text);
    }
    (void)fputs("\n  }\n}\n", out);
    free(tenths);
}

/* What the library cannot take is not written: two names that are no UTF-8 may become one, for example. */
static void check_document(const char *path, const char *json, size_t length)
{
    dscore_weights *weights;
    dscore_error error = DSCORE_ERROR_INIT;
    if (dscore_weights_parse(NULL, json, (int64_t)length, &weights, &error) != DSCORE_OK) {
        fail_data(
            "--out %s: the document would be refused: %s: %s (is the file in UTF-8?)", path, error.path, error.message);
    }
    dscore_weights_free(weights);
}

void write_document(const derived *d)
{
    const char *path = d->options->out;
    FILE *draft = tmpfile();
    if (draft == NULL) {
        fail_data("--out %s: no room for a draft: %s", path, strerror(errno));
    }
    put_document(d, draft);
    long length = ftell(draft);
    rewind(draft);
    char *json = need_memory(malloc((size_t)(length < 0 ? 0 : length) + 1));
    size_t got = length < 0 ? 0 : fread(json, 1, (size_t)length, draft);
    (void)fclose(draft);
    check_document(path, json, got);
    FILE *out = fopen(path, "wb");
    if (out == NULL) {
        fail_data("--out %s: %s", path, strerror(errno));
    }
    bool failed = fwrite(json, 1, got, out) != got;
    if (fclose(out) != 0 || failed) {
        fail_data("--out %s: it cannot be written", path);
    }
    free(json);
}
