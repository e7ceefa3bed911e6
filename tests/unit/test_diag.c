/* SPDX-License-Identifier: MIT */
/* Collecting, sorting and printing diagnostics. */
#include "base/diag.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct diags diags;
    struct buf out;
};

static int set_up(void **state)
{
    static struct fixture fixture;

    arena_init(&fixture.arena);
    diags_init(&fixture.diags, &fixture.arena);
    buf_init(&fixture.out, BUF_NO_LIMIT);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    buf_release(&fixture->out);
    arena_release(&fixture->arena);
    return 0;
}

static const char *printed(struct fixture *fixture, bool colour)
{
    buf_clear(&fixture->out);
    diags_sort(&fixture->diags);
    diags_print_text(&fixture->diags, &fixture->out, colour);
    return fixture->out.len == 0 ? "" : fixture->out.bytes;
}

static void a_message_shows_place_excerpt_notes_and_hint(void **state)
{
    static const struct str names[] = {{"web", 3}, {"db", 2}};
    struct fixture *f = *state;
    const struct source *source =
        source_new(&f->arena, "shop.yaml", STR("tiers:\n  db: 1\nflows:\n  - web -> dbb\n"));
    struct diag *diag = diag_add(&f->diags, DIAG_UNKNOWN_TIER, span_make(source, 33, 3),
                                 "flow '%s' names an unknown tier", "web -> dbb");

    diag_note(&f->diags, diag, span_make(source, 9, 2), "'%s' is declared here", "db");
    diag_note(&f->diags, diag, SPAN_NONE, "nothing else is");
    diag_hint_nearest(&f->diags, diag, STR("dbb"), names, 2);
    assert_string_equal(
        printed(f, false),
        "shop.yaml:4:12: error: flow 'web -> dbb' names an unknown tier [unknown-tier]\n"
        "      4 |   - web -> dbb\n"
        "        |            ^~~\n"
        "shop.yaml:2:3: note: 'db' is declared here\n"
        "      2 |   db: 1\n"
        "        |   ^~\n"
        "  note: nothing else is\n"
        "  hint: did you mean 'db'?\n");
}

static void a_message_without_place_names_the_program(void **state)
{
    struct fixture *f = *state;

    diag_add(&f->diags, DIAG_USAGE, SPAN_NONE, "unknown option '%s'", "--tarGet");
    assert_string_equal(printed(f, false), "archgen: error: unknown option '--tarGet' [usage]\n");
}

static void colours_differ_by_severity_and_only_on_demand(void **state)
{
    struct fixture *f = *state;
    const struct source *source = source_new(&f->arena, "f", STR("ab"));

    diag_add(&f->diags, DIAG_UNCONNECTED, span_make(source, 0, 2), "w");
    diag_add(&f->diags, DIAG_USAGE, SPAN_NONE, "e");
    assert_string_equal(printed(f, true),
                        "\033[1marchgen:\033[0m \033[1;31merror:\033[0m \033[1me\033[0m [usage]\n"
                        "\033[1mf:1:1:\033[0m \033[1;35mwarning:\033[0m \033[1mw\033[0m "
                        "[unconnected]\n"
                        "      1 | ab\n"
                        "        | \033[1;35m^~\033[0m\n");
    assert_null(strchr(printed(f, false), '\033'));
}

static void the_caret_stands_under_the_place(void **state)
{
    static const struct {
        const char *name;
        struct str text;
        uint32_t off;
        uint32_t len;
        const char *expected; /* the lines of the excerpt */
    } cases[] = {
        {"a point", STR_INIT("abc"), 1, 0, "      1 | abc\n        |  ^\n"},
        {"behind the end", STR_INIT("abc"), 3, 0, "      1 | abc\n        |    ^\n"},
        {"beyond the text", STR_INIT("abc"), 99, 5, "      1 | abc\n        |    ^\n"},
        {"tabs are kept", STR_INIT("\ta\tbc"), 3, 2, "      1 | \ta\tbc\n        | \t \t^~\n"},
        {"only the first line", STR_INIT("ab\ncd"), 1, 4, "      1 | ab\n        |  ^\n"},
        {"wide letters", STR_INIT("\xe6\x97\xa5\xe6\x9c\xac x"), 3, 3,
         "      1 | \xe6\x97\xa5\xe6\x9c\xac x\n        |   ^~\n"},
        {"hidden characters",
         STR_INIT("\x1b[\xe2\x80\xae"
                  "x"),
         5, 1, "      1 | <U+001B>[<U+202E>x\n        |                  ^\n"},
        {"bad bytes",
         STR_INIT("\xff"
                  "a"),
         1, 1,
         "      1 | \xef\xbf\xbd"
         "a\n        |  ^\n"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        const struct source *source = source_new(&f->arena, "f", cases[i].text);

        diags_init(&f->diags, &f->arena);
        diag_add(&f->diags, DIAG_USAGE, span_make(source, cases[i].off, cases[i].len), "x");
        const char *excerpt = strchr(printed(f, false), '\n') + 1;

        if (strcmp(excerpt, cases[i].expected) != 0) {
            fail_msg("%s:\n%s", cases[i].name, excerpt);
        }
    }
}

static void a_long_line_is_cut_around_the_place(void **state)
{
    struct fixture *f = *state;
    struct buf text;

    buf_init(&text, BUF_NO_LIMIT);
    buf_add_repeat(&text, 'a', 300);
    buf_add_text(&text, "XY");
    buf_add_repeat(&text, 'b', 300);
    const struct source *source = source_new(&f->arena, "f", buf_str(&text));

    diag_add(&f->diags, DIAG_USAGE, span_make(source, 300, 2), "x");
    const char *line = strchr(printed(f, false), '\n') + 1;
    const char *marks = strchr(line, '\n') + 1;

    assert_non_null(strstr(line, "| \xe2\x80\xa6"
                                 "aaa"));
    assert_non_null(strstr(line, "bbb\xe2\x80\xa6\n"));
    assert_true(marks - line < 130);
    /* The ellipsis has three bytes and one column. */
    assert_int_equal(strchr(marks, '^') - marks + 2, strchr(line, 'X') - line);
    assert_non_null(strstr(marks, "^~\n"));
    buf_release(&text);
}

static void user_text_in_messages_cannot_reach_the_terminal_raw(void **state)
{
    struct fixture *f = *state;
    struct diag *diag = diag_add(&f->diags, DIAG_USAGE, SPAN_NONE, "key '%s'",
                                 "a\x1b[2J\n\xe2\x80\xae"
                                 "b\xff");

    diag_hint(&f->diags, diag, "did you mean '%s'?", "\x07");
    assert_string_equal(printed(f, false),
                        "archgen: error: key 'a<U+001B>[2J<U+000A><U+202E>b\xef\xbf\xbd' [usage]\n"
                        "  hint: did you mean '<U+0007>'?\n");
}

static void messages_are_sorted_by_place_and_repetitions_removed(void **state)
{
    struct fixture *f = *state;
    const struct source *b = source_new(&f->arena, "b", STR("0123456789"));
    const struct source *a = source_new(&f->arena, "a", STR("0123456789"));

    diag_add(&f->diags, DIAG_USAGE, span_make(b, 5, 1), "5");
    diag_add(&f->diags, DIAG_USAGE, span_make(b, 1, 1), "first at 1");
    diag_add(&f->diags, DIAG_BAD_TIER, span_make(b, 1, 1), "another at 1");
    diag_add(&f->diags, DIAG_USAGE, span_make(b, 1, 1), "first at 1");
    diag_add(&f->diags, DIAG_USAGE, span_make(b, 1, 2), "first at 1");
    diag_add(&f->diags, DIAG_USAGE, span_make(a, 9, 1), "9");
    diag_add(&f->diags, DIAG_USAGE, SPAN_NONE, "nowhere");
    diag_add(&f->diags, DIAG_UNCONNECTED, span_make(a, 9, 1), "9");
    assert_int_equal(f->diags.error_count, 7);
    diags_sort(&f->diags);

    static const char *const expected[] = {"nowhere",      "9",          "9", "first at 1",
                                           "another at 1", "first at 1", "5"};

    assert_int_equal(f->diags.count, AG_COUNT(expected));
    assert_int_equal(f->diags.error_count, 6);
    for (size_t i = 0; i < AG_COUNT(expected); i++) {
        assert_string_equal(f->diags.items[i]->text, expected[i]);
    }
    diags_sort(&f->diags);
    assert_int_equal(f->diags.count, AG_COUNT(expected));
}

static void only_fifty_messages_are_shown_and_errors_first_of_all(void **state)
{
    struct fixture *f = *state;
    const struct source *source = source_new(&f->arena, "f", STR(""));

    for (int i = 0; i < 50; i++) {
        diag_add(&f->diags, DIAG_UNCONNECTED, span_make(source, 0, 0), "warning %d", i);
    }
    assert_false(diags_has_errors(&f->diags));
    assert_null(strstr(printed(f, false), "more\n"));
    diag_add(&f->diags, DIAG_USAGE, span_make(source, 0, 0), "the error");
    assert_true(diags_has_errors(&f->diags));
    assert_non_null(strstr(printed(f, false), "the error"));
    assert_non_null(strstr(f->out.bytes, "warning 48 "));
    assert_null(strstr(f->out.bytes, "warning 49 "));
    assert_non_null(strstr(f->out.bytes, "\n\xe2\x80\xa6 and 1 more\n"));
    for (int i = 0; i < 60; i++) {
        diag_add(&f->diags, DIAG_USAGE, span_make(source, 0, 0), "error %d", i);
    }
    assert_null(strstr(printed(f, false), "warning 0"));
    assert_non_null(strstr(f->out.bytes, "and 61 more\n"));
}

/* Adds one for each place from `first` on, and returns how many are kept then. */
static size_t add_many(struct fixture *f, const struct source *source, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++) {
        struct diag *diag = diag_add(&f->diags, DIAG_USAGE, span_make(source, i, 1), "at %zu", i);

        diag_note(&f->diags, diag, SPAN_NONE, "a note of %zu", i);
        diag_hint(&f->diags, diag, "a hint for %zu", i);
    }
    return f->diags.count;
}

static const struct source *long_source(struct fixture *f)
{
    size_t size = (size_t)4 * DIAG_KEPT_MAX;
    char *text = ARENA_ARRAY(&f->arena, size, char);

    memset(text, 'x', size);
    return source_new(&f->arena, "f", (struct str){text, size});
}

static void as_many_of_an_id_are_kept_as_may_be_and_the_rest_is_counted(void **state)
{
    struct fixture *f = *state;
    const struct source *source = long_source(f);

    assert_int_equal(add_many(f, source, 100, DIAG_KEPT_MAX), DIAG_KEPT_MAX);
    assert_int_equal(f->diags.dropped_count, 0);
    assert_int_equal(add_many(f, source, 100 + DIAG_KEPT_MAX, 1), DIAG_KEPT_MAX);
    assert_int_equal(f->diags.dropped_count, 1);
    diag_add(&f->diags, DIAG_UNCONNECTED, span_make(source, 3000, 1), "another id");
    assert_int_equal(f->diags.count, DIAG_KEPT_MAX + 1);
    assert_int_equal(f->diags.error_count, DIAG_KEPT_MAX + 1);
    /* What comes earlier by place is kept whenever it is added; repetitions count once. */
    add_many(f, source, 0, 1);
    add_many(f, source, 100 + DIAG_KEPT_MAX, 5);
    diags_sort(&f->diags);
    assert_string_equal(f->diags.items[0]->text, "at 0");
    assert_int_equal(f->diags.count, DIAG_KEPT_MAX + 2);
    assert_int_equal(f->diags.dropped_count, 5);
    assert_int_equal(f->diags.error_count, DIAG_KEPT_MAX + 6);
    for (size_t i = 0; i < f->diags.count; i++) {
        assert_int_equal(f->diags.items[i]->note_count, f->diags.items[i]->hint == NULL ? 0 : 1);
    }
    assert_non_null(strstr(printed(f, false), "and 957 more\n"));
    diags_drop_notes(&f->diags);
    assert_int_equal(f->diags.dropped_count, 5);
}

static void repetitions_take_no_room_from_what_differs(void **state)
{
    struct fixture *f = *state;
    const struct source *source = long_source(f);

    for (int i = 0; i < DIAG_KEPT_MAX / 10; i++) {
        add_many(f, source, 0, 10);
    }
    assert_int_equal(f->diags.count, DIAG_KEPT_MAX);
    size_t errors = f->diags.error_count;

    assert_int_equal(add_many(f, source, 10, 1), 11);
    assert_int_equal(f->diags.error_count, errors + 1);
    add_many(f, source, 11, DIAG_KEPT_MAX);
    diags_sort(&f->diags);
    assert_int_equal(f->diags.count, DIAG_KEPT_MAX);
    assert_int_equal(f->diags.dropped_count, 11);
    for (size_t i = 0; i < f->diags.count; i++) {
        assert_int_equal(f->diags.items[i]->span.off, i);
    }
}

static void json_has_one_object_for_each_message(void **state)
{
    struct fixture *f = *state;
    const struct source *source = source_new(&f->arena, "f\"1", STR("a\n\xc3\xa4 b\nc"));
    struct diag *diag = diag_add(&f->diags, DIAG_UNCONNECTED, span_make(source, 5, 3), "w '\n'");

    diag_note(&f->diags, diag, span_make(source, 0, 1), "n");
    diag_hint(&f->diags, diag, "h");
    diag_add(&f->diags, DIAG_USAGE, SPAN_NONE, "e");
    diags_sort(&f->diags);
    diags_print_json(&f->diags, &f->out);
    assert_string_equal(
        f->out.bytes,
        "[{\"id\":\"usage\",\"severity\":\"error\",\"message\":\"e\",\"file\":null,\"line\":null,"
        "\"column\":null,\"endLine\":null,\"endColumn\":null,\"notes\":[],\"hint\":null},\n"
        " {\"id\":\"unconnected\",\"severity\":\"warning\",\"message\":\"w '\\n'\","
        "\"file\":\"f\\\"1\",\"line\":2,\"column\":3,\"endLine\":3,\"endColumn\":2,"
        "\"notes\":[{\"message\":\"n\",\"file\":\"f\\\"1\",\"line\":1,\"column\":1}],"
        "\"hint\":\"h\"}]\n");
    json_t *read = json_loads(f->out.bytes, JSON_REJECT_DUPLICATES, NULL);

    assert_int_equal(json_array_size(read), 2);
    json_decref(read);
}

static void no_messages_print_nothing_and_an_empty_array(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(printed(f, false), "");
    diags_print_json(&f->diags, &f->out);
    assert_string_equal(f->out.bytes, "[]\n");
}

static void every_id_is_kebab_case_unique_and_explained(void **state)
{
    (void)state;
    for (int i = 0; i < DIAG_COUNT; i++) {
        const struct diag_info *info = diag_info((enum diag_id)i);

        assert_int_equal(strspn(info->id, "abcdefghijklmnopqrstuvwxyz0123456789-"),
                         strlen(info->id));
        assert_true(str_has_suffix(str_from(info->summary), STR(".")));
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(info->id, diag_info((enum diag_id)j)->id);
        }
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_message_shows_place_excerpt_notes_and_hint),
        TEST(a_message_without_place_names_the_program),
        TEST(colours_differ_by_severity_and_only_on_demand),
        TEST(the_caret_stands_under_the_place),
        TEST(a_long_line_is_cut_around_the_place),
        TEST(user_text_in_messages_cannot_reach_the_terminal_raw),
        TEST(messages_are_sorted_by_place_and_repetitions_removed),
        TEST(only_fifty_messages_are_shown_and_errors_first_of_all),
        TEST(as_many_of_an_id_are_kept_as_may_be_and_the_rest_is_counted),
        TEST(repetitions_take_no_room_from_what_differs),
        TEST(json_has_one_object_for_each_message),
        TEST(no_messages_print_nothing_and_an_empty_array),
        TEST(every_id_is_kebab_case_unique_and_explained),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
