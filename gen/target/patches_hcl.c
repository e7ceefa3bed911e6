/* SPDX-License-Identifier: MIT */
/*
 * Blocks are patched as laid-out text: there, indentation alone tells what belongs to which block.
 * Afterwards the block is laid out again.
 */
#include "data/pointer.h"
#include "target/dialects.h"
#include "target/layout_hcl.h"
#include "target/patches.h"

#include <string.h>

/* A part of a block's text: bytes from `start` to before `end`, whole lines. */
struct range {
    size_t start;
    size_t end;
};

struct edit {
    struct patches *patches;
    struct str text; /* of the block */
    struct str *tokens;
    size_t token_count;
    const char *reason; /* why it is not possible */
};

static bool give_up(struct edit *edit, const char *reason)
{
    edit->reason = reason;
    return false;
}

/* ---- lines ---- */

static size_t next_line(struct str text, size_t off)
{
    const char *end = memchr(text.p + off, '\n', text.len - off);

    return end == NULL ? text.len : (size_t)(end - text.p) + 1;
}

static size_t indentation(struct str text, size_t off)
{
    size_t i = off;

    while (i < text.len && text.p[i] == ' ') {
        i++;
    }
    return i - off;
}

/* The end of what begins with the line at `off`: that line, deeper or empty ones, and the line
 * that closes its brackets. */
static size_t end_of_entry(struct str text, size_t off)
{
    size_t indent = indentation(text, off);
    size_t end = next_line(text, off);
    size_t at = end;

    if (text.p[off] == '\n') {
        return end;
    }
    while (at < text.len && (text.p[at] == '\n' || indentation(text, at) > indent)) {
        at = next_line(text, at);
    }
    bool is_closed = at < text.len && indentation(text, at) == indent &&
                     strchr("])}", text.p[at + indent]) != NULL;

    return is_closed ? next_line(text, at) : end;
}

/* True if the line at `off` begins with the word `name` and then, blanks left out, `after`. */
static bool begins_with(struct str text, size_t off, struct str name, const char *after)
{
    struct str line = str_slice(text, off, next_line(text, off) - off);

    line = str_slice(line, indentation(line, 0), line.len);
    if (!str_has_prefix(line, name)) {
        return false;
    }
    struct str rest = str_slice(line, name.len, line.len);

    rest = str_slice(rest, indentation(rest, 0), rest.len);
    return rest.len > 0 && strchr(after, rest.p[0]) != NULL && rest.len + name.len < line.len;
}

/* Finds the entry `name` among the lines of `body`: an argument if `after` is "=", a nested block
 * if it is "{\"". With `*number` > 0 as many are skipped. */
static bool find_entry(struct str text, struct range body, struct str name, const char *after,
                       size_t *number, struct range *entry)
{
    for (size_t off = body.start; off < body.end; off = end_of_entry(text, off)) {
        if (!begins_with(text, off, name, after)) {
            continue;
        }
        if (*number == 0) {
            *entry = (struct range){off, end_of_entry(text, off)};
            return true;
        }
        --*number;
    }
    return false;
}

/* What is inside of the block `entry`: the lines between its first and its last. */
static struct range body_of(struct str text, struct range entry)
{
    size_t start = next_line(text, entry.start);
    size_t last = start;

    if (start >= entry.end) {
        return (struct range){entry.end, entry.end}; /* "{}" on one line */
    }
    for (size_t at = start; at < entry.end; at = next_line(text, at)) {
        last = at;
    }
    return (struct range){start, last};
}

/* ---- paths ---- */

static bool is_number(struct str token, size_t *number)
{
    *number = 0;
    for (size_t i = 0; i < token.len; i++) {
        if (token.p[i] < '0' || token.p[i] > '9' || i > 5) {
            return false;
        }
        *number = *number * 10 + (size_t)(token.p[i] - '0');
    }
    return token.len > 0;
}

/* Goes from the block `*entry` into the nested blocks that tokens 1 … name, up to the last token
 * that names an entry; `*last` is that one and `*number` the number behind it. */
static bool descend(struct edit *edit, struct range *entry, struct str *last, size_t *number)
{
    size_t i = 1;

    for (;;) {
        struct str name = edit->tokens[i++];

        *number = 0;
        if (i < edit->token_count && is_number(edit->tokens[i], number)) {
            i++;
        }
        if (i >= edit->token_count) {
            *last = name;
            return true;
        }
        if (!find_entry(edit->text, body_of(edit->text, *entry), name, "{\"", number, entry)) {
            return give_up(edit, "'path' matches nothing");
        }
    }
}

/* The block's own lines begin below its comments. */
static struct range whole_block(struct str text)
{
    size_t start = 0;

    while (start < text.len && (text.p[start] == '#' || text.p[start] == '/')) {
        start = next_line(text, start);
    }
    return (struct range){start, text.len};
}

/* ---- operations ---- */

/* Appends "name = literal". */
static bool add_argument(struct edit *edit, struct str name, const json_t *value, struct buf *out)
{
    struct print_context print = {.arena = edit->patches->arena};
    const char *error = NULL;

    if (value == NULL) {
        return give_up(edit, "'value' is missing");
    }
    if (!dialect_hcl.is_identifier(name)) {
        return give_up(edit, "the last name of 'path' is no argument");
    }
    buf_add(out, name);
    buf_add_text(out, " = ");
    if (!dialect_hcl.print(&dialect_hcl, &print, value, out, &error)) {
        return give_up(edit, error);
    }
    buf_add_char(out, '\n');
    return true;
}

static void add_range(struct edit *edit, size_t start, size_t end, struct buf *out)
{
    buf_add(out, str_slice(edit->text, start, end - start));
}

/* Puts an argument at the start of an entry that does not have it. */
static bool insert(struct edit *edit, struct range entry, struct str name, const json_t *value,
                   struct buf *out)
{
    struct range body = body_of(edit->text, entry);
    bool is_empty = next_line(edit->text, entry.start) >= entry.end;
    struct str line = str_trim(str_slice(edit->text, entry.start, entry.end - entry.start - 1));

    if (!is_empty) {
        add_range(edit, 0, body.start, out);
        if (!add_argument(edit, name, value, out)) {
            return false;
        }
        add_range(edit, body.start, edit->text.len, out);
        return true;
    }
    if (!str_has_suffix(line, STR("{}"))) {
        return give_up(edit, "the block is written on one line");
    }
    add_range(edit, 0, entry.start, out);
    buf_add(out, str_slice(line, 0, line.len - 1));
    buf_add_char(out, '\n');
    if (!add_argument(edit, name, value, out)) {
        return false;
    }
    buf_add_text(out, "}\n");
    add_range(edit, entry.end, edit->text.len, out);
    return true;
}

static bool set(struct edit *edit, struct range entry, struct str name, size_t number,
                const json_t *operation, struct buf *out)
{
    const json_t *value = jx_get(operation, "value");
    bool may_add = strcmp(jx_get_text(operation, "op", ""), "add") == 0;
    struct range found;

    if (number == 0 &&
        find_entry(edit->text, body_of(edit->text, entry), name, "=", &number, &found)) {
        add_range(edit, 0, found.start, out);
        if (!add_argument(edit, name, value, out)) {
            return false;
        }
        add_range(edit, found.end, edit->text.len, out);
        return true;
    }
    return may_add ? insert(edit, entry, name, value, out)
                   : give_up(edit, "'path' matches nothing");
}

static bool cut(struct edit *edit, struct range entry, struct str name, size_t number,
                struct buf *out)
{
    struct range body = body_of(edit->text, entry);
    struct range found;

    if (!find_entry(edit->text, body, name, "={\"", &number, &found)) {
        return give_up(edit, "'path' matches nothing");
    }
    add_range(edit, 0, found.start, out);
    add_range(edit, found.end, edit->text.len, out);
    return true;
}

static bool make_edit(struct edit *edit, const json_t *operation, struct buf *out)
{
    const char *verb = jx_get_text(operation, "op", "");
    bool is_remove = strcmp(verb, "remove") == 0;
    bool is_add = strcmp(verb, "add") == 0;
    struct range entry = whole_block(edit->text);
    struct str name;
    size_t number;

    if (!is_remove && !is_add && strcmp(verb, "replace") != 0) {
        return give_up(edit, "'op' is not add, replace or remove, the ones for HCL");
    }
    if (edit->token_count == 1) {
        return is_remove || give_up(edit, "a whole block can only be removed");
    }
    if (!descend(edit, &entry, &name, &number)) {
        return false;
    }
    return is_remove ? cut(edit, entry, name, number, out)
                     : set(edit, entry, name, number, operation, out);
}

/* ---- blocks ---- */

static struct hcl_block *find_block(const struct compose_hcl *compose, struct str address)
{
    for (size_t i = 0; i < compose->file_count; i++) {
        for (size_t k = 0; k < compose->files[i].block_count; k++) {
            struct hcl_block *block = &compose->files[i].blocks[k];
            struct str own = str_from(block->address);
            struct str prefix = STR("resource.");

            if (str_eq(own, address) || (str_has_prefix(own, prefix) &&
                                         str_eq(str_slice(own, prefix.len, own.len), address))) {
                return block;
            }
        }
    }
    return NULL;
}

static void remove_block(struct compose_hcl *compose, struct hcl_block *block)
{
    for (size_t i = 0; i < compose->file_count; i++) {
        struct hcl_file *file = &compose->files[i];
        size_t index = (size_t)(block - file->blocks);

        if (file->block_count > 0 && block >= file->blocks && index < file->block_count) {
            memmove(block, block + 1, (file->block_count - index - 1) * sizeof(*block));
            file->block_count--;
            return;
        }
    }
}

static bool apply_one(struct patches *patches, struct compose_hcl *compose, size_t index)
{
    const json_t *operation = jx_at(patches->operations, index);
    struct edit edit = {.patches = patches};
    struct str path = jx_str(jx_get(operation, "path"));

    if (!pointer_split(patches->arena, path, &edit.tokens, &edit.token_count) ||
        edit.token_count == 0) {
        (void)patches_fail(patches, index, "'path' is no JSON Pointer to a block");
        return false;
    }
    struct hcl_block *block = find_block(compose, edit.tokens[0]);
    struct text_fault fault;
    struct buf out;

    if (block == NULL) {
        return true; /* patches_finish reports it */
    }
    patches->is_done[index] = true;
    edit.text = (struct str){compose->text.bytes + block->off, block->len};
    buf_init(&out, BUF_NO_LIMIT);
    bool is_fine = make_edit(&edit, operation, &out);

    if (!is_fine) {
        (void)patches_fail(patches, index, edit.reason);
    } else if (edit.token_count == 1) {
        remove_block(compose, block);
    } else {
        block->off = compose->text.len;
        is_fine = layout_hcl(patches->arena, buf_str(&out), &compose->text, NULL, &fault);
        block->len = compose->text.len - block->off;
        if (!is_fine) {
            (void)patches_fail(patches, index, fault.text);
        }
    }
    buf_release(&out);
    return is_fine;
}

bool patches_apply_hcl(struct patches *patches, struct compose_hcl *compose)
{
    bool is_fine = true;

    for (size_t i = 0; i < patches->count; i++) {
        is_fine = apply_one(patches, compose, i) && is_fine;
    }
    return is_fine;
}
