/* SPDX-License-Identifier: MIT */
/*
 * Each spelling is a template of a set of its own, since a name such as "bucket.arn" may be that of
 * a template too. A rendering costs little because the reference itself serves as the locals
 * unless its spelling asks for more.
 */
#include "target/references.h"

#include "base/spell.h"
#include "data/json.h"
#include "target/spellings.h"

/* A table that is being read. */
struct table {
    struct arena *arena;
    const struct source *source;
    struct diags *diags;
    struct templates *set;
    bool *needs_more;
    size_t count;
    size_t capacity;
};

/* True if `word` occurs in `text` as a word. Too many hits only cost time. */
static bool mentions(struct str text, struct str word)
{
    for (size_t off = 0; off + word.len <= text.len; off++) {
        if (str_has_prefix(str_slice(text, off, text.len), word)) {
            return true;
        }
    }
    return false;
}

static bool add_line(struct table *table, struct str line)
{
    const struct source *source = table->source;
    size_t off = (size_t)(line.p - source->text.p);
    size_t colon = 0;

    while (colon < line.len && line.p[colon] != ':') {
        colon++;
    }
    struct str name = str_trim(str_slice(line, 0, colon));

    if (colon == line.len || name.len == 0) {
        diag_add(table->diags, DIAG_BAD_TARGET, span_make(source, off, line.len),
                 "expected 'name: template', found no name before a ':'");
        return false;
    }
    const char *key = arena_strdup(table->arena, name);

    if (templates_has(table->set, key)) {
        diag_add(table->diags, DIAG_BAD_TARGET, span_make(source, off, name.len),
                 "the reference '%s' is spelled twice", key);
        return false;
    }
    struct str text = str_trim(str_slice(line, colon + 1, line.len));
    const char *label = arena_text(table->arena, "%s (%s)", source->name, key);

    ARENA_GROW(table->arena, table->needs_more, table->count, table->capacity);
    table->needs_more[table->count++] =
        mentions(text, STR("tier")) || mentions(text, STR("reference"));
    return templates_add(table->set, key, source_new(table->arena, label, text));
}

struct references *references_load(struct arena *arena, const struct dialect *dialect,
                                   const struct source *source, struct diags *diags)
{
    struct references *references = ARENA_NEW(arena, struct references);
    struct table table = {arena, source, diags, templates_new(arena, dialect, diags), NULL, 0, 0};
    uint32_t count = source_line_count(source);
    bool is_fine = true;

    for (uint32_t i = 1; i <= count; i++) {
        struct str line = str_trim(source_line(source, i));

        if (line.len > 0 && line.p[0] != '#') {
            is_fine = add_line(&table, line) && is_fine;
        }
    }
    is_fine = templates_link(table.set) && is_fine;
    *references = (struct references){table.set, table.needs_more};
    return is_fine ? references : NULL;
}

static const char *unknown_reason(const struct references *references, struct arena *arena,
                                  struct str name)
{
    size_t count;
    const struct str *names = templates_names(references->set, &count);
    const struct str *near = spell_nearest(name, names, count);

    if (near == NULL) {
        return arena_text(arena, "a reference '%.*s' is not in the target's references",
                          STR_ARGS(name));
    }
    return arena_text(arena,
                      "a reference '%.*s' is not in the target's references; did you mean '%.*s'?",
                      STR_ARGS(name), STR_ARGS(*near));
}

/* Gives the locals of a spelling that asks for `tier` or `reference`. */
static json_t *make_locals(const struct print_context *print, const json_t *reference)
{
    json_t *locals = jx_object();
    const char *key;
    const json_t *member;

    jx_object_foreach (reference, key, member) {
        jx_set(locals, key, jx_share(member));
    }
    const json_t *tier = jx_get(jx_get(print->view, "tiers"), jx_get_text(reference, "tier", ""));

    jx_set(locals, "tier", tier == NULL ? json_null() : jx_share(tier));
    jx_set(locals, "reference", jx_share(reference));
    return locals;
}

bool references_print(const struct references *references, struct print_context *print,
                      const json_t *reference, struct buf *out, const char **error)
{
    const struct spelling *known =
        print->spellings == NULL ? NULL : spellings_find(print->spellings, reference);
    size_t start = out->len;
    size_t i = 0;

    if (known != NULL) {
        buf_add_bytes(out, known->text, known->len);
        return true;
    }
    struct str name = jx_str(json_object_iter_value(jx_iter(reference))); /* "$ref" stands first */

    if (references == NULL || !templates_find(references->set, name, &i)) {
        *error = references == NULL
                     ? arena_text(print->arena, "a reference '%.*s' cannot be printed here",
                                  STR_ARGS(name))
                     : unknown_reason(references, print->arena, name);
        return false;
    }
    json_t *locals =
        references->needs_more[i] ? make_locals(print, reference) : jx_share(reference);
    struct diags diags;

    diags_init(&diags, print->arena);
    struct render render = {.globals = print->view, .locals = locals, .context = print};
    bool is_done = template_render_at(references->set, i, &render, out, &diags);

    json_decref(locals);
    if (!is_done) {
        *error = arena_text(print->arena, "the reference '%.*s' cannot be spelled: %s",
                            STR_ARGS(name), diags.count > 0 ? diags.items[0]->text : "");
    } else if (print->spellings != NULL && !out->overflow) {
        spellings_keep(print->spellings, reference, str_slice(buf_str(out), start, out->len));
    }
    return is_done;
}
