/* SPDX-License-Identifier: MIT */
/* Blocks: what parses, what contains what, and that children are disjoint and inside. */
#include "model/cidr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct cidr parse(const char *text)
{
    struct cidr cidr = {0, 0};

    if (!cidr_parse(str_from(text), &cidr)) {
        fail_msg("'%s' does not parse", text);
    }
    return cidr;
}

static void cidr_parse_refuses_everything_but_four_numbers_and_a_prefix(void **state)
{
    static const char *const bad[] = {
        "",
        "10.0.0.0",
        "10.0.0/16",
        "10.0.0.256/16",
        "010.0.0.0/16",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/16 ",
        " 10.0.0.0/16",
        "10.0.0.0/+6",
        "10.0.0.0.0/8",
        "10..0.0/16",
        "10.0.0.0/016",
        "10.0.0.0/99999",
        "1000.0.0.0/8",
        "-1.0.0.0/8",
        "10.0.0.0/1\n",
    };
    struct cidr cidr;

    (void)state;
    for (size_t i = 0; i < AG_COUNT(bad); i++) {
        if (cidr_parse(str_from(bad[i]), &cidr)) {
            fail_msg("'%s' parses", bad[i]);
        }
    }
}

static void cidr_text_gives_back_what_was_parsed(void **state)
{
    static const char *const good[] = {"0.0.0.0/0", "10.0.0.0/16", "255.255.255.255/32",
                                       "172.16.0.0/12", "192.168.1.0/24"};
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < AG_COUNT(good); i++) {
        assert_string_equal(cidr_text(&arena, parse(good[i])), good[i]);
    }
    arena_release(&arena);
}

static void cidr_network_clears_the_bits_below_the_prefix(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    assert_true(cidr_is_network(parse("10.0.20.0/22")));
    assert_false(cidr_is_network(parse("10.0.30.0/22")));
    assert_string_equal(cidr_text(&arena, cidr_network(parse("10.0.30.0/22"))), "10.0.28.0/22");
    assert_string_equal(cidr_text(&arena, cidr_network(parse("10.1.2.3/0"))), "0.0.0.0/0");
    arena_release(&arena);
}

static void cidr_contains_and_overlaps_agree_with_a_table(void **state)
{
    static const struct {
        const char *outer;
        const char *inner;
        bool contains;
        bool overlaps;
    } rows[] = {
        {"10.0.0.0/16", "10.0.1.0/24", true, true},
        {"10.0.1.0/24", "10.0.0.0/16", false, true},
        {"10.0.0.0/16", "10.1.0.0/24", false, false},
        {"0.0.0.0/0", "10.0.0.0/8", true, true},
        {"10.0.0.0/24", "10.0.0.0/24", true, true},
        {"10.0.0.0/25", "10.0.0.128/25", false, false},
        {"255.255.255.255/32", "255.255.255.255/32", true, true},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct cidr outer = parse(rows[i].outer);
        struct cidr inner = parse(rows[i].inner);

        if (cidr_contains(outer, inner) != rows[i].contains ||
            cidr_overlaps(outer, inner) != rows[i].overlaps ||
            cidr_overlaps(inner, outer) != rows[i].overlaps) {
            fail_msg("%s and %s", rows[i].outer, rows[i].inner);
        }
    }
}

static void cidr_is_private_knows_the_ranges_of_rfc_1918_and_6598(void **state)
{
    static const char *const yes[] = {"10.255.0.0/16", "172.31.0.0/16", "192.168.0.0/24",
                                      "100.64.0.0/16"};
    static const char *const no[] = {"8.8.8.0/24",     "172.32.0.0/16", "127.0.0.0/8",
                                     "169.254.0.0/16", "224.0.0.0/4",   "10.0.0.0/7"};

    (void)state;
    for (size_t i = 0; i < AG_COUNT(yes); i++) {
        assert_true(cidr_is_private(parse(yes[i])));
    }
    for (size_t i = 0; i < AG_COUNT(no); i++) {
        assert_false(cidr_is_private(parse(no[i])));
    }
}

static void cidr_children_are_disjoint_and_inside_their_parent(void **state)
{
    struct cidr parent = parse("10.3.0.0/16");

    (void)state;
    for (unsigned bits = 16; bits <= 28; bits += 4) {
        uint32_t last = (UINT32_C(1) << (bits - 16)) - 1;

        for (uint32_t number = 0; number <= last; number += last / 7 + 1) {
            struct cidr child = cidr_child(parent, bits, number);

            assert_true(cidr_contains(parent, child));
            assert_true(cidr_is_network(child));
            if (number > 0) {
                assert_false(cidr_overlaps(child, cidr_child(parent, bits, number - 1)));
            }
        }
    }
    assert_int_equal(cidr_size(parse("0.0.0.0/0")), UINT64_C(1) << 32);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cidr_parse_refuses_everything_but_four_numbers_and_a_prefix),
        cmocka_unit_test(cidr_text_gives_back_what_was_parsed),
        cmocka_unit_test(cidr_network_clears_the_bits_below_the_prefix),
        cmocka_unit_test(cidr_contains_and_overlaps_agree_with_a_table),
        cmocka_unit_test(cidr_is_private_knows_the_ranges_of_rfc_1918_and_6598),
        cmocka_unit_test(cidr_children_are_disjoint_and_inside_their_parent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
