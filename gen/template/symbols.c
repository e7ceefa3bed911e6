/* SPDX-License-Identifier: MIT */
/* A hash table with open addressing; it never shrinks, and its texts are short. */
#include "template/symbols.h"

#include "base/hash.h"

#include <string.h>

enum { FIRST_SLOTS = 64 /* a power of two */ };

/* The slot that holds `text`, or the free one where it belongs. */
static size_t slot_of(const struct symbols *symbols, struct str text)
{
    size_t mask = symbols->slot_count - 1;
    size_t slot = (size_t)hash_bytes(text) & mask;

    while (symbols->slots[slot] != 0 && !str_eq(symbols->items[symbols->slots[slot]], text)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static void resize(struct symbols *symbols, size_t slot_count)
{
    symbols->slots = ARENA_ARRAY(symbols->arena, slot_count, uint32_t);
    symbols->slot_count = slot_count;
    for (size_t i = 1; i < symbols->count; i++) {
        symbols->slots[slot_of(symbols, symbols->items[i])] = (uint32_t)i;
    }
}

void symbols_init(struct symbols *symbols, struct arena *arena)
{
    *symbols = (struct symbols){.arena = arena};
    ARENA_GROW(arena, symbols->items, symbols->count, symbols->capacity);
    symbols->items[symbols->count++] = STR("");
    resize(symbols, FIRST_SLOTS);
}

void symbols_take(struct symbols *symbols, const struct symbols_data *from)
{
    symbols->items = ARENA_ARRAY(symbols->arena, from->count, struct str);
    symbols->count = from->count;
    symbols->capacity = from->count;
    for (size_t i = 0; i < from->count; i++) {
        symbols->items[i] = (struct str){from->texts + from->places[i].off, from->places[i].len};
    }
    symbols->slots = ARENA_ARRAY(symbols->arena, from->slot_count, uint32_t);
    symbols->slot_count = from->slot_count;
    memcpy(symbols->slots, from->slots, from->slot_count * sizeof(*symbols->slots));
}

uint32_t symbols_intern(struct symbols *symbols, struct str text)
{
    uint32_t known = symbols_find(symbols, text);

    if (known != 0 || text.len == 0) {
        return known;
    }
    if (symbols->count * 2 >= symbols->slot_count) {
        resize(symbols, symbols->slot_count * 2);
    }
    ARENA_GROW(symbols->arena, symbols->items, symbols->count, symbols->capacity);
    symbols->items[symbols->count] = (struct str){arena_strdup(symbols->arena, text), text.len};
    symbols->slots[slot_of(symbols, text)] = (uint32_t)symbols->count;
    return (uint32_t)symbols->count++;
}

uint32_t symbols_find(const struct symbols *symbols, struct str text)
{
    return text.len == 0 ? 0 : symbols->slots[slot_of(symbols, text)];
}
