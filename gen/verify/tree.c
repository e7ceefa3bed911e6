/* SPDX-License-Identifier: MIT */
/* Trees are small; lists are sorted by their compact JSON. */
#include "verify/tree.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

void tree_add(json_t *map, const char *name, json_t *value)
{
    json_t *present = json_object_get(map, name);
    const char *key;
    const json_t *member;

    if (present == NULL) {
        jx_set(map, name, value);
    } else if (json_is_object(present) && json_is_object(value)) {
        jx_object_foreach (value, key, member) {
            tree_add(present, key, jx_share(member));
        }
        json_decref(value);
    } else if (json_is_array(present)) {
        jx_append(present, value);
    } else if (json_equal(present, value)) {
        json_decref(value);
    } else {
        json_t *list = jx_array();

        jx_append(list, jx_share(present));
        jx_append(list, value);
        jx_set(map, name, list);
    }
}

void tree_put(struct arena *arena, json_t *map, const char *path, json_t *value)
{
    const char *dot = strchr(path, '.');
    const char *key;
    const json_t *member;
    size_t i;

    if (*path == '\0') {
        jx_array_foreach (value, i, member) {
            tree_put(arena, map, path, jx_share(member));
        }
        jx_object_foreach (value, key, member) {
            tree_add(map, key, jx_share(member));
        }
        json_decref(value);
        return;
    }
    if (dot == NULL) {
        tree_add(map, path, value);
        return;
    }
    const char *name = arena_text(arena, "%.*s", (int)(dot - path), path);

    if (!json_is_object(json_object_get(map, name))) {
        jx_set(map, name, jx_object());
    }
    tree_put(arena, json_object_get(map, name), dot + 1, value);
}

void tree_merge(struct arena *arena, json_t *map, const char *path, const json_t *value,
                bool is_list)
{
    json_t *present = (json_t *)(uintptr_t)(*path == '\0' ? map : jx_path(map, path));

    if (!is_list) {
        tree_put(arena, map, path, jx_copy(value));
        return;
    }
    if (!json_is_array(present)) {
        json_t *list = jx_array();

        if (present != NULL) {
            jx_append(list, jx_share(present));
            json_object_del(map, path);
        }
        jx_append(list, jx_copy(value));
        tree_put(arena, map, path, list);
        return;
    }
    jx_append(present, jx_copy(value));
}

void tree_default(struct arena *arena, json_t *map, const char *path, const json_t *value)
{
    const char *dot = strchr(path, '.');

    if (dot == NULL) {
        if (jx_get(map, path) == NULL) {
            jx_set(map, path, jx_share(value));
        }
        return;
    }
    json_t *inner = json_object_get(map, arena_text(arena, "%.*s", (int)(dot - path), path));
    size_t i;
    const json_t *item;

    if (json_is_object(inner)) {
        tree_default(arena, inner, dot + 1, value);
    }
    jx_array_foreach (inner, i, item) {
        if (json_is_object(item)) {
            tree_default(arena, json_array_get(inner, i), dot + 1, value);
        }
    }
}

/* ---- one form ---- */

/* An empty map says something: which of several settings was chosen. */
static bool is_empty(const json_t *value)
{
    return value == NULL || json_is_null(value) ||
           (json_is_array(value) && json_array_size(value) == 0);
}

struct item {
    const char *text; /* what it is sorted by */
    json_t *value;
};

static int by_text(const void *a, const void *b)
{
    const struct item *left = a;
    const struct item *right = b;

    return strcmp(left->text, right->text);
}

static const char *text_of(struct arena *arena, const json_t *value)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    jx_dump(value, &out, true);
    const char *text = arena_strdup(arena, buf_str(&out));

    buf_release(&out);
    return text;
}

static bool keeps_order(const json_t *ordered, const char *path)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (ordered, i, item) {
        if (str_eq_text(jx_str(item), path)) {
            return true;
        }
    }
    return false;
}

static json_t *list_form(struct arena *arena, const char *path, const json_t *list,
                         const json_t *ordered)
{
    size_t count = json_array_size(list);
    struct item *items = ARENA_ARRAY(arena, count, struct item);
    size_t kept = 0;
    json_t *result = jx_array();

    for (size_t i = 0; i < count; i++) {
        json_t *value = tree_one_form(arena, path, jx_at(list, i), ordered);

        if (is_empty(value)) {
            json_decref(value);
        } else {
            items[kept++] = (struct item){text_of(arena, value), value};
        }
    }
    if (kept > 1 && !keeps_order(ordered, path)) {
        qsort(items, kept, sizeof(*items), by_text);
    }
    for (size_t i = 0; i < kept; i++) {
        jx_append(result, items[i].value);
    }
    if (kept == 1) {
        json_t *only = jx_share(jx_at(result, 0));

        json_decref(result);
        return only;
    }
    return result;
}

json_t *tree_one_form(struct arena *arena, const char *path, const json_t *value,
                      const json_t *ordered)
{
    json_t *result = NULL;
    const char *key;
    const json_t *member;

    if (json_is_array(value)) {
        return list_form(arena, path, value, ordered);
    }
    if (!json_is_object(value)) {
        return jx_share(value);
    }
    result = jx_object();
    jx_object_foreach (value, key, member) {
        const char *own =
            *path == '\0' ? arena_text(arena, "%s", key) : arena_text(arena, "%s.%s", path, key);
        json_t *form = tree_one_form(arena, own, member, ordered);

        if (is_empty(form)) {
            json_decref(form);
        } else {
            jx_set(result, key, form);
        }
    }
    return result;
}
