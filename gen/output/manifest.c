/* SPDX-License-Identifier: MIT */
/* The manifest's text is read strictly: what is removed and overwritten depends on it. */
#include "output/manifest.h"

#include "base/hash.h"
#include "output/folder.h"

#include <stdlib.h>
#include <string.h>

enum { HASH_DIGITS = 16 };

static const char digits[] = "0123456789abcdef";

static const char *const head =
    "# Files that archgen wrote here: hash (64 bits) and path. Do not edit.\n";

uint64_t manifest_hash(struct str bytes)
{
    return hash_bytes(bytes);
}

void manifest_init(struct manifest *manifest, struct arena *arena)
{
    *manifest = (struct manifest){.arena = arena};
}

void manifest_add(struct manifest *manifest, const char *path, uint64_t hash)
{
    ARENA_GROW(manifest->arena, manifest->items, manifest->count, manifest->capacity);
    manifest->items[manifest->count++] = (struct manifest_entry){path, hash};
}

static int compare_entries(const void *a, const void *b)
{
    const struct manifest_entry *left = a;
    const struct manifest_entry *right = b;

    return strcmp(left->path, right->path);
}

const struct manifest_entry *manifest_find(const struct manifest *manifest, const char *path)
{
    const struct manifest_entry wanted = {path, 0};

    if (manifest->count == 0) {
        return NULL;
    }
    return bsearch(&wanted, manifest->items, manifest->count, sizeof(wanted), compare_entries);
}

void manifest_sort(struct manifest *manifest)
{
    if (manifest->count > 1) {
        qsort(manifest->items, manifest->count, sizeof(*manifest->items), compare_entries);
    }
}

static bool read_digit(char c, uint64_t *value)
{
    const char *found = c == '\0' ? NULL : strchr(digits, c);

    if (found == NULL) {
        return false;
    }
    *value = *value << 4 | (uint64_t)(found - digits);
    return true;
}

static bool read_entry(struct manifest *manifest, struct str line)
{
    uint64_t hash = 0;

    if (line.len < HASH_DIGITS + 2 || line.p[HASH_DIGITS] != ' ') {
        return false;
    }
    for (size_t i = 0; i < HASH_DIGITS; i++) {
        if (!read_digit(line.p[i], &hash)) {
            return false;
        }
    }
    struct str path = str_slice(line, HASH_DIGITS + 1, line.len);
    const char *text = arena_strdup(manifest->arena, path);

    if (strlen(text) != path.len || !folder_path_is_safe(text)) {
        return false;
    }
    manifest_add(manifest, text, hash);
    return true;
}

bool manifest_read(struct manifest *manifest, struct str text, size_t *line)
{
    size_t at = 0;

    for (*line = 1; at < text.len; (*line)++) {
        const char *end = memchr(text.p + at, '\n', text.len - at);

        if (end == NULL) {
            return false; // cut off: every line that we write is whole
        }
        struct str content = str_slice(text, at, (size_t)(end - text.p) - at);

        if (!str_has_prefix(content, STR("#")) && !read_entry(manifest, content)) {
            return false;
        }
        at = (size_t)(end - text.p) + 1;
    }
    manifest_sort(manifest);
    return true;
}

static void add_hash(struct buf *out, uint64_t hash)
{
    char text[HASH_DIGITS];

    for (size_t i = HASH_DIGITS; i > 0; i--) {
        text[i - 1] = digits[hash % 16];
        hash /= 16;
    }
    buf_add_bytes(out, text, sizeof(text));
}

void manifest_write(const struct manifest *manifest, struct buf *out)
{
    buf_add_text(out, head);
    for (size_t i = 0; i < manifest->count; i++) {
        add_hash(out, manifest->items[i].hash);
        buf_add_char(out, ' ');
        buf_add_text(out, manifest->items[i].path);
        buf_add_char(out, '\n');
    }
}
