/* SPDX-License-Identifier: MIT */
/* RFC 7396, section 2, MergePatch(Target, Patch), made pure: the target is never changed. */
#include "data/merge.h"

/* What a map that both sides have is called by: where it was first written by a person. */
static struct place place_of_merged(const struct place *base, const struct place *patch)
{
    return base->value.source != NULL ? *base : *patch;
}

static json_t *merge(const json_t *base, const json_t *patch, struct places *places);

/* Sets the member `key` of `result`, which the patch states and `base` (NULL if it has none)
 * stated before. */
static void set_patched(json_t *result, const char *key, const json_t *base_map,
                        const json_t *patch_map, struct places *places)
{
    const json_t *old = jx_get(base_map, key);
    const json_t *patch = jx_get(patch_map, key);
    const struct place *patch_place = places_of_member(places, patch_map, key);
    struct place place = *patch_place;

    if (json_is_object(old) && json_is_object(patch)) {
        place = place_of_merged(places_of_member(places, base_map, key), patch_place);
    } else if (old != NULL) {
        place.replaced = places_of_member(places, base_map, key);
    }
    jx_set(result, key, merge(old, patch, places));
    places_set_member(places, result, key, place);
}

static json_t *merge_maps(const json_t *base, const json_t *patch, struct places *places)
{
    json_t *result = jx_object();
    const char *key;
    const json_t *value;

    jx_object_foreach (base, key, value) {
        const json_t *patched = jx_get(patch, key);

        if (patched == NULL) {
            jx_set(result, key, jx_share(value));
            places_set_member(places, result, key, *places_of_member(places, base, key));
        } else if (!json_is_null(patched)) {
            set_patched(result, key, base, patch, places);
        }
    }
    jx_object_foreach (patch, key, value) {
        if (jx_get(base, key) == NULL && !json_is_null(value)) {
            set_patched(result, key, base, patch, places);
        }
    }
    places_keep_removed(places, result, base);
    jx_object_foreach (patch, key, value) {
        if (json_is_null(value)) {
            places_set_removed(places, result, key, *places_of_member(places, patch, key));
        }
    }
    return result;
}

/* True if a patch takes something away. */
static bool has_null(const json_t *patch)
{
    const char *key;
    const json_t *value;

    jx_object_foreach (patch, key, value) {
        if (json_is_null(value) || has_null(value)) {
            return true;
        }
    }
    return false;
}

/* A patch of nothing is its own result, with the places that it has. Recursion is as deep as the
 * patch (YAML_DEPTH_MAX). */
static json_t *merge(const json_t *base, const json_t *patch, struct places *places)
{
    if (!json_is_object(patch) || (!json_is_object(base) && !has_null(patch))) {
        return jx_share(patch);
    }
    return merge_maps(json_is_object(base) ? base : NULL, patch, places);
}

json_t *merge_patch(const json_t *base, const json_t *patch, struct places *places)
{
    json_t *result = merge(base, patch, places);
    struct place place = *places_of_root(places, patch);

    if (json_is_object(base) && json_is_object(patch)) {
        place = place_of_merged(places_of_root(places, base), &place);
    }
    places_set_root(places, result, place.value);
    return result;
}
