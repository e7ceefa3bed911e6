/* SPDX-License-Identifier: MIT */
/*
 * The scope of each action is found here, once: the first that names the action, or its service.
 * That costs as much as all else that is done with the table.
 */
#include "target/permission_table.h"

#include "base/mem.h"
#include "base/table.h"
#include "data/json.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    struct str name;
    enum permission_place place;
} places[] = {
    {STR_INIT("partition"), PLACE_PARTITION}, {STR_INIT("account"), PLACE_ACCOUNT},
    {STR_INIT("region"), PLACE_REGION},       {STR_INIT("prefix"), PLACE_PREFIX},
    {STR_INIT("name"), PLACE_NAME},
};

struct permission_step permission_text_step(struct str *text)
{
    const char *open = text->len == 0 ? NULL : memchr(text->p, '{', text->len);
    const char *close =
        open == NULL ? NULL : memchr(open, '}', (size_t)(text->p + text->len - open));
    struct permission_step step = {.plain = *text};

    if (close != NULL) {
        size_t plain = (size_t)(open - text->p);

        step.plain.len = plain;
        step.name = (struct str){open + 1, (size_t)(close - open) - 1};
        for (size_t i = 0; i < AG_COUNT(places); i++) {
            if (str_eq(places[i].name, step.name)) {
                step.place = places[i].place;
            }
        }
        *text = str_slice(*text, plain + step.name.len + 2, text->len);
        return step;
    }
    *text = STR("");
    return step;
}

struct reading {
    struct arena *arena;
    const struct source *source;
    struct diags *diags;
    const json_t *scopes;
    struct permission_table *table;
    struct table known;  /* names of actions */
    struct table sorted; /* name → its struct permission_action */
    bool is_fine;
};

AG_PRINTF(2, 3) static void fail(struct reading *reading, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    diag_add(reading->diags, DIAG_BAD_TARGET, span_make(reading->source, 0, 0), "%s",
             arena_vtext(reading->arena, format, args));
    va_end(args);
    reading->is_fine = false;
}

/* ---- scopes ---- */

static struct str keep(const struct reading *reading, struct str text)
{
    return (struct str){arena_strdup(reading->arena, text), text.len};
}

static struct permission_texts read_texts(struct reading *reading, const json_t *list)
{
    struct str *items = ARENA_ARRAY(reading->arena, json_array_size(list), struct str);
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        struct str rest = items[i] = keep(reading, jx_str(item));

        while (rest.len > 0) {
            struct permission_step step = permission_text_step(&rest);

            if (step.name.p != NULL && step.place == PLACE_NONE) {
                fail(reading, "'{%.*s}' is no placeholder", STR_ARGS(step.name));
            }
        }
    }
    return (struct permission_texts){items, json_array_size(list)};
}

/* {operator: {key: list of texts}} */
static void read_conditions(struct reading *reading, struct permission_scope *scope,
                            const json_t *condition)
{
    struct permission_condition *rows = NULL;
    size_t capacity = 0;
    const char *operator_name;
    const json_t *keys;

    jx_object_foreach (condition, operator_name, keys) {
        const char *key;
        const json_t *values;

        jx_object_foreach (keys, key, values) {
            ARENA_GROW(reading->arena, rows, scope->condition_count, capacity);
            rows[scope->condition_count++] = (struct permission_condition){
                .operator_name = keep(reading, str_from(operator_name)).p,
                .key = keep(reading, str_from(key)).p,
                .values = read_texts(reading, values),
            };
        }
    }
    scope->conditions = rows;
}

static void read_scopes(struct reading *reading)
{
    struct permission_scope *scopes =
        ARENA_ARRAY(reading->arena, json_array_size(reading->scopes), struct permission_scope);
    size_t i;
    const json_t *item;

    jx_array_foreach (reading->scopes, i, item) {
        scopes[i].sid = keep(reading, jx_str(jx_get(item, "sid"))).p;
        scopes[i].group = keep(reading, jx_str(jx_get(item, "group"))).p;
        scopes[i].resources = read_texts(reading, jx_get(item, "resources"));
        read_conditions(reading, &scopes[i], jx_get(item, "condition"));
    }
    reading->table->scopes = scopes;
    reading->table->scope_count = json_array_size(reading->scopes);
}

/* ---- actions ---- */

static bool has_text(const json_t *list, struct str text)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        if (str_eq(jx_str(item), text)) {
            return true;
        }
    }
    return false;
}

/* True if the scope names the action, or its service, "ec2" of "ec2:CreateVpc". */
static bool covers(const json_t *scope, struct str action)
{
    struct str service = jx_str(jx_get(scope, "service"));

    return has_text(jx_get(scope, "actions"), action) ||
           (service.len > 0 && action.len > service.len && action.p[service.len] == ':' &&
            str_has_prefix(action, service));
}

static uint32_t find_scope(struct reading *reading, const char *type, struct str action)
{
    size_t i;
    const json_t *scope;

    jx_array_foreach (reading->scopes, i, scope) {
        if (covers(scope, action)) {
            return (uint32_t)i;
        }
    }
    fail(reading, "no scope covers the action '%.*s' of '%s'", STR_ARGS(action), type);
    return 0;
}

static int by_action(const void *left, const void *right)
{
    const struct permission_action *a = left;
    const struct permission_action *b = right;

    return strcmp(a->name, b->name);
}

/* Adds the actions of a row that no other row had. */
static void add_actions(struct reading *reading, const char *type, const json_t *row,
                        struct permission_action **actions, size_t *capacity)
{
    size_t *count = &reading->table->action_count;
    size_t i;
    const json_t *item;

    jx_array_foreach (row, i, item) {
        struct str name = jx_str(item);

        if (table_put(&reading->known, reading->arena, name, reading) != NULL) {
            continue;
        }
        ARENA_GROW(reading->arena, *actions, *count, *capacity);
        (*actions)[*count] = (struct permission_action){.name = keep(reading, name).p,
                                                        .scope = find_scope(reading, type, name)};
        (*count)++;
    }
}

static void read_actions(struct reading *reading, const json_t *types)
{
    struct permission_action *actions = NULL;
    size_t capacity = 0;
    const char *type;
    const json_t *row;

    jx_object_foreach (types, type, row) {
        add_actions(reading, type, row, &actions, &capacity);
    }
    if (actions == NULL) {
        return;
    }
    qsort(actions, reading->table->action_count, sizeof(struct permission_action), by_action);
    reading->table->actions = actions;
    for (size_t i = 0; i < reading->table->action_count; i++) {
        (void)table_put(&reading->sorted, reading->arena, str_from(actions[i].name), &actions[i]);
    }
}

/* ---- types ---- */

static int by_type(const void *left, const void *right)
{
    const struct permission_type *a = left;
    const struct permission_type *b = right;

    return str_compare(a->name, b->name);
}

static void read_types(struct reading *reading, const json_t *types)
{
    struct permission_type *rows =
        ARENA_ARRAY(reading->arena, json_object_size(types), struct permission_type);
    size_t count = 0;
    const char *type;
    const json_t *row;

    jx_object_foreach (types, type, row) {
        uint32_t *actions = ARENA_ARRAY(reading->arena, json_array_size(row), uint32_t);
        size_t i;
        const json_t *item;

        if (!json_is_array(row)) {
            fail(reading, "expected a list of actions for '%s'", type);
        }
        jx_array_foreach (row, i, item) {
            const struct permission_action *action = table_get(&reading->sorted, jx_str(item));

            actions[i] = (uint32_t)(action - reading->table->actions);
        }
        rows[count++] =
            (struct permission_type){keep(reading, str_from(type)), actions, json_array_size(row)};
    }
    if (count > 0) {
        qsort(rows, count, sizeof(struct permission_type), by_type);
    }
    reading->table->types = rows;
    reading->table->type_count = count;
}

const struct permission_table *
permission_table_read(struct arena *arena, const struct source *source, struct diags *diags)
{
    json_error_t error;
    json_t *read = json_loadb(source->text.p, source->text.len, JSON_REJECT_DUPLICATES, &error);
    struct permission_table *table = ARENA_NEW(arena, struct permission_table);
    struct reading reading = {.arena = arena,
                              .source = source,
                              .diags = diags,
                              .scopes = jx_get(read, "scopes"),
                              .table = table,
                              .is_fine = true};

    table->source = source;
    if (read == NULL) {
        fail(&reading, "the table of permissions is no JSON: %s", error.text);
    }
    read_scopes(&reading);
    read_actions(&reading, jx_get(read, "types"));
    read_types(&reading, jx_get(read, "types"));
    json_decref(read);
    return reading.is_fine ? table : NULL;
}

static int find_type(const void *key, const void *row)
{
    const struct str *name = key;

    return str_compare(*name, ((const struct permission_type *)row)->name);
}

const struct permission_type *permission_table_find(const struct permission_table *table,
                                                    struct str type)
{
    return table->type_count == 0 ? NULL
                                  : bsearch(&type, table->types, table->type_count,
                                            sizeof(struct permission_type), find_type);
}
