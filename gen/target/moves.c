/* SPDX-License-Identifier: MIT */
/*
 * Renamed resources. A tier that was renamed keeps what it stands for, so the same templates are
 * rendered once more under the former labels: both renderings have the same resources in the same
 * order, and where two addresses differ the resource has moved. No template has to know.
 */
#include "target/generate.h"
#include "target/target.h"

#include "base/mem.h"

#include <string.h>

/* The type and the label of a resource block: `resource "TYPE" "web" {`. */
struct address {
    struct str type;
    struct str label;
};

/* Moves `*text` past its first line and gives that line. */
static struct str take_line(struct str *text)
{
    const char *end = memchr(text->p, '\n', text->len);
    size_t len = end == NULL ? text->len : (size_t)(end - text->p);
    struct str line = str_slice(*text, 0, len);

    *text = str_slice(*text, len + 1, text->len);
    return line;
}

/* Moves `*text` past the next quoted word and gives what is between the quotes. */
static struct str take_word(struct str *text)
{
    const char *open = memchr(text->p, '"', text->len);
    const char *close = NULL;

    BUG_UNLESS(open != NULL);
    *text = str_slice(*text, (size_t)(open + 1 - text->p), text->len);
    close = memchr(text->p, '"', text->len);
    BUG_UNLESS(close != NULL);
    struct str word = str_slice(*text, 0, (size_t)(close - text->p));

    *text = str_slice(*text, word.len + 1, text->len);
    return word;
}

/* Finds the next resource in laid-out HCL, where top-level blocks begin in the first column. */
static bool next_resource(struct str *text, struct address *address)
{
    while (text->len > 0) {
        struct str line = take_line(text);

        if (str_has_prefix(line, STR("resource "))) {
            address->type = take_word(&line);
            address->label = take_word(&line);
            return true;
        }
    }
    return false;
}

static void add_moves(struct str now, struct str former, struct buf *out)
{
    struct address to;
    struct address from;

    while (next_resource(&now, &to)) {
        BUG_UNLESS(next_resource(&former, &from) && str_eq(from.type, to.type));
        if (!str_eq(from.label, to.label)) {
            buf_add_format(out, "\nmoved {\n  from = %.*s.%.*s\n  to   = %.*s.%.*s\n}\n",
                           STR_ARGS(from.type), STR_ARGS(from.label), STR_ARGS(to.type),
                           STR_ARGS(to.label));
        }
    }
}

/* ---- modules ---- */

/* A `moved` block, which says in which module a resource is. */
struct move {
    struct str from; /* "aws_lb.web" */
    struct str to;   /* "module.web.aws_lb.web" */
};

/* The rest of the next line that begins with `key`; false if there is none. */
static bool next_argument(struct str *text, struct str key, struct str *value)
{
    while (text->len > 0) {
        struct str line = take_line(text);

        if (str_has_prefix(line, key)) {
            *value = str_slice(line, key.len, line.len);
            return true;
        }
    }
    return false;
}

static bool next_move(struct str *text, struct move *move)
{
    return next_argument(text, STR("  from = "), &move->from) &&
           next_argument(text, STR("  to   = "), &move->to);
}

/* Of a resource that has another address or another module, the way from where it was: out of the
 * former module, and then like one that was in none. An address is the end of one move only. */
static void add_ways(struct str now, struct str former, struct buf *out)
{
    struct move after;
    struct move before;

    while (next_move(&now, &after)) {
        BUG_UNLESS(next_move(&former, &before));
        if (!str_eq(after.to, before.to)) {
            buf_add_format(out, "\nmoved {\n  from = %.*s\n  to   = %.*s\n}\n", STR_ARGS(before.to),
                           STR_ARGS(before.from));
        }
        if (!str_eq(after.from, before.from)) {
            buf_add_format(out, "\nmoved {\n  from = %.*s\n  to   = %.*s\n}\n",
                           STR_ARGS(before.from), STR_ARGS(after.from));
        }
    }
}

/* The file of `moved` blocks from `first` on, NULL if there is none. */
static struct file *find_moved(const struct target *target, const struct file_list *files,
                               size_t first)
{
    for (size_t i = first; i < files->count; i++) {
        const char *name = strrchr(files->items[i].path, '/');

        if (name != NULL && strcmp(name + 1, target->recipe->moved) == 0) {
            return &files->items[i];
        }
    }
    return NULL;
}

bool target_add_moves(struct target *target, const json_t *former, size_t first,
                      struct file_list *files, struct diags *diags)
{
    struct file_list before = {0};
    struct buf out;
    bool ok = true;

    if (target->recipe->moved == NULL) {
        return true;
    }
    buf_init(&out, BUF_NO_LIMIT);
    buf_add_text(&out, HCL_HEADER);
    ok = generate_files(target, former, NULL, NULL, &before, diags);
    BUG_UNLESS(!ok || before.count == files->count - first);
    struct file *moved = find_moved(target, files, first);

    if (ok && moved != NULL) {
        buf_clear(&out);
        buf_add(&out, moved->bytes);
        add_ways(moved->bytes, find_moved(target, &before, 0)->bytes, &out);
        moved->bytes = (struct str){arena_strdup(target->arena, buf_str(&out)), out.len};
        buf_release(&out);
        return true;
    }
    for (size_t i = 0; ok && i < before.count; i++) {
        add_moves(files->items[first + i].bytes, before.items[i].bytes, &out);
    }
    if (ok && out.len > strlen(HCL_HEADER)) {
        const char *path = files->items[first].path;
        const char *folder = arena_strdup(
            target->arena, str_slice(str_from(path), 0, (size_t)(strrchr(path, '/') - path)));

        file_list_add(files, target->arena,
                      arena_text(target->arena, "%s/%s", folder, target->recipe->moved),
                      (struct str){arena_strdup(target->arena, buf_str(&out)), out.len});
    }
    buf_release(&out);
    return ok;
}
