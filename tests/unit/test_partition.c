/* SPDX-License-Identifier: MIT */
#include "printing.h"

#include "target/components.h"
#include "target/lookup.h"
#include "target/partition.h"

enum { ITEMS_MAX = 700, USES_MAX = 4 };

/* A description under construction: item i is "i<i>", and each has one value. */
struct fixture {
    struct arena arena;
    struct partition_item items[ITEMS_MAX];
    struct partition_value values[ITEMS_MAX];
    size_t uses[ITEMS_MAX][USES_MAX];
    size_t count;
    struct partition_limits limits;
};

static int set_up(void **state)
{
    struct fixture *fixture = test_calloc(1, sizeof(*fixture));

    arena_init(&fixture->arena);
    fixture->limits =
        (struct partition_limits){.items = 500, .bytes = 51200, .exports = 200, .parts = 400};
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    arena_release(&fixture->arena);
    test_free(fixture);
    return 0;
}

static size_t add(struct fixture *fixture, const char *group, size_t bytes)
{
    size_t i = fixture->count++;

    assert_true(i < ITEMS_MAX);
    fixture->values[i] = (struct partition_value){.owner = i};
    fixture->items[i] =
        (struct partition_item){.id = str_from(arena_text(&fixture->arena, "i%zu", i)),
                                .group = group,
                                .bytes = bytes,
                                .uses = fixture->uses[i]};
    return i;
}

static void use(struct fixture *fixture, size_t from, size_t to)
{
    assert_true(fixture->items[from].use_count < USES_MAX);
    fixture->uses[from][fixture->items[from].use_count++] = to;
}

static struct partition make(struct fixture *fixture)
{
    const struct partition_input input = {.items = fixture->items,
                                          .item_count = fixture->count,
                                          .values = fixture->values,
                                          .value_count = fixture->count,
                                          .limits = fixture->limits};
    struct partition partition = partition_make(&fixture->arena, &input);

    /* Whatever was asked for: an item only needs parts that come before its own. */
    for (size_t i = 0; i < fixture->count; i++) {
        for (size_t k = 0; k < fixture->items[i].use_count; k++) {
            assert_true(partition.part_of[fixture->uses[i][k]] <= partition.part_of[i]);
        }
    }
    return partition;
}

static const char *place(const struct partition *partition, size_t item)
{
    return partition->parts[partition->part_of[item]].name;
}

static void components_are_numbered_behind_what_they_need(void **state)
{
    struct fixture *fixture = *state;
    /* 0 → 1 ⇄ 2 → 3, 4 → 4 */
    const struct edge edges[] = {{0, 1}, {1, 2}, {2, 1}, {2, 3}, {4, 4}};
    struct graph graph = graph_make(&fixture->arena, 5, edges, AG_COUNT(edges));
    size_t component[5];

    assert_int_equal(graph_components(&fixture->arena, &graph, component), 4);
    assert_int_equal(component[1], component[2]);
    assert_true(component[3] < component[2]);
    assert_true(component[2] < component[0]);
}

static void lookup_keeps_the_first_number_of_a_name(void **state)
{
    struct fixture *fixture = *state;
    struct lookup lookup = {0};

    assert_true(lookup_get(&lookup, STR("a")) == LOOKUP_NONE);
    for (size_t i = 0; i < 300; i++) {
        const char *name = arena_text(&fixture->arena, "n%zu", i);

        assert_int_equal(lookup_put(&lookup, &fixture->arena, str_from(name), i), i);
    }
    assert_int_equal(lookup_put(&lookup, &fixture->arena, STR("n7"), 9), 7);
    assert_int_equal(lookup_get(&lookup, STR("n299")), 299);
    assert_true(lookup_get(&lookup, STR("n300")) == LOOKUP_NONE);
}

static void each_group_is_a_part(void **state)
{
    struct fixture *fixture = *state;
    size_t app = add(fixture, "app", 10);
    size_t more = add(fixture, "app", 10);
    size_t vpc = add(fixture, "network", 10);

    use(fixture, app, vpc);
    struct partition partition = make(fixture);

    assert_int_equal(partition.part_count, 2);
    assert_string_equal(place(&partition, app), "app");
    assert_string_equal(place(&partition, more), "app");
    assert_string_equal(place(&partition, vpc), "network");
    assert_int_equal(partition.parts[0].depth, 0);
    assert_int_equal(partition.parts[1].depth, 1);
}

/* The bucket is read by the edge, and its policy names the edge. */
static void of_a_circle_one_group_is_divided(void **state)
{
    struct fixture *fixture = *state;
    size_t bucket = add(fixture, "assets", 10);
    size_t policy = add(fixture, "assets", 10);
    size_t certificate = add(fixture, "edge", 10);
    size_t edge = add(fixture, "edge", 10);
    size_t record = add(fixture, "edge", 10);

    use(fixture, policy, bucket);
    use(fixture, policy, edge);
    use(fixture, edge, bucket);
    use(fixture, edge, certificate);
    use(fixture, record, edge);
    struct partition partition = make(fixture);

    assert_int_equal(partition.part_count, 3);
    assert_string_equal(place(&partition, bucket), "assets");
    assert_string_equal(place(&partition, policy), "assets-2");
    assert_string_equal(place(&partition, edge), "edge");
    assert_string_equal(place(&partition, certificate), "edge");
    assert_string_equal(place(&partition, record), "edge");
}

/* Topics are used by all tiers, all tiers are in the dashboard: the tiers stay whole. */
static void the_group_with_most_neighbours_is_divided(void **state)
{
    struct fixture *fixture = *state;
    size_t topic = add(fixture, "monitoring", 10);
    size_t dashboard = add(fixture, "monitoring", 10);
    static const char *const tiers[] = {"a", "b", "c"};

    for (size_t i = 0; i < AG_COUNT(tiers); i++) {
        size_t tier = add(fixture, tiers[i], 10);
        size_t alarm = add(fixture, tiers[i], 10);

        use(fixture, alarm, tier);
        use(fixture, alarm, topic);
        use(fixture, dashboard, alarm);
    }
    struct partition partition = make(fixture);

    assert_int_equal(partition.part_count, 5);
    assert_string_equal(place(&partition, topic), "monitoring");
    assert_string_equal(place(&partition, dashboard), "monitoring-2");
}

static void items_that_need_each_other_stay_together(void **state)
{
    struct fixture *fixture = *state;
    size_t a = add(fixture, "a", 10);
    size_t b = add(fixture, "b", 10);

    use(fixture, a, b);
    use(fixture, b, a);
    struct partition partition = make(fixture);

    assert_int_equal(partition.part_count, 1);
}

static void what_is_bound_stays_with_its_users(void **state)
{
    struct fixture *fixture = *state;
    size_t a = add(fixture, "a", 10);
    size_t b = add(fixture, "b", 10);

    fixture->values[a].is_bound = true;
    use(fixture, b, a);
    struct partition partition = make(fixture);

    assert_int_equal(partition.part_count, 1);
}

static void a_large_group_is_divided_by_levels(void **state)
{
    struct fixture *fixture = *state;
    size_t first = add(fixture, "security", 10);

    for (size_t i = 0; i < 400; i++) {
        use(fixture, add(fixture, "security", 110), first);
    }
    size_t own = add(fixture, "security", 30000);

    use(fixture, own, first + 1);
    struct partition partition = make(fixture);

    assert_int_equal(partition.part_count, 2);
    assert_string_equal(place(&partition, first), "security");
    assert_string_equal(place(&partition, first + 1), "security");
    assert_string_equal(place(&partition, own), "security-2");
}

/* Whatever else there is, an item stays where it is, unless the number of buckets changes. */
static void buckets_do_not_depend_on_places(void **state)
{
    struct fixture *fixture = *state;
    const char *before[220];

    for (size_t i = 0; i < 220; i++) {
        (void)add(fixture, "security", 500);
    }
    struct partition partition = make(fixture);

    assert_true(partition.part_count > 2);
    for (size_t i = 0; i < 220; i++) {
        before[i] = place(&partition, i);
        assert_true(strncmp(before[i], "security-b", strlen("security-b")) == 0);
    }
    for (size_t i = 0; i < 20; i++) {
        (void)add(fixture, "security", 500);
    }
    struct partition after = make(fixture);

    for (size_t i = 0; i < 220; i++) {
        assert_string_equal(place(&after, i), before[i]);
    }
}

static void limits_hold(void **state)
{
    struct fixture *fixture = *state;
    size_t counts[ITEMS_MAX] = {0};

    fixture->limits.items = 50;
    for (size_t i = 0; i < 600; i++) {
        (void)add(fixture, "layer", 10);
    }
    struct partition partition = make(fixture);

    for (size_t i = 0; i < fixture->count; i++) {
        counts[partition.part_of[i]]++;
    }
    for (size_t i = 0; i < partition.part_count; i++) {
        assert_in_range(counts[i], 1, 50);
    }
}

static void exports_are_limited(void **state)
{
    struct fixture *fixture = *state;

    fixture->limits.exports = 20;
    for (size_t i = 0; i < 100; i++) {
        fixture->values[add(fixture, "groups", 10)].is_public = true;
    }
    struct partition partition = make(fixture);

    assert_true(partition.part_count >= 5);
}

static void tiers_share_parts_where_there_would_be_too_many(void **state)
{
    struct fixture *fixture = *state;

    fixture->limits.parts = 20;
    for (size_t i = 0; i < 200; i++) {
        size_t item = add(fixture, arena_text(&fixture->arena, "t%zu", i), 10);

        fixture->items[item].is_tier = true;
        use(fixture, add(fixture, "layer", 10), item);
    }
    struct partition partition = make(fixture);

    assert_in_range(partition.part_count, 10, 20);
    assert_true(strncmp(place(&partition, 0), "tiers-", strlen("tiers-")) == 0);
}

static void a_layer_and_a_tier_may_have_the_same_name(void **state)
{
    struct fixture *fixture = *state;
    size_t layer = add(fixture, "network", 10);
    size_t tier = add(fixture, "network", 10);

    fixture->items[tier].is_tier = true;
    use(fixture, tier, layer);
    struct partition partition = make(fixture);

    assert_string_equal(place(&partition, layer), "network");
    assert_string_equal(place(&partition, tier), "network-2");
}

/* A ladder between two groups, longer than they are divided one by one. */
static void long_ladders_are_divided_at_once(void **state)
{
    struct fixture *fixture = *state;
    size_t before = add(fixture, "a", 10);

    for (size_t i = 0; i < 200; i++) {
        size_t item = add(fixture, i % 2 == 0 ? "b" : "a", 10);

        use(fixture, item, before);
        before = item;
    }
    struct partition partition = make(fixture);

    assert_true(partition.part_count > 100);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(components_are_numbered_behind_what_they_need),
        TEST(lookup_keeps_the_first_number_of_a_name),
        TEST(each_group_is_a_part),
        TEST(of_a_circle_one_group_is_divided),
        TEST(the_group_with_most_neighbours_is_divided),
        TEST(items_that_need_each_other_stay_together),
        TEST(what_is_bound_stays_with_its_users),
        TEST(a_large_group_is_divided_by_levels),
        TEST(buckets_do_not_depend_on_places),
        TEST(limits_hold),
        TEST(exports_are_limited),
        TEST(tiers_share_parts_where_there_would_be_too_many),
        TEST(a_layer_and_a_tier_may_have_the_same_name),
        TEST(long_ladders_are_divided_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
