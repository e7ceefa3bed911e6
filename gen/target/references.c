/* SPDX-License-Identifier: MIT */
/*
 * Each spelling is a template of a set of its own, since a name such as "bucket.arn" may be that of
 * a template too. A rendering costs little because the reference itself serves as the locals
 * unless its spelling asks for more.
 */
#include "target/references.h"

#include "base/spell.h"
#include "data/json.h"

struct references {
    struct templates *set;
    struct str *names;
    bool *needs_more; /* by name: the spelling mentions `tier` or `reference` */
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

static size_t find(const struct references *references, struct str name)
{
    size_t i = 0;

    while (i < references->count && !str_eq(references->names[i], name)) {
        i++;
    }
    return i;
}

static bool add_line(struct references *references, struct arena *arena,
                     const struct source *source, struct str line, struct diags *diags)
{
    size_t off = (size_t)(line.p - source->text.p);
    size_t colon = 0;

    while (colon < line.len && line.p[colon] != ':') {
        colon++;
    }
    struct str name = str_trim(str_slice(line, 0, colon));

    if (colon == line.len || name.len == 0) {
        diag_add(diags, DIAG_BAD_TARGET, span_make(source, off, line.len),
                 "expected 'name: template', found no name before a ':'");
        return false;
    }
    if (find(references, name) < references->count) {
        diag_add(diags, DIAG_BAD_TARGET, span_make(source, off, name.len),
                 "the reference '%.*s' is spelled twice", STR_ARGS(name));
        return false;
    }
    struct str text = str_trim(str_slice(line, colon + 1, line.len));
    const char *label = arena_text(arena, "%s (%.*s)", source->name, STR_ARGS(name));
    size_t capacity = references->capacity;

    ARENA_GROW(arena, references->names, references->count, references->capacity);
    ARENA_GROW(arena, references->needs_more, references->count, capacity);
    references->names[references->count] = name;
    references->needs_more[references->count] =
        mentions(text, STR("tier")) || mentions(text, STR("reference"));
    references->count++;
    return templates_add(references->set, arena_strdup(arena, name),
                         source_new(arena, label, text));
}

struct references *references_load(struct arena *arena, const struct dialect *dialect,
                                   const struct source *source, struct diags *diags)
{
    struct references *references = ARENA_NEW(arena, struct references);
    bool is_fine = true;

    references->set = templates_new(arena, dialect, diags);
    uint32_t count = source_line_count(source);

    for (uint32_t i = 1; i <= count; i++) {
        struct str line = str_trim(source_line(source, i));

        if (line.len > 0 && line.p[0] != '#') {
            is_fine = add_line(references, arena, source, line, diags) && is_fine;
        }
    }
    is_fine = templates_link(references->set) && is_fine;
    return is_fine ? references : NULL;
}

static const char *unknown_reason(const struct references *references, struct arena *arena,
                                  struct str name)
{
    const struct str *near = spell_nearest(name, references->names, references->count);

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
    struct str name = jx_str(jx_get(reference, "$ref"));
    size_t i = references == NULL ? 0 : find(references, name);

    if (references == NULL || i == references->count) {
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
    bool is_done = template_render(references->set, name.p, &render, out, &diags);

    json_decref(locals);
    if (!is_done) {
        *error = arena_text(print->arena, "the reference '%.*s' cannot be spelled: %s",
                            STR_ARGS(name), diags.count > 0 ? diags.items[0]->text : "");
    }
    return is_done;
}
