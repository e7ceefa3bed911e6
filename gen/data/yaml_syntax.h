/* SPDX-License-Identifier: MIT */
/**
 * libyaml's complaints in words for people who write descriptions. Floor: data, private to the YAML
 * reader.
 */
#ifndef ARCHGEN_DATA_YAML_SYNTAX_H
#define ARCHGEN_DATA_YAML_SYNTAX_H

#include "base/diag.h"
#include "base/source.h"

#include <stddef.h>

/** What libyaml 0.2.5 says when it gives up (yaml_parser_t), with offsets in bytes. */
struct syntax_fault {
    const char *context; /* "while scanning a simple key", or "" */
    size_t context_off;
    const char *problem; /* "could not find expected ':'", or "" */
    size_t problem_off;
};

/** Adds the diagnostic for `fault`, at the place where something can be done about it. */
void yaml_syntax_report(const struct source *source, const struct syntax_fault *fault,
                        struct diags *diags);

#endif
