/* SPDX-License-Identifier: MIT */
/*
 * CloudFormation documents. Intrinsic functions become text with tokens. A parameter of a nested
 * stack stands for what its parent passes, and one of a stack that a script deploys for what the
 * script passes (verify/stacks.h); any other that has the name of an output of another document
 * stands for that output's value.
 */
#include "verify/raw.h"

#include "base/buf.h"
#include "base/compiler.h"
#include "verify/stacks.h"

#include <stdlib.h>
#include <string.h>

struct stack {
    struct arena *arena;
    struct stacks stacks;
    json_t *outputs; /* of all documents: name → value in the raw form */
    json_t *asking;  /* name of a parameter → document */
    json_t *parameters;
    const char *document; /* the path of the present one */
    unsigned depth;
};

/* Outputs refer to resources, never to each other in a circle; this only guards against a fault. */
enum { DEPTH_MAX = 64 };

static const char NO_ATTRIBUTE[] = "without attribute";

static json_t *evaluate(struct stack *stack, const json_t *value);

static void add_text(struct buf *out, const json_t *value)
{
    if (json_is_string(value)) {
        buf_add(out, jx_str(value));
    } else {
        jx_dump(value, out, true);
    }
}

static json_t *finish(struct buf *out)
{
    json_t *value = jx_string_from(buf_str(out));

    buf_release(out);
    return value;
}

/* A text of the document itself: "${" in it is no token. */
static json_t *plain(struct str text)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] == '$' && i + 1 < text.len && text.p[i + 1] == '{') {
            buf_add_char(&out, '$');
        }
        buf_add_char(&out, text.p[i]);
    }
    return finish(&out);
}

/* A string, or "" for what should be one. */
static const char *text_of(const json_t *value)
{
    return json_is_string(value) ? json_string_value(value) : "";
}

/* What an expression of another document is there. */
static json_t *evaluate_in(struct stack *stack, const char *document, const json_t *value)
{
    const char *present = stack->document;

    stack->document = document;
    stack->depth++;
    json_t *result = evaluate(stack, value);

    stack->depth--;
    stack->document = present;
    return result;
}

/* The value of what is passed on, or NULL if there is no such output. */
static json_t *passed(struct stack *stack, const struct stack_value *from)
{
    return from->value == NULL || stack->depth >= DEPTH_MAX
               ? NULL
               : evaluate_in(stack, from->document, from->value);
}

static json_t *reference(struct stack *stack, const char *name)
{
    const json_t *output = jx_get(stack->outputs, name);
    bool is_own = strcmp(jx_get_text(output, "document", stack->document), stack->document) == 0;
    struct stack_value from;

    if (stacks_parameter(&stack->stacks, stack->document, name, 0, &from)) {
        json_t *value = passed(stack, &from);

        return value != NULL ? value : jx_format("${Unknown %s}", name);
    }
    if (!is_own && stack->depth < DEPTH_MAX) {
        return jx_share(jx_get(output, "value"));
    }
    return stacks_knows(&stack->stacks, stack->document, name) ? jx_format("${Ref %s}", name)
                                                               : jx_format("${Unknown %s}", name);
}

static json_t *call_ref(struct stack *stack, const json_t *argument)
{
    return reference(stack, text_of(argument));
}

/* An attribute of a resource, or an output of a nested stack. */
static json_t *attribute(struct stack *stack, const char *name, const char *attribute)
{
    struct stack_value from;
    json_t *value = NULL;

    if (stacks_output(&stack->stacks, stack->document, name, attribute, &from)) {
        value = passed(stack, &from);
    } else if (stacks_knows(&stack->stacks, stack->document, name)) {
        return jx_format("${GetAtt %s %s}", name, attribute);
    }
    return value != NULL ? value : jx_format("${Unknown %s %s}", name, attribute);
}

static json_t *call_get_att(struct stack *stack, const json_t *argument)
{
    if (json_is_string(argument)) {
        const char *text = json_string_value(argument);
        const char *dot = strchr(text, '.');
        size_t len = dot == NULL ? strlen(text) : (size_t)(dot - text);

        return attribute(stack, arena_strdup(stack->arena, (struct str){text, len}),
                         dot == NULL ? NO_ATTRIBUTE : dot + 1);
    }
    return attribute(stack, text_of(jx_at(argument, 0)),
                     json_array_size(argument) == 2 ? text_of(jx_at(argument, 1)) : NO_ATTRIBUTE);
}

/* "${Name}", "${Name.Attribute}", "${!text}" in the template of a Sub. */
static void add_variable(struct stack *stack, struct str name, const json_t *variables,
                         struct buf *out)
{
    const char *text = arena_strdup(stack->arena, name);
    const json_t *own = jx_get(variables, text);
    const char *dot = strchr(text, '.');
    json_t *value = NULL;

    if (*text == '!') {
        buf_add_text(out, "$${");
        buf_add_text(out, text + 1);
        buf_add_char(out, '}');
        return;
    }
    if (own != NULL) {
        value = evaluate(stack, own);
    } else if (dot == NULL) {
        value = reference(stack, text);
    } else {
        const struct str resource = {text, (size_t)(dot - text)};

        value = attribute(stack, arena_strdup(stack->arena, resource), dot + 1);
    }
    add_text(out, value);
    json_decref(value);
}

static json_t *call_sub(struct stack *stack, const json_t *argument)
{
    struct str text = jx_str(json_is_array(argument) ? jx_at(argument, 0) : argument);
    const json_t *variables = jx_at(argument, 1);
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    while (text.len > 0) {
        const char *close = text.len > 1 && text.p[0] == '$' && text.p[1] == '{'
                                ? memchr(text.p, '}', text.len)
                                : NULL;

        if (close == NULL) {
            buf_add_char(&out, text.p[0]);
            text = str_slice(text, 1, text.len);
        } else {
            size_t end = (size_t)(close - text.p);

            add_variable(stack, str_slice(text, 2, end - 2), variables, &out);
            text = str_slice(text, end + 1, text.len);
        }
    }
    return finish(&out);
}

static json_t *call_join(struct stack *stack, const json_t *argument)
{
    json_t *list = evaluate(stack, jx_at(argument, 1));
    struct buf out;
    size_t i;
    const json_t *item;

    if (!json_is_array(list)) {
        json_t *token = jx_format("${join(%s, %s)}", text_of(jx_at(argument, 0)), text_of(list));

        json_decref(list);
        return token; /* of a list that is not known */
    }
    buf_init(&out, BUF_NO_LIMIT);
    jx_array_foreach (list, i, item) {
        if (i > 0) {
            buf_add(&out, jx_str(jx_at(argument, 0)));
        }
        add_text(&out, item);
    }
    json_decref(list);
    return finish(&out);
}

/* A list that crossed a border as a text, "${join(,, …)}", is that list. */
static json_t *call_split(struct stack *stack, const json_t *argument)
{
    const char *joined = arena_text(stack->arena, "${join(%s, ", jx_str(jx_at(argument, 0)).p);
    json_t *value = evaluate(stack, jx_at(argument, 1));
    struct str text = jx_str(value);
    size_t frame = strlen(joined) + strlen(")}");

    if (!str_has_prefix(text, str_from(joined)) || text.len < frame) {
        return value;
    }
    json_t *list = jx_string_from(str_slice(text, strlen(joined), text.len - frame));

    json_decref(value);
    return list;
}

/* What is base64-encoded is compared as it is. */
static json_t *call_inner(struct stack *stack, const json_t *argument)
{
    return evaluate(stack, argument);
}

/* Any other function is a token that spells it out. */
static json_t *call_token(struct stack *stack, const char *name, const json_t *argument)
{
    json_t *value = evaluate(stack, argument);
    struct buf out;
    size_t i;
    const json_t *item;

    buf_init(&out, BUF_NO_LIMIT);
    buf_add_text(&out, "${");
    buf_add_text(&out, name);
    if (!json_is_array(value)) {
        buf_add_char(&out, ' ');
        add_text(&out, value);
    }
    jx_array_foreach (value, i, item) {
        buf_add_char(&out, ' ');
        add_text(&out, item);
    }
    buf_add_char(&out, '}');
    json_decref(value);
    return finish(&out);
}

/* An item of a parameter that is a list of what other stacks give. */
static json_t *call_select(struct stack *stack, const json_t *argument)
{
    const char *list = jx_get_text(jx_at(argument, 1), "Ref", NULL);
    const char *index = json_string_value(jx_at(argument, 0));
    struct stack_value from;
    json_t *value = NULL;

    if (list != NULL && index != NULL &&
        stacks_parameter(&stack->stacks, stack->document, list, strtoul(index, NULL, 10), &from)) {
        value = passed(stack, &from);
        return value != NULL ? value : jx_format("${Unknown %s %s}", list, index);
    }
    return call_token(stack, "Select", argument);
}

static json_t *call(struct stack *stack, const char *name, const json_t *argument)
{
    static const struct {
        const char *name;
        json_t *(*call)(struct stack *stack, const json_t *argument);
    } rows[] = {
        {"Ref", call_ref},         {"Fn::GetAtt", call_get_att}, {"Fn::Sub", call_sub},
        {"Fn::Join", call_join},   {"Fn::Base64", call_inner},   {"Fn::Select", call_select},
        {"Fn::Split", call_split},
    };

    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        if (strcmp(name, rows[i].name) == 0) {
            return rows[i].call(stack, argument);
        }
    }
    return call_token(stack, name + strlen("Fn::"), argument);
}

/* True if the map is a call: its one member is Ref or a function. */
static bool is_call(const json_t *map, const char **name, const json_t **argument)
{
    const char *key;
    const json_t *value;

    if (json_object_size(map) != 1) {
        return false;
    }
    jx_object_foreach (map, key, value) {
        *name = key;
        *argument = value;
        return strcmp(key, "Ref") == 0 || strncmp(key, "Fn::", strlen("Fn::")) == 0;
    }
    return false;
}

static json_t *evaluate(struct stack *stack, const json_t *value)
{
    const char *name = NULL;
    const json_t *argument = NULL;
    const char *key;
    const json_t *member;
    size_t i;
    json_t *result = NULL;

    if (json_is_object(value) && is_call(value, &name, &argument)) {
        stack->depth++;
        result = call(stack, name, argument);
        stack->depth--;
        return result;
    }
    if (json_is_object(value)) {
        result = jx_object();
        jx_object_foreach (value, key, member) {
            jx_set(result, key, evaluate(stack, member));
        }
        return result;
    }
    if (json_is_array(value)) {
        result = jx_array();
        jx_array_foreach (value, i, member) {
            jx_append(result, evaluate(stack, member));
        }
        return result;
    }
    if (value == NULL) {
        return json_null(); /* an argument that is not there */
    }
    return json_is_string(value) ? plain(jx_str(value)) : raw_strings(jx_share(value));
}

/* True if a document asks for what another has as an output. */
static bool is_handed(const struct stack *stack, const char *name)
{
    const char *document = jx_get_text(jx_get(stack->outputs, name), "document", NULL);
    const char *asking = jx_get_text(stack->asking, name, document);

    return document != NULL && strcmp(asking, document) != 0;
}

static void take_outputs(struct stack *stack, const json_t *document)
{
    const char *name;
    const json_t *output;

    jx_object_foreach (jx_get(document, "Outputs"), name, output) {
        json_t *row;

        if (stacks_is_passed(&stack->stacks, stack->document, name)) {
            continue;
        }
        row = jx_object();
        jx_set(row, "document", jx_string(stack->document));
        jx_set(row, "value", evaluate(stack, jx_get(output, "Value")));
        jx_set(stack->outputs, name, row);
    }
}

/* What stands beside the properties. Metadata is for who reads the file. */
static void take_attributes(const json_t *resource, json_t *raw)
{
    static const char *const names[] = {"CreationPolicy", "DeletionPolicy", "UpdatePolicy",
                                        "UpdateReplacePolicy"};
    const json_t *after = jx_get(resource, "DependsOn");
    json_t *list = jx_array();

    for (size_t i = 0; i < AG_COUNT(names); i++) {
        const json_t *value = jx_get(resource, names[i]);

        if (value != NULL) {
            jx_set(json_object_get(raw, "properties"), names[i], raw_strings(jx_copy(value)));
        }
    }
    if (json_is_string(after)) {
        jx_append(list, jx_share(after));
    }
    jx_set(raw, "after", json_is_array(after) ? jx_share(after) : jx_share(list));
    json_decref(list);
}

/* What a document says of itself is a resource of the type "document". */
static void take_head(const struct stack *stack, json_t *list)
{
    json_t *raw = jx_object();

    jx_set(raw, "type", jx_string("document"));
    jx_set(raw, "name", jx_string(stack->document));
    jx_set(raw, "document", jx_string(stack->document));
    jx_set(raw, "properties", jx_object());
    jx_append(list, raw);
}

static void take_resources(struct stack *stack, const json_t *document, json_t *list)
{
    const char *region = jx_get_text(jx_path(document, "Metadata.archgen"), "Region", "");
    const char *name;
    const json_t *resource;

    jx_object_foreach (jx_get(document, "Resources"), name, resource) {
        const json_t *properties = jx_get(resource, "Properties");

        if (stacks_is_nested(&stack->stacks, stack->document, name)) {
            continue;
        }
        json_t *raw = jx_object();

        jx_set(raw, "type", jx_string(jx_get_text(resource, "Type", "")));
        jx_set(raw, "name", jx_string(name));
        jx_set(raw, "region", jx_string(region));
        jx_set(raw, "document", jx_string(stack->document));
        jx_set(raw, "properties", properties == NULL ? jx_object() : evaluate(stack, properties));
        take_attributes(resource, raw);
        jx_append(list, raw);
    }
}

/* Outputs are read like resources. */
static void give_outputs(struct stack *stack, const json_t *document, json_t *list)
{
    const char *name;
    const json_t *output;

    jx_object_foreach (jx_get(document, "Outputs"), name, output) {
        json_t *raw = NULL;

        if (is_handed(stack, name) || stacks_is_passed(&stack->stacks, stack->document, name)) {
            continue;
        }
        raw = jx_object();
        jx_set(raw, "type", jx_string("output"));
        jx_set(raw, "name", jx_string(name));
        jx_set(raw, "document", jx_string(stack->document));
        jx_set(raw, "properties", evaluate(stack, output));
        jx_append(list, raw);
    }
}

/* ["Name=value", …]: what is beside the stacks for those who deploy them. */
static void take_given(struct stack *stack, const json_t *list)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        const char *text = text_of(item);
        const char *equals = strchr(text, '=');
        const char *name = arena_text(stack->arena, "%.*s", (int)strcspn(text, "="), text);

        if (jx_get(stack->parameters, name) == NULL) {
            jx_set(stack->parameters, name, jx_object());
        }
        jx_set(json_object_get(stack->parameters, name), "given",
               plain(str_from(equals == NULL ? "" : equals + 1)));
    }
}

static void take_parameters(struct stack *stack, const json_t *document)
{
    const char *name;
    const json_t *parameter;

    jx_object_foreach (jx_get(document, "Parameters"), name, parameter) {
        struct stack_value from;

        if (!is_handed(stack, name) &&
            !stacks_parameter(&stack->stacks, stack->document, name, 0, &from)) {
            json_t *own = raw_strings(jx_copy(parameter));
            const json_t *given = jx_get(jx_get(stack->parameters, name), "given");

            if (given != NULL) {
                jx_set(own, "given", jx_share(given));
            }
            jx_set(stack->parameters, name, own);
        }
    }
}

static void take_names(struct stack *stack, const json_t *document)
{
    const char *name;
    const json_t *parameter;
    struct stack_value from;

    if (!stacks_is_nested_part(&stack->stacks, stack->document)) {
        take_outputs(stack, document);
    }
    jx_object_foreach (jx_get(document, "Parameters"), name, parameter) {
        if (!stacks_parameter(&stack->stacks, stack->document, name, 0, &from)) {
            jx_set(stack->asking, name, jx_string(stack->document));
        }
    }
}

/* First the names of all documents, with `list` NULL; then what is in them. */
static void each_document(struct stack *stack, json_t *list)
{
    const char *path;
    const json_t *document;

    jx_object_foreach (stack->stacks.documents, path, document) {
        stack->document = path;
        if (list == NULL) {
            take_names(stack, document);
        } else if (json_is_array(document)) {
            take_given(stack, document);
        } else {
            take_parameters(stack, document);
            take_head(stack, list);
            take_resources(stack, document, list);
            give_outputs(stack, document, list);
        }
    }
}

json_t *raw_read_cfn(struct arena *arena, const struct file_list *files, const char **error)
{
    struct stack stack = {
        .arena = arena, .outputs = jx_object(), .asking = jx_object(), .parameters = jx_object()};
    json_t *raw = NULL;

    *error = stacks_read(&stack.stacks, arena, files);
    if (*error == NULL) {
        json_t *resources = jx_array();

        raw = jx_object();
        each_document(&stack, NULL);
        each_document(&stack, resources);
        jx_set(raw, "resources", resources);
        jx_set(raw, "parameters", jx_share(stack.parameters));
        jx_set(raw, "behind", stacks_order(&stack.stacks));
        jx_set(raw, "wholes", stacks_wholes(&stack.stacks));
    }
    stacks_release(&stack.stacks);
    json_decref(stack.outputs);
    json_decref(stack.asking);
    json_decref(stack.parameters);
    return raw;
}
