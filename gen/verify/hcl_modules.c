/* SPDX-License-Identifier: MIT */
/*
 * Labels are unique over all modules of a root, so the modules fall into one; only data sources,
 * which may be there several times, have to be the same.
 */
#include "verify/hcl_modules.h"

#include "base/buf.h"
#include "base/str.h"

#include <string.h>

/* What passes on what others pass on; this only guards against a fault. */
enum { DEPTH_MAX = 32 };

/* A module as it is called. */
struct scope {
    struct joining *joining;
    struct hcl_module *module;
    const struct scope *caller; /* NULL: the root */
    const json_t *call;         /* its body */
    json_t *own;                /* addresses */
};

struct joining {
    struct arena *arena;
    struct hcl_modules *modules;
    json_t *all;          /* addresses in all modules of the root */
    struct scope *scopes; /* of the root, then of those that it calls */
    size_t count;
};

static json_t *resolve(const struct scope *scope, const json_t *value, size_t depth);

/* ---- looking up ---- */

static const struct scope *called_by(const struct scope *scope, const char *name)
{
    const json_t *call = jx_get(scope->module->calls, name);

    for (size_t i = 0; i < scope->joining->count && call != NULL; i++) {
        if (scope->joining->scopes[i].call == call) {
            return &scope->joining->scopes[i];
        }
    }
    return NULL;
}

static const json_t *output_of(const struct scope *scope, const char *name)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (scope->module->resources, i, item) {
        if (strcmp(jx_get_text(item, "type", ""), "output") == 0 &&
            strcmp(jx_get_text(item, "name", ""), name) == 0) {
            return item;
        }
    }
    return NULL;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

/* The first `count` words of "aws_vpc.main.id", with the dots between them; empty if there are
 * fewer. */
static struct str take_words(struct str text, size_t count)
{
    size_t len = 0;

    for (size_t i = 0; i < count; i++) {
        size_t start = len += i > 0;

        while (len < text.len && is_word(text.p[len])) {
            len++;
        }
        if (len == start || (i + 1 < count && (len >= text.len || text.p[len] != '.'))) {
            return (struct str){text.p, 0};
        }
    }
    return str_slice(text, 0, len);
}

/* What the words at the start of `text` stand for: `*len` of its bytes. NULL: for themselves. */
static json_t *value_at(const struct scope *scope, struct str text, size_t depth, size_t *len)
{
    struct arena *arena = scope->joining->arena;
    bool is_data = str_has_prefix(text, STR("data."));
    struct str two = take_words(text, 2);
    struct str three = take_words(text, 3);

    if (depth > DEPTH_MAX) {
        return NULL;
    }
    if (str_has_prefix(two, STR("var.")) && scope->caller != NULL) {
        const char *name = arena_strdup(arena, str_slice(two, 4, two.len));
        const json_t *given = jx_get(scope->call, name);

        *len = two.len;
        return given != NULL ? resolve(scope->caller, given, depth + 1)
                             : jx_format("${var.%s of %s}", name, scope->module->folder);
    }
    if (str_has_prefix(three, STR("module."))) {
        const char *dot = memchr(three.p + 7, '.', three.len - 7);
        size_t name = (size_t)(dot - three.p) - 7;
        const struct scope *child =
            called_by(scope, arena_text(arena, "%.*s", (int)name, three.p + 7));
        const json_t *output =
            child == NULL
                ? NULL
                : output_of(child, arena_strdup(arena, str_slice(three, name + 8, three.len)));

        *len = three.len;
        return output == NULL ? NULL
                              : resolve(child, jx_path(output, "properties.value"), depth + 1);
    }
    const char *address = arena_strdup(arena, is_data ? three : two);

    if (jx_get(scope->joining->all, address) != NULL && jx_get(scope->own, address) == NULL) {
        *len = strlen(address);
        return jx_format("${%s, not in %s}", address, scope->module->folder);
    }
    return NULL;
}

/* ---- values ---- */

/* The length of the token at the start of `text`, with its braces; 0 if there is none. */
static size_t token_len(struct str text)
{
    size_t depth = 0;

    for (size_t i = 0; i < text.len && str_has_prefix(text, STR("${")); i++) {
        depth += text.p[i] == '{';
        depth -= text.p[i] == '}';
        if (text.p[i] == '}' && depth == 0) {
            return i + 1;
        }
    }
    return 0;
}

/* The content of a token with what its words stand for in their places. */
static void add_content(const struct scope *scope, struct str content, size_t depth,
                        struct buf *out)
{
    for (size_t i = 0; i < content.len;) {
        bool is_first = is_word(content.p[i]) &&
                        (i == 0 || !(is_word(content.p[i - 1]) || content.p[i - 1] == '.'));
        size_t len = 0;
        json_t *value =
            is_first ? value_at(scope, str_slice(content, i, content.len), depth, &len) : NULL;
        struct str text = jx_str(value);

        if (value != NULL && token_len(text) == text.len && text.len > 0) {
            buf_add(out, str_slice(text, 2, text.len - 3));
        } else {
            len = value == NULL ? 1 : len;
            buf_add(out, str_slice(content, i, len));
        }
        i += len;
        json_decref(value);
    }
}

static json_t *resolve_text(const struct scope *scope, struct str text, size_t depth)
{
    struct str rest = text;
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    while (rest.len > 0) {
        bool is_escape = str_has_prefix(rest, STR("$${"));
        size_t len = is_escape ? 0 : token_len(rest);
        size_t used = 0;
        json_t *whole =
            len == 0 ? NULL : value_at(scope, str_slice(rest, 2, len - 3), depth, &used);

        if (whole != NULL && used == len - 3 && len == text.len) {
            buf_release(&out);
            return whole;
        }
        if (whole != NULL && used == len - 3 && json_is_string(whole)) {
            buf_add(&out, jx_str(whole));
        } else if (len > 0) {
            buf_add_text(&out, "${");
            add_content(scope, str_slice(rest, 2, len - 3), depth, &out);
            buf_add_char(&out, '}');
        } else {
            len = is_escape ? 3 : 1;
            buf_add(&out, str_slice(rest, 0, len));
        }
        json_decref(whole);
        rest = str_slice(rest, len, rest.len);
    }
    json_t *value = jx_string_from(buf_str(&out));

    buf_release(&out);
    return value;
}

/* Gives the value as it is seen from the root. */
static json_t *resolve(const struct scope *scope, const json_t *value, size_t depth)
{
    json_t *result;
    const char *key;
    const json_t *item;
    size_t i;

    if (json_is_string(value)) {
        return resolve_text(scope, jx_str(value), depth);
    }
    if (json_is_array(value)) {
        result = jx_array();
        jx_array_foreach (value, i, item) {
            jx_append(result, resolve(scope, item, depth));
        }
        return result;
    }
    if (json_is_object(value)) {
        result = jx_object();
        jx_object_foreach (value, key, item) {
            jx_set(result, key, resolve(scope, item, depth));
        }
        return result;
    }
    return value == NULL ? NULL : jx_share(value);
}

/* ---- order ---- */

/* Adds the addresses that `address` stands for: itself, or what an output that is passed on waits
 * for. */
static void add_after(const struct scope *scope, const char *address, size_t depth, json_t *list)
{
    struct arena *arena = scope->joining->arena;
    const json_t *given = strncmp(address, "var.", 4) == 0 && scope->caller != NULL
                              ? jx_get(scope->call, address + 4)
                              : NULL;
    struct str name = take_words(str_slice(jx_str(given), 2, jx_str(given).len), 3);

    if (given == NULL || depth > DEPTH_MAX || !str_has_prefix(name, STR("module."))) {
        jx_append(list, jx_string(address));
        return;
    }
    const char *dot = memchr(name.p + 7, '.', name.len - 7);
    size_t len = (size_t)(dot - name.p) - 7;
    const struct scope *child =
        called_by(scope->caller, arena_text(arena, "%.*s", (int)len, name.p + 7));
    const json_t *output =
        child == NULL ? NULL
                      : output_of(child, arena_strdup(arena, str_slice(name, len + 8, name.len)));
    size_t i;
    const json_t *item;

    jx_array_foreach (jx_get(output, "after"), i, item) {
        add_after(child, json_string_value(item), depth + 1, list);
    }
}

static json_t *resolve_after(const struct scope *scope, const json_t *after)
{
    json_t *list = jx_array();
    size_t i;
    const json_t *item;

    jx_array_foreach (after, i, item) {
        add_after(scope, json_string_value(item), 0, list);
    }
    return list;
}

/* ---- joining ---- */

/* The provider that the caller gives for the one that a resource names, or for the one that it does
 * not name. */
static void map_provider(const struct scope *scope, json_t *properties)
{
    static const struct str usual = STR_INIT("${aws}");
    struct str named = jx_str(jx_get(properties, "provider"));
    struct str own = named.len == 0 ? usual : named;
    const json_t *given =
        jx_get(jx_get(scope->call, "providers"),
               arena_strdup(scope->joining->arena, str_slice(own, 2, own.len - 3)));

    if (given != NULL && !str_eq(jx_str(given), usual)) {
        jx_set(properties, "provider", jx_share(given));
    } else if (given == NULL && named.len > 0) {
        jx_set(properties, "provider", jx_string("${aws.not_given}"));
    }
}

static const char *address_of(struct arena *arena, const json_t *resource)
{
    return arena_text(arena, "%s.%s", jx_get_text(resource, "type", ""),
                      jx_get_text(resource, "name", ""));
}

/* Adds a resource to those of the root. NULL, or why it cannot be. */
static const char *add_resource(const struct scope *scope, const json_t *resource, json_t *known,
                                json_t *resources)
{
    const char *type = jx_get_text(resource, "type", "");
    const char *address = address_of(scope->joining->arena, resource);
    bool is_frame = strcmp(type, "output") == 0 || strcmp(type, "document") == 0;

    if (is_frame && scope->caller != NULL) {
        return NULL; /* what is passed on, and what the module requires */
    }
    json_t *joined = jx_object();
    json_t *properties = resolve(scope, jx_get(resource, "properties"), 0);
    if (scope->caller != NULL) {
        map_provider(scope, properties);
    }
    jx_set(joined, "type", jx_string(type));
    jx_set(joined, "name", jx_string(jx_get_text(resource, "name", "")));
    jx_set(joined, "document", jx_string(scope->joining->scopes[0].module->folder));
    jx_set(joined, "after", resolve_after(scope, jx_get(resource, "after")));
    jx_set(joined, "properties", properties);

    const json_t *other = jx_get(known, address);
    const char *error = NULL;

    if (other == NULL) {
        jx_set(known, address, jx_share(joined));
        jx_append(resources, jx_share(joined));
    } else if (strncmp(type, "data.", 5) != 0 || !json_equal(other, joined)) {
        error = arena_text(scope->joining->arena, "%s: '%s' is in another module too",
                           scope->module->folder, address);
    }
    json_decref(joined);
    return error;
}

static const char *folder_of_call(const struct scope *scope, const json_t *call)
{
    const char *source = jx_get_text(call, "source", "");

    return arena_text(scope->joining->arena, "%s/%s", scope->module->folder,
                      strncmp(source, "./", 2) == 0 ? source + 2 : source);
}

static void add_scope(struct joining *joining, struct hcl_module *module,
                      const struct scope *caller, const json_t *call)
{
    struct scope *scope = &joining->scopes[joining->count++];
    size_t i;
    const json_t *item;

    *scope = (struct scope){joining, module, caller, call, jx_object()};
    jx_array_foreach (module->resources, i, item) {
        const char *address = address_of(joining->arena, item);

        jx_set(scope->own, address, json_true());
        jx_set(joining->all, address, json_true());
    }
}

static struct hcl_module *find_module(const struct joining *joining, const char *folder)
{
    for (size_t i = 0; i < joining->modules->count; i++) {
        if (strcmp(joining->modules->list[i].folder, folder) == 0) {
            return &joining->modules->list[i];
        }
    }
    return NULL;
}

/* Finds the modules that the root calls. NULL, or the reason why one is not there. */
static const char *add_calls(struct joining *joining)
{
    const struct scope *root = &joining->scopes[0];
    const char *name;
    const json_t *call;

    jx_object_foreach (root->module->calls, name, call) {
        const char *folder = folder_of_call(root, call);
        struct hcl_module *module = find_module(joining, folder);

        if (module == NULL || module->is_called || json_object_size(module->calls) > 0) {
            return arena_text(joining->arena, "module '%s': %s", name,
                              module == NULL ? "its folder is not there"
                                             : "it is called elsewhere");
        }
        module->is_called = true;
        add_scope(joining, module, root, call);
    }
    return NULL;
}

static const char *join(struct joining *joining)
{
    json_t *resources = jx_array();
    json_t *known = jx_object();
    const char *error = add_calls(joining);
    size_t i;
    const json_t *item;

    for (size_t k = 0; k < joining->count; k++) {
        const struct scope *scope = &joining->scopes[k];

        jx_array_foreach (scope->module->resources, i, item) {
            error = error == NULL ? add_resource(scope, item, known, resources) : error;
        }
    }
    json_decref(known);
    if (error != NULL) {
        json_decref(resources);
        return error;
    }
    json_decref(joining->scopes[0].module->resources);
    joining->scopes[0].module->resources = resources;
    return NULL;
}

const char *hcl_modules_join(struct hcl_modules *modules)
{
    const char *error = NULL;

    for (size_t i = 0; i < modules->count && error == NULL; i++) {
        struct hcl_module *module = &modules->list[i];
        struct joining joining = {module->arena, modules, jx_object(),
                                  ARENA_ARRAY(module->arena, modules->count, struct scope), 0};

        if (json_object_size(module->calls) > 0) {
            add_scope(&joining, module, NULL, NULL);
            error = join(&joining);
        }
        for (size_t k = 0; k < joining.count; k++) {
            json_decref(joining.scopes[k].own);
        }
        json_decref(joining.all);
    }
    return error;
}
