/* SPDX-License-Identifier: MIT */
/* All of it is taking away and replacing, as the row says. */
#include "verify/identity.h"

#include "base/buf.h"

#include <string.h>

const char *identity_name(struct arena *arena, const char *name)
{
    struct buf out;

    buf_init(&out, BUF_NO_LIMIT);
    for (const char *p = name; *p != '\0'; p++) {
        char c = (char)(*p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p);

        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            buf_add_char(&out, c);
        }
    }
    const char *text = arena_strdup(arena, buf_str(&out));

    buf_release(&out);
    return text;
}

/* A name without the first of the endings that it has, as long as something is left. */
static const char *strip(struct arena *arena, const char *name, const json_t *endings)
{
    size_t i;
    const json_t *ending;

    jx_array_foreach (endings, i, ending) {
        struct str whole = str_from(name);
        struct str tail = jx_str(ending);

        if (whole.len > tail.len && str_has_suffix(whole, tail)) {
            return arena_strdup(arena, str_slice(whole, 0, whole.len - tail.len));
        }
    }
    return name;
}

static const char *strip_prefix(struct arena *arena, const char *name, const json_t *prefixes)
{
    size_t i;
    const json_t *prefix;

    jx_array_foreach (prefixes, i, prefix) {
        struct str whole = str_from(name);
        struct str head = jx_str(prefix);

        if (whole.len > head.len && str_has_prefix(whole, head)) {
            return arena_strdup(arena, str_slice(whole, head.len, whole.len));
        }
    }
    return name;
}

/* "publicsubneta" without "subnet". */
static const char *strip_infix(struct arena *arena, const char *name, const char *infix)
{
    const char *found = infix == NULL ? NULL : strstr(name, infix);

    return found == NULL
               ? name
               : arena_text(arena, "%.*s%s", (int)(found - name), name, found + strlen(infix));
}

/* "alarmtopicops" as "alarmsops" if names that begin with "alarmtopic" do so with "alarms" in other
 * targets. */
static const char *change_begin(struct arena *arena, const char *name, const json_t *begins)
{
    const char *spelled;
    const json_t *begin;

    jx_object_foreach (begins, spelled, begin) {
        if (strncmp(name, spelled, strlen(spelled)) == 0) {
            return arena_text(arena, "%s%s", json_string_value(begin), name + strlen(spelled));
        }
    }
    return name;
}

const char *identity_stem(struct arena *arena, const json_t *row, const char *name)
{
    const char *stated = jx_get_text(jx_get(row, "names"), name, NULL);

    if (stated == NULL) {
        stated = strip(arena, name, jx_get(row, "suffix"));
        stated = strip_prefix(arena, stated, jx_get(row, "prefix"));
        stated = strip_infix(arena, stated, jx_get_text(row, "infix", NULL));
        stated = change_begin(arena, stated, jx_get(row, "begin"));
    }
    return stated;
}

const char *identity_make(struct arena *arena, const json_t *row, const json_t *resource)
{
    const char *name =
        identity_name(arena, jx_get_text(resource, "was", jx_get_text(resource, "name", "")));
    const char *region = identity_name(arena, jx_get_text(resource, "region", ""));
    json_t *regional = jx_array();

    jx_append(regional, jx_string(region));
    name = strip(arena, name, regional);
    json_decref(regional);
    return arena_text(arena, "%s/%s@%s", jx_get_text(row, "as", ""),
                      identity_stem(arena, row, name),
                      jx_get_bool(row, "global", false) ? "" : jx_get_text(resource, "region", ""));
}
