/* SPDX-License-Identifier: MIT */
/**
 * One rendering while it runs. Floor: template; private to it. Functions give false after a
 * diagnostic; then the rendering ends.
 */
#ifndef ARCHGEN_TEMPLATE_EVAL_H
#define ARCHGEN_TEMPLATE_EVAL_H

#include "template/scope.h"
#include "template/set.h"
#include "template/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The innermost loop of the running template. */
struct loop {
    size_t index; /* from 0 */
    size_t length;
};

/** A template that waits for one that it includes. */
struct waiting {
    const struct template *tmpl;
    const struct node *include;
    const struct waiting *outer;
};

/** A variable given from outside that was looked for, so that it is looked for once. */
struct given {
    uint32_t symbol;
    const json_t *json; /* NULL: nothing was found, or looked for */
};

enum { GIVEN_KEPT = 8 /* few templates ask for more */ };

struct eval {
    const struct templates *set;
    const struct render *render;
    const struct template *tmpl; /* the one that runs */
    const struct node *nodes;    /* of its tree */
    const struct waiting *waiting;
    const struct loop *loop; /* NULL outside */
    struct buf *out;
    size_t start; /* length of `out` before the rendering */
    struct diags *diags;
    size_t iterations;  /* of all loops */
    struct buf scratch; /* a stack of half-built texts */
    struct scope scope;
    struct given given[GIVEN_KEPT]; /* by symbol, modulo their number */
};

/** The node of the running template. */
static inline const struct node *eval_node(const struct eval *eval, uint32_t node)
{
    return &eval->nodes[node];
}

/** Evaluates an expression; the result may be VALUE_UNDEFINED. */
bool eval_any(struct eval *eval, uint32_t node, struct value *out);

/** Evaluates an expression that must be defined. */
bool eval_defined(struct eval *eval, uint32_t node, struct value *out);

/** Evaluates an expression that must be defined to its truth. */
bool eval_truth(struct eval *eval, uint32_t node, bool *out);

/** The variable `symbol` of the scopes or of the roots; false if there is none. */
bool eval_variable(struct eval *eval, uint32_t symbol, struct value *out);

/** Gives the text that was collected in the scratch buffer above `mark`, which is cut to it; an
 * empty one if it passed its limit, which eval_any reports. */
AG_MUST_USE json_t *eval_take_text(struct eval *eval, size_t mark);

/** `first op second` of a COMPARE or ARITHMETIC node. */
bool operator_compare(struct eval *eval, const struct node *node, struct value *out);
bool operator_arithmetic(struct eval *eval, const struct node *node, struct value *out);

/** The operands of a CONCAT node joined. */
bool operator_concat(struct eval *eval, const struct node *node, struct value *out);

/** The items of a list joined by `separator`; `node` is for messages. */
bool operator_join(struct eval *eval, uint32_t node, const json_t *list, struct str separator,
                   struct value *out);

/** Runs the statements of the list that begins with `first`. */
bool statement_run(struct eval *eval, uint32_t first);

/** False after a diagnostic if a claim of `tmpl` is given from outside; call before it runs. */
bool statement_check_claims(struct eval *eval, const struct template *tmpl);

/** The place of a node. */
struct span report_span(const struct eval *eval, uint32_t node);

/** The expression as it is written, shortened, for messages. In the arena. */
const char *report_text(const struct eval *eval, uint32_t node);

/** Adds the include chain and what is being rendered; gives false. */
bool report_notes(const struct eval *eval, struct diag *diag);

/** Reports the use of an undefined value; gives false. */
bool report_undefined(const struct eval *eval, const struct value *value);

/** Adds a fault at a node, without notes. */
#define REPORT_DIAG(eval, node, ...)                                                               \
    diag_add((eval)->diags, DIAG_TEMPLATE_VALUE, report_span((eval), (node)), __VA_ARGS__)

/** Adds a fault at a node with all notes; gives false. */
#define REPORT(eval, node, ...) report_notes((eval), REPORT_DIAG((eval), (node), __VA_ARGS__))

/** The same for a limit that was passed. */
#define REPORT_LIMIT(eval, node, ...)                                                              \
    report_notes((eval),                                                                           \
                 diag_add((eval)->diags, DIAG_LIMIT, report_span((eval), (node)), __VA_ARGS__))

/** The index of a node that is held by pointer. */
static inline uint32_t eval_index(const struct eval *eval, const struct node *node)
{
    return (uint32_t)(node - eval->nodes);
}

#endif
