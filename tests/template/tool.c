/* SPDX-License-Identifier: MIT */
/*
 * Runs the cases of tests/template/, and renders batches for the oracle.
 *
 *     tool lex|parse|render [--update] FILE…    compare each case; --update rewrites what is
 * expected tool batch < requests > answers           one JSON array each
 *
 * A case is three sections divided by lines "---": variables as JSON (a member "$templates" holds
 * further templates by name), the template, and the dump, output or diagnostics expected.
 */
#include "support.h"

#include "base/io.h"
#include "base/mem.h"
#include "template/dump.h"
#include "template/lexer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 64 * 1024 * 1024 };

struct test_case {
    struct str head; /* everything before what is expected */
    struct str context;
    struct str text;
    struct str expected;
};

typedef bool (*runner)(struct support *support, struct str text, const json_t *context,
                       struct buf *out);

static bool add_includes(struct support *support, const json_t *context)
{
    const json_t *texts = jx_get(context, "$templates");
    const char *name;
    const json_t *text;

    if (texts == NULL) {
        return true;
    }
    jx_object_foreach (texts, name, text) {
        if (!support_add(support, name, jx_str(text))) {
            return false;
        }
    }
    return true;
}

static bool run_lex(struct support *support, struct str text, const json_t *context,
                    struct buf *out)
{
    struct tokens tokens = lexer_read(&support->arena, text);

    (void)context;
    template_dump_tokens(&tokens, text, out);
    return true;
}

static bool run_parse(struct support *support, struct str text, const json_t *context,
                      struct buf *out)
{
    (void)context;
    return support_add(support, "case", text) && template_dump_tree(support->set, "case", out);
}

static bool run_render(struct support *support, struct str text, const json_t *context,
                       struct buf *out)
{
    bool ok = add_includes(support, context) && support_add(support, "case", text) &&
              support_render(support, "case", context);

    buf_add(out, buf_str(&support->out));
    return ok;
}

/* The part of `*rest` before the next line "---", which is passed over. */
static bool take_section(struct str *rest, struct str *section)
{
    for (size_t i = 0; i + 4 <= rest->len; i++) {
        if ((i == 0 || rest->p[i - 1] == '\n') && memcmp(rest->p + i, "---\n", 4) == 0) {
            *section = str_slice(*rest, 0, i);
            *rest = str_slice(*rest, i + 4, rest->len);
            return true;
        }
    }
    return false;
}

static bool split_case(struct str bytes, struct test_case *result)
{
    struct str rest = bytes;

    if (!take_section(&rest, &result->context) || !take_section(&rest, &result->text)) {
        return false;
    }
    result->expected = rest;
    result->head = str_slice(bytes, 0, bytes.len - rest.len);
    return true;
}

static bool write_case(const char *path, struct str head, struct str expected)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL) {
        return false;
    }
    bool ok = fwrite(head.p, 1, head.len, file) == head.len &&
              fwrite(expected.p, 1, expected.len, file) == expected.len;

    return fclose(file) == 0 && ok;
}

static bool run_case(runner run, const char *path, bool may_update)
{
    struct support support;
    struct test_case test;
    struct str bytes;
    struct buf out;
    const char *reason = "it has no three sections";
    bool ok = false;
    json_t *context = NULL;

    support_init(&support);
    buf_init(&out, BUF_NO_LIMIT);
    if (!io_read(&support.arena, path, FILE_MAX, &bytes, &reason) || !split_case(bytes, &test)) {
        (void)fprintf(stderr, "%s: %s\n", path, reason);
        goto out;
    }
    context = json_loadb(test.context.p, test.context.len, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(context)) {
        (void)fprintf(stderr, "%s: the first section is no JSON object\n", path);
        goto out;
    }
    if (!run(&support, test.text, context, &out)) {
        buf_clear(&out);
        support_describe(&support, &out);
    }
    if (out.len > 0 && out.bytes[out.len - 1] != '\n') {
        buf_add_text(&out, "\n\\ no line feed at the end\n");
    }
    ok = str_eq(buf_str(&out), test.expected);
    if (!ok && may_update) {
        ok = write_case(path, test.head, buf_str(&out));
    }
    if (!ok) {
        (void)fprintf(stderr, "%s: expected\n%.*sfound\n%.*s\n", path, STR_ARGS(test.expected),
                      STR_ARGS(buf_str(&out)));
    }
out:
    json_decref(context);
    buf_release(&out);
    support_release(&support);
    return ok;
}

/* One request of a batch: {"template": …, "context": {…}}. */
static json_t *answer(const json_t *request)
{
    struct support support;
    struct buf out;
    json_t *result = jx_object();
    const json_t *context = jx_get(request, "context");

    support_init(&support);
    buf_init(&out, BUF_NO_LIMIT);
    bool ok = run_render(&support, jx_str(jx_get(request, "template")), context, &out);

    if (!ok) {
        buf_clear(&out);
        support_describe(&support, &out);
    }
    jx_set(result, "ok", jx_bool(ok));
    jx_set(result, "text", jx_string_from(buf_str(&out)));
    buf_release(&out);
    support_release(&support);
    return result;
}

static int run_batch(void)
{
    json_t *requests = json_loadf(stdin, JSON_REJECT_DUPLICATES, NULL);
    json_t *answers = jx_array();
    size_t i;
    const json_t *request;

    jx_array_foreach (requests, i, request) {
        jx_append(answers, answer(request));
    }
    int failed = json_dumpf(answers, stdout, JSON_COMPACT);

    json_decref(answers);
    json_decref(requests);
    return failed != 0;
}

static int usage(void)
{
    (void)fputs("usage: tool lex|parse|render [--update] FILE... | tool batch\n", stderr);
    return 2;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        runner run;
    } modes[] = {{"lex", run_lex}, {"parse", run_parse}, {"render", run_render}};
    bool may_update = argc > 2 && strcmp(argv[2], "--update") == 0;
    int failures = 0;
    runner run = NULL;

    mem_install();
    if (argc == 2 && strcmp(argv[1], "batch") == 0) {
        return run_batch();
    }
    for (size_t i = 0; argc > 1 && i < AG_COUNT(modes); i++) {
        if (strcmp(argv[1], modes[i].name) == 0) {
            run = modes[i].run;
        }
    }
    if (run == NULL || argc < 3) {
        return usage();
    }
    for (int i = may_update ? 3 : 2; i < argc; i++) {
        failures += !run_case(run, argv[i], may_update);
    }
    (void)fprintf(stderr, "%s: %d cases, %d failed\n", argv[1], argc - (may_update ? 3 : 2),
                  failures);
    return failures != 0;
}
