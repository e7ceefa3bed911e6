/* SPDX-License-Identifier: MIT */
/* qsort is not stable, so every item carries its position, which breaks ties. */
#include "template/sorting.h"

#include "base/mem.h"
#include "template/value.h"

#include <stdlib.h>

struct item {
    struct value value;
    size_t position;
    bool is_repeated;
};

const char *sorting_fault(const json_t *list)
{
    size_t i;
    const json_t *json;
    bool has_strings = json_is_string(jx_at(list, 0));

    jx_array_foreach (list, i, json) {
        struct str text = jx_str(json);

        if (!json_is_string(json) && !json_is_number(json)) {
            return "one item is neither";
        }
        if (json_is_string(json) != has_strings) {
            return "this one holds both";
        }
        for (size_t j = 0; j < text.len; j++) {
            if ((unsigned char)text.p[j] >= 0x80) {
                return "one item is not ASCII text";
            }
        }
    }
    return NULL;
}

static unsigned char to_lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static int compare_texts(struct str a, struct str b)
{
    for (size_t i = 0; i < a.len && i < b.len; i++) {
        int order = to_lower(a.p[i]) - to_lower(b.p[i]);

        if (order != 0) {
            return order;
        }
    }
    return a.len < b.len ? -1 : a.len > b.len;
}

static int compare_values(const struct value *a, const struct value *b)
{
    enum value_order order = VALUE_SAME;

    if (a->type == VALUE_STRING) {
        return compare_texts(a->as.text, b->as.text);
    }
    (void)value_compare(a, b, &order);
    return order == VALUE_LESS ? -1 : order == VALUE_GREATER;
}

static int compare_items(const void *left, const void *right)
{
    const struct item *a = left;
    const struct item *b = right;
    int order = compare_values(&a->value, &b->value);

    if (order != 0) {
        return order;
    }
    return a->position < b->position ? -1 : a->position > b->position;
}

static int compare_positions(const void *left, const void *right)
{
    const struct item *a = left;
    const struct item *b = right;

    return a->position < b->position ? -1 : a->position > b->position;
}

/* The items in order, to be released with free(). */
static struct item *sort_items(const json_t *list)
{
    struct item *items = mem_alloc((json_array_size(list) + 1) * sizeof(*items));
    size_t i;
    const json_t *json;

    jx_array_foreach (list, i, json) {
        items[i] = (struct item){.value = value_from_json(json), .position = i};
    }
    qsort(items, json_array_size(list), sizeof(*items), compare_items);
    return items;
}

json_t *sorting_sorted(const json_t *list)
{
    struct item *items = sort_items(list);
    json_t *sorted = jx_array();

    for (size_t i = 0; i < json_array_size(list); i++) {
        jx_append(sorted, jx_share(items[i].value.json));
    }
    free(items);
    return sorted;
}

json_t *sorting_unique(const json_t *list)
{
    struct item *items = sort_items(list);
    size_t count = json_array_size(list);
    json_t *unique = jx_array();

    for (size_t i = 1; i < count; i++) {
        items[i].is_repeated = compare_values(&items[i - 1].value, &items[i].value) == 0;
    }
    qsort(items, count, sizeof(*items), compare_positions);
    for (size_t i = 0; i < count; i++) {
        if (!items[i].is_repeated) {
            jx_append(unique, jx_share(items[i].value.json));
        }
    }
    free(items);
    return unique;
}
