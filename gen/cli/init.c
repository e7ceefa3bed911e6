/* SPDX-License-Identifier: MIT */
/* --init: a description to begin with, from the samples that are built in. */
#include "cli/commands.h"

#include "embed/embedded.h"
#include "output/single.h"

#include <string.h>

#define SAMPLE_SUFFIX ".yaml"

/* What the first line of a description names, so that editors complete and check: what --schema
 * prints. It is written beside the description. */
#define SCHEMA_KEY  "# yaml-language-server: $schema="
#define SCHEMA_NAME "archgen.schema.json"

/* What is not to be committed of the folders that Terraform works in. */
#define IGNORE_NAME ".gitignore"

static const char ignored[] =
    "# What Terraform leaves beside a module: providers, plans, and the state where it has no\n"
    "# backend, which holds secrets. What it locks, .terraform.lock.hcl, belongs to the project.\n"
    ".terraform/\n"
    "*.tfplan\n"
    "*.tfstate\n"
    "*.tfstate.*\n";

const char *const *command_samples(struct arena *arena, size_t *count)
{
    const char **names = ARENA_ARRAY(arena, embedded_sample_count, const char *);

    for (size_t i = 0; i < embedded_sample_count; i++) {
        struct str path = str_from(embedded_samples[i].path);

        names[i] = arena_strdup(arena, str_slice(path, 0, path.len - strlen(SAMPLE_SUFFIX)));
    }
    *count = embedded_sample_count;
    return names;
}

/** The text of a sample, or NULL after a diagnostic. */
static const struct str *find_sample(struct session *session, const char *name)
{
    size_t count = 0;
    const char *const *names = command_samples(&session->arena, &count);
    struct str *known = ARENA_ARRAY(&session->arena, count, struct str);
    struct buf list;

    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return &embedded_samples[i].bytes;
        }
        known[i] = str_from(names[i]);
    }
    struct diag *diag = options_fault(&session->diags, "there is no sample '%s'", name);

    buf_init(&list, BUF_NO_LIMIT);
    session_add_names(&list, names, count);
    diag_hint(&session->diags, diag, "there are: %.*s", STR_ARGS(buf_str(&list)));
    diag_hint_nearest(&session->diags, diag, str_from(name), known, count);
    buf_release(&list);
    return NULL;
}

/** Appends a sample with the schema that a description outside the samples has. */
static void add_sample(struct buf *out, struct str sample)
{
    if (str_has_prefix(sample, STR(SCHEMA_KEY))) {
        const char *end = memchr(sample.p, '\n', sample.len);

        buf_add_text(out, SCHEMA_KEY SCHEMA_NAME);
        sample = str_slice(sample, (size_t)(end - sample.p), sample.len);
    }
    buf_add(out, sample);
}

static void note_next(struct session *session)
{
    const char *output = session->options.output;

    if (!session->options.quiet && session_has_reader()) {
        buf_add_format(&session->notes,
                       "archgen: wrote %s, and beside it " SCHEMA_NAME
                       " for the editor and " IGNORE_NAME "; next:\n"
                       "  archgen --validate %s\n"
                       "  archgen --target cfn --target hcl %s\n",
                       output, output, output);
    }
}

/** Writes a file into the folder of the description; one that is there is kept, but with
 *  SINGLE_REPLACE. */
static void write_beside(struct session *session, const char *name, struct str text,
                         enum single_mode mode)
{
    const char *output = session->options.output;
    const char *slash = strrchr(output, '/');
    int len = slash == NULL ? 0 : (int)(slash - output) + 1;
    const char *path = arena_text(&session->arena, "%.*s%s", len, output, name);
    int error = 0;

    if (single_write(path, text, 0666, mode, &error) == SINGLE_FAILED) {
        session_fail(session, arena_text(&session->arena, "%s: %s", path, strerror(error)));
    }
}

/** Writes what stands beside a description. */
static void write_companions(struct session *session, enum single_mode mode)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    if (command_add_schema(session, &out)) {
        write_beside(session, SCHEMA_NAME, buf_str(&out), mode);
    }
    write_beside(session, IGNORE_NAME, str_from(ignored), SINGLE_NEW);
    buf_release(&out);
}

void command_init(struct session *session)
{
    const char *output = session->options.output;
    const char *name = session->options.subject;
    const struct str *sample = find_sample(session, name == NULL ? "starter" : name);
    enum single_mode mode = session->options.force ? SINGLE_REPLACE : SINGLE_NEW;
    struct buf out;
    int error = 0;

    if (sample == NULL) {
        return;
    }
    buf_init(&out, BUF_NO_LIMIT);
    add_sample(&out, *sample);
    if (strcmp(output, "-") == 0) {
        session_print(session, buf_str(&out));
        buf_release(&out);
        return;
    }
    switch (single_write(output, buf_str(&out), 0666, mode, &error)) {
    case SINGLE_DONE:
        write_companions(session, mode);
        note_next(session);
        break;
    case SINGLE_EXISTS: {
        struct diag *diag =
            diag_add(&session->diags, DIAG_FILE_FOREIGN, SPAN_NONE, "'%s' exists", output);

        diag_hint(&session->diags, diag, "name another with -o, or use --force to replace it");
        break;
    }
    case SINGLE_FAILED:
        session_fail(session, arena_text(&session->arena, "%s: %s", output, strerror(error)));
        break;
    }
    buf_release(&out);
}
