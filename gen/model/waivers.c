/* SPDX-License-Identifier: MIT */
#include "model/waivers.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct tool_rule {
    size_t tool; /* its place in the list of tools */
    struct str prefix;
    size_t length; /* of the whole id; 0 for any */
};

struct waiver_tools {
    const char **names;
    size_t count;
    struct tool_rule *rules;
    size_t rule_count;
    size_t rule_capacity;
};

const struct waiver_tools *waivers_tools(struct arena *arena, const json_t *findings)
{
    const json_t *map = jx_get(findings, "tools");
    struct waiver_tools *tools = ARENA_NEW(arena, struct waiver_tools);
    const char *name;
    const json_t *rows;

    tools->names = ARENA_ARRAY(arena, json_object_size(map), const char *);
    jx_object_foreach (map, name, rows) {
        size_t i;
        const json_t *row;

        jx_array_foreach (rows, i, row) {
            ARENA_GROW(arena, tools->rules, tools->rule_count, tools->rule_capacity);
            tools->rules[tools->rule_count++] = (struct tool_rule){
                .tool = tools->count,
                .prefix = str_from(jx_get_text(row, "prefix", "")),
                .length = (size_t)jx_get_integer(row, "length", 0),
            };
        }
        tools->names[tools->count++] = name;
    }
    return tools;
}

/* Whose finding an id is: that of the first tool with a rule about it; `count` where none has. */
static size_t tool_of(const struct waiver_tools *tools, struct str id)
{
    for (size_t i = 0; i < tools->rule_count; i++) {
        const struct tool_rule *rule = &tools->rules[i];

        if (str_has_prefix(id, rule->prefix) && (rule->length == 0 || rule->length == id.len)) {
            return rule->tool;
        }
    }
    return tools->count;
}

static bool lists(const json_t *ids, const char *id)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (ids, i, item) {
        if (strcmp(json_string_value(item), id) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_known(const json_t *rows, const char *id)
{
    size_t i;
    const json_t *row;

    jx_array_foreach (rows, i, row) {
        if (lists(jx_get(row, "ids"), id)) {
            return true;
        }
    }
    return false;
}

/* Why a finding is accepted: what is given for any of its ids, else what the row says, or NULL. */
static const json_t *reason_of(const json_t *row, const json_t *given)
{
    size_t i;
    const json_t *id;

    jx_array_foreach (jx_get(row, "ids"), i, id) {
        const json_t *reason = jx_get(given, json_string_value(id));

        if (reason != NULL) {
            return reason;
        }
    }
    return jx_get(row, "reason");
}

/* ---- what is waived of one part ---- */

struct reason {
    const char *id;
    const json_t *text;
};

struct reasons {
    struct arena *arena;
    struct reason *items;
    size_t count;
    size_t capacity;
};

static void add_reason(struct reasons *reasons, const char *id, const json_t *text)
{
    ARENA_GROW(reasons->arena, reasons->items, reasons->count, reasons->capacity);
    reasons->items[reasons->count++] = (struct reason){id, text};
}

static bool has_reason(const struct reasons *reasons, const char *id)
{
    for (size_t i = 0; i < reasons->count; i++) {
        if (strcmp(reasons->items[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

/* The ids of a row whose finding arises; a reason that is there stays. */
static void add_row(struct reasons *reasons, const json_t *row, const json_t *given)
{
    const json_t *reason = reason_of(row, given);
    size_t i;
    const json_t *id;

    if (reason == NULL) {
        return;
    }
    jx_array_foreach (jx_get(row, "ids"), i, id) {
        if (!has_reason(reasons, json_string_value(id))) {
            add_reason(reasons, json_string_value(id), reason);
        }
    }
}

/* The ids that no row knows: they count for every part. */
static struct reasons other_reasons(const struct waiver_table *table, const json_t *given)
{
    struct reasons others = {.arena = table->arena};
    const char *id;
    const json_t *reason;

    jx_object_foreach (given, id, reason) {
        if (!is_known(table->rows, id)) {
            add_reason(&others, id, reason);
        }
    }
    return others;
}

static int by_id(const void *a, const void *b)
{
    const struct reason *left = a;
    const struct reason *right = b;

    return strcmp(left->id, right->id);
}

/* A part as templates see it: null, or each tool with its list. */
static json_t *by_tool(const struct waiver_tools *tools, struct reasons *reasons)
{
    if (reasons->count == 0) {
        return json_null();
    }
    json_t **by_number = ARENA_ARRAY(reasons->arena, tools->count, json_t *);
    json_t *map = jx_object();

    for (size_t i = 0; i < tools->count; i++) {
        by_number[i] = jx_array();
        jx_set(map, tools->names[i], by_number[i]);
    }
    qsort(reasons->items, reasons->count, sizeof(*reasons->items), by_id);
    for (size_t i = 0; i < reasons->count; i++) {
        const struct reason *reason = &reasons->items[i];
        size_t tool = tool_of(tools, str_from(reason->id));

        if (tool < tools->count) {
            json_t *item = jx_object();

            jx_set(item, "id", jx_string(reason->id));
            jx_set(item, "reason", jx_share(reason->text));
            jx_append(by_number[tool], item);
        }
    }
    return map;
}

/* ---- what is waived of all ---- */

/* True if what the row is about is found in `subject`. */
static bool arises(const json_t *row, const json_t *subject)
{
    const json_t *unless = jx_get(row, "unless");

    return catalog_when(jx_get(row, "when"), subject) &&
           (unless == NULL || !catalog_when(unless, subject));
}

/* Whether what each row is about is found in `subject`: a '+' or a '-' for each. */
static void add_arising(const json_t *rows, const json_t *subject, struct buf *out)
{
    size_t i;
    const json_t *row;

    jx_array_foreach (rows, i, row) {
        buf_add_char(out, arises(row, subject) ? '+' : '-');
    }
}

/* What is waived of a part, `others` in any case, or of the whole where `part` is NULL. */
static json_t *make_part(const struct waiver_table *table, const json_t *given, const char *arising,
                         const char *part, const struct reasons *others)
{
    struct reasons reasons = {.arena = table->arena};
    size_t i;
    const json_t *row;

    jx_array_foreach (table->rows, i, row) {
        if (arising[i] == '+' &&
            (part == NULL || strcmp(jx_get_text(row, "on", WAIVERS_MAIN), part) == 0)) {
            add_row(&reasons, row, given);
        }
    }
    for (i = 0; others != NULL && i < others->count; i++) {
        add_reason(&reasons, others->items[i].id, others->items[i].text);
    }
    return by_tool(table->tools, &reasons);
}

static json_t *make_parts(const struct waiver_table *table, const json_t *given,
                          const char *arising)
{
    const struct reasons others = other_reasons(table, given);
    json_t *parts = jx_object();
    size_t i;
    const json_t *row;

    jx_set(parts, WAIVERS_MAIN, make_part(table, given, arising, WAIVERS_MAIN, &others));
    jx_array_foreach (table->rows, i, row) {
        const char *part = jx_get_text(row, "on", WAIVERS_MAIN);
        bool has_others = jx_get_bool(row, "others", true);

        if (jx_get(parts, part) == NULL) {
            jx_set(parts, part,
                   make_part(table, given, arising, part, has_others ? &others : NULL));
        }
    }
    return parts;
}

static json_t *make_whole(const struct waiver_table *table, const json_t *given,
                          const char *arising)
{
    return make_part(table, given, arising, NULL, NULL);
}

typedef json_t *make_waivers(const struct waiver_table *table, const json_t *given,
                             const char *arising);

/* What `make` gives depends on which rows are about something that arises, and on what is given;
 * most tiers of a kind have both in common. */
static json_t *find_or_make(const struct waiver_table *table, const json_t *given,
                            const json_t *subject, make_waivers *make)
{
    struct buf key;

    buf_init(&key, BUF_NO_LIMIT);
    add_arising(table->rows, subject, &key);
    buf_add_text(&key, make == make_parts ? "parts of " : "the whole of ");
    buf_add_text(&key, table->name);
    if (json_object_size(given) > 0) {
        jx_dump(given, &key, false);
    }
    json_t *result = memo_get(table->memo, buf_str(&key));

    if (result == NULL) {
        result = memo_put(table->memo, buf_str(&key), make(table, given, buf_str(&key).p));
    }
    buf_release(&key);
    return result;
}

struct waiver_table waivers_table(const struct model *model, const char *name, const json_t *rows)
{
    return (struct waiver_table){model->arena, model->memo, model->tools, name, rows};
}

json_t *waivers_make(const struct waiver_table *table, const json_t *given, const json_t *subject)
{
    return find_or_make(table, given, subject, make_parts);
}

json_t *waivers_of_one(const struct waiver_table *table, const json_t *given, const json_t *subject)
{
    return find_or_make(table, given, subject, make_whole);
}

static bool has_item(const json_t *items, const char *id)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (items, i, item) {
        if (strcmp(jx_get_text(item, "id", ""), id) == 0) {
            return true;
        }
    }
    return false;
}

bool waivers_is_idle(const json_t *rows, const json_t *waived, const char *id)
{
    const char *part;
    const json_t *tools;

    if (!is_known(rows, id)) {
        return false;
    }
    jx_object_foreach (waived, part, tools) {
        const char *tool;
        const json_t *items;

        jx_object_foreach (tools, tool, items) {
            if (has_item(items, id)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- the summary ---- */

static void list_part(json_t *list, const char *about, const char *part, const json_t *tools)
{
    const char *tool;
    const json_t *items;

    jx_object_foreach (tools, tool, items) {
        size_t i;
        const json_t *item;

        jx_array_foreach (items, i, item) {
            json_t *row = jx_object();

            jx_set(row, "about", jx_string(about));
            jx_set(row, "part", jx_string(part));
            jx_set(row, "tool", jx_string(tool));
            jx_set(row, "id", jx_share(jx_get(item, "id")));
            jx_set(row, "reason", jx_share(jx_get(item, "reason")));
            jx_append(list, row);
        }
    }
}

static void list_parts(json_t *list, const char *about, const json_t *parts)
{
    const char *part;
    const json_t *tools;

    jx_object_foreach (parts, part, tools) {
        list_part(list, about, part, tools);
    }
}

/* `group` and a name make up what a row is about. */
static void list_about(json_t *list, const char *group, const char *name, const json_t *waived,
                       bool has_parts)
{
    json_t *about = jx_format("%s.%s", group, name);

    if (has_parts) {
        list_parts(list, json_string_value(about), waived);
    } else {
        list_part(list, json_string_value(about), WAIVERS_MAIN, waived);
    }
    json_decref(about);
}

json_t *waivers_list(const json_t *view)
{
    json_t *list = jx_array();
    const char *name;
    const json_t *tier;
    const json_t *rule;
    size_t i;

    list_parts(list, "system", jx_get(view, "waive"));
    jx_array_foreach (jx_get(view, "rules"), i, rule) {
        list_about(list, "rules", jx_get_text(rule, "label", ""), jx_get(rule, "waive"), false);
    }
    jx_object_foreach (jx_get(view, "tiers"), name, tier) {
        list_about(list, "tiers", name, jx_get(tier, "waive"), true);
    }
    return list;
}

/* ---- policies ---- */

static bool ends_wide(const json_t *value)
{
    const json_t *parts = jx_get(value, "$concat");
    size_t count = json_array_size(parts);

    if (count > 0) {
        return ends_wide(jx_at(parts, count - 1));
    }
    return json_is_string(value) && str_has_suffix(jx_str(value), STR("*"));
}

static bool any_ends_wide(const json_t *values)
{
    size_t i;
    const json_t *value;

    if (!json_is_array(values)) {
        return ends_wide(values);
    }
    jx_array_foreach (values, i, value) {
        if (ends_wide(value)) {
            return true;
        }
    }
    return false;
}

bool waivers_is_wide(const json_t *policy)
{
    size_t i;
    const json_t *statement;

    jx_array_foreach (jx_get(policy, "Statement"), i, statement) {
        if (any_ends_wide(jx_get(statement, "Action")) ||
            any_ends_wide(jx_get(statement, "Resource"))) {
            return true;
        }
    }
    return false;
}
