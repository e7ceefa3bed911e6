/* SPDX-License-Identifier: MIT */
/* What the cases of tests/template/lex cannot show: texts without a line feed at the end, and bytes
 * that no text file should hold. */
#include "base/buf.h"
#include "template/dump.h"
#include "template/lexer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

struct lexer_case {
    const char *name;
    struct str text;
    const char *dump;
};

/* STR is no constant expression. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

static const struct lexer_case CASES[] = {
    {"nothing", TEXT(""), "0 END \"\"\n"},
    {"text up to the end", TEXT("a"), "0 TEXT \"a\"\n1 END \"\"\n"},
    {"one brace at the end", TEXT("a{"), "0 TEXT \"a{\"\n2 END \"\"\n"},
    {"an opener at the end", TEXT("{{"), "0 PRINT_BEGIN \"{{\"\n2 END \"\"\n"},
    {"an opener and a sign at the end", TEXT("{%-"), "0 BLOCK_BEGIN \"{%\"\n3 END \"\"\n"},
    {"a comment opener at the end", TEXT("{#"),
     "0 FAULT \"{#\"\nfault: the comment is not closed\n"},
    {"a comment that is only its signs", TEXT("{#-#}"), "5 END \"\"\n"},
    {"a comment opener that closes itself", TEXT("{#}"),
     "0 FAULT \"{#\"\nfault: the comment is not closed\n"},
    {"a backslash at the end", TEXT("{{'\\"),
     "0 PRINT_BEGIN \"{{\"\n2 FAULT \"'\\\\\"\nfault: the string is not closed on its line\n"},
    {"blanks before a block at the start", TEXT("  {%if%}"),
     "2 BLOCK_BEGIN \"{%\"\n4 NAME \"if\"\n6 BLOCK_END \"%}\"\n8 END \"\"\n"},
    {"two line ends after a block", TEXT("{%if%}\n\n"),
     "0 BLOCK_BEGIN \"{%\"\n2 NAME \"if\"\n4 BLOCK_END \"%}\"\n7 TEXT \"\\n\"\n8 END \"\"\n"},
    {"a minus before a closing brace of another kind", TEXT("{{a-%}"),
     "0 PRINT_BEGIN \"{{\"\n2 NAME \"a\"\n3 MINUS \"-\"\n4 FAULT \"%}\"\n"
     "fault: what begins with '{{' ends with '}}'\n"},
    {"a plus does not close a print", TEXT("{{a+}}"),
     "0 PRINT_BEGIN \"{{\"\n2 NAME \"a\"\n3 PLUS \"+\"\n4 PRINT_END \"}}\"\n6 END \"\"\n"},
    {"a number at the end of the text", TEXT("{{1"),
     "0 PRINT_BEGIN \"{{\"\n2 INTEGER \"1\"\n3 END \"\"\n"},
    {"a number before a dot", TEXT("{{1.}}"),
     "0 PRINT_BEGIN \"{{\"\n2 INTEGER \"1\"\n3 DOT \".\"\n4 PRINT_END \"}}\"\n6 END \"\"\n"},
    {"a carriage return", TEXT("a\r\n"),
     "1 FAULT \"\\r\"\nfault: the template has a carriage return\n"},
    {"a NUL", TEXT("a\0b"), "1 FAULT \"\\u0000\"\nfault: the template has a control character\n"},
    {"a form feed", TEXT("\f"), "0 FAULT \"\\f\"\nfault: the template has a control character\n"},
    {"a delete", TEXT("\x7f"), "0 FAULT \"\x7f\"\nfault: the template has a control character\n"},
    {"a no-break space", TEXT("a\xc2\xa0"),
     "1 FAULT \"\xc2\xa0\"\nfault: the template has a blank that is not a space\n"},
    {"a line separator", TEXT("\xe2\x80\xa8"),
     "0 FAULT \"\xe2\x80\xa8\"\nfault: the template has a blank that is not a space\n"},
};

static void texts_become_tokens(void **state)
{
    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        struct arena arena;
        struct buf out;

        arena_init(&arena);
        buf_init(&out, BUF_NO_LIMIT);
        struct tokens tokens = lexer_read(&arena, CASES[i].text);

        template_dump_tokens(&tokens, CASES[i].text, &out);
        if (!str_eq_text(buf_str(&out), CASES[i].dump)) {
            print_error("%s\n", CASES[i].name);
        }
        assert_string_equal(out.bytes, CASES[i].dump);
        buf_release(&out);
        arena_release(&arena);
    }
}

static void bytes_that_are_not_utf8_are_a_fault(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    struct tokens tokens = lexer_read(&arena, STR("ab\xff"));

    assert_int_equal(tokens.count, 1);
    assert_int_equal(tokens.items[0].kind, TOKEN_FAULT);
    assert_int_equal(tokens.items[0].off, 2);
    assert_string_equal(tokens.fault, "the template is not valid UTF-8");
    arena_release(&arena);
}

/* Brackets beyond those that the parser could accept end the reading. */
static void brackets_are_bounded(void **state)
{
    struct arena arena;
    char text[2 + 201];

    (void)state;
    arena_init(&arena);
    memset(text, '(', sizeof(text));
    memcpy(text, "{{", 2);
    assert_null(lexer_read(&arena, (struct str){text, sizeof(text) - 1}).fault);
    assert_string_equal(lexer_read(&arena, (struct str){text, sizeof(text)}).fault,
                        "too many open brackets");
    arena_release(&arena);
}

/* The rules on white space must hold for every prefix of a text: reading never goes beyond it. */
static void every_prefix_can_be_read(void **state)
{
    static const char text[] =
        "a \n {%- for x in [1, 'b\\n'] +%} {{- x.y | f(\"q\") -}} {#+ c -#}\n";
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (size_t len = 0; len < sizeof(text); len++) {
        char *copy = test_malloc(len + 1);

        memcpy(copy, text, len);
        struct tokens tokens = lexer_read(&arena, (struct str){copy, len});
        const struct token *last = &tokens.items[tokens.count - 1];

        assert_true(last->kind == TOKEN_END || last->kind == TOKEN_FAULT);
        for (size_t i = 0; i < tokens.count; i++) {
            assert_true(tokens.items[i].off + tokens.items[i].len <= len);
        }
        test_free(copy);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_become_tokens),
        cmocka_unit_test(bytes_that_are_not_utf8_are_a_fault),
        cmocka_unit_test(brackets_are_bounded),
        cmocka_unit_test(every_prefix_can_be_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
