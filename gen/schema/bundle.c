/* SPDX-License-Identifier: MIT */
/* A walk over the nodes of a linked set. What a reference leads to becomes a definition the first
 * time, so that only what is used is printed, in the order of first use. */
#include "schema/bundle.h"

#include "base/mem.h"
#include "schema/keyword.h"
#include "schema/set.h"

#include <string.h>

enum form { FORM_WHOLE, FORM_OVERLAY, FORM_COUNT };

struct bundle {
    const struct schemas *set;
    struct arena *arena;
    json_t *definitions;
    const char **names[FORM_COUNT]; /* of the definition of each node, or NULL */
};

/* What becomes of a keyword in an overlay. */
enum fate {
    FATE_KEEP,
    FATE_DROP,   /* it may be met by the base, or speaks of what the base may hold */
    FATE_WIDEN,  /* exactly one alternative fits a whole value, but several may fit a part of it */
    FATE_MEMBERS /* its subschemas are for members, which null removes */
};

static enum fate fate_of(enum keyword_id id)
{
    static const unsigned char fates[KEYWORD_COUNT] = {
        [KEYWORD_ADDITIONAL_PROPERTIES] = FATE_MEMBERS,
        [KEYWORD_DEFAULT] = FATE_DROP,
        [KEYWORD_DEPENDENT_REQUIRED] = FATE_DROP,
        [KEYWORD_DEPENDENT_SCHEMAS] = FATE_DROP,
        [KEYWORD_ELSE] = FATE_DROP,
        [KEYWORD_IF] = FATE_DROP,
        [KEYWORD_MIN_PROPERTIES] = FATE_DROP,
        [KEYWORD_NOT] = FATE_DROP,
        [KEYWORD_ONE_OF] = FATE_WIDEN,
        [KEYWORD_PATTERN_PROPERTIES] = FATE_MEMBERS,
        [KEYWORD_PROPERTIES] = FATE_MEMBERS,
        [KEYWORD_REQUIRED] = FATE_DROP,
        [KEYWORD_THEN] = FATE_DROP,
        [KEYWORD_UNEVALUATED_ITEMS] = FATE_DROP,
        [KEYWORD_UNEVALUATED_PROPERTIES] = FATE_DROP,
    };

    return (enum fate)fates[id];
}

static json_t *write_node(struct bundle *bundle, uint32_t node, enum form form);

/* --- definitions --- */

/* "kinds.bucket.when" for the schema at "/$defs/when" of kinds/bucket.json. */
static void add_name(struct buf *out, const struct site *site, struct str document)
{
    if (site->parent == NULL) {
        bool has_suffix = str_has_suffix(document, STR(".json"));
        struct str stem = str_slice(document, 0, document.len - (has_suffix ? 5 : 0));

        for (size_t i = 0; i < stem.len; i++) {
            buf_add(out, stem.p[i] == '/' ? STR(".") : str_slice(stem, i, 1));
        }
        return;
    }
    add_name(out, site->parent, document);
    if (site->key == NULL) {
        buf_add_format(out, ".%zu", site->index);
    } else if (strcmp(site->key, "$defs") != 0) {
        buf_add_format(out, ".%s", site->key);
    }
}

/* A name that no other definition has: documents of the user's own may be called as they like. */
static const char *make_name(struct bundle *bundle, uint32_t node, enum form form)
{
    const struct schema_node *at = &bundle->set->nodes[node];
    const struct schema_draft *draft = bundle->set->draft;
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    buf_add_text(&out, form == FORM_OVERLAY ? "overlay." : "");
    add_name(&out, draft->origins[node].site, str_from(draft->document_texts[at->document].name));
    while (jx_get(bundle->definitions, arena_strdup(bundle->arena, buf_str(&out))) != NULL) {
        buf_add_char(&out, '\'');
    }
    const char *name = arena_strdup(bundle->arena, buf_str(&out));

    buf_release(&out);
    return name;
}

/* A JSON Pointer in a URI fragment. */
static json_t *write_pointer(const char *name)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    buf_add_text(&out, "#/$defs/");
    for (const char *c = name; *c != '\0'; c++) {
        if (*c == '~' || *c == '/') {
            buf_add_text(&out, *c == '~' ? "~0" : "~1");
        } else if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f ||
                   strchr("\"#%<>\\^`{|}[]", *c) != NULL) {
            buf_add_format(&out, "%%%02X", (unsigned)(unsigned char)*c);
        } else {
            buf_add_char(&out, *c);
        }
    }
    json_t *pointer = jx_string_from(buf_str(&out));

    buf_release(&out);
    return pointer;
}

/* {"$ref": …} to the definition of a node, which is written when it is first asked for. */
static json_t *write_reference(struct bundle *bundle, uint32_t node, enum form form)
{
    const char **name = &bundle->names[form][node];

    if (*name == NULL) {
        *name = make_name(bundle, node, form);
        jx_set(bundle->definitions, *name, jx_object()); // keeps its place while others are written
        jx_set(bundle->definitions, *name, write_node(bundle, node, form));
    }
    json_t *reference = jx_object();

    jx_set(reference, "$ref", write_pointer(*name));
    return reference;
}

/* --- x-dispatch --- */

static json_t *write_map(const char *key, json_t *value)
{
    json_t *map = jx_object();

    jx_set(map, key, value);
    return map;
}

/* The values that the member may have, each with the title and description of what it names. */
static json_t *write_choices(const struct bundle *bundle, const struct keyword_use *use)
{
    json_t *choices = jx_array();

    for (uint32_t i = 0; i < use->count; i++) {
        const struct schema_member *member = &bundle->set->members[use->first + i];
        const json_t *named = bundle->set->draft->origins[member->node].json;
        json_t *choice = write_map("const", jx_string_from(set_name(bundle->set, member)));
        static const char *const texts[] = {"title", "description"};

        for (size_t k = 0; k < AG_COUNT(texts); k++) {
            if (jx_get(named, texts[k]) != NULL) {
                jx_set(choice, texts[k], jx_share(jx_get(named, texts[k])));
            }
        }
        jx_append(choices, choice);
    }
    return write_map("oneOf", choices);
}

/* {"properties": {"kind": …}}, and that it is there. */
static json_t *write_condition(const char *on, json_t *schema)
{
    json_t *condition = write_map("properties", write_map(on, schema));
    json_t *names = jx_array();

    jx_append(names, jx_string(on));
    jx_set(condition, "required", names);
    return condition;
}

/* Appends for each value a condition of the standard. */
static void add_branches(struct bundle *bundle, const struct keyword_use *use, enum form form,
                         json_t *all)
{
    const char *on = jx_get_text(set_value(bundle->set, use->value), "on", "");

    for (uint32_t i = 0; i < use->count; i++) {
        const struct schema_member *member = &bundle->set->members[use->first + i];
        json_t *branch = jx_object();
        json_t *value = write_map("const", jx_string_from(set_name(bundle->set, member)));

        jx_set(branch, "if", write_condition(on, value));
        jx_set(branch, "then", write_reference(bundle, member->node, form));
        jx_append(all, branch);
    }
}

/* Without the member, which the base has, any of the schemas may be meant. */
static json_t *write_any(struct bundle *bundle, const struct keyword_use *use)
{
    json_t *any = jx_array();
    json_t *branch = jx_object();

    for (uint32_t i = 0; i < use->count; i++) {
        uint32_t node = bundle->set->members[use->first + i].node;

        jx_append(any, write_reference(bundle, node, FORM_OVERLAY));
    }
    jx_set(branch, "if",
           write_condition(jx_get_text(set_value(bundle->set, use->value), "on", ""), json_true()));
    jx_set(branch, "else", write_map("anyOf", any));
    return branch;
}

static void write_dispatch(struct bundle *bundle, const struct keyword_use *use, enum form form,
                           json_t *out)
{
    const char *on = jx_get_text(set_value(bundle->set, use->value), "on", "");
    const json_t *others = jx_get(out, "allOf");
    json_t *all = others == NULL ? jx_array() : jx_copy(others);
    json_t *choices = write_map("properties", write_map(on, write_choices(bundle, use)));

    jx_append(all, choices);
    add_branches(bundle, use, form, all);
    if (form == FORM_OVERLAY) {
        jx_append(all, write_any(bundle, use));
    }
    jx_set(out, "allOf", all);
}

/* --- nodes --- */

/* A schema of a member in an overlay: the member itself, or null. */
static json_t *write_removable(struct bundle *bundle, uint32_t node)
{
    json_t *schema = write_node(bundle, node, FORM_OVERLAY);

    if (!json_is_object(schema)) {
        return schema; // what is forbidden stays so
    }
    json_t *any = jx_array();

    jx_append(any, schema);
    jx_append(any, write_map("type", jx_string("null")));
    return write_map("anyOf", any);
}

/* A subschema: in an overlay, that of a member or of the same value is one of the overlay. */
static json_t *write_child(struct bundle *bundle, const struct keyword_use *use, uint32_t node,
                           enum form form)
{
    if (form == FORM_WHOLE) {
        return write_node(bundle, node, form);
    }
    if (fate_of(use->id) == FATE_MEMBERS) {
        return write_removable(bundle, node);
    }
    return write_node(bundle, node, keyword_row(use->id)->is_in_place ? form : FORM_WHOLE);
}

static json_t *write_operand(struct bundle *bundle, const struct keyword_use *use, enum form form)
{
    const struct schemas *set = bundle->set;
    json_t *out = NULL;

    switch (keyword_row(use->id)->operand) {
    case OPERAND_CHILD:
        return write_child(bundle, use, use->first, form);
    case OPERAND_CHILDREN:
        out = jx_array();
        for (uint32_t i = 0; i < use->count; i++) {
            jx_append(out, write_child(bundle, use, set->children[use->first + i], form));
        }
        return out;
    case OPERAND_MEMBERS:
        out = jx_object();
        for (uint32_t i = 0; i < use->count; i++) {
            const struct schema_member *member = &set->members[use->first + i];

            jx_set(out, arena_strdup(bundle->arena, set_name(set, member)),
                   write_child(bundle, use, member->node, form));
        }
        return out;
    case OPERAND_PLAIN:
        break;
    }
    return jx_share(set_value(set, use->value));
}

/* Identifiers are of no use in a bundle, "$defs" are written where they are referred to, and
 * annotations of our own mean nothing to others. */
static bool is_left_out(const char *key)
{
    return key[0] == '$' || strncmp(key, "x-", 2) == 0;
}

/* Our "duration" (15m) is not the standard's (PT15M), which others would check. */
static json_t *write_format(const json_t *name)
{
    bool is_other = str_eq(jx_str(name), STR("duration"));

    return is_other ? jx_format("archgen-%s", json_string_value(name)) : jx_share(name);
}

static void write_reference_into(struct bundle *bundle, uint32_t node, enum form form, json_t *out)
{
    json_t *reference = write_reference(bundle, node, form);

    jx_set(out, "$ref", jx_share(jx_get(reference, "$ref")));
    json_decref(reference);
}

/* Of alternatives that only formats tell apart, those without an eye for our formats see several
 * fit. */
static bool is_told_by_format(const struct bundle *bundle, const struct keyword_use *use)
{
    uint32_t closure[SCHEMA_CLOSURE_MAX];

    for (uint32_t i = 0; i < use->count; i++) {
        size_t count = set_closure(bundle->set, bundle->set->children[use->first + i], closure);

        for (size_t k = 0; k < count; k++) {
            if (set_use(bundle->set, &bundle->set->nodes[closure[k]], KEYWORD_FORMAT) != NULL) {
                return true;
            }
        }
    }
    return false;
}

/* Becomes "anyOf" what would be too narrow as "oneOf". */
static enum fate fate_in(const struct bundle *bundle, const json_t *json,
                         const struct keyword_use *use, enum keyword_id id, enum form form)
{
    enum fate fate = form == FORM_OVERLAY ? fate_of(id) : FATE_KEEP;

    if (id == KEYWORD_ONE_OF && use != NULL && is_told_by_format(bundle, use)) {
        fate = FATE_WIDEN;
    }
    // Of two lists of alternatives in one schema, the other one is enough.
    return fate == FATE_WIDEN && jx_get(json, "anyOf") != NULL ? FATE_DROP : fate;
}

static json_t *write_node(struct bundle *bundle, uint32_t node, enum form form)
{
    const struct schema_node *at = &bundle->set->nodes[node];
    const json_t *json = bundle->set->draft->origins[node].json;
    json_t *out = jx_object();
    const char *key;
    const json_t *value;

    if (at->shape != NODE_KEYWORDS) {
        json_decref(out);
        return jx_bool(at->shape == NODE_TRUE);
    }
    jx_object_foreach (json, key, value) {
        enum keyword_id id;

        if (!keyword_find(str_from(key), &id)) {
            continue; // x-archgen…
        }
        const struct keyword_use *use = set_use(bundle->set, at, id);
        enum fate fate = fate_in(bundle, json, use, id, form);

        if (id == KEYWORD_REF) {
            write_reference_into(bundle, use->first, form, out);
        } else if (is_left_out(key) || fate == FATE_DROP) {
            continue;
        } else if (id == KEYWORD_FORMAT) {
            jx_set(out, key, write_format(value));
        } else if (use == NULL) {
            jx_set(out, key, jx_share(value));
        } else {
            jx_set(out, fate == FATE_WIDEN ? "anyOf" : key, write_operand(bundle, use, form));
        }
    }
    const struct keyword_use *dispatch = set_use(bundle->set, at, KEYWORD_X_DISPATCH);

    if (dispatch != NULL) {
        write_dispatch(bundle, dispatch, form, out);
    }
    return out;
}

/* --- the root --- */

/* Makes the members of the root's property `overlays` overlays: what they may hold by themselves,
 * and everything that the root has but for that property. */
static void add_overlays(struct bundle *bundle, uint32_t root, const char *overlays, json_t *out)
{
    json_t *property = json_object_get(json_object_get(out, "properties"), overlays);
    json_t *own = json_object_get(property, "additionalProperties");
    const char *key;
    const json_t *value;

    if (!json_is_object(own)) {
        return; // a document of the user's own may have no overlays
    }
    json_t *overlay = write_node(bundle, root, FORM_OVERLAY);
    json_t *members = jx_object();

    jx_object_foreach (jx_get(own, "properties"), key, value) {
        jx_set(members, key, jx_share(value));
    }
    jx_object_foreach (jx_get(overlay, "properties"), key, value) {
        if (strcmp(key, overlays) != 0) {
            jx_set(members, key, jx_share(value));
        }
    }
    jx_set(own, "additionalProperties", json_false());
    jx_set(own, "properties", members);
    json_decref(overlay);
}

json_t *schemas_bundle(const struct schemas *set, const char *name, const char *overlays)
{
    const struct schema_document *document = set_document(set, str_from(name));

    BUG_UNLESS(document != NULL && set->draft != NULL);

    struct bundle bundle = {
        .set = set, .arena = set->arena, .definitions = jx_object(), .names = {NULL}};
    json_t *out = jx_object();

    for (int form = 0; form < FORM_COUNT; form++) {
        bundle.names[form] = ARENA_ARRAY(set->arena, set->node_count, const char *);
    }
    json_t *root = write_node(&bundle, document->node, FORM_WHOLE);
    const char *key;
    const json_t *value;

    if (overlays != NULL) {
        add_overlays(&bundle, document->node, overlays, root);
    }
    jx_set(out, "$schema", jx_string("https://json-schema.org/draft/2020-12/schema"));
    jx_object_foreach (root, key, value) {
        jx_set(out, key, jx_share(value));
    }
    jx_set(out, "$defs", bundle.definitions);
    json_decref(root);
    return out;
}
