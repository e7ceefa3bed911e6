/* SPDX-License-Identifier: MIT */
/*
 * An open-addressing hash table from (container, key or index) to a place. Slots hold pointers, so
 * that a place keeps its address when the table grows: overlays point at the places they replaced.
 */
#include "data/places.h"

#include "base/mem.h"

#include <stdint.h>

enum { FIRST_SLOTS = 64 };

enum place_of { PLACE_OF_ROOT, PLACE_OF_MEMBER, PLACE_OF_ITEM };

/* What a place is looked up by. There may be hundreds of thousands. */
struct place_key {
    const json_t *container;
    struct str key; /* of a member; of an item only the index, as its length */
    enum place_of of;
    uint32_t hash;
};

struct entry {
    struct place place;
    struct place_key key;
};

/* A member that an overlay took away. */
struct removal {
    const json_t *object;
    const char *key;
    struct place place;
};

struct places {
    struct arena *arena;
    struct removal *removals; /* few: one for each null in a description */
    size_t removal_count;
    size_t removal_capacity;
    struct place *replacements; /* of members: those that replaced a value with a place */
    size_t replacement_count;
    size_t replacement_capacity;
    struct entry **slots; /* NULL is free; never more than half full */
    size_t slot_count;    /* a power of two */
    size_t count;
};

static const struct place nowhere;

struct places *places_new(struct arena *arena)
{
    struct places *places = ARENA_NEW(arena, struct places);

    places->arena = arena;
    places->slot_count = FIRST_SLOTS;
    places->slots = ARENA_ARRAY(arena, places->slot_count, struct entry *);
    return places;
}

/* FNV-1a over the key, seeded by the container's address, which no document can foresee; the last
 * steps spread it to the low bits. Nothing is ever iterated, so addresses decide no order. */
static struct place_key make_key(enum place_of of, const json_t *container, struct str key)
{
    const uint64_t prime = 0x100000001b3u;
    uint64_t hash = 0xcbf29ce484222325u ^ (uint64_t)(uintptr_t)container;

    hash = (hash ^ (uint64_t)of) * prime;
    hash = (hash ^ key.len) * prime;
    for (size_t i = 0; of == PLACE_OF_MEMBER && i < key.len; i++) {
        hash = (hash ^ (unsigned char)key.p[i]) * prime;
    }
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccdu;
    return (struct place_key){container, key, of, (uint32_t)(hash ^ hash >> 33)};
}

static bool is_same_key(const struct place_key *a, const struct place_key *b)
{
    return a->hash == b->hash && a->container == b->container && a->of == b->of &&
           a->key.len == b->key.len && (a->of != PLACE_OF_MEMBER || str_eq(a->key, b->key));
}

/* The index of the entry's slot, or of the free slot where it belongs. */
static size_t find_slot(const struct places *places, const struct place_key *key)
{
    size_t slot = key->hash & (places->slot_count - 1);

    while (places->slots[slot] != NULL && !is_same_key(&places->slots[slot]->key, key)) {
        slot = (slot + 1) & (places->slot_count - 1);
    }
    return slot;
}

static void grow(struct places *places)
{
    struct places grown = *places;

    grown.slot_count = places->slot_count * 2;
    grown.slots = ARENA_ARRAY(places->arena, grown.slot_count, struct entry *);
    for (size_t i = 0; i < places->slot_count; i++) {
        struct entry *entry = places->slots[i];

        if (entry != NULL) {
            grown.slots[find_slot(&grown, &entry->key)] = entry;
        }
    }
    *places = grown;
}

static void set(struct places *places, struct place_key key, struct place place)
{
    if ((places->count + 1) * 2 > places->slot_count) {
        grow(places);
    }
    size_t slot = find_slot(places, &key);
    /* A new entry also where one exists: somebody may hold the old place as `replaced`. */
    struct entry *entry = ARENA_NEW(places->arena, struct entry);

    if (places->slots[slot] == NULL) {
        places->count++;
        if (key.of == PLACE_OF_MEMBER) {
            key.key.p = arena_strdup(places->arena, key.key);
        }
    } else {
        key.key = places->slots[slot]->key.key;
    }
    *entry = (struct entry){place, key};
    places->slots[slot] = entry;
}

static const struct place *get(const struct places *places, struct place_key key)
{
    const struct entry *entry = places->slots[find_slot(places, &key)];

    return entry == NULL ? &nowhere : &entry->place;
}

static struct place_key member_key(const json_t *object, const char *key)
{
    return make_key(PLACE_OF_MEMBER, object, str_from(key));
}

static struct place_key item_key(const json_t *array, size_t index)
{
    return make_key(PLACE_OF_ITEM, array, (struct str){NULL, index});
}

static struct place_key root_key(const json_t *root)
{
    return make_key(PLACE_OF_ROOT, root, STR(""));
}

void places_set_member(struct places *places, const json_t *object, const char *key,
                       struct place place)
{
    set(places, member_key(object, key), place);
    if (place.replaced != NULL && place.replaced->value.source != NULL) {
        ARENA_GROW(places->arena, places->replacements, places->replacement_count,
                   places->replacement_capacity);
        places->replacements[places->replacement_count++] = place;
    }
}

void places_set_item(struct places *places, const json_t *array, size_t index, struct place place)
{
    set(places, item_key(array, index), place);
}

void places_set_root(struct places *places, const json_t *root, struct span span)
{
    set(places, root_key(root), (struct place){SPAN_NONE, span, NULL});
}

const struct place *places_of_member(const struct places *places, const json_t *object,
                                     const char *key)
{
    return get(places, member_key(object, key));
}

const struct place *places_of_item(const struct places *places, const json_t *array, size_t index)
{
    return get(places, item_key(array, index));
}

const struct place *places_of_root(const struct places *places, const json_t *root)
{
    return get(places, root_key(root));
}

void places_set_removed(struct places *places, const json_t *object, const char *key,
                        struct place place)
{
    ARENA_GROW(places->arena, places->removals, places->removal_count, places->removal_capacity);
    places->removals[places->removal_count++] =
        (struct removal){object, arena_strdup(places->arena, str_from(key)), place};
}

void places_keep_removed(struct places *places, const json_t *object, const json_t *from)
{
    size_t count = places->removal_count;

    for (size_t i = 0; from != NULL && i < count; i++) {
        const struct removal removal = places->removals[i];

        if (removal.object == from && jx_get(object, removal.key) == NULL) {
            places_set_removed(places, object, removal.key, removal.place);
        }
    }
}

const struct place *places_of_removed(const struct places *places, const json_t *object,
                                      const char *key)
{
    for (size_t i = 0; i < places->removal_count; i++) {
        const struct removal *removal = &places->removals[i];

        if (removal->object == object && strcmp(removal->key, key) == 0) {
            return &removal->place;
        }
    }
    return NULL;
}

const char *places_next_removed(const struct places *places, const json_t *object, size_t *index)
{
    while (*index < places->removal_count) {
        const struct removal *removal = &places->removals[(*index)++];

        if (removal->object == object) {
            return removal->key;
        }
    }
    return NULL;
}

static bool is_same(struct span a, struct span b)
{
    return a.source == b.source && a.off == b.off && a.len == b.len;
}

struct span places_replaced(const struct places *places, struct span value)
{
    struct span found = SPAN_NONE;

    for (size_t i = 0; i < places->replacement_count; i++) {
        const struct place *place = &places->replacements[i];

        if (!is_same(place->value, value)) {
            continue;
        }
        if (found.source != NULL && !is_same(found, place->replaced->value)) {
            return SPAN_NONE;
        }
        found = place->replaced->value;
    }
    return found;
}
