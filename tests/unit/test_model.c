/* SPDX-License-Identifier: MIT */
/* What follows from a description: networks, rules, grants, targets. Seen through the view. */
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

static void build(struct fixture *fixture, const char *yaml)
{
    struct buf out;

    *fixture = (struct fixture){0};
    arena_init(&fixture->arena);
    diags_init(&fixture->diags, &fixture->arena);
    embedded_add(&fixture->arena, &fixture->data);
    fixture->run = archgen_new(&fixture->arena, &fixture->data, "input.yaml", str_from(yaml),
                               &fixture->diags, NULL);
    if (fixture->run != NULL && archgen_is_valid(fixture->run)) {
        fixture->view = archgen_dump(fixture->run, ARCHGEN_MODEL, "prod");
    }
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

#define HEAD "archgen: 1\nname: shop\nregion: eu-west-1\n"
#define TIERS                                                                                      \
    "tiers:\n"                                                                                     \
    "  web: {kind: balancer}\n"                                                                    \
    "  app: {kind: instances, size: t3.small, port: 8080}\n"                                       \
    "  db: {kind: database, engine: postgres, version: '16.8', size: db.t4g.micro}\n"
#define FLOWS "flows:\n  - internet -> web -> app -> db\n"

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

static void network_is_carved_so_that_zones_do_not_move_subnets(void **state)
{
    struct fixture two;
    struct fixture three;

    (void)state;
    build(&two, HEAD "network: {cidr: 10.5.0.0/16, zones: 2}\n" TIERS FLOWS);
    build(&three, HEAD "network: {cidr: 10.5.0.0/16, zones: 3}\n" TIERS FLOWS);
    assert_string_equal(list_of(&two, "network.subnets", "cidr"),
                        "10.5.1.0/24 10.5.2.0/24 10.5.11.0/24 10.5.12.0/24");
    assert_string_equal(
        list_of(&three, "network.subnets", "cidr"),
        "10.5.1.0/24 10.5.2.0/24 10.5.3.0/24 10.5.11.0/24 10.5.12.0/24 10.5.13.0/24");
    assert_string_equal(list_of(&two, "network.subnets", "label"),
                        "public_a public_b private_a private_b");
    finish(&two);
    finish(&three);
}

static void network_small_blocks_are_cut_into_quarters(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD "network: {cidr: 10.5.0.0/24}\n" TIERS FLOWS);
    assert_string_equal(list_of(&fixture, "network.subnets", "cidr"),
                        "10.5.0.0/28 10.5.0.16/28 10.5.0.64/28 10.5.0.80/28");
    finish(&fixture);
}

static void network_nat_decides_gateways_and_route_tables(void **state)
{
    static const struct {
        const char *nat;
        const char *gateways;
        const char *tables;
    } rows[] = {
        {"none", "", "public private"},
        {"single", "a", "public private"},
        {"zone", "a b", "public private_a private_b"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;
        char yaml[1024];

        (void)snprintf(yaml, sizeof(yaml), HEAD "network: {nat: %s}\n" TIERS FLOWS, rows[i].nat);
        build(&fixture, yaml);
        assert_string_equal(list_of(&fixture, "network.gateways", "label"), rows[i].gateways);
        assert_string_equal(list_of(&fixture, "network.tables", "label"), rows[i].tables);
        finish(&fixture);
    }
}

static void rules_are_two_for_each_flow_and_nothing_else(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD TIERS FLOWS "  - app -> internet: https\n");
    assert_string_equal(list_of(&fixture, "rules", "label"),
                        "app_to_db_5432 app_to_db_5432 app_to_internet_443 "
                        "internet_to_web_80 web_to_app_8080 web_to_app_8080");
    assert_string_equal(list_of(&fixture, "rules", "direction"),
                        "ingress egress egress ingress ingress egress");
    finish(&fixture);
}

static void rules_wide_egress_opens_one_side_only(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD TIERS "flows:\n  - internet -> web\n"
                               "  - web -> app: {ports: [80, 443], egress: all}\n  - app -> db\n");
    assert_string_equal(list_of(&fixture, "rules", "label"),
                        "app_to_db_5432 app_to_db_5432 internet_to_web_80 web_to_app_443 "
                        "web_to_app_80 web_to_app_all");
    assert_string_equal(list_of(&fixture, "rules", "protocol"), "tcp tcp tcp tcp tcp -1");
    finish(&fixture);
}

static void rules_open_egress_makes_narrower_egress_needless(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD TIERS FLOWS "  - app -> internet: all\n");
    assert_string_equal(list_of(&fixture, "rules", "label"),
                        "app_to_db_5432 app_to_internet_all internet_to_web_80 web_to_app_8080 "
                        "web_to_app_8080");
    finish(&fixture);
}

static void rules_of_peers_are_one_for_each_block(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD "peers: {office: [203.0.113.0/24, 198.51.100.7/32]}\n" TIERS FLOWS
                         "  - office -> app: ssh\n");
    assert_string_equal(list_of(&fixture, "rules", "label"),
                        "app_to_db_5432 app_to_db_5432 internet_to_web_80 "
                        "office_to_app_22_198_51_100_7_32 office_to_app_22_203_0_113_0_24 "
                        "web_to_app_8080 web_to_app_8080");
    finish(&fixture);
}

static void grants_follow_flows(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD TIERS "  files: {kind: bucket}\n" FLOWS "  - app -> files: read\n");
    const char *sids = list_of(&fixture, "tiers.app.policy.Statement", "Sid");

    assert_non_null(strstr(sids, "FilesList FilesRead"));
    assert_non_null(strstr(sids, "DbReadSecret"));
    assert_null(strstr(sids, "FilesWrite"));
    assert_string_equal(list_of(&fixture, "tiers.app.environment", "name"),
                        "DB_HOST DB_NAME DB_PORT DB_SECRET_ARN FILES_BUCKET");
    /* The bucket is reached through an AWS API, and nothing else lets the tier out. */
    assert_non_null(strstr(list_of(&fixture, "rules", "label"), "app_to_aws_443"));
    finish(&fixture);
}

static void targets_first_without_condition_is_the_default(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD TIERS "  api: {kind: instances, size: t3.small, port: 9000}\n"
                               "flows:\n  - internet -> web\n"
                               "  - web -> api: {path: /api/*}\n  - web -> app -> db\n");
    const json_t *targets = jx_path(fixture.view, "tiers.web.targets");

    assert_int_equal(json_array_size(targets), 2);
    assert_false(jx_get_bool(jx_at(targets, 0), "default", true));
    assert_int_equal(jx_get_integer(jx_at(targets, 0), "priority", 0), 10);
    assert_int_equal(jx_get_integer(jx_at(targets, 0), "port", 0), 9000);
    assert_true(jx_get_bool(jx_at(targets, 1), "default", false));
    assert_string_equal(list_of(&fixture, "tiers.api.attachments", "label"), "web_to_api");
    finish(&fixture);
}

static void targets_with_weights_are_the_default_together(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD TIERS "  api: {kind: instances, size: t3.small, port: 9000}\n"
                               "  next: {kind: instances, size: t3.small, port: 9000}\n"
                               "flows:\n  - internet -> web\n"
                               "  - web -> next: {weight: 10}\n  - web -> app: {weight: 90}\n"
                               "  - web -> api: {path: /api/*}\n  - app -> db\n");
    const json_t *targets = jx_path(fixture.view, "tiers.web.targets");
    const json_t *first = jx_path(fixture.view, "tiers.web.default_target");

    assert_string_equal(list_of(&fixture, "tiers.web.targets", "label"),
                        "web_to_api web_to_app web_to_next");
    assert_false(jx_get_bool(jx_at(targets, 0), "default", true));
    assert_true(json_is_null(jx_get(jx_at(targets, 0), "weight")));
    assert_true(jx_get_bool(jx_at(targets, 1), "default", false));
    assert_int_equal(jx_get_integer(jx_at(targets, 1), "weight", 0), 90);
    assert_true(jx_get_bool(jx_at(targets, 2), "default", false));
    assert_int_equal(jx_get_integer(jx_at(targets, 2), "weight", 0), 10);
    assert_true(json_is_null(jx_get(jx_at(targets, 2), "priority")));
    assert_string_equal(jx_get_text(first, "label", ""), "web_to_app");
    finish(&fixture);
}

static void was_keeps_logical_ids(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD "tiers:\n  web: {kind: balancer}\n"
                         "  api: {kind: instances, size: t3.small, port: 8080, was: app}\n"
                         "flows:\n  - internet -> web -> api\n");
    assert_string_equal(jx_get_text(jx_path(fixture.view, "tiers.api"), "id", ""), "App");
    assert_string_equal(jx_get_text(jx_path(fixture.view, "tiers.api"), "label", ""), "api");
    assert_string_equal(jx_get_text(jx_path(fixture.view, "tiers.api.spec"), "log_group", ""),
                        "/shop/production/app");
    assert_string_equal(list_of(&fixture, "rules", "id"),
                        "InternetToWeb80 WebToApp8080 WebToApp8080");
    finish(&fixture);
}

static void order_of_tiers_does_not_matter(void **state)
{
    struct fixture a;
    struct fixture b;

    (void)state;
    build(&a, HEAD
          "tiers:\n  web: {kind: balancer}\n  app: {kind: instances, size: t3.small, port: 80}\n"
          "flows:\n  - internet -> web -> app\n");
    build(&b, HEAD
          "tiers:\n  app: {kind: instances, size: t3.small, port: 80}\n  web: {kind: balancer}\n"
          "flows:\n  - internet -> web -> app\n");
    assert_true(json_equal(a.view, b.view));
    finish(&a);
    finish(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(network_is_carved_so_that_zones_do_not_move_subnets),
        cmocka_unit_test(network_small_blocks_are_cut_into_quarters),
        cmocka_unit_test(network_nat_decides_gateways_and_route_tables),
        cmocka_unit_test(rules_are_two_for_each_flow_and_nothing_else),
        cmocka_unit_test(rules_wide_egress_opens_one_side_only),
        cmocka_unit_test(rules_open_egress_makes_narrower_egress_needless),
        cmocka_unit_test(rules_of_peers_are_one_for_each_block),
        cmocka_unit_test(grants_follow_flows),
        cmocka_unit_test(targets_first_without_condition_is_the_default),
        cmocka_unit_test(targets_with_weights_are_the_default_together),
        cmocka_unit_test(was_keeps_logical_ids),
        cmocka_unit_test(order_of_tiers_does_not_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
