/* SPDX-License-Identifier: MIT */
/* --explain: where a value comes from in each environment, and what a flow or a tier made. */
#include "cli/commands.h"

#include <string.h>

enum { COLUMNS = 4, VALUE_WIDTH = 60 };

/* Rows of texts that are printed in columns. */
struct grid {
    struct arena *arena;
    const char *(*rows)[COLUMNS];
    size_t count;
    size_t capacity;
};

static void add_row(struct grid *grid, const char *a, const char *b, const char *c, const char *d)
{
    const char *const cells[COLUMNS] = {a, b, c, d};

    ARENA_GROW(grid->arena, grid->rows, grid->count, grid->capacity);
    for (size_t i = 0; i < COLUMNS; i++) {
        grid->rows[grid->count][i] = cells[i] == NULL ? "" : cells[i];
    }
    grid->count++;
}

/* The columns that a terminal would show: code points. */
static size_t width_of(const char *text)
{
    size_t width = 0;

    for (; *text != '\0'; text++) {
        width += ((unsigned char)*text & 0xc0) != 0x80;
    }
    return width;
}

static void print_grid(struct grid *grid, struct buf *out)
{
    size_t widths[COLUMNS] = {0};

    for (size_t i = 0; i < grid->count; i++) {
        for (size_t k = 0; k < COLUMNS; k++) {
            size_t width = width_of(grid->rows[i][k]);

            widths[k] = width > widths[k] ? width : widths[k];
        }
    }
    for (size_t i = 0; i < grid->count; i++) {
        size_t blanks = 4;

        for (size_t k = 0; k < COLUMNS; k++) {
            const char *cell = grid->rows[i][k];

            if (*cell != '\0') {
                buf_add_repeat(out, ' ', blanks);
                buf_add_text(out, cell);
                blanks = 0;
            }
            blanks += widths[k] - width_of(cell) + (widths[k] > 0 ? 2 : 0);
        }
        buf_add_char(out, '\n');
    }
    grid->count = 0;
}

/* A value on one line: text as it is, everything else as JSON, cut where it is long. */
static const char *value_text(struct arena *arena, const json_t *value)
{
    struct buf text;
    size_t len = 0;
    size_t width = 0;

    buf_init(&text, BUF_NO_LIMIT);
    if (json_is_string(value) && json_string_length(value) > 0 &&
        strchr(json_string_value(value), '\n') == NULL) {
        buf_add(&text, jx_str(value));
    } else {
        jx_dump(value, &text, false);
    }
    for (; len < text.len && width <= VALUE_WIDTH; len++) {
        width += ((unsigned char)text.bytes[len] & 0xc0) != 0x80;
    }
    if (width > VALUE_WIDTH) {
        buf_truncate(&text, len - 1);
        buf_add_text(&text, "…");
    }
    const char *result = arena_strdup(arena, buf_str(&text));

    buf_release(&text);
    return result;
}

static const char *place_text(struct arena *arena, const json_t *place)
{
    const char *pointer = jx_get_text(place, "pointer", NULL);
    const char *file = jx_get_text(place, "file", "");

    return pointer != NULL
               ? arena_text(arena, "%s#%s", file, pointer)
               : arena_text(arena, "%s:%d:%d", file, (int)jx_get_integer(place, "line", 0),
                            (int)jx_get_integer(place, "column", 0));
}

static const char *layer_name(struct arena *arena, const json_t *layer)
{
    const char *name = jx_get_text(layer, "name", NULL);
    const char *what = jx_get_text(layer, "layer", "derived");

    return name == NULL ? what : arena_text(arena, "%s %s", what, name);
}

static void print_layers(struct arena *arena, const json_t *layers, struct buf *out)
{
    struct grid grid = {.arena = arena};
    size_t i;
    const json_t *layer;

    jx_array_foreach (layers, i, layer) {
        const char *at = jx_get_text(layer, "at", NULL);
        const char *value = jx_get_bool(layer, "removed", false)
                                ? "removed"
                                : value_text(arena, jx_get(layer, "value"));

        add_row(&grid,
                arena_text(arena, "%s %s", jx_get_bool(layer, "in_force", false) ? "*" : " ",
                           layer_name(arena, layer)),
                at == NULL ? value : arena_text(arena, "%s: %s", at, value),
                place_text(arena, jx_get(layer, "place")), NULL);
    }
    print_grid(&grid, out);
}

static void print_members(struct arena *arena, const json_t *members, struct buf *out)
{
    struct grid grid = {.arena = arena};
    size_t i;
    const json_t *member;

    jx_array_foreach (members, i, member) {
        const json_t *layer = jx_get(member, "layer");

        add_row(&grid, jx_get_text(member, "key", ""), value_text(arena, jx_get(member, "value")),
                json_is_null(layer) ? NULL : layer_name(arena, layer),
                json_is_null(layer) ? NULL : place_text(arena, jx_get(layer, "place")));
    }
    if (grid.count > 0) {
        buf_add_text(out, "  members\n");
    }
    print_grid(&grid, out);
}

static void print_made(struct arena *arena, const json_t *result, struct buf *out)
{
    struct grid grid = {.arena = arena};
    const char *target;
    const json_t *resources;
    size_t i;
    const json_t *item;

    jx_array_foreach (jx_get(result, "made"), i, item) {
        add_row(&grid, jx_get_text(item, "what", ""),
                jx_get_text(item, "label", jx_get_text(item, "id", NULL)),
                jx_get_text(item, "text", ""), NULL);
    }
    if (grid.count > 0) {
        buf_add_text(out, "  made\n");
    }
    print_grid(&grid, out);
    jx_object_foreach (jx_get(result, "resources"), target, resources) {
        jx_array_foreach (resources, i, item) {
            add_row(&grid, jx_get_text(item, "type", ""), jx_get_text(item, "name", ""), NULL,
                    NULL);
        }
        if (grid.count > 0) {
            buf_add_format(out, "  %s, by name\n", target);
        }
        print_grid(&grid, out);
    }
}

static void print_environment(struct arena *arena, const json_t *result, struct buf *out)
{
    const json_t *value = jx_get(result, "value");

    buf_add_format(out, "%s: %s\n", jx_get_text(result, "environment", ""),
                   json_is_null(value) ? "not set" : value_text(arena, value));
    print_layers(arena, jx_get(result, "layers"), out);
    print_members(arena, jx_get(result, "members"), out);
    print_made(arena, result, out);
}

static void print_text(struct arena *arena, const json_t *results, struct buf *out)
{
    const json_t *first = jx_at(results, 0);
    const char *description = jx_get_text(first, "description", NULL);
    size_t i;
    const json_t *result;

    buf_add_text(out, jx_get_text(first, "path", ""));
    buf_add_format(out, "%s%s\n", description == NULL ? "" : ": ",
                   description == NULL ? "" : description);
    jx_array_foreach (results, i, result) {
        print_environment(arena, result, out);
    }
}

static void print_results(struct session *session, const json_t *results)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    if (session->options.report == REPORT_JSON) {
        jx_dump_pretty(results, &out);
        buf_add_char(&out, '\n');
    } else {
        print_text(&session->arena, results, &out);
    }
    session_print(session, buf_str(&out));
    buf_release(&out);
}

void command_explain(struct session *session)
{
    struct texts environments = {0};
    json_t *results = jx_array();

    if (command_read(session, 0, &environments)) {
        const char *const *targets = session->targets.items;
        size_t target_count = session->targets.count;
        size_t before = session->diags.count;
        size_t after = before;

        if (target_count == 0) {
            targets = archgen_targets(&session->arena, &session->data, &target_count);
        }
        for (size_t i = 0; i < environments.count; i++) {
            json_t *result = archgen_explain(session->run, session->options.subject,
                                             environments.items[i], targets, target_count);

            if (result != NULL) {
                jx_append(results, result);
            }
            after = i == 0 ? session->diags.count : after;
        }
        // Without --env it is enough that one environment has such a value; if none has, the first
        // one's fault is enough.
        if (session->options.environments.count == 0) {
            diags_cut(&session->diags, json_array_size(results) > 0 ? before : after);
        }
    }
    if (json_array_size(results) > 0) {
        print_results(session, results);
    }
    json_decref(results);
}
