/* SPDX-License-Identifier: MIT */
/*
 * The steps of reading: size, bytes, events, root. libyaml 0.2.5 is quadratic in the depth of flow
 * collections and has no limit, so the loop stops as soon as the builder has found one passed;
 * libyaml looks ahead at most 1,024 characters.
 */
#include "data/yaml.h"

#include "base/mem.h"
#include "data/yaml_build.h"
#include "data/yaml_bytes.h"
#include "data/yaml_syntax.h"

static void report_syntax(struct yaml_builder *builder, const yaml_parser_t *parser)
{
    const char *context = parser->context != NULL ? parser->context : "";
    const char *problem = parser->problem != NULL ? parser->problem : "";

    if (parser->error == YAML_MEMORY_ERROR) {
        mem_exhausted(); /* libyaml has no allocator to be replaced */
    }
    /* The bytes are valid and the text is in memory, so that no other error is left. */
    BUG_UNLESS(parser->error == YAML_SCANNER_ERROR || parser->error == YAML_PARSER_ERROR);
    struct syntax_fault fault = {
        .context = context,
        .context_off = yaml_builder_offset(builder, parser->context_mark),
        .problem = problem,
        .problem_off = yaml_builder_offset(builder, parser->problem_mark),
    };

    yaml_syntax_report(builder->source, &fault, builder->diags);
}

/* Refuses directives and every document after the first; false to read no further. */
static bool start_document(struct yaml_builder *builder, const yaml_event_t *event, bool is_first)
{
    const yaml_version_directive_t *version = event->data.document_start.version_directive;
    size_t off = yaml_builder_offset(builder, event->start_mark);
    struct span span = span_make(builder->source, off, is_first ? 1 : 3);

    if (!is_first) {
        diag_add(builder->diags, DIAG_YAML_REFUSED, span, "more than one document");
        return false;
    }
    if (version != NULL && version->minor != 2) {
        diag_add(builder->diags, DIAG_YAML_REFUSED, span,
                 "YAML %d.%d is not supported, the text is read as YAML 1.2", version->major,
                 version->minor);
    }
    if (event->data.document_start.tag_directives.start !=
        event->data.document_start.tag_directives.end) {
        diag_add(builder->diags, DIAG_YAML_REFUSED, span, "tags are not supported");
    }
    return true;
}

/* Reads until the stream ends, its syntax is broken, or a limit is passed. */
static void read_events(struct yaml_builder *builder, yaml_parser_t *parser)
{
    size_t documents = 0;
    bool is_open = true;

    while (is_open && !builder->is_stopped) {
        yaml_event_t event;

        if (yaml_parser_parse(parser, &event) == 0) {
            report_syntax(builder, parser);
            return;
        }
        if (event.type == YAML_STREAM_END_EVENT) {
            is_open = false;
        } else if (event.type == YAML_DOCUMENT_START_EVENT) {
            is_open = start_document(builder, &event, documents == 0);
            documents++;
        } else if (event.type != YAML_STREAM_START_EVENT && event.type != YAML_DOCUMENT_END_EVENT) {
            yaml_builder_add(builder, &event);
        }
        yaml_event_delete(&event);
    }
}

/* True if the document is a map; else adds a diagnostic. */
static bool check_root(const struct yaml_builder *builder)
{
    const struct yaml_node *root = &builder->root;
    struct diags *diags = builder->diags;

    if (root->value == NULL || json_is_null(root->value)) {
        diag_add(diags, DIAG_FILE_EMPTY, span_make(builder->source, 0, 0),
                 "file holds no document");
        return false;
    }
    if (json_is_object(root->value)) {
        return true;
    }
    struct diag *diag = diag_add(diags, DIAG_WRONG_TYPE, root->span, "expected a map, found a %s",
                                 jx_type_name(root->value));

    if (json_is_string(root->value) && strchr(json_string_value(root->value), ':') != NULL) {
        diag_hint(diags, diag, "is a space missing after ':'?");
    }
    return false;
}

static bool check_size(const struct source *source, struct diags *diags)
{
    struct span span = span_make(source, 0, 0);

    if (source->text.len == source_mark_len(source)) {
        diag_add(diags, DIAG_FILE_EMPTY, span,
                 "file is empty, expected a map with the key "
                 "'archgen'");
        return false;
    }
    if (source->text.len > YAML_BYTES_MAX) {
        diag_add(diags, DIAG_FILE_TOO_LARGE, span, "file is larger than %d bytes",
                 (int)YAML_BYTES_MAX);
        return false;
    }
    return true;
}

json_t *yaml_read(const struct source *source, struct places *places, struct diags *diags)
{
    size_t errors_at = diags->error_count;
    size_t mark_len = source_mark_len(source);
    struct yaml_builder builder;
    yaml_parser_t parser;
    json_t *root = NULL;

    if (!check_size(source, diags) || !yaml_check_bytes(source, diags)) {
        return NULL;
    }
    if (yaml_parser_initialize(&parser) == 0) {
        mem_exhausted(); /* its only failure */
    }
    /* Without the mark and with the encoding set, libyaml neither counts the one nor guesses the
     * other: it would take UTF-16. */
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)source->text.p + mark_len,
                                 source->text.len - mark_len);
    yaml_builder_init(&builder, source, places, diags);
    read_events(&builder, &parser);
    if (diags->error_count == errors_at && check_root(&builder)) {
        root = builder.root.value;
        builder.root.value = NULL;
        places_set_root(places, root, builder.root.span);
    }
    yaml_builder_release(&builder);
    yaml_parser_delete(&parser);
    return root;
}
