/* SPDX-License-Identifier: MIT */
/* Comparison, arithmetic and joining. */
#include "template/eval.h"

#include "base/mem.h"

#include <string.h>

static bool eval_operands(struct eval *eval, const struct node *node, struct value *left,
                          struct value *right)
{
    return eval_defined(eval, node->first, left) && eval_defined(eval, node->second, right);
}

static bool equals(struct eval *eval, uint32_t node, const struct value *left,
                   const struct value *right, bool *result)
{
    if (value_equals(left, right, result)) {
        return true;
    }
    return REPORT(eval, node, "a bool is compared with a number");
}

static bool list_contains(struct eval *eval, uint32_t node, const struct value *item,
                          const json_t *list, bool *result)
{
    size_t i;
    const json_t *json;

    *result = false;
    jx_array_foreach (list, i, json) {
        struct value value = value_from_json(json);

        if (!equals(eval, node, item, &value, result)) {
            return false;
        }
        if (*result) {
            break;
        }
    }
    return true;
}

static bool text_contains(struct str part, struct str whole)
{
    for (size_t i = 0; i + part.len <= whole.len; i++) {
        if (memcmp(whole.p + i, part.p, part.len) == 0) {
            return true;
        }
    }
    return false;
}

static bool contains(struct eval *eval, const struct node *node, const struct value *item,
                     const struct value *container, bool *result)
{
    uint32_t index = eval_index(eval, node);

    /* What a reference will be is known to AWS alone: an answer would be a wrong one. */
    if (value_is_reference(container)) {
        return REPORT(eval, node->second, "'in' cannot look into a reference");
    }
    if (container->type == VALUE_LIST) {
        return list_contains(eval, index, item, container->json, result);
    }
    if (container->type == VALUE_MAP && item->type == VALUE_STRING) {
        *result = json_object_getn(container->json, item->as.text.p, item->as.text.len) != NULL;
        return true;
    }
    if (container->type == VALUE_STRING && item->type == VALUE_STRING) {
        *result = item->as.text.len == 0 || text_contains(item->as.text, container->as.text);
        return true;
    }
    if (container->type == VALUE_MAP || container->type == VALUE_STRING) {
        return REPORT(eval, index, "only a string can be 'in' %s, not %s",
                      value_type_name(container), value_type_name(item));
    }
    return REPORT(eval, node->second, "'in' takes a list, a map or a string, not %s",
                  value_type_name(container));
}

static bool is_ordered(enum operator_kind kind, enum value_order order)
{
    switch ((int)kind) {
    case OPERATOR_LESS:
        return order == VALUE_LESS;
    case OPERATOR_LESS_EQUAL:
        return order != VALUE_GREATER;
    case OPERATOR_GREATER:
        return order == VALUE_GREATER;
    default:
        return order != VALUE_LESS;
    }
}

bool operator_compare(struct eval *eval, const struct node *node, struct value *out)
{
    enum operator_kind kind = (enum operator_kind)node->detail;
    uint32_t index = eval_index(eval, node);
    struct value left;
    struct value right;
    enum value_order order;
    bool result = false;

    if (!eval_operands(eval, node, &left, &right)) {
        return false;
    }
    if (kind == OPERATOR_EQUAL || kind == OPERATOR_DIFFERENT) {
        if (!equals(eval, index, &left, &right, &result)) {
            return false;
        }
        *out = value_bool(result == (kind == OPERATOR_EQUAL));
        return true;
    }
    if (kind == OPERATOR_IN || kind == OPERATOR_NOT_IN) {
        if (!contains(eval, node, &left, &right, &result)) {
            return false;
        }
        *out = value_bool(result == (kind == OPERATOR_IN));
        return true;
    }
    if (!value_compare(&left, &right, &order)) {
        return REPORT(eval, index, "'%s' compares two numbers or two strings, not %s and %s",
                      tree_operator_text(kind), value_type_name(&left), value_type_name(&right));
    }
    *out = value_bool(is_ordered(kind, order));
    return true;
}

/* Division as in Python: the quotient is rounded down, the rest has the sign of the divisor. */
static void divide(json_int_t a, json_int_t b, json_int_t *quotient, json_int_t *rest)
{
    *quotient = a / b;
    *rest = a % b;
    if (*rest != 0 && (*rest < 0) != (b < 0)) {
        *quotient -= 1;
        *rest += b;
    }
}

static bool add_fits(json_int_t a, json_int_t b)
{
    return b >= 0 ? a <= INT64_MAX - b : a >= INT64_MIN - b;
}

static bool subtract_fits(json_int_t a, json_int_t b)
{
    return b >= 0 ? a >= INT64_MIN + b : a <= INT64_MAX + b;
}

static bool multiply_fits(json_int_t a, json_int_t b)
{
    if (a == 0 || b == 0) {
        return true;
    }
    if (a == -1 || b == -1) { /* INT64_MIN / -1 has no result */
        return a != INT64_MIN && b != INT64_MIN;
    }
    json_int_t limit = (a < 0) == (b < 0) ? INT64_MAX : INT64_MIN;

    return b > 0 ? (a > 0 ? a <= limit / b : a >= limit / b)
                 : (a > 0 ? b >= limit / a : a >= limit / b);
}

/* False if the result does not fit; the divisor is not 0. */
static bool calculate(enum operator_kind kind, json_int_t a, json_int_t b, json_int_t *result)
{
    json_int_t unused;

    switch ((int)kind) {
    case OPERATOR_ADD:
        *result = add_fits(a, b) ? a + b : 0;
        return add_fits(a, b);
    case OPERATOR_SUBTRACT:
        *result = subtract_fits(a, b) ? a - b : 0;
        return subtract_fits(a, b);
    case OPERATOR_MULTIPLY:
        *result = multiply_fits(a, b) ? a * b : 0;
        return multiply_fits(a, b);
    case OPERATOR_DIVIDE:
        if (a == INT64_MIN && b == -1) {
            return false;
        }
        divide(a, b, result, &unused);
        return true;
    default:
        if (b == -1) { /* INT64_MIN % -1 traps on x86 */
            *result = 0;
        } else {
            divide(a, b, &unused, result);
        }
        return true;
    }
}

static struct value add_lists(struct eval *eval, const json_t *left, const json_t *right)
{
    json_t *list = jx_array();
    size_t i;
    const json_t *item;

    jx_array_foreach (left, i, item) {
        jx_append(list, jx_share(item));
    }
    jx_array_foreach (right, i, item) {
        jx_append(list, jx_share(item));
    }
    return scope_keep_made(&eval->scope, list);
}

static bool refuse_operands(struct eval *eval, const struct node *node, const struct value *left,
                            const struct value *right)
{
    enum operator_kind kind = (enum operator_kind)node->detail;
    struct diag *diag =
        REPORT_DIAG(eval, eval_index(eval, node), "'%s' takes two integers%s, not %s and %s",
                    tree_operator_text(kind), kind == OPERATOR_ADD ? " or two lists" : "",
                    value_type_name(left), value_type_name(right));

    if (kind == OPERATOR_ADD && (left->type == VALUE_STRING || right->type == VALUE_STRING)) {
        diag_hint(eval->diags, diag, "strings are joined with '~'");
    }
    return report_notes(eval, diag);
}

bool operator_arithmetic(struct eval *eval, const struct node *node, struct value *out)
{
    enum operator_kind kind = (enum operator_kind)node->detail;
    struct value left;
    struct value right;
    json_int_t result;

    if (!eval_operands(eval, node, &left, &right)) {
        return false;
    }
    if (kind == OPERATOR_ADD && left.type == VALUE_LIST && right.type == VALUE_LIST) {
        *out = add_lists(eval, left.json, right.json);
        return true;
    }
    if (left.type != VALUE_INTEGER || right.type != VALUE_INTEGER) {
        return refuse_operands(eval, node, &left, &right);
    }
    bool is_division = kind == OPERATOR_DIVIDE || kind == OPERATOR_MODULO;

    if (is_division && right.as.integer == 0) {
        return REPORT(eval, eval_index(eval, node), "division by zero");
    }
    if (!calculate(kind, left.as.integer, right.as.integer, &result)) {
        return REPORT(eval, eval_index(eval, node), "the result does not fit in 64 bits");
    }
    *out = value_integer(result);
    return true;
}

/*
 * Joining. Text is collected in the scratch buffer above `mark`; once a reference appears, `parts`
 * collects text and references in turn. An operand may itself join: it leaves the buffer as it
 * found it.
 */
struct joiner {
    struct eval *eval;
    size_t mark;
    json_t *parts; /* NULL while all is text */
};

/* Moves the text collected so far to the parts. */
static void flush_text(struct joiner *joiner)
{
    struct buf *scratch = &joiner->eval->scratch;

    if (scratch->len > joiner->mark) {
        jx_append(joiner->parts, eval_take_text(joiner->eval, joiner->mark));
    }
}

static void add_reference(struct joiner *joiner, const json_t *reference)
{
    const json_t *inner = json_object_getn(reference, "$concat", 7);
    size_t i;
    const json_t *part;

    if (joiner->parts == NULL) {
        joiner->parts = jx_array();
    }
    if (inner == NULL) {
        flush_text(joiner);
        jx_append(joiner->parts, jx_share(reference));
        return;
    }
    jx_array_foreach (inner, i, part) {
        if (json_is_string(part)) {
            buf_add(&joiner->eval->scratch, jx_str(part));
        } else {
            flush_text(joiner);
            jx_append(joiner->parts, jx_share(part));
        }
    }
}

/* Adds one operand; false if it cannot be part of a text. */
static bool join_value(struct joiner *joiner, const struct value *value)
{
    struct buf *scratch = &joiner->eval->scratch;

    if (value->type == VALUE_STRING) {
        buf_add(scratch, value->as.text);
    } else if (value->type == VALUE_INTEGER) {
        buf_add_integer(scratch, value->as.integer);
    } else if (value_is_reference(value)) {
        add_reference(joiner, value->json);
    } else {
        return false;
    }
    return true;
}

/* Gives up: what was collected is dropped. */
static bool join_abandon(struct joiner *joiner)
{
    buf_truncate(&joiner->eval->scratch, joiner->mark);
    json_decref(joiner->parts);
    return false;
}

static bool join_finish(struct joiner *joiner, struct value *out)
{
    json_t *result;

    if (joiner->parts == NULL) {
        result = eval_take_text(joiner->eval, joiner->mark);
    } else {
        flush_text(joiner);
        if (json_array_size(joiner->parts) == 1) {
            result = jx_share(jx_at(joiner->parts, 0));
            json_decref(joiner->parts);
        } else {
            result = jx_object();
            jx_set(result, "$concat", joiner->parts);
        }
    }
    *out = scope_keep_made(&joiner->eval->scope, result);
    return true;
}

bool operator_concat(struct eval *eval, const struct node *node, struct value *out)
{
    struct joiner joiner = {.eval = eval, .mark = eval->scratch.len};

    for (uint32_t i = node->first; i != 0; i = eval_node(eval, i)->next) {
        struct value operand;

        if (!eval_defined(eval, i, &operand)) {
            return join_abandon(&joiner);
        }
        if (!join_value(&joiner, &operand)) {
            (void)REPORT(eval, i, "'~' joins strings, integers and references, not %s",
                         value_type_name(&operand));
            return join_abandon(&joiner);
        }
    }
    return join_finish(&joiner, out);
}

bool operator_join(struct eval *eval, uint32_t node, const json_t *list, struct str separator,
                   struct value *out)
{
    struct joiner joiner = {.eval = eval, .mark = eval->scratch.len};
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        struct value value = value_from_json(item);

        if (i > 0) {
            buf_add(&eval->scratch, separator);
        }
        if (!join_value(&joiner, &value)) {
            (void)REPORT(eval, node, "'join' joins strings, integers and references, not %s",
                         value_type_name(&value));
            return join_abandon(&joiner);
        }
    }
    return join_finish(&joiner, out);
}
