/* SPDX-License-Identifier: MIT */
/* Statements: text, prints, branches, loops, variables and includes. */
#include "template/eval.h"

typedef bool (*run)(struct eval *eval, const struct node *node);

static bool run_text(struct eval *eval, const struct node *node)
{
    buf_add_bytes(eval->out, eval->tmpl->source->text.p + node->off, node->len);
    return true;
}

static bool print_identifier(struct eval *eval, const struct node *node, const struct value *value)
{
    const struct dialect *dialect = eval->set->dialect;

    if (value->type != VALUE_STRING) {
        return REPORT(eval, node->first, "'ident' takes a string, not %s", value_type_name(value));
    }
    if (!dialect->is_identifier(value->as.text)) {
        return REPORT(eval, node->first, "'%.*s' is not an identifier of %s",
                      STR_ARGS(value->as.text), dialect->name);
    }
    buf_add(eval->out, value->as.text);
    return true;
}

static bool print_literal(struct eval *eval, const struct node *node, const struct value *value)
{
    const struct dialect *dialect = eval->set->dialect;
    json_t *made = value->json == NULL ? value_to_json(value) : NULL;
    const char *error = NULL;
    bool ok = dialect->print(dialect, eval->render->context, made == NULL ? value->json : made,
                             eval->out, &error);

    json_decref(made);
    return ok || REPORT(eval, node->first, "cannot print '%s': %s", report_text(eval, node->first),
                        error == NULL ? "it failed" : error);
}

static bool run_print(struct eval *eval, const struct node *node)
{
    size_t temps = eval->scope.temp_count;
    struct value value;
    bool ok = eval_defined(eval, node->first, &value) &&
              (node->detail != 0 ? print_identifier(eval, node, &value)
                                 : print_literal(eval, node, &value));

    scope_drop(&eval->scope, temps);
    return ok;
}

static bool run_if(struct eval *eval, const struct node *node)
{
    while (true) {
        size_t temps = eval->scope.temp_count;
        bool is_true;
        bool ok = eval_truth(eval, node->first, &is_true);

        scope_drop(&eval->scope, temps);
        if (!ok) {
            return false;
        }
        if (is_true) {
            return statement_run(eval, node->second);
        }
        if (node->detail == 0) {
            return statement_run(eval, node->third);
        }
        node = eval_node(eval, node->third);
    }
}

/* One pass through the body with the variable set to `value`. What the body sets is gone after. */
static bool run_iteration(struct eval *eval, const struct node *node, const struct value *value)
{
    if (++eval->iterations > TEMPLATE_LOOPS_MAX) {
        return REPORT_LIMIT(eval, eval_index(eval, node),
                            "the loops of the template run more than %d times", TEMPLATE_LOOPS_MAX);
    }
    scope_set(&eval->scope, eval_node(eval, node->first)->first, value);
    bool ok = statement_run(eval, node->second);

    scope_cut(&eval->scope, eval->scope.base);
    return ok;
}

static bool run_list(struct eval *eval, const struct node *node, const json_t *list,
                     struct loop *loop)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        struct value value = value_from_json(item);

        loop->index = i;
        if (!run_iteration(eval, node, &value)) {
            return false;
        }
    }
    return true;
}

static bool run_keys(struct eval *eval, const struct node *node, const json_t *map,
                     struct loop *loop)
{
    loop->index = 0;
    for (void *at = jx_iter(map); at != NULL; at = jx_iter_next(map, at)) {
        struct value key =
            value_text((struct str){json_object_iter_key(at), json_object_iter_key_len(at)});

        if (!run_iteration(eval, node, &key)) {
            return false;
        }
        loop->index++;
    }
    return true;
}

/* A list of statements in a scope of its own. */
static bool run_scoped(struct eval *eval, uint32_t first)
{
    size_t base = eval->scope.base;

    eval->scope.base = eval->scope.count;
    bool ok = statement_run(eval, first);

    scope_cut(&eval->scope, eval->scope.base);
    eval->scope.base = base;
    return ok;
}

static bool run_loop(struct eval *eval, const struct node *node, const struct value *iterated)
{
    bool is_list = iterated->type == VALUE_LIST;
    const struct loop *outer = eval->loop;
    struct loop loop = {.length = is_list ? json_array_size(iterated->json)
                                          : json_object_size(iterated->json)};

    if (loop.length == 0) {
        return run_scoped(eval, node->third);
    }
    size_t base = eval->scope.base;

    eval->loop = &loop;
    eval->scope.base = eval->scope.count;
    bool ok = is_list ? run_list(eval, node, iterated->json, &loop)
                      : run_keys(eval, node, iterated->json, &loop);

    eval->scope.base = base;
    eval->loop = outer;
    return ok;
}

static bool run_for(struct eval *eval, const struct node *node)
{
    size_t temps = eval->scope.temp_count;
    uint32_t iterated = eval_node(eval, node->first)->second;
    struct value value;
    bool ok = eval_defined(eval, iterated, &value);

    if (ok && value.type != VALUE_LIST && value.type != VALUE_MAP) {
        ok = REPORT(eval, iterated, "'for' takes a list or a map, not %s", value_type_name(&value));
    }
    ok = ok && run_loop(eval, node, &value);
    scope_drop(&eval->scope, temps);
    return ok;
}

static bool run_set(struct eval *eval, const struct node *node)
{
    size_t temps = eval->scope.temp_count;
    struct value value;
    bool ok = eval_defined(eval, node->second, &value);

    if (ok) {
        scope_set(&eval->scope, node->first, &value);
    }
    scope_drop(&eval->scope, temps);
    return ok;
}

bool statement_check_claims(struct eval *eval, const struct template *tmpl)
{
    for (uint32_t i = 0; i < tmpl->tree.claim_count; i++) {
        const struct tree_claim *claim = &tmpl->tree.claims[i];
        struct value given;

        if (eval_variable(eval, claim->symbol, &given)) {
            struct diag *diag =
                REPORT_DIAG(eval, claim->node,
                            "'set' inside a branch, or after a use, may not "
                            "hide '%.*s', which is given from outside",
                            STR_ARGS(symbols_text(&eval->set->symbols, claim->symbol)));

            diag_hint(eval->diags, diag, "use another name");
            return report_notes(eval, diag);
        }
    }
    return true;
}

static bool run_include(struct eval *eval, const struct node *node)
{
    struct waiting waiting = {eval->tmpl, node, eval->waiting};
    const struct loop *loop = eval->loop;
    const struct template *tmpl = eval->set->items[node->second - 1];

    eval->waiting = &waiting;
    eval->tmpl = tmpl;
    eval->nodes = tmpl->tree.nodes;
    eval->loop = NULL;
    bool ok = statement_check_claims(eval, tmpl) && run_scoped(eval, tmpl->tree.root);

    eval->loop = loop;
    eval->tmpl = waiting.tmpl;
    eval->nodes = waiting.tmpl->tree.nodes;
    eval->waiting = waiting.outer;
    return ok;
}

/* The parser puts no others into a list of statements. */
static const run RUNNERS[NODE_KIND_COUNT] = {
    [NODE_TEXT] = run_text, [NODE_PRINT] = run_print, [NODE_IF] = run_if,
    [NODE_FOR] = run_for,   [NODE_SET] = run_set,     [NODE_INCLUDE] = run_include,
};

bool statement_run(struct eval *eval, uint32_t first)
{
    for (uint32_t i = first; i != 0; i = eval_node(eval, i)->next) {
        const struct node *node = eval_node(eval, i);

        if (!RUNNERS[node->kind](eval, node)) {
            return false;
        }
        if (eval->out->len - eval->start > TEMPLATE_BYTES_MAX || eval->out->overflow) {
            return REPORT_LIMIT(eval, i, "the output of the template passes %d bytes",
                                TEMPLATE_BYTES_MAX);
        }
    }
    return true;
}
