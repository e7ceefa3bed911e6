/* SPDX-License-Identifier: MIT */
#include "target/split_view.h"

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

        jx_append(rows,
                  parameter(id,
                            borders->source->definition(borders_text(borders->parameters, index)),
                            jx_array(), false));
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
        jx_set(row, "order", jx_bool(value->is_order));
        jx_set(row, "condition", text_or_null(borders->item_conditions[value->item]));
        jx_append(rows, row);
    }
    return rows;
}

json_t *split_view(const struct borders *borders, size_t index, const char *path, bool is_layered)
{
    const struct border_part *part = &borders->parts[index];
    json_t *view = jx_object();
    json_t *after = jx_array();

    for (size_t i = 0; i < part->after.count; i++) {
        jx_append(after, jx_string(borders->parts[part->after.list[i]].id));
    }
    jx_set(view, "name", jx_string(part->name));
    jx_set(view, "id", jx_string(part->id));
    jx_set(view, "path", jx_string(path));
    jx_set(view, "layered", jx_bool(is_layered));
    jx_set(view, "parameters", parameters_of(borders, part));
    jx_set(view, "outputs", outputs_of(borders, part));
    jx_set(view, "after", after);
    return view;
}
