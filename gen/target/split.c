/* SPDX-License-Identifier: MIT */
/*
 * For each part: a frame from a template, which has the parameters and outputs of its borders, and
 * the members of the whole document that stay as they are but for the names that crossed a border.
 */
#include "target/split.h"

#include "target/borders.h"
#include "target/dialects.h"
#include "target/rewrite.h"

#include <string.h>

struct splitting {
    const struct split *split;
    const struct recipe *recipe;
    struct arena *arena;
    struct borders borders;
    size_t part;     /* the part whose members are written; LOOKUP_NONE: the parent */
    size_t *list_of; /* by value: its list in the present part, plus 1 */
    size_t *place_in_list;
};

/* ---- what templates see ---- */

static json_t *definition_of(const struct borders *borders, size_t parameter)
{
    struct str text = borders_text(borders->parameters, parameter);

    return json_loadb(text.p, text.len, 0, NULL);
}

static json_t *source_of(const struct borders *borders, size_t value)
{
    const struct border_value *border = &borders->values[value];
    const struct border_part *part = &borders->parts[borders->partition.part_of[border->item]];
    json_t *source = jx_object();

    jx_set(source, "part", jx_string(part->name));
    jx_set(source, "id", jx_string(part->id));
    jx_set(source, "output", jx_string(border->id));
    return source;
}

static json_t *parameter(const char *id, json_t *definition, json_t *values, bool is_list)
{
    json_t *row = jx_object();

    jx_set(row, "id", jx_string(id));
    jx_set(row, "definition", definition == NULL ? json_null() : definition);
    jx_set(row, "sources", values);
    jx_set(row, "list", jx_bool(is_list));
    return row;
}

static json_t *parameters_of(const struct borders *borders, const struct border_part *part)
{
    json_t *rows = jx_array();

    for (size_t i = 0; i < part->parameters.count; i++) {
        size_t index = part->parameters.list[i];
        const char *id = arena_strdup(borders->arena, borders->parameters->members[index].id);

        jx_append(rows, parameter(id, definition_of(borders, index), jx_array(), false));
    }
    for (size_t i = 0; i < part->imports.count; i++) {
        json_t *values = jx_array();

        jx_append(values, source_of(borders, part->imports.list[i]));
        jx_append(rows, parameter(borders->values[part->imports.list[i]].id, NULL, values, false));
    }
    for (size_t i = 0; i < part->list_count; i++) {
        json_t *values = jx_array();

        for (size_t k = 0; k < part->lists[i].values.count; k++) {
            jx_append(values, source_of(borders, part->lists[i].values.list[k]));
        }
        jx_append(rows, parameter(part->lists[i].id, NULL, values, true));
    }
    return rows;
}

static json_t *text_or_null(struct str text)
{
    return text.len == 0 ? json_null() : jx_string_from(text);
}

static json_t *outputs_of(const struct borders *borders, const struct border_part *part)
{
    json_t *rows = jx_array();

    for (size_t i = 0; i < part->exports.count; i++) {
        const struct border_value *value = &borders->values[part->exports.list[i]];
        json_t *row = jx_object();

        jx_set(row, "id", jx_string(value->id));
        jx_set(row, "item", jx_string_from(borders->items->members[value->item].id));
        jx_set(row, "attribute", text_or_null(value->attribute));
        jx_set(row, "list", jx_bool(value->is_list));
        jx_set(row, "condition", text_or_null(borders->item_conditions[value->item]));
        jx_append(rows, row);
    }
    return rows;
}

/* NULL after a diagnostic. */
static const char *path_of(struct splitting *splitting, const char *name)
{
    const struct recipe_split *how = &splitting->recipe->split;
    json_t *names = jx_object();
    const char *error;

    jx_set(names, "name", jx_string(name));
    const char *path = recipe_expand(
        splitting->arena, splitting->split->is_layered ? how->layered : how->nested, names, &error);

    json_decref(names);
    if (path == NULL) {
        diag_add(splitting->split->diags, DIAG_BAD_TARGET, SPAN_NONE, "%s", error);
    }
    return path;
}

static json_t *view_of(struct splitting *splitting, const struct border_part *part,
                       const char *path)
{
    const struct borders *borders = &splitting->borders;
    json_t *view = jx_object();
    json_t *after = jx_array();

    for (size_t i = 0; i < part->after.count; i++) {
        jx_append(after, jx_string(borders->parts[part->after.list[i]].id));
    }
    jx_set(view, "name", jx_string(part->name));
    jx_set(view, "id", jx_string(part->id));
    jx_set(view, "path", jx_string(path));
    jx_set(view, "layered", jx_bool(splitting->split->is_layered));
    jx_set(view, "parameters", parameters_of(borders, part));
    jx_set(view, "outputs", outputs_of(borders, part));
    jx_set(view, "after", after);
    return view;
}

/* ---- members ---- */

static struct replacement resolve(void *context, const struct use *use)
{
    const struct splitting *splitting = context;
    const struct borders *borders = &splitting->borders;
    size_t index = use->kind == USE_CONDITION || use->kind == USE_MAP ? LOOKUP_NONE
                                                                      : borders_value(borders, use);
    struct replacement as = {.kind = REPLACEMENT_NONE};

    if (index == LOOKUP_NONE) {
        return as;
    }
    const struct border_value *value = &borders->values[index];
    size_t owner = borders->partition.part_of[value->item];

    if (owner == splitting->part) {
        return as;
    }
    as.id = value->id;
    as.is_list = value->is_list;
    if (use->kind == USE_AFTER) {
        as.kind = REPLACEMENT_DROP;
    } else if (splitting->part == LOOKUP_NONE) {
        as.kind = REPLACEMENT_ATTRIBUTE;
        as.id = borders->parts[owner].id;
        as.attribute = value->id;
    } else if (splitting->list_of[index] != 0) {
        as.kind = REPLACEMENT_SELECT;
        as.id = borders->parts[splitting->part].lists[splitting->list_of[index] - 1].id;
        as.index = splitting->place_in_list[index];
        as.variable = value->id;
    } else {
        as.kind = REPLACEMENT_NAME;
    }
    return as;
}

/* Appends a section with some of its members; `uses` may be NULL: they stay as they are. */
static void add_section(struct splitting *splitting, const struct json_section *section,
                        const struct uses *uses, const struct indices *members, struct buf *out)
{
    const struct rewrite rewrite = {&splitting->recipe->split.words, resolve, splitting};

    if (members->count == 0) {
        return;
    }
    buf_add_format(out, "\"%.*s\": {\n", STR_ARGS(section->name));
    for (size_t i = 0; i < members->count; i++) {
        size_t index = members->list[i];

        buf_add_format(out, "\"%.*s\": ", STR_ARGS(section->members[index].id));
        if (uses == NULL) {
            buf_add(out, borders_text(section, index));
        } else {
            rewrite_uses(&rewrite, borders_text(section, index), &uses[index], out);
        }
        buf_add_text(out, ",\n");
    }
    buf_add_text(out, "},\n");
}

static bool take_in(struct splitting *splitting, struct compose_json *compose, struct str text)
{
    const struct fragment fragment = {.name = "templates/target.json",
                                      .subject = "a part of the document",
                                      .origin = splitting->split->origin,
                                      .text = text};

    return compose_json_add(compose, &fragment);
}

/* Renders a template that sees the locals into `out`. */
static bool render(struct splitting *splitting, struct templates *set, const char *name,
                   const json_t *locals, struct buf *out)
{
    const struct split *split = splitting->split;
    const struct render job = {.globals = split->view,
                               .locals = locals,
                               .context = split->print,
                               .subject = name,
                               .origin = split->origin};

    return template_render(set, name, &job, out, split->diags);
}

/* Adds what a template makes of a part to a document. */
static bool add_rendered(struct splitting *splitting, const char *name, const json_t *part,
                         struct compose_json *compose)
{
    json_t *locals = jx_object();
    struct buf out;

    buf_init(&out, TEMPLATE_BYTES_MAX);
    jx_set(locals, "part", jx_share(part));
    bool is_fine = render(splitting, splitting->split->target->set, name, locals, &out);
    const struct fragment fragment = {.name = arena_text(splitting->arena, "templates/%s/%s.tmpl",
                                                         splitting->split->target->name, name),
                                      .subject = jx_get_text(part, "name", ""),
                                      .origin = splitting->split->origin,
                                      .text = buf_str(&out)};

    is_fine = is_fine && compose_json_add(compose, &fragment);
    json_decref(locals);
    buf_release(&out);
    return is_fine;
}

/* ---- documents ---- */

static void note_lists(struct splitting *splitting, const struct border_part *part)
{
    memset(splitting->list_of, 0, splitting->borders.value_count * sizeof(size_t));
    for (size_t i = 0; i < part->list_count; i++) {
        for (size_t k = 0; k < part->lists[i].values.count; k++) {
            splitting->list_of[part->lists[i].values.list[k]] = i + 1;
            splitting->place_in_list[part->lists[i].values.list[k]] = k;
        }
    }
}

static bool write_part(struct splitting *splitting, const char *path, const json_t *view)
{
    const struct borders *borders = &splitting->borders;
    const struct border_part *part = &borders->parts[splitting->part];
    const struct split *split = splitting->split;
    struct compose_json *compose = split->begin(split->context, path);
    struct buf out;

    note_lists(splitting, part);
    buf_init(&out, BUF_NO_LIMIT);
    buf_add_text(&out, "{\n");
    add_section(splitting, borders->conditions, NULL, &part->conditions, &out);
    add_section(splitting, borders->maps, NULL, &part->maps, &out);
    add_section(splitting, borders->items, borders->item_uses, &part->items, &out);
    add_section(splitting, borders->results, borders->result_uses, &part->results, &out);
    buf_add_text(&out, "}\n");
    bool is_fine = add_rendered(splitting, splitting->recipe->split.part, view, compose) &&
                   take_in(splitting, compose, buf_str(&out));

    buf_release(&out);
    return is_fine;
}

/* The document without its items, and with its results as they are seen from the parent. */
static void add_rest(struct splitting *splitting, const struct compose_json *source,
                     struct buf *out)
{
    const struct borders *borders = &splitting->borders;
    struct indices all = {ARENA_ARRAY(splitting->arena, borders->results->count, size_t),
                          borders->has_results ? 0 : borders->results->count, 0};

    for (size_t i = 0; i < all.count; i++) {
        all.list[i] = i;
    }
    buf_add_text(out, "{\n");
    for (size_t i = 0; i < source->section_count; i++) {
        const struct json_section *section = &source->sections[i];

        if (section == borders->results) {
            add_section(splitting, section, borders->result_uses, &all, out);
        } else if (section != borders->items && section->who != NULL) {
            buf_add_format(out, "\"%.*s\": %s", STR_ARGS(section->name),
                           section->is_map ? "{" : "");
            buf_add(out, buf_str(&section->text));
            buf_add_text(out, section->is_map ? "},\n" : ",\n");
        }
    }
    buf_add_text(out, "}\n");
}

/* Makes of the source its parent: nothing, if it has none. */
static bool write_parent(struct splitting *splitting, struct compose_json *source,
                         const json_t *views)
{
    const struct recipe *recipe = splitting->recipe;
    bool is_fine = true;
    struct buf rest;
    size_t i;
    const json_t *view;

    splitting->part = LOOKUP_NONE;
    buf_init(&rest, BUF_NO_LIMIT);
    add_rest(splitting, source, &rest);
    compose_json_release(source);
    compose_json_init(source, splitting->arena, splitting->split->diags, recipe->sections,
                      recipe->section_count);
    if (!splitting->split->is_layered) {
        is_fine = take_in(splitting, source, buf_str(&rest));
        jx_array_foreach (views, i, view) {
            is_fine = is_fine && add_rendered(splitting, recipe->split.parent, view, source);
        }
    }
    buf_release(&rest);
    return is_fine;
}

static bool write_script(struct splitting *splitting, const json_t *views)
{
    const struct recipe_split *how = &splitting->recipe->split;
    const struct split *split = splitting->split;
    json_t *locals = jx_object();
    struct buf out;

    buf_init(&out, TEMPLATE_BYTES_MAX);
    jx_set(locals, "parts", jx_share(views));
    bool is_fine = render(splitting, split->target->scripts, how->script_template, locals, &out);

    if (is_fine) {
        struct str bytes = {arena_strdup(splitting->arena, buf_str(&out)), out.len};

        file_list_add(split->files, splitting->arena,
                      arena_text(splitting->arena, "%s/%s", split->folder, how->script), bytes);
    }
    json_decref(locals);
    buf_release(&out);
    return is_fine;
}

static bool write_all(struct splitting *splitting, struct compose_json *source)
{
    const struct borders *borders = &splitting->borders;
    json_t *views = jx_array();
    bool is_fine = true;

    for (size_t i = 0; i < borders->part_count && is_fine; i++) {
        const char *path = path_of(splitting, borders->parts[i].name);

        splitting->part = i;
        if (path != NULL) {
            jx_append(views, view_of(splitting, &borders->parts[i], path));
        }
        is_fine = path != NULL && write_part(splitting, path, jx_at(views, i));
    }
    is_fine = is_fine && write_parent(splitting, source, views) &&
              (!splitting->split->is_layered || write_script(splitting, views));
    json_decref(views);
    return is_fine;
}

static size_t limit_of(const struct recipe *recipe, struct str section)
{
    for (size_t i = 0; i < recipe->limit_count; i++) {
        if (str_eq(recipe->limits[i].section, section)) {
            return recipe->limits[i].max;
        }
    }
    return SIZE_MAX;
}

bool split_document(const struct split *split, struct compose_json *source)
{
    const struct recipe *recipe = split->target->recipe;
    const struct recipe_sections *names = &recipe->split.sections;
    struct splitting splitting = {.split = split, .recipe = recipe, .arena = split->target->arena};
    const struct border_limits limits = {.items = limit_of(recipe, names->items),
                                         .parameters = limit_of(recipe, names->parameters),
                                         .results = limit_of(recipe, names->results)};
    bool has_many = compose_json_count(source, names->results) > limits.results;

    borders_find(&splitting.borders, splitting.arena, &recipe->split, source, &limits,
                 split->is_layered || has_many);
    splitting.list_of = ARENA_ARRAY(splitting.arena, splitting.borders.value_count, size_t);
    splitting.place_in_list = ARENA_ARRAY(splitting.arena, splitting.borders.value_count, size_t);
    return write_all(&splitting, source);
}

const char *split_passed_quota(struct arena *arena, const struct recipe *recipe,
                               const struct compose_json *source, size_t bytes)
{
    for (size_t i = 0; i < recipe->limit_count; i++) {
        const struct recipe_limit *limit = &recipe->limits[i];
        size_t count = compose_json_count(source, limit->section);

        if (count > limit->max) {
            return arena_text(arena, "%zu '%.*s', more than the %zu that are allowed", count,
                              STR_ARGS(limit->section), limit->max);
        }
    }
    if (recipe->bytes_max > 0 && bytes > recipe->bytes_max) {
        return arena_text(arena, "%zu bytes, more than the %zu that are allowed", bytes,
                          recipe->bytes_max);
    }
    return NULL;
}
