/* SPDX-License-Identifier: MIT */
/*
 * For each part: a frame from a template, which has the parameters and outputs of its borders, and
 * the members of the whole document that stay as they are but for the names that crossed a border.
 */
#include "target/split.h"

#include "target/borders.h"
#include "target/dialects.h"
#include "target/rewrite.h"
#include "target/split_view.h"

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

/* ---- paths ---- */

const char *split_path(const struct split *split, const char *name)
{
    const struct recipe_split *how = &split->target->recipe->split;
    json_t *names = jx_object();
    const char *error;

    jx_set(names, "name", jx_string(name));
    const char *path = recipe_expand(split->target->arena,
                                     split->is_layered ? how->layered : how->nested, names, &error);

    json_decref(names);
    if (path == NULL) {
        diag_add(split->diags, DIAG_BAD_TARGET, SPAN_NONE, "%s", error);
    }
    return path;
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

bool split_render(const struct split *split, struct templates *set, const char *name,
                  const json_t *locals, struct buf *out)
{
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
    bool is_fine =
        split_render(splitting->split, splitting->split->target->set, name, locals, &out);
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
                          borders->source->has_results ? 0 : borders->results->count, 0};

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

bool split_script(const struct split *split, const json_t *views)
{
    const struct recipe_split *how = &split->target->recipe->split;
    struct arena *arena = split->target->arena;
    json_t *locals = jx_object();
    struct buf out;

    buf_init(&out, TEMPLATE_BYTES_MAX);
    jx_set(locals, "parts", jx_share(views));
    bool is_fine = split_render(split, split->target->scripts, how->script_template, locals, &out);

    if (is_fine) {
        struct str bytes = {arena_strdup(arena, buf_str(&out)), out.len};

        file_list_add(split->files, arena, arena_text(arena, "%s/%s", split->folder, how->script),
                      bytes);
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
        const char *path = split_path(splitting->split, borders->parts[i].name);

        splitting->part = i;
        if (path != NULL) {
            json_t *view = split_view(borders, i, path, splitting->split->is_layered);

            jx_append(views, view);
        }
        is_fine = path != NULL && write_part(splitting, path, jx_at(views, i));
    }
    is_fine = is_fine && write_parent(splitting, source, views) &&
              (!splitting->split->is_layered || split_script(splitting->split, views));
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

/* ---- how JSON is read ---- */

static void scan(const struct border_source *source, struct uses *uses, struct arena *arena,
                 struct str text)
{
    uses_scan(uses, arena, &source->split->words, text);
}

/* "DbEndpointAddress". */
static const char *value_name(struct arena *arena, const struct use *use)
{
    char *name = arena_text(arena, "%.*s%.*s", STR_ARGS(use->name), STR_ARGS(use->attribute));
    char *to = name;

    for (const char *p = name; *p != '\0'; p++) {
        if (*p != '.' && *p != ':') {
            *to++ = *p;
        }
    }
    *to = '\0';
    return name;
}

/* "App2Stack" for "app-2". */
static const char *part_id(struct borders *borders, const char *name)
{
    char *id = arena_text(borders->arena, "%s%s", name, borders->source->split->suffix);
    char *to = id;
    bool is_upper = true;

    for (const char *p = id; *p != '\0'; p++) {
        if (*p == '-' || *p == '_') {
            is_upper = true;
            continue;
        }
        *to++ = (char)(is_upper && *p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
        is_upper = false;
    }
    *to = '\0';
    return borders_free_id(borders, id);
}

static json_t *definition(struct str text)
{
    return json_loadb(text.p, text.len, 0, NULL);
}

static const struct json_section *section_of(const struct compose_json *source, struct str name)
{
    static const struct json_section no_section;
    const struct json_section *section = compose_json_section(source, name);

    return section == NULL ? &no_section : section;
}

bool split_document(const struct split *split, struct compose_json *source)
{
    const struct recipe *recipe = split->target->recipe;
    const struct recipe_sections *names = &recipe->split.sections;
    struct splitting splitting = {.split = split, .recipe = recipe, .arena = split->target->arena};
    const struct border_limits limits = {.items = limit_of(recipe, names->items),
                                         .parameters = limit_of(recipe, names->parameters),
                                         .results = limit_of(recipe, names->results),
                                         .bytes = recipe->split.bytes,
                                         .parts = recipe->split.parts};
    bool has_many = compose_json_count(source, names->results) > limits.results;
    const struct border_source document = {.split = &recipe->split,
                                           .items = section_of(source, names->items),
                                           .parameters = section_of(source, names->parameters),
                                           .results = section_of(source, names->results),
                                           .conditions = section_of(source, names->conditions),
                                           .maps = section_of(source, names->maps),
                                           .scan = scan,
                                           .value_name = value_name,
                                           .suffix = "Value",
                                           .part_id = part_id,
                                           .definition = definition,
                                           .has_results = split->is_layered || has_many};

    borders_find(&splitting.borders, splitting.arena, &document, &limits);
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
