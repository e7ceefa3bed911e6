/* SPDX-License-Identifier: MIT */
/* Alarms, topics, layers and the dashboard, seen through the view. */
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
        fail_msg("%s\n%s", yaml, buf_str(&out).p);
    }
}

static void finish(struct fixture *fixture)
{
    json_decref(fixture->view);
    archgen_free(fixture->run);
    arena_release(&fixture->arena);
}

#define HEAD "archgen: 1\nname: shop\nregion: eu-west-1\n"
#define OUT  "flows:\n  - app -> internet: https\n"

/* The items of a list, by `text`. */
static const char *texts_in(struct fixture *fixture, const json_t *list,
                            const char *(*text)(struct fixture *fixture, const json_t *item))
{
    const char *all = "";
    size_t i;
    const json_t *item;

    jx_array_foreach (list, i, item) {
        all = arena_text(&fixture->arena, "%s%s%s", all, i == 0 ? "" : "\n", text(fixture, item));
    }
    return all;
}

/* Those of a list of the view. */
static const char *texts_of(struct fixture *fixture, const char *path,
                            const char *(*text)(struct fixture *fixture, const json_t *item))
{
    return texts_in(fixture, jx_path(fixture->view, path), text);
}

static const char *id_of(struct fixture *fixture, const json_t *item)
{
    (void)fixture;
    return jx_get_text(item, "id", "?");
}

/* "DbCpuAlarm: AWS/RDS/CPUUtilization > 80, 1 x 300s, AlarmTopic". */
static const char *alarm_of(struct fixture *fixture, const json_t *alarm)
{
    return arena_text(
        &fixture->arena, "%s: %s/%s %s %.10g, %dx%ds, %s, %s", jx_get_text(alarm, "id", "?"),
        jx_get_text(alarm, "namespace", "?"), jx_get_text(alarm, "metric", "?"),
        jx_get_text(alarm, "op", "?"), json_number_value(jx_get(alarm, "threshold")),
        (int)jx_get_integer(alarm, "periods", 0), (int)jx_get_integer(alarm, "seconds", 0),
        jx_get_text(alarm, "missing", "?"), jx_get_text(jx_get(alarm, "topic"), "id", "nobody"));
}

/* "CriticalTopic critical: email CriticalTopicOpsExampleCom". */
static const char *topic_of(struct fixture *fixture, const json_t *topic)
{
    const char *text = arena_text(&fixture->arena, "%s %s:", jx_get_text(topic, "id", "?"),
                                  jx_get_text(topic, "level", "?"));
    size_t i;
    const json_t *item;

    jx_array_foreach (jx_get(topic, "subscriptions"), i, item) {
        text = arena_text(&fixture->arena, "%s %s %s", text, jx_get_text(item, "protocol", "?"),
                          jx_get_text(jx_get(item, "endpoint"), "id", "?"));
    }
    return text;
}

static const char *value_of_dimension(struct fixture *fixture, const json_t *value)
{
    const char *reference = jx_get_text(value, "$ref", NULL);

    return reference == NULL
               ? json_string_value(value)
               : arena_text(&fixture->arena, "%s(%s%s)", reference, jx_get_text(value, "id", ""),
                            jx_get_text(value, "member", ""));
}

/* "CacheClusterId=cache.node(Cache001)". */
static const char *dimensions_of(struct fixture *fixture, const json_t *alarm)
{
    const char *text = jx_get_text(alarm, "name", "?");
    size_t i;
    const json_t *item;

    jx_array_foreach (jx_get(alarm, "dimensions"), i, item) {
        text = arena_text(&fixture->arena, "%s %s=%s", text, jx_get_text(item, "name", "?"),
                          value_of_dimension(fixture, jx_get(item, "value")));
    }
    return text;
}

/* ---- alarms ---- */

static void alarms_have_the_rules_that_are_stated_or_the_usual_ones(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD "tiers:\n"
                         "  app: {kind: instances, alarms: [status, cpu]}\n"
                         "  db:\n"
                         "    kind: database\n"
                         "    alarms:\n"
                         "      storage: {warning: '< 1.5 GiB for 2 x 5m', missing: breaching}\n"
                         "      cpu: {critical: '>= 90 % for 1m', warning: true}\n"
                         "      memory: false\n"
                         "      connections: {critical: false, warning: '> 7 for 1h'}\n"
                         "flows:\n  - app -> db\n  - app -> internet: https\n");
    assert_string_equal(
        texts_of(&fixture, "monitoring.alarms", alarm_of),
        "AppCpuAlarm: AWS/EC2/CPUUtilization > 80, 1x300s, missing, AlarmTopic\n"
        "AppStatusAlarm: AWS/EC2/StatusCheckFailed > 0, 2x60s, missing, AlarmTopic\n"
        "DbCpuAlarm: AWS/RDS/CPUUtilization >= 90, 1x60s, missing, AlarmTopic\n"
        "DbCpuWarningAlarm: AWS/RDS/CPUUtilization > 70, 1x300s, missing, AlarmTopic\n"
        "DbStorageWarningAlarm: AWS/RDS/FreeStorageSpace < 1610612736, 2x300s, breaching, "
        "AlarmTopic\n"
        "DbConnectionsWarningAlarm: AWS/RDS/DatabaseConnections > 7, 1x3600s, missing, "
        "AlarmTopic");
    finish(&fixture);
}

static void alarms_of_members_have_ids_of_their_own(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture,
          HEAD "network: {nat: zone, zones: 2, alarms: [nat-errors]}\n"
               "tiers:\n"
               "  web: {kind: balancer, alarms: [unhealthy]}\n"
               "  app: {kind: instances, port: 80}\n"
               "  api: {kind: instances, port: 81}\n"
               "  one: {kind: cache, engine: redis, replicas: 1, alarms: [memory]}\n"
               "  two: {kind: cache, engine: redis, shards: 2, replicas: 0, alarms: [memory]}\n"
               "  six: {kind: cache, engine: memcached, nodes: 2, alarms: [cpu]}\n"
               "  db: {kind: database, replicas: 2, alarms: [lag]}\n"
               "flows:\n"
               "  - internet -> web -> app\n"
               "  - web -> api: {path: /api/*}\n"
               "  - app -> one\n  - app -> two\n  - app -> six\n  - app -> db\n"
               "  - app -> internet: https\n");
    assert_string_equal(texts_of(&fixture, "monitoring.alarms", dimensions_of),
                        "shop-prod-network-nat-errors-a NatGatewayId=nat.id(NatA)\n"
                        "shop-prod-network-nat-errors-b NatGatewayId=nat.id(NatB)\n"
                        "shop-prod-db-lag-1 DBInstanceIdentifier=database.replica(Db1)\n"
                        "shop-prod-db-lag-2 DBInstanceIdentifier=database.replica(Db2)\n"
                        "shop-prod-one-memory-001 CacheClusterId=cache.node(One001)\n"
                        "shop-prod-one-memory-002 CacheClusterId=cache.node(One002)\n"
                        "shop-prod-six-cpu-0001 CacheClusterId=cache.id(Six) CacheNodeId=0001\n"
                        "shop-prod-six-cpu-0002 CacheClusterId=cache.id(Six) CacheNodeId=0002\n"
                        "shop-prod-two-memory-0001-001 CacheClusterId=cache.node(Two0001-001)\n"
                        "shop-prod-two-memory-0002-001 CacheClusterId=cache.node(Two0002-001)\n"
                        "shop-prod-web-unhealthy-api LoadBalancer=balancer.full_name(Web) "
                        "TargetGroup=target_group.full_name(WebToApi)\n"
                        "shop-prod-web-unhealthy-app LoadBalancer=balancer.full_name(Web) "
                        "TargetGroup=target_group.full_name(WebToApp)");
    finish(&fixture);
}

#define EDGE                                                                                       \
    "tiers:\n"                                                                                     \
    "  edge: {kind: cdn, metrics: true, alarms: {latency: {warning: '> 1001 ms for 5m'}}}\n"       \
    "  app: {kind: instances, port: 80, alarms: [cpu]}\n"                                          \
    "  site: {kind: bucket}\n"                                                                     \
    "flows:\n  - internet -> edge -> site\n  - app -> internet: https\n"

static void alarms_stand_in_the_region_of_their_metric(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD EDGE
          "monitoring: {notify: {warning: ops@example.com, critical: oncall@example.com}}\n");
    assert_string_equal(texts_of(&fixture, "monitoring.alarms", id_of), "AppCpuAlarm");
    const json_t *away = jx_at(jx_path(fixture.view, "monitoring.regions"), 0);

    assert_string_equal(jx_get_text(away, "name", "?"), "us-east-1");
    assert_string_equal(texts_in(&fixture, jx_get(away, "alarms"), alarm_of),
                        "EdgeLatencyWarningAlarm: AWS/CloudFront/OriginLatency > 1001, 1x300s, ok, "
                        "WarningTopic");
    /* Nothing there is critical, so that nobody is asked to confirm an idle subscription. */
    assert_string_equal(texts_in(&fixture, jx_get(away, "topics"), topic_of),
                        "WarningTopic warning: email WarningTopicOpsExampleCom");
    assert_string_equal(texts_in(&fixture, jx_get(away, "tiers"), id_of), "Edge");
    finish(&fixture);

    build(&fixture, "archgen: 1\nname: shop\nregion: us-east-1\n" EDGE);
    assert_string_equal(texts_of(&fixture, "monitoring.alarms", id_of),
                        "AppCpuAlarm\nEdgeLatencyWarningAlarm");
    assert_int_equal(json_array_size(jx_path(fixture.view, "monitoring.regions")), 0);
    finish(&fixture);
}

/* ---- topics ---- */

#define APP "tiers:\n  app: {kind: instances, alarms: {cpu: {warning: true, critical: true}}}\n" OUT

static void levels_go_to_the_next_one_that_is_told(void **state)
{
    static const struct {
        const char *monitoring;
        const char *topics;
        const char *by_level; /* critical, warning, info */
    } CASES[] = {
        {"", "AlarmTopic all: email AlarmTopicAddress", "AlarmTopic AlarmTopic AlarmTopic"},
        {"monitoring: {notify: true}\n", "AlarmTopic all: email AlarmTopicAddress",
         "AlarmTopic AlarmTopic AlarmTopic"},
        {"monitoring: {notify: none}\n", "", "- - -"},
        {"monitoring: {notify: ops@example.com}\n", "AlarmTopic all: email AlarmTopicOpsExampleCom",
         "AlarmTopic AlarmTopic AlarmTopic"},
        {"monitoring: {notify: {critical: ops@example.com}}\n",
         "CriticalTopic critical: email CriticalTopicOpsExampleCom",
         "CriticalTopic CriticalTopic CriticalTopic"},
        {"monitoring: {notify: {info: '+15555550100'}}\n",
         "InfoTopic info: sms InfoTopic15555550100", "InfoTopic InfoTopic InfoTopic"},
        {"monitoring: {notify: {warning: true, critical: none}}\n",
         "WarningTopic warning: email WarningTopicAddress",
         "WarningTopic WarningTopic WarningTopic"},
        {"monitoring: {notify: {critical: true, info: 'https://example.com/in'}}\n",
         "CriticalTopic critical: email CriticalTopicAddress\n"
         "InfoTopic info: https InfoTopicHttpsExampleComIn",
         "CriticalTopic CriticalTopic InfoTopic"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        const char *levels[] = {"critical", "warning", "info"};
        struct arena arena;
        struct fixture other;
        const char *found = "";

        arena_init(&arena);
        build(&other, arena_text(&arena, HEAD APP "%s", CASES[i].monitoring));
        assert_string_equal(texts_of(&other, "monitoring.topics", topic_of), CASES[i].topics);
        for (size_t k = 0; k < AG_COUNT(levels); k++) {
            const json_t *map = jx_path(other.view, "monitoring.topic");

            found = arena_text(&other.arena, "%s%s%s", found, k == 0 ? "" : " ",
                               jx_get_text(jx_get(map, levels[k]), "id", "-"));
        }
        assert_string_equal(found, CASES[i].by_level);
        finish(&other);
        arena_release(&arena);
    }
}

static void nobody_is_told_where_there_is_nothing_to_tell(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD "tiers:\n  app: {kind: instances}\n" OUT);
    assert_string_equal(texts_of(&fixture, "monitoring.topics", topic_of), "");
    assert_true(json_is_null(jx_path(fixture.view, "monitoring.topic.critical")));
    assert_true(json_is_false(jx_path(fixture.view, "monitoring.active")));
    finish(&fixture);
}

static void the_order_of_addresses_does_not_matter(void **state)
{
    struct fixture first;
    struct fixture second;

    (void)state;
    build(&first, HEAD APP "monitoring: {notify: [b@example.com, A@example.com]}\n");
    build(&second, HEAD APP "monitoring: {notify: [A@example.com, b@example.com]}\n");
    assert_string_equal(texts_of(&first, "monitoring.topics", topic_of),
                        "AlarmTopic all: email AlarmTopicAExampleCom email AlarmTopicBExampleCom");
    assert_string_equal(texts_of(&first, "monitoring.topics", topic_of),
                        texts_of(&second, "monitoring.topics", topic_of));
    assert_true(json_equal(jx_get(first.view, "parameters"), jx_get(second.view, "parameters")));
    finish(&first);
    finish(&second);
}

/* ---- layers ---- */

static void tiers_say_in_which_layers_they_are(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, HEAD "tiers:\n"
                         "  app: {kind: instances}\n"
                         "  data: {kind: bucket}\n"
                         "  other: {kind: bucket}\n"
                         "  logs: {kind: bucket, role: logs}\n"
                         "flows:\n  - app -> data: read\n  - app -> other: read\n"
                         "  - app -> internet: https\n"
                         "audit: {trail: true, data: [data]}\n");
    assert_true(json_is_true(jx_path(fixture.view, "tiers.data.layers.audit")));
    assert_true(json_is_false(jx_path(fixture.view, "tiers.other.layers.audit")));
    assert_true(json_is_false(jx_path(fixture.view, "tiers.app.layers.audit")));
    assert_string_equal(texts_of(&fixture, "audit.data", id_of), "Data");
    assert_string_equal(json_string_value(jx_path(fixture.view, "audit.bucket.key")), "logs");
    assert_true(json_is_null(jx_get(fixture.view, "backup")));
    finish(&fixture);

    build(&fixture, HEAD "tiers:\n  app: {kind: instances}\n" OUT "audit: {enabled: false}\n");
    assert_true(json_is_null(jx_get(fixture.view, "audit")));
    finish(&fixture);
}

static void names_are_filled_in(void **state)
{
    static const struct {
        const char *template_;
        const char *expected;
    } CASES[] = {
        {"/{name}/{env}/{long}", "/shop/prod/production"},
        {"{region}-{name}", "eu-west-1-shop"},
        {"plain", "plain"},
        {"{tier}{tier}", "appapp"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        struct arena arena;
        struct fixture fixture;

        arena_init(&arena);
        build(&fixture,
              arena_text(&arena, HEAD "tiers:\n  app: {kind: instances, log_group: '%s'}\n" OUT,
                         CASES[i].template_));
        assert_string_equal(json_string_value(jx_path(fixture.view, "tiers.app.spec.log_group")),
                            CASES[i].expected);
        finish(&fixture);
        arena_release(&arena);
    }
}

/* ---- the dashboard ---- */

#define MANY                                                                                       \
    HEAD "tiers:\n"                                                                                \
         "  edge: {kind: cdn, metrics: true}\n"                                                    \
         "  web: {kind: balancer}\n"                                                               \
         "  app: {kind: instances, port: 80, alarms: [cpu]}\n"                                     \
         "  cache: {kind: cache, engine: redis}\n"                                                 \
         "  db: {kind: database}\n"                                                                \
         "flows:\n  - internet -> edge -> web -> app -> db\n  - app -> cache\n"                    \
         "  - app -> internet: https\n"

enum { COLUMNS = 24, ROWS = 200 };

/* Fills the cells of a widget; false if it stands over the edge or on another. */
static bool take(bool cells[ROWS][COLUMNS], const json_t *widget)
{
    json_int_t x = jx_get_integer(widget, "x", -1);
    json_int_t y = jx_get_integer(widget, "y", -1);
    json_int_t width = jx_get_integer(widget, "width", 0);
    json_int_t height = jx_get_integer(widget, "height", 0);

    if (x < 0 || y < 0 || width < 1 || height < 1 || x + width > COLUMNS || y + height > ROWS) {
        return false;
    }
    for (json_int_t row = y; row < y + height; row++) {
        for (json_int_t column = x; column < x + width; column++) {
            if (cells[row][column]) {
                return false;
            }
            cells[row][column] = true;
        }
    }
    return true;
}

static void widgets_do_not_overlap(void **state)
{
    static bool cells[ROWS][COLUMNS];
    struct fixture fixture;
    size_t count = 0;
    size_t i;
    const json_t *widget;

    (void)state;
    build(&fixture, MANY "monitoring: {dashboard: {costs: true}}\n");
    jx_array_foreach (jx_path(fixture.view, "monitoring.dashboard.body.widgets"), i, widget) {
        if (!take(cells, widget)) {
            fail_msg("widget %zu has no place of its own", i);
        }
        count++;
    }
    assert_in_range(count, 20, 60);
    finish(&fixture);
}

static const char *title_of(struct fixture *fixture, const json_t *widget)
{
    const json_t *properties = jx_get(widget, "properties");

    (void)fixture;
    return jx_get_text(properties, "title", jx_get_text(properties, "markdown", "?"));
}

static void the_dashboard_has_what_is_asked_for(void **state)
{
    static const struct {
        const char *monitoring;
        bool has_alarms;
        bool has_costs;
    } CASES[] = {
        {"monitoring: {dashboard: true}\n", true, false},
        {"monitoring: {dashboard: {alarms: false}}\n", false, false},
        {"monitoring: {dashboard: {costs: true, alarms: false}}\n", false, true},
    };
    struct fixture fixture;

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        struct arena arena;

        arena_init(&arena);
        build(&fixture, arena_text(&arena, MANY "%s", CASES[i].monitoring));
        const char *titles = texts_of(&fixture, "monitoring.dashboard.body.widgets", title_of);

        assert_int_equal(strstr(titles, "Alarms") != NULL, CASES[i].has_alarms);
        assert_int_equal(strstr(titles, "Estimated charges") != NULL, CASES[i].has_costs);
        assert_non_null(strstr(titles, "## db\nProcessor\nConnections"));
        finish(&fixture);
        arena_release(&arena);
    }
    build(&fixture, MANY "monitoring: {dashboard: {enabled: false, costs: true}}\n");
    assert_true(json_is_null(jx_path(fixture.view, "monitoring.dashboard")));
    finish(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alarms_have_the_rules_that_are_stated_or_the_usual_ones),
        cmocka_unit_test(alarms_of_members_have_ids_of_their_own),
        cmocka_unit_test(alarms_stand_in_the_region_of_their_metric),
        cmocka_unit_test(levels_go_to_the_next_one_that_is_told),
        cmocka_unit_test(nobody_is_told_where_there_is_nothing_to_tell),
        cmocka_unit_test(the_order_of_addresses_does_not_matter),
        cmocka_unit_test(tiers_say_in_which_layers_they_are),
        cmocka_unit_test(names_are_filled_in),
        cmocka_unit_test(widgets_do_not_overlap),
        cmocka_unit_test(the_dashboard_has_what_is_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
