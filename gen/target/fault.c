/* SPDX-License-Identifier: MIT */
#include "target/fault.h"

#include <string.h>

struct diag *fault_report(struct diags *diags, const struct fragment *fragment,
                          struct text_fault fault)
{
    struct arena *arena = diags->arena;
    struct str copy = {arena_strdup(arena, fragment->text), fragment->text.len};
    const char *name = arena_text(arena, "%s (rendered)", fragment->name);
    const struct source *source = source_new(arena, name, copy);
    size_t off = fault.off < copy.len ? fault.off : copy.len;
    struct diag *diag =
        diag_add(diags, DIAG_TEMPLATE_OUTPUT, span_make(source, off, 1), "%s", fault.text);

    diag_note(diags, diag, fragment->origin, "while rendering %s", fragment->subject);
    return diag;
}

const struct owner *fault_owner(struct arena *arena, const struct fragment *fragment,
                                struct str name)
{
    struct owner *owner = ARENA_NEW(arena, struct owner);

    *owner = (struct owner){.name = {arena_strdup(arena, name), name.len},
                            .who = fragment->name,
                            .tier = fragment->tier,
                            .span = fragment->origin};
    return owner;
}

struct diag *fault_clash(struct diags *diags, const struct fragment *fragment,
                         struct text_fault fault, const struct owner *other)
{
    const char *tier = fragment->tier != NULL ? fragment->tier : other->tier;
    bool is_own =
        fragment->tier != NULL && other->tier != NULL && strcmp(fragment->tier, other->tier) == 0;
    struct diag *diag;

    if (tier == NULL || is_own) {
        return fault_report(diags, fragment, fault);
    }
    diag = diag_add(diags, DIAG_NAME_COLLISION,
                    fragment->tier != NULL ? fragment->origin : other->span,
                    "what is made for '%s' would have the name '%.*s', which is taken", tier,
                    STR_ARGS(other->name));
    if (fragment->tier != NULL && other->tier != NULL) {
        diag_note(diags, diag, other->span, "'%s' has it", other->tier);
    } else {
        diag_note(diags, diag, SPAN_NONE, "'%s' has it",
                  fragment->tier != NULL ? other->who : fragment->name);
    }
    diag_hint(diags, diag, "give '%s' another name", tier);
    return diag;
}
