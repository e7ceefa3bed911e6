/* SPDX-License-Identifier: MIT */
/* Layers that come round by the day and the month (backup, schedule, budget), seen through the
 * view: what profiles say of them, who takes part, what they are called, whom they tell. */
#include "archgen.h"

#include "embed/embedded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HEAD "archgen: 1\nname: shop\nregion: eu-west-1\n"
#define TIERS                                                                                      \
    "tiers:\n"                                                                                     \
    "  app: {kind: instances}\n"                                                                   \
    "  own: {kind: instances, schedule: [{name: night, at: daily 20:00, min: 0}]}\n"               \
    "  db: {kind: database}\n"                                                                     \
    "  read: {kind: database, replicas: 1}\n"                                                      \
    "  files: {kind: bucket, versions: true}\n"                                                    \
    "flows: [app -> db, own -> read, {app -> files: read}, {app -> internet: https},\n"            \
    "        {own -> internet: https}]\n"

struct fixture {
    struct arena arena;
    struct diags diags;
    struct file_list data;
    struct archgen *run;
    json_t *view;
};

/* The system of TIERS with some layers. */
static void build(struct fixture *fixture, const char *environment, const char *layers)
{
    struct buf out;
    const char *yaml;

    *fixture = (struct fixture){0};
    arena_init(&fixture->arena);
    yaml = arena_text(&fixture->arena, HEAD TIERS "%s", layers);
    diags_init(&fixture->diags, &fixture->arena);
    embedded_add(&fixture->arena, &fixture->data);
    fixture->run = archgen_new(&fixture->arena, &fixture->data, "input.yaml", str_from(yaml),
                               &fixture->diags, NULL);
    if (fixture->run != NULL && archgen_is_valid(fixture->run)) {
        fixture->view = archgen_dump(fixture->run, ARCHGEN_MODEL, environment);
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

/* "app db": the keys of the tiers that take part in a layer. */
static const char *members_of(struct fixture *fixture, const char *layer)
{
    const char *all = "";
    size_t i;
    const json_t *item;

    jx_array_foreach (jx_get(jx_get(fixture->view, layer), "members"), i, item) {
        all = arena_text(&fixture->arena, "%s%s%s", all, *all == '\0' ? "" : " ",
                         jx_get_text(item, "key", ""));
    }
    return all;
}

static void profiles_switch_layers_off(void **state)
{
    static const struct {
        const char *environment;
        const char *layers;
        bool has_backup;
        bool has_schedule;
    } rows[] = {
        {"dev", "backup: {}\nschedule: {}\n", false, true},
        {"staging", "backup: {}\nschedule: {}\n", true, true},
        {"prod", "backup: {}\nschedule: {}\n", true, false},
        {"dev", "backup: {enabled: true}\n", true, false},
        {"dev", "environments: {dev: {backup: {}}}\n", false, false},
        {"dev", "environments: {dev: {backup: {enabled: true}}}\n", true, false},
        {"qa", "backup: {}\nenvironments: {qa: {profile: dev}}\n", false, false},
        {"staging", "backup: {}\nenvironments: {staging: {backup: null}}\n", false, false},
        {"dev", "", false, false},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;

        build(&fixture, rows[i].environment, rows[i].layers);
        if (json_is_object(jx_get(fixture.view, "backup")) != rows[i].has_backup ||
            json_is_object(jx_get(fixture.view, "schedule")) != rows[i].has_schedule) {
            fail_msg("%s in %s", rows[i].layers, rows[i].environment);
        }
        finish(&fixture);
    }
}

static void who_can_takes_part(void **state)
{
    static const struct {
        const char *layers;
        const char *backed_up;
        const char *asleep;
    } rows[] = {
        {"backup: {}\nschedule: {}\n", "db read", "app db"},
        {"backup: {snapshots: true}\n", "app db own read", ""},
        {"backup: {tiers: [files, db]}\nschedule: {tiers: [db]}\n", "db files", "db"},
        {"backup: {tiers: []}\n", "", ""},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct fixture fixture;

        build(&fixture, "staging", rows[i].layers);
        assert_string_equal(members_of(&fixture, "backup"), rows[i].backed_up);
        assert_string_equal(members_of(&fixture, "schedule"), rows[i].asleep);
        finish(&fixture);
    }
}

static void names_of_a_layer_are_there_with_it(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, "staging", "backup: {}\nschedule: {tiers: [db]}\n");
    assert_string_equal(jx_get_text(jx_path(fixture.view, "backup.names"), "role", ""),
                        "shop-staging-backup-role");
    assert_string_equal(jx_get_text(jx_path(fixture.view, "tiers.db.names"), "schedule", ""),
                        "shop-staging-db-start");
    assert_true(json_is_null(jx_path(fixture.view, "tiers.read.names.schedule")));
    finish(&fixture);
}

static void a_budget_tells_addresses_or_the_topic(void **state)
{
    struct fixture fixture;

    (void)state;
    build(&fixture, "prod", "budget: 500\n");
    assert_string_equal(jx_get_text(jx_path(fixture.view, "monitoring.topic.warning"), "id", ""),
                        "AlarmTopic");
    assert_true(json_is_true(jx_path(fixture.view, "monitoring.active")));
    assert_int_equal(json_array_size(jx_path(fixture.view, "budget.notify")), 0);
    finish(&fixture);

    build(&fixture, "prod", "budget: {monthly: 500, notify: [b@example.com, a@example.com]}\n");
    assert_true(json_is_null(jx_path(fixture.view, "monitoring.topic.warning")));
    assert_string_equal(
        jx_get_text(json_array_get(jx_path(fixture.view, "budget.notify"), 0), "id", ""),
        "BudgetAExampleCom");
    finish(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(profiles_switch_layers_off),
        cmocka_unit_test(who_can_takes_part),
        cmocka_unit_test(names_of_a_layer_are_there_with_it),
        cmocka_unit_test(a_budget_tells_addresses_or_the_topic),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
