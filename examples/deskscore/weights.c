/* `deskscore weights`: weights that can be defended, from judgements or data in files. */
#include "commands.h"

#include "derive.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const struct method {
    const char *name;
    void (*run)(derived *d);
    const char *options; /* besides those that all take */
    int files;           /* at most */
} methods[] = {
    {"equal", derive_equal, "", 1},
    {"points", derive_points, "", 1},
    {"swing", derive_swing, "", 1},
    {"ranks", derive_ranks, "rule,exponent,", 1},
    {"ahp", derive_ahp, "solve,group,random-index,", 64},
    {"entropy", derive_entropy, "less,scaling,", 1},
    {"deviation", derive_deviation, "less,scaling,", 1},
    {"critic", derive_critic, "less,scaling,correlation,", 1},
    {"merec", derive_merec, "less,", 1},
    {"best-worst", derive_best_worst, "model,alpha,", 1},
    {"combine", derive_combine, "by,alpha,", 2},
};

static const char method_names[] =
    "equal, points, swing, ranks, ahp, entropy, deviation, critic, merec, best-worst, combine";

void derive_start(derived *d, name_list criteria)
{
    d->criteria = criteria;
    d->weights = need_memory(calloc((size_t)criteria.count, sizeof d->weights[0]));
}

static fact *add_fact(derived *d, const char *name, fact_kind kind)
{
    fact *f = &d->facts[d->fact_count++];
    f->name = name;
    f->kind = kind;
    return f;
}

void fact_number(derived *d, const char *name, double value, int32_t status)
{
    add_fact(d, name, status == DSCORE_VALUE_OK ? FACT_NUMBER : FACT_NOTHING)->number = value;
}

void fact_text(derived *d, const char *name, const char *text)
{
    add_fact(d, name, FACT_TEXT)->text = text;
}

void fact_flag(derived *d, const char *name, bool value)
{
    add_fact(d, name, FACT_FLAG)->number = value ? 1.0 : 0.0;
}

void note(derived *d, const char *en, const char *zh, ...)
{
    char text[1024];
    va_list rest;
    va_start(rest, zh);
    (void)vsnprintf(text, sizeof text, d->zh ? zh : en, rest);
    va_end(rest);
    d->notes = grow(d->notes, &d->note_capacity, d->note_count + 1, sizeof d->notes[0]);
    d->notes[d->note_count++] = copy_text(text, strlen(text));
}

int32_t choice(const char *name, const char *value, const char *const *among, int32_t count, int32_t otherwise)
{
    char list[256] = "";
    if (value == NULL) {
        return otherwise;
    }
    for (int32_t i = 0; i < count; i++) {
        if (strcmp(value, among[i]) == 0) {
            return i + 1;
        }
        size_t used = strlen(list);
        (void)snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "", among[i]);
    }
    fail_usage("--%s %s: expected one of %s", name, value, list);
}

double number_option(const char *name, const char *value, double least, double most, double otherwise)
{
    double number = otherwise;
    if (value != NULL && (!read_fraction(value, &number) || !(number >= least && number <= most))) {
        fail_usage("--%s %s: expected a number from %g to %g", name, value, least, most);
    }
    return number;
}

static const struct method *find_method(const char *name)
{
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (strcmp(methods[i].name, name) == 0) {
            return &methods[i];
        }
    }
    fail_usage("weights %s: expected a method: %s", name, method_names);
}

int command_weights(int argc, char **argv)
{
    arguments options;
    derived d = {0};
    char allowed[128];
    if (argc < 1 || argv[0][0] == '-') {
        fail_usage("weights needs a method: %s", method_names);
    }
    const struct method *m = find_method(argv[0]);
    (void)snprintf(allowed, sizeof allowed, ",format,lang,sep,missing,out,%s", m->options);
    read_arguments(argc - 1, argv + 1, allowed, m->files, &options);
    if (options.words.count == 0 || (m->files == 2 && options.words.count < 2)) {
        fail_usage("weights %s needs %s", m->name, m->files == 2 ? "two files" : "FILE.csv");
    }
    d.method = m->name;
    d.options = &options;
    d.zh = is_chinese(&options);
    m->run(&d);
    if (options.out != NULL) {
        write_document(&d);
    }
    print_derived(&d);
    return EXIT_OK;
}
