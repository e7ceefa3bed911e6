/* SPDX-License-Identifier: MIT */
/* Checks of the properties of tiers, and of all text. */
#include "model/checks.h"

#include "model/links.h"
#include "model/targets.h"
#include "model/topics.h"

static void hint_tiers(struct model *model, struct diag *diag, struct str word)
{
    struct str *names = ARENA_ARRAY(model->arena, model->tier_count, struct str);

    for (size_t i = 0; i < model->tier_count; i++) {
        names[i] = str_from(model->tiers[i].naming.key);
    }
    diag_hint_nearest(model->diags, diag, word, names, model->tier_count);
}

static bool has_flow(const struct tier *from, const struct tier *to, const char *verb)
{
    for (size_t i = 0; i < from->out_count; i++) {
        const struct flow *flow = from->out[i];

        for (size_t k = 0; flow->to.tier == to && k < flow->verb_count; k++) {
            if (strcmp(flow->verbs[k], verb) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* A property may speak of what only a flow allows. */
static void check_verb(struct model *model, const struct tier *tier, const char *property,
                       const char *verb, const struct tier *target)
{
    if (verb == NULL || has_flow(tier, target, verb)) {
        return;
    }
    struct diag *diag =
        diag_add(model->diags, DIAG_BAD_TIER, model_property_span(model, tier, property),
                 "'%s' names '%s', but no flow lets '%s' %s from it", property, target->naming.key,
                 tier->naming.key, verb);

    diag_hint(model->diags, diag, "add the flow '%s -> %s: %s'", tier->naming.key,
              target->naming.key, verb);
}

const struct tier *check_target(struct model *model, const struct link_check *link,
                                const json_t *value)
{
    const struct tier *target = model_tier(model, jx_str(value));

    if (target == NULL) {
        struct diag *diag = diag_add(model->diags, DIAG_UNKNOWN_TIER, link->span,
                                     "there is no tier '%s'", json_string_value(value));

        hint_tiers(model, diag, jx_str(value));
        return NULL;
    }
    if (link->kind != NULL && strcmp(target->kind->name, link->kind) != 0) {
        struct diag *diag = diag_add(model->diags, DIAG_BAD_TIER, link->span,
                                     "expected a %s, but '%s' is of kind '%s'", link->kind,
                                     target->naming.key, target->kind->name);

        diag_note(model->diags, diag, target->span, "'%s' is declared here", target->naming.key);
        return NULL;
    }
    if (!catalog_when(link->where, target->spec)) {
        void *first = jx_iter(link->where);
        struct diag *diag =
            diag_add(model->diags, DIAG_BAD_TIER, link->span,
                     "'%s' cannot be the '%s' of '%s', its '%s' is another", target->naming.key,
                     link->property, link->owner, json_object_iter_key(first));

        diag_note(model->diags, diag,
                  model_property_span(model, target, json_object_iter_key(first)),
                  "'%s' is declared here", target->naming.key);
        return NULL;
    }
    return target;
}

static void check_link(struct model *model, const struct tier *tier, const char *property,
                       const json_t *value)
{
    const json_t *schema = jx_get(jx_get(tier->kind->schema, "properties"), property);
    const json_t *find = jx_get(schema, "x-archgen-find");
    const struct link_check link = {
        .owner = tier->naming.key,
        .property = property,
        .kind = jx_get_text(schema, "x-archgen-kind", jx_get_text(find, "kind", NULL)),
        .where = jx_get(find, "where"),
        .span = model_property_span(model, tier, property),
    };
    const struct tier *target = check_target(model, &link, value);

    if (target != NULL) {
        check_verb(model, tier, property, jx_get_text(schema, "x-archgen-verb", NULL), target);
    }
}

/* The network's flow logs may name a bucket. */
static void check_flow_logs(struct model *model)
{
    const json_t *schema = schemas_annotations(model->catalog->schemas, "network.json");
    const json_t *expected = jx_path(schema, "properties.flow_logs.x-archgen-bucket");
    const json_t *value = jx_path(model->document, "network.flow_logs.bucket");
    const json_t *source = jx_path(model->source, "network.flow_logs");
    const struct link_check link = {
        .owner = "network",
        .property = "flow_logs",
        .kind = jx_get_text(expected, "kind", NULL),
        .where = jx_get(expected, "where"),
        .span = places_of_member(model->places, source, "bucket")->value,
    };

    if (json_is_string(value)) {
        (void)check_target(model, &link, value);
    }
}

void check_links(struct model *model)
{
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];

        for (size_t k = 0; k < tier->link_count; k++) {
            const char *property = tier->links[k].property;
            const json_t *value = jx_get(tier->spec, property);

            if (json_is_string(value)) {
                check_link(model, tier, property, value);
            }
        }
    }
    check_flow_logs(model);
}

static bool is_set(const json_t *value)
{
    return value != NULL && !json_is_null(value) && !json_is_false(value);
}

/* True if a flow leads from the internet to the tier. */
static bool is_open(const struct tier *tier)
{
    for (size_t i = 0; i < tier->in_count; i++) {
        if (tier->in[i]->from.kind == END_INTERNET) {
            return true;
        }
    }
    return false;
}

/* A name with '/' in front is a key of the whole description; "<-internet" is a flow. */
static bool has_one_of(const struct model *model, const struct tier *tier, const json_t *list)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        const char *name = json_string_value(item);
        const json_t *value =
            *name == '/' ? jx_path(model->document, name + 1) : jx_path(tier->spec, name);
        bool is_there = strcmp(name, "<-internet") == 0 ? is_open(tier) : is_set(value);

        if (is_there) {
            return true;
        }
    }
    return false;
}

/* True if there is a topic for the level that the row asks for. */
static bool has_topic(const struct model *model, const json_t *need)
{
    const char *level = jx_get_text(need, "topic", NULL);
    json_t *topic = level == NULL ? NULL : topics_reference(model, level, model->region);
    bool is_there = json_is_object(topic);

    json_decref(topic);
    return is_there;
}

static bool is_fulfilled(const struct model *model, const struct tier *tier, const json_t *need)
{
    return has_one_of(model, tier, jx_get(need, "one_of")) || has_topic(model, need) ||
           (jx_get_bool(need, "attached", false) && targets_is_attached(tier));
}

void check_needs(struct model *model)
{
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        size_t k;
        const json_t *row;

        jx_array_foreach (jx_get(tier->kind->traits, "needs"), k, row) {
            const json_t *when = jx_get(row, "when");

            if (catalog_when(when, tier->spec) && !is_fulfilled(model, tier, row)) {
                void *first = jx_iter(when);
                const char *property = first == NULL ? "kind" : json_object_iter_key(first);

                diag_add(model->diags, DIAG_BAD_TIER, model_property_span(model, tier, property),
                         "%s", jx_get_text(row, "text", "something is missing"));
            }
        }
    }
}

/* Minutes since midnight of "hh:mm". */
static int minutes_of(const char *time)
{
    return (time[0] - '0') * 600 + (time[1] - '0') * 60 + (time[3] - '0') * 10 + (time[4] - '0');
}

static bool contains_minute(int start, int end, int minute)
{
    return start <= end ? start <= minute && minute < end : minute >= start || minute < end;
}

/* A daily window and a weekly one overlap if their times of day do. */
static bool overlap(const json_t *a, const json_t *b)
{
    int a_start = minutes_of(jx_get_text(a, "start", "00:00"));
    int a_end = minutes_of(jx_get_text(a, "end", "00:00"));
    int b_start = minutes_of(jx_get_text(b, "start", "00:00"));
    int b_end = minutes_of(jx_get_text(b, "end", "00:00"));

    return contains_minute(a_start, a_end, b_start) || contains_minute(b_start, b_end, a_start);
}

void check_windows(struct model *model)
{
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        const json_t *pair = jx_get(tier->kind->traits, "windows");
        const char *first = json_string_value(jx_at(pair, 0));
        const char *second = json_string_value(jx_at(pair, 1));
        const json_t *a = first == NULL ? NULL : jx_path(tier->spec, first);
        const json_t *b = second == NULL ? NULL : jx_path(tier->spec, second);

        if (json_is_object(a) && json_is_object(b) && overlap(a, b)) {
            struct diag *diag = diag_add(
                model->diags, DIAG_WINDOW_OVERLAP, model_property_span(model, tier, second),
                "'%s' and '%s' of tier '%s' overlap", first, second, tier->naming.key);

            diag_note(model->diags, diag, model_property_span(model, tier, first),
                      "'%s' is given here", first);
        }
    }
}

struct span checks_path_span(struct model *model, const struct tier *tier, const char *path)
{
    return checks_span_below(model, tier->source, tier->span, path);
}

struct span checks_span_below(struct model *model, const json_t *container, struct span span,
                              const char *path)
{
    struct str rest = str_from(path);

    while (rest.len > 0 && container != NULL) {
        const char *dot = memchr(rest.p, '.', rest.len);
        size_t len = dot == NULL ? rest.len : (size_t)(dot - rest.p);
        const char *name = arena_strdup(model->arena, str_slice(rest, 0, len));
        const struct place *place = places_of_member(model->places, container, name);

        if (place->value.source == NULL) {
            return span;
        }
        span = place->value;
        container = jx_get(container, name);
        rest = str_slice(rest, len + 1, rest.len);
    }
    return span;
}

/* Numbers that must not fall: the smallest, the wanted and the largest size of a group. */
static void check_row(struct model *model, const struct tier *tier, const json_t *row)
{
    const char *before = NULL;
    json_int_t least = 0;
    size_t i;
    const json_t *item;

    jx_array_foreach (row, i, item) {
        const char *path = json_string_value(item);
        const json_t *value = jx_path(tier->spec, path);

        if (!json_is_integer(value)) {
            continue;
        }
        json_int_t number = json_integer_value(value);

        if (before != NULL && number < least) {
            struct diag *diag =
                diag_add(model->diags, DIAG_BAD_TIER, checks_path_span(model, tier, path),
                         "'%s' is %d, but '%s' is %d", path, (int)number, before, (int)least);

            diag_note(model->diags, diag, checks_path_span(model, tier, before),
                      "'%s' is given here", before);
            return;
        }
        before = path;
        least = number;
    }
}

void check_order(struct model *model)
{
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];
        size_t k;
        const json_t *row;

        jx_array_foreach (jx_get(tier->kind->traits, "ordered"), k, row) {
            check_row(model, tier, row);
        }
    }
}

/* CloudFormation resolves these anywhere in a template, tags included (AWS CloudFormation User
 * Guide, "dynamic references"); a description from a stranger could publish a secret with one. */
static bool has_dynamic_reference(struct str text)
{
    static const char mark[] = "{{resolve:";

    for (size_t i = 0; i + sizeof(mark) - 1 <= text.len; i++) {
        if (memcmp(text.p + i, mark, sizeof(mark) - 1) == 0) {
            return true;
        }
    }
    return false;
}

static void check_value(struct model *model, const json_t *value, struct span span)
{
    const char *key;
    const json_t *member;
    size_t i;

    if (json_is_string(value) && has_dynamic_reference(jx_str(value))) {
        diag_add(model->diags, DIAG_BAD_TEXT, span,
                 "a dynamic reference ('{{resolve:') is not allowed in a description");
    }
    if (json_is_object(value)) {
        jx_object_foreach (value, key, member) {
            const struct place *place = places_of_member(model->places, value, key);

            if (has_dynamic_reference(str_from(key))) {
                diag_add(model->diags, DIAG_BAD_TEXT, place->key,
                         "a dynamic reference ('{{resolve:') is not allowed in a description");
            }
            check_value(model, member, place->value);
        }
    }
    if (json_is_array(value)) {
        jx_array_foreach (value, i, member) {
            check_value(model, member, places_of_item(model->places, value, i)->value);
        }
    }
}

void check_text(struct model *model)
{
    check_value(model, model->source, SPAN_NONE);
}
