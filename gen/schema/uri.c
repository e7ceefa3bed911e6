/* SPDX-License-Identifier: MIT */
/* RFC 3986, section 5.2: resolution of references. Queries stay a part of the path, which only
 * matters to URNs that have one. */
#include "schema/uri.h"

static bool find_char(struct str s, char c, size_t *at)
{
    const char *found = s.len == 0 ? NULL : memchr(s.p, c, s.len);

    *at = found == NULL ? s.len : (size_t)(found - s.p);
    return found != NULL;
}

void uri_split(struct str uri, struct str *before, struct str *fragment)
{
    size_t at;
    bool found = find_char(uri, '#', &at);

    *before = str_slice(uri, 0, at);
    *fragment = found ? str_slice(uri, at + 1, uri.len) : str_slice(uri, uri.len, 0);
}

/* The length of "scheme:", or 0. */
static size_t scheme_len(struct str uri)
{
    for (size_t i = 0; i < uri.len; i++) {
        char c = uri.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool is_other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';

        if (c == ':') {
            return i == 0 ? 0 : i + 1;
        }
        if (!is_letter && (i == 0 || !is_other)) {
            return 0;
        }
    }
    return 0;
}

bool uri_is_absolute(struct str uri)
{
    return scheme_len(uri) > 0;
}

/* The length of "scheme://authority". */
static size_t origin_len(struct str uri)
{
    size_t start = scheme_len(uri);
    struct str rest = str_slice(uri, start, uri.len);
    size_t end;

    if (!str_has_prefix(rest, STR("//"))) {
        return start;
    }
    (void)find_char(str_slice(rest, 2, rest.len), '/', &end);
    return start + 2 + end;
}

/* Removes the last segment of out[floor..len), with its slash. */
static size_t drop_segment(const char *out, size_t floor, size_t len)
{
    while (len > floor && out[len - 1] != '/') {
        len--;
    }
    return len;
}

/* Appends `path` to out[0..len) without "." and ".." segments; returns the new length. Segments
 * are never dropped below `floor`. */
static size_t add_path(char *out, size_t floor, struct str path)
{
    if (path.len > 0 && path.p[0] == '/') {
        out[floor++] = '/';
        path = str_slice(path, 1, path.len);
    }
    size_t len = floor;

    for (size_t start = 0; start <= path.len;) {
        size_t segment_len;
        bool is_last = !find_char(str_slice(path, start, path.len), '/', &segment_len);
        struct str segment = str_slice(path, start, segment_len);

        if (str_eq(segment, STR(".."))) {
            len = len > floor ? drop_segment(out, floor, len - 1) : len;
        } else if (!str_eq(segment, STR("."))) {
            memcpy(out + len, segment.p, segment.len);
            len += segment.len;
            if (!is_last) {
                out[len++] = '/';
            }
        }
        start += segment_len + 1;
    }
    return len;
}

struct str uri_resolve(struct arena *arena, struct str base, struct str reference)
{
    size_t origin = origin_len(base);
    struct str start = str_slice(base, 0, origin); // what the result keeps as it is
    struct str path = str_slice(base, origin, base.len);
    size_t path_len = path.len;

    if (reference.len == 0) {
        return base;
    }
    if (scheme_len(reference) > 0) {
        start = str_slice(reference, 0, origin_len(reference));
        reference = str_slice(reference, start.len, reference.len);
        path_len = 0;
    } else if (reference.p[0] == '/') {
        path_len = 0;
    } else {
        while (path_len > 0 && path.p[path_len - 1] != '/') {
            path_len--;
        }
    }
    char *joined = arena_alloc(arena, path_len + reference.len + 1);
    char *out = arena_alloc(arena, start.len + path_len + reference.len + 2);

    if (path_len > 0) {
        memcpy(joined, path.p, path_len);
    }
    if (reference.len > 0) {
        memcpy(joined + path_len, reference.p, reference.len);
    }
    if (start.len > 0) {
        memcpy(out, start.p, start.len);
    }
    return (struct str){out,
                        add_path(out, start.len, (struct str){joined, path_len + reference.len})};
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

struct str uri_decode(struct arena *arena, struct str text)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        int high = text.p[i] == '%' && i + 2 < text.len ? hex_digit(text.p[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(text.p[i + 2]) : -1;

        if (low >= 0) {
            out[len++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[len++] = text.p[i];
        }
    }
    return (struct str){out, len};
}
