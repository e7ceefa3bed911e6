/* SPDX-License-Identifier: MIT */
/* A path as a person writes it, against a description that says which keys there are. */
#include "model/trace_path.h"

#include "base/mem.h"
#include "base/spell.h"
#include "model/flow_text.h"

#define FLOWS "flows"

/* A path while it is read. */
struct reading {
    const struct trace *trace;
    struct diags *diags;
    const char *text; /* as given */
    struct str *tokens;
    size_t count;
    size_t capacity;
};

const json_t *trace_path_get(const json_t *root, const struct str *tokens, size_t count)
{
    const json_t *value = root;

    for (size_t i = 0; i < count && value != NULL; i++) {
        size_t index = 0;

        if (json_is_object(value)) {
            value = json_object_getn(value, tokens[i].p, tokens[i].len);
        } else {
            value = pointer_index(tokens[i], &index) ? jx_at(value, index) : NULL;
        }
    }
    return value;
}

const char *trace_path_text(struct arena *arena, const struct str *tokens, size_t count)
{
    struct buf dotted;
    struct buf pointer;
    bool is_plain = true;

    buf_init(&dotted, BUF_NO_LIMIT);
    buf_init(&pointer, BUF_NO_LIMIT);
    for (size_t i = 0; i < count; i++) {
        is_plain = is_plain && tokens[i].len > 0 && memchr(tokens[i].p, '.', tokens[i].len) == NULL;
        buf_add_text(&dotted, i == 0 ? "" : ".");
        buf_add(&dotted, tokens[i]);
        pointer_add(&pointer, tokens[i]);
    }
    const char *text = arena_strdup(arena, buf_str(is_plain ? &dotted : &pointer));

    buf_release(&dotted);
    buf_release(&pointer);
    return text;
}

static void add(struct reading *reading, struct str token)
{
    ARENA_GROW(reading->trace->arena, reading->tokens, reading->count, reading->capacity);
    reading->tokens[reading->count++] = token;
}

/* The end of the first step of `rest`: the longest that is a key of `map`, for keys with dots. */
static size_t step_len(const json_t *map, struct str rest)
{
    size_t found = 0;
    size_t first = rest.len;

    for (size_t i = 0; i <= rest.len; i++) {
        if (i < rest.len && rest.p[i] != '.') {
            continue;
        }
        first = i < first ? i : first;
        if (json_is_object(map) && json_object_getn(map, rest.p, i) != NULL) {
            found = i;
        }
    }
    return found > 0 ? found : first;
}

/* Adds the steps of a dotted path below those that there are. */
static void add_dotted(struct reading *reading, struct str rest)
{
    bool is_last = false;

    while (!is_last) {
        const json_t *map =
            trace_path_get(reading->trace->resolved, reading->tokens, reading->count);
        size_t len = step_len(map, rest);

        add(reading, str_slice(rest, 0, len));
        is_last = len == rest.len;
        rest = str_slice(rest, len + 1, rest.len);
    }
}

/* "flows.web -> db" and "web -> db", perhaps with steps behind it. Names of ends have no dots. */
static bool add_flow(struct reading *reading, struct str text)
{
    struct str from;
    struct str to;

    if (str_has_prefix(text, STR(FLOWS "."))) {
        text = str_slice(text, STR(FLOWS ".").len, text.len);
    }
    if (!flow_text_split(text, &from, &to)) {
        return false;
    }
    const char *dot = memchr(to.p, '.', to.len);
    struct str rest = dot == NULL ? STR("") : str_slice(to, (size_t)(dot - to.p) + 1, to.len);

    to = dot == NULL ? to : str_trim(str_slice(to, 0, (size_t)(dot - to.p)));
    add(reading, STR(FLOWS));
    add(reading,
        str_from(arena_text(reading->trace->arena, "%.*s -> %.*s", STR_ARGS(from), STR_ARGS(to))));
    if (rest.len > 0) {
        add_dotted(reading, rest);
    }
    return true;
}

static bool is_flow(struct str text)
{
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.p[i] == '-' && text.p[i + 1] == '>') {
            return true;
        }
    }
    return false;
}

/* Splits the text into steps; false if it is no path. */
static bool split(struct reading *reading)
{
    struct str text = str_from(reading->text);
    struct str *tokens = NULL;
    size_t count = 0;

    if (text.len > 0 && text.p[0] == '/') {
        if (!pointer_split(reading->trace->arena, text, &tokens, &count)) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            add(reading, tokens[i]);
        }
        return true;
    }
    if (is_flow(text)) {
        return add_flow(reading, text);
    }
    add_dotted(reading, text);
    return text.len > 0;
}

/* "did you mean": the path with its faulty step replaced by the nearest key there is. */
static void suggest(struct reading *reading, struct diag *diag, const json_t *map, size_t at)
{
    struct arena *arena = reading->trace->arena;
    struct str *names = ARENA_ARRAY(arena, json_object_size(map) + 1, struct str);
    size_t count = 0;
    const char *key;
    const json_t *value;

    jx_object_foreach (map, key, value) {
        names[count++] = str_from(key);
    }
    const struct str *nearest = spell_nearest(reading->tokens[at], names, count);
    struct str tier[] = {STR("tiers"), reading->tokens[at]};

    if (str_eq(reading->tokens[0], STR("environments"))) {
        diag_hint(reading->diags, diag,
                  "leave out 'environments' and its name, and name the environment with '--env'");
    } else if (nearest != NULL) {
        reading->tokens[at] = *nearest;
        diag_hint(reading->diags, diag, "did you mean '%s'?",
                  trace_path_text(arena, reading->tokens, reading->count));
    } else if (at == 0 && trace_path_get(reading->trace->resolved, tier, 2) != NULL) {
        diag_hint(reading->diags, diag, "did you mean 'tiers.%s'?",
                  trace_path_text(arena, reading->tokens, reading->count));
    }
}

/* True if every step exists: in the resolved description, which has all keys that can be set. */
static bool check(struct reading *reading)
{
    const json_t *value = reading->trace->resolved;

    for (size_t i = 0; i < reading->count; i++) {
        const json_t *next = trace_path_get(value, &reading->tokens[i], 1);

        if (next == NULL) {
            const char *under = trace_path_text(reading->trace->arena, reading->tokens, i);
            const char *token = arena_strdup(reading->trace->arena, reading->tokens[i]);
            struct diag *diag = i == 0 ? diag_add(reading->diags, DIAG_UNKNOWN_PATH, SPAN_NONE,
                                                  "there is no '%s' in the description", token)
                                : json_is_null(value)
                                    ? diag_add(reading->diags, DIAG_UNKNOWN_PATH, SPAN_NONE,
                                               "'%s' is not set in environment '%s'", under,
                                               reading->trace->environment->name)
                                    : diag_add(reading->diags, DIAG_UNKNOWN_PATH, SPAN_NONE,
                                               "there is no '%s' in '%s' of environment '%s'",
                                               token, under, reading->trace->environment->name);

            suggest(reading, diag, value, i);
            return false;
        }
        value = next;
    }
    return true;
}

bool trace_parse(const struct trace *trace, const char *text, struct diags *diags,
                 struct trace_path *path)
{
    struct reading reading = {.trace = trace, .diags = diags, .text = text};

    if (!split(&reading)) {
        struct diag *diag =
            diag_add(diags, DIAG_UNKNOWN_PATH, SPAN_NONE, "'%s' is not a path", text);

        diag_hint(diags, diag, "write 'tiers.web.size', '/tiers/web/size' or 'web -> app'");
        return false;
    }
    if (!check(&reading)) {
        return false;
    }
    *path = (struct trace_path){reading.tokens, reading.count,
                                trace_path_text(trace->arena, reading.tokens, reading.count)};
    return true;
}
