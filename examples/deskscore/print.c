/* Rows of cells as a table, as CSV (RFC 4180) or as JSON. */
#include "print.h"

#include <stdlib.h>
#include <string.h>

typedef struct cell {
    cell_kind kind;
    char *exact; /* as CSV and JSON have it */
    char *shown; /* as a table has it; NULL = the same */
} cell;

struct sheet {
    int columns;
    bool is_chinese;
    char **names;
    cell *cells;
    int64_t count, capacity;
};

sheet *sheet_new(int columns, const char *const *names)
{
    sheet *s = need_memory(calloc(1, sizeof *s));
    s->columns = columns;
    s->names = need_memory(calloc((size_t)columns, sizeof s->names[0]));
    for (int i = 0; i < columns; i++) {
        s->names[i] = copy_text(names[i], strlen(names[i]));
    }
    return s;
}

static void add(sheet *s, cell_kind kind, const char *exact, const char *shown)
{
    s->cells = grow(s->cells, &s->capacity, s->count + 1, sizeof s->cells[0]);
    s->cells[s->count].kind = kind;
    s->cells[s->count].exact = copy_text(exact, strlen(exact));
    s->cells[s->count].shown = shown == NULL ? NULL : copy_text(shown, strlen(shown));
    s->count++;
}

void sheet_text(sheet *s, const char *text)
{
    add(s, CELL_TEXT, text, NULL);
}

void sheet_integer(sheet *s, int64_t value)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%lld", (long long)value);
    add(s, CELL_INTEGER, text, NULL);
}

void sheet_number(sheet *s, double value, int32_t decimals, const char *unit)
{
    char exact[40];
    char shown[400];
    dscore_error error = DSCORE_ERROR_INIT;
    if (dscore_format(value, unit, decimals, "en", shown, sizeof shown, NULL, &error) != DSCORE_OK) {
        sheet_nothing(s);
        return;
    }
    (void)snprintf(exact, sizeof exact, "%.17g", value);
    add(s, CELL_NUMBER, exact, shown);
}

void sheet_exact(sheet *s, const char *number)
{
    add(s, CELL_NUMBER, number, NULL);
}

void sheet_nothing(sheet *s)
{
    add(s, CELL_NOTHING, "", "-");
}

/* Columns a text takes on a terminal: East Asian wide characters take two. */
static int width_of(const char *text)
{
    int width = 0;
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if ((*p & 0xC0) != 0x80) {
            width += *p >= 0xE3 ? 2 : 1;
        }
    }
    return width;
}

static const char *shown(const cell *c)
{
    return c->shown == NULL ? c->exact : c->shown;
}

static void print_padded(const char *text, int width, bool right, bool last)
{
    int pad = width - width_of(text);
    if (right) {
        (void)printf("%*s", pad, "");
    }
    for (; *text != '\0'; text++) {
        (void)putchar((unsigned char)*text < 0x20 || *text == 0x7F ? ' ' : *text); /* a line break would tear the row */
    }
    if (!right && !last) {
        (void)printf("%*s", pad, "");
    }
    (void)fputs(last ? "\n" : "  ", stdout);
}

static const char *heading(const sheet *s, int column)
{
    static const char *const words[][2] = {{"subject", "对象"}, {"agent", "客服"}, {"team", "团队"}, {"period", "期间"},
        {"from", "自"}, {"to", "至"}, {"card", "评分卡"}, {"version", "版本"}, {"total", "总分"}, {"grade", "等级"},
        {"rank", "排名"}, {"status", "状态"}, {"reason", "原因"}, {"raw", "原始总分"},
        {"weight_coverage", "权重覆盖率"}, {"data_coverage", "数据覆盖率"}, {"rule", "规则"}, {"group", "组"},
        {"decision", "结论"}, {"value", "数值"}, {"score", "得分"}, {"shrunk", "收缩值"}, {"lower", "区间下限"},
        {"of", "人数"}, {"list", "榜单"}, {"run", "连续"}, {"rate", "比例"}, {"amount", "金额"}, {"severity", "级别"},
        {"code", "代码"}, {"line", "行"}, {"path", "位置"}, {"message", "说明"}};
    for (size_t i = 0; s->is_chinese && i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(s->names[column], words[i][0]) == 0) {
            return words[i][1];
        }
    }
    return s->names[column];
}

static void print_table(const sheet *s)
{
    int *widths = need_memory(calloc((size_t)s->columns, sizeof widths[0]));
    bool *numeric = need_memory(calloc((size_t)s->columns, sizeof numeric[0]));
    for (int i = 0; i < s->columns; i++) {
        widths[i] = width_of(heading(s, i));
    }
    for (int64_t i = 0; i < s->count; i++) {
        int at = (int)(i % s->columns);
        int width = width_of(shown(&s->cells[i]));
        widths[at] = width > widths[at] ? width : widths[at];
        numeric[at] = numeric[at] || s->cells[i].kind == CELL_NUMBER || s->cells[i].kind == CELL_INTEGER;
    }
    for (int i = 0; i < s->columns; i++) {
        print_padded(heading(s, i), widths[i], numeric[i], i + 1 == s->columns);
    }
    for (int64_t i = 0; i < s->count; i++) {
        int at = (int)(i % s->columns);
        print_padded(shown(&s->cells[i]), widths[at], numeric[at], at + 1 == s->columns);
    }
    free(widths);
    free(numeric);
}

void print_csv_text(FILE *out, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        (void)fputs(text, out);
        return;
    }
    (void)fputc('"', out);
    for (; *text != '\0'; text++) {
        (void)fputs(*text == '"' ? "\"\"" : (const char[]){*text, '\0'}, out);
    }
    (void)fputc('"', out);
}

static void print_csv(const sheet *s)
{
    for (int i = 0; i < s->columns; i++) {
        print_csv_text(stdout, s->names[i]);
        (void)putchar(i + 1 == s->columns ? '\n' : ',');
    }
    for (int64_t i = 0; i < s->count; i++) {
        print_csv_text(stdout, s->cells[i].exact);
        (void)putchar((i + 1) % s->columns == 0 ? '\n' : ',');
    }
}

/* Bytes of the UTF-8 character at p; 0 = it is none. */
static int character_length(const unsigned char *p)
{
    const int length = p[0] < 0x80 ? 1 : p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : p[0] < 0xF5 ? 4 : 0;
    const bool too_long = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90);
    const bool no_letter = (p[0] == 0xED && p[1] >= 0xA0) || (p[0] == 0xF4 && p[1] >= 0x90);
    for (int i = 1; i < length; i++) {
        if ((p[i] & 0xC0U) != 0x80) {
            return 0;
        }
    }
    return length > 2 && (too_long || no_letter) ? 0 : length;
}

/* JSON is UTF-8: a byte that is none, as in a file in Latin-1, becomes the mark for unknown characters. */
void print_json_text(FILE *out, const char *text)
{
    (void)fputc('"', out);
    for (const char *p = text; *p != '\0';) {
        int length = character_length((const unsigned char *)p);
        if (length == 0) {
            (void)fputs("\xEF\xBF\xBD", out);
        } else if (*p == '"' || *p == '\\') {
            (void)fprintf(out, "\\%c", *p);
        } else if ((unsigned char)*p < 0x20) {
            (void)fprintf(out, "\\u%04x", (unsigned)(unsigned char)*p);
        } else {
            (void)fwrite(p, 1, (size_t)length, out);
        }
        p += length == 0 ? 1 : length;
    }
    (void)fputc('"', out);
}

static void print_json(const sheet *s)
{
    (void)fputs("[", stdout);
    for (int64_t i = 0; i < s->count; i++) {
        int at = (int)(i % s->columns);
        (void)fputs(at > 0 ? ", " : i == 0 ? "\n  {" : ",\n  {", stdout);
        print_json_text(stdout, s->names[at]);
        (void)fputs(": ", stdout);
        switch (s->cells[i].kind) {
        case CELL_TEXT:
            print_json_text(stdout, s->cells[i].exact);
            break;
        case CELL_NOTHING:
            (void)fputs("null", stdout);
            break;
        default:
            (void)fputs(s->cells[i].exact, stdout);
        }
        (void)fputs(at + 1 == s->columns ? "}" : "", stdout);
    }
    (void)fputs("\n]\n", stdout);
}

void sheet_speak(sheet *s, const char *lang)
{
    s->is_chinese = lang == NULL ? s->is_chinese : strcmp(lang, "zh") == 0;
}

void sheet_print(sheet *s, const char *format)
{
    if (format != NULL && strcmp(format, "csv") == 0) {
        print_csv(s);
    } else if (format != NULL && strcmp(format, "json") == 0) {
        print_json(s);
    } else {
        print_table(s);
    }
}

void sheet_free(sheet *s)
{
    for (int i = 0; i < s->columns; i++) {
        free(s->names[i]);
    }
    for (int64_t i = 0; i < s->count; i++) {
        free(s->cells[i].exact);
        free(s->cells[i].shown);
    }
    free(s->names);
    free(s->cells);
    free(s);
}
