/* SPDX-License-Identifier: MIT */
/* Limits of templates as they are loaded, and sets of several; the language itself is tested by
 * the cases of tests/template/parse. */
#include "../template/support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* `count` times `left`, then `middle`, then `count` times `right`. */
static struct str nested(struct support *support, const char *left, size_t count,
                         const char *middle, const char *right)
{
    struct buf text;

    buf_init(&text, BUF_NO_LIMIT);
    for (size_t i = 0; i < count; i++) {
        buf_add_text(&text, left);
    }
    buf_add_text(&text, middle);
    for (size_t i = 0; i < count; i++) {
        buf_add_text(&text, right);
    }
    struct str result = {arena_strdup(&support->arena, buf_str(&text)), text.len};

    buf_release(&text);
    return result;
}

static bool is_accepted(const char *left, size_t count, const char *middle, const char *right)
{
    struct support support;

    support_init(&support);
    bool ok = support_add(&support, "main", nested(&support, left, count, middle, right));

    assert_int_equal(support.diags.count, ok ? 0 : 1);
    if (!ok) {
        assert_int_equal(support.diags.items[0]->id, DIAG_LIMIT);
        assert_string_equal(support.diags.items[0]->text,
                            "the template is nested more than 100 levels deep");
    }
    support_release(&support);
    return ok;
}

static void nesting_is_limited_on_both_sides(void **state)
{
    /* `most` repetitions are accepted, one more is not; a tag's expression is a level too. */
    static const struct {
        const char *name;
        const char *left;
        const char *middle;
        const char *right;
        size_t most;
    } cases[] = {
        {"blocks", "{% if 1 %}", "x", "{% endif %}", 99},
        {"loops", "{% for x in y %}", "x", "{% endfor %}", 99},
        {"a value inside of blocks", "{% if 1 %}", "{{ 1 }}", "{% endif %}", 99},
        {"lists inside of blocks", "{% if 1 %}", "{{ [[1]] }}", "{% endif %}", 97},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        bool fits = is_accepted(cases[i].left, cases[i].most, cases[i].middle, cases[i].right);
        bool exceeds =
            is_accepted(cases[i].left, cases[i].most + 1, cases[i].middle, cases[i].right);

        if (!fits || exceeds) {
            print_error("%s: %d %d\n", cases[i].name, fits, exceeds);
        }
        assert_true(fits);
        assert_false(exceeds);
    }
}

/* An expression of `count` repetitions inside a print. */
static bool is_accepted_inside(const char *before, const char *left, size_t count,
                               const char *middle, const char *right)
{
    struct support support;
    struct buf text;

    support_init(&support);
    buf_init(&text, BUF_NO_LIMIT);
    buf_add_text(&text, "{{ ");
    buf_add_text(&text, before);
    buf_add(&text, nested(&support, left, count, middle, right));
    buf_add_text(&text, " }}");
    bool ok = support_add(&support, "main", buf_str(&text));

    assert_int_equal(support.diags.count, ok ? 0 : 1);
    if (!ok) {
        assert_int_equal(support.diags.items[0]->id, DIAG_LIMIT);
    }
    buf_release(&text);
    support_release(&support);
    return ok;
}

static void expressions_are_limited_on_both_sides(void **state)
{
    static const struct {
        const char *name;
        const char *before;
        const char *left;
        const char *middle;
        const char *right;
        size_t most;
    } cases[] = {
        {"brackets", "", "(", "1", ")", 99},    {"lists", "", "[", "1", "]", 99},
        {"maps", "", "{\"a\":", "1", "}", 49},  {"members", "a", ".b", "", "", 99},
        {"indices", "a", "[0]", "", "", 99},    {"indices in indices", "", "a[", "0", "]", 99},
        {"filters", "a", "|upper", "", "", 99}, {"sums", "1", "+1", "", "", 99},
        {"products", "1", "*1", "", "", 99},    {"ands", "1", " and 1", "", "", 99},
        {"ors", "1", " or 1", "", "", 99},      {"nots", "", "not ", "1", "", 99},
        {"minuses", "", "-", "1", "", 99},      {"choices", "", "1 if 1 else ", "1", "", 99},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        bool fits = is_accepted_inside(cases[i].before, cases[i].left, cases[i].most,
                                       cases[i].middle, cases[i].right);
        bool exceeds = is_accepted_inside(cases[i].before, cases[i].left, cases[i].most + 1,
                                          cases[i].middle, cases[i].right);

        if (!fits || exceeds) {
            print_error("%s: %d %d\n", cases[i].name, fits, exceeds);
        }
        assert_true(fits);
        assert_false(exceeds);
    }
}

static void long_joins_and_chains_of_elif_are_no_nesting(void **state)
{
    (void)state;
    assert_true(is_accepted_inside("1", "~1", 5000, "", ""));

    struct support support;
    struct buf text;

    support_init(&support);
    buf_init(&text, BUF_NO_LIMIT);
    buf_add_text(&text, "{% if 0 %}");
    for (size_t i = 0; i < 3000; i++) {
        buf_add_text(&text, "{% elif 0 %}");
    }
    buf_add_text(&text, "{% else %}end{% endif %}");
    assert_true(support_add(&support, "main", buf_str(&text)));
    assert_true(support_render(&support, "main", NULL));
    assert_string_equal(support.out.bytes, "end");
    buf_release(&text);
    support_release(&support);
}

/* Templates t0 … t<count>, each of which includes the next. */
static bool links_chain(size_t count)
{
    struct support support;

    support_init(&support);
    for (size_t i = 0; i <= count; i++) {
        const char *name = arena_text(&support.arena, "t%zu", i);
        const char *text =
            i == count ? "x" : arena_text(&support.arena, "{%% include 't%zu' %%}", i + 1);

        assert_true(support_add(&support, name, str_from(text)));
    }
    bool ok = support_render(&support, "t0", NULL);

    if (ok) {
        assert_string_equal(support.out.bytes, "x");
    } else {
        assert_int_equal(support.diags.items[0]->id, DIAG_LIMIT);
        assert_string_equal(support.diags.items[0]->text, "includes are nested more than 10 deep");
    }
    support_release(&support);
    return ok;
}

static void includes_are_limited_on_both_sides(void **state)
{
    (void)state;
    assert_true(links_chain(TEMPLATE_INCLUDES_MAX));
    assert_false(links_chain(TEMPLATE_INCLUDES_MAX + 1));
}

/* Each of 10 levels includes the next twice: linking must not visit each path. */
static void shared_includes_are_linked_once(void **state)
{
    struct support support;

    (void)state;
    support_init(&support);
    for (size_t i = 0; i < TEMPLATE_INCLUDES_MAX; i++) {
        const char *name = arena_text(&support.arena, "t%zu", i);
        const char *text = arena_text(&support.arena,
                                      "{%% include 't%zu' %%}{%% include 't%zu' %%}", i + 1, i + 1);

        assert_true(support_add(&support, name, str_from(text)));
    }
    assert_true(support_add(&support, "t10", STR("x")));
    assert_true(support_render(&support, "t0", NULL));
    assert_int_equal(support.out.len, 1024);
    support_release(&support);
}

static void a_set_knows_its_templates(void **state)
{
    struct support support;

    (void)state;
    support_init(&support);
    assert_true(support_add(&support, "one", STR("{{ two }}")));
    assert_true(templates_has(support.set, "one"));
    assert_false(templates_has(support.set, "two"));
    assert_false(templates_has(support.set, ""));
    assert_true(templates_link(support.set));
    assert_true(templates_has(support.set, "one"));
    assert_false(templates_has(support.set, "two"));
    assert_false(templates_has(support.set, "three"));
    support_release(&support);
}

static void a_name_is_used_once(void **state)
{
    struct support support;

    (void)state;
    support_init(&support);
    assert_true(support_add(&support, "one", STR("a")));
    assert_false(support_add(&support, "one", STR("b")));
    assert_string_equal(support.diags.items[0]->text, "there are two templates named 'one'");
    assert_int_equal(support.diags.items[0]->id, DIAG_TEMPLATE_SYNTAX);
    support_release(&support);
}

static void a_faulty_template_does_not_hide_the_next(void **state)
{
    struct support support;

    (void)state;
    support_init(&support);
    assert_false(support_add(&support, "one", STR("{{")));
    assert_false(support_add(&support, "two", STR("{%")));
    assert_true(support_add(&support, "three", STR("ok")));
    assert_int_equal(support.diags.error_count, 2);
    assert_true(support_render(&support, "three", NULL));
    assert_string_equal(support.out.bytes, "ok");
    support_release(&support);
}

static void texts_are_interned_once_and_found_again(void **state)
{
    struct support support;
    struct buf text;

    (void)state;
    support_init(&support);
    buf_init(&text, BUF_NO_LIMIT);
    for (unsigned i = 0; i < 500; i++) {
        buf_add_format(&text, "{%% set v%u = %u %%}", i, i);
    }
    buf_add_text(&text, "{{ v0 + v499 }}");
    assert_true(support_add(&support, "main", buf_str(&text)));
    assert_true(support_render(&support, "main", NULL));
    assert_string_equal(support.out.bytes, "499");
    buf_release(&text);
    support_release(&support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nesting_is_limited_on_both_sides),
        cmocka_unit_test(expressions_are_limited_on_both_sides),
        cmocka_unit_test(long_joins_and_chains_of_elif_are_no_nesting),
        cmocka_unit_test(includes_are_limited_on_both_sides),
        cmocka_unit_test(shared_includes_are_linked_once),
        cmocka_unit_test(a_set_knows_its_templates),
        cmocka_unit_test(a_name_is_used_once),
        cmocka_unit_test(a_faulty_template_does_not_hide_the_next),
        cmocka_unit_test(texts_are_interned_once_and_found_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
