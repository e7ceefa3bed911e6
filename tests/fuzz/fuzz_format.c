/* SPDX-License-Identifier: MIT */
/*
 * A byte for the row of the format table, then the text. Promises: what a format accepts is UTF-8
 * without control characters and has a value if the format has values; blocks print as they were
 * read, and a flow's ends join to a flow of the same ends.
 */
#include "base/arena.h"
#include "fuzz.h"
#include "model/cidr.h"
#include "model/flow_text.h"
#include "schema/format.h"

static void check_format(const struct format *format, struct str text)
{
    bool is_free = strcmp(format->name, "text") == 0;

    if (!format->is_valid(text)) {
        return;
    }
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.p[i];

        FUZZ_REQUIRE((c >= 0x20 && c != 0x7f) || (is_free && (c == '\n' || c == '\t')));
    }
    if (format->value != NULL) {
        json_t *value = format->value(text);
        json_t *again = format->value(text);

        FUZZ_REQUIRE(value != NULL && json_equal(value, again));
        json_decref(again);
        json_decref(value);
    }
    if (format->words != NULL) {
        size_t count = 0;
        size_t found = 0;
        const struct str *words = format->words(&count);

        for (size_t i = 0; i < count; i++) {
            found += str_eq(words[i], text);
        }
        FUZZ_REQUIRE(found == 1);
    }
}

static void check_cidr(struct arena *arena, struct str text)
{
    struct cidr cidr;
    const struct format *format = format_find(STR("cidr"));

    if (!cidr_parse(text, &cidr)) {
        FUZZ_REQUIRE(!format->is_valid(text));
        return;
    }
    FUZZ_REQUIRE(cidr.prefix_bits <= 32);
    FUZZ_REQUIRE(str_eq_text(text, cidr_text(arena, cidr)));
    struct cidr network = cidr_network(cidr);

    FUZZ_REQUIRE(cidr_is_network(network) && cidr_contains(network, cidr));
    FUZZ_REQUIRE(cidr_is_network(cidr) == (network.address == cidr.address));
    FUZZ_REQUIRE(cidr_size(cidr) == UINT64_C(1) << (32 - cidr.prefix_bits));
    if (cidr.prefix_bits < 32) {
        struct cidr low = cidr_child(network, cidr.prefix_bits + 1, 0);
        struct cidr high = cidr_child(network, cidr.prefix_bits + 1, 1);

        FUZZ_REQUIRE(cidr_contains(network, low) && cidr_contains(network, high));
        FUZZ_REQUIRE(!cidr_overlaps(low, high) && cidr_overlaps(network, high));
    }
}

static void check_flow(struct arena *arena, struct str text)
{
    struct str from;
    struct str to;

    if (flow_text_split(text, &from, &to)) {
        const char *joined = arena_text(arena, "%.*s -> %.*s", STR_ARGS(from), STR_ARGS(to));
        struct str from_again;
        struct str to_again;

        FUZZ_REQUIRE(from.len > 0 && to.len > 0);
        FUZZ_REQUIRE(flow_text_split(str_from(joined), &from_again, &to_again));
        FUZZ_REQUIRE(str_eq(from, from_again) && str_eq(to, to_again));
    }
}

static void run(const uint8_t *data, size_t size)
{
    struct arena arena;
    size_t count = 0;
    const struct format *rows = format_all(&count);
    struct str text = fuzz_text(data, size);
    size_t row = size == 0 ? 0 : data[0] % count;

    /* What a format sees was read as text before: valid, and without NUL. */
    text = str_slice(text, 1, text.len);
    text = fuzz_take(&text);
    if (!utf8_is_valid(text)) {
        return;
    }
    arena_init(&arena);
    check_format(&rows[row], text);
    check_cidr(&arena, text);
    check_flow(&arena, text);
    arena_release(&arena);
}

const struct fuzzer fuzzer = {.run = run};
