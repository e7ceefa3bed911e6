/* SPDX-License-Identifier: MIT */
/*
 * Reads flows. What a value means depends on the flow's target: a word is a verb where the target's
 * kind has that verb, otherwise it is a port.
 */
#include "model/flows.h"

#include "base/mem.h"
#include "model/flow_text.h"
#include "model/origins.h"

#include <stdlib.h>

enum { HTTPS_PORT = 443, PORT_MAX = 65535 };

static const char *const anywhere[] = {"0.0.0.0/0", "::/0"};

/* Decimal port without sign or leading zero; 0 if the text is none. */
static int parse_port(struct str text)
{
    int port = 0;

    if (text.len == 0 || text.len > 5 || text.p[0] == '0') {
        return 0;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] < '0' || text.p[i] > '9') {
            return 0;
        }
        port = port * 10 + (text.p[i] - '0');
    }
    return port <= PORT_MAX ? port : 0;
}

static size_t find_char(struct str text, char c)
{
    size_t i = 0;

    while (i < text.len && text.p[i] != c) {
        i++;
    }
    return i;
}

bool flows_parse_ports(const struct catalog *catalog, struct str text, struct port_range *range)
{
    size_t slash = find_char(text, '/');
    struct str protocol = str_slice(text, slash + 1, text.len);
    struct str ports = str_slice(text, 0, slash);
    size_t dash = find_char(ports, '-');

    *range = (struct port_range){"tcp", 0, 0};
    if (str_eq(text, STR("all"))) {
        range->protocol = "-1";
        return true;
    }
    if (slash < text.len && !str_eq(protocol, STR("tcp"))) {
        if (!str_eq(protocol, STR("udp"))) {
            return false;
        }
        range->protocol = "udp";
    }
    range->from = catalog_port(catalog, ports);
    range->to = range->from;
    if (range->from > 0) {
        return true;
    }
    range->from = parse_port(str_slice(ports, 0, dash));
    range->to = dash < ports.len ? parse_port(str_slice(ports, dash + 1, ports.len)) : range->from;
    return range->from > 0 && range->to >= range->from;
}

const char *flows_ports_label(struct arena *arena, struct port_range range)
{
    const char *suffix = strcmp(range.protocol, "udp") == 0 ? "_udp" : "";

    if (strcmp(range.protocol, "-1") == 0) {
        return "all";
    }
    return range.from == range.to ? arena_text(arena, "%d%s", range.from, suffix)
                                  : arena_text(arena, "%d_%d%s", range.from, range.to, suffix);
}

static const char *const *peer_cidrs(struct model *model, const json_t *peer, size_t *count)
{
    *count = json_is_array(peer) ? json_array_size(peer) : 1;
    const char **cidrs = ARENA_ARRAY(model->arena, *count, const char *);

    for (size_t i = 0; i < *count; i++) {
        cidrs[i] = json_string_value(json_is_array(peer) ? jx_at(peer, i) : peer);
    }
    return cidrs;
}

static const char *const reserved_ends[] = {"internet", "vpc", "endpoints"};

/* The names live no longer than this: there may be thousands, and as many faults. */
static void hint_end(struct diags *diags, struct diag *diag, const json_t *document,
                     struct str name)
{
    const json_t *maps[] = {jx_get(document, "tiers"), jx_get(document, "peers")};
    size_t room = json_object_size(maps[0]) + json_object_size(maps[1]) + AG_COUNT(reserved_ends);
    struct arena scratch;
    size_t count = 0;
    const char *key;
    const json_t *value;

    arena_init(&scratch);
    struct str *names = ARENA_ARRAY(&scratch, room, struct str);

    for (size_t i = 0; i < AG_COUNT(maps); i++) {
        jx_object_foreach (maps[i], key, value) {
            names[count++] = str_from(key);
        }
    }
    for (size_t i = 0; i < AG_COUNT(reserved_ends); i++) {
        names[count++] = str_from(reserved_ends[i]);
    }
    diag_hint_nearest(diags, diag, name, names, count);
    arena_release(&scratch);
}

/* A flow's end that nobody knows, with the nearest of all names that a flow may begin or end at.
 * `part` is the pair's place; the name's own place is inside it if the pair was written plain. */
static void refuse_end(struct diags *diags, const json_t *document, struct span part,
                       struct str name, bool is_first)
{
    struct str written = span_text(part);
    struct span place = part;

    if (is_first && str_has_prefix(written, name)) {
        place.len = (uint32_t)name.len;
    } else if (!is_first && str_has_suffix(written, name)) {
        place = span_make(part.source, part.off + part.len - name.len, name.len);
    }
    struct diag *diag =
        diag_add(diags, DIAG_UNKNOWN_TIER, place, "flow '%.*s' names an unknown tier '%.*s'",
                 STR_ARGS(written), STR_ARGS(name));

    if (diag_is_kept(diags, diag)) {
        hint_end(diags, diag, document, name);
    }
}

static bool is_reserved_end(struct str name)
{
    for (size_t i = 0; i < AG_COUNT(reserved_ends); i++) {
        if (str_eq_text(name, reserved_ends[i])) {
            return true;
        }
    }
    return false;
}

static bool is_known_end(const json_t *document, struct str name)
{
    return is_reserved_end(name) ||
           json_object_getn(jx_get(document, "tiers"), name.p, name.len) != NULL ||
           json_object_getn(jx_get(document, "peers"), name.p, name.len) != NULL;
}

/* True if every tier has a name that one can have: else a flow may well name what was meant. */
static bool has_good_names(const json_t *tiers)
{
    const char *key;
    const json_t *value;

    jx_object_foreach (tiers, key, value) {
        if (key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0') {
            return false;
        }
    }
    return json_is_object(tiers);
}

void flows_check_ends(const json_t *document, const struct places *places, struct diags *diags)
{
    const json_t *pairs = jx_get(document, "flows");
    const char *pair;
    const json_t *value;

    if (!json_is_object(pairs) || !has_good_names(jx_get(document, "tiers"))) {
        return;
    }
    jx_object_foreach (pairs, pair, value) {
        struct span span = places_of_member(places, pairs, pair)->key;
        struct str ends[2];

        for (size_t i = 0; flow_text_split(str_from(pair), &ends[0], &ends[1]) && i < 2; i++) {
            if (!is_known_end(document, ends[i])) {
                refuse_end(diags, document, span, ends[i], i == 0);
            }
        }
    }
}

static bool find_end(struct model *model, struct str name, struct span part, bool is_first,
                     struct end *end)
{
    const json_t *peer = json_object_getn(jx_get(model->document, "peers"), name.p, name.len);

    *end = (struct end){0};
    end->tier = model_tier(model, name);
    if (end->tier != NULL) {
        end->kind = END_TIER;
        end->name = end->tier->naming.key;
        return true;
    }
    if (peer == NULL && !is_reserved_end(name)) {
        refuse_end(model->diags, model->source, part, name, is_first);
        return false;
    }
    end->name = arena_strdup(model->arena, name);
    if (str_eq(name, STR("internet"))) {
        end->kind = END_INTERNET;
        end->cidrs = anywhere;
        end->cidr_count = model->network.has_ipv6 ? 2 : 1;
        return true;
    }
    if (str_eq(name, STR("endpoints"))) {
        end->kind = END_ENDPOINTS;
        return true;
    }
    if (str_eq(name, STR("vpc"))) {
        const char **cidrs = ARENA_ARRAY(model->arena, 1, const char *);

        cidrs[0] = jx_get_text(jx_get(model->document, "network"), "cidr", "");
        end->kind = END_VPC;
        end->cidrs = cidrs;
        end->cidr_count = 1;
        return true;
    }
    end->kind = END_PEER;
    end->cidrs = peer_cidrs(model, peer, &end->cidr_count);
    return true;
}

static bool has_verb(const struct end *to, struct str word)
{
    const json_t *verbs = to->tier == NULL ? NULL : jx_get(to->tier->kind->traits, "verbs");
    const char *verb;
    const json_t *statements;

    jx_object_foreach (verbs, verb, statements) {
        if (str_eq_text(word, verb)) {
            return true;
        }
    }
    return false;
}

static const char *access_of(const struct flow *flow)
{
    return flow->to.tier == NULL ? "port" : jx_get_text(flow->to.tier->kind->traits, "access", "");
}

/* The verbs of the target, or the services that are known by name. */
static void hint_word(struct model *model, const struct flow *flow, struct diag *diag,
                      struct str word)
{
    bool is_verb = strcmp(access_of(flow), "verb") == 0;
    const json_t *map = is_verb ? jx_get(flow->to.tier->kind->traits, "verbs")
                                : catalog_table(model->catalog, CATALOG_PORTS);
    struct str *words = ARENA_ARRAY(model->arena, json_object_size(map), struct str);
    size_t count = 0;
    const char *name;
    const json_t *value;

    jx_object_foreach (map, name, value) {
        words[count++] = str_from(name);
    }
    diag_hint_nearest(model->diags, diag, word, words, count);
}

static void refuse_word(struct model *model, const struct flow *flow, struct str word,
                        struct span span)
{
    bool is_verb = strcmp(access_of(flow), "verb") == 0;
    struct diag *diag =
        is_verb ? diag_add(model->diags, DIAG_BAD_FLOW, span,
                           "'%.*s' is not something to do with '%s'", STR_ARGS(word), flow->to.name)
                : diag_add(model->diags, DIAG_BAD_FLOW, span,
                           "expected a port from 1 to 65535, a service or a range such as "
                           "8000-8100, found '%.*s'",
                           STR_ARGS(word));

    hint_word(model, flow, diag, word);
}

static void add_word(struct model *model, struct flow *flow, const json_t *word, struct span span)
{
    struct port_range *range = &flow->ports[flow->port_count];
    struct str text = jx_str(word);

    if (json_is_integer(word)) {
        int port = (int)json_integer_value(word);

        *range = (struct port_range){"tcp", port, port};
        text = str_from(arena_text(model->arena, "%d", port));
    } else if (has_verb(&flow->to, text)) {
        flow->verbs[flow->verb_count++] = json_string_value(word);
        return;
    } else if (!flows_parse_ports(model->catalog, text, range)) {
        refuse_word(model, flow, text, span);
        return;
    }
    if (strcmp(access_of(flow), "port") != 0) {
        struct diag *diag =
            diag_add(model->diags, DIAG_BAD_FLOW, span, "'%s' is not reached by port, found '%.*s'",
                     flow->to.name, STR_ARGS(text));

        hint_word(model, flow, diag, text);
        return;
    }
    flow->port_count++;
}

static void add_own_ports(struct flow *flow)
{
    for (size_t i = 0; i < flow->to.tier->port_count; i++) {
        int port = flow->to.tier->ports[i];

        flow->ports[flow->port_count++] = (struct port_range){"tcp", port, port};
    }
}

/* What a flow without a value means. */
static void add_default(struct model *model, struct flow *flow)
{
    const struct tier *to = flow->to.tier;
    const char *verb = to == NULL ? NULL : jx_get_text(to->kind->traits, "default_verb", NULL);
    int port;

    if (flow->to.kind == END_ENDPOINTS) {
        flow->ports[flow->port_count++] = (struct port_range){"tcp", HTTPS_PORT, HTTPS_PORT};
    } else if (to != NULL && origins_is_origin(flow)) {
        if (origins_port(model, to, &port)) {
            flow->ports[flow->port_count++] = (struct port_range){"tcp", port, port};
        }
    } else if (to != NULL && to->port_count > 0 && strcmp(access_of(flow), "port") == 0) {
        add_own_ports(flow);
    } else if (verb != NULL) {
        flow->verbs[flow->verb_count++] = verb;
    } else if (strcmp(access_of(flow), "port") == 0) {
        struct diag *diag = diag_add(model->diags, DIAG_BAD_FLOW, flow->span,
                                     "flow '%s' must say which ports", flow->pair);

        diag_hint(model->diags, diag, "write '%s: https', or another port", flow->pair);
    }
}

/* The place of a word: of the item where the flow's value is a list, else of the value. */
static struct span word_span(const struct model *model, const json_t *source, size_t index,
                             struct span span)
{
    const json_t *words = json_is_object(source) ? jx_get(source, "ports") : source;
    struct span item = json_is_array(words) ? places_of_item(model->places, words, index)->value
                       : json_is_object(source)
                           ? places_of_member(model->places, source, "ports")->value
                           : SPAN_NONE;

    return item.source != NULL ? item : span;
}

/* `source` is the value as written. */
static void read_value(struct model *model, struct flow *flow, const json_t *value,
                       const json_t *source, struct span span)
{
    const json_t *words = json_is_object(value) ? jx_get(value, "ports") : value;
    size_t count = json_is_array(words) ? json_array_size(words) : 1;
    size_t own = flow->to.tier == NULL ? 0 : flow->to.tier->port_count;

    flow->options = json_is_object(value) ? value : NULL;
    flow->has_wide_egress = strcmp(jx_get_text(value, "egress", "flow"), "all") == 0;
    flow->ports = ARENA_ARRAY(model->arena, count + own + 1, struct port_range);
    flow->verbs = ARENA_ARRAY(model->arena, count + 1, const char *);
    if (words == NULL || json_is_null(words) || json_is_true(words)) {
        add_default(model, flow);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        add_word(model, flow, json_is_array(words) ? jx_at(words, i) : words,
                 word_span(model, source, i, span));
    }
}

static bool is_closed(const json_t *value)
{
    const json_t *words = json_is_object(value) ? jx_get(value, "ports") : value;

    return str_eq(jx_str(words), STR("none"));
}

/* Adds a flow at each of its ends: counted, then filled in. */
static void add_to_tiers(struct model *model, bool is_counting)
{
    for (size_t i = 0; i < model->flow_count; i++) {
        const struct flow *flow = &model->flows[i];

        if (flow->from.tier != NULL) {
            struct tier *from = &model->tiers[flow->from.tier - model->tiers];

            if (!is_counting) {
                from->out[from->out_count] = flow;
            }
            from->out_count++;
        }
        if (flow->to.tier != NULL) {
            struct tier *to = &model->tiers[flow->to.tier - model->tiers];

            if (!is_counting) {
                to->in[to->in_count] = flow;
            }
            to->in_count++;
        }
    }
}

static void index_by_tier(struct model *model)
{
    add_to_tiers(model, true);
    for (size_t i = 0; i < model->tier_count; i++) {
        struct tier *tier = &model->tiers[i];

        tier->out = ARENA_ARRAY(model->arena, tier->out_count, const struct flow *);
        tier->in = ARENA_ARRAY(model->arena, tier->in_count, const struct flow *);
        tier->out_count = 0;
        tier->in_count = 0;
    }
    add_to_tiers(model, false);
}

void flows_build(struct model *model)
{
    const json_t *pairs = jx_get(model->source, "flows");
    const json_t *resolved = jx_get(model->document, "flows");
    const char *pair;
    const json_t *value;

    jx_object_foreach (resolved, pair, value) {
        const struct place *place = places_of_member(model->places, pairs, pair);
        struct flow flow = {.pair = pair, .span = place->key};
        struct str from;
        struct str to;

        BUG_UNLESS(flow_text_split(str_from(pair), &from, &to));
        bool is_known = find_end(model, from, place->key, true, &flow.from);

        is_known = find_end(model, to, place->key, false, &flow.to) && is_known;
        if (!is_known || is_closed(value)) {
            continue;
        }
        read_value(model, &flow, value, jx_get(pairs, pair), place->value);
        ARENA_GROW(model->arena, model->flows, model->flow_count, model->flow_capacity);
        model->flows[model->flow_count++] = flow;
    }
    index_by_tier(model);
}
