/* SPDX-License-Identifier: MIT */
/*
 * A tool of the build: prints the files below schema/ and templates/ of the source folder, what
 * the engine makes of them, the pages of the diagnostics, the commit hook and the samples as C data
 * (embed/embedded.h).
 *
 *     embed SOURCE_FOLDER OUTPUT.c
 *
 * The output depends on names and bytes only. A fault in a built-in file ends the build.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/compiler.h"
#include "base/files.h"
#include "base/io.h"
#include "base/mem.h"
#include "embed/print.h"
#include "embed/write.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const folders[] = {"schema/", "templates/"};

static const struct {
    const char *name; /* of the variable */
    const char *path;
} texts[] = {
    {"embedded_pages", "docs/diagnostics.md"},
    {"embedded_hook", "gen/cli/pre-commit.sh"},
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/** Appends JSON without the white space outside its strings; false if a string does not end. */
static bool add_minified(struct buf *out, struct str json)
{
    bool is_string = false;

    for (size_t i = 0; i < json.len; i++) {
        char c = json.p[i];

        if (!is_string && is_blank(c)) {
            continue;
        }
        buf_add_char(out, c);
        if (is_string && c == '\\' && i + 1 < json.len) {
            buf_add_char(out, json.p[++i]);
        } else if (c == '"') {
            is_string = !is_string;
        }
    }
    return !is_string;
}

/** Appends a row of the table; false if the file is not what its name says. */
static bool add_file(struct buf *out, const struct file *file)
{
    struct buf minified;
    bool is_good = true;

    buf_init(&minified, BUF_NO_LIMIT);
    if (str_has_suffix(str_from(file->path), STR(".json"))) {
        is_good = add_minified(&minified, file->bytes);
    } else {
        buf_add(&minified, file->bytes);
    }
    buf_add_text(out, "  {");
    print_bytes(out, str_from(file->path));
    buf_add_text(out, ",\n   {\n");
    print_bytes(out, buf_str(&minified));
    buf_add_format(out, ",\n    %zu}, 0},\n", minified.len);
    buf_release(&minified);
    return is_good;
}

static bool read_all(struct arena *arena, const char *source, struct file_list *files)
{
    for (size_t i = 0; i < AG_COUNT(folders); i++) {
        const char *folder = arena_text(arena, "%s/%s", source, folders[i]);
        const char *reason = NULL;

        if (!io_read_tree(arena, folder, folders[i], files, &reason)) {
            (void)fprintf(stderr, "embed: %s: %s\n", folder, reason);
            return false;
        }
    }
    file_list_sort(files);
    return true;
}

/** Appends the files that are embedded as one text each; false if one cannot be read. */
static bool add_texts(struct arena *arena, struct buf *out, const char *source)
{
    enum { TEXT_BYTES_MAX = 1 << 20 };

    for (size_t i = 0; i < AG_COUNT(texts); i++) {
        const char *path = arena_text(arena, "%s/%s", source, texts[i].path);
        const char *reason = NULL;
        struct str text;

        if (!io_read(arena, path, TEXT_BYTES_MAX, &text, &reason)) {
            (void)fprintf(stderr, "embed: %s: %s\n", path, reason);
            return false;
        }
        buf_add_format(out, "\nconst struct str %s = {\n", texts[i].name);
        print_bytes(out, text);
        buf_add_format(out, ",\n    %zu};\n", text.len);
    }
    return true;
}

/** Appends the samples that --init writes: those at the top, and what is made for it. */
static bool add_samples(struct arena *arena, struct buf *out, const char *source)
{
    const char *folder = arena_text(arena, "%s/samples", source);
    struct file_list files = {0};
    struct file_list samples = {0};
    const char *reason = NULL;

    if (!io_read_tree(arena, folder, "", &files, &reason)) {
        (void)fprintf(stderr, "embed: %s: %s\n", folder, reason);
        return false;
    }
    buf_add_text(out, "\nconst struct file embedded_samples[] = {\n");
    for (size_t i = 0; i < files.count; i++) {
        const char *path = files.items[i].path;
        bool is_made_for_it = str_has_prefix(str_from(path), STR("init/"));
        const char *name = is_made_for_it ? path + strlen("init/") : path;

        if (strchr(name, '/') == NULL && str_has_suffix(str_from(name), STR(".yaml"))) {
            file_list_add(&samples, arena, name, files.items[i].bytes);
        }
    }
    file_list_sort(&samples);
    for (size_t i = 0; i < samples.count; i++) {
        (void)add_file(out, &samples.items[i]); // YAML: nothing that could be wrong here
    }
    buf_add_format(out,
                   "  {\"\", {\"\", 0}, 0},\n};\n\nconst size_t embedded_sample_count = %zu;\n",
                   samples.count);
    return true;
}

static bool write_output(const char *path, struct str text)
{
    FILE *file = fopen(path, "w");
    bool is_good = file != NULL && fwrite(text.p, 1, text.len, file) == text.len;

    if (file != NULL) {
        is_good = fclose(file) == 0 && is_good;
    }
    if (!is_good) {
        perror(path);
    }
    return is_good;
}

static bool make(struct arena *arena, struct buf *out, const char *source)
{
    struct file_list files = {0};

    if (!read_all(arena, source, &files)) {
        return false;
    }
    buf_add_text(out, "/* Made by gen/embed/embed.c. */\n#include \"embed/embedded.h\"\n"
                      "#include \"model/catalog.h\"\n#include \"schema/compiled.h\"\n"
                      "#include \"target/compiled.h\"\n#include \"target/dialects.h\"\n\n"
                      "const struct file embedded_files[] = {\n");
    for (size_t i = 0; i < files.count; i++) {
        if (!add_file(out, &files.items[i])) {
            (void)fprintf(stderr, "embed: %s: a string does not end\n", files.items[i].path);
            return false;
        }
    }
    // The last row only keeps the array from being empty.
    buf_add_format(out, "  {\"\", {\"\", 0}, 0},\n};\n\nconst size_t embedded_file_count = %zu;\n",
                   files.count);
    return add_texts(arena, out, source) && add_samples(arena, out, source) &&
           write_compiled(arena, out, &files);
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct buf out;

    if (argc != 3) {
        (void)fputs("usage: embed SOURCE_FOLDER OUTPUT.c\n", stderr);
        return EXIT_FAILURE;
    }
    mem_install();
    arena_init(&arena);
    buf_init(&out, BUF_NO_LIMIT);
    bool is_good = make(&arena, &out, argv[1]) && write_output(argv[2], buf_str(&out));

    buf_release(&out);
    arena_release(&arena);
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
