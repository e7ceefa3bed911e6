/* SPDX-License-Identifier: MIT */
/* RFC 6901: tokens after '/', with "~1" for '/' and "~0" for '~'. */
#include "data/pointer.h"

#include "base/mem.h"

#include <stdlib.h>

/* Decodes a token into `out`, which has room for it; false if a '~' is not followed by 0 or 1. */
static bool decode(struct str token, char *out, size_t *len)
{
    size_t used = 0;

    for (size_t i = 0; i < token.len; i++) {
        char c = token.p[i];

        if (c == '~') {
            i++;
            if (i == token.len || (token.p[i] != '0' && token.p[i] != '1')) {
                return false;
            }
            c = token.p[i] == '0' ? '~' : '/';
        }
        out[used++] = c;
    }
    *len = used;
    return true;
}

/* Cuts the first token, which is still encoded, off a pointer that begins with '/'. */
static struct str cut_token(struct str *pointer)
{
    struct str token = str_slice(*pointer, 1, pointer->len);
    const char *slash = token.len == 0 ? NULL : memchr(token.p, '/', token.len);

    if (slash != NULL) {
        token.len = (size_t)(slash - token.p);
    }
    *pointer = str_slice(*pointer, token.len + 1, pointer->len);
    return token;
}

bool pointer_index(struct str token, size_t *index)
{
    size_t value = 0;

    if (token.len == 0 || (token.len > 1 && token.p[0] == '0')) {
        return false;
    }
    for (size_t i = 0; i < token.len; i++) {
        if (token.p[i] < '0' || token.p[i] > '9' || value > (SIZE_MAX - 9) / 10) {
            return false;
        }
        value = value * 10 + (size_t)(token.p[i] - '0');
    }
    *index = value;
    return true;
}

/* One step down; `token` is decoded. */
static const json_t *step(const json_t *value, struct str token)
{
    size_t index;

    if (json_is_object(value)) {
        return json_object_getn(value, token.p, token.len);
    }
    return pointer_index(token, &index) ? jx_at(value, index) : NULL;
}

const json_t *pointer_get(const json_t *root, struct str pointer)
{
    const json_t *value = root;

    if (pointer.len == 0) {
        return root;
    }
    if (pointer.p[0] != '/') {
        return NULL;
    }
    char *decoded = mem_alloc(pointer.len);

    while (value != NULL && pointer.len > 0) {
        struct str token = {decoded, 0};

        value = decode(cut_token(&pointer), decoded, &token.len) ? step(value, token) : NULL;
    }
    free(decoded);
    return value;
}

bool pointer_split(struct arena *arena, struct str pointer, struct str **tokens, size_t *count)
{
    size_t capacity = 0;

    *tokens = NULL;
    *count = 0;
    if (pointer.len > 0 && pointer.p[0] != '/') {
        return false;
    }
    while (pointer.len > 0) {
        struct str encoded = cut_token(&pointer);
        char *decoded = arena_alloc(arena, encoded.len + 1);
        size_t len;

        if (!decode(encoded, decoded, &len)) {
            return false;
        }
        ARENA_GROW(arena, *tokens, *count, capacity);
        (*tokens)[(*count)++] = (struct str){decoded, len};
    }
    return true;
}

void pointer_add(struct buf *out, struct str token)
{
    buf_add_char(out, '/');
    for (size_t i = 0; i < token.len; i++) {
        if (token.p[i] == '~' || token.p[i] == '/') {
            buf_add_text(out, token.p[i] == '~' ? "~0" : "~1");
        } else {
            buf_add_char(out, token.p[i]);
        }
    }
}
