/* SPDX-License-Identifier: MIT */
#include "target/borders.h"

#include <string.h>

static void add_index(struct borders *borders, struct indices *indices, size_t index)
{
    ARENA_GROW(borders->arena, indices->list, indices->count, indices->capacity);
    indices->list[indices->count++] = index;
}

/* ---- reading the document ---- */

static void take_names(struct borders *borders, struct lookup *names,
                       const struct json_section *section, bool is_taken)
{
    for (size_t i = 0; i < section->count; i++) {
        (void)lookup_put(names, borders->arena, section->members[i].id, i);
        if (is_taken) {
            (void)lookup_put(&borders->taken, borders->arena, section->members[i].id, 0);
        }
    }
}

static struct uses *scan_all(struct borders *borders, const struct json_section *section)
{
    struct uses *uses = ARENA_ARRAY(borders->arena, section->count, struct uses);

    for (size_t i = 0; i < section->count; i++) {
        borders->source->scan(borders->source, &uses[i], borders->arena, borders_text(section, i));
    }
    return uses;
}

static void read_document(struct borders *borders, const struct border_source *source)
{
    borders->items = source->items;
    borders->parameters = source->parameters;
    borders->results = source->results;
    borders->conditions = source->conditions;
    borders->maps = source->maps;
    take_names(borders, &borders->item_names, borders->items, true);
    take_names(borders, &borders->parameter_names, borders->parameters, true);
    take_names(borders, &borders->result_names, borders->results, borders->source->has_results);
    take_names(borders, &borders->condition_names, borders->conditions, false);
    take_names(borders, &borders->map_names, borders->maps, false);
    borders->item_uses = scan_all(borders, borders->items);
    borders->result_uses = scan_all(borders, borders->results);
    borders->condition_uses = scan_all(borders, borders->conditions);
    borders->item_conditions = ARENA_ARRAY(borders->arena, borders->items->count, struct str);
    for (size_t i = 0; i < borders->items->count; i++) {
        for (size_t k = 0; k < borders->item_uses[i].count; k++) {
            if (borders->item_uses[i].list[k].is_outermost) {
                borders->item_conditions[i] = borders->item_uses[i].list[k].name;
            }
        }
    }
}

/* ---- values ---- */

static struct str value_key(struct arena *arena, const struct use *use)
{
    const char *key = arena_text(arena, "%c%.*s.%.*s", use->kind == USE_AFTER ? '-' : '+',
                                 STR_ARGS(use->name), STR_ARGS(use->attribute));

    return str_from(key);
}

size_t borders_value(const struct borders *borders, const struct use *use)
{
    return lookup_get(&borders->value_names, value_key(borders->arena, use));
}

static bool is_list(const struct recipe_split *split, struct str attribute)
{
    for (size_t i = 0; i < split->list_attribute_count; i++) {
        if (str_eq(split->lists[i], attribute)) {
            return true;
        }
    }
    return false;
}

/* As borders_free_id; if it `is_own`, nothing keeps it from the name itself. */
static const char *free_id(struct borders *borders, const char *base, bool is_own)
{
    const char *suffix = borders->source->suffix;
    const char *id = base;

    for (size_t i = 1;
         !(is_own && i == 1) && lookup_get(&borders->taken, str_from(id)) != LOOKUP_NONE; i++) {
        id = i == 1 ? arena_text(borders->arena, "%s%s", base, suffix)
                    : arena_text(borders->arena, "%s%s%zu", base, suffix, i);
    }
    (void)lookup_put(&borders->taken, borders->arena, str_from(id), 0);
    return id;
}

const char *borders_free_id(struct borders *borders, const char *base)
{
    return free_id(borders, base, false);
}

/* The name of an item is that of its output too, so that what refers to it stays as it is, unless a
 * result of the document has it. */
static const char *value_id(struct borders *borders, const struct use *use)
{
    const char *base = borders->source->value_name(borders->arena, use);
    bool is_own = use->kind != USE_AFTER && use->attribute.len == 0 &&
                  !(borders->source->has_results &&
                    lookup_get(&borders->result_names, str_from(base)) != LOOKUP_NONE);

    return free_id(borders, base, is_own);
}

static size_t find_value(struct borders *borders, const struct use *use, size_t item)
{
    size_t found = borders_value(borders, use);
    size_t capacity = borders->value_capacity;

    if (found != LOOKUP_NONE) {
        return found;
    }
    found = borders->value_count;
    (void)lookup_put(&borders->value_names, borders->arena, value_key(borders->arena, use), found);
    ARENA_GROW(borders->arena, borders->values, found, borders->value_capacity);
    ARENA_GROW(borders->arena, borders->partition_values, found, capacity);
    /* An attribute whose name is computed cannot be passed on, nor can what may not exist. */
    bool is_computed = use->kind == USE_ATTRIBUTE && use->attribute.len == 0;

    bool is_order = use->kind == USE_AFTER;
    bool is_passed = !is_order || borders->source->passes_order;

    borders->values[found] =
        (struct border_value){.item = item,
                              .attribute = use->attribute,
                              .id = is_passed ? value_id(borders, use) : "",
                              .is_list = is_list(borders->source->split, use->attribute),
                              .is_order = is_order};
    borders->partition_values[found] =
        (struct partition_value){.owner = item,
                                 .is_order = is_order,
                                 .is_bound = is_computed || borders->item_conditions[item].len > 0};
    borders->value_count++;
    return found;
}

/* The values that something uses, less those of the item itself (LOOKUP_NONE for none). */
static struct indices values_of(struct borders *borders, const struct uses *uses, size_t self)
{
    struct indices values = {0};

    for (size_t i = 0; i < uses->count; i++) {
        const struct use *use = &uses->list[i];
        size_t item = use->kind == USE_CONDITION || use->kind == USE_MAP
                          ? LOOKUP_NONE
                          : lookup_get(&borders->item_names, use->name);

        if (item != LOOKUP_NONE && item != self) {
            add_index(borders, &values, find_value(borders, use, item));
        }
    }
    return values;
}

/* ---- parts ---- */

static void divide(struct borders *borders, const struct border_limits *limits)
{
    struct partition_item *items =
        ARENA_ARRAY(borders->arena, borders->items->count, struct partition_item);
    struct partition_input input = {
        .items = items,
        .item_count = borders->items->count,
        .limits = {.items = limits->items,
                   .bytes = limits->bytes,
                   .exports = limits->results,
                   .parts = limits->parts},
        .may_circle = borders->source->may_circle,
    };

    for (size_t i = 0; i < borders->items->count; i++) {
        const struct json_member *member = &borders->items->members[i];
        struct indices values = values_of(borders, &borders->item_uses[i], i);
        const char *group = member->group == NULL ? "layer" : member->group;
        bool is_tier = strncmp(group, COMPOSE_TIER, strlen(COMPOSE_TIER)) == 0;

        items[i] = (struct partition_item){.id = member->id,
                                           .group = group + (is_tier ? strlen(COMPOSE_TIER) : 0),
                                           .is_tier = is_tier,
                                           .bytes = member->id.len + member->len + 8,
                                           .uses = values.list,
                                           .use_count = values.count};
    }
    for (size_t i = 0; i < borders->results->count; i++) {
        struct indices values = values_of(borders, &borders->result_uses[i], LOOKUP_NONE);

        for (size_t k = 0; k < values.count && !borders->source->has_results; k++) {
            borders->partition_values[values.list[k]].is_public = true;
            borders->values[values.list[k]].is_exported = true;
        }
    }
    input.values = borders->partition_values;
    input.value_count = borders->value_count;
    borders->partition = partition_make(borders->arena, &input);
}

/* The part in which a result can be computed: the last of those whose items it uses; of its own
 * tier or layer if it uses none. */
static size_t part_of_result(const struct borders *borders, size_t result)
{
    const struct uses *uses = &borders->result_uses[result];
    const char *group = borders->results->members[result].group;
    size_t part = LOOKUP_NONE;

    for (size_t i = 0; i < uses->count; i++) {
        size_t value = borders_value(borders, &uses->list[i]);

        if (value != LOOKUP_NONE) {
            size_t of = borders->partition.part_of[borders->values[value].item];

            part = part == LOOKUP_NONE || of > part ? of : part;
        }
    }
    for (size_t i = 0; i < borders->items->count && part == LOOKUP_NONE && group != NULL; i++) {
        const char *other = borders->items->members[i].group;

        if (other != NULL && strcmp(other, group) == 0) {
            part = borders->partition.part_of[i];
        }
    }
    return part == LOOKUP_NONE ? 0 : part;
}

static void make_parts(struct borders *borders)
{
    borders->part_count = borders->partition.part_count;
    borders->parts = ARENA_ARRAY(borders->arena, borders->part_count, struct border_part);
    for (size_t i = 0; i < borders->part_count; i++) {
        borders->parts[i].name = borders->partition.parts[i].name;
        borders->parts[i].id = borders->source->part_id(borders, borders->parts[i].name);
    }
    for (size_t i = 0; i < borders->items->count; i++) {
        add_index(borders, &borders->parts[borders->partition.part_of[i]].items, i);
    }
    for (size_t i = 0; i < borders->results->count && borders->source->has_results; i++) {
        add_index(borders, &borders->parts[part_of_result(borders, i)].results, i);
    }
}

/* ---- what a part needs ---- */

/* Of each section, the part for which a member was last noted, plus 1. */
struct needs {
    struct borders *borders;
    size_t part;
    size_t *values;
    size_t *parameters;
    size_t *conditions;
    size_t *maps;
    size_t *parts;    /* of which something is used */
    size_t *waits_on; /* that are made before */
};

/* True the first time for this part. */
static bool is_new(const struct needs *needs, size_t *seen, size_t index)
{
    bool is_first = seen[index] != needs->part + 1;

    seen[index] = needs->part + 1;
    return is_first;
}

static void need_all(struct needs *needs, const struct uses *uses);

static void need_member(struct needs *needs, const struct lookup *names, size_t *seen,
                        struct indices *list, struct str name)
{
    size_t found = lookup_get(names, name);

    if (found != LOOKUP_NONE && is_new(needs, seen, found)) {
        add_index(needs->borders, list, found);
        if (list == &needs->borders->parts[needs->part].conditions) {
            need_all(needs, &needs->borders->condition_uses[found]);
        }
    }
}

static void need_value(struct needs *needs, const struct use *use)
{
    struct borders *borders = needs->borders;
    struct border_part *part = &borders->parts[needs->part];
    size_t value = borders_value(borders, use);
    size_t owner = value == LOOKUP_NONE ? LOOKUP_NONE
                                        : borders->partition.part_of[borders->values[value].item];

    if (value == LOOKUP_NONE) {
        need_member(needs, &borders->parameter_names, needs->parameters, &part->parameters,
                    use->name);
    } else if (owner != needs->part && is_new(needs, needs->values, value)) {
        if (use->kind == USE_AFTER && !borders->source->passes_order) {
            needs->waits_on[owner] = needs->part + 1;
        } else {
            needs->parts[owner] = needs->part + 1;
            borders->values[value].is_exported = true;
            add_index(borders, &part->imports, value);
        }
    }
}

static void need_all(struct needs *needs, const struct uses *uses)
{
    struct border_part *part = &needs->borders->parts[needs->part];

    for (size_t i = 0; i < uses->count; i++) {
        const struct use *use = &uses->list[i];

        if (use->kind == USE_CONDITION) {
            need_member(needs, &needs->borders->condition_names, needs->conditions,
                        &part->conditions, use->name);
        } else if (use->kind == USE_MAP) {
            need_member(needs, &needs->borders->map_names, needs->maps, &part->maps, use->name);
        } else {
            need_value(needs, use);
        }
    }
}

static void find_needs(struct borders *borders)
{
    struct arena *arena = borders->arena;
    struct needs needs = {.borders = borders,
                          .values = ARENA_ARRAY(arena, borders->value_count, size_t),
                          .parameters = ARENA_ARRAY(arena, borders->parameters->count, size_t),
                          .conditions = ARENA_ARRAY(arena, borders->conditions->count, size_t),
                          .maps = ARENA_ARRAY(arena, borders->maps->count, size_t),
                          .parts = ARENA_ARRAY(arena, borders->part_count, size_t),
                          .waits_on = ARENA_ARRAY(arena, borders->part_count, size_t)};

    for (needs.part = 0; needs.part < borders->part_count; needs.part++) {
        struct border_part *part = &borders->parts[needs.part];

        for (size_t i = 0; i < part->items.count; i++) {
            need_all(&needs, &borders->item_uses[part->items.list[i]]);
        }
        for (size_t i = 0; i < part->results.count; i++) {
            need_all(&needs, &borders->result_uses[part->results.list[i]]);
        }
        /* What is passed on is an order by itself, and a second statement of it is a warning. */
        for (size_t i = 0; i < needs.part; i++) {
            if (needs.waits_on[i] == needs.part + 1 && needs.parts[i] != needs.part + 1) {
                add_index(borders, &part->after, i);
            }
        }
    }
    for (size_t i = 0; i < borders->value_count; i++) {
        if (borders->values[i].is_exported) {
            size_t owner = borders->partition.part_of[borders->values[i].item];

            add_index(borders, &borders->parts[owner].exports, i);
        }
    }
}

/* ---- lists ---- */

/* The values in lists of `split->list` of them, whatever parts they come from. */
static void make_lists(struct borders *borders, struct border_part *part)
{
    struct indices imports = part->imports;
    struct border_list *list = NULL;

    part->lists = ARENA_ARRAY(borders->arena, imports.count, struct border_list);
    part->imports = (struct indices){0};
    for (size_t i = 0; i < imports.count; i++) {
        if (borders->values[imports.list[i]].is_list) {
            add_index(borders, &part->imports, imports.list[i]);
            continue;
        }
        if (list == NULL || list->values.count == borders->source->split->list) {
            list = &part->lists[part->list_count++];
            list->id = free_id(
                borders, arena_text(borders->arena, "PassedValues%zu", part->list_count), false);
        }
        add_index(borders, &list->values, imports.list[i]);
    }
}

void borders_find(struct borders *borders, struct arena *arena, const struct border_source *source,
                  const struct border_limits *limits)
{
    *borders = (struct borders){.arena = arena, .source = source};
    read_document(borders, source);
    divide(borders, limits);
    make_parts(borders);
    find_needs(borders);
    for (size_t i = 0; i < borders->part_count; i++) {
        struct border_part *part = &borders->parts[i];

        if (part->imports.count + part->parameters.count > limits->parameters) {
            make_lists(borders, part);
        }
    }
}
