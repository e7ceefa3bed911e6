/* SPDX-License-Identifier: MIT */
/* Ways in and out of the network: IPv6, access lists, endpoints, bastions. Through the view. */
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

#define HEAD "archgen: 1\nname: shop\nregion: eu-west-1\npeers: {office: 203.0.113.0/24}\n"
#define TIERS                                                                                      \
    "tiers:\n"                                                                                     \
    "  web: {kind: balancer}\n"                                                                    \
    "  app: {kind: instances, port: 8080}\n"
#define FLOWS "flows:\n  - internet -> web -> app\n  - app -> internet: https\n"

/* What a rule opens: "<cidr|ipv6|peer's label>", or NULL if there is no such rule. */
static const char *other_side(const struct fixture *fixture, const char *label,
                              const char *direction)
{
    const json_t *list = jx_get(fixture->view, "rules");
    size_t i;
    const json_t *rule;

    jx_array_foreach (list, i, rule) {
        if (strcmp(jx_get_text(rule, "label", ""), label) == 0 &&
            strcmp(jx_get_text(rule, "direction", ""), direction) == 0) {
            const char *ipv6 = jx_get_text(rule, "ipv6", NULL);
            const char *cidr = jx_get_text(rule, "cidr", ipv6);

            return cidr != NULL ? cidr : jx_get_text(jx_get(rule, "peer"), "label", "");
        }
    }
    return NULL;
}

static void assert_side(const struct fixture *fixture, const char *label, const char *direction,
                        const char *wanted)
{
    const char *found = other_side(fixture, label, direction);

    if ((wanted == NULL) != (found == NULL) || (wanted != NULL && strcmp(wanted, found) != 0)) {
        fail_msg("%s %s: expected %s, found %s", label, direction,
                 wanted == NULL ? "nothing" : wanted, found == NULL ? "nothing" : found);
    }
}

static size_t diag_count(const struct fixture *fixture, enum diag_id id)
{
    size_t count = 0;

    for (size_t i = 0; i < fixture->diags.count; i++) {
        count += fixture->diags.items[i]->id == id;
    }
    return count;
}

static void ipv6_opens_the_same_ports_to_the_internet(void **state)
{
    struct fixture without;
    struct fixture with;

    (void)state;
    build(&without, HEAD TIERS FLOWS);
    build(&with, HEAD "network: {ipv6: true}\n" TIERS FLOWS);
    assert_false(jx_get_bool(jx_get(without.view, "network"), "ipv6", true));
    assert_true(jx_get_bool(jx_get(with.view, "network"), "ipv6", false));
    assert_side(&without, "internet_to_web_80", "ingress", "0.0.0.0/0");
    assert_side(&without, "internet_to_web_80_ipv6", "ingress", NULL);
    assert_side(&with, "internet_to_web_80", "ingress", "0.0.0.0/0");
    assert_side(&with, "internet_to_web_80_ipv6", "ingress", "::/0");
    assert_side(&with, "app_to_internet_443_ipv6", "egress", "::/0");
    finish(&without);
    finish(&with);
}

static void checks_at_another_port_are_let_in(void **state)
{
    static const struct {
        const char *health;
        const char *flow;
        bool is_opened;
    } rows[] = {
        {"/up", "web -> app", false},
        {"{port: 8080}", "web -> app", false},
        {"{port: 8081}", "web -> app", true},
        {"{port: 8081}", "web -> app: 8000-8100", false},
        {"{port: 8081}", "web -> app: [8080, 8081/udp]", true},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;
        char yaml[1024];

        (void)snprintf(yaml, sizeof(yaml),
                       HEAD "tiers:\n  web: {kind: balancer, health: %s}\n"
                            "  app: {kind: instances, port: 8080}\n"
                            "flows:\n  - internet -> web\n  - %s\n  - app -> internet: https\n",
                       rows[i].health, rows[i].flow);
        build(&fixture, yaml);
        assert_side(&fixture, "web_to_app_8081", "ingress", rows[i].is_opened ? "web" : NULL);
        assert_side(&fixture, "web_to_app_8081", "egress", rows[i].is_opened ? "app" : NULL);
        finish(&fixture);
    }
}

/* The numbers and blocks of one direction of the first list, as "100=0.0.0.0/0 101=::/0". */
static const char *numbers_of(struct fixture *fixture, bool is_egress)
{
    const json_t *rules =
        jx_get(jx_at(jx_get(jx_get(fixture->view, "network"), "acls"), 0), "rules");
    const char *text = "";
    size_t i;
    const json_t *rule;

    jx_array_foreach (rules, i, rule) {
        if (jx_get_bool(rule, "egress", false) == is_egress) {
            const char *ipv6 = jx_get_text(rule, "ipv6", "?");

            text =
                arena_text(&fixture->arena, "%s%s%d=%s", text, *text == '\0' ? "" : " ",
                           (int)jx_get_integer(rule, "number", 0), jx_get_text(rule, "cidr", ipv6));
        }
    }
    return text;
}

static void acl_rules_for_everywhere_get_twins_for_ipv6_in_the_same_order(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD "network:\n"
                         "  ipv6: true\n"
                         "  acls:\n"
                         "    public:\n"
                         "      in:\n"
                         "        - {rule: 110, allow: all}\n"
                         "        - {rule: 100, deny: 25}\n"
                         "        - {rule: 101, deny: 23}\n"
                         "        - {rule: 105, allow: all, cidr: 10.0.0.0/8}\n" TIERS FLOWS);
    assert_string_equal(numbers_of(&fixture, false),
                        "110=0.0.0.0/0 100=0.0.0.0/0 101=0.0.0.0/0 105=10.0.0.0/8 "
                        "102=::/0 103=::/0 111=::/0");
    assert_string_equal(numbers_of(&fixture, true), "100=0.0.0.0/0 101=::/0");
    finish(&fixture);
}

static void acl_that_drops_answers_is_warned_about(void **state)
{
    static const struct {
        const char *acls;
        size_t warnings;
    } rows[] = {
        {"{private: {in: [{rule: 100, allow: all, cidr: 10.0.0.0/16}]}}", 1},
        {"{private: {in: [{rule: 100, allow: all}]}}", 0},
        {"{private: {in: [{rule: 100, allow: 1024-65535}]}}", 0},
        {"{private: {in: [{rule: 100, allow: 32768-65535}]}}", 1},
        {"{private: {in: [{rule: 100, allow: 1024-65535/udp}]}}", 1},
        {"{private: {in: [{rule: 100, deny: all}]}}", 1},
        {"{private: {out: [{rule: 100, allow: 443}]}}", 0},
        {"{public: {out: [{rule: 100, allow: 443}]}}", 1},
        {"{public: {in: [{rule: 100, allow: 443}], out: [{rule: 100, allow: 443}]}}", 2},
        {"default", 0},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;
        struct arena arena;

        arena_init(&arena);
        build(&fixture, arena_text(&arena, "%snetwork: {acls: %s}\n%s%senvironments: {prod: {}}\n",
                                   HEAD, rows[i].acls, TIERS, FLOWS));
        if (diag_count(&fixture, DIAG_ACL_REPLIES) != rows[i].warnings) {
            fail_msg("%s: %zu warnings, expected %zu", rows[i].acls,
                     diag_count(&fixture, DIAG_ACL_REPLIES), rows[i].warnings);
        }
        finish(&fixture);
        arena_release(&arena);
    }
}

static void acl_of_subnets_without_a_way_out_may_drop_answers(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD "network: {nat: none, acls: {private: {in: [{rule: 9, allow: 22}]}}}\n"
                         "tiers:\n"
                         "  web: {kind: balancer}\n"
                         "  app: {kind: instances, port: 8080}\n"
                         "flows: [internet -> web -> app]\n");
    assert_int_equal(diag_count(&fixture, DIAG_ACL_REPLIES), 0);
    finish(&fixture);
}

static void endpoints_can_be_opened_to_tiers_in_public_subnets(void **state)
{
    struct fixture fixture;

    (void)state;
    build(
        &fixture, HEAD
        "network: {endpoints: [ssm]}\n"
        "tiers:\n"
        "  web: {kind: balancer}\n"
        "  app: {kind: instances, port: 8080, subnets: public, waive: {public-tier: meant to be}}\n"
        "flows:\n  - internet -> web -> app\n  - app -> endpoints\n");
    assert_side(&fixture, "app_to_endpoints_443", "ingress", "app");
    assert_side(&fixture, "app_to_endpoints_443", "egress", "endpoints");
    finish(&fixture);
}

#define BASTION                                                                                    \
    TIERS "  way: {kind: bastion}\n" FLOWS                                                         \
          "  - office -> way\n  - way -> app: ssh\n  - way -> internet: https\n"

static void bastion_lets_peers_in_and_reaches_tiers(void **state)
{
    struct fixture fixture;
    const json_t *tier = NULL;

    (void)state;
    build(&fixture, HEAD BASTION);
    tier = jx_path(fixture.view, "tiers.way");
    assert_side(&fixture, "office_to_way_22_203_0_113_0_24", "ingress", "203.0.113.0/24");
    assert_side(&fixture, "way_to_app_22", "ingress", "way");
    assert_side(&fixture, "way_to_app_22", "egress", "app");
    assert_string_equal(jx_get_text(tier, "placement", ""), "public");
    assert_non_null(jx_get(jx_get(tier, "role"), "id"));
    assert_non_null(jx_get(jx_get(tier, "parameters"), "size"));
    assert_int_equal(fixture.diags.count, 0);
    finish(&fixture);
}

static void bastion_without_instance_opens_nothing(void **state)
{
    struct fixture fixture;
    const json_t *tier = NULL;

    (void)state;
    build(&fixture, HEAD BASTION "environments: {prod: {tiers: {way: {mode: ssm}}}}\n");
    tier = jx_path(fixture.view, "tiers.way");
    assert_side(&fixture, "office_to_way_22_203_0_113_0_24", "ingress", NULL);
    assert_side(&fixture, "way_to_app_22", "ingress", NULL);
    assert_side(&fixture, "way_to_app_22", "egress", NULL);
    assert_true(json_is_null(jx_get(tier, "placement")));
    assert_true(json_is_null(jx_get(tier, "group")));
    assert_true(json_is_null(jx_get(tier, "role")));
    assert_true(json_is_null(jx_get(tier, "policy")));
    assert_int_equal(json_object_size(jx_get(tier, "parameters")), 0);
    finish(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ipv6_opens_the_same_ports_to_the_internet),
        cmocka_unit_test(checks_at_another_port_are_let_in),
        cmocka_unit_test(acl_rules_for_everywhere_get_twins_for_ipv6_in_the_same_order),
        cmocka_unit_test(acl_that_drops_answers_is_warned_about),
        cmocka_unit_test(acl_of_subnets_without_a_way_out_may_drop_answers),
        cmocka_unit_test(endpoints_can_be_opened_to_tiers_in_public_subnets),
        cmocka_unit_test(bastion_lets_peers_in_and_reaches_tiers),
        cmocka_unit_test(bastion_without_instance_opens_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
