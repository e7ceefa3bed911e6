/* SPDX-License-Identifier: MIT */
#include "data/yaml_anchor.h"

void yaml_anchors_init(struct yaml_anchors *anchors, struct arena *arena)
{
    *anchors = (struct yaml_anchors){.arena = arena, .numbers = jx_object()};
}

void yaml_anchors_release(struct yaml_anchors *anchors)
{
    for (size_t i = 0; i < anchors->count; i++) {
        json_decref(anchors->items[i].node.value);
    }
    json_decref(anchors->numbers);
}

const struct yaml_anchor *yaml_anchors_find(const struct yaml_anchors *anchors, const char *name)
{
    json_int_t number = jx_get_integer(anchors->numbers, name, 0);

    return number == 0 ? NULL : &anchors->items[number - 1];
}

size_t yaml_anchors_declare(struct yaml_anchors *anchors, const char *name, struct span span)
{
    ARENA_GROW(anchors->arena, anchors->items, anchors->count, anchors->capacity);
    anchors->items[anchors->count++] = (struct yaml_anchor){
        .name = arena_strdup(anchors->arena, str_from(name)),
        .span = span,
    };
    jx_set(anchors->numbers, name, jx_integer((json_int_t)anchors->count));
    return anchors->count;
}

void yaml_anchors_complete(struct yaml_anchors *anchors, size_t number,
                           const struct yaml_node *node)
{
    if (number == 0) {
        return;
    }
    struct yaml_anchor *anchor = &anchors->items[number - 1];

    anchor->is_complete = true;
    anchor->node = *node;
    anchor->node.value = jx_share(node->value);
}

struct yaml_properties yaml_properties_of(const yaml_event_t *event)
{
    const yaml_char_t *anchor = event->data.mapping_start.anchor;
    const yaml_char_t *tag = event->data.mapping_start.tag;

    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    }
    return (struct yaml_properties){(const char *)anchor, (const char *)tag};
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct yaml_parts yaml_parts_of(const struct source *source, size_t start, size_t end)
{
    struct str text = source->text;
    struct yaml_parts parts = {span_make(source, start, 0), span_make(source, start, 0), start};
    size_t off = start;

    while (off < end) {
        size_t from = off;

        if (text.p[off] == '&' || text.p[off] == '!') {
            while (off < end && !is_space(text.p[off])) {
                off++;
            }
            if (text.p[from] == '&') {
                parts.anchor = span_make(source, from, off - from);
            } else {
                parts.tag = span_make(source, from, off - from);
            }
        } else if (text.p[off] == '#' && off > start) {
            while (off < end && text.p[off] != '\n') {
                off++;
            }
        } else if (is_space(text.p[off])) {
            off++;
        } else {
            break;
        }
    }
    parts.off = off;
    return parts;
}
