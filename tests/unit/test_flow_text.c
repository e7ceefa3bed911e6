/* SPDX-License-Identifier: MIT */
/* Chains of flows: what pairs they make, with which values and places, and what is refused. */
#include "model/flow_text.h"

#include "data/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct diags diags;
    struct places *places;
    json_t *document;
    json_t *pairs;
};

static void expand(struct fixture *fixture, const char *yaml)
{
    arena_init(&fixture->arena);
    diags_init(&fixture->diags, &fixture->arena);
    fixture->places = places_new(&fixture->arena);
    fixture->document = yaml_read(source_new(&fixture->arena, "input", str_from(yaml)),
                                  fixture->places, &fixture->diags);
    assert_non_null(fixture->document);
    fixture->pairs =
        flow_text_expand(&fixture->arena, fixture->document, fixture->places, &fixture->diags);
}

static void finish(struct fixture *fixture)
{
    json_decref(fixture->pairs);
    json_decref(fixture->document);
    arena_release(&fixture->arena);
}

static void flow_text_chain_becomes_pairs_in_order(void **state)
{
    struct fixture fixture;
    struct buf out;

    (void)state;
    expand(&fixture, "flows:\n  - a->b  ->  c\n  - c -> d: 443\n  - a -> d: [read, write]\n");
    buf_init(&out, BUF_NO_LIMIT);
    jx_dump(fixture.pairs, &out, false);
    assert_string_equal(buf_str(&out).p, "{\"a -> b\":true,\"b -> c\":true,\"c -> d\":443,"
                                         "\"a -> d\":[\"read\",\"write\"]}");
    assert_int_equal(fixture.diags.count, 0);
    buf_release(&out);
    finish(&fixture);
}

static void flow_text_value_belongs_to_the_last_pair(void **state)
{
    struct fixture fixture;

    (void)state;
    expand(&fixture, "flows:\n  - a -> b -> c: 8080\n");
    assert_true(json_is_true(jx_get(fixture.pairs, "a -> b")));
    assert_int_equal(jx_get_integer(fixture.pairs, "b -> c", 0), 8080);
    finish(&fixture);
}

static void flow_text_pair_knows_its_own_place_in_the_chain(void **state)
{
    struct fixture fixture;
    struct position position;

    (void)state;
    expand(&fixture, "flows:\n  - web -> app -> db\n");
    const struct place *place = places_of_member(fixture.places, fixture.pairs, "app -> db");

    assert_non_null(place->key.source);
    position = source_position(place->key.source, place->key.off);
    assert_int_equal(position.line, 2);
    assert_int_equal(position.col, 12);
    assert_true(str_eq(span_text(place->key), STR("app -> db")));
    finish(&fixture);
}

static void flow_text_refuses_what_is_no_flow(void **state)
{
    static const struct {
        const char *yaml;
        enum diag_id id;
    } rows[] = {
        {"flows: [web]", DIAG_BAD_FLOW},
        {"flows: ['web -> ']", DIAG_BAD_FLOW},
        {"flows: [' -> web']", DIAG_BAD_FLOW},
        {"flows: ['a -> -> b']", DIAG_BAD_FLOW},
        {"flows: [7]", DIAG_BAD_FLOW},
        {"flows: [a -> b, a -> b]", DIAG_FLOW_DUPLICATE},
        {"flows: [a -> b -> c, {b -> c: 80}]", DIAG_FLOW_DUPLICATE},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;

        expand(&fixture, rows[i].yaml);
        if (fixture.diags.count != 1 || fixture.diags.items[0]->id != rows[i].id) {
            fail_msg("%s", rows[i].yaml);
        }
        finish(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flow_text_chain_becomes_pairs_in_order),
        cmocka_unit_test(flow_text_value_belongs_to_the_last_pair),
        cmocka_unit_test(flow_text_pair_knows_its_own_place_in_the_chain),
        cmocka_unit_test(flow_text_refuses_what_is_no_flow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
