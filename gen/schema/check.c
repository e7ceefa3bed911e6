/* SPDX-License-Identifier: MIT */
/* The walk: a node's keywords in their order, and the two public verdicts. */
#include "schema/check.h"

#include "schema/fault.h"
#include "schema/schema.h"
#include "schema/instance.h"

struct spot spot_member(const struct spot *parent, const char *key, const json_t *value)
{
    return (struct spot){.kind = SPOT_MEMBER,
                         .parent = parent,
                         .value = value,
                         .container = parent->value,
                         .key = key};
}

struct spot spot_item(const struct spot *parent, size_t index, const json_t *value)
{
    return (struct spot){.kind = SPOT_ITEM,
                         .parent = parent,
                         .value = value,
                         .container = parent->value,
                         .index = index};
}

static bool check_uses(struct check *check, const struct scope *at)
{
    unsigned kind = instance_kind(at->spot->value);
    bool ok = true;

    for (uint32_t i = 0; i < at->node->use_count; i++) {
        const struct keyword_use *use = &check->set->uses[at->node->first_use + i];
        const struct keyword *row = keyword_row(use->id);

        if (row->check == NULL || (row->applies & kind) == 0) {
            continue;
        }
        if (!ok && row->phase == PHASE_UNEVALUATED) {
            break; // what a faulty part would have evaluated is not known
        }
        if (!row->check(check, use, at)) {
            ok = false;
            if (check->diags == NULL || row->phase <= PHASE_FORM) {
                break;
            }
        }
    }
    return ok;
}

bool check_node(struct check *check, uint32_t node, const struct spot *spot, struct seen *seen)
{
    const struct schema_node *at = &check->set->nodes[node];

    if (at->shape != NODE_KEYWORDS) {
        if (at->shape == NODE_FALSE) {
            fault_forbidden(check, spot);
        }
        return at->shape == NODE_TRUE;
    }
    if (check->depth == CHECK_DEPTH_MAX) {
        fault_depth(check, spot);
        return false;
    }
    const char *outer = check->message;
    bool is_outer_used = outer != NULL && check->message_used;

    if (at->message != SCHEMA_NONE) {
        check->message = set_text(check->set, at->message);
        check->message_used = is_outer_used;
    }
    struct seen own = {0};
    struct scope scope = {at, spot, seen == NULL && at->has_unevaluated ? &own : seen};

    check->depth++;
    bool ok = check_uses(check, &scope);

    check->depth--;
    seen_release(&own);
    check->message = outer;
    return ok;
}

bool check_beside(struct check *check, uint32_t node, const struct spot *spot, struct seen *seen)
{
    struct seen own = {0};

    if (seen == NULL) {
        return check_node(check, node, spot, NULL);
    }
    bool ok = check_node(check, node, spot, &own);

    if (ok) {
        seen_merge(seen, &own);
    }
    seen_release(&own);
    return ok;
}

bool check_quietly(struct check *check, uint32_t node, const struct spot *spot, struct seen *seen)
{
    struct diags *diags = check->diags;

    check->diags = NULL;
    bool ok = check_beside(check, node, spot, seen);

    check->diags = diags;
    return ok;
}

bool schemas_validate(const struct schemas *set, const char *name, const json_t *instance,
                      const struct places *places, struct diags *diags)
{
    const struct schema_document *document = set_document(set, str_from(name));
    struct check check = {.set = set, .places = places, .diags = diags};
    struct spot root = {.kind = SPOT_ROOT, .value = instance};

    return document != NULL && check_node(&check, document->node, &root, NULL);
}

bool schemas_accepts(const struct schemas *set, const char *name, const json_t *instance)
{
    return schemas_validate(set, name, instance, NULL, NULL);
}
