/* SPDX-License-Identifier: MIT */
/**
 * Syntax trees. Floor: template. A tree is one array of nodes that name each other by index and
 * name texts by symbol (template/symbols.h) or by a span of the template; there is no pointer in
 * a node, so that a tree can be printed as constant data. Index 0 is "no node".
 *
 * Fields by kind (lists are linked by `next`):
 *   TEXT        off, len: the text as it is written out
 *   PRINT       first: expression; detail: 1 if it prints as an identifier
 *   IF          first: condition; second: body; third: else body; detail: 1 if `third` is the IF
 *               of an elif
 *   FOR         first: TARGET; second: body; third: else body
 *   TARGET      first: symbol of the variable; second: what is iterated
 *   SET         first: symbol; second: expression
 *   INCLUDE     first: symbol of the template; second: its index + 1, once linked
 *   STRING      first: symbol of the text
 *   INTEGER, REAL   first, second: low and high half of the 64 bits
 *   BOOL        detail: 0 or 1
 *   LIST        first: items
 *   MAP         first: PAIRs
 *   PAIR        first: symbol of the key; second: value
 *   NAME        first: symbol
 *   LOOP        detail: enum loop_member
 *   MEMBER      first: whose; second: symbol
 *   INDEX       first: whose; second: which
 *   NOT, NEGATE first: operand
 *   AND, OR     first, second: operands
 *   COMPARE, ARITHMETIC  the same; detail: enum operator_kind
 *   CONCAT      first: operands, at least two
 *   CHOICE      first: condition; second: if true; third: if false
 *   FILTER      first: input; second: arguments; detail: index of the filter in the set
 *   TEST        first: input; detail: index of the test in predicates.c
 */
#ifndef ARCHGEN_TEMPLATE_TREE_H
#define ARCHGEN_TEMPLATE_TREE_H

#include <stddef.h>
#include <stdint.h>

enum node_kind {
#define NODE(kind, name) NODE_##kind,
#include "template/nodes.def"
#undef NODE
    NODE_KIND_COUNT
};

enum operator_kind {
    OPERATOR_EQUAL,
    OPERATOR_DIFFERENT,
    OPERATOR_LESS,
    OPERATOR_LESS_EQUAL,
    OPERATOR_GREATER,
    OPERATOR_GREATER_EQUAL,
    OPERATOR_IN,
    OPERATOR_NOT_IN,
    OPERATOR_ADD,
    OPERATOR_SUBTRACT,
    OPERATOR_MULTIPLY,
    OPERATOR_DIVIDE,
    OPERATOR_MODULO
};

enum loop_member { LOOP_INDEX, LOOP_INDEX0, LOOP_FIRST, LOOP_LAST, LOOP_LENGTH };

struct node {
    uint16_t kind;   /* enum node_kind */
    uint16_t detail; /* by kind, see above */
    uint32_t off;    /* bytes, in the template */
    uint32_t len;
    uint32_t first; /* by kind, see above */
    uint32_t second;
    uint32_t third;
    uint32_t next; /* the next node of the same list, or 0 */
};

/** A name whose `set` has no meaning that Jinja2 shares if the name is also given from outside. */
struct tree_claim {
    uint32_t symbol;
    uint32_t node; /* the SET */
};

struct tree {
    const struct node *nodes;
    uint32_t node_count; /* with node 0 */
    uint32_t root;       /* the first statement, or 0 */
    const struct tree_claim *claims;
    uint32_t claim_count;
};

/** The value of an INTEGER / REAL node. */
int64_t tree_integer(const struct node *node);
double tree_real(const struct node *node);

/** The name of a kind in dumps. */
const char *tree_kind_name(enum node_kind kind);

/** The spelling of an operator: "==", "not in". */
const char *tree_operator_text(enum operator_kind kind);

/** The name of a loop member: "index0". */
const char *tree_loop_member_name(enum loop_member member);

enum { LOOP_MEMBER_COUNT = LOOP_LENGTH + 1 };

#endif
