/* SPDX-License-Identifier: MIT */
/* Names of node kinds and operators, and the numbers that a node holds in halves. */
#include "template/tree.h"

#include <string.h>

static const char *const KIND_NAMES[] = {
#define NODE(kind, name) [NODE_##kind] = (name),
#include "template/nodes.def"
#undef NODE
};

static const char *const OPERATOR_TEXTS[] = {
    [OPERATOR_EQUAL] = "==",      [OPERATOR_DIFFERENT] = "!=",  [OPERATOR_LESS] = "<",
    [OPERATOR_LESS_EQUAL] = "<=", [OPERATOR_GREATER] = ">",     [OPERATOR_GREATER_EQUAL] = ">=",
    [OPERATOR_IN] = "in",         [OPERATOR_NOT_IN] = "not in", [OPERATOR_ADD] = "+",
    [OPERATOR_SUBTRACT] = "-",    [OPERATOR_MULTIPLY] = "*",    [OPERATOR_DIVIDE] = "//",
    [OPERATOR_MODULO] = "%",
};

static const char *const LOOP_MEMBER_NAMES[] = {
    [LOOP_INDEX] = "index", [LOOP_INDEX0] = "index0", [LOOP_FIRST] = "first",
    [LOOP_LAST] = "last",   [LOOP_LENGTH] = "length",
};

static uint64_t bits_of(const struct node *node)
{
    return (uint64_t)node->second << 32 | node->first;
}

int64_t tree_integer(const struct node *node)
{
    return (int64_t)bits_of(node);
}

double tree_real(const struct node *node)
{
    uint64_t bits = bits_of(node);
    double real;

    memcpy(&real, &bits, sizeof(real));
    return real;
}

const char *tree_kind_name(enum node_kind kind)
{
    return KIND_NAMES[kind];
}

const char *tree_operator_text(enum operator_kind kind)
{
    return OPERATOR_TEXTS[kind];
}

const char *tree_loop_member_name(enum loop_member member)
{
    return LOOP_MEMBER_NAMES[member];
}
