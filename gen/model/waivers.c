/* SPDX-License-Identifier: MIT */
#include "model/waivers.h"

#include "base/mem.h"

#include <string.h>

/* True if a row of a tool is about the id: it has the prefix, and the length if one is stated. */
static bool is_about(const json_t *row, const char *id)
{
    if (!str_has_prefix(str_from(id), str_from(jx_get_text(row, "prefix", "")))) {
        return false;
    }
    json_int_t length = jx_get_integer(row, "length", 0);

    return length == 0 || (size_t)length == strlen(id);
}

/* Whose finding an id is: that of the first tool with a row about it. */
static const char *tool_of(const json_t *findings, const char *id)
{
    const char *tool;
    const json_t *rows;

    jx_object_foreach (jx_get(findings, "tools"), tool, rows) {
        size_t i;
        const json_t *row;

        jx_array_foreach (rows, i, row) {
            if (is_about(row, id)) {
                return tool;
            }
        }
    }
    return "archgen";
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

/* Parts are maps of id to reason while they are collected; a reason that is there stays. */
static void put(json_t *reasons, const char *id, const json_t *reason)
{
    if (jx_get(reasons, id) == NULL) {
        jx_set(reasons, id, jx_share(reason));
    }
}

static json_t *part_of(json_t *parts, const char *name)
{
    if (jx_get(parts, name) == NULL) {
        jx_set(parts, name, jx_object());
    }
    return json_object_get(parts, name);
}

static void put_row(json_t *reasons, const json_t *row, const json_t *given)
{
    const json_t *reason = reason_of(row, given);
    size_t i;
    const json_t *id;

    if (reason == NULL) {
        return;
    }
    jx_array_foreach (jx_get(row, "ids"), i, id) {
        put(reasons, json_string_value(id), reason);
    }
}

/* True if what the row is about is found in `subject`. */
static bool arises(const json_t *row, const json_t *subject)
{
    const json_t *unless = jx_get(row, "unless");

    return catalog_when(jx_get(row, "when"), subject) &&
           (unless == NULL || !catalog_when(unless, subject));
}

/* The ids that no row knows. */
static void put_others(json_t *reasons, const json_t *rows, const json_t *given)
{
    const char *id;
    const json_t *reason;

    jx_object_foreach (given, id, reason) {
        if (!is_known(rows, id)) {
            put(reasons, id, reason);
        }
    }
}

/* A part as templates see it: null, or each tool with its list. Takes `reasons`. */
static json_t *by_tool(const json_t *findings, json_t *reasons)
{
    if (json_object_size(reasons) == 0) {
        json_decref(reasons);
        return json_null();
    }
    json_t *sorted = jx_sorted(reasons);
    json_t *tools = jx_object();
    const char *name;
    const json_t *value;

    json_decref(reasons);
    jx_object_foreach (jx_get(findings, "tools"), name, value) {
        jx_set(tools, name, jx_array());
    }
    jx_object_foreach (sorted, name, value) {
        json_t *item = jx_object();

        jx_set(item, "id", jx_string(name));
        jx_set(item, "reason", jx_share(value));
        jx_append(json_object_get(tools, tool_of(findings, name)), item);
    }
    json_decref(sorted);
    return tools;
}

json_t *waivers_make(const json_t *findings, const json_t *rows, const json_t *given,
                     const json_t *subject)
{
    json_t *parts = jx_object();
    json_t *result = jx_object();
    size_t i;
    const json_t *row;
    const char *name;
    const json_t *reasons;

    part_of(parts, WAIVERS_MAIN);
    jx_array_foreach (rows, i, row) {
        json_t *part = part_of(parts, jx_get_text(row, "on", WAIVERS_MAIN));

        if (arises(row, subject)) {
            put_row(part, row, given);
        }
    }
    jx_object_foreach (parts, name, reasons) {
        json_t *part = json_object_get(parts, name);

        put_others(part, rows, given);
        jx_set(result, name, by_tool(findings, jx_share(part)));
    }
    json_decref(parts);
    return result;
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

json_t *waivers_of_one(const json_t *findings, const json_t *rows, const json_t *given,
                       const json_t *subject)
{
    json_t *reasons = jx_object();
    size_t i;
    const json_t *row;

    jx_array_foreach (rows, i, row) {
        if (arises(row, subject)) {
            put_row(reasons, row, given);
        }
    }
    return by_tool(findings, reasons);
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
