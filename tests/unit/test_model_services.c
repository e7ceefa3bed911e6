/* SPDX-License-Identifier: MIT */
/* What tiers need of AWS's services: rules to reach them, secrets, images, settings of a
 * deployment. */
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

/* Builds the model of prod; the view is NULL if the description is refused. */
static void build(struct fixture *fixture, const char *yaml)
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

static void finish(struct fixture *fixture)
{
    json_decref(fixture->view);
    archgen_free(fixture->run);
    arena_release(&fixture->arena);
}

static const char *said(struct fixture *fixture)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    diags_print_text(&fixture->diags, &out, false);
    const char *text = arena_strdup(&fixture->arena, buf_str(&out));

    buf_release(&out);
    return text;
}

#define HEAD "archgen: 1\nname: shop\nregion: eu-west-1\nenvironments: {prod: {}}\n"

/* The items of a list as "a b c", each by one of its members; "-" where it is null. */
static const char *list_of(struct fixture *fixture, const char *path, const char *member)
{
    const char *text = "";
    size_t i;
    const json_t *item;

    jx_array_foreach (jx_path(fixture->view, path), i, item) {
        text = arena_text(&fixture->arena, "%s%s%s", text, i == 0 ? "" : " ",
                          jx_get_text(item, member, "-"));
    }
    return text;
}

static void services_of_a_tier_share_one_rule_outwards(void **state)
{
    static const struct {
        const char *name;
        const char *network;
        const char *tiers;
        const char *flows;
        const char *labels; /* of the rules of 'app' outwards */
    } rows[] = {
        {"one service", "{}", "  files: {kind: bucket}\n", "  - app -> files\n", "app_to_aws_443"},
        {"several services", "{}", "  files: {kind: bucket}\n  images: {kind: registry}\n",
         "  - app -> files\n  - app -> images\n", "app_to_aws_443"},
        {"the other way round", "{}", "  files: {kind: bucket}\n  images: {kind: registry}\n",
         "  - app -> images\n  - app -> files\n", "app_to_aws_443"},
        {"an open way out", "{}", "  images: {kind: registry}\n",
         "  - app -> images\n  - app -> internet: https\n", "app_to_internet_443"},
        {"endpoints", "{endpoints: [ecr.api, ecr.dkr]}", "  images: {kind: registry}\n",
         "  - app -> images\n", "app_to_aws_443 app_to_endpoints_443"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;
        char yaml[1024];
        const char *labels = "";
        size_t k;
        const json_t *rule;

        (void)snprintf(yaml, sizeof(yaml),
                       HEAD "network: %s\ntiers:\n  app: {kind: instances}\n%sflows:\n%s",
                       rows[i].network, rows[i].tiers, rows[i].flows);
        build(&fixture, yaml);
        assert_non_null(fixture.view);
        jx_array_foreach (jx_get(fixture.view, "rules"), k, rule) {
            if (strcmp(jx_get_text(rule, "direction", ""), "egress") == 0) {
                labels = arena_text(&fixture.arena, "%s%s%s", labels, *labels == '\0' ? "" : " ",
                                    jx_get_text(rule, "label", "?"));
            }
        }
        if (strcmp(labels, rows[i].labels) != 0) {
            fail_msg("%s: %s", rows[i].name, labels);
        }
        finish(&fixture);
    }
}

static void containers_open_what_they_need_to_start(void **state)
{
    static const struct {
        const char *name;
        const char *endpoints;
        const char *properties;
        const char *labels;
    } rows[] = {
        {"a public image", "[]", "image: nginx", "api_to_internet_443"},
        {"an image of a registry", "[]", "registry: images", "api_to_aws_443"},
        {"logs by an endpoint", "[logs]", "image: nginx",
         "api_to_endpoints_443 api_to_endpoints_443 api_to_internet_443"},
        {"all but layers by endpoints", "[ecr.api, ecr.dkr, logs, s3, secretsmanager, ssmmessages]",
         "registry: images, exec: true",
         "api_to_aws_443 api_to_endpoints_443 api_to_endpoints_443"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;
        char yaml[1024];

        (void)snprintf(yaml, sizeof(yaml),
                       HEAD "network: {endpoints: %s}\ntiers:\n  api: {kind: containers, %s}\n"
                            "  images: {kind: registry}\n  token: {kind: secret}\n"
                            "flows:\n  - api -> token\n",
                       rows[i].endpoints, rows[i].properties);
        build(&fixture, yaml);
        assert_non_null(fixture.view);
        const char *labels = list_of(&fixture, "rules", "label");

        if (strcmp(labels, rows[i].labels) != 0) {
            fail_msg("%s: %s", rows[i].name, labels);
        }
        finish(&fixture);
    }
}

static void services_without_a_way_are_told_once(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD "network: {nat: none, endpoints: [s3, logs]}\n"
                         "tiers:\n  api: {kind: containers, registry: images}\n"
                         "  images: {kind: registry}\nflows: []\n");
    assert_non_null(fixture.view);
    const char *text = said(&fixture);
    const char *first = strstr(text, "[no-egress]");

    assert_non_null(strstr(text, "private subnets of 'api' to ecr.api, ecr.dkr"));
    assert_non_null(first);
    assert_null(strstr(first + 1, "[no-egress]"));
    finish(&fixture);
}

static void kinds_list_their_tiers_with_properties(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD "tiers:\n  b: {kind: containers, image: nginx}\n"
                         "  a: {kind: containers, image: nginx, cpu: 512}\n  s: {kind: secret}\n"
                         "flows:\n  - a -> s\n  - b -> s\n");
    assert_non_null(fixture.view);
    assert_string_equal(list_of(&fixture, "kinds.containers", "key"), "a b");
    assert_string_equal(list_of(&fixture, "kinds.secret", "id"), "S");
    assert_true(json_is_array(jx_path(fixture.view, "kinds.bucket")));
    assert_int_equal(json_array_size(jx_path(fixture.view, "kinds.bucket")), 0);
    const json_t *first = jx_at(jx_path(fixture.view, "kinds.containers"), 0);

    assert_int_equal(jx_get_integer(jx_get(first, "spec"), "cpu", 0), 512);
    finish(&fixture);
}

static void exports_that_are_secrets_say_what_their_value_is_called(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD "tiers:\n  api: {kind: containers, image: nginx}\n"
                         "  db: {kind: database}\n  app-token: {kind: secret}\n"
                         "flows:\n  - api -> db\n  - api -> app-token\n");
    assert_non_null(fixture.view);
    assert_string_equal(list_of(&fixture, "tiers.api.environment", "name"),
                        "APP_TOKEN_SECRET_ARN DB_HOST DB_NAME DB_PORT DB_SECRET_ARN");
    assert_string_equal(list_of(&fixture, "tiers.api.environment", "secret"),
                        "APP_TOKEN_SECRET - - - DB_SECRET");
    finish(&fixture);
}

static void secret_parameters_have_no_value(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD "tiers:\n  api: {kind: containers, image: nginx}\n"
                         "  url: {kind: secret, value: external}\n  made: {kind: secret}\n"
                         "flows:\n  - api -> url\n  - api -> made\n");
    assert_non_null(fixture.view);
    assert_string_equal(list_of(&fixture, "parameters", "label"), "api_image url_value");
    assert_string_equal(list_of(&fixture, "parameters", "type"), "string secret");
    const json_t *parameter = jx_at(jx_get(fixture.view, "parameters"), 1);

    assert_true(json_is_null(jx_get(parameter, "value")));
    finish(&fixture);
}

static void what_is_found_takes_from_others_only(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD "tiers:\n  app: {kind: instances}\n  files: {kind: bucket}\n"
                         "  logs: {kind: bucket, role: logs}\n"
                         "  old-logs: {kind: bucket, role: logs}\n"
                         "  pages: {kind: bucket, access_logs: logs}\n"
                         "flows:\n  - app -> files\n  - app -> pages\n");
    assert_non_null(fixture.view);
    for (size_t i = 0; i < 2; i++) {
        const char *path = i == 0 ? "tiers.logs.referrers" : "tiers.old-logs.referrers";

        assert_int_equal(json_array_size(jx_path(fixture.view, path)), 1 - i);
    }
    assert_true(json_is_null(jx_path(fixture.view, "tiers.files.spec.access_logs")));
    finish(&fixture);
}

static void links_and_needs_are_checked(void **state)
{
    static const struct {
        const char *name;
        const char *tiers;
        const char *flows;
        const char *text; /* what is said, or NULL if it is accepted */
    } rows[] = {
        {"a registry", "  api: {kind: containers, registry: images, port: 80}\n", "", NULL},
        {"another kind", "  api: {kind: containers, registry: files, port: 80}\n", "",
         "expected a registry, but 'files' is of kind 'bucket'"},
        {"no image", "  api: {kind: containers, port: 80}\n", "",
         "containers need an 'image', or a 'registry' that has it"},
        {"no flow to pull", "  api: {kind: instances, repository: images, port: 80}\n", "",
         "'repository' names 'images', but no flow lets 'api' pull from it"},
        {"only a flow to push", "  api: {kind: instances, repository: images, port: 80}\n",
         "  - api -> images: push\n", "no flow lets 'api' pull from it"},
        {"a flow to pull", "  api: {kind: instances, repository: images, port: 80}\n",
         "  - api -> images: [pull, push]\n", NULL},
        {"requests without a balancer",
         "  api: {kind: containers, image: nginx, port: 80, scale: {max: 3, target: {requests: "
         "9}}}\n",
         "", "scaling by requests needs a balancer in front"},
        {"requests with one",
         "  web: {kind: balancer}\n"
         "  api: {kind: containers, image: nginx, port: 80, scale: {max: 3, target: {requests: "
         "9}}}\n",
         "  - internet -> web -> api\n", NULL},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;
        char yaml[1024];

        (void)snprintf(yaml, sizeof(yaml),
                       HEAD "tiers:\n%s  images: {kind: registry}\n  files: {kind: bucket}\n"
                            "flows:\n  - api -> files\n%s",
                       rows[i].tiers, rows[i].flows);
        build(&fixture, yaml);
        const char *text = said(&fixture);

        if ((rows[i].text == NULL) != (fixture.view != NULL)) {
            fail_msg("%s: %s", rows[i].name, text);
        }
        if (rows[i].text != NULL && strstr(text, rows[i].text) == NULL) {
            fail_msg("%s: %s", rows[i].name, text);
        }
        finish(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(services_of_a_tier_share_one_rule_outwards),
        cmocka_unit_test(containers_open_what_they_need_to_start),
        cmocka_unit_test(services_without_a_way_are_told_once),
        cmocka_unit_test(kinds_list_their_tiers_with_properties),
        cmocka_unit_test(exports_that_are_secrets_say_what_their_value_is_called),
        cmocka_unit_test(secret_parameters_have_no_value),
        cmocka_unit_test(what_is_found_takes_from_others_only),
        cmocka_unit_test(links_and_needs_are_checked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
