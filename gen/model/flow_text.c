/* SPDX-License-Identifier: MIT */
/*
 * From chains to pairs. A pair's key in the map is its canonical text, "a -> b" with one blank on
 * either side of the arrow, so that an overlay finds the pair however it was written.
 */
#include "model/flow_text.h"

#include "base/mem.h"

#define ARROW "->"

struct expansion {
    struct arena *arena;
    struct places *places;
    struct diags *diags;
    json_t *pairs;
};

/* The offset of the arrow at or after `from`, or the length of the text. */
static size_t find_arrow(struct str text, size_t from)
{
    for (size_t i = from; i + 1 < text.len; i++) {
        if (text.p[i] == '-' && text.p[i + 1] == '>') {
            return i;
        }
    }
    return text.len;
}

bool flow_text_split(struct str pair, struct str *from, struct str *to)
{
    size_t arrow = find_arrow(pair, 0);

    if (arrow == pair.len) {
        return false;
    }
    *from = str_trim(str_slice(pair, 0, arrow));
    *to = str_trim(str_slice(pair, arrow + 2, pair.len));
    return from->len > 0 && to->len > 0 && find_arrow(*to, 0) == to->len;
}

/* The part of a chain's place that holds bytes [from, to) of its text: exact if the scalar was
 * written plain, otherwise the whole scalar. */
static struct span part(struct span whole, struct str chain, const char *from, const char *to)
{
    if (!str_eq(span_text(whole), chain)) {
        return whole;
    }
    return span_make(whole.source, whole.off + (size_t)(from - chain.p), (size_t)(to - from));
}

static void add_pair(struct expansion *expansion, struct str from, struct str to,
                     struct place place, const json_t *value)
{
    const char *key =
        arena_text(expansion->arena, "%.*s " ARROW " %.*s", STR_ARGS(from), STR_ARGS(to));

    if (jx_get(expansion->pairs, key) != NULL) {
        const struct place *first = places_of_member(expansion->places, expansion->pairs, key);
        struct diag *diag = diag_add(expansion->diags, DIAG_FLOW_DUPLICATE, place.key,
                                     "flow '%s' is stated twice", key);

        diag_note(expansion->diags, diag, first->key, "first stated here");
        return;
    }
    jx_set(expansion->pairs, key, value == NULL ? jx_bool(true) : jx_share(value));
    places_set_member(expansion->places, expansion->pairs, key, place);
}

/* An arrow of another form is a slip of the pen. */
static void hint_arrow(struct expansion *expansion, struct diag *diag, struct str chain)
{
    static const char *const slips[] = {"=>", "<-", "\xe2\x86\x92", ">", "to"};
    const char *text = arena_strdup(expansion->arena, chain);

    for (size_t i = 0; i < AG_COUNT(slips) && diag->hint == NULL; i++) {
        if (strstr(text, arena_text(expansion->arena, " %s ", slips[i])) != NULL) {
            diag_hint(expansion->diags, diag, "an arrow is '->', from the end that connects");
        }
    }
}

/* Adds the pairs of one chain. `value` (NULL for none) and its place belong to the last pair. */
static void add_chain(struct expansion *expansion, struct str chain, struct span span,
                      const json_t *value, const struct place *value_place)
{
    struct str from = {NULL, 0};
    size_t start = 0;
    size_t count = 0;
    bool is_last = false;

    while (!is_last) {
        size_t arrow = find_arrow(chain, start);
        struct str end = str_trim(str_slice(chain, start, arrow - start));

        is_last = arrow == chain.len;
        if (end.len == 0 || (is_last && count == 0)) {
            struct diag *diag =
                diag_add(expansion->diags, DIAG_BAD_FLOW, span,
                         "expected a flow such as 'web -> app', found '%.*s'", STR_ARGS(chain));

            hint_arrow(expansion, diag, chain);
            return;
        }
        if (count > 0) {
            struct span here = part(span, chain, from.p, end.p + end.len);
            bool has_value = is_last && value != NULL;
            struct place place = {here, has_value ? value_place->value : here, NULL};

            add_pair(expansion, from, end, place, has_value ? value : NULL);
        }
        from = end;
        start = arrow + 2;
        count++;
    }
}

static void add_map(struct expansion *expansion, const json_t *map)
{
    const char *chain;
    const json_t *value;

    jx_object_foreach (map, chain, value) {
        const struct place *place = places_of_member(expansion->places, map, chain);

        add_chain(expansion, str_from(chain), place->key, value, place);
    }
}

static void add_list(struct expansion *expansion, const json_t *list)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        const struct place *place = places_of_item(expansion->places, list, i);

        if (json_is_string(item)) {
            add_chain(expansion, jx_str(item), place->value, NULL, NULL);
        } else if (json_is_object(item) && json_object_size(item) == 1) {
            add_map(expansion, item);
        } else {
            diag_add(expansion->diags, DIAG_BAD_FLOW, place->value,
                     "expected a flow such as 'web -> app' or 'web -> app: 8080', found a %s",
                     jx_type_name(item));
        }
    }
}

json_t *flow_text_expand(struct arena *arena, const json_t *document, struct places *places,
                         struct diags *diags)
{
    const json_t *flows = jx_get(document, "flows");
    struct expansion expansion = {arena, places, diags, NULL};

    if (!json_is_array(flows) && !json_is_object(flows)) {
        return flows == NULL ? jx_object() : jx_share(flows);
    }
    expansion.pairs = jx_object();
    if (json_is_array(flows)) {
        add_list(&expansion, flows);
    } else {
        add_map(&expansion, flows);
    }
    return expansion.pairs;
}
