/* SPDX-License-Identifier: MIT */
/**
 * What the tests of the schema engine share: a set of documents, a description in YAML, and all
 * that is to be seen of a diagnostic in one line. Include it after cmocka.h.
 */
#ifndef ARCHGEN_TESTS_SCHEMA_CHECKING_H
#define ARCHGEN_TESTS_SCHEMA_CHECKING_H

#include "base/buf.h"
#include "data/merge.h"
#include "data/yaml.h"
#include "schema/schema.h"

/* Two kinds beside the document that a case is about. */
#define KIND_BUCKET                                                                                \
    "{\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"role\"],"            \
    " \"properties\": {\"kind\": {\"const\": \"bucket\"}, \"role\": {\"type\": \"string\"},"       \
    " \"days\": {\"type\": \"string\", \"format\": \"days\", \"default\": \"7d\"}}}"
#define KIND_CACHE                                                                                 \
    "{\"type\": \"object\", \"additionalProperties\": false,"                                      \
    " \"properties\": {\"kind\": {\"const\": \"cache\"}, \"shards\": {\"$ref\":"                   \
    " \"../main.json#/$defs/count\"}}}"

/* One set and what was found; release with end_checking. */
struct checking {
    struct arena arena;
    struct diags diags;
    struct places *places;
    struct schemas *set;
    json_t *root;
    struct buf out;
};

/** Loads main.json and, if it names kinds/, the kinds. False after a fault of the schemas. */
static inline bool begin_checking(struct checking *checking, const char *schema)
{
    *checking = (struct checking){.root = NULL};
    arena_init(&checking->arena);
    diags_init(&checking->diags, &checking->arena);
    buf_init(&checking->out, BUF_NO_LIMIT);
    checking->places = places_new(&checking->arena);
    checking->set = schemas_new(&checking->arena, &checking->diags);
    bool ok = schemas_add(checking->set, "main.json", str_from(schema));

    if (strstr(schema, "kinds/") != NULL) {
        ok = schemas_add(checking->set, "kinds/cache.json", str_from(KIND_CACHE)) && ok;
        ok = schemas_add(checking->set, "kinds/bucket.json", str_from(KIND_BUCKET)) && ok;
    }
    return ok && schemas_link(checking->set);
}

static inline void end_checking(struct checking *checking)
{
    json_decref(checking->root);
    schemas_free(checking->set);
    buf_release(&checking->out);
    arena_release(&checking->arena);
}

/** "line:col", or "-" for no place. */
static inline void add_place(struct buf *out, struct span span)
{
    if (span.source == NULL) {
        buf_add_text(out, "-");
        return;
    }
    struct position position = source_position(span.source, span.off);

    buf_add_format(out, "%u:%u", position.line, position.col);
}

/** One line for each: "1:2 id: text [note 3:4 text] (hint)". */
static inline const char *describe(struct checking *checking)
{
    struct buf *out = &checking->out;

    diags_sort(&checking->diags);
    for (size_t i = 0; i < checking->diags.count; i++) {
        const struct diag *diag = checking->diags.items[i];

        buf_add_text(out, i == 0 ? "" : "\n");
        add_place(out, diag->span);
        buf_add_format(out, " %s: %s", diag_info(diag->id)->id, diag->text);
        for (size_t k = 0; k < diag->note_count; k++) {
            buf_add_text(out, " [");
            add_place(out, diag->notes[k].span);
            buf_add_format(out, " %s]", diag->notes[k].text);
        }
        if (diag->hint != NULL) {
            buf_add_format(out, " (%s)", diag->hint);
        }
    }
    buf_add_text(out, "");
    return out->len == 0 ? "" : out->bytes;
}

/** Reads the member "v" of a YAML text, the value that a case is about. */
static inline json_t *read_yaml(struct checking *checking, const char *name, const char *text)
{
    const struct source *source = source_new(&checking->arena, name, str_from(text));
    json_t *root = yaml_read(source, checking->places, &checking->diags);

    if (root == NULL) {
        fail_msg("%s: not YAML: %s", text, describe(checking));
    }
    return root;
}

#endif
