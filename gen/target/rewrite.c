/* SPDX-License-Identifier: MIT */
#include "target/rewrite.h"

#include "base/mem.h"
#include "base/table.h"

#include <string.h>

/* What is read so far is up to `p`. */
struct pass {
    const struct rewrite *rewrite;
    const struct uses *uses;
    const char *p;
    struct buf *out;
};

static void copy_to(struct pass *pass, const char *to)
{
    buf_add_bytes(pass->out, pass->p, (size_t)(to - pass->p));
    pass->p = to;
}

/* The member, {"Ref": …} without the braces, that a replacement is. */
static void add_member(const struct use_words *words, const struct replacement *as, struct buf *out)
{
    if (as->is_list) {
        buf_add_format(out, "\"%.*s\": [\",\", {", STR_ARGS(words->split));
    }
    if (as->kind == REPLACEMENT_NAME) {
        buf_add_format(out, "\"%.*s\": \"%s\"", STR_ARGS(words->name), as->id);
    } else if (as->kind == REPLACEMENT_ATTRIBUTE) {
        buf_add_format(out, "\"%.*s\": [\"%s\", \"%.*s%s\"]", STR_ARGS(words->attribute), as->id,
                       STR_ARGS(words->results), as->attribute);
    } else {
        buf_add_format(out, "\"%.*s\": [\"%zu\", {\"%.*s\": \"%s\"}]", STR_ARGS(words->select),
                       as->index, STR_ARGS(words->name), as->id);
    }
    if (as->is_list) {
        buf_add_text(out, "}]");
    }
}

static void rewrite_one(struct pass *pass, const struct use *use)
{
    struct replacement as = pass->rewrite->resolve(pass->rewrite->context, use);

    if (as.kind != REPLACEMENT_NONE && as.kind != REPLACEMENT_DROP) {
        copy_to(pass, use->whole.p);
        add_member(pass->rewrite->words, &as, pass->out);
        pass->p += use->whole.len;
    }
}

/* The uses from `first` on that replace the same bytes, or that stand in the same text. */
static size_t end_of_group(const struct uses *uses, size_t first)
{
    const struct use *use = &uses->list[first];
    size_t end = first + 1;

    while (end < uses->count && uses->list[end].kind == use->kind &&
           (use->kind == USE_AFTER ? uses->list[end].whole.p == use->whole.p
                                   : uses->list[end].literal.p == use->literal.p)) {
        end++;
    }
    return end;
}

/* A member without names is left out, and so is the comma behind it. */
static void rewrite_after(struct pass *pass, size_t first, size_t end)
{
    const struct use *uses = pass->uses->list;
    const struct str whole = uses[first].whole;
    const struct use_words *words = pass->rewrite->words;
    const char *before = "";
    size_t kept = 0;

    for (size_t i = first; i < end; i++) {
        kept += pass->rewrite->resolve(pass->rewrite->context, &uses[i]).kind == REPLACEMENT_NONE;
    }
    if (kept == end - first) {
        return;
    }
    copy_to(pass, whole.p);
    pass->p += whole.len;
    if (kept == 0) {
        pass->p += *pass->p == ',';
        return;
    }
    buf_add_format(pass->out, "\"%.*s\": [", STR_ARGS(words->after));
    for (size_t i = first; i < end; i++) {
        if (pass->rewrite->resolve(pass->rewrite->context, &uses[i]).kind == REPLACEMENT_NONE) {
            buf_add_format(pass->out, "%s\"%.*s\"", before, STR_ARGS(uses[i].name));
            before = ", ";
        }
    }
    buf_add_char(pass->out, ']');
}

/* Appends the text of a group with the names replaced, and the variables that it then needs. */
static void rewrite_literal(struct pass *pass, size_t first, size_t end, struct buf *variables)
{
    const struct use_words *words = pass->rewrite->words;

    for (size_t i = first; i < end; i++) {
        const struct use *use = &pass->uses->list[i];
        struct replacement as = pass->rewrite->resolve(pass->rewrite->context, use);

        if (as.kind == REPLACEMENT_NONE) {
            continue;
        }
        copy_to(pass, use->whole.p);
        pass->p += use->whole.len;
        if (as.kind == REPLACEMENT_ATTRIBUTE) {
            buf_add_format(pass->out, "%s.%.*s%s", as.id, STR_ARGS(words->results), as.attribute);
        } else if (as.kind == REPLACEMENT_NAME) {
            buf_add_text(pass->out, as.id);
        } else {
            buf_add_text(pass->out, as.variable);
            buf_add_format(variables, "\"%s\": {", as.variable);
            add_member(words, &as, variables);
            buf_add_text(variables, "}\n");
        }
    }
    const struct str literal = pass->uses->list[first].literal;

    copy_to(pass, literal.p + literal.len);
}

/* Every variable once: the same value may stand in a text several times. Lines that came before
 * are left out. */
static void add_variables(const struct buf *variables, struct buf *out)
{
    struct str all = buf_str(variables);
    struct table known = {0};
    struct arena arena;
    size_t start = 0;

    arena_init(&arena);
    while (start < all.len) {
        const char *end = memchr(all.p + start, '\n', all.len - start);

        BUG_UNLESS(end != NULL);
        struct str line = str_slice(all, start, (size_t)(end - all.p) - start);

        if (table_put(&known, &arena, line, line.p) == NULL) {
            buf_add(out, line);
            buf_add_text(out, ", ");
        }
        start += line.len + 1;
    }
    arena_release(&arena);
}

static void rewrite_text(struct pass *pass, size_t first, size_t end)
{
    const struct use *use = &pass->uses->list[first];
    struct buf variables;
    struct buf *out = pass->out;
    struct buf text;

    buf_init(&variables, BUF_NO_LIMIT);
    buf_init(&text, BUF_NO_LIMIT);
    copy_to(pass, use->literal.p);
    pass->out = &text;
    rewrite_literal(pass, first, end, &variables);
    pass->out = out;
    if (variables.len == 0) {
        buf_add(out, buf_str(&text));
    } else if (use->has_variables) {
        buf_add(out, buf_str(&text));
        while (*pass->p != '{') {
            copy_to(pass, pass->p + 1);
        }
        copy_to(pass, pass->p + 1);
        add_variables(&variables, out);
    } else {
        buf_add_char(out, '[');
        buf_add(out, buf_str(&text));
        buf_add_text(out, ", {");
        add_variables(&variables, out);
        buf_add_text(out, "}]");
    }
    buf_release(&variables);
    buf_release(&text);
}

void rewrite_uses(const struct rewrite *rewrite, struct str text, const struct uses *uses,
                  struct buf *out)
{
    struct pass pass = {.rewrite = rewrite, .uses = uses, .p = text.p, .out = out};
    size_t end = 0;

    for (size_t i = 0; i < uses->count; i = end) {
        const struct use *use = &uses->list[i];

        end = i + 1;
        if (use->kind == USE_TEXT) {
            end = end_of_group(uses, i);
            rewrite_text(&pass, i, end);
        } else if (use->kind == USE_AFTER) {
            end = end_of_group(uses, i);
            rewrite_after(&pass, i, end);
        } else {
            rewrite_one(&pass, use);
        }
    }
    copy_to(&pass, text.p + text.len);
}
