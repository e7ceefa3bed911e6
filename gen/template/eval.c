/* SPDX-License-Identifier: MIT */
/*
 * Expressions are evaluated by walking the tree; there is one function per kind of node. Nothing
 * is copied: a path through the view borrows each value on its way.
 */
#include "template/eval.h"

#include "template/literal.h"
#include "template/predicates.h"

typedef bool (*evaluate)(struct eval *eval, const struct node *node, struct value *out);

/* The variable `symbol` that was given from outside, or NULL. */
static const json_t *find_given(struct eval *eval, uint32_t symbol)
{
    struct given *given = &eval->given[symbol % AG_COUNT(eval->given)];

    if (given->symbol != symbol || given->json == NULL) {
        struct str name = symbols_text(&eval->set->symbols, symbol);

        given->symbol = symbol;
        given->json = json_object_getn(eval->render->locals, name.p, name.len);
        if (given->json == NULL) {
            given->json = json_object_getn(eval->render->globals, name.p, name.len);
        }
    }
    return given->json;
}

bool eval_variable(struct eval *eval, uint32_t symbol, struct value *out)
{
    const struct value *set = scope_find(&eval->scope, symbol);

    if (set != NULL) {
        *out = *set;
        return true;
    }
    const json_t *json = find_given(eval, symbol);

    if (json == NULL) {
        return false;
    }
    value_read(out, json);
    return true;
}

/* What `node` found nothing in. */
static struct value undefined(const struct eval *eval, const struct node *node, const json_t *where)
{
    return (struct value){.type = VALUE_UNDEFINED, .node = eval_index(eval, node), .json = where};
}

static bool eval_string(struct eval *eval, const struct node *node, struct value *out)
{
    *out = value_text(symbols_text(&eval->set->symbols, node->first));
    return true;
}

static bool eval_integer(struct eval *eval, const struct node *node, struct value *out)
{
    (void)eval;
    *out = value_integer(tree_integer(node));
    return true;
}

static bool eval_real(struct eval *eval, const struct node *node, struct value *out)
{
    (void)eval;
    *out = (struct value){.type = VALUE_REAL, .as.real = tree_real(node)};
    return true;
}

static bool eval_bool(struct eval *eval, const struct node *node, struct value *out)
{
    (void)eval;
    *out = value_bool(node->detail != 0);
    return true;
}

static bool eval_null(struct eval *eval, const struct node *node, struct value *out)
{
    (void)eval;
    (void)node;
    *out = (struct value){.type = VALUE_NULL};
    return true;
}

static bool eval_list(struct eval *eval, const struct node *node, struct value *out)
{
    json_t *list = jx_array();

    *out = scope_keep(&eval->scope, list);
    for (uint32_t i = node->first; i != 0; i = eval_node(eval, i)->next) {
        struct value item;

        if (!eval_defined(eval, i, &item)) {
            return false;
        }
        jx_append(list, value_to_json(&item));
    }
    scope_charge(&eval->scope, list);
    return true;
}

static bool eval_map(struct eval *eval, const struct node *node, struct value *out)
{
    json_t *map = jx_object();

    *out = scope_keep(&eval->scope, map);
    for (uint32_t i = node->first; i != 0; i = eval_node(eval, i)->next) {
        const struct node *pair = eval_node(eval, i);
        struct value member;

        if (!eval_defined(eval, pair->second, &member)) {
            return false;
        }
        jx_set(map, symbols_text(&eval->set->symbols, pair->first).p, value_to_json(&member));
    }
    scope_charge(&eval->scope, map);
    return true;
}

static bool eval_name(struct eval *eval, const struct node *node, struct value *out)
{
    if (!eval_variable(eval, node->first, out)) {
        *out = undefined(eval, node, NULL);
    }
    return true;
}

static bool eval_loop(struct eval *eval, const struct node *node, struct value *out)
{
    const struct loop *loop = eval->loop;
    json_int_t index = (json_int_t)loop->index;

    switch ((enum loop_member)node->detail) {
    case LOOP_INDEX:
        *out = value_integer(index + 1);
        break;
    case LOOP_INDEX0:
        *out = value_integer(index);
        break;
    case LOOP_FIRST:
        *out = value_bool(index == 0);
        break;
    case LOOP_LAST:
        *out = value_bool(loop->index + 1 == loop->length);
        break;
    case LOOP_LENGTH:
        *out = value_integer((json_int_t)loop->length);
        break;
    }
    return true;
}

/* A member of a map. Null has none, but may be asked. Other types have attributes in Python, of
 * which the subset knows nothing. */
static bool find_member(struct eval *eval, const struct node *node, const struct value *owner,
                        struct str key, struct value *out)
{
    if (owner->type == VALUE_NULL) {
        *out = undefined(eval, node, json_null());
        return true;
    }
    if (owner->type != VALUE_MAP) {
        return REPORT(eval, eval_index(eval, node), "'%s' is %s, which has no member '%.*s'",
                      report_text(eval, node->first), value_type_name(owner), STR_ARGS(key));
    }
    const json_t *member = json_object_getn(owner->json, key.p, key.len);

    *out = member == NULL ? undefined(eval, node, owner->json) : value_from_json(member);
    return true;
}

/* What a path of names, `tier.network.cidr`, leads to, or NULL for all that takes more than looking
 * up members of maps: null, what is undefined, what has no JSON, other expressions. */
static const json_t *follow(struct eval *eval, uint32_t path)
{
    const struct node *node = eval_node(eval, path);

    if (node->kind == NODE_NAME) {
        const struct value *set = scope_find(&eval->scope, node->first);

        return set != NULL ? set->json : find_given(eval, node->first);
    }
    if (node->kind == NODE_MEMBER) {
        struct str key = symbols_text(&eval->set->symbols, node->second);

        return json_object_getn(follow(eval, node->first), key.p, key.len);
    }
    return NULL;
}

/* A member of what no path of names leads to, or of what has none. */
AG_COLD static bool eval_member_of(struct eval *eval, const struct node *node, struct value *out)
{
    struct value owner;

    return eval_defined(eval, node->first, &owner) &&
           find_member(eval, node, &owner, symbols_text(&eval->set->symbols, node->second), out);
}

static bool eval_member(struct eval *eval, const struct node *node, struct value *out)
{
    const json_t *map = follow(eval, node->first);

    if (!json_is_object(map)) {
        return eval_member_of(eval, node, out);
    }
    struct str key = symbols_text(&eval->set->symbols, node->second);
    const json_t *member = json_object_getn(map, key.p, key.len);

    if (member == NULL) {
        *out = undefined(eval, node, map);
    } else {
        value_read(out, member);
    }
    return true;
}

/* Negative indices count from the end, as in Python. */
static void find_item(struct eval *eval, const struct node *node, const json_t *list,
                      json_int_t index, struct value *out)
{
    json_int_t length = (json_int_t)json_array_size(list);

    if (index < 0) {
        index += length;
    }
    *out = index < 0 || index >= length ? undefined(eval, node, list)
                                        : value_from_json(jx_at(list, (size_t)index));
}

static bool eval_index_of(struct eval *eval, const struct node *node, struct value *out)
{
    struct value owner;
    struct value which;

    if (!eval_defined(eval, node->first, &owner) || !eval_defined(eval, node->second, &which)) {
        return false;
    }
    if (owner.type == VALUE_LIST && which.type == VALUE_INTEGER) {
        find_item(eval, node, owner.json, which.as.integer, out);
        return true;
    }
    if (which.type != VALUE_STRING || (owner.type != VALUE_MAP && owner.type != VALUE_NULL)) {
        return REPORT(eval, eval_index(eval, node), "'%s' is %s and cannot be indexed by %s",
                      report_text(eval, node->first), value_type_name(&owner),
                      value_type_name(&which));
    }
    if (!find_member(eval, node, &owner, which.as.text, out)) {
        return false;
    }
    /* Jinja2 finds the method where there is no member. */
    return out->type != VALUE_UNDEFINED || !literal_is_method(which.as.text) ||
           report_undefined(eval, out);
}

static bool eval_not(struct eval *eval, const struct node *node, struct value *out)
{
    bool is_true;

    if (!eval_truth(eval, node->first, &is_true)) {
        return false;
    }
    *out = value_bool(!is_true);
    return true;
}

static bool eval_negate(struct eval *eval, const struct node *node, struct value *out)
{
    struct value operand;

    if (!eval_defined(eval, node->first, &operand)) {
        return false;
    }
    if (operand.type == VALUE_REAL) {
        *out = (struct value){.type = VALUE_REAL, .as.real = -operand.as.real};
        return true;
    }
    if (operand.type != VALUE_INTEGER) {
        return REPORT(eval, node->first, "'-' takes a number, not %s", value_type_name(&operand));
    }
    if (operand.as.integer == INT64_MIN) {
        return REPORT(eval, eval_index(eval, node), "the result does not fit in 64 bits");
    }
    *out = value_integer(-operand.as.integer);
    return true;
}

/* As in Python, the result is one of the operands. */
static bool eval_and(struct eval *eval, const struct node *node, struct value *out)
{
    if (!eval_defined(eval, node->first, out)) {
        return false;
    }
    return !value_is_true(out) || eval_any(eval, node->second, out);
}

static bool eval_or(struct eval *eval, const struct node *node, struct value *out)
{
    if (!eval_defined(eval, node->first, out)) {
        return false;
    }
    return value_is_true(out) || eval_any(eval, node->second, out);
}

static bool eval_choice(struct eval *eval, const struct node *node, struct value *out)
{
    bool is_true;

    return eval_truth(eval, node->first, &is_true) &&
           eval_any(eval, is_true ? node->second : node->third, out);
}

static bool eval_filter(struct eval *eval, const struct node *node, struct value *out)
{
    const struct filter *filter = &eval->set->filters[node->detail];
    struct filter_call call;

    call.eval = eval;
    call.node = eval_index(eval, node);
    call.name = filter->name;
    call.arg_count = 0;
    if (!(filter->takes_undefined ? eval_any(eval, node->first, &call.input)
                                  : eval_defined(eval, node->first, &call.input))) {
        return false;
    }
    for (uint32_t i = node->second; i != 0; i = eval_node(eval, i)->next) {
        struct value *arg = &call.args[call.arg_count++];

        /* Also `default` evaluates its argument before it knows whether it needs it. */
        if (!(filter->takes_undefined ? eval_any(eval, i, arg) : eval_defined(eval, i, arg))) {
            return false;
        }
    }
    return filters_apply(filter, &call, out);
}

static bool eval_test(struct eval *eval, const struct node *node, struct value *out)
{
    size_t count;
    const struct predicate *predicate = &predicates_all(&count)[node->detail];
    struct value input;

    if (!(predicate->takes_undefined ? eval_any(eval, node->first, &input)
                                     : eval_defined(eval, node->first, &input))) {
        return false;
    }
    *out = value_bool(predicate->is_true(&input));
    return true;
}

/* The parser puts no others where an expression stands. */
static const evaluate EVALUATORS[NODE_KIND_COUNT] = {
    [NODE_STRING] = eval_string,
    [NODE_INTEGER] = eval_integer,
    [NODE_REAL] = eval_real,
    [NODE_BOOL] = eval_bool,
    [NODE_NULL] = eval_null,
    [NODE_LIST] = eval_list,
    [NODE_MAP] = eval_map,
    [NODE_NAME] = eval_name,
    [NODE_LOOP] = eval_loop,
    [NODE_MEMBER] = eval_member,
    [NODE_INDEX] = eval_index_of,
    [NODE_NOT] = eval_not,
    [NODE_NEGATE] = eval_negate,
    [NODE_AND] = eval_and,
    [NODE_OR] = eval_or,
    [NODE_COMPARE] = operator_compare,
    [NODE_ARITHMETIC] = operator_arithmetic,
    [NODE_CONCAT] = operator_concat,
    [NODE_CHOICE] = eval_choice,
    [NODE_FILTER] = eval_filter,
    [NODE_TEST] = eval_test,
};

json_t *eval_take_text(struct eval *eval, size_t mark)
{
    struct str text = str_slice(buf_str(&eval->scratch), mark, eval->scratch.len);
    json_t *result = jx_string_valid(eval->scratch.overflow ? STR("") : text);

    buf_truncate(&eval->scratch, mark);
    return result;
}

/* A text or a value that became too large is noticed by the next expression around it. */
static bool check_limits(struct eval *eval, uint32_t node)
{
    if (eval->scratch.overflow) {
        return REPORT_LIMIT(eval, node, "a text of the template passes %d bytes",
                            TEMPLATE_BYTES_MAX);
    }
    if (eval->scope.made > TEMPLATE_VALUES_MAX) {
        return REPORT_LIMIT(eval, node, "the values of the template pass %d bytes or %d levels",
                            TEMPLATE_VALUES_MAX, TEMPLATE_DEPTH_MAX);
    }
    return true;
}

static inline bool evaluate_node(struct eval *eval, uint32_t node, struct value *out)
{
    const struct node *at = eval_node(eval, node);
    bool has_passed;

    if (!EVALUATORS[at->kind](eval, at, out)) {
        return false;
    }
    has_passed = eval->scratch.overflow || eval->scope.made > TEMPLATE_VALUES_MAX;
    return !has_passed || check_limits(eval, node);
}

bool eval_any(struct eval *eval, uint32_t node, struct value *out)
{
    return evaluate_node(eval, node, out);
}

bool eval_defined(struct eval *eval, uint32_t node, struct value *out)
{
    if (!evaluate_node(eval, node, out)) {
        return false;
    }
    return out->type != VALUE_UNDEFINED || report_undefined(eval, out);
}

bool eval_truth(struct eval *eval, uint32_t node, bool *out)
{
    struct value value;

    if (!eval_defined(eval, node, &value)) {
        return false;
    }
    *out = value_is_true(&value);
    return true;
}
