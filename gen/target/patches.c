/* SPDX-License-Identifier: MIT */
#include "target/patches.h"

#include "data/patch.h"
#include "data/pointer.h"
#include "target/lookup.h"

void patches_init(struct patches *patches, struct arena *arena, struct diags *diags,
                  struct span span, const json_t *operations)
{
    size_t count = json_array_size(operations);

    *patches = (struct patches){.arena = arena,
                                .diags = diags,
                                .span = span,
                                .operations = operations,
                                .is_done = ARENA_ARRAY(arena, count, bool),
                                .count = count};
}

struct diag *patches_fail(struct patches *patches, size_t index, const char *reason)
{
    const char *path = jx_get_text(jx_at(patches->operations, index), "path", "");

    struct span span = patches->spans == NULL ? patches->span : patches->spans[index];

    patches->is_done[index] = true;
    return diag_add(patches->diags, DIAG_BAD_PATCH, span, "patch %zu ('%s'): %s", index + 1, path,
                    reason);
}

bool patches_finish(struct patches *patches)
{
    bool is_fine = true;

    for (size_t i = 0; i < patches->count; i++) {
        if (!patches->is_done[i]) {
            (void)patches_fail(patches, i, "'path' matches nothing");
            is_fine = false;
        }
    }
    return is_fine;
}

/* True if an operation is meant for this document. */
static bool is_meant_for(const struct patches *patches, const json_t *operation,
                         const json_t *document, bool is_first)
{
    struct str *tokens = NULL;
    size_t count = 0;

    if (!pointer_split(patches->arena, jx_str(jx_get(operation, "path")), &tokens, &count) ||
        count == 0) {
        return is_first; /* whatever is wrong with it is said when it is applied */
    }
    const char *id = count < 2 ? "" : arena_strdup(patches->arena, tokens[1]);
    const json_t *section = jx_get(document, arena_strdup(patches->arena, tokens[0]));
    bool is_new = strcmp(jx_get_text(operation, "op", ""), "add") == 0 && count <= 2;

    if (is_new && is_first) {
        return true;
    }
    return section != NULL && (count < 2 || jx_get(section, id) != NULL);
}

static bool is_named(struct str name, const struct str *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(names[i], name)) {
            return true;
        }
    }
    return false;
}

static const json_t *section_of(const json_t *document, struct str name)
{
    return json_object_getn(document, name.p, name.len);
}

/* A member that both have, or NULL. */
static const char *find_common(const json_t *first, const json_t *second)
{
    const char *id;
    const json_t *value;

    jx_object_foreach (first, id, value) {
        if (jx_get(second, id) != NULL) {
            return id;
        }
    }
    return NULL;
}

/* An id that two of the sections with one set of ids have, or NULL. */
static const char *find_shared_id(const json_t *document, const struct recipe *recipe)
{
    for (size_t i = 0; i < recipe->distinct_count; i++) {
        for (size_t k = 0; k < i; k++) {
            const char *id = find_common(section_of(document, recipe->distinct[i]),
                                         section_of(document, recipe->distinct[k]));

            if (id != NULL) {
                return id;
            }
        }
    }
    return NULL;
}

/* Why a patched document cannot be one of the target, or NULL; in `unknown`, a section's name that
 * may be misspelled. */
static const char *find_fault(struct arena *arena, const json_t *document,
                              const struct recipe *recipe, const char **unknown)
{
    const char *name;
    const json_t *section;

    jx_object_foreach (document, name, section) {
        if (recipe->section_count > 0 &&
            !is_named(str_from(name), recipe->sections, recipe->section_count)) {
            *unknown = name;
            return arena_text(arena, "the document has no section '%s'", name);
        }
    }
    const char *id = find_shared_id(document, recipe);

    return id == NULL ? NULL : arena_text(arena, "'%s' would be the id of two things", id);
}

static bool apply(struct patches *patches, const struct recipe *recipe, json_t **document,
                  bool is_first, bool *has_changed)
{
    const json_t *operation;
    bool is_fine = true;
    size_t i;

    jx_array_foreach (patches->operations, i, operation) {
        if (patches->is_done[i] || !is_meant_for(patches, operation, *document, is_first)) {
            continue;
        }
        json_t *one = jx_array();
        size_t failed_index;
        const char *reason;
        const char *unknown = NULL;

        patches->is_done[i] = true;
        *has_changed = true;
        jx_append(one, jx_share(operation));
        if (!patch_apply(document, one, &failed_index, &reason) ||
            (reason = find_fault(patches->arena, *document, recipe, &unknown)) != NULL) {
            struct diag *diag = patches_fail(patches, i, reason);

            if (unknown != NULL) {
                diag_hint_nearest(patches->diags, diag, str_from(unknown), recipe->sections,
                                  recipe->section_count);
            }
            is_fine = false;
        }
        json_decref(one);
    }
    return is_fine;
}

/* Gives the members of each section the groups that they had before; new ones have none. */
static void keep_groups(struct arena *arena, const struct compose_json *before,
                        struct compose_json *after)
{
    for (size_t i = 0; i < after->section_count; i++) {
        struct json_section *section = &after->sections[i];
        const struct json_section *old = compose_json_section(before, section->name);
        struct lookup members = {0};

        for (size_t k = 0; old != NULL && k < old->count; k++) {
            (void)lookup_put(&members, arena, old->members[k].id, k);
        }
        for (size_t k = 0; k < section->count; k++) {
            size_t found = lookup_get(&members, section->members[k].id);

            section->members[k].group = found == LOOKUP_NONE ? NULL : old->members[found].group;
        }
    }
}

/* Composes again, now from one fragment, so that a patched document is checked like any other. */
static bool compose_again(struct patches *patches, const struct recipe *recipe,
                          struct compose_json *compose, const json_t *document)
{
    struct buf text;

    buf_init(&text, BUF_NO_LIMIT);
    jx_dump(document, &text, false);
    struct compose_json before = *compose;

    compose_json_release(compose);
    compose_json_init(compose, patches->arena, patches->diags, recipe->sections,
                      recipe->section_count);
    compose_json_share(compose, recipe->distinct, recipe->distinct_count);
    struct fragment fragment = {.name = "patch",
                                .subject = "the patched document",
                                .origin = patches->span,
                                .text = buf_str(&text)};
    bool is_fine = compose_json_add(compose, &fragment);

    keep_groups(patches->arena, &before, compose);
    buf_release(&text);
    return is_fine;
}

bool patches_apply_json(struct patches *patches, const struct recipe *recipe,
                        struct compose_json *compose, bool is_first)
{
    struct buf text;
    bool has_changed = false;

    if (patches->count == 0) {
        return true;
    }
    buf_init(&text, BUF_NO_LIMIT);
    compose_json_finish(compose, &text);
    json_t *document = json_loadb(text.bytes, text.len, JSON_ALLOW_NUL, NULL);
    bool is_fine = document != NULL && apply(patches, recipe, &document, is_first, &has_changed);

    if (document == NULL) {
        diag_add(patches->diags, DIAG_BAD_PATCH, patches->span,
                 "the document to be patched holds a number that is out of range");
    }
    if (is_fine && has_changed) {
        is_fine = compose_again(patches, recipe, compose, document);
    }
    json_decref(document);
    buf_release(&text);
    return is_fine;
}
