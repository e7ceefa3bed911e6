/* SPDX-License-Identifier: MIT */
#include "printing.h"

#include "target/rewrite.h"

static const struct use_words words = {
    .name = STR_INIT("Ref"),
    .attribute = STR_INIT("Fn::GetAtt"),
    .text = STR_INIT("Fn::Sub"),
    .select = STR_INIT("Fn::Select"),
    .split = STR_INIT("Fn::Split"),
    .after = STR_INIT("DependsOn"),
    .choice = STR_INIT("Fn::If"),
    .condition = STR_INIT("Condition"),
    .map = STR_INIT("Fn::FindInMap"),
    .results = STR_INIT("Outputs."),
};

/* "0 Web.Arn" for each use: kind, name, attribute. */
static void assert_uses(const char *text, const char *expected)
{
    struct arena arena;
    struct uses uses = {0};
    struct buf out;

    arena_init(&arena);
    buf_init(&out, BUF_NO_LIMIT);
    uses_scan(&uses, &arena, &words, str_from(text));
    for (size_t i = 0; i < uses.count; i++) {
        buf_add_format(&out, "%s%d %.*s%s%.*s", i == 0 ? "" : ", ", (int)uses.list[i].kind,
                       STR_ARGS(uses.list[i].name), uses.list[i].attribute.len > 0 ? "." : "",
                       STR_ARGS(uses.list[i].attribute));
    }
    assert_string_equal(arena_strdup(&arena, buf_str(&out)), expected);
    buf_release(&out);
    arena_release(&arena);
}

static void uses_are_found(void **state)
{
    static const struct {
        const char *text;
        const char *uses;
    } rows[] = {
        {"{\"A\": {\"Ref\": \"Web\"}}", "0 Web"},
        {"{\"A\": {\"Fn::GetAtt\": [\n \"Db\",\n \"Endpoint.Address\"\n ]}}",
         "1 Db.Endpoint.Address"},
        {"{\"A\": {\"Fn::GetAtt\": \"Db.Endpoint.Address\"}}", "1 Db.Endpoint.Address"},
        {"{\"A\": {\"Fn::Sub\": \"${Web}-${Web.Arn}-${!Web}-$\"}}", "2 Web, 2 Web.Arn"},
        {"{\"A\": {\"Fn::Sub\": [\"${Own}${Web}\", {\"Own\": {\"Ref\": \"Db\"}}]}}", "2 Web, 0 Db"},
        {"{\"DependsOn\": \"Web\"}", "3 Web"},
        {"{\"DependsOn\": [\"Web\", \"Db\"], \"A\": {\"DependsOn\": \"No\"}}", "3 Web, 3 Db"},
        {"{\"Condition\": \"Big\", \"A\": {\"Fn::If\": [\"Small\", 1, {\"Ref\": \"X\"}]}}",
         "4 Big, 4 Small, 0 X"},
        {"{\"Condition\": {\"StringEquals\": {}}}", ""},
        {"{\"A\": {\"Fn::FindInMap\": [\"Map\", \"a\", \"b\"]}}", "5 Map"},
        {"{\"A\": \"Ref\", \"B\": \"\\\"Ref\\\": \\\"Web\\\"\"}", ""},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        assert_uses(rows[i].text, rows[i].uses);
    }
}

/* What is called Gone is in another part; Names is a list there. */
static struct replacement resolve(void *context, const struct use *use)
{
    const enum replacement_kind *kind = context;
    struct replacement as = {.kind = *kind,
                             .id = "P",
                             .attribute = "Q",
                             .index = 3,
                             .variable = "V",
                             .is_list = str_eq_text(use->attribute, "Names")};

    if (!str_eq_text(use->name, "Gone")) {
        as.kind = REPLACEMENT_NONE;
    } else if (use->kind == USE_AFTER) {
        as.kind = REPLACEMENT_DROP;
    }
    return as;
}

static void uses_are_replaced(void **state)
{
    static const struct {
        enum replacement_kind kind;
        const char *text;
        const char *expected;
    } rows[] = {
        {REPLACEMENT_NAME, "{\"A\": {\"Ref\": \"Gone\"}, \"B\": {\"Ref\": \"Web\"}}",
         "{\"A\": {\"Ref\": \"P\"}, \"B\": {\"Ref\": \"Web\"}}"},
        {REPLACEMENT_NAME, "{\"A\": {\"Fn::GetAtt\": [\"Gone\", \"Arn\"]}}",
         "{\"A\": {\"Ref\": \"P\"}}"},
        {REPLACEMENT_NAME, "{\"A\": {\"Fn::GetAtt\": [\"Gone\", \"Names\"]}}",
         "{\"A\": {\"Fn::Split\": [\",\", {\"Ref\": \"P\"}]}}"},
        {REPLACEMENT_NAME, "{\"A\": {\"Fn::Sub\": \"a${Gone.Arn}b${Web}\"}}",
         "{\"A\": {\"Fn::Sub\": \"a${P}b${Web}\"}}"},
        {REPLACEMENT_ATTRIBUTE, "{\"A\": {\"Ref\": \"Gone\"}}",
         "{\"A\": {\"Fn::GetAtt\": [\"P\", \"Outputs.Q\"]}}"},
        {REPLACEMENT_ATTRIBUTE, "{\"A\": {\"Fn::Sub\": \"${Gone}\"}}",
         "{\"A\": {\"Fn::Sub\": \"${P.Outputs.Q}\"}}"},
        {REPLACEMENT_SELECT, "{\"A\": {\"Ref\": \"Gone\"}}",
         "{\"A\": {\"Fn::Select\": [\"3\", {\"Ref\": \"P\"}]}}"},
        {REPLACEMENT_SELECT, "{\"A\": {\"Fn::Sub\": \"${Gone}${Gone}\"}}",
         "{\"A\": {\"Fn::Sub\": [\"${V}${V}\", {\"V\": {\"Fn::Select\": [\"3\", {\"Ref\": "
         "\"P\"}]}, }]}}"},
        {REPLACEMENT_SELECT, "{\"A\": {\"Fn::Sub\": [\"${Gone}${X}\", {\"X\": 1}]}}",
         "{\"A\": {\"Fn::Sub\": [\"${V}${X}\", {\"V\": {\"Fn::Select\": [\"3\", {\"Ref\": "
         "\"P\"}]}, \"X\": 1}]}}"},
        {REPLACEMENT_NAME, "{\"DependsOn\": \"Gone\", \"A\": 1}", "{ \"A\": 1}"},
        {REPLACEMENT_NAME, "{\"A\": 1, \"DependsOn\": [\"Gone\"]}", "{\"A\": 1, }"},
        {REPLACEMENT_NAME, "{\"DependsOn\": [\"Gone\", \"Web\"], \"A\": 1}",
         "{\"DependsOn\": [\"Web\"], \"A\": 1}"},
    };

    (void)state;
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        enum replacement_kind kind = rows[i].kind;
        const struct rewrite rewrite = {&words, resolve, &kind};
        struct uses uses = {0};
        struct arena arena;
        struct buf out;

        arena_init(&arena);
        buf_init(&out, BUF_NO_LIMIT);
        uses_scan(&uses, &arena, &words, str_from(rows[i].text));
        rewrite_uses(&rewrite, str_from(rows[i].text), &uses, &out);
        assert_string_equal(out.bytes, rows[i].expected);
        buf_release(&out);
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uses_are_found),
        cmocka_unit_test(uses_are_replaced),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
