/* SPDX-License-Identifier: MIT */
#include "verify/stacks.h"

#include "base/str.h"

#include <string.h>

#define OUTPUTS "Outputs."

/* ---- nested stacks ---- */

static json_t *member_of(json_t *map, const char *name, json_t *empty)
{
    if (jx_get(map, name) == NULL) {
        jx_set(map, name, empty);
    } else {
        json_decref(empty);
    }
    return json_object_get(map, name);
}

static json_t *pass_list(struct stacks *stacks, const char *document, const char *name)
{
    json_t *list = jx_array();

    jx_set(member_of(stacks->passed, document, jx_object()), name, list);
    return list;
}

static void pass(json_t *list, const char *document, const char *member, json_t *value)
{
    json_t *row = jx_object();

    jx_set(row, "document", jx_string(document));
    jx_set(row, member, value);
    jx_append(list, row);
}

/* "cfn/prod/nested/app.json" for "nested/app.json" in "cfn/prod/template.json". */
static const char *path_beside(struct arena *arena, const char *document, const char *path)
{
    const char *slash = strrchr(document, '/');

    return slash == NULL ? path
                         : arena_text(arena, "%.*s/%s", (int)(slash - document), document, path);
}

/* What a parent passes: an expression, or the items of a list that it joins with commas. */
static void take_passed(struct stacks *stacks, const char *parent, const char *child,
                        const json_t *parameters)
{
    const char *name;
    const json_t *value;

    jx_object_foreach (parameters, name, value) {
        json_t *list = pass_list(stacks, child, name);
        const json_t *joined = jx_get(value, "Fn::Join");
        size_t i;
        const json_t *item;

        if (json_is_array(jx_at(joined, 1)) && str_eq_text(jx_str(jx_at(joined, 0)), ",")) {
            jx_array_foreach (jx_at(joined, 1), i, item) {
                pass(list, parent, "value", jx_share(item));
            }
        } else {
            pass(list, parent, "value", jx_share(value));
        }
    }
}

static void find_nested(struct stacks *stacks, const char *path, const json_t *document)
{
    const char *name;
    const json_t *resource;

    jx_object_foreach (jx_get(document, "Resources"), name, resource) {
        const json_t *properties = jx_get(resource, "Properties");
        const char *url = jx_get_text(properties, "TemplateURL", NULL);
        const char *child = url == NULL ? NULL : path_beside(stacks->arena, path, url);

        if (child == NULL || jx_get(stacks->documents, child) == NULL) {
            continue;
        }
        if (jx_get(stacks->nested, path) == NULL) {
            jx_set(stacks->nested, path, jx_object());
        }
        jx_set(json_object_get(stacks->nested, path), name, jx_string(child));
        jx_set(stacks->wholes, child, jx_string(path));
        take_passed(stacks, path, child, jx_get(properties, "Parameters"));
    }
}

/* Notes an output of a nested stack that the parent itself uses. */
static void note_given(struct stacks *stacks, const char *parent, const char *name,
                       const char *attribute)
{
    const char *other = jx_get_text(jx_get(stacks->nested, parent), name, NULL);

    if (other != NULL && strncmp(attribute, OUTPUTS, strlen(OUTPUTS)) == 0) {
        jx_set(member_of(stacks->given, other, jx_object()), attribute + strlen(OUTPUTS),
               json_true());
    }
}

/* Notes that `child` gets an output of the nested stack `name`, or waits for it. */
static void note_need(struct stacks *stacks, const char *parent, const char *child,
                      const char *name, const char *attribute)
{
    const char *other = jx_get_text(jx_get(stacks->nested, parent), name, NULL);

    if (other == NULL) {
        return;
    }
    jx_append(member_of(stacks->behind, child, jx_array()), jx_string(other));
    note_given(stacks, parent, name, attribute);
}

/* "${DbStack.Outputs.DbAddress}" in a text. */
static void find_in_text(struct stacks *stacks, const char *parent, const char *text)
{
    for (const char *p = text; (p = strstr(p, "${")) != NULL; p += 2) {
        const char *end = strchr(p, '}');
        const char *dot = strchr(p, '.');

        if (end != NULL && dot != NULL && dot < end) {
            const struct str name = {p + 2, (size_t)(dot - p) - 2};
            const struct str attribute = {dot + 1, (size_t)(end - dot) - 1};

            note_given(stacks, parent, arena_strdup(stacks->arena, name),
                       arena_strdup(stacks->arena, attribute));
        }
    }
}

/* What the parent's own outputs are made of. */
static void find_given(struct stacks *stacks, const char *parent, const json_t *value)
{
    const json_t *target = jx_get(value, "Fn::GetAtt");
    const char *key;
    const json_t *item;
    size_t i;

    if (json_array_size(target) == 2) {
        note_given(stacks, parent, json_string_value(jx_at(target, 0)),
                   json_string_value(jx_at(target, 1)));
    }
    if (json_is_string(value)) {
        find_in_text(stacks, parent, json_string_value(value));
    }
    jx_object_foreach (value, key, item) {
        find_given(stacks, parent, item);
    }
    jx_array_foreach (value, i, item) {
        find_given(stacks, parent, item);
    }
}

/* A stack needs those whose outputs it is given. */
static void find_passed(struct stacks *stacks, const char *path, const char *to)
{
    const char *parameter;
    const json_t *list;
    size_t i;
    const json_t *row;

    jx_object_foreach (jx_get(stacks->passed, to), parameter, list) {
        jx_array_foreach (list, i, row) {
            const json_t *target = jx_get(jx_get(row, "value"), "Fn::GetAtt");

            if (json_array_size(target) == 2) {
                note_need(stacks, path, to, json_string_value(jx_at(target, 0)),
                          json_string_value(jx_at(target, 1)));
            }
        }
    }
}

static void find_needs(struct stacks *stacks, const char *path, const json_t *document)
{
    const char *name;
    const json_t *child;

    find_given(stacks, path, jx_get(document, "Outputs"));
    jx_object_foreach (jx_get(stacks->nested, path), name, child) {
        const char *to = json_string_value(child);
        const json_t *after = jx_get(jx_get(jx_get(document, "Resources"), name), "DependsOn");
        size_t i;
        const json_t *row;

        jx_array_foreach (after, i, row) {
            note_need(stacks, path, to, json_string_value(row), "");
        }
        find_passed(stacks, path, to);
    }
}

/* ---- scripts ---- */

/* The next word of a line, without its quotes; empty at its end. */
static const char *read_word(struct arena *arena, struct str *line)
{
    *line = str_trim(*line);
    bool is_quoted = line->len > 0 && line->p[0] == '\'';
    size_t start = is_quoted;
    size_t end = start;

    while (end < line->len && line->p[end] != (is_quoted ? '\'' : ' ')) {
        end++;
    }
    const char *word = arena_strdup(arena, str_slice(*line, start, end - start));

    *line = str_slice(*line, end + is_quoted, line->len);
    return word;
}

/* Reads "begin part template", "own parameter" and "pass parameter part/output…". */
static void read_line(struct stacks *stacks, const char *script, struct str line, json_t *parts,
                      const char **document)
{
    const char *command = read_word(stacks->arena, &line);
    const char *word = read_word(stacks->arena, &line);

    if (strcmp(command, "begin") == 0) {
        const char *before = *document;

        *document = path_beside(stacks->arena, script, read_word(stacks->arena, &line));
        jx_set(parts, word, jx_string(*document));
        jx_set(stacks->wholes, *document, jx_string(script));
        if (before != NULL) {
            jx_append(member_of(stacks->behind, *document, jx_array()), jx_string(before));
        }
        if (jx_get(stacks->passed, *document) == NULL) {
            jx_set(stacks->passed, *document, jx_object());
        }
    } else if (strcmp(command, "pass") == 0 && *document != NULL) {
        json_t *list = pass_list(stacks, *document, word);

        while (*(word = read_word(stacks->arena, &line)) != '\0') {
            const char *slash = strchr(word, '/');
            size_t len = slash == NULL ? strlen(word) : (size_t)(slash - word);
            const char *part = arena_strdup(stacks->arena, (struct str){word, len});

            const char *from = jx_get_text(parts, part, "");
            const char *output = slash == NULL ? "" : slash + 1;

            pass(list, from, "output", jx_string(output));
            jx_set(member_of(stacks->given, from, jx_object()), output, json_true());
        }
    }
}

static void read_script(struct stacks *stacks, const struct file *file)
{
    json_t *parts = jx_object(); /* name → document */
    const char *document = NULL;
    struct str rest = file->bytes;

    while (rest.len > 0) {
        const char *end = memchr(rest.p, '\n', rest.len);
        size_t len = end == NULL ? rest.len : (size_t)(end - rest.p);

        read_line(stacks, file->path, str_slice(rest, 0, len), parts, &document);
        rest = str_slice(rest, len + 1, rest.len);
    }
    json_decref(parts);
}

/* ---- reading ---- */

const char *stacks_read(struct stacks *stacks, struct arena *arena, const struct file_list *files)
{
    const char *path;
    const json_t *document;
    const char *error = NULL;

    *stacks = (struct stacks){arena,       jx_object(), jx_object(), jx_object(),
                              jx_object(), jx_object(), jx_object()};
    for (size_t i = 0; i < files->count; i++) {
        const struct file *file = &files->items[i];

        if (str_has_suffix(str_from(file->path), STR(".sh"))) {
            read_script(stacks, file);
            continue;
        }
        json_t *parsed = json_loadb(file->bytes.p, file->bytes.len, JSON_REJECT_DUPLICATES, NULL);

        if (parsed == NULL) {
            error = arena_text(arena, "%s: not JSON", file->path);
        } else {
            jx_set(stacks->documents, file->path, parsed);
        }
    }
    jx_object_foreach (stacks->documents, path, document) {
        find_nested(stacks, path, document);
    }
    jx_object_foreach (stacks->documents, path, document) {
        find_needs(stacks, path, document);
    }
    return error;
}

void stacks_release(struct stacks *stacks)
{
    json_decref(stacks->documents);
    json_decref(stacks->nested);
    json_decref(stacks->given);
    json_decref(stacks->behind);
    json_decref(stacks->wholes);
    json_decref(stacks->passed);
}

/* ---- questions ---- */

bool stacks_is_part(const struct stacks *stacks, const char *document)
{
    return jx_get(stacks->passed, document) != NULL;
}

bool stacks_is_nested_part(const struct stacks *stacks, const char *document)
{
    return jx_get(stacks->documents, jx_get_text(stacks->wholes, document, "")) != NULL;
}

bool stacks_is_nested(const struct stacks *stacks, const char *document, const char *name)
{
    return jx_get(jx_get(stacks->nested, document), name) != NULL;
}

static const json_t *output_of(const struct stacks *stacks, const char *document, const char *name)
{
    const json_t *outputs = jx_get(jx_get(stacks->documents, document), "Outputs");

    return jx_get(jx_get(outputs, name), "Value");
}

bool stacks_parameter(const struct stacks *stacks, const char *document, const char *name,
                      size_t index, struct stack_value *from)
{
    const json_t *list = jx_get(jx_get(stacks->passed, document), name);
    const json_t *row = jx_at(list, index);
    const char *output = jx_get_text(row, "output", NULL);

    from->document = jx_get_text(row, "document", "");
    from->value = output == NULL ? jx_get(row, "value") : output_of(stacks, from->document, output);
    return list != NULL;
}

bool stacks_output(const struct stacks *stacks, const char *document, const char *name,
                   const char *attribute, struct stack_value *from)
{
    const char *child = jx_get_text(jx_get(stacks->nested, document), name, NULL);

    if (child == NULL || strncmp(attribute, OUTPUTS, strlen(OUTPUTS)) != 0) {
        return false;
    }
    from->document = child;
    from->value = output_of(stacks, child, attribute + strlen(OUTPUTS));
    return true;
}

bool stacks_is_passed(const struct stacks *stacks, const char *document, const char *name)
{
    return jx_get(jx_get(stacks->given, document), name) != NULL;
}

json_t *stacks_order(const struct stacks *stacks)
{
    return jx_share(stacks->behind);
}

json_t *stacks_wholes(const struct stacks *stacks)
{
    return jx_share(stacks->wholes);
}

bool stacks_knows(const struct stacks *stacks, const char *document, const char *name)
{
    const json_t *whole = jx_get(stacks->documents, document);

    return !stacks_is_part(stacks, document) || strstr(name, "::") != NULL ||
           jx_get(jx_get(whole, "Resources"), name) != NULL ||
           jx_get(jx_get(whole, "Parameters"), name) != NULL;
}
