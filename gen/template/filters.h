/* SPDX-License-Identifier: MIT */
/**
 * Filters: the built-in ones, and the form in which those of other floors are kept. Floor:
 * template. Each does what the filter of that name does in Jinja2, or refuses: `sort`, `unique`,
 * `upper` and `lower` know ASCII letters only, because Python's rules for others are its own.
 */
#ifndef ARCHGEN_TEMPLATE_FILTERS_H
#define ARCHGEN_TEMPLATE_FILTERS_H

#include "base/str.h"
#include "template/template.h"
#include "template/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct eval;

enum {
    FILTER_IDENT,       /* index of `ident`, which the parser turns into a property of PRINT */
    FILTER_ARGS_MAX = 8 /* arguments of one filter */
};

/** One application of a filter, at run time. */
struct filter_call {
    struct eval *eval;
    uint32_t node; /* the FILTER */
    const char *name;
    struct value input;
    struct value args[FILTER_ARGS_MAX];
    size_t arg_count;
};

/** Puts the result into `*out`; false after a diagnostic. */
typedef bool (*filter_run)(const struct filter_call *call, struct value *out);

struct filter {
    const char *name;
    size_t arg_min;
    size_t arg_max;
    const char *keyword;  /* the name by which its argument must be given, or NULL */
    bool is_lazy;         /* gives a generator in Jinja2, which only some filters accept */
    bool takes_lazy;      /* is one of those */
    bool takes_undefined; /* `default` */
    filter_run run;       /* NULL for those of other floors */
    template_filter external;
};

/** The built-in filters; `*count` is set. FILTER_IDENT comes first. */
const struct filter *filters_builtin(size_t *count);

/** Applies the filter; false after a diagnostic. */
bool filters_apply(const struct filter *filter, struct filter_call *call, struct value *out);

#endif
