/* SPDX-License-Identifier: MIT */
/* Rendering as its callers see it: what is borrowed, what is limited, what a failure leaves behind.
 * The language itself is tested by the cases of tests/template/render and by the oracle. */
#include "../template/support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static json_t *variables(const char *text)
{
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

    assert_non_null(root);
    return root;
}

/* Fails with the diagnostics if the rendering is not as expected. */
static void assert_renders(const char *text, const char *globals, const char *expected)
{
    struct support support;
    struct buf faults;
    json_t *root = variables(globals);

    support_init(&support);
    buf_init(&faults, BUF_NO_LIMIT);
    bool ok = support_render_text(&support, text, root);

    support_describe(&support, &faults);
    assert_string_equal(buf_str(&faults).p, "");
    assert_true(ok);
    assert_string_equal(buf_str(&support.out).p, expected);
    buf_release(&faults);
    support_release(&support);
    json_decref(root);
}

static void loops_run_so_many_times_in_total(void **state)
{
    struct support support;
    json_t *root = jx_object();
    json_t *rows = jx_array();
    json_t *cells = jx_array();

    (void)state;
    for (int i = 0; i < 99; i++) {
        jx_append(rows, jx_integer(i));
    }
    for (int i = 0; i < 1009; i++) {
        jx_append(cells, jx_integer(i));
    }
    jx_set(root, "rows", rows);
    jx_set(root, "cells", cells);
    jx_set(root, "last", variables("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"));
    support_init(&support);
    /* 99 + 99 * 1009 + 10 = 100,000 */
    assert_true(support_add(&support, "fits",
                            STR("{% for r in rows %}{% for c in cells %}{% endfor %}{% endfor %}"
                                "{% for l in last %}{% endfor %}done")));
    assert_true(support_add(&support, "exceeds",
                            STR("{% include 'fits' %}{% for l in [1] %}{% endfor %}")));
    assert_true(support_render(&support, "fits", root));
    assert_string_equal(support.out.bytes, "done");
    assert_false(support_render(&support, "exceeds", root));
    assert_int_equal(support.diags.items[0]->id, DIAG_LIMIT);
    assert_string_equal(support.diags.items[0]->text,
                        "the loops of the template run more than 100000 times");
    support_release(&support);
    json_decref(root);
}

static void output_is_limited_on_both_sides(void **state)
{
    enum { LINE = 1024 };
    struct support support;
    char text[LINE + 1];
    json_t *root = jx_object();
    json_t *rows = jx_array();

    (void)state;
    memset(text, 'x', LINE);
    text[LINE] = '\0';
    for (int i = 0; i < TEMPLATE_BYTES_MAX / LINE; i++) {
        jx_append(rows, json_null());
    }
    jx_set(root, "rows", rows);
    support_init(&support);
    const char *loop = arena_text(&support.arena, "{%% for r in rows %%}%s{%% endfor %%}", text);
    const char *more = arena_text(&support.arena, "%s{{ 1 }}", loop);

    assert_true(support_add(&support, "fits", str_from(loop)));
    assert_true(support_add(&support, "exceeds", str_from(more)));
    buf_add_text(&support.out, "before");
    assert_true(support_render(&support, "fits", root));
    assert_int_equal(support.out.len, TEMPLATE_BYTES_MAX + strlen("before"));
    buf_truncate(&support.out, strlen("before"));
    assert_false(support_render(&support, "exceeds", root));
    assert_string_equal(support.out.bytes, "before");
    assert_int_equal(support.diags.items[0]->id, DIAG_LIMIT);
    assert_string_equal(support.diags.items[0]->text,
                        "the output of the template passes 16777216 bytes");
    support_release(&support);
    json_decref(root);
}

/* A buffer with a lower limit than the engine's own is respected too. */
static void a_full_buffer_is_a_fault(void **state)
{
    struct support support;
    struct render render = {0};
    struct buf out;

    (void)state;
    support_init(&support);
    buf_init(&out, 8);
    assert_true(support_add(&support, "main", STR("0123456789")));
    assert_true(templates_link(support.set));
    assert_false(template_render(support.set, "main", &render, &out, &support.diags));
    assert_int_equal(support.diags.items[0]->id, DIAG_LIMIT);
    assert_int_equal(support.diags.items[0]->note_count, 0);
    assert_int_equal(out.len, 0);
    buf_release(&out);
    support_release(&support);
}

static void a_failure_leaves_the_output_as_it_was(void **state)
{
    struct support support;

    (void)state;
    support_init(&support);
    buf_add_text(&support.out, "before ");
    assert_true(support_add(&support, "good", STR("good {{ 1 }}")));
    assert_true(support_add(&support, "bad", STR("bad {{ 1 }}{% include 'worse' %}")));
    assert_true(support_add(&support, "worse", STR("worse {{ ['a'] ~ 'b' }}")));
    assert_false(support_render(&support, "bad", NULL));
    assert_string_equal(support.out.bytes, "before ");
    assert_true(support_render(&support, "good", NULL));
    assert_string_equal(support.out.bytes, "before good 1");
    support_release(&support);
}

static void locals_win_over_globals(void **state)
{
    struct support support;
    json_t *globals = variables("{\"a\": 1, \"b\": 2}");
    json_t *locals = variables("{\"b\": 3, \"c\": 4}");
    struct render render = {.globals = globals, .locals = locals};

    (void)state;
    support_init(&support);
    assert_true(support_add(&support, "main", STR("{{ a }}{{ b }}{{ c }}")));
    assert_true(templates_link(support.set));
    assert_true(template_render(support.set, "main", &render, &support.out, &support.diags));
    assert_string_equal(support.out.bytes, "134");
    support_release(&support);
    json_decref(globals);
    json_decref(locals);
}

static void the_view_is_only_borrowed(void **state)
{
    json_t *root = variables("{\"list\": [{\"a\": [1]}], \"text\": \"t\"}");
    json_t *before = jx_copy(root);
    const json_t *list = jx_get(root, "list");
    size_t references = list->refcount;
    struct support support;

    (void)state;
    support_init(&support);
    assert_false(support_render_text(
        &support,
        "{% set l = list + [text] %}{% set l = l + l %}{% for x in l %}{% set y = x %}"
        "{% endfor %}"
        "{% set m = {'list': list}.list %}{{ m[0].a | pair(list) | length }}{{ list | sort }}",
        root));
    assert_true(json_equal(root, before));
    assert_int_equal(list->refcount, references);
    support_release(&support);
    json_decref(before);
    json_decref(root);
}

/* `times` doublings of what `first` says, by `double`. */
static bool render_doubled(struct support *support, const char *first, const char *twice, int times)
{
    struct buf text;

    buf_init(&text, BUF_NO_LIMIT);
    buf_add_format(&text, "{%% set a = %s %%}", first);
    for (int i = 0; i < times; i++) {
        buf_add_format(&text, "{%% set a = %s %%}", twice);
    }
    const char *name = arena_text(&support->arena, "%s %d", twice, times);
    bool is_rendered =
        support_add(support, name, str_from(arena_strdup(&support->arena, buf_str(&text)))) &&
        support_render(support, name, NULL);

    buf_release(&text);
    return is_rendered;
}

static void values_are_limited_on_both_sides(void **state)
{
    /* 16 bytes and 20 doublings are 16 MiB; what leads to a value counts as well. */
    static const struct {
        const char *first;
        const char *twice;
        int most;
        const char *fault;
    } rows[] = {
        {"'0123456789abcdef'", "a ~ a", 20, "a text of the template passes 16777216 bytes"},
        {"'0'", "a | replace('0', '00')", 24, "a text of the template passes 16777216 bytes"},
        {"[1, 2]", "[a, a]", 19, "the values of the template pass 67108864 bytes or 100 levels"},
        {"[1, 2]", "a + a", 19, "the values of the template pass 67108864 bytes or 100 levels"},
        {"1", "[a]", 100, "the values of the template pass 67108864 bytes or 100 levels"},
        {"1", "{'a': a}", 100, "the values of the template pass 67108864 bytes or 100 levels"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct support support;

        support_init(&support);
        print_message("%s\n", rows[i].twice);
        assert_true(render_doubled(&support, rows[i].first, rows[i].twice, rows[i].most));
        assert_false(render_doubled(&support, rows[i].first, rows[i].twice, rows[i].most + 1));
        assert_int_equal(support.diags.count, 1);
        assert_int_equal(support.diags.items[0]->id, DIAG_LIMIT);
        assert_string_equal(support.diags.items[0]->text, rows[i].fault);
        support_release(&support);
    }
}

/* More variables and temporaries than have room in the engine's first place for them. */
static void variables_and_temporaries_grow(void **state)
{
    struct buf text;
    struct buf expected;

    (void)state;
    buf_init(&text, BUF_NO_LIMIT);
    buf_init(&expected, BUF_NO_LIMIT);
    for (unsigned i = 0; i < 40; i++) {
        buf_add_format(&text, "{%% set v%u = 'a' ~ %u %%}", i, i);
    }
    buf_add_text(&text, "{{ [");
    for (unsigned i = 0; i < 40; i++) {
        buf_add_format(&text, "%sv%u ~ 'z'", i == 0 ? "" : ", ", i);
        buf_add_format(&expected, "%s\"a%uz\"", i == 0 ? "[" : ",", i);
    }
    buf_add_text(&text, "] }}");
    buf_add_text(&expected, "]");
    assert_renders(buf_str(&text).p, "{}", buf_str(&expected).p);
    buf_release(&text);
    buf_release(&expected);
}

/* A variable outlives the temporary that its value was a part of. */
static void variables_keep_what_they_name(void **state)
{
    (void)state;
    assert_renders("{% set a = {'x': {'y': ['long' ~ 'text']}}.x.y %}{{ a }}"
                   "{% set a = a[0] %}{{ a }}{% set a = a ~ a %}{{ a }}"
                   "{% for k in ['k' ~ 'ey'] %}{% set b = k ~ '!' %}{{ b }}{% endfor %}",
                   "{}", "[\"longtext\"]\"longtext\"\"longtextlongtext\"\"key!\"");
}

static void joining_may_nest(void **state)
{
    (void)state;
    assert_renders("{{ 'a' ~ ('b' ~ ('c' | upper) ~ (['d', 'e' ~ 'f'] | join('-'))) ~ "
                   "('x.y' | replace('.', 'p' ~ 'q')) }}",
                   "{}", "\"abCd-efxpqy\"");
}

static void keys_with_odd_names_are_members(void **state)
{
    (void)state;
    assert_renders(
        "{{ m[\"items\"] }}{{ m[\"a b\"] }}{{ m[\"\"] }}{% for k in m %}{{ k }}{% endfor %}",
        "{\"m\": {\"items\": 1, \"a b\": 2, \"\": 3}}", "123\"items\"\"a b\"\"\"");
}

static json_t *render_again(void *context, const json_t *input, const json_t *const *args,
                            size_t arg_count, const char **error)
{
    struct support *inner = context;
    struct render render = {.globals = input};

    (void)args;
    (void)arg_count;
    buf_clear(&inner->out);
    if (!template_render(inner->set, "inner", &render, &inner->out, &inner->diags)) {
        *error = inner->diags.items[0]->text;
        return NULL;
    }
    return jx_string_from(buf_str(&inner->out));
}

/* The filter `script` of the targets renders a template of another set. */
static void a_filter_may_render(void **state)
{
    struct support inner;
    struct support outer;
    struct render render = {.context = &inner};

    (void)state;
    support_init(&inner);
    assert_true(support_add(&inner, "inner", STR("{% for x in list %}<{{ x }}>{% endfor %}")));
    assert_true(templates_link(inner.set));
    support_init(&outer);
    templates_add_filter(outer.set, "again", 0, render_again);
    assert_true(
        support_add(&outer, "main",
                    STR("{% for x in [1, 2] %}{{ 'a' ~ ({'list': [x, 'b']} | again) ~ 'c' }}"
                        "{% endfor %}")));
    assert_true(support_add(&outer, "bad", STR("{{ {} | again }}")));
    assert_true(templates_link(outer.set));
    assert_true(template_render(outer.set, "main", &render, &outer.out, &outer.diags));
    assert_string_equal(outer.out.bytes, "\"a<1><\\\"b\\\">c\"\"a<2><\\\"b\\\">c\"");
    assert_false(template_render(outer.set, "bad", &render, &outer.out, &outer.diags));
    assert_string_equal(outer.diags.items[0]->text, "'again': 'list' is not defined");
    support_release(&outer);
    support_release(&inner);
}

static void faults_name_their_origin(void **state)
{
    struct support support;
    struct buf text;

    (void)state;
    support_init(&support);
    buf_init(&text, BUF_NO_LIMIT);
    assert_true(support_add(&support, "row", STR("\n {{ x.y }}")));
    assert_false(support_render_text(&support,
                                     "{% for x in [{}] %}{% include \"row\" %}{% endfor %}", NULL));
    support_describe(&support, &text);
    assert_string_equal(buf_str(&text).p,
                        "row:2:5: 'x' has no member 'y' [template-value]\n"
                        "  note: main:1:20: included from 'main' here\n"
                        "  note: user.yaml:2:3: while rendering 'app' (instances) for json\n");
    assert_int_equal(support.diags.items[0]->span.len, 3);
    buf_release(&text);
    support_release(&support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loops_run_so_many_times_in_total),
        cmocka_unit_test(output_is_limited_on_both_sides),
        cmocka_unit_test(values_are_limited_on_both_sides),
        cmocka_unit_test(a_full_buffer_is_a_fault),
        cmocka_unit_test(a_failure_leaves_the_output_as_it_was),
        cmocka_unit_test(locals_win_over_globals),
        cmocka_unit_test(the_view_is_only_borrowed),
        cmocka_unit_test(variables_and_temporaries_grow),
        cmocka_unit_test(variables_keep_what_they_name),
        cmocka_unit_test(joining_may_nest),
        cmocka_unit_test(keys_with_odd_names_are_members),
        cmocka_unit_test(a_filter_may_render),
        cmocka_unit_test(faults_name_their_origin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
