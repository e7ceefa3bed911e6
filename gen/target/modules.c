/* SPDX-License-Identifier: MIT */
/*
 * Blocks go to their modules as they are, but for what they use of other modules; all is laid out
 * once more, as names have other lengths.
 */
#include "target/modules.h"

#include "target/borders.h"
#include "target/modules_source.h"
#include "target/split_view.h"

#include <stdlib.h>
#include <string.h>

struct dividing {
    const struct split *split;
    const struct recipe *recipe;
    struct arena *arena;
    struct modules_source source;
    struct borders borders;
    size_t part;          /* whose blocks are written; LOOKUP_NONE: the root */
    const char *versions; /* the file of what a module requires */
};

/* ---- what templates see ---- */

/* "master_user_secret[0].secret_arn" as [{name}, {index}, {name}]. */
static json_t *steps_of(struct str path)
{
    json_t *steps = jx_array();
    size_t start = 0;

    for (size_t i = 0; i <= path.len; i++) {
        if (i < path.len && strchr(".[]", path.p[i]) == NULL) {
            continue;
        }
        if (i > start) {
            json_t *step = jx_object();
            struct str word = str_slice(path, start, i - start);
            bool is_index = i < path.len && path.p[i] == ']';

            jx_set(step, "name", is_index ? json_null() : jx_string_from(word));
            jx_set(step, "index", is_index ? json_integer(strtoll(word.p, NULL, 10)) : json_null());
            jx_append(steps, step);
        }
        start = i + 1;
    }
    return steps;
}

static void add_steps(json_t *view)
{
    json_t *outputs = json_object_get(view, "outputs");

    for (size_t i = 0; i < json_array_size(outputs); i++) {
        json_t *row = json_array_get(outputs, i);

        jx_set(row, "address", steps_of(jx_str(jx_get(row, "item"))));
        jx_set(row, "steps", steps_of(jx_str(jx_get(row, "attribute"))));
    }
}

/* The aliases of the providers that a module's blocks name, in their order. */
static json_t *aliases_of(const struct dividing *dividing, const struct border_part *part)
{
    json_t *aliases = jx_array();
    json_t *known = jx_object();

    for (size_t i = 0; i < part->items.count; i++) {
        struct str alias =
            uses_hcl_alias(borders_text(dividing->borders.items, part->items.list[i]));
        const char *name = arena_strdup(dividing->arena, alias);

        if (alias.len > 0 && jx_get(known, name) == NULL) {
            jx_set(known, name, json_true());
            jx_append(aliases, jx_string(name));
        }
    }
    json_decref(known);
    return aliases;
}

static json_t *view_of(const struct dividing *dividing, size_t index, const char *path)
{
    json_t *view = split_view(&dividing->borders, index, path, dividing->split->is_layered);

    jx_set(view, "providers", aliases_of(dividing, &dividing->borders.parts[index]));
    add_steps(view);
    return view;
}

/* ---- blocks ---- */

/* Appends a block with what it uses of other modules as variables, or in the root as outputs. */
static void rewrite(const struct dividing *dividing, struct str text, const struct uses *uses,
                    struct buf *out)
{
    const struct borders *borders = &dividing->borders;
    const char *p = text.p;

    for (size_t i = 0; i < uses->count; i++) {
        const struct use *use = &uses->list[i];
        bool is_item = use->kind == USE_ATTRIBUTE || use->kind == USE_AFTER;
        size_t index = is_item ? borders_value(borders, use) : LOOKUP_NONE;

        if (index == LOOKUP_NONE) {
            continue;
        }
        size_t owner = borders->partition.part_of[borders->values[index].item];

        if (owner != dividing->part) {
            buf_add_bytes(out, p, (size_t)(use->whole.p - p));
            if (dividing->part == LOOKUP_NONE) {
                buf_add_format(out, "module.%s.%s", borders->parts[owner].id,
                               borders->values[index].id);
            } else {
                buf_add_format(out, "var.%s", borders->values[index].id);
            }
            p = use->whole.p + use->whole.len;
        }
    }
    buf_add_bytes(out, p, (size_t)(text.p + text.len - p));
}

/* Appends a block of the root with the addresses of resources as they are seen from there. */
static void readdress(const struct dividing *dividing, struct str text, struct buf *out)
{
    const struct borders *borders = &dividing->borders;
    const char *p = text.p;
    struct uses uses = {0};

    /* What moved to where a resource stood in the root goes on from there to its module. */
    if (!modules_is_move(text)) {
        uses_scan_hcl(&uses, dividing->arena, &dividing->source.names, text);
    }
    for (size_t i = 0; i < uses.count; i++) {
        size_t item = lookup_get(&dividing->source.names.items, uses.list[i].name);

        if (item != LOOKUP_NONE) {
            buf_add_bytes(out, p, (size_t)(uses.list[i].whole.p - p));
            buf_add_format(out, "module.%s.", borders->parts[borders->partition.part_of[item]].id);
            p = uses.list[i].whole.p;
        }
    }
    buf_add_bytes(out, p, (size_t)(text.p + text.len - p));
}

static bool take_in(const struct dividing *dividing, struct compose_hcl *compose, const char *path,
                    const char *template, struct str text)
{
    const struct fragment fragment = {
        .name = template, .subject = "a module", .origin = dividing->split->origin, .text = text};

    return compose_hcl_add(compose, compose_hcl_file(compose, path), &fragment);
}

/* Adds members of a section to a module. */
static bool add_members(const struct dividing *dividing, enum block_role role,
                        const struct uses *uses, const struct indices *members,
                        struct compose_hcl *compose)
{
    const struct json_section *section = &dividing->source.sections[role];
    bool is_fine = true;
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    for (size_t i = 0; i < members->count && is_fine; i++) {
        size_t index = members->list[i];

        buf_clear(&out);
        if (role == BLOCK_RESULT && modules_is_about(borders_text(section, index))) {
            readdress(dividing, borders_text(section, index), &out);
        } else {
            rewrite(dividing, borders_text(section, index), &uses[index], &out);
        }
        is_fine = take_in(dividing, compose, dividing->source.paths[role][index],
                          "templates/target.json", buf_str(&out));
    }
    buf_release(&out);
    return is_fine;
}

/* A variable that the caller always gives: without the line, or the lines, of its default. */
static void add_variable(struct str text, struct buf *out)
{
    static const struct str key = STR_INIT("  default ");
    bool is_default = false;

    while (text.len > 0) {
        const char *end = memchr(text.p, '\n', text.len);
        size_t len = end == NULL ? text.len : (size_t)(end - text.p) + 1;
        struct str line = str_slice(text, 0, len);
        bool is_deeper = str_has_prefix(line, STR("   ")) || str_has_prefix(line, STR("  ]")) ||
                         str_has_prefix(line, STR("  }"));

        is_default = str_has_prefix(line, key) || (is_default && is_deeper);
        if (!is_default) {
            buf_add(out, line);
        }
        text = str_slice(text, len, text.len);
    }
}

static bool add_variables(const struct dividing *dividing, const struct border_part *part,
                          struct compose_hcl *compose)
{
    const struct json_section *section = dividing->borders.parameters;
    bool is_fine = true;
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    for (size_t i = 0; i < part->parameters.count && is_fine; i++) {
        size_t index = part->parameters.list[i];

        buf_clear(&out);
        add_variable(borders_text(section, index), &out);
        is_fine = take_in(dividing, compose, dividing->source.paths[BLOCK_PARAMETER][index],
                          "templates/target.json", buf_str(&out));
    }
    buf_release(&out);
    return is_fine;
}

/* Adds what a template makes of a part to the file `path` of a module. */
static bool add_rendered(const struct dividing *dividing, const char *name, const json_t *part,
                         const char *path, struct compose_hcl *compose)
{
    const struct target *target = dividing->split->target;
    json_t *locals = jx_object();
    struct buf out;

    buf_init(&out, TEMPLATE_BYTES_MAX);
    jx_set(locals, "part", jx_share(part));
    bool is_fine = split_render(dividing->split, target->set, name, locals, &out) &&
                   take_in(dividing, compose, path,
                           arena_text(dividing->arena, "templates/%s/%s.tmpl", target->name, name),
                           buf_str(&out));

    json_decref(locals);
    buf_release(&out);
    return is_fine;
}

/* ---- modules ---- */

static bool write_child(const struct dividing *dividing, const char *path, const json_t *view)
{
    const struct borders *borders = &dividing->borders;
    const struct border_part *part = &borders->parts[dividing->part];
    const struct split *split = dividing->split;
    struct compose_hcl compose;

    compose_hcl_init(&compose, dividing->arena, split->diags, &dividing->recipe->rules);
    bool is_fine =
        add_rendered(dividing, dividing->recipe->split.part, view, dividing->versions, &compose) &&
        add_variables(dividing, part, &compose) &&
        add_members(dividing, BLOCK_SHARED, borders->condition_uses, &part->conditions, &compose) &&
        add_members(dividing, BLOCK_ITEM, borders->item_uses, &part->items, &compose);

    if (is_fine) {
        compose_hcl_finish(&compose, arena_text(dividing->arena, "%s/%s", split->folder, path),
                           split->files);
    }
    compose_hcl_release(&compose);
    return is_fine;
}

/* Appends a block that tells Terraform where each resource went. */
static bool add_moves(const struct dividing *dividing, struct compose_hcl *root)
{
    const struct borders *borders = &dividing->borders;
    bool is_fine = true;
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    for (size_t i = 0; i < borders->items->count; i++) {
        struct str id = borders->items->members[i].id;

        if (!str_has_prefix(id, STR("data."))) {
            buf_add_format(&out, "moved {\nfrom = %.*s\nto = module.%s.%.*s\n}\n", STR_ARGS(id),
                           borders->parts[borders->partition.part_of[i]].id, STR_ARGS(id));
        }
    }
    if (dividing->recipe->moved != NULL && out.len > 0) {
        is_fine = take_in(dividing, root, dividing->recipe->moved, "templates/target.json",
                          buf_str(&out));
    }
    buf_release(&out);
    return is_fine;
}

static struct indices all_of(const struct dividing *dividing, const struct json_section *section)
{
    size_t count = section->count;
    struct indices all = {ARENA_ARRAY(dividing->arena, count, size_t), count, count};

    for (size_t i = 0; i < count; i++) {
        all.list[i] = i;
    }
    return all;
}

/* Adds what the uses name of what every module has a copy of. */
static void note_shared(const struct dividing *dividing, const struct uses *uses, bool *is_used,
                        struct indices *used)
{
    for (size_t i = 0; i < uses->count; i++) {
        size_t found = uses->list[i].kind == USE_CONDITION
                           ? lookup_get(&dividing->source.names.shared, uses->list[i].name)
                           : LOOKUP_NONE;

        if (found != LOOKUP_NONE && !is_used[found]) {
            is_used[found] = true;
            used->list[used->count++] = found;
        }
    }
}

/* What the root itself uses of it, directly or not, and what no module uses: nothing is left out.
 */
static struct indices shared_by_root(const struct dividing *dividing)
{
    const struct borders *borders = &dividing->borders;
    size_t count = borders->conditions->count;
    bool *is_used = ARENA_ARRAY(dividing->arena, count, bool);
    struct indices used = {ARENA_ARRAY(dividing->arena, count, size_t), 0, count};

    for (size_t i = 0; i < borders->results->count; i++) {
        note_shared(dividing, &borders->result_uses[i], is_used, &used);
    }
    for (size_t i = 0; i < used.count; i++) {
        note_shared(dividing, &borders->condition_uses[used.list[i]], is_used, &used);
    }
    for (size_t i = 0; i < borders->part_count; i++) {
        for (size_t k = 0; k < borders->parts[i].conditions.count; k++) {
            is_used[borders->parts[i].conditions.list[k]] = true;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (!is_used[i]) {
            used.list[used.count++] = i;
        }
    }
    return used;
}

/* Variables stay as they are. */
static bool add_parameters(const struct dividing *dividing, struct compose_hcl *root)
{
    const struct json_section *section = dividing->borders.parameters;
    bool is_fine = true;

    for (size_t i = 0; i < section->count && is_fine; i++) {
        is_fine = take_in(dividing, root, dividing->source.paths[BLOCK_PARAMETER][i],
                          "templates/target.json", borders_text(section, i));
    }
    return is_fine;
}

static bool add_plain(const struct dividing *dividing, struct compose_hcl *root)
{
    const struct json_section *section = &dividing->source.sections[BLOCK_PLAIN];
    bool is_fine = true;

    for (size_t i = 0; i < section->count && is_fine; i++) {
        const struct fragment fragment = {.name = "templates/target.json",
                                          .subject = "a file",
                                          .origin = dividing->split->origin,
                                          .text = borders_text(section, i)};

        is_fine = compose_hcl_add_plain(
            root, compose_hcl_file(root, dividing->source.paths[BLOCK_PLAIN][i]), &fragment);
    }
    return is_fine;
}

static bool write_root(struct dividing *dividing, const json_t *views, struct compose_hcl *root)
{
    const struct borders *borders = &dividing->borders;
    const struct indices results = all_of(dividing, borders->results);
    const struct indices shared = shared_by_root(dividing);
    size_t i;
    const json_t *view;

    dividing->part = LOOKUP_NONE;
    bool is_fine = add_parameters(dividing, root) &&
                   add_members(dividing, BLOCK_SHARED, borders->condition_uses, &shared, root) &&
                   add_members(dividing, BLOCK_RESULT, borders->result_uses, &results, root);

    jx_array_foreach (views, i, view) {
        is_fine = is_fine && add_rendered(dividing, dividing->recipe->split.parent, view,
                                          dividing->recipe->split.file, root);
    }
    return is_fine && add_moves(dividing, root) && add_plain(dividing, root);
}

static bool write_all(struct dividing *dividing, struct compose_hcl *root)
{
    const struct borders *borders = &dividing->borders;
    json_t *views = jx_array();
    bool is_fine = true;

    for (size_t i = 0; i < borders->part_count && is_fine; i++) {
        const char *path = split_path(dividing->split, borders->parts[i].name);

        dividing->part = i;
        if (path != NULL) {
            jx_append(views, view_of(dividing, i, path));
        }
        is_fine = path != NULL && write_child(dividing, path, jx_at(views, i));
    }
    is_fine = is_fine && write_root(dividing, views, root);
    json_decref(views);
    return is_fine;
}

/* The file of the block `terraform`, by whose name the others know theirs. */
static const char *find_versions(const struct modules_source *source, const char *otherwise)
{
    const struct json_section *rest = &source->sections[BLOCK_RESULT];

    for (size_t i = 0; i < rest->count; i++) {
        if (str_eq_text(rest->members[i].id, "terraform")) {
            return source->paths[BLOCK_RESULT][i];
        }
    }
    return otherwise;
}

bool split_modules(const struct split *split, struct compose_hcl *source)
{
    struct arena *arena = split->target->arena;
    struct dividing dividing = {.split = split, .recipe = split->target->recipe, .arena = arena};
    const struct border_limits limits = {BORDERS_UNLIMITED, BORDERS_UNLIMITED, BORDERS_UNLIMITED,
                                         BORDERS_UNLIMITED, BORDERS_UNLIMITED};
    struct compose_hcl root;

    modules_source_read(&dividing.source, arena, source, jx_get(split->view, "tiers"));
    dividing.source.borders.split = &dividing.recipe->split;
    dividing.versions = find_versions(&dividing.source, dividing.recipe->split.file);
    borders_find(&dividing.borders, arena, &dividing.source.borders, &limits);
    compose_hcl_init(&root, arena, split->diags, source->rules);
    bool is_fine = write_all(&dividing, &root);

    compose_hcl_release(source);
    *source = root;
    return is_fine;
}
