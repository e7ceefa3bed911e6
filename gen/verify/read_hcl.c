/* SPDX-License-Identifier: MIT */
/*
 * Blocks of modules; a folder is one, with providers of its own or of the one that calls it. A
 * nested block is a map, or a list of them where it stands several times.
 */
#include "verify/raw.h"

#include "base/compiler.h"
#include "verify/hcl_expression.h"
#include "verify/hcl_modules.h"

#include <string.h>

enum { LABELS_MAX = 2 };

static const char VALUES[] = ".tfvars";
static const char UNDECLARED[] = "undeclared";

struct block {
    const char *type;
    const char *labels[LABELS_MAX];
    size_t label_count;
    json_t *body;
};

static json_t *read_body(struct hcl_reader *reader);

/* Adds a nested block: a second one of its type makes a list. */
static void add_block(json_t *body, const char *type, json_t *value)
{
    json_t *present = json_object_get(body, type);

    if (present == NULL) {
        jx_set(body, type, value);
    } else if (json_is_array(present)) {
        jx_append(present, value);
    } else {
        json_t *list = jx_array();

        jx_append(list, jx_share(present));
        jx_append(list, value);
        jx_set(body, type, list);
    }
}

/* The labels of a nested block, which only those of `terraform` have; nothing of them is deployed.
 */
static void skip_labels(struct hcl_reader *reader)
{
    while (reader->rest.len > 0 && reader->rest.p[0] == '"' && hcl_quoted(reader) != NULL) {
        hcl_skip_spaces(reader);
    }
}

/* "condition = …" of a check is no value: it is a token that spells it out. */
static json_t *read_condition(struct hcl_reader *reader)
{
    struct str rest = reader->rest;
    size_t end = 0;

    while (end < rest.len && rest.p[end] != '\n') {
        end++;
    }
    reader->rest = str_slice(rest, end, rest.len);
    return jx_format("${%.*s}", STR_ARGS(str_slice(rest, 0, end)));
}

/* "name = value" or "type {". */
static bool read_item(struct hcl_reader *reader, json_t *body)
{
    struct str word = hcl_word(reader);
    json_t *value = NULL;

    if (word.len == 0) {
        hcl_fail(reader, "expected an argument or a block");
        return false;
    }
    const char *name = arena_strdup(reader->arena, word);

    hcl_skip_spaces(reader);
    skip_labels(reader);
    if (hcl_accept(reader, '{')) {
        value = read_body(reader);
        if (value != NULL) {
            add_block(body, name, value);
        }
    } else if (hcl_accept(reader, '=')) {
        hcl_skip_spaces(reader);
        value = strcmp(name, "condition") == 0 ? read_condition(reader) : hcl_expression(reader);
        if (value != NULL) {
            jx_set(body, name, value);
        }
    } else {
        hcl_fail(reader, "expected '=' or '{'");
    }
    return value != NULL;
}

static json_t *read_body(struct hcl_reader *reader)
{
    json_t *body = jx_object();

    for (;;) {
        hcl_skip_blank(reader);
        if (hcl_accept(reader, '}')) {
            return body;
        }
        if (!read_item(reader, body)) {
            json_decref(body);
            return NULL;
        }
    }
}

static bool read_block(struct hcl_reader *reader, struct block *block)
{
    *block = (struct block){.type = arena_strdup(reader->arena, hcl_word(reader))};
    hcl_skip_spaces(reader);
    while (block->label_count < LABELS_MAX && reader->rest.len > 0 && reader->rest.p[0] == '"') {
        block->labels[block->label_count++] = hcl_quoted(reader);
        hcl_skip_spaces(reader);
    }
    if (*block->type == '\0' || !hcl_accept(reader, '{')) {
        hcl_fail(reader, "expected a block");
        return false;
    }
    block->body = read_body(reader);
    return block->body != NULL;
}

static void take_provider(struct hcl_module *module, const json_t *body)
{
    const char *alias = jx_get_text(body, "alias", "");
    const json_t *tags = jx_path(body, "default_tags.tags");

    jx_set(module->regions, alias, jx_string(jx_get_text(body, "region", "")));
    if (tags != NULL) {
        jx_set(module->tags, alias, jx_share(tags));
    }
}

/* The value with "each.value" replaced by `list`. */
static json_t *without_each(const json_t *value, const char *list)
{
    static const char word[] = "each.value";
    json_t *result = NULL;
    const char *key;
    const json_t *member;
    size_t i;

    if (json_is_object(value)) {
        result = jx_object();
        jx_object_foreach (value, key, member) {
            jx_set(result, key, without_each(member, list));
        }
        return result;
    }
    if (json_is_array(value)) {
        result = jx_array();
        jx_array_foreach (value, i, member) {
            jx_append(result, without_each(member, list));
        }
        return result;
    }
    const char *text = json_string_value(value);
    const char *found = text == NULL ? NULL : strstr(text, word);

    return found == NULL
               ? jx_share(value)
               : jx_format("%.*s%s%s", (int)(found - text), text, list, found + strlen(word));
}

/* "${for item in LIST : key => item}" makes many of one: what is said of each is said of LIST, as
 * it is for a list that is known to have one item. */
static void take_for_each(struct hcl_module *module, json_t **body)
{
    static const char in[] = " in ";
    const char *text = jx_get_text(*body, "for_each", "");
    const char *list = strncmp(text, "${for ", strlen("${for ")) == 0 ? strstr(text, in) : NULL;
    const char *colon = list == NULL ? NULL : strstr(list, " : ");

    if (colon == NULL) {
        return;
    }
    list += strlen(in);
    json_t *one = without_each(*body, arena_text(module->arena, "%.*s", (int)(colon - list), list));

    json_object_del(one, "for_each");
    json_decref(*body);
    *body = one;
}

/* The addresses of a list of references, "aws_lb.web" of "${aws_lb.web}". */
static json_t *addresses_of(const json_t *list)
{
    json_t *result = jx_array();
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        struct str text = jx_str(item);

        if (text.len > 3) {
            jx_append(result, jx_string_from(str_slice(text, 2, text.len - 3)));
        }
    }
    return result;
}

/* Outputs are read like resources. */
static void take_resource(struct hcl_module *module, const char *type, const char *name,
                          json_t *body)
{
    json_t *resource = jx_object();

    jx_set(resource, "type", jx_string(type));
    jx_set(resource, "name", jx_string(name));
    jx_set(resource, "document", jx_string(module->folder));
    take_for_each(module, &body);
    jx_set(resource, "after", addresses_of(jx_get(body, "depends_on")));
    json_object_del(body, "depends_on");
    jx_set(resource, "properties", body);
    jx_append(module->resources, resource);
}

/* "${aws_lb.new}" comes from "${aws_lb.old}". Where modules got it from is nothing that is
 * deployed.
 */
static void take_move(struct hcl_module *module, const json_t *body)
{
    static const struct str within = STR_INIT("${module.");
    struct str address = jx_str(jx_get(body, "to"));
    const char *dot = strchr(jx_get_text(body, "from", ""), '.');

    if (address.len > 3 && dot != NULL && !str_has_prefix(address, within) &&
        !str_has_prefix(jx_str(jx_get(body, "from")), within)) {
        jx_set(module->moved, arena_strdup(module->arena, str_slice(address, 2, address.len - 3)),
               jx_format("%.*s", (int)strcspn(dot + 1, "}"), dot + 1));
    }
}

static json_t *parameter_of(struct hcl_module *module, const char *name)
{
    if (jx_get(module->parameters, name) == NULL) {
        jx_set(module->parameters, name, jx_object());
    }
    return json_object_get(module->parameters, name);
}

static void take_variable(struct hcl_module *module, const struct block *block)
{
    json_t *parameter = parameter_of(module, block->labels[0]);
    const char *key;
    const json_t *value;

    json_object_del(parameter, UNDECLARED);
    jx_object_foreach (block->body, key, value) {
        jx_set(parameter, key, jx_share(value));
    }
}

/* The values of variables that stand in a file of their own. */
static void take_given(struct hcl_module *module, struct hcl_reader *reader)
{
    json_t *values = jx_object();
    const char *key;
    const json_t *value;

    hcl_skip_blank(reader);
    while (reader->rest.len > 0 && read_item(reader, values)) {
        hcl_skip_blank(reader);
    }
    jx_object_foreach (values, key, value) {
        if (jx_get(module->parameters, key) == NULL) {
            jx_set(parameter_of(module, key), UNDECLARED, jx_string("true"));
        }
        jx_set(parameter_of(module, key), "given", jx_share(value));
    }
    json_decref(values);
}

static void take_block(struct hcl_module *module, const struct block *block)
{
    if (strcmp(block->type, "provider") == 0) {
        take_provider(module, block->body);
    } else if (strcmp(block->type, "variable") == 0) {
        take_variable(module, block);
    } else if (strcmp(block->type, "moved") == 0) {
        take_move(module, block->body);
    } else if (strcmp(block->type, "terraform") == 0) {
        take_resource(module, "document", module->folder, jx_share(block->body));
    } else if (strcmp(block->type, "module") == 0 && block->label_count == 1) {
        jx_set(module->calls, block->labels[0], jx_share(block->body));
    } else if (strcmp(block->type, "output") == 0) {
        take_resource(module, "output", block->labels[0], jx_share(block->body));
    } else if (strcmp(block->type, "resource") == 0 && block->label_count == 2) {
        take_resource(module, block->labels[0], block->labels[1], jx_share(block->body));
    } else if (strcmp(block->type, "data") == 0 && block->label_count == 2) {
        take_resource(module, arena_text(module->arena, "data.%s", block->labels[0]),
                      block->labels[1], jx_share(block->body));
    }
}

/* The alias of the provider of a resource; "" is the one without. */
static const char *alias_of(const struct hcl_module *module, const json_t *properties)
{
    const char *dot = strchr(jx_get_text(properties, "provider", "${aws}"), '.');

    return dot == NULL ? ""
                       : arena_text(module->arena, "%.*s", (int)strcspn(dot + 1, "}"), dot + 1);
}

/* The region of a provider, which may be a variable; none that there is for an alias that nothing
 * has. */
static const char *region_of(const struct hcl_module *module, const char *alias)
{
    static const char variable[] = "${var.";
    struct arena *arena = module->arena;
    const char *unknown = alias[0] == '\0' ? "" : arena_text(arena, "of provider %s", alias);
    const char *region = jx_get_text(module->regions, alias, unknown);

    if (strncmp(region, variable, strlen(variable)) != 0) {
        return region;
    }
    region += strlen(variable);
    const json_t *parameter =
        jx_get(module->parameters, arena_text(arena, "%.*s", (int)strcspn(region, "}"), region));

    return jx_get_text(parameter, "given", jx_get_text(parameter, "default", ""));
}

/* The former name of what cannot be moved, a variable, an output or a data source: a name that
 * begins with a label that has moved had the former label in its place. NULL if there is none. */
static const char *former_name(const struct hcl_module *module, const char *name)
{
    const char *result = NULL;
    size_t longest = 0;
    const char *address;
    const json_t *former;

    jx_object_foreach (module->moved, address, former) {
        const char *label = strchr(address, '.') + 1;
        size_t len = strlen(label);

        if (len > longest && strncmp(name, label, len) == 0 &&
            (name[len] == '_' || name[len] == '\0')) {
            longest = len;
            result = arena_text(module->arena, "%s%s", json_string_value(former), name + len);
        }
    }
    return result;
}

static void note_former_parameters(struct hcl_module *module)
{
    const char *name;
    const json_t *parameter;

    jx_object_foreach (module->parameters, name, parameter) {
        const char *former = former_name(module, name);

        if (former != NULL) {
            jx_set(json_object_get(module->parameters, name), "was", jx_string(former));
        }
    }
}

static const char *former_label(const struct hcl_module *module, const json_t *resource)
{
    const char *type = jx_get_text(resource, "type", "");
    const char *name = jx_get_text(resource, "name", "");

    return strncmp(type, "data.", 5) == 0 || strcmp(type, "output") == 0
               ? former_name(module, name)
               : jx_get_text(module->moved, arena_text(module->arena, "%s.%s", type, name), NULL);
}

/* What the provider adds to every resource: its region and the common tags. */
static void complete(struct hcl_module *module)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (module->resources, i, item) {
        json_t *resource = json_array_get(module->resources, i);
        json_t *properties = json_object_get(resource, "properties");
        json_t *tags = json_object_get(properties, "tags");
        const char *key;
        const json_t *value;

        const char *was = former_label(module, resource);
        const char *alias = alias_of(module, properties);

        jx_set(resource, "region", jx_string(region_of(module, alias)));
        if (was != NULL) {
            jx_set(resource, "was", jx_string(was));
        }
        json_object_del(properties, "provider");
        jx_object_foreach (jx_get(module->tags, alias), key, value) {
            if (json_is_object(tags) && jx_get(tags, key) == NULL) {
                jx_set(tags, key, jx_share(value));
            }
        }
    }
}

static bool has_suffix(const char *path, const char *suffix)
{
    return str_has_suffix(str_from(path), str_from(suffix));
}

static const char *read_file(struct hcl_module *module, const struct file *file)
{
    struct hcl_reader reader = {module->arena, file->bytes, NULL};

    if (has_suffix(file->path, VALUES)) {
        take_given(module, &reader);
    }
    hcl_skip_blank(&reader);
    while (reader.error == NULL && reader.rest.len > 0) {
        struct block block;

        if (read_block(&reader, &block)) {
            take_block(module, &block);
            json_decref(block.body);
        }
        hcl_skip_blank(&reader);
    }
    return reader.error == NULL ? NULL
                                : arena_text(module->arena, "%s: %s", file->path, reader.error);
}

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? "" : arena_text(arena, "%.*s", (int)(slash - path), path);
}

static void release_module(struct hcl_module *module)
{
    json_decref(module->resources);
    json_decref(module->parameters);
    json_decref(module->regions);
    json_decref(module->tags);
    json_decref(module->moved);
    json_decref(module->calls);
}

/* Adds what is in a module, with those that it calls, to `raw`. */
static void add_module(struct hcl_module *module, json_t *raw)
{
    size_t i;
    const json_t *resource;
    const char *name;
    const json_t *parameter;

    complete(module);
    note_former_parameters(module);
    jx_array_foreach (module->resources, i, resource) {
        jx_append(json_object_get(raw, "resources"), jx_share(resource));
    }
    jx_object_foreach (module->parameters, name, parameter) {
        json_t *known = json_object_get(json_object_get(raw, "parameters"), name);

        if (known == NULL) {
            jx_set(json_object_get(raw, "parameters"), name, jx_share(parameter));
        } else {
            json_object_update(known, json_object_get(module->parameters, name));
        }
    }
}

static struct hcl_module new_module(struct arena *arena, const char *folder)
{
    return (struct hcl_module){.arena = arena,
                               .folder = folder,
                               .resources = jx_array(),
                               .parameters = jx_object(),
                               .regions = jx_object(),
                               .tags = jx_object(),
                               .moved = jx_object(),
                               .calls = jx_object()};
}

/* Reads each file into the module of its folder. */
static struct hcl_modules read_all(struct arena *arena, const struct file_list *files,
                                   const char **error)
{
    struct hcl_modules modules = {ARENA_ARRAY(arena, files->count, struct hcl_module), 0};
    json_t *numbers = jx_object(); /* folder → number of its module */

    for (size_t i = 0; i < files->count && *error == NULL; i++) {
        const char *path = files->items[i].path;
        const char *folder = folder_of(arena, path);
        size_t number = (size_t)jx_get_integer(numbers, folder, (json_int_t)modules.count);

        if (number == modules.count) {
            jx_set(numbers, folder, json_integer((json_int_t)number));
            modules.list[modules.count++] = new_module(arena, folder);
        }
        if (has_suffix(path, ".tf") || has_suffix(path, VALUES)) {
            *error = read_file(&modules.list[number], &files->items[i]);
        }
    }
    json_decref(numbers);
    return modules;
}

json_t *raw_read_hcl(struct arena *arena, const struct file_list *files, const char **error)
{
    json_t *raw = jx_object();

    *error = NULL;
    jx_set(raw, "resources", jx_array());
    jx_set(raw, "parameters", jx_object());
    struct hcl_modules modules = read_all(arena, files, error);

    if (*error == NULL) {
        *error = hcl_modules_join(&modules);
    }
    for (size_t i = 0; i < modules.count && *error == NULL; i++) {
        if (!modules.list[i].is_called) {
            add_module(&modules.list[i], raw);
        }
    }
    for (size_t i = 0; i < modules.count; i++) {
        release_module(&modules.list[i]);
    }
    if (*error != NULL) {
        json_decref(raw);
        return NULL;
    }
    return raw;
}
