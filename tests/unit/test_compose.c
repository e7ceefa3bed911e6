/* SPDX-License-Identifier: MIT */
#include "printing.h"

#include "target/compose_hcl.h"
#include "target/compose_json.h"

struct fixture {
    struct arena arena;
    struct diags diags;
};

static int set_up(void **state)
{
    struct fixture *fixture = test_calloc(1, sizeof(*fixture));

    arena_init(&fixture->arena);
    diags_init(&fixture->diags, &fixture->arena);
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

static struct fragment fragment_of(const char *name, const char *text)
{
    return (struct fragment){
        .name = name, .subject = "'app' (instances) for x", .text = str_from(text)};
}

/* The only diagnostic: its text, and where it points to in the rendered fragment. */
static void assert_fault(const struct fixture *fixture, const char *source, uint32_t line,
                         uint32_t col, const char *text)
{
    assert_int_equal(fixture->diags.count, 1);
    const struct diag *diag = fixture->diags.items[0];

    assert_string_equal(diag->text, text);
    assert_int_equal(diag->id, DIAG_TEMPLATE_OUTPUT);
    assert_string_equal(diag->span.source->name, source);
    struct position position = source_position(diag->span.source, diag->span.off);

    assert_int_equal(position.line, line);
    assert_int_equal(position.col, col);
    assert_int_equal(diag->note_count, 1);
    assert_string_equal(diag->notes[0].text, "while rendering 'app' (instances) for x");
}

/* ---- JSON ---- */

static const struct str sections[] = {{"Version", 7}, {"Parameters", 10}, {"Resources", 9}};

static const char *composed(struct fixture *fixture, struct compose_json *compose)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    compose_json_finish(compose, &out);
    const char *text = arena_strdup(&fixture->arena, buf_str(&out));

    buf_release(&out);
    compose_json_release(compose);
    return text;
}

static void json_sections_are_merged_in_their_order(void **state)
{
    struct fixture *fixture = *state;
    struct fragment first = fragment_of("a", "{\"Resources\": {\"B\": {\"x\": [1,],},},}");
    struct fragment second =
        fragment_of("b", "{\"Version\": \"1\", \"Resources\": {\"A\": 2}, \"Parameters\": {}, }");
    struct compose_json compose;

    compose_json_init(&compose, &fixture->arena, &fixture->diags, sections, AG_COUNT(sections));
    assert_true(compose_json_is_empty(&compose));
    assert_true(compose_json_add(&compose, &first));
    assert_true(compose_json_add(&compose, &second));
    assert_false(compose_json_is_empty(&compose));
    assert_int_equal(compose_json_count(&compose, STR("Resources")), 2);
    assert_int_equal(compose_json_count(&compose, STR("Parameters")), 0);
    assert_int_equal(compose_json_count(&compose, STR("Nothing")), 0);
    assert_string_equal(composed(fixture, &compose),
                        "{\n  \"Version\": \"1\",\n  \"Resources\": {\n    \"B\": {\n"
                        "      \"x\": [\n        1\n      ]\n    },\n    \"A\": 2\n  }\n}\n");
}

static void without_a_list_sections_come_as_they_are_given(void **state)
{
    struct fixture *fixture = *state;
    struct fragment first = fragment_of("a", "{\"Z\": {\"b\": 1}, \"A\": [true]}");
    struct fragment second = fragment_of("b", "{\"M\": {}, \"Z\": {\"a\": 2}}");
    struct compose_json compose;

    compose_json_init(&compose, &fixture->arena, &fixture->diags, NULL, 0);
    assert_true(compose_json_add(&compose, &first));
    assert_true(compose_json_add(&compose, &second));
    assert_string_equal(
        composed(fixture, &compose),
        "{\n  \"Z\": {\n    \"b\": 1,\n    \"a\": 2\n  },\n  \"A\": [\n    true\n  ]\n}\n");
}

static void nothing_composed_is_an_empty_document(void **state)
{
    struct fixture *fixture = *state;
    struct fragment fragment = fragment_of("a", "{\"Resources\": {}}");
    struct compose_json compose;

    compose_json_init(&compose, &fixture->arena, &fixture->diags, sections, AG_COUNT(sections));
    assert_true(compose_json_add(&compose, &fragment));
    assert_true(compose_json_is_empty(&compose));
    assert_string_equal(composed(fixture, &compose), "{}\n");
}

static void faulty_json_fragments_are_refused_at_their_line(void **state)
{
    static const struct {
        const char *text;
        uint32_t line;
        uint32_t col;
        const char *expected;
    } cases[] = {
        {"{\"Resources\":\n {\"C\": 1,\n  \"A\": 2}}", 3, 3,
         "'A' in 'Resources' is already defined by 'first'"},
        {"{\"Resources\": {\"\\u0041\": 2}}", 1, 25,
         "'A' in 'Resources' is already defined by 'first'"},
        {"{\"Version\": \"2\"}", 1, 2, "'Version' is already defined by 'first'"},
        {"{\"Version\": {}}", 1, 2, "'Version' is already defined by 'first'"},
        {"{\"Resources\": 1}", 1, 2, "'Resources' is already defined by 'first'"},
        {"{\"Resource\": {}}", 1, 2, "the document has no section 'Resource'"},
        {"{\"Resources\": {\"C\": [1,,]}}", 1, 24, "expected a value, found ','"},
        {"{\"Resources\": {\"C\": 1, \"C\": 1}}", 1, 24,
         "the key \"C\" is given twice in one object"},
        {"{\"Parameters\": {}, \"Parameters\": {}}", 1, 20,
         "the key \"Parameters\" is given twice in one object"},
        {"{\"Resources\": {}} 1", 1, 19, "expected the end, found '1'"},
        {"[]", 1, 1, "expected '{', found '['"},
        {"", 1, 1, "expected '{', found the end"},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        struct fragment first =
            fragment_of("first", "{\"Version\": \"1\", \"Resources\": {\"A\": 1}}");
        struct fragment second = fragment_of("second", cases[i].text);
        struct compose_json compose;

        diags_init(&fixture->diags, &fixture->arena);
        compose_json_init(&compose, &fixture->arena, &fixture->diags, sections, AG_COUNT(sections));
        assert_true(compose_json_add(&compose, &first));
        assert_false(compose_json_add(&compose, &second));
        assert_fault(fixture, "second (rendered)", cases[i].line, cases[i].col, cases[i].expected);
        compose_json_release(&compose);
    }
}

static void many_ids_are_kept_apart(void **state)
{
    struct fixture *fixture = *state;
    struct compose_json compose;
    struct buf text;

    compose_json_init(&compose, &fixture->arena, &fixture->diags, NULL, 0);
    for (int i = 0; i < 1000; i++) {
        struct fragment fragment =
            fragment_of("a", arena_text(&fixture->arena, "{\"R\": {\"Id%d\": %d}}", i, i));

        assert_true(compose_json_add(&compose, &fragment));
    }
    assert_int_equal(compose_json_count(&compose, STR("R")), 1000);
    struct fragment again = fragment_of("b", "{\"R\": {\"Id517\": 0}}");

    assert_false(compose_json_add(&compose, &again));
    buf_init(&text, BUF_NO_LIMIT);
    compose_json_finish(&compose, &text);
    json_t *document = json_loadb(text.bytes, text.len, JSON_REJECT_DUPLICATES, NULL);

    assert_int_equal(json_object_size(json_object_get(document, "R")), 1000);
    json_decref(document);
    buf_release(&text);
    compose_json_release(&compose);
}

/* ---- HCL ---- */

static const struct hcl_collect collect[] = {{{"variable", 8}, "variables.tf"},
                                             {{"output", 6}, "outputs.tf"}};
static const struct str repeat[] = {{"provider", 8}, {"moved", 5}};
static const struct hcl_rules rules = {collect, AG_COUNT(collect), repeat, AG_COUNT(repeat),
                                       "resource"};

static void hcl_blocks_are_sorted_into_files(void **state)
{
    static const struct file expected[] = {
        {"hcl/dev/a.tf",
         {"resource \"x\" \"b\" {\n  c = 1\n}\n\nresource \"x\" \"a\" {\n}\n", 0},
         2},
        {"hcl/dev/variables.tf", {"variable \"b\" {}\n\n# for c\nvariable \"c\" {}\n", 0}, 0},
        {"hcl/dev/p.tf", {"provider \"aws\" {}\n\nprovider \"aws\" {\n  alias = \"b\"\n}\n", 0}, 0},
        {"hcl/dev/terraform.tfvars", {"a   = 1\nbcd = 2\n\ne = 3\n", 0}, 0},
    };
    struct fixture *fixture = *state;
    struct fragment blocks =
        fragment_of("a", "# for c\nvariable \"c\" {}\nresource \"x\" \"b\" {\nc = 1\n}\n\n\n"
                         "resource \"x\" \"a\" {\n}\n");
    struct fragment more = fragment_of("b", "variable \"b\" {}\n");
    struct fragment providers =
        fragment_of("c", "provider \"aws\" {}\nprovider \"aws\" {\nalias = \"b\"\n}\n");
    struct fragment plain = fragment_of("d", "\na = 1\nbcd = 2\n\n\n");
    struct fragment rest = fragment_of("e", "e = 3");
    struct fragment nothing = fragment_of("f", "\n# only a comment\n");
    struct file_list files = {0};
    struct compose_hcl compose;

    compose_hcl_init(&compose, &fixture->arena, &fixture->diags, &rules);
    size_t first = compose_hcl_file(&compose, "a.tf");

    assert_true(compose_hcl_add(&compose, first, &blocks));
    assert_true(compose_hcl_add(&compose, compose_hcl_file(&compose, "empty.tf"), &more));
    assert_true(compose_hcl_add(&compose, compose_hcl_file(&compose, "p.tf"), &providers));
    assert_true(compose_hcl_add(&compose, compose_hcl_file(&compose, "n.tf"), &nothing));
    size_t values = compose_hcl_file(&compose, "terraform.tfvars");

    assert_true(compose_hcl_add_plain(&compose, values, &plain));
    assert_true(compose_hcl_add_plain(&compose, values, &rest));
    assert_int_equal(compose_hcl_file(&compose, "a.tf"), first);
    compose_hcl_finish(&compose, "hcl/dev", &files);
    assert_int_equal(files.count, AG_COUNT(expected));
    for (size_t i = 0; i < files.count; i++) {
        const char *text = arena_text(&fixture->arena, HCL_HEADER "\n%s", expected[i].bytes.p);

        assert_string_equal(files.items[i].path, expected[i].path);
        assert_string_equal(files.items[i].bytes.p, text);
        assert_int_equal(files.items[i].bytes.len, strlen(text));
        assert_int_equal(files.items[i].resource_count, expected[i].resource_count);
    }
    compose_hcl_release(&compose);
}

static void faulty_hcl_fragments_are_refused_at_their_line(void **state)
{
    static const struct {
        const char *text;
        uint32_t line;
        uint32_t col;
        const char *expected;
    } cases[] = {
        {"a \"b\" {}\n\n# c\n  resource \"x\"  \"y\" {\n}\n", 4, 3,
         "the block 'resource.x.y' is already defined by 'first'"},
        {"resource x y {\n}\n", 1, 1, "the block 'resource.x.y' is already defined by 'first'"},
        {"variable \"v\" {}\n", 1, 1, "the block 'variable.v' is already defined by 'first'"},
        {"a \"b\" {}\nc = 1\n", 2, 1, "expected a block: a type, labels and '{'"},
        {"c = {\n}\n", 1, 1, "expected a block: a type, labels and '{'"},
        {"\"a\" {\n}\n", 1, 1, "expected a block: a type, labels and '{'"},
        {"{\n}\n", 1, 1, "expected a block: a type, labels and '{'"},
        {"a \"b\"\n", 1, 1, "expected a block: a type, labels and '{'"},
        {"a \"b\" {\nc = [\n}\n", 3, 1, "'}' cannot close '['"},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        struct fragment first =
            fragment_of("first", "resource \"x\" \"y\" {}\nvariable \"v\" {}\n");
        struct fragment second = fragment_of("second", cases[i].text);
        struct compose_hcl compose;

        diags_init(&fixture->diags, &fixture->arena);
        compose_hcl_init(&compose, &fixture->arena, &fixture->diags, &rules);
        assert_true(compose_hcl_add(&compose, compose_hcl_file(&compose, "a.tf"), &first));
        assert_false(compose_hcl_add(&compose, compose_hcl_file(&compose, "b.tf"), &second));
        assert_fault(fixture, "second (rendered)", cases[i].line, cases[i].col, cases[i].expected);
        compose_hcl_release(&compose);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(json_sections_are_merged_in_their_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_list_sections_come_as_they_are_given, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(nothing_composed_is_an_empty_document, set_up, tear_down),
        cmocka_unit_test_setup_teardown(faulty_json_fragments_are_refused_at_their_line, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(many_ids_are_kept_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hcl_blocks_are_sorted_into_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(faulty_hcl_fragments_are_refused_at_their_line, set_up,
                                        tear_down),
    };

    mem_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
