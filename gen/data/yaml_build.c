/* SPDX-License-Identifier: MIT */
/*
 * A faulty scalar becomes null and a faulty member is dropped, so that reading goes on and finds
 * the other faults; the caller throws the whole value away.
 */
#include "data/yaml_build.h"

#include "base/mem.h"
#include "data/yaml_bytes.h"
#include "data/yaml_scalar.h"

#include <string.h>

enum { FAULTS_MAX = 200 }; /* of one text; more are of no use and cost memory */

void yaml_builder_init(struct yaml_builder *builder, const struct source *source,
                       struct places *places, struct diags *diags)
{
    *builder = (struct yaml_builder){
        .source = source,
        .places = places,
        .diags = diags,
        .errors_at = diags->error_count,
    };
    yaml_anchors_init(&builder->anchors, diags->arena);
}

void yaml_builder_release(struct yaml_builder *builder)
{
    for (size_t i = 0; i < builder->depth; i++) {
        json_decref(builder->frames[i].node.value);
    }
    yaml_anchors_release(&builder->anchors);
    json_decref(builder->root.value);
}

size_t yaml_builder_offset(struct yaml_builder *builder, yaml_mark_t mark)
{
    return source_offset_of_char(builder->source, mark.index, &builder->mark_off,
                                 &builder->mark_char);
}

static struct diag *stop(struct yaml_builder *builder, struct span span, const char *what,
                         size_t limit)
{
    builder->is_stopped = true;
    return diag_add(builder->diags, DIAG_LIMIT, span, "more than %zu %s", limit, what);
}

/* --- places --- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Cuts the line ends and blanks that libyaml counts to a block scalar or puts behind a list. */
static size_t trim_end(const struct source *source, size_t start, size_t end)
{
    while (end > start && is_space(source->text.p[end - 1])) {
        end--;
    }
    return end;
}

/* --- anchors and tags --- */

static size_t declare_anchor(struct yaml_builder *builder, const char *name, struct span span)
{
    const struct yaml_anchor *known = yaml_anchors_find(&builder->anchors, name);

    if (known == NULL) {
        return yaml_anchors_declare(&builder->anchors, name, span);
    }
    struct diag *diag =
        diag_add(builder->diags, DIAG_YAML_ALIAS, span, "anchor '%s' is used twice", name);

    diag_note(builder->diags, diag, known->span, "first used here");
    return 0;
}

/* Refuses a tag and declares an anchor. libyaml's start of a node is that of its anchor or tag:
 * `start` and `end` are the event's offsets; gives that of the value itself. `*anchor` is set to
 * the anchor's number or 0. */
static size_t take_properties(struct yaml_builder *builder, const yaml_event_t *event, size_t start,
                              size_t end, size_t *anchor)
{
    struct yaml_properties properties = yaml_properties_of(event);

    *anchor = 0;
    if (properties.anchor == NULL && properties.tag == NULL) {
        return start;
    }
    struct yaml_parts parts = yaml_parts_of(builder->source, start, end);

    if (properties.tag != NULL) {
        struct diag *diag =
            diag_add(builder->diags, DIAG_YAML_REFUSED, parts.tag, "tags are not supported");

        diag_hint(builder->diags, diag, "leave it out, or quote the value if '!' is meant as text");
    }
    if (properties.anchor != NULL) {
        *anchor = declare_anchor(builder, properties.anchor, parts.anchor);
    }
    return parts.off;
}

/* --- adding to the map or list that is open --- */

static void count_nodes(struct yaml_builder *builder, size_t nodes, struct span span)
{
    builder->nodes += nodes;
    if (builder->nodes > YAML_NODES_MAX && !builder->is_stopped) {
        struct diag *diag = stop(builder, span, "values in one document", YAML_NODES_MAX);

        if (nodes > 1) {
            diag_note(builder->diags, diag, SPAN_NONE,
                      "each alias counts as all the values that it stands for");
        }
    }
}

static void add_item(struct yaml_builder *builder, struct yaml_frame *frame,
                     const struct yaml_node *node, struct span here)
{
    size_t index = json_array_size(frame->node.value);

    if (index == YAML_ITEMS_MAX) {
        stop(builder, here, "items in one list", YAML_ITEMS_MAX);
    }
    jx_append(frame->node.value, node->value);
    places_set_item(builder->places, frame->node.value, index,
                    (struct place){SPAN_NONE, node->span, NULL});
}

static void add_member(struct yaml_builder *builder, struct yaml_frame *frame,
                       const struct yaml_node *node)
{
    frame->has_key = false;
    if (frame->key == NULL) {
        json_decref(node->value);
        return;
    }
    jx_set(frame->node.value, frame->key, node->value);
    places_set_member(builder->places, frame->node.value, frame->key,
                      (struct place){frame->key_span, node->span, NULL});
}

static void refuse_key(struct yaml_builder *builder, struct yaml_frame *frame, struct span span,
                       const char *what)
{
    diag_add(builder->diags, DIAG_YAML_REFUSED, span, "expected a text as key, found %s", what);
    frame->has_key = true;
    frame->key = NULL;
}

/* Takes the node's value. It stands `here`; its own span is that of the anchor if `here` is an
 * alias. */
static void add_node(struct yaml_builder *builder, const struct yaml_node *node, struct span here)
{
    if (builder->depth == 0) {
        builder->root = *node;
        return;
    }
    struct yaml_frame *frame = &builder->frames[builder->depth - 1];

    size_t end = (size_t)here.off + here.len;

    frame->end = end > frame->end ? end : frame->end;
    if (node->height >= frame->node.height) {
        frame->node.height = node->height + 1;
    }
    if (!frame->is_map) {
        add_item(builder, frame, node, here);
    } else if (frame->has_key) {
        add_member(builder, frame, node);
    } else {
        refuse_key(builder, frame, here,
                   json_is_array(node->value)    ? "a list"
                   : json_is_object(node->value) ? "a map"
                                                 : "an alias");
        json_decref(node->value);
    }
}

/* --- keys --- */

/* Says why a text cannot be a key; false after a diagnostic. */
static bool check_key(struct yaml_builder *builder, struct str text, struct span span,
                      bool is_plain)
{
    struct diags *diags = builder->diags;
    enum scalar_kind kind = is_plain ? scalar_kind(text) : SCALAR_TEXT;

    if (is_plain && str_eq(text, STR("<<"))) {
        struct diag *diag =
            diag_add(diags, DIAG_YAML_REFUSED, span, "merge keys are not supported");

        diag_hint(diags, diag, "write the members out; an environment overlays maps by itself");
        return false;
    }
    if (text.len == 0 || kind == SCALAR_NULL) {
        diag_add(diags, DIAG_YAML_REFUSED, span, "expected a text as key, found nothing");
        return false;
    }
    if (kind != SCALAR_TEXT && kind != SCALAR_OLD_BOOL) {
        struct diag *diag =
            diag_add(diags, DIAG_YAML_REFUSED, span, "expected a text as key, found the %s '%.*s'",
                     kind == SCALAR_BOOL ? "boolean" : "number", STR_ARGS(text));

        diag_hint(diags, diag, "write \"%.*s\" in quotes", STR_ARGS(text));
        return false;
    }
    if (text.len > YAML_KEY_MAX) {
        diag_add(diags, DIAG_LIMIT, span, "the key is longer than %d bytes", (int)YAML_KEY_MAX);
        return false;
    }
    if (text.p[0] == '$') {
        diag_add(diags, DIAG_RESERVED_KEY, span, "key '%.*s' begins with '$', which is reserved",
                 STR_ARGS(text));
        return false;
    }
    return yaml_check_text(text, span, diags);
}

static void take_key(struct yaml_builder *builder, struct yaml_frame *frame, struct str text,
                     struct span span, bool is_plain)
{
    frame->has_key = true;
    frame->key = NULL;
    frame->key_span = span;
    frame->end = span.off + span.len;
    if (!check_key(builder, text, span, is_plain)) {
        return;
    }
    const char *key = arena_strdup(builder->diags->arena, text);

    if (jx_get(frame->node.value, key) != NULL) {
        struct diag *diag =
            diag_add(builder->diags, DIAG_DUPLICATE_KEY, span, "duplicate key '%s'", key);

        diag_note(builder->diags, diag,
                  places_of_member(builder->places, frame->node.value, key)->key,
                  "first used here");
        return;
    }
    if (json_object_size(frame->node.value) == YAML_KEYS_MAX) {
        stop(builder, span, "keys in one map", YAML_KEYS_MAX);
        return;
    }
    frame->key = key;
}

/* --- scalars --- */

static void refuse_plain(struct yaml_builder *builder, enum scalar_kind kind, struct str text,
                         struct span span)
{
    struct diags *diags = builder->diags;

    if (kind == SCALAR_OLD_BOOL) {
        bool is_true = text.p[1] == 'e' || text.p[1] == 'E' || // yes, on; not no, off
                       (text.len == 2 && (text.p[0] == 'o' || text.p[0] == 'O'));
        struct diag *diag = diag_add(diags, DIAG_YAML_BOOL, span, "'%.*s' is a boolean in YAML 1.1",
                                     STR_ARGS(text));

        diag_hint(diags, diag, "write \"%.*s\" in quotes for the text, or %s for the boolean",
                  STR_ARGS(text), is_true ? "true" : "false");
        return;
    }
    if (kind == SCALAR_NUMBER) {
        diag_add(diags, DIAG_YAML_NUMBER, span, "number out of range");
        return;
    }
    struct diag *diag = diag_add(diags, DIAG_YAML_NUMBER, span,
                                 "'%.*s' is not a plain decimal number", STR_ARGS(text));

    diag_hint(diags, diag, "write a plain decimal number, or \"%.*s\" in quotes for the text",
              STR_ARGS(text));
}

/* Gives the value; null after a diagnostic. */
static json_t *read_scalar(struct yaml_builder *builder, struct str text, struct span span,
                           bool is_plain)
{
    enum scalar_kind kind = is_plain ? scalar_kind(text) : SCALAR_TEXT;

    if (text.len > YAML_SCALAR_MAX) {
        diag_add(builder->diags, DIAG_LIMIT, span, "the text is longer than %d bytes",
                 (int)YAML_SCALAR_MAX);
        return json_null();
    }
    if (kind == SCALAR_TEXT && !yaml_check_text(text, span, builder->diags)) {
        return json_null();
    }
    json_t *value = NULL;

    if (kind != SCALAR_ODD_NUMBER && kind != SCALAR_OLD_BOOL) {
        value = scalar_value(kind, text);
    }
    if (value == NULL) {
        refuse_plain(builder, kind, text, span);
        return json_null();
    }
    return value;
}

static void add_scalar(struct yaml_builder *builder, const yaml_event_t *event)
{
    size_t start = yaml_builder_offset(builder, event->start_mark);
    size_t end = yaml_builder_offset(builder, event->end_mark);
    size_t anchor;
    size_t off = take_properties(builder, event, start, end, &anchor);
    struct str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    bool is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    struct yaml_frame *frame = builder->depth > 0 ? &builder->frames[builder->depth - 1] : NULL;

    end = trim_end(builder->source, off, end);
    struct yaml_node node = {.span = span_make(builder->source, off, end - off), .nodes = 1};

    count_nodes(builder, 1, node.span);
    if (frame != NULL && frame->is_map && !frame->has_key) {
        take_key(builder, frame, text, node.span, is_plain);
        node.value = frame->key == NULL ? json_null() : jx_string_from(text);
        yaml_anchors_complete(&builder->anchors, anchor, &node);
        json_decref(node.value);
        return;
    }
    node.value = read_scalar(builder, text, node.span, is_plain);
    yaml_anchors_complete(&builder->anchors, anchor, &node);
    add_node(builder, &node, node.span);
}

static void add_alias(struct yaml_builder *builder, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    size_t start = yaml_builder_offset(builder, event->start_mark);
    struct span span = span_make(builder->source, start, strlen(name) + 1);
    const struct yaml_anchor *anchor = yaml_anchors_find(&builder->anchors, name);

    if (anchor == NULL || !anchor->is_complete) {
        diag_add(builder->diags, DIAG_YAML_ALIAS, span,
                 anchor == NULL ? "unknown alias '%s'" : "alias '%s' contains itself", name);
        add_node(builder, &(struct yaml_node){json_null(), span, 1, 0}, span);
        return;
    }
    struct yaml_node node = anchor->node;

    count_nodes(builder, node.nodes, span);
    if (builder->depth + node.height > YAML_DEPTH_MAX && !builder->is_stopped) {
        stop(builder, span, "levels of nesting", YAML_DEPTH_MAX);
    }
    node.value = jx_share(node.value);
    add_node(builder, &node, span);
}

/* --- maps and lists --- */

static void open_frame(struct yaml_builder *builder, const yaml_event_t *event)
{
    size_t start = yaml_builder_offset(builder, event->start_mark);
    size_t end = yaml_builder_offset(builder, event->end_mark);
    size_t anchor;
    size_t off = take_properties(builder, event, start, end, &anchor);
    bool is_map = event->type == YAML_MAPPING_START_EVENT;
    struct span span = span_make(builder->source, off, off < builder->source->text.len);

    if (builder->depth == YAML_DEPTH_MAX) {
        stop(builder, span, "levels of nesting", YAML_DEPTH_MAX);
        return;
    }
    count_nodes(builder, 1, span);
    builder->frames[builder->depth++] = (struct yaml_frame){
        .node = {.value = is_map ? jx_object() : jx_array(), .span = span, .height = 1},
        .end = off,
        .anchor = anchor,
        .nodes_at = builder->nodes - 1,
        .is_map = is_map,
    };
}

static void close_frame(struct yaml_builder *builder, const yaml_event_t *event)
{
    struct yaml_frame *frame = &builder->frames[builder->depth - 1];
    struct yaml_node node = frame->node;
    size_t end = frame->end;

    /* Only the end of a flow collection has a text of its own: the bracket. */
    if (event->end_mark.index > event->start_mark.index) {
        end = yaml_builder_offset(builder, event->end_mark);
    }
    node.span = span_make(builder->source, node.span.off, end - node.span.off);
    node.nodes = builder->nodes - frame->nodes_at;
    yaml_anchors_complete(&builder->anchors, frame->anchor, &node);
    builder->depth--;
    add_node(builder, &node, node.span);
}

void yaml_builder_add(struct yaml_builder *builder, const yaml_event_t *event)
{
    if (event->type == YAML_SCALAR_EVENT) {
        add_scalar(builder, event);
    } else if (event->type == YAML_ALIAS_EVENT) {
        add_alias(builder, event);
    } else if (event->type == YAML_SEQUENCE_START_EVENT ||
               event->type == YAML_MAPPING_START_EVENT) {
        open_frame(builder, event);
    } else {
        close_frame(builder, event);
    }
    if (builder->diags->error_count - builder->errors_at >= FAULTS_MAX) {
        builder->is_stopped = true;
    }
}
