/* SPDX-License-Identifier: MIT */
/*
 * Reads YAML for external/run-yaml-suite:
 *
 *     tool < TEXTS        TEXTS is a JSON list of texts
 *
 * Prints a JSON list with {"value": …} for each that is a document, and {"id": …, "text": …}, the
 * first diagnostic, for the others.
 */
#include "base/arena.h"
#include "base/mem.h"
#include "data/yaml.h"

#include <stdio.h>
#include <stdlib.h>

static json_t *answer(struct str text)
{
    struct arena arena;
    struct diags diags;
    json_t *result = jx_object();

    arena_init(&arena);
    diags_init(&diags, &arena);
    json_t *value = yaml_read(source_new(&arena, "case", text), places_new(&arena), &diags);

    if (value != NULL) {
        jx_set(result, "value", value);
    } else {
        BUG_UNLESS(diags.count > 0);
        jx_set(result, "id", jx_string(diag_info(diags.items[0]->id)->id));
        jx_set(result, "text", jx_string(diags.items[0]->text));
    }
    arena_release(&arena);
    return result;
}

int main(void)
{
    size_t i;
    const json_t *text;

    mem_install();
    json_t *texts = json_loadf(stdin, 0, NULL);
    json_t *answers = jx_array();

    jx_array_foreach (texts, i, text) {
        jx_append(answers, answer(jx_str(text)));
    }
    int failed = json_dumpf(answers, stdout, JSON_COMPACT);

    json_decref(answers);
    json_decref(texts);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
