/* SPDX-License-Identifier: MIT */
/*
 * Read through tables: a member that no table names is refused, since a misspelt one would
 * otherwise change the output in silence.
 */
#include "target/recipe.h"

#include "target/dialects.h"
#include "base/table.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

/* What is being read. */
struct reading {
    struct arena *arena;
    const struct source *source;
    struct diags *diags;
    struct recipe *recipe;
    bool is_fine;
};

/* A member of an object of the manifest: `read` puts its value into the field at `offset`. */
struct member {
    const char *name;
    void (*read)(struct reading *reading, const char *where, const json_t *value, void *field);
    size_t offset;
    bool is_required;
};

AG_PRINTF(2, 3) static struct diag *fail(struct reading *reading, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    const char *text = arena_vtext(reading->arena, format, args);

    va_end(args);
    reading->is_fine = false;
    return diag_add(reading->diags, DIAG_BAD_TARGET, span_make(reading->source, 0, 0), "%s", text);
}

static void read_object(struct reading *reading, const char *where, const json_t *object,
                        const struct member *members, size_t count, void *into)
{
    const char *key;
    const json_t *value;
    size_t i;

    if (!json_is_object(object)) {
        fail(reading, "%s: expected a map, found a %s", where, jx_type_name(object));
        return;
    }
    jx_object_foreach (object, key, value) {
        for (i = 0; i < count && strcmp(members[i].name, key) != 0; i++) {
        }
        if (i < count) {
            const char *inner = arena_text(reading->arena, "%s.%s", where, key);

            members[i].read(reading, inner, value, (char *)into + members[i].offset);
            continue;
        }
        struct diag *diag = fail(reading, "%s: unknown member '%s'", where, key);
        struct str *names = ARENA_ARRAY(reading->arena, count, struct str);

        for (i = 0; i < count; i++) {
            names[i] = str_from(members[i].name);
        }
        diag_hint_nearest(reading->diags, diag, str_from(key), names, count);
    }
    for (i = 0; i < count; i++) {
        if (members[i].is_required && jx_get(object, members[i].name) == NULL) {
            fail(reading, "%s: '%s' is missing", where, members[i].name);
        }
    }
}

/* ---- fields ---- */

static void read_text(struct reading *reading, const char *where, const json_t *value, void *field)
{
    struct str text = jx_str(value);

    if (text.len == 0) {
        fail(reading, "%s: expected a text", where);
        return;
    }
    *(const char **)field = arena_strdup(reading->arena, text);
}

/* A path below the output folder. */
static void read_path(struct reading *reading, const char *where, const json_t *value, void *field)
{
    const char **path = field;

    read_text(reading, where, value, field);
    if (*path != NULL && (**path == '/' || strstr(*path, "..") != NULL)) {
        fail(reading, "%s: '%s' is no path below the output folder", where, *path);
    }
}

static bool to_size(const json_t *value, size_t *size)
{
    if (!json_is_integer(value) || json_integer_value(value) < 1) {
        return false;
    }
    *size = (size_t)json_integer_value(value);
    return true;
}

static void read_dialect(struct reading *reading, const char *where, const json_t *value,
                         void *field)
{
    (void)field; /* find_dialect has set it */
    (void)value;
    if (reading->recipe->dialect == NULL) {
        fail(reading, "%s: expected \"json\" or \"hcl\"", where);
    }
}

static void read_compose(struct reading *reading, const char *where, const json_t *value,
                         void *field)
{
    const char *how = json_string_value(value);

    if (how == NULL || strcmp(how, "plain") != 0) {
        fail(reading, "%s: expected \"plain\"", where);
    }
    *(bool *)field = true;
}

static void read_flag(struct reading *reading, const char *where, const json_t *value, void *field)
{
    if (!json_is_boolean(value)) {
        fail(reading, "%s: expected true or false", where);
    }
    *(bool *)field = json_is_true(value);
}

/* A list of texts; gives its length. */
static struct str *read_texts(struct reading *reading, const char *where, const json_t *list,
                              size_t *count)
{
    struct str *texts = ARENA_ARRAY(reading->arena, json_array_size(list), struct str);
    const json_t *item;
    size_t i;

    if (!json_is_array(list)) {
        fail(reading, "%s: expected a list of texts", where);
    }
    jx_array_foreach (list, i, item) {
        const char *text = "";

        read_text(reading, where, item, &text);
        texts[i] = str_from(text);
    }
    *count = json_array_size(list);
    return texts;
}

static void read_sections(struct reading *reading, const char *where, const json_t *value,
                          void *field)
{
    *(const struct str **)field =
        read_texts(reading, where, value, &reading->recipe->section_count);
}

static void read_distinct(struct reading *reading, const char *where, const json_t *value,
                          void *field)
{
    *(const struct str **)field =
        read_texts(reading, where, value, &reading->recipe->distinct_count);
}

static void read_repeat(struct reading *reading, const char *where, const json_t *value,
                        void *field)
{
    *(const struct str **)field =
        read_texts(reading, where, value, &reading->recipe->rules.repeat_count);
}

static void read_collect(struct reading *reading, const char *where, const json_t *value,
                         void *field)
{
    struct hcl_collect *collect =
        ARENA_ARRAY(reading->arena, json_object_size(value), struct hcl_collect);
    size_t count = 0;
    const char *key;
    const json_t *path;

    if (!json_is_object(value)) {
        fail(reading, "%s: expected a map from block types to files", where);
    }
    jx_object_foreach (value, key, path) {
        collect[count].type = str_from(arena_strdup(reading->arena, str_from(key)));
        read_path(reading, where, path, &collect[count].path);
        count++;
    }
    reading->recipe->rules.collect_count = count;
    *(const struct hcl_collect **)field = collect;
}

static void read_limits(struct reading *reading, const char *where, const json_t *value,
                        void *field)
{
    struct recipe *recipe = reading->recipe;
    struct recipe_limit *limits =
        ARENA_ARRAY(reading->arena, json_object_size(value), struct recipe_limit);
    const char *key;
    const json_t *max;
    size_t size = 0;

    if (!json_is_object(value)) {
        fail(reading, "%s: expected a map from sections to numbers", where);
    }
    jx_object_foreach (value, key, max) {
        if (!to_size(max, &size)) {
            fail(reading, "%s.%s: expected a number from 1", where, key);
        } else if (strcmp(key, "bytes") == 0) {
            recipe->bytes_max = size;
        } else if (strcmp(key, "note_bytes") == 0) {
            recipe->note_bytes_max = size;
        } else {
            limits[recipe->limit_count++] =
                (struct recipe_limit){str_from(arena_strdup(reading->arena, str_from(key))), size};
        }
    }
    *(const struct recipe_limit **)field = limits;
}

static void read_types(struct reading *reading, const char *where, const json_t *value, void *field)
{
    struct recipe_permissions *permissions = field;
    struct recipe_types *types =
        ARENA_ARRAY(reading->arena, json_object_size(value), struct recipe_types);
    const char *section;
    const json_t *member;

    if (!json_is_object(value)) {
        fail(reading, "%s: expected a map from sections to members", where);
    }
    permissions->types = types;
    jx_object_foreach (value, section, member) {
        struct recipe_types *row = &types[permissions->type_count++];

        row->section = str_from(arena_strdup(reading->arena, str_from(section)));
        read_text(reading, where, member, &row->member);
    }
}

static const struct member permission_members[] = {
    {"file", read_text, offsetof(struct recipe_permissions, file), true},
    {"when", read_text, offsetof(struct recipe_permissions, when), true},
    {"types", read_types, 0, false},
};

static void read_permissions(struct reading *reading, const char *where, const json_t *value,
                             void *field)
{
    read_object(reading, where, value, permission_members, AG_COUNT(permission_members), field);
}

/* ---- division ---- */

static void read_str(struct reading *reading, const char *where, const json_t *value, void *field)
{
    const char *text = "";

    read_text(reading, where, value, &text);
    *(struct str *)field = str_from(text);
}

static void read_size(struct reading *reading, const char *where, const json_t *value, void *field)
{
    if (!to_size(value, field)) {
        fail(reading, "%s: expected a number from 1", where);
    }
}

static const struct member word_members[] = {
    {"name", read_str, offsetof(struct use_words, name), true},
    {"attribute", read_str, offsetof(struct use_words, attribute), true},
    {"text", read_str, offsetof(struct use_words, text), true},
    {"select", read_str, offsetof(struct use_words, select), true},
    {"split", read_str, offsetof(struct use_words, split), true},
    {"after", read_str, offsetof(struct use_words, after), true},
    {"choice", read_str, offsetof(struct use_words, choice), true},
    {"condition", read_str, offsetof(struct use_words, condition), true},
    {"map", read_str, offsetof(struct use_words, map), true},
    {"results", read_str, offsetof(struct use_words, results), true},
};

static void read_words(struct reading *reading, const char *where, const json_t *value, void *field)
{
    read_object(reading, where, value, word_members, AG_COUNT(word_members), field);
}

static const struct member split_section_members[] = {
    {"items", read_str, offsetof(struct recipe_sections, items), true},
    {"parameters", read_str, offsetof(struct recipe_sections, parameters), true},
    {"results", read_str, offsetof(struct recipe_sections, results), true},
    {"conditions", read_str, offsetof(struct recipe_sections, conditions), true},
    {"maps", read_str, offsetof(struct recipe_sections, maps), true},
};

static void read_split_sections(struct reading *reading, const char *where, const json_t *value,
                                void *field)
{
    read_object(reading, where, value, split_section_members, AG_COUNT(split_section_members),
                field);
}

static void read_lists(struct reading *reading, const char *where, const json_t *value, void *field)
{
    *(const struct str **)field =
        read_texts(reading, where, value, &reading->recipe->split.list_attribute_count);
}

static const struct member split_members[] = {
    {"file", read_path, offsetof(struct recipe_split, file), true},
    {"words", read_words, offsetof(struct recipe_split, words), true},
    {"sections", read_split_sections, offsetof(struct recipe_split, sections), true},
    {"suffix", read_text, offsetof(struct recipe_split, suffix), true},
    {"lists", read_lists, offsetof(struct recipe_split, lists), false},
    {"bytes", read_size, offsetof(struct recipe_split, bytes), true},
    {"parts", read_size, offsetof(struct recipe_split, parts), true},
    {"list", read_size, offsetof(struct recipe_split, list), true},
    {"part", read_text, offsetof(struct recipe_split, part), true},
    {"parent", read_text, offsetof(struct recipe_split, parent), true},
    {"nested", read_path, offsetof(struct recipe_split, nested), true},
    {"layered", read_path, offsetof(struct recipe_split, layered), true},
    {"script", read_path, offsetof(struct recipe_split, script), true},
    {"script_template", read_text, offsetof(struct recipe_split, script_template), true},
};

/* Of modules: how HCL refers is the language's, and nothing has a quota. */
static const struct member module_members[] = {
    {"file", read_path, offsetof(struct recipe_split, file), true},
    {"lists", read_lists, offsetof(struct recipe_split, lists), false},
    {"part", read_text, offsetof(struct recipe_split, part), true},
    {"parent", read_text, offsetof(struct recipe_split, parent), true},
    {"nested", read_path, offsetof(struct recipe_split, nested), true},
};

static void read_split(struct reading *reading, const char *where, const json_t *value, void *field)
{
    if (reading->recipe->dialect == &dialect_hcl) {
        read_object(reading, where, value, module_members, AG_COUNT(module_members), field);
    } else {
        read_object(reading, where, value, split_members, AG_COUNT(split_members), field);
    }
}

/* ---- files ---- */

static const struct member part_members[] = {
    {"template", read_text, offsetof(struct recipe_part, template_name), true},
    {"group", read_text, offsetof(struct recipe_part, group), false},
    {"each", read_text, offsetof(struct recipe_part, each), false},
    {"when", read_text, offsetof(struct recipe_part, when), false},
};

static void read_parts(struct reading *reading, const char *where, const json_t *value, void *field)
{
    struct recipe_file *file = field;
    struct recipe_part *parts =
        ARENA_ARRAY(reading->arena, json_array_size(value), struct recipe_part);
    const json_t *part;
    size_t i;

    if (json_array_size(value) == 0) {
        fail(reading, "%s: expected a list of parts", where);
    }
    file->part_count = json_array_size(value);
    file->parts = parts;
    jx_array_foreach (value, i, part) {
        read_object(reading, arena_text(reading->arena, "%s[%zu]", where, i), part, part_members,
                    AG_COUNT(part_members), &parts[i]);
    }
}

static const struct member file_members[] = {
    {"path", read_path, offsetof(struct recipe_file, path), true},
    {"each", read_text, offsetof(struct recipe_file, each), false},
    {"when", read_text, offsetof(struct recipe_file, when), false},
    {"compose", read_compose, offsetof(struct recipe_file, is_plain), false},
    {"apart", read_flag, offsetof(struct recipe_file, is_apart), false},
    {"parts", read_parts, 0, true},
};

static void read_files(struct reading *reading, const char *where, const json_t *value, void *field)
{
    struct recipe *recipe = field;
    struct recipe_file *files =
        ARENA_ARRAY(reading->arena, json_array_size(value), struct recipe_file);
    const json_t *file;
    size_t i;

    if (json_array_size(value) == 0) {
        fail(reading, "%s: expected a list of files", where);
    }
    recipe->file_count = json_array_size(value);
    recipe->files = files;
    jx_array_foreach (value, i, file) {
        read_object(reading, arena_text(reading->arena, "%s[%zu]", where, i), file, file_members,
                    AG_COUNT(file_members), &files[i]);
    }
}

static const struct member recipe_members[] = {
    {"dialect", read_dialect, offsetof(struct recipe, dialect), true},
    {"title", read_text, offsetof(struct recipe, title), true},
    {"folder", read_path, offsetof(struct recipe, folder), true},
    {"patch", read_text, offsetof(struct recipe, patch), false},
    {"moved", read_path, offsetof(struct recipe, moved), false},
    {"collect", read_collect, offsetof(struct recipe, rules.collect), false},
    {"repeat", read_repeat, offsetof(struct recipe, rules.repeat), false},
    {"resources", read_text, offsetof(struct recipe, rules.resources), false},
    {"sections", read_sections, offsetof(struct recipe, sections), false},
    {"distinct", read_distinct, offsetof(struct recipe, distinct), false},
    {"permissions", read_permissions, offsetof(struct recipe, permissions), false},
    {"split", read_split, offsetof(struct recipe, split), false},
    {"limits", read_limits, offsetof(struct recipe, limits), false},
    {"files", read_files, 0, true},
};

/* What other members are read by. */
static void find_dialect(struct reading *reading, const json_t *root)
{
    const struct dialect *const dialects[] = {&dialect_json, &dialect_hcl};

    for (size_t i = 0; i < AG_COUNT(dialects); i++) {
        if (strcmp(dialects[i]->name, jx_get_text(root, "dialect", "")) == 0) {
            reading->recipe->dialect = dialects[i];
        }
    }
}

/* What concerns several members. */
static void check(struct reading *reading)
{
    const struct recipe *recipe = reading->recipe;
    struct table paths = {0};

    for (size_t i = 0; i < recipe->file_count && reading->is_fine; i++) {
        const struct recipe_file *file = &recipe->files[i];
        bool is_single = file->part_count == 1 && file->parts[0].each == NULL;

        if (table_put(&paths, reading->arena, str_from(file->path), "") != NULL) {
            fail(reading, "target.files[%zu]: '%s' is listed twice", i, file->path);
        }
        if (recipe->dialect == &dialect_json && file->is_plain && !is_single) {
            fail(reading, "target.files[%zu]: a plain JSON file has one part", i);
        }
        if (file->each == NULL && strchr(file->path, '{') != NULL) {
            fail(reading, "target.files[%zu]: '%s' has a '{' but the file has no 'each'", i,
                 file->path);
        }
    }
}

const struct recipe *recipe_load(struct arena *arena, const struct source *source,
                                 struct diags *diags)
{
    struct recipe *recipe = ARENA_NEW(arena, struct recipe);
    struct reading reading = {arena, source, diags, recipe, true};
    json_error_t error;
    json_t *root = json_loadb(source->text.p, source->text.len, JSON_REJECT_DUPLICATES, &error);

    if (root == NULL) {
        size_t off = error.position > 0 ? (size_t)error.position - 1 : 0;

        diag_add(diags, DIAG_BAD_TARGET, span_make(source, off, 1), "the manifest is no JSON: %s",
                 error.text);
        return NULL;
    }
    find_dialect(&reading, root);
    read_object(&reading, "target", root, recipe_members, AG_COUNT(recipe_members), recipe);
    json_decref(root);
    check(&reading);
    return reading.is_fine ? recipe : NULL;
}

/* ---- use ---- */

static bool is_safe(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];

        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-')) {
            return false;
        }
    }
    return text.len > 0;
}

const char *recipe_expand(struct arena *arena, const char *pattern, const json_t *item,
                          const char **error)
{
    const char *opening;
    const char *result = NULL;
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    *error = NULL;
    while ((opening = strchr(pattern, '{')) != NULL && *error == NULL) {
        const char *closing = strchr(opening, '}');
        size_t len = closing == NULL ? 0 : (size_t)(closing - opening) - 1;
        const char *member = arena_strdup(arena, (struct str){opening + 1, len});
        struct str value = jx_str(jx_get(item, member));

        if (closing == NULL) {
            *error = arena_text(arena, "'%s' has a '{' without '}'", pattern);
        } else if (!is_safe(value)) {
            *error = arena_text(arena,
                                "'%s' cannot be filled in: '%.*s' is not of a-z, 0-9, '_' "
                                "and '-'",
                                pattern, STR_ARGS(value));
        } else {
            buf_add_bytes(&out, pattern, (size_t)(opening - pattern));
            buf_add(&out, value);
            pattern = closing + 1;
        }
    }
    if (*error == NULL) {
        buf_add_text(&out, pattern);
        result = arena_strdup(arena, buf_str(&out));
    }
    buf_release(&out);
    return result;
}

bool recipe_find(const json_t *view, const char *path, const json_t **value)
{
    *value = path == NULL ? NULL : jx_path(view, path);
    return path == NULL || *value != NULL;
}

bool recipe_is_true(const json_t *value)
{
    if (json_is_string(value)) {
        return json_string_length(value) > 0;
    }
    if (json_is_number(value)) {
        return json_number_value(value) > 0.0 || json_number_value(value) < 0.0;
    }
    return json_is_true(value) || json_array_size(value) + json_object_size(value) > 0;
}
