/* SPDX-License-Identifier: MIT */
/* Regions beside the description's, what the domain needs away, and hosts that are shared. */
#include "archgen.h"

#include "embed/embedded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct diags diags;
    struct file_list data;
    struct archgen *run;
    json_t *view;
};

/* Leaves `view` NULL if the description is refused. */
static void try_build(struct fixture *fixture, const char *yaml)
{
    *fixture = (struct fixture){0};
    arena_init(&fixture->arena);
    diags_init(&fixture->diags, &fixture->arena);
    embedded_add(&fixture->arena, &fixture->data);
    fixture->run = archgen_new(&fixture->arena, &fixture->data, "input.yaml", str_from(yaml),
                               &fixture->diags, NULL);
    if (fixture->run != NULL && archgen_is_valid(fixture->run)) {
        fixture->view = archgen_dump(fixture->run, ARCHGEN_MODEL, "prod");
    }
}

static void build(struct fixture *fixture, const char *yaml)
{
    struct buf out;

    try_build(fixture, yaml);
    if (fixture->view == NULL) {
        buf_init(&out, BUF_NO_LIMIT);
        diags_print_text(&fixture->diags, &out, false);
        fail_msg("%s\n%s", yaml, buf_str(&out).p);
    }
}

static void finish(struct fixture *fixture)
{
    json_decref(fixture->view);
    archgen_free(fixture->run);
    arena_release(&fixture->arena);
}

#define NORTH "archgen: 1\nname: shop\nregion: eu-north-1\n"
#define APP   "  app: {kind: instances, port: 8080}\n"
#define WEB   "  web: {kind: balancer, host: web.example.com}\n"
#define OUT   "  - app -> internet: https\n"

/* "name(tier tier) name()" of the view's regions. */
static const char *regions_of(struct fixture *fixture)
{
    const char *text = "";
    size_t i;
    const json_t *region;

    jx_array_foreach (jx_get(fixture->view, "regions"), i, region) {
        const char *tiers = "";
        size_t k;
        const json_t *tier;

        jx_array_foreach (jx_get(region, "tiers"), k, tier) {
            tiers = arena_text(&fixture->arena, "%s%s%s", tiers, k == 0 ? "" : " ",
                               jx_get_text(tier, "key", "?"));
        }
        text = arena_text(&fixture->arena, "%s%s%s(%s)", text, i == 0 ? "" : " ",
                          jx_get_text(region, "name", "?"), tiers);
    }
    return text;
}

static void regions_are_each_there_once_and_sorted(void **state)
{
    static const struct {
        const char *name;
        const char *yaml;
        const char *regions;
    } rows[] = {
        {"none", NORTH "tiers:\n" APP "flows:\n" OUT, ""},
        {"two tiers in one region, another in a region before it",
         NORTH "tiers:\n" APP "  c: {kind: bucket, versions: true, replicate: us-west-2}\n"
               "  b: {kind: bucket, versions: true, replicate: {region: eu-west-1}}\n"
               "  a: {kind: bucket, versions: true, replicate: us-west-2}\n"
               "  d: {kind: bucket}\n"
               "flows:\n  - app -> a\n  - app -> b\n  - app -> c\n  - app -> d\n" OUT,
         "eu-west-1(b) us-west-2(a c)"},
        {"what is away names no tier",
         NORTH "domain: {name: example.com, dnssec: true}\ntiers:\n" WEB APP
               "flows:\n  - internet -> web -> app\n",
         "us-east-1()"},
        {"what is away, and a property",
         NORTH "domain: {name: example.com, dnssec: true}\ntiers:\n" APP
               "  a: {kind: bucket, versions: true, replicate: us-east-1}\n"
               "flows:\n  - app -> a\n" OUT,
         "us-east-1(a)"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;

        build(&fixture, rows[i].yaml);
        if (strcmp(regions_of(&fixture), rows[i].regions) != 0) {
            fail_msg("%s: %s", rows[i].name, regions_of(&fixture));
        }
        finish(&fixture);
    }
}

static void regions_have_identifiers_of_their_names(void **state)
{
    struct fixture fixture;
    const json_t *region;

    (void)state;
    build(&fixture,
          NORTH "tiers:\n" APP "  a: {kind: bucket, versions: true, replicate: us-west-2}\n"
                "flows:\n  - app -> a\n" OUT);
    region = jx_at(jx_get(fixture.view, "regions"), 0);
    assert_string_equal(jx_get_text(region, "id", ""), "UsWest2");
    assert_string_equal(jx_get_text(region, "label", ""), "us_west_2");
    finish(&fixture);
}

static void names_that_do_not_apply_are_null(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture,
          NORTH "tiers:\n" APP "  a: {kind: bucket, versions: true, replicate: us-west-2}\n"
                "  b: {kind: bucket}\nflows:\n  - app -> a\n  - app -> b\n" OUT);
    assert_string_equal(json_string_value(jx_path(fixture.view, "tiers.a.names.replica")),
                        "shop-prod-a-replica");
    assert_true(json_is_null(jx_path(fixture.view, "tiers.b.names.replica")));
    finish(&fixture);
}

static void domain_is_away_for_what_must_be_signed_or_logged_elsewhere(void **state)
{
    static const struct {
        const char *region;
        const char *domain;
        bool is_away;
    } rows[] = {
        {"eu-north-1", "example.com", false},
        {"eu-north-1", "{name: example.com, private: true}", false},
        {"eu-north-1", "{name: example.com, dnssec: true}", true},
        {"eu-north-1", "{name: example.com, query_logs: true}", true},
        {"eu-north-1", "{name: example.com, query_logs: {retention: 90d}}", true},
        {"eu-north-1", "{name: example.com, query_logs: false, dnssec: false}", false},
        {"us-east-1", "{name: example.com, query_logs: true, dnssec: true}", false},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;
        char yaml[512];

        (void)snprintf(yaml, sizeof(yaml),
                       "archgen: 1\nname: shop\nregion: %s\ndomain: %s\ntiers:\n" WEB APP
                       "flows:\n  - internet -> web -> app\n",
                       rows[i].region, rows[i].domain);
        build(&fixture, yaml);
        const json_t *away = jx_get(fixture.view, "away");

        if (json_is_null(away) == rows[i].is_away) {
            fail_msg("%s, domain %s", rows[i].region, rows[i].domain);
        }
        if (rows[i].is_away) {
            assert_string_equal(jx_get_text(away, "region", ""), "us-east-1");
            assert_true(json_is_true(jx_path(away, "parts.zone")));
            assert_int_equal(json_array_size(jx_get(away, "tiers")), 0);
        }
        finish(&fixture);
    }
}

static void hosts_are_shared_by_different_cases_of_one_policy(void **state)
{
    static const struct {
        const char *one;
        const char *other;
        bool is_valid;
    } rows[] = {
        {"{policy: failover, role: primary}", "{policy: failover, role: secondary}", true},
        {"{policy: failover, role: primary}", "{policy: failover, role: primary}", false},
        {"{policy: weighted, weight: 1}", "{policy: weighted, weight: 1}", true},
        {"{policy: geo, continent: EU}", "{policy: geo, country: DE}", true},
        {"{policy: geo, continent: EU}", "{policy: geo}", true},
        {"{policy: geo}", "{policy: geo}", false},
        {"{policy: geo, country: DE}", "{policy: geo, country: DE}", false},
        {"latency", "latency", false},
        {"latency", "{policy: weighted, weight: 1}", false},
        {"latency", "null", false},
        {"null", "null", false},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;
        char yaml[768];

        (void)snprintf(yaml, sizeof(yaml),
                       NORTH "domain: example.com\ntiers:\n"
                             "  a: {kind: balancer, host: www, routing: %s}\n"
                             "  b: {kind: balancer, host: www, routing: %s}\n" APP
                             "flows:\n  - internet -> a -> app\n  - internet -> b -> app\n",
                       rows[i].one, rows[i].other);
        try_build(&fixture, yaml);
        if ((fixture.view != NULL) != rows[i].is_valid) {
            fail_msg("%s and %s", rows[i].one, rows[i].other);
        }
        finish(&fixture);
    }
}

static void checks_from_outside_need_a_flow_from_the_internet(void **state)
{
    static const struct {
        const char *flow;
        bool is_valid;
    } rows[] = {{"internet -> web", true}, {"office -> web", false}, {"vpc -> web", false}};

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;
        char yaml[512];

        (void)snprintf(yaml, sizeof(yaml),
                       NORTH "peers: {office: 203.0.113.0/24}\ntiers:\n"
                             "  web: {kind: balancer, check: /up}\n" APP
                             "flows:\n  - %s\n  - web -> app\n",
                       rows[i].flow);
        try_build(&fixture, yaml);
        if ((fixture.view != NULL) != rows[i].is_valid) {
            fail_msg("%s", rows[i].flow);
        }
        finish(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_are_each_there_once_and_sorted),
        cmocka_unit_test(regions_have_identifiers_of_their_names),
        cmocka_unit_test(names_that_do_not_apply_are_null),
        cmocka_unit_test(domain_is_away_for_what_must_be_signed_or_logged_elsewhere),
        cmocka_unit_test(hosts_are_shared_by_different_cases_of_one_policy),
        cmocka_unit_test(checks_from_outside_need_a_flow_from_the_internet),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
