/* SPDX-License-Identifier: MIT */
/*
 * Lays out and prints HCL for run-hcl-layout and run-hcl-literals.
 *
 *     tool_hcl layout FILE.raw…     writes FILE.tf beside each
 *     tool_hcl literals < VALUES    prints `locals { v = [ … ] }` for a JSON array
 */
#include "base/io.h"
#include "base/mem.h"
#include "target/dialects.h"
#include "target/layout_hcl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 16 * 1024 * 1024 };

static bool lay_out(struct arena *arena, const char *name, struct str text, FILE *to)
{
    struct text_fault fault;
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    bool is_fine = layout_hcl(arena, text, &out, NULL, &fault);

    if (is_fine) {
        is_fine = fwrite(buf_str(&out).p, 1, out.len, to) == out.len;
    } else {
        fprintf(stderr, "%s: byte %zu: %s\n", name, fault.off, fault.text);
    }
    buf_release(&out);
    return is_fine;
}

static bool lay_out_file(struct arena *arena, const char *path)
{
    size_t stem = strlen(path) - strlen(".raw");
    const char *reason = "";
    struct str text;

    if (!io_read(arena, path, FILE_MAX, &text, &reason)) {
        fprintf(stderr, "%s: %s\n", path, reason);
        return false;
    }
    FILE *to = fopen(arena_text(arena, "%.*s.tf", (int)stem, path), "wb");

    if (to == NULL) {
        return false;
    }
    bool is_fine = lay_out(arena, path, text, to);

    return fclose(to) == 0 && is_fine;
}

static bool print_literals(struct arena *arena)
{
    struct print_context print = {.arena = arena};
    const char *error = "no JSON";
    struct str text;
    struct buf out;

    if (!io_read(arena, "-", FILE_MAX, &text, &error)) {
        return false;
    }
    json_t *values = json_loadb(text.p, text.len, 0, NULL);

    buf_init(&out, BUF_NO_LIMIT);
    buf_add_text(&out, "locals {\nv = ");
    bool is_fine = values != NULL && dialect_hcl.print(&dialect_hcl, &print, values, &out, &error);

    buf_add_text(&out, "\n}\n");
    if (is_fine) {
        is_fine = lay_out(arena, "literals", buf_str(&out), stdout);
    } else {
        fprintf(stderr, "%s\n", error);
    }
    buf_release(&out);
    json_decref(values);
    return is_fine;
}

int main(int count, char **args)
{
    bool is_fine = count > 1;
    struct arena arena;

    mem_install();
    arena_init(&arena);
    if (count > 1 && strcmp(args[1], "literals") == 0) {
        is_fine = print_literals(&arena);
    }
    for (int i = 2; i < count; i++) {
        is_fine = lay_out_file(&arena, args[i]) && is_fine;
    }
    arena_release(&arena);
    return is_fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
