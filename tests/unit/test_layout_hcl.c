/* SPDX-License-Identifier: MIT */
/* That the form is the one of `terraform fmt` is shown by tests/external/run-hcl-layout. */
#include "printing.h"

#include "target/layout_hcl.h"

#include <stdlib.h>

static const char *laid_out(struct arena *arena, struct str text)
{
    struct text_fault fault;
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    const char *result = layout_hcl(arena, text, &out, NULL, &fault)
                             ? arena_strdup(arena, buf_str(&out))
                             : arena_text(arena, "%zu: %s", fault.off, fault.text);

    buf_release(&out);
    return result;
}

struct layout_case {
    const char *name;
    const char *text;
    const char *expected;
};

static void check_layouts(const struct layout_case *cases, size_t count)
{
    struct arena arena;

    arena_init(&arena);
    for (size_t i = 0; i < count; i++) {
        const char *found = laid_out(&arena, str_from(cases[i].text));

        if (strcmp(found, cases[i].expected) != 0) {
            print_error("%s\n", cases[i].name);
        }
        assert_string_equal(found, cases[i].expected);
        if (found[0] < '0' || found[0] > '9') {
            assert_string_equal(laid_out(&arena, str_from(found)), found);
        }
    }
    arena_release(&arena);
}

static void lines_are_indented_aligned_and_trimmed(void **state)
{
    static const struct layout_case cases[] = {
        {"nothing", "", ""},
        {"blank lines only", "\n  \n\t\n", ""},
        {"no line end", "a = 1", "a = 1\n"},
        {"alignment", "a=1\nbcd  =  2\n", "a   = 1\nbcd = 2\n"},
        {"a blank line ends a run", "a = 1\n\n\n\nbcd = 2\n", "a = 1\n\nbcd = 2\n"},
        {"a comment ends a run", "a = 1\n# x = y\nbcd = 2\n", "a = 1\n# x = y\nbcd = 2\n"},
        {"an open bracket ends a run", "a = 1\nbcd = {\n}\nef = 2\n",
         "a = 1\nbcd = {\n}\nef = 2\n"},
        {"a closed bracket does not", "a = { b = 1 }\nbcd = [1, 2]\n",
         "a   = { b = 1 }\nbcd = [1, 2]\n"},
        {"block", "r \"a\" \"b\" {\nc = 1\nde = 2\n}\n",
         "r \"a\" \"b\" {\n  c  = 1\n  de = 2\n}\n"},
        {"block on one line", "a \"b\" { c = 1 }\nd = 1\n", "a \"b\" { c = 1 }\nd = 1\n"},
        {"blank lines next to brackets", "b {\n\n\na = 1\n\nc {\n\n}\n\n}\n",
         "b {\n  a = 1\n\n  c {\n  }\n}\n"},
        {"several brackets on a line", "a = f(g({\nb = [\n1,\n]\n}))\nc = 1\n",
         "a = f(g({\n  b = [\n    1,\n  ]\n}))\nc = 1\n"},
        {"brackets closed one by one", "a = f({\nb = 1\n}\n)\n", "a = f({\n  b = 1\n  }\n)\n"},
        {"a line that closes and opens", "a = [{\nb = 1\n}, {\nb = 2\n}]\n",
         "a = [{\n  b = 1\n  }, {\n  b = 2\n}]\n"},
        {"map keys", "a = {\n\"b\" = 1\n\"cde f\" = \"=\"\n}\n",
         "a = {\n  \"b\"     = 1\n  \"cde f\" = \"=\"\n}\n"},
        {"operators are no assignments",
         "a = b == c\n[a != b,\nc <= d, e >= f, g => h]\nlong = 1\n",
         "a = b == c\n[a != b,\nc <= d, e >= f, g => h]\nlong = 1\n"},
        {"wide letters and marks", "\"é\" = 1\n\"e\xcc\x81\" = 1\n\"日本\" = 1\n\"abc\" = 1\n",
         "\"é\"   = 1\n\"e\xcc\x81\"   = 1\n\"日本\"  = 1\n\"abc\" = 1\n"},
        {"strings hide everything", "a = \"{[(=#//<<\\\"\"\nbc = 1\n",
         "a  = \"{[(=#//<<\\\"\"\nbc = 1\n"},
        {"templates in strings", "a = \"${f(\"}\", {})}%{if b}}\"\nbc = 1\n",
         "a  = \"${f(\"}\", {})}%{if b}}\"\nbc = 1\n"},
        {"escaped templates", "a = \"$${%%{$$${$\"\nbc = 1\n", "a  = \"$${%%{$$${$\"\nbc = 1\n"},
        {"comments", "  # a {\n//b\nc {\n# d = (\n}\n", "# a {\n//b\nc {\n  # d = (\n}\n"},
        {"division", "a = b / c\n", "a = b / c\n"},
        {"blanks at line ends", "a = 1 \t\nb {  \n}\t\n", "a = 1\nb {\n}\n"},
        {"call with a map", "policy = jsonencode({\n\"a\" = [\n{\n\"b\" = 1\n},\n]\n})\n",
         "policy = jsonencode({\n  \"a\" = [\n    {\n      \"b\" = 1\n    },\n  ]\n})\n"},
    };

    (void)state;
    check_layouts(cases, AG_COUNT(cases));
}

static void what_is_no_balanced_text_is_refused_at_its_place(void **state)
{
    static const struct layout_case cases[] = {
        {"open bracket", "a {\nb = [\n}\n", "10: '}' cannot close '['"},
        {"never closed", "a {\nb = (1\n)\n", "2: '{' is never closed"},
        {"closes nothing", "a = 1\n}\n", "6: '}' closes nothing"},
        {"open string", "a = \"b\nc = \"\n", "4: a string that is not closed on its line"},
        {"open string at the end", "a = \"b", "4: a string that is not closed on its line"},
        {"open template", "a = \"${b\"\n", "4: a string that is not closed on its line"},
        {"backslash at the end of a line", "a = \"b\\\n\"\n",
         "4: a string that is not closed on its line"},
        {"control character in a string", "a = \"\x01\"\n",
         "4: a string that is not closed on its line"},
        {"here-document", "a = <<EOF\nb\nEOF\n",
         "4: a here-document; print the value as a literal"},
        {"block comment", "/* a */\n", "0: a block comment; use '#' lines"},
        {"comment after code", "a = 1 # b\n",
         "6: a comment after code; it must have a line of its own"},
        {"comment after code with slashes", "a = 1 // b\n",
         "6: a comment after code; it must have a line of its own"},
        {"carriage return", "a = 1\r\n", "5: a control character"},
        {"NUL", "a = 1\x01", "5: a control character"},
    };

    (void)state;
    check_layouts(cases, AG_COUNT(cases));
}

static void depth_is_limited(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (int depth = HCL_DEPTH_MAX; depth <= HCL_DEPTH_MAX + 1; depth++) {
        struct buf text;

        buf_init(&text, BUF_NO_LIMIT);
        for (int i = 0; i < depth; i++) {
            buf_add_text(&text, "{\n");
        }
        for (int i = 0; i < depth; i++) {
            buf_add_text(&text, "}\n");
        }
        const char *found = laid_out(&arena, buf_str(&text));

        if (depth == HCL_DEPTH_MAX) {
            assert_int_equal(found[0], '{');
        } else {
            assert_string_equal(found, "128: more than 64 brackets inside of each other");
        }
        buf_release(&text);
    }
    arena_release(&arena);
}

static void templates_in_strings_may_be_nested_to_a_depth(void **state)
{
    struct arena arena;
    struct buf text;

    (void)state;
    arena_init(&arena);
    for (int depth = 16; depth <= 17; depth++) {
        buf_init(&text, BUF_NO_LIMIT);
        buf_add_text(&text, "a = ");
        for (int i = 0; i < depth; i++) {
            buf_add_text(&text, "\"${");
        }
        for (int i = 0; i < depth; i++) {
            buf_add_text(&text, "}\"");
        }
        assert_int_equal(laid_out(&arena, buf_str(&text))[0], depth == 16 ? 'a' : '4');
        buf_release(&text);
    }
    arena_release(&arena);
}

static void items_are_told_apart(void **state)
{
    static const char text[] = "\n# first\n\n# comment\nr \"a\" {\n\nb = 1\n\nc = 2\n}\n\n\n"
                               "v \"x\" {}\nlocals {\n}\nd = 1\n# last\n";
    static const struct {
        const char *head;
        const char *text;
    } expected[] = {
        {"r \"a\" {", "# first\n# comment\nr \"a\" {\n  b = 1\n\n  c = 2\n}\n"},
        {"v \"x\" {}", "v \"x\" {}\n"},
        {"locals {", "locals {\n}\n"},
        {"d = 1", "d = 1\n"},
    };
    struct hcl_items items = {0};
    struct text_fault fault;
    struct arena arena;
    struct buf out;
    size_t end = 6;

    (void)state;
    arena_init(&arena);
    buf_init(&out, BUF_NO_LIMIT);
    buf_add_text(&out, "before");
    assert_true(layout_hcl(&arena, str_from(text), &out, &items, &fault));
    assert_int_equal(items.count, AG_COUNT(expected));
    for (size_t i = 0; i < items.count; i++) {
        struct str found = {out.bytes + items.list[i].off, items.list[i].len};

        assert_true(str_eq_text(items.list[i].head, expected[i].head));
        assert_true(str_eq_text(found, expected[i].text));
        assert_int_equal(items.list[i].off, end);
        end += items.list[i].len;
    }
    assert_int_equal(out.len, end); /* comments with nothing below them are left out */
    free(items.list);
    buf_release(&out);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_indented_aligned_and_trimmed),
        cmocka_unit_test(what_is_no_balanced_text_is_refused_at_its_place),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(templates_in_strings_may_be_nested_to_a_depth),
        cmocka_unit_test(items_are_told_apart),
    };

    mem_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
