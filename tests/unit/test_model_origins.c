/* SPDX-License-Identifier: MIT */
/* Origins, hosts and what is away from the description's region, seen through the view. */
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
        fail_msg("%s", buf_str(&out).p);
    }
}

static void finish(struct fixture *fixture)
{
    json_decref(fixture->view);
    archgen_free(fixture->run);
    arena_release(&fixture->arena);
}

#define HEAD  "archgen: 1\nname: shop\n"
#define NORTH HEAD "region: eu-north-1\n"
#define REST                                                                                       \
    "  web: {kind: balancer, listen: [http, https], host: origin.example.com}\n"                   \
    "  app: {kind: instances, port: 8080}\n"                                                       \
    "  assets: {kind: bucket}\n"
#define DOMAIN "domain: example.com\n"
#define TIERS  "tiers:\n  edge: {kind: cdn, routes: {/static/*: assets}}\n" REST
#define FLOWS  "flows:\n  - internet -> edge -> web -> app\n  - edge -> assets\n"

/* The items of a list as "a b c", each by one of its members. */
static const char *list_of(struct fixture *fixture, const char *path, const char *member)
{
    const json_t *list = jx_path(fixture->view, path);
    const char *text = "";
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        text = arena_text(&fixture->arena, "%s%s%s", text, i == 0 ? "" : " ",
                          jx_get_text(item, member, "?"));
    }
    return text;
}

static const json_t *rule(struct fixture *fixture, const char *label)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (jx_get(fixture->view, "rules"), i, item) {
        if (strcmp(jx_get_text(item, "label", ""), label) == 0) {
            return item;
        }
    }
    return NULL;
}

static void origin_without_a_route_is_the_default_and_comes_first(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, NORTH DOMAIN TIERS FLOWS);
    const json_t *origins = jx_path(fixture.view, "tiers.edge.origins");

    assert_string_equal(list_of(&fixture, "tiers.edge.origins", "label"),
                        "edge_to_web edge_to_assets");
    assert_true(jx_get_bool(jx_at(origins, 0), "default", false));
    assert_false(jx_get_bool(jx_at(origins, 1), "default", true));
    assert_string_equal(list_of(&fixture, "tiers.edge.routes", "path"), "/static/*");
    assert_string_equal(list_of(&fixture, "tiers.edge.routes", "label"), "edge_to_assets");
    finish(&fixture);
}

static void origin_is_fetched_from_over_https_where_that_is_listened_to(void **state)
{
    static const struct {
        const char *listen;
        const char *value;
        const char *protocol;
        int port;
    } rows[] = {
        {"[http, https]", "", "https", 443},
        {"[{protocol: https, port: 8443}, http]", "", "https", 8443},
        {"[http]", "", "http", 80},
        {"[http, https]", ": http", "http", 80},
        {"[{protocol: http, port: 8080}]", ": 8080", "http", 8080},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;
        char yaml[1024];

        (void)snprintf(yaml, sizeof(yaml),
                       NORTH DOMAIN "tiers:\n  edge: {kind: cdn}\n"
                                    "  web: {kind: balancer, listen: %s}\n"
                                    "flows:\n  - internet -> edge\n  - edge -> web%s\n",
                       rows[i].listen, rows[i].value);
        build(&fixture, yaml);
        const json_t *origin = jx_at(jx_path(fixture.view, "tiers.edge.origins"), 0);

        assert_string_equal(jx_get_text(origin, "protocol", ""), rows[i].protocol);
        assert_int_equal(jx_get_integer(origin, "port", 0), rows[i].port);
        /* One port only: the list weighs 55 of the 60 rules of a group. */
        assert_int_equal(json_array_size(jx_get(fixture.view, "rules")), 1);
        finish(&fixture);
    }
}

static void routes_that_say_more_are_tried_first_in_whatever_order_they_stand(void **state)
{
    static const char *const orders[] = {
        "{'*.js': assets, /a/*: assets, /a/b/*: assets, /b?/*: assets}",
        "{/b?/*: assets, /a/b/*: assets, /a/*: assets, '*.js': assets}",
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(orders); i++) {
        struct fixture fixture;
        char yaml[1024];

        (void)snprintf(yaml, sizeof(yaml),
                       NORTH DOMAIN "tiers:\n  edge: {kind: cdn, routes: %s}\n" REST FLOWS,
                       orders[i]);
        build(&fixture, yaml);
        assert_string_equal(list_of(&fixture, "tiers.edge.routes", "path"),
                            "/a/b/* *.js /a/* /b?/*");
        finish(&fixture);
    }
}

static void balancer_is_opened_to_the_prefix_list_and_to_nobody_else(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, NORTH DOMAIN TIERS FLOWS);
    const json_t *opened = rule(&fixture, "edge_to_web_443");

    assert_non_null(opened);
    assert_string_equal(jx_get_text(jx_get(opened, "prefix_list"), "$ref", ""), "prefix_list.id");
    assert_true(json_is_null(jx_get(opened, "cidr")));
    assert_true(json_is_null(jx_get(opened, "peer")));
    assert_string_equal(list_of(&fixture, "rules", "label"),
                        "edge_to_web_443 web_to_app_8080 web_to_app_8080");
    assert_string_equal(list_of(&fixture, "prefix_lists", "label"), "cloudfront_origins");
    assert_string_equal(list_of(&fixture, "prefix_lists", "name"),
                        "com.amazonaws.global.cloudfront.origin-facing");
    finish(&fixture);
}

static void prefix_list_is_needless_where_the_internet_comes_in(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, NORTH DOMAIN TIERS FLOWS "  - internet -> web\n");
    assert_null(rule(&fixture, "edge_to_web_443"));
    assert_non_null(rule(&fixture, "internet_to_web_443"));
    assert_int_equal(json_array_size(jx_get(fixture.view, "prefix_lists")), 0);
    finish(&fixture);
}

static int count_of(const struct fixture *fixture, enum diag_id id)
{
    int count = 0;

    for (size_t i = 0; i < fixture->diags.count; i++) {
        count += fixture->diags.items[i]->id == id;
    }
    return count;
}

static void prefix_list_counts_for_many_rules(void **state)
{
    struct fixture fixture;
    char yaml[2048];
    size_t len = 0;

    (void)state;
    for (int peers = 5; peers <= 6; peers++) {
        len = (size_t)snprintf(yaml, sizeof(yaml), NORTH DOMAIN "peers:\n  office:\n");
        for (int i = 0; i < peers; i++) {
            len += (size_t)snprintf(yaml + len, sizeof(yaml) - len, "    - 203.0.113.%d/32\n", i);
        }
        (void)snprintf(yaml + len, sizeof(yaml) - len, "%s",
                       TIERS FLOWS "  - office -> web: 443\n");
        try_build(&fixture, yaml);
        assert_non_null(fixture.view);
        /* 55 of the 60 are the list's. */
        assert_true((count_of(&fixture, DIAG_QUOTA_DEFAULT) > 0) == (peers > 5));
        finish(&fixture);
    }
}

static void bucket_is_read_without_a_verb_or_a_role(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, NORTH DOMAIN TIERS FLOWS);
    assert_true(json_is_null(jx_path(fixture.view, "tiers.edge.policy")));
    assert_string_equal(list_of(&fixture, "tiers.assets.reached_by", "kind"), "cdn");
    finish(&fixture);
}

static void key_admits_whoever_fetches_what_it_encrypts(void **state)
{
    static const struct {
        const char *encryption;
        bool is_admitted;
    } rows[] = {{"kms", true}, {"s3", false}};

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;
        char yaml[1024];
        bool is_admitted = false;
        size_t k;
        const json_t *use;

        (void)snprintf(yaml, sizeof(yaml),
                       NORTH "tiers:\n  edge: {kind: cdn}\n  a: {kind: bucket, encryption: %s}\n"
                             "  b: {kind: bucket, encryption: kms}\n"
                             "flows:\n  - internet -> edge -> a\n",
                       rows[i].encryption);
        build(&fixture, yaml);
        jx_array_foreach (jx_path(fixture.view, "key.uses"), k, use) {
            is_admitted = is_admitted || strcmp(json_string_value(use), "cloudfront") == 0;
        }
        assert_int_equal(is_admitted, rows[i].is_admitted);
        finish(&fixture);
    }
}

static void hosts_are_below_the_domain_and_complete(void **state)
{
    static const struct {
        const char *properties;
        const char *names;
        const char *ids;
    } rows[] = {
        {"", "edge.example.com", "EdgeExampleCom"},
        {", host: www", "www.example.com", "WwwExampleCom"},
        {", host: www, aliases: [example.com, www, '*.example.com']",
         "www.example.com example.com *.example.com", "WwwExampleCom ExampleCom AnyExampleCom"},
        {", aliases: [a.b]", "", NULL},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;
        char yaml[1024];

        (void)snprintf(yaml, sizeof(yaml),
                       NORTH DOMAIN "tiers:\n  edge: {kind: cdn%s}\n" REST
                                    "flows:\n  - internet -> edge -> web -> app\n"
                                    "  - app -> assets\n",
                       rows[i].properties);
        try_build(&fixture, yaml);
        if (rows[i].ids == NULL) {
            assert_null(fixture.view);
        } else {
            assert_non_null(fixture.view);
            assert_string_equal(list_of(&fixture, "tiers.edge.hosts", "name"), rows[i].names);
            assert_string_equal(list_of(&fixture, "tiers.edge.hosts", "id"), rows[i].ids);
        }
        finish(&fixture);
    }
}

static void away_is_what_has_a_region_of_its_own(void **state)
{
    static const struct {
        const char *region;
        const char *domain;
        const char *properties;
        bool has_certificate;
        bool has_acl;
    } rows[] = {
        {"us-east-1", DOMAIN, ", waf: {}", false, false},
        {"eu-north-1", DOMAIN, ", waf: {}", true, true},
        {"eu-north-1", DOMAIN, "", true, false},
        {"eu-north-1", "", ", waf: [common]", false, true},
        {"eu-north-1", "", "", false, false},
        {"eu-north-1", DOMAIN, ", certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/a'",
         false, false},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;
        char yaml[1024];

        (void)snprintf(yaml, sizeof(yaml),
                       HEAD "region: %s\n%stiers:\n  edge: {kind: cdn%s}\n"
                            "  files: {kind: bucket}\nflows:\n  - internet -> edge -> files\n",
                       rows[i].region, rows[i].domain, rows[i].properties);
        build(&fixture, yaml);
        const json_t *away = jx_get(fixture.view, "away");
        const json_t *own = jx_path(fixture.view, "tiers.edge.away");
        bool is_away = rows[i].has_certificate || rows[i].has_acl;

        assert_int_equal(jx_get_bool(own, "certificate", true), rows[i].has_certificate);
        assert_int_equal(jx_get_bool(own, "web_acl", true), rows[i].has_acl);
        assert_int_equal(json_is_object(away), is_away);
        if (is_away) {
            assert_string_equal(jx_get_text(away, "region", ""), "us-east-1");
            assert_string_equal(jx_get_text(away, "label", ""), "us_east_1");
            assert_string_equal(list_of(&fixture, "away.tiers", "key"), "edge");
        }
        finish(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(origin_without_a_route_is_the_default_and_comes_first),
        cmocka_unit_test(origin_is_fetched_from_over_https_where_that_is_listened_to),
        cmocka_unit_test(routes_that_say_more_are_tried_first_in_whatever_order_they_stand),
        cmocka_unit_test(balancer_is_opened_to_the_prefix_list_and_to_nobody_else),
        cmocka_unit_test(prefix_list_is_needless_where_the_internet_comes_in),
        cmocka_unit_test(prefix_list_counts_for_many_rules),
        cmocka_unit_test(bucket_is_read_without_a_verb_or_a_role),
        cmocka_unit_test(key_admits_whoever_fetches_what_it_encrypts),
        cmocka_unit_test(hosts_are_below_the_domain_and_complete),
        cmocka_unit_test(away_is_what_has_a_region_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
