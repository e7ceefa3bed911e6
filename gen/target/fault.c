/* SPDX-License-Identifier: MIT */
#include "target/fault.h"

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
