/* `deskscore audit`: what makes numbers wrong, with the lines of the file where it stands, and what can be answered
   from the fields that the file has. */
#include "commands.h"

#include "cells.h"

#include <stdlib.h>
#include <string.h>

enum { LACKS_SHOWN = 10 };

/* Columns of the sheet; a table leaves out what the message says anyway. */
static const char *const names[] = {
    "source", "finding", "field", "other", "label", "policy", "count", "checked", "lines", "message"};
static const char *const table_names[] = {"source", "finding", "count", "checked", "lines", "message"};

typedef struct request {
    session *s;
    dscore_audit_options options;
    sheet *out;
    bool is_table, is_chinese;
} request;

/* A line of the sheet. */
typedef struct line {
    const char *source, *finding, *field, *other, *label, *policy, *lines, *message;
    int64_t count, checked;
} line;

static void add_line(request *r, const line *l)
{
    sheet_text(r->out, l->source);
    sheet_text(r->out, l->finding);
    if (!r->is_table) {
        sheet_text(r->out, l->field);
        sheet_text(r->out, l->other);
        sheet_text(r->out, l->label);
        sheet_text(r->out, l->policy);
    }
    sheet_integer(r->out, l->count);
    sheet_integer(r->out, l->checked);
    sheet_text(r->out, l->lines);
    sheet_text(r->out, l->message);
}

/* ---- findings --------------------------------------------------------------------------------- */

static const char *kind_name(int32_t kind)
{
    static const char *const kinds[] = {"", "missing", "invalid", "stop_before_start", "future", "duplicate",
        "bot_answer", "resolved_without_reply", "label_case", "outside_period", "one_value"};
    return kind > 0 && kind < (int32_t)(sizeof kinds / sizeof kinds[0]) ? kinds[kind] : "unknown";
}

/* "17 203 204 ...": the lines of the file where the rows begin; to be freed. */
static char *lines_text(const request *r, const csv_file *file, const dscore_audit_finding *finding)
{
    char *text = copy_text("", 0);
    int64_t capacity = 0, used = 0;
    for (int32_t i = 0; i < finding->n_rows; i++) {
        text = grow(text, &capacity, used + 24, 1);
        used += sprintf(text + used, "%s%lld", i > 0 ? " " : "", (long long)file->lines[finding->rows[i]]);
    }
    if (r->is_table && finding->count > finding->n_rows && finding->n_rows > 0) {
        text = grow(text, &capacity, used + 24, 1);
        (void)strcpy(text + used, " ...");
    }
    return text;
}

static void add_finding(request *r, const source_file *source, const dscore_audit_finding *finding)
{
    static const char *const policies[] = {"keep", "exclude", "fail"};
    char *lines = lines_text(r, &source->file, finding);
    add_line(r, &(line){.source = source->name,
                    .finding = kind_name(finding->kind),
                    .field = finding->field,
                    .other = finding->other,
                    .label = finding->label,
                    .policy = policies[finding->policy],
                    .lines = lines,
                    .message = r->is_chinese ? finding->message_zh : finding->message_en,
                    .count = finding->count,
                    .checked = finding->checked});
    free(lines);
}

static void add_findings(request *r, const source_file *source, const dscore_table *table)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_audit *audit = audit_table(r->s, source, table, r->options);
    for (int32_t i = 0; i < dscore_audit_count(audit); i++) {
        dscore_audit_finding finding = DSCORE_AUDIT_FINDING_INIT;
        if (dscore_audit_at(audit, i, &finding, &error) != DSCORE_OK) {
            fail_library(source->file.path, &error);
        }
        add_finding(r, source, &finding);
    }
    dscore_audit_free(audit);
}

/* ---- what can be answered --------------------------------------------------------------------- */

typedef struct lack {
    char *field;
    int64_t count;
} lack;

typedef struct coverage {
    const session *s;
    const dscore_calendar *calendar; /* open day and night: only the fields matter */
    dscore_table *table;             /* the fields of the file, without rows */
    int64_t asked, covered, mixed;   /* mixed: reads times with and without an offset together */
    lack *lacks;
    int64_t lack_count, lack_capacity;
} coverage;

static void count_lack(coverage *c, const char *field, size_t length)
{
    for (int64_t i = 0; i < c->lack_count; i++) {
        if (strlen(c->lacks[i].field) == length && strncmp(c->lacks[i].field, field, length) == 0) {
            c->lacks[i].count++;
            return;
        }
    }
    c->lacks = grow(c->lacks, &c->lack_capacity, c->lack_count + 1, sizeof c->lacks[0]);
    c->lacks[c->lack_count++] = (lack){copy_text(field, length), 1};
}

/* "created_at, source agents" */
static void count_lacks(coverage *c, const char *fields)
{
    while (*fields != '\0') {
        size_t length = strcspn(fields, ",");
        count_lack(c, fields, length);
        fields += length;
        fields += strspn(fields, ", ");
    }
}

/* Any value will do for a parameter that must be given. */
static bool set_parameters(dscore_query *query, const dscore_indicator *indicator, const char *id)
{
    dscore_error error = DSCORE_ERROR_INIT;
    for (int32_t i = 0; i < dscore_indicator_parameter_count(indicator); i++) {
        dscore_parameter_info info = DSCORE_PARAMETER_INFO_INIT;
        if (dscore_indicator_parameter(indicator, i, &info, &error) != DSCORE_OK) {
            return false;
        }
        const char *value = info.min[0] != '\0' ? info.min : info.type == DSCORE_TYPE_DURATION ? "1h" : "1";
        if (info.default_value[0] == '\0' && dscore_query_parameter(query, id, info.name, value, &error) != DSCORE_OK) {
            return false;
        }
    }
    return true;
}

/* Give the query what compiling it asked for; false if that is nothing that can be given. A range is given only on
   demand, because rows must then have an instant that places them. */
static bool give_what_lacks(const coverage *c, dscore_query *query, int32_t code)
{
    dscore_error error = DSCORE_ERROR_INIT;
    if (code == DSCORE_CODE_PLAN_CALENDAR) {
        return dscore_query_calendar(query, NULL, c->calendar, &error) == DSCORE_OK;
    }
    return code == DSCORE_CODE_PLAN_NOW && dscore_query_range(query, 0, INT64_C(86400000000), &error) == DSCORE_OK;
}

/* The plan of one indicator; NULL if it cannot be asked by itself. */
static dscore_plan *plan_of(const coverage *c, const dscore_indicator *indicator, const char *id)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_query *query;
    dscore_plan *plan = NULL;
    if (dscore_query_new(c->s->catalog, &query, &error) != DSCORE_OK) {
        fail_library("catalogue", &error);
    }
    bool is_asked = dscore_query_item(query, id, id, &error) == DSCORE_OK && set_parameters(query, indicator, id) &&
                    dscore_query_now(query, 0, &error) == DSCORE_OK &&
                    dscore_query_option(query, "absent", "missing", &error) == DSCORE_OK;
    for (int tries = 0; is_asked && plan == NULL && tries < 3; tries++) {
        is_asked = dscore_plan_compile(query, &plan, &error) == DSCORE_OK || give_what_lacks(c, query, error.code);
    }
    dscore_query_free(query);
    return plan;
}

static void ask_indicator(coverage *c, const dscore_indicator *indicator)
{
    const char *id = dscore_indicator_text(indicator, DSCORE_INDICATOR_ID);
    dscore_coverage found = DSCORE_COVERAGE_INIT;
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_plan *plan = plan_of(c, indicator, id);
    if (plan == NULL) {
        return;
    }
    dscore_status status = dscore_plan_coverage(plan, &c->table, 1, id, &found, &error);
    if (status != DSCORE_OK && error.code != DSCORE_CODE_STATE_ZONES) {
        fail_library(id, &error);
    }
    c->asked++;
    c->mixed += status != DSCORE_OK;
    c->covered += found.is_covered;
    count_lacks(c, found.fields);
    dscore_plan_free(plan);
}

/* A table of the same fields without rows: what can be answered does not depend on them. */
static dscore_table *table_of_fields(const session *s, const source_file *source, column *columns)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_table *table;
    if (dscore_table_new(dscore_catalog_schema(s->catalog), source->name, &table, &error) != DSCORE_OK) {
        fail_library(source->file.path, &error);
    }
    for (int i = 0; i < source->file.column_count; i++) {
        columns[i] = source->file.columns[i];
        columns[i].rows = 0;
        column_bind(&columns[i], table);
    }
    return table;
}

static int compare_lacks(const void *left, const void *right)
{
    const lack *a = left;
    const lack *b = right;
    return a->count != b->count ? (a->count < b->count) - (a->count > b->count) : strcmp(a->field, b->field);
}

static void add_coverage_lines(request *r, const source_file *source, const coverage *c)
{
    char message[512];
    if (c->asked == 0) { /* a source for lifecycle, or for the formulas of others */
        return;
    }
    if (r->is_chinese) {
        (void)snprintf(message, sizeof message, "%s 的 %lld 项指标中有 %lld 项可以由现有字段得出", source->name,
            (long long)c->asked, (long long)c->covered);
    } else {
        (void)snprintf(message, sizeof message, "%lld of the %lld indicators of %s can be answered",
            (long long)c->covered, (long long)c->asked, source->name);
    }
    line l = {source->name, "answerable", "", "", "", "", "", message, c->covered, c->asked};
    add_line(r, &l);
    if (c->mixed > 0) {
        (void)snprintf(message, sizeof message,
            r->is_chinese ? "%lld 项指标需要同时读取带时区与不带时区的时刻：请用 --zone 指明后者的时区"
                          : "%lld of the indicators read times with and without an offset together: give --zone",
            (long long)c->mixed);
        l = (line){source->name, "mixed_zones", "", "", "", "", "", message, c->mixed, c->asked};
        add_line(r, &l);
    }
    for (int64_t i = 0; i < c->lack_count && (!r->is_table || i < LACKS_SHOWN); i++) {
        (void)snprintf(message, sizeof message, r->is_chinese ? "%lld 项指标缺少 %s" : "%lld of the indicators lack %s",
            (long long)c->lacks[i].count, c->lacks[i].field);
        l = (line){source->name, "lacks", c->lacks[i].field, "", "", "", "", message, c->lacks[i].count, c->asked};
        add_line(r, &l);
    }
}

static void add_coverage(request *r, const source_file *source)
{
    static const char always[] = "{\"zone\": \"UTC\", \"week\": {\"mon-sun\": [\"00:00-24:00\"]}}";
    const session *s = r->s;
    coverage c = {.s = s};
    dscore_calendar *calendar;
    dscore_error error = DSCORE_ERROR_INIT;
    if (dscore_calendar_parse(NULL, always, -1, NULL, &calendar, &error) != DSCORE_OK) {
        fail_library("calendar", &error);
    }
    c.calendar = calendar;
    column *columns = need_memory(calloc((size_t)source->file.column_count + 1, sizeof columns[0]));
    c.table = table_of_fields(s, source, columns);
    for (int32_t i = 0; i < dscore_catalog_count(s->catalog); i++) {
        const dscore_indicator *indicator = dscore_catalog_at(s->catalog, i);
        if (strcmp(dscore_indicator_text(indicator, DSCORE_INDICATOR_SOURCE), source->name) == 0) {
            ask_indicator(&c, indicator);
        }
    }
    if (c.lack_count > 0) {
        qsort(c.lacks, (size_t)c.lack_count, sizeof c.lacks[0], compare_lacks);
    }
    add_coverage_lines(r, source, &c);
    for (int64_t i = 0; i < c.lack_count; i++) {
        free(c.lacks[i].field);
    }
    free(c.lacks);
    dscore_table_free(c.table);
    free(columns);
    dscore_calendar_free(calendar);
}

/* ---- the command ------------------------------------------------------------------------------- */

static void audit_source(void *context, const source_file *source, const dscore_table *table)
{
    request *r = context;
    add_findings(r, source, table);
    add_coverage(r, source);
}

static int32_t rows_option(const char *text)
{
    char *end;
    long rows = strtol(text, &end, 10);
    if (end == text || *end != '\0' || rows < 0 || rows > 1000000) {
        fail_usage("--rows %s: expected a number from 0 to 1000000", text);
    }
    return (int32_t)rows;
}

static void set_request(request *r, session *s)
{
    const arguments *o = s->options;
    r->s = s;
    r->options = (dscore_audit_options)DSCORE_AUDIT_OPTIONS_INIT;
    r->options.from = o->from == NULL ? dscore_instant_min() : instant_option("from", o->from, s->zone);
    r->options.to = o->to == NULL ? dscore_instant_max() : instant_option("to", o->to, s->zone);
    if (r->options.from >= r->options.to) {
        fail_usage("--from %s, --to %s: the range must end after it starts", o->from == NULL ? "-" : o->from,
            o->to == NULL ? "-" : o->to);
    }
    if (o->rows != NULL) {
        r->options.max_rows = rows_option(o->rows);
    }
    r->options.now = session_now(s);
    r->is_chinese = is_chinese(o);
    r->is_table = o->format == NULL || strcmp(o->format, "table") == 0;
    r->out = r->is_table ? sheet_new((int)(sizeof table_names / sizeof table_names[0]), table_names)
                         : sheet_new((int)(sizeof names / sizeof names[0]), names);
}

int command_audit(int argc, char **argv)
{
    arguments options;
    session s;
    request r;
    read_arguments(argc, argv,
        ",profile,map,source,define,time-format,duration-format,missing,from,to,now,sep,lang,format,zone,audit,rows,",
        1, &options);
    session_open_files(&s, &options, "tickets");
    set_request(&r, &s);
    for (int i = 0; i < s.source_count; i++) {
        session_read(&s, &s.sources[i], 0, audit_source, &r);
    }
    sheet_print(r.out, options.format);
    sheet_free(r.out);
    session_close(&s);
    return EXIT_OK;
}
