/* What `deskscore weights` derives: criteria, their weights, what a method tells about them, and how that is printed.
 */
#ifndef DESKSCORE_DERIVE_H
#define DESKSCORE_DERIVE_H

#include "grid.h"
#include "print.h"

typedef enum fact_kind { FACT_NUMBER, FACT_TEXT, FACT_FLAG, FACT_NOTHING } fact_kind;

typedef struct fact {
    const char *name;
    fact_kind kind;
    double number; /* FACT_FLAG: 0 or 1 */
    const char *text;
} fact;

/* One person of a group. */
typedef struct member {
    const char *name;
    dscore_ahp_result result;
} member;

typedef struct derived {
    const char *method;
    const arguments *options;
    bool zh;
    name_list criteria;
    double *weights;
    const char *extra_name; /* a further number of each criterion; NULL = none */
    double *extra;
    fact facts[24];
    int fact_count;
    char **notes; /* sentences in the language that was asked for */
    int64_t note_count, note_capacity;
    member *members;
    int member_count;
} derived;

/* Take the criteria and make room for their weights. */
void derive_start(derived *d, name_list criteria);
void fact_number(derived *d, const char *name, double value, int32_t status);
void fact_text(derived *d, const char *name, const char *text);
void fact_flag(derived *d, const char *name, bool value);
void note(derived *d, const char *en, const char *zh, ...) LIKE_PRINTF(2, 4) LIKE_PRINTF(3, 4);
/* The position of an option's value in a list (", "-separated), from 1; `otherwise` if it is not given. */
int32_t choice(const char *name, const char *value, const char *const *among, int32_t count, int32_t otherwise);
/* A number option from least to most. */
double number_option(const char *name, const char *value, double least, double most, double otherwise);

/* The methods; files are the words behind the method. */
void derive_equal(derived *d);
void derive_points(derived *d);
void derive_swing(derived *d);
void derive_ranks(derived *d);
void derive_ahp(derived *d);
void derive_best_worst(derived *d);
void derive_entropy(derived *d);
void derive_deviation(derived *d);
void derive_critic(derived *d);
void derive_merec(derived *d);
void derive_combine(derived *d);

/* Percent with one decimal, in tenths, that add up to 1000 (largest remainders). */
void percents(const double *weights, int n, int *tenths);
void print_derived(const derived *d);
/* Write a document of kind `weights` to options->out. */
void write_document(const derived *d);

#endif
