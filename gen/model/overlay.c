/* SPDX-License-Identifier: MIT */
/*
 * The layers of an environment. All merged documents stay alive until overlay_free, because places
 * are recorded by container.
 */
#include "model/overlay.h"

#include "base/mem.h"
#include "data/merge.h"
#include "model/flow_text.h"

enum { HINTED_MAX = 10 };

struct layer {
    struct environment environment;
    const struct profile *profile; /* NULL after a diagnostic */
    const json_t *document;        /* environments.<name>, or NULL for a built-in one */
    struct overlay_layers parts;
    json_t *merged;
};

struct overlay {
    struct arena *arena;
    const struct catalog *catalog;
    const json_t *document;
    struct places *places;
    struct diags *diags;
    json_t *base; /* the document without environments, flows expanded */
    struct layer *layers;
    struct environment *environments;
    size_t count;
    json_t *owned; /* a list of everything that must live as long as the places do */
};

/* Takes `value` and keeps it alive as long as the overlay. */
static json_t *own(struct overlay *overlay, json_t *value)
{
    jx_append(overlay->owned, value);
    return value;
}

/* A copy of one level of `document` with flows expanded and some members left out. */
static json_t *prepare(struct overlay *overlay, const json_t *document, const char *const *left_out)
{
    json_t *prepared = own(overlay, jx_object());
    const char *key;
    const json_t *value;

    jx_object_foreach (document, key, value) {
        bool is_left_out = false;

        for (size_t i = 0; left_out[i] != NULL; i++) {
            is_left_out = is_left_out || strcmp(key, left_out[i]) == 0;
        }
        if (is_left_out) {
            continue;
        }
        bool is_flows = strcmp(key, "flows") == 0 && !json_is_null(value);
        json_t *member =
            is_flows ? flow_text_expand(overlay->arena, document, overlay->places, overlay->diags)
                     : jx_share(value);

        jx_set(prepared, key, member);
        places_set_member(overlay->places, prepared, key,
                          *places_of_member(overlay->places, document, key));
    }
    places_set_root(overlay->places, prepared, places_of_root(overlay->places, document)->value);
    return prepared;
}

/* What a tier's kind is, seen from an environment; NULL if it has none. */
static const char *kind_of(const struct layer *layer, const json_t *base, const char *tier)
{
    const json_t *over = jx_get(jx_get(jx_get(layer->document, "tiers"), tier), "kind");
    const json_t *under = jx_get(jx_get(jx_get(base, "tiers"), tier), "kind");

    return json_string_value(json_is_string(over) ? over : under);
}

static void add_profile_tiers(const struct layer *layer, const json_t *base, const json_t *tiers,
                              json_t *into)
{
    const json_t *kinds = jx_get(layer->profile->value, "kinds");
    const char *tier;
    const json_t *value;

    jx_object_foreach (tiers, tier, value) {
        const char *kind = kind_of(layer, base, tier);
        const json_t *defaults = kind == NULL ? NULL : jx_get(kinds, kind);

        if (defaults != NULL && jx_get(into, tier) == NULL) {
            jx_set(into, tier, jx_share(defaults));
        }
    }
}

/* What a profile says of a layer counts only where the description has that layer. */
static void add_profile_layers(const struct overlay *overlay, const struct layer *layer,
                               json_t *document)
{
    const char *name;
    const json_t *defaults;

    jx_object_foreach (jx_get(layer->profile->value, "layers"), name, defaults) {
        if (json_is_object(jx_get(overlay->base, name)) ||
            json_is_object(jx_get(layer->document, name))) {
            jx_set(document, name, jx_share(defaults));
        }
    }
}

/* The profile as a description: its network, what it says of layers that are used, and for each
 * tier what it says of the tier's kind. */
static json_t *profile_document(struct overlay *overlay, const struct layer *layer)
{
    json_t *document = own(overlay, jx_object());
    json_t *tiers = jx_object();
    const json_t *network = jx_get(layer->profile->value, "network");

    if (network != NULL) {
        jx_set(document, "network", jx_share(network));
    }
    add_profile_layers(overlay, layer, document);
    add_profile_tiers(layer, overlay->base, jx_get(overlay->base, "tiers"), tiers);
    add_profile_tiers(layer, overlay->base, jx_get(layer->document, "tiers"), tiers);
    if (json_object_size(tiers) > 0) {
        jx_set(document, "tiers", tiers);
    } else {
        json_decref(tiers);
    }
    return document;
}

/* Where no name is near, all that there are. */
static void hint_tiers(struct overlay *overlay, struct diag *diag, const struct str *names,
                       size_t count)
{
    struct buf list;

    buf_init(&list, BUF_NO_LIMIT);
    for (size_t i = 0; i < count && i < HINTED_MAX; i++) {
        buf_add_format(&list, "%s'%.*s'", i > 0 ? ", " : "", STR_ARGS(names[i]));
    }
    if (count > 0) {
        diag_hint(overlay->diags, diag, "there is %.*s%s", STR_ARGS(buf_str(&list)),
                  count > HINTED_MAX ? " …" : "");
    }
    buf_release(&list);
}

/* An overlay that names a tier which neither the base nor itself gives a kind is a slip of the pen:
 * one message with a suggestion is better than "missing key 'kind'". The tier is left out. */
static void check_tiers(struct overlay *overlay, const struct layer *layer, json_t *document)
{
    const json_t *known = jx_get(overlay->base, "tiers");
    const json_t *tiers = jx_get(document, "tiers");
    size_t count = json_object_size(known);
    struct str *names = ARENA_ARRAY(overlay->arena, count, struct str);
    json_t *kept = json_is_object(tiers) ? own(overlay, jx_object()) : NULL;
    size_t i = 0;
    const char *key;
    const json_t *value;

    jx_object_foreach (known, key, value) {
        names[i++] = str_from(key);
    }
    jx_object_foreach (tiers, key, value) {
        bool is_change = json_is_object(value) && jx_get(value, "kind") == NULL;

        if (jx_get(known, key) == NULL && (is_change || json_is_null(value))) {
            struct diag *diag =
                diag_add(overlay->diags, DIAG_UNKNOWN_TIER,
                         places_of_member(overlay->places, tiers, key)->key,
                         "environment '%s' %s tier '%s', which does not exist",
                         layer->environment.name, is_change ? "changes" : "removes", key);

            hint_tiers(overlay, diag, names, count);
            diag_hint_nearest(overlay->diags, diag, str_from(key), names, count);
        } else {
            jx_set(kept, key, jx_share(value));
            places_set_member(overlay->places, kept, key,
                              *places_of_member(overlay->places, tiers, key));
        }
    }
    if (kept != NULL) {
        jx_set(document, "tiers", jx_share(kept));
    }
}

/* In the base there is nothing that a null could remove. */
static void check_base_tiers(struct overlay *overlay)
{
    const json_t *tiers = jx_get(overlay->document, "tiers");
    const char *key;
    const json_t *value;

    jx_object_foreach (tiers, key, value) {
        if (json_is_null(value)) {
            struct diag *diag = diag_add(overlay->diags, DIAG_MISSING_KEY,
                                         places_of_member(overlay->places, tiers, key)->key,
                                         "tier '%s' says nothing, not even its kind", key);

            diag_hint(overlay->diags, diag, "give it a 'kind', or take it out");
        }
    }
}

static void merge_layer(struct overlay *overlay, struct layer *layer)
{
    static const char *const left_out[] = {"profile", "long", NULL};
    const json_t *profile = profile_document(overlay, layer);
    json_t *under = own(overlay, merge_patch(profile, overlay->base, overlay->places));

    layer->parts = (struct overlay_layers){profile, overlay->base, NULL};
    if (layer->document == NULL || !json_is_object(layer->document)) {
        layer->merged = under;
        return;
    }
    json_t *over = prepare(overlay, layer->document, left_out);

    check_tiers(overlay, layer, over);
    layer->parts.own = over;
    layer->merged = own(overlay, merge_patch(under, over, overlay->places));
}

static void add_layer(struct overlay *overlay, const char *name, const json_t *document,
                      const struct place *place)
{
    const char *profile = jx_get_text(document, "profile", name);
    struct layer *layer = &overlay->layers[overlay->count];

    layer->document = document;
    layer->profile = catalog_profile(overlay->catalog, profile);
    layer->environment = (struct environment){
        .name = name,
        .profile = profile,
        .span = place == NULL ? SPAN_NONE : place->key,
    };
    if (layer->profile == NULL) {
        size_t count = overlay->catalog->profile_count;
        struct str *names = ARENA_ARRAY(overlay->arena, count, struct str);
        bool is_stated = jx_get(document, "profile") != NULL;
        struct span span = is_stated ? places_of_member(overlay->places, document, "profile")->value
                                     : layer->environment.span;
        struct diag *diag =
            is_stated ? diag_add(overlay->diags, DIAG_UNKNOWN_PROFILE, span,
                                 "there is no profile '%s'", profile)
                      : diag_add(overlay->diags, DIAG_UNKNOWN_PROFILE, span,
                                 "environment '%s' must name the profile that it follows", name);

        for (size_t i = 0; i < count; i++) {
            names[i] = str_from(overlay->catalog->profiles[i].name);
        }
        diag_hint_nearest(overlay->diags, diag, str_from(profile), names, count);
        if (diag->hint == NULL) {
            diag_hint(overlay->diags, diag, "add 'profile: prod', or another built-in profile");
        }
        return;
    }
    const char *fallback = jx_get_text(layer->profile->value, "long", name);

    layer->environment.long_name =
        jx_get_text(document, "long", strcmp(profile, name) == 0 ? fallback : name);
    overlay->environments[overlay->count] = layer->environment;
    overlay->count++;
}

struct overlay *overlay_new(struct arena *arena, const struct catalog *catalog,
                            const json_t *document, struct places *places, struct diags *diags)
{
    static const char *const left_out[] = {"environments", NULL};
    struct overlay *overlay = ARENA_NEW(arena, struct overlay);
    const json_t *environments = jx_get(document, "environments");
    size_t count = json_is_object(environments) ? json_object_size(environments) : 0;
    size_t room = count > catalog->profile_count ? count : catalog->profile_count;
    const char *name;
    const json_t *value;

    *overlay = (struct overlay){.arena = arena,
                                .catalog = catalog,
                                .document = document,
                                .places = places,
                                .diags = diags,
                                .owned = jx_array()};
    overlay->base = prepare(overlay, document, left_out);
    check_base_tiers(overlay);
    overlay->layers = ARENA_ARRAY(arena, room, struct layer);
    overlay->environments = ARENA_ARRAY(arena, room, struct environment);
    jx_object_foreach (environments, name, value) {
        add_layer(overlay, name, value, places_of_member(places, environments, name));
    }
    for (size_t i = 0; count == 0 && i < catalog->profile_count; i++) {
        add_layer(overlay, catalog->profiles[i].name, NULL, NULL);
    }
    return overlay;
}

void overlay_free(struct overlay *overlay)
{
    if (overlay != NULL) {
        json_decref(overlay->owned);
    }
}

const struct environment *overlay_environments(const struct overlay *overlay, size_t *count)
{
    *count = overlay->count;
    return overlay->environments;
}

const json_t *overlay_merged(struct overlay *overlay, size_t index)
{
    BUG_UNLESS(index < overlay->count);
    if (overlay->layers[index].merged == NULL) {
        merge_layer(overlay, &overlay->layers[index]);
    }
    return overlay->layers[index].merged;
}

struct overlay_layers overlay_layers(const struct overlay *overlay, size_t index)
{
    BUG_UNLESS(index < overlay->count);
    return overlay->layers[index].parts;
}
