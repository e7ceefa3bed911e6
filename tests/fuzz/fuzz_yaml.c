/* SPDX-License-Identifier: MIT */
/*
 * Bytes → YAML document. Promises: there is a document or an error; every member and item has its
 * place inside of the text; the document, written as JSON, which is YAML but for some characters
 * that YAML wants escaped, reads as itself.
 */
#include "base/arena.h"
#include "data/yaml.h"
#include "fuzz.h"

static void check_place(const struct place *place, bool has_key)
{
    FUZZ_REQUIRE(place->value.source != NULL);
    FUZZ_REQUIRE(!has_key || place->key.source != NULL);
    fuzz_check_span(place->value);
    fuzz_check_span(place->key);
}

static void check_places(const struct places *places, const json_t *value, int depth)
{
    const char *key;
    const json_t *member;
    size_t i;

    FUZZ_REQUIRE(depth <= YAML_DEPTH_MAX);
    jx_object_foreach (value, key, member) {
        check_place(places_of_member(places, value, key), true);
        check_places(places, member, depth + 1);
    }
    jx_array_foreach (value, i, member) {
        check_place(places_of_item(places, value, i), false);
        check_places(places, member, depth + 1);
    }
}

/* Characters that JSON may hold as they are, but the text of a description may not. */
static bool must_be_escaped(uint32_t code_point)
{
    static const uint32_t escaped[] = {0x85, 0x2028, 0x2029, 0xfeff, 0xfffe, 0xffff};

    for (size_t i = 0; i < AG_COUNT(escaped); i++) {
        if (escaped[i] == code_point) {
            return true;
        }
    }
    return false;
}

static void write_json(const json_t *document, struct buf *out)
{
    struct buf raw;

    buf_init(&raw, BUF_NO_LIMIT);
    jx_dump(document, &raw, false);
    for (size_t off = 0; off < raw.len;) {
        struct utf8_char c = utf8_decode(buf_str(&raw), off);

        if (must_be_escaped(c.code_point)) {
            buf_add_format(out, "\\u%04x", (unsigned)c.code_point);
        } else {
            buf_add(out, str_slice(buf_str(&raw), off, c.len));
        }
        off += c.len;
    }
    buf_release(&raw);
}

static void check_again(struct arena *arena, const json_t *document)
{
    struct diags diags;
    struct buf text;

    diags_init(&diags, arena);
    buf_init(&text, BUF_NO_LIMIT);
    write_json(document, &text);
    /* As JSON a text can be longer than what is read at once. */
    if (text.len <= YAML_SCALAR_MAX) {
        struct places *places = places_new(arena);
        json_t *again = yaml_read(source_new(arena, "again", buf_str(&text)), places, &diags);

        FUZZ_REQUIRE(again != NULL);
        FUZZ_REQUIRE(json_equal(document, again));
        json_decref(again);
    }
    buf_release(&text);
}

static void run(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct diags diags;

    arena_init(&arena);
    diags_init(&diags, &arena);
    struct places *places = places_new(&arena);
    json_t *document =
        yaml_read(source_new(&arena, "input.yaml", fuzz_text(data, size)), places, &diags);

    FUZZ_REQUIRE((document == NULL) == diags_has_errors(&diags));
    fuzz_check_diags(&diags);
    if (document != NULL) {
        FUZZ_REQUIRE(json_is_object(document));
        check_places(places, document, 1);
        check_again(&arena, document);
    }
    json_decref(document);
    arena_release(&arena);
}

const struct fuzzer fuzzer = {.run = run};
