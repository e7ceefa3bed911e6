/* SPDX-License-Identifier: MIT */
/*
 * Each operation is made of two steps on the copy: `put` a value at a path, `take` one from a path.
 * Members that an operation does not define are ignored (RFC 6902, section 4).
 */
#include "data/patch.h"

#include "base/arena.h"
#include "base/mem.h"
#include "data/pointer.h"

/* The state of one operation. All values are borrowed but `root`. */
struct operation {
    struct arena *arena;
    json_t *root;
    struct str path;
    struct str from;     /* of move and copy */
    const json_t *value; /* of add, replace and test */
    const char *reason;  /* set on failure */
};

static bool fail(struct operation *operation, const char *reason)
{
    operation->reason = reason;
    return false;
}

/* A place in the document: the container and the last token of the path. */
struct target {
    json_t *parent; /* NULL for the whole document */
    struct str token;
};

static json_t *child_of(json_t *parent, struct str token)
{
    size_t index;

    if (json_is_object(parent)) {
        return json_object_getn(parent, token.p, token.len);
    }
    return pointer_index(token, &index) ? json_array_get(parent, index) : NULL;
}

/* Finds the container that `pointer` leads into; false if a step is missing. */
static bool find_target(struct operation *operation, struct str pointer, struct target *target,
                        const char *missing)
{
    struct str *tokens;
    size_t count;
    json_t *parent = operation->root;

    *target = (struct target){NULL, STR("")};
    if (!pointer_split(operation->arena, pointer, &tokens, &count)) {
        return fail(operation, "not a JSON Pointer such as '/a/b'");
    }
    if (count == 0) {
        return true;
    }
    for (size_t i = 0; i + 1 < count && parent != NULL; i++) {
        parent = child_of(parent, tokens[i]);
    }
    if (!json_is_object(parent) && !json_is_array(parent)) {
        return fail(operation, missing);
    }
    *target = (struct target){parent, tokens[count - 1]};
    return true;
}

static void set_root(struct operation *operation, json_t *value)
{
    json_decref(operation->root);
    operation->root = value;
}

/* Adds `value` (taken, on failure too) at the path: a member is set, an item inserted. */
static bool put(struct operation *operation, json_t *value)
{
    struct target target;
    size_t index;

    if (!find_target(operation, operation->path, &target, "'path' matches nothing")) {
        json_decref(value);
        return false;
    }
    if (target.parent == NULL) {
        set_root(operation, value);
        return true;
    }
    if (json_is_object(target.parent)) {
        BUG_UNLESS(json_object_setn_new(target.parent, target.token.p, target.token.len, value) ==
                   0);
        return true;
    }
    size_t size = json_array_size(target.parent);

    if (str_eq(target.token, STR("-"))) {
        index = size;
    } else if (!pointer_index(target.token, &index) || index > size) {
        json_decref(value);
        return fail(operation, "'path' is not an index of the list, or past its end");
    }
    BUG_UNLESS(json_array_insert_new(target.parent, index, value) == 0);
    return true;
}

/* Removes the value at `pointer`, which must exist. */
static bool take(struct operation *operation, struct str pointer, const char *missing)
{
    struct target target;
    size_t index;

    if (!find_target(operation, pointer, &target, missing)) {
        return false;
    }
    if (target.parent == NULL) {
        return fail(operation, "the whole document cannot be removed");
    }
    if (child_of(target.parent, target.token) == NULL) {
        return fail(operation, missing);
    }
    if (json_is_object(target.parent)) {
        return json_object_deln(target.parent, target.token.p, target.token.len) == 0;
    }
    return pointer_index(target.token, &index) && json_array_remove(target.parent, index) == 0;
}

/* Values are equal by RFC 6902, section 4.6: numbers by value, so that 1 equals 1.0. */
static bool is_equal(const json_t *a, const json_t *b)
{
    if (json_is_number(a) && json_is_number(b) && json_typeof(a) != json_typeof(b)) {
        double left = json_number_value(a);
        double right = json_number_value(b);

        return left <= right && left >= right;
    }
    if (json_is_array(a) && json_is_array(b) && json_array_size(a) == json_array_size(b)) {
        for (size_t i = 0; i < json_array_size(a); i++) {
            if (!is_equal(jx_at(a, i), jx_at(b, i))) {
                return false;
            }
        }
        return true;
    }
    if (json_is_object(a) && json_is_object(b) && json_object_size(a) == json_object_size(b)) {
        const char *key;
        const json_t *member;

        jx_object_foreach (a, key, member) {
            const json_t *other = jx_get(b, key);

            if (other == NULL || !is_equal(member, other)) {
                return false;
            }
        }
        return true;
    }
    return json_equal(a, b) != 0;
}

static bool apply_add(struct operation *operation)
{
    return put(operation, jx_copy(operation->value));
}

static bool apply_remove(struct operation *operation)
{
    return take(operation, operation->path, "'path' matches nothing");
}

static bool apply_replace(struct operation *operation)
{
    struct target target;
    size_t index;

    if (!find_target(operation, operation->path, &target, "'path' matches nothing")) {
        return false;
    }
    if (target.parent != NULL && child_of(target.parent, target.token) == NULL) {
        return fail(operation, "'path' matches nothing");
    }
    if (target.parent == NULL || json_is_object(target.parent)) {
        return put(operation, jx_copy(operation->value)); /* a member keeps its place in the map */
    }
    return pointer_index(target.token, &index) &&
           json_array_set_new(target.parent, index, jx_copy(operation->value)) == 0;
}

static bool apply_copy(struct operation *operation)
{
    const json_t *value = pointer_get(operation->root, operation->from);

    if (value == NULL) {
        return fail(operation, "'from' matches nothing");
    }
    return put(operation, jx_copy(value));
}

static bool apply_move(struct operation *operation)
{
    struct str from = operation->from;
    const json_t *found = pointer_get(operation->root, from);

    if (found == NULL) {
        return fail(operation, "'from' matches nothing");
    }
    if (str_eq(operation->path, from)) {
        return true;
    }
    if (str_has_prefix(operation->path, from) && operation->path.p[from.len] == '/') {
        return fail(operation, "a value cannot be moved into itself");
    }
    json_t *value = jx_share(found);

    if (!take(operation, from, "'from' matches nothing")) {
        json_decref(value);
        return false;
    }
    return put(operation, value);
}

static bool apply_test(struct operation *operation)
{
    const json_t *value = pointer_get(operation->root, operation->path);

    if (value == NULL) {
        return fail(operation, "'path' matches nothing");
    }
    return is_equal(value, operation->value) || fail(operation, "the value at 'path' is another");
}

static const struct verb {
    const char *name;
    bool (*apply)(struct operation *operation);
    bool needs_value;
    bool needs_from;
} verbs[] = {
    {"add", apply_add, true, false},         {"remove", apply_remove, false, false},
    {"replace", apply_replace, true, false}, {"move", apply_move, false, true},
    {"copy", apply_copy, false, true},       {"test", apply_test, true, false},
};

static bool apply(struct operation *operation, const json_t *members)
{
    const json_t *path = jx_get(members, "path");
    const json_t *from = jx_get(members, "from");
    const struct verb *verb = NULL;

    for (size_t i = 0; i < AG_COUNT(verbs); i++) {
        if (str_eq_text(jx_str(jx_get(members, "op")), verbs[i].name)) {
            verb = &verbs[i];
        }
    }
    if (verb == NULL) {
        return fail(operation, "'op' is none of add, remove, replace, move, copy, test");
    }
    if (!json_is_string(path)) {
        return fail(operation, "'path' is missing or not a text");
    }
    if (verb->needs_from && !json_is_string(from)) {
        return fail(operation, "'from' is missing or not a text");
    }
    operation->path = jx_str(path);
    operation->from = jx_str(from);
    operation->value = jx_get(members, "value");
    if (verb->needs_value && operation->value == NULL) {
        return fail(operation, "'value' is missing");
    }
    return verb->apply(operation);
}

bool patch_apply(json_t **document, const json_t *operations, size_t *failed_index,
                 const char **reason)
{
    struct arena arena;
    struct operation operation = {.arena = &arena};
    size_t index;
    const json_t *members;
    bool fine = true;

    *failed_index = 0;
    if (!json_is_array(operations)) {
        *reason = "a patch is a list of operations";
        return false;
    }
    arena_init(&arena);
    operation.root = jx_copy(*document);
    jx_array_foreach (operations, index, members) {
        if (!apply(&operation, members)) {
            fine = false;
            *failed_index = index;
            *reason = operation.reason;
            break;
        }
    }
    if (fine) {
        json_t *old = *document;

        *document = operation.root;
        operation.root = old;
    }
    json_decref(operation.root);
    arena_release(&arena);
    return fine;
}
