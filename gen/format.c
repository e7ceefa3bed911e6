/* SPDX-License-Identifier: MIT */
/*
 * --fmt: the keys of a description in the order of the schema. Only whole lines are moved, each
 * with the comments above it, so that no byte of a comment can be lost; what is written in
 * brackets, lists and scalars stay as they are, and so does a map whose lines cannot be told apart.
 * Afterwards the text must hold the same lines and the same document, or it is refused.
 *
 * Whose a line between two keys is, is told by its indentation: a comment that is indented more
 * than the keys belongs to what is above it, everything else to the key below. Comments at the top
 * of the file stay there, those at the end of a map at its end.
 */
#include "archgen.h"

#include "data/yaml.h"
#include "run.h"

#include <stdlib.h>
#include <string.h>

/* Lines [from, to) of the text. */
struct range {
    size_t from;
    size_t to;
};

struct member {
    const char *key;
    const json_t *value;
    size_t line;          /* of its key */
    struct range leading; /* blank lines and comments above it */
    size_t end;           /* the first line behind it, and behind comments that are its own */
    size_t rank;          /* in the order of the schema */
    size_t index;         /* as written */
    bool is_map;          /* a map of lines of its own */
};

struct formatter {
    struct archgen *run;
    const struct catalog *catalog; /* from the texts, for the order */
    struct str text;
    struct str *lines; /* with their line feeds */
    size_t line_count;
    struct buf out;
};

/* --- lines --- */

static void split_lines(struct formatter *formatter)
{
    struct str rest = formatter->text;
    size_t capacity = 0;

    while (rest.len > 0) {
        const char *feed = memchr(rest.p, '\n', rest.len);
        size_t len = feed == NULL ? rest.len : (size_t)(feed - rest.p) + 1;

        ARENA_GROW(formatter->run->arena, formatter->lines, formatter->line_count, capacity);
        formatter->lines[formatter->line_count++] = str_slice(rest, 0, len);
        rest = str_slice(rest, len, rest.len);
    }
}

static size_t line_of(const struct formatter *formatter, size_t off)
{
    return source_position(formatter->run->source, off).line - 1;
}

static size_t indent_of(struct str line)
{
    size_t indent = 0;

    while (indent < line.len && line.p[indent] == ' ') {
        indent++;
    }
    return indent;
}

/* The first byte of a line that is no blank, or '\n'. */
static char first_of(struct str line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != '\r') {
            return line.p[i];
        }
    }
    return '\n';
}

static bool is_blank(struct str line)
{
    return first_of(line) == '\n';
}

static bool is_comment(struct str line)
{
    return first_of(line) == '#';
}

static void emit(struct formatter *formatter, struct range range)
{
    for (size_t i = range.from; i < range.to; i++) {
        struct str line = formatter->lines[i];

        buf_add(&formatter->out, line);
        if (line.p[line.len - 1] != '\n') {
            buf_add_char(&formatter->out, '\n'); /* the last line of the file */
        }
    }
}

/* --- members --- */

/* The line behind a value, without what only trails it. False for what has no lines of its own,
 * such as an alias. */
static bool find_end(const struct formatter *formatter, const struct place *place,
                     struct member *member)
{
    size_t key_end = (size_t)place->key.off + place->key.len;
    size_t end = (size_t)place->value.off + place->value.len;
    bool is_behind = place->value.off >= key_end;

    end = is_behind && end > key_end ? end : key_end;
    while (end > key_end &&
           (formatter->text.p[end - 1] == '\n' || formatter->text.p[end - 1] == ' ')) {
        end--;
    }
    member->end = line_of(formatter, end - 1) + 1;
    member->is_map = is_behind && json_is_object(member->value) && place->value.len > 0 &&
                     formatter->text.p[place->value.off] != '{' && member->end > member->line + 1;
    return member->line < member->end;
}

/* Reads the members of a map whose lines lie in `range`; false if they cannot be told apart. */
static bool read_members(const struct formatter *formatter, const json_t *map, struct range range,
                         struct member *members, size_t *indent)
{
    size_t count = 0;
    const char *key;
    const json_t *value;

    jx_object_foreach (map, key, value) {
        const struct place *place = places_of_member(formatter->run->places, map, key);
        struct member *member = &members[count];

        *member = (struct member){.key = key, .value = value, .index = count};
        if (place->key.source != formatter->run->source) {
            return false;
        }
        member->line = line_of(formatter, place->key.off);
        size_t column =
            (size_t)(formatter->text.p + place->key.off - formatter->lines[member->line].p);

        *indent = count == 0 ? column : *indent;
        if (column != *indent || indent_of(formatter->lines[member->line]) != column ||
            member->line < (count == 0 ? range.from : members[count - 1].end) ||
            !find_end(formatter, place, member) || member->end > range.to) {
            return false;
        }
        count++;
    }
    return true;
}

/* Gives lines between two keys to the one above or below. False if one is no comment. */
static bool share_lines(const struct formatter *formatter, struct member *above, size_t to,
                        size_t indent)
{
    size_t own = above->end;

    for (size_t i = above->end; i < to; i++) {
        struct str line = formatter->lines[i];

        if (!is_blank(line) && !is_comment(line)) {
            return false;
        }
        own = is_comment(line) && indent_of(line) > indent ? i + 1 : own;
    }
    above->end = own;
    return true;
}

/* --- order --- */

/* What the schemas declare for the map at `tokens`; below `environments` that is what they declare
 * for the same part of a description. */
static struct schema_members declared(const struct formatter *formatter, const struct str *tokens,
                                      size_t count)
{
    const struct archgen *run = formatter->run;
    const json_t *instance = run->document;

    if (count > 0 && str_eq(tokens[0], STR("environments"))) {
        instance = NULL;
        for (size_t i = 0; count > 1 && i < run->run_count; i++) {
            instance = str_eq_text(tokens[1], run->names[i]) ? run->runs[i].merged : instance;
        }
        tokens += 2;
        count -= count > 1 ? 2 : 0;
    }
    return instance == NULL ? (struct schema_members){NULL, 0}
                            : schemas_members(formatter->catalog->schemas, run->arena,
                                              CATALOG_DOCUMENT, instance, tokens, count);
}

static int by_rank(const void *a, const void *b)
{
    const struct member *left = a;
    const struct member *right = b;

    if (left->rank != right->rank) {
        return left->rank < right->rank ? -1 : 1;
    }
    return (left->index > right->index) - (left->index < right->index);
}

/* What an environment says of itself comes first; it is no part of a description. */
static bool is_of_environment(const struct str *tokens, size_t count, const char *key)
{
    return count == 2 && str_eq(tokens[0], STR("environments")) &&
           (strcmp(key, "profile") == 0 || strcmp(key, "long") == 0);
}

/* Members that no schema declares keep their order, behind the others: names of the user's. */
static void rank(const struct formatter *formatter, const struct str *tokens, size_t depth,
                 struct member *members, size_t count)
{
    struct schema_members known = declared(formatter, tokens, depth);

    for (size_t i = 0; i < count; i++) {
        members[i].rank = known.count + 1;
        for (size_t k = known.count; k-- > 0;) {
            members[i].rank = str_eq_text(known.names[k], members[i].key) ? k + 1 : members[i].rank;
        }
        if (is_of_environment(tokens, depth, members[i].key)) {
            members[i].rank = 0;
        }
    }
}

/* The blank lines above the first key separate it from nothing: whoever comes to stand there leaves
 * his to the one that stood there. */
static void swap_blanks(const struct formatter *formatter, struct member *members, size_t count,
                        struct range *blanks)
{
    struct member *first = &members[0];

    *blanks = (struct range){first->leading.from, first->leading.from};
    for (size_t i = 0; first->index > 0 && i < count; i++) {
        if (members[i].index == 0) {
            while (blanks->to < first->leading.to && is_blank(formatter->lines[blanks->to])) {
                blanks->to++;
            }
            first->leading.from = blanks->to;
        }
    }
}

static void format_map(struct formatter *formatter, const json_t *map, struct range range,
                       struct str *tokens, size_t count);

static void emit_members(struct formatter *formatter, struct member *members, size_t member_count,
                         struct str *tokens, size_t count)
{
    struct range blanks;

    swap_blanks(formatter, members, member_count, &blanks);
    for (size_t i = 0; i < member_count; i++) {
        const struct member *member = &members[i];

        if (i > 0 && member->index == 0) {
            emit(formatter, blanks);
        }
        emit(formatter, member->leading);
        if (member->is_map && count < YAML_DEPTH_MAX) {
            tokens[count] = str_from(member->key);
            emit(formatter, (struct range){member->line, member->line + 1});
            format_map(formatter, member->value, (struct range){member->line + 1, member->end},
                       tokens, count + 1);
        } else {
            emit(formatter, (struct range){member->line, member->end});
        }
    }
}

/* The top of a file up to its last blank line, or all of it if there is none, is about the file. */
static size_t header_end(const struct formatter *formatter, size_t first_key)
{
    size_t end = first_key;

    for (size_t i = first_key; i-- > 0;) {
        if (is_blank(formatter->lines[i])) {
            end = i + 1;
            break;
        }
    }
    return end;
}

/* Emits the lines of `range`, which hold the map, in order. */
static void format_map(struct formatter *formatter, const json_t *map, struct range range,
                       struct str *tokens, size_t count)
{
    size_t member_count = json_object_size(map);
    struct member *members = ARENA_ARRAY(formatter->run->arena, member_count, struct member);
    size_t indent = 0;
    bool ok = member_count > 0 && read_members(formatter, map, range, members, &indent);

    for (size_t i = 0; ok && i < member_count; i++) {
        size_t to = i + 1 < member_count ? members[i + 1].line : range.to;

        ok = share_lines(formatter, &members[i], to, indent);
        if (i + 1 < member_count) {
            members[i + 1].leading = (struct range){members[i].end, to};
        }
    }
    if (!ok) {
        emit(formatter, range);
        return;
    }
    size_t top = count == 0 ? header_end(formatter, members[0].line) : range.from;
    size_t tail = members[member_count - 1].end;

    members[0].leading = (struct range){top, members[0].line};
    emit(formatter, (struct range){range.from, top});
    rank(formatter, tokens, count, members, member_count);
    qsort(members, member_count, sizeof(*members), by_rank);
    emit_members(formatter, members, member_count, tokens, count);
    emit(formatter, (struct range){tail, range.to});
}

/* --- proof --- */

static int by_bytes(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* True if both texts have the same lines, in whatever order. */
static bool has_same_lines(struct archgen *run, struct str first, struct str second)
{
    struct formatter sides[2] = {{.run = run, .text = first}, {.run = run, .text = second}};

    for (size_t i = 0; i < 2; i++) {
        split_lines(&sides[i]);
        for (size_t k = 0; k < sides[i].line_count; k++) {
            struct str *line = &sides[i].lines[k];

            line->len -= line->p[line->len - 1] == '\n' ? 1 : 0;
        }
        if (sides[i].line_count > 0) {
            qsort(sides[i].lines, sides[i].line_count, sizeof(*sides[i].lines), by_bytes);
        }
    }
    bool ok = sides[0].line_count == sides[1].line_count;

    for (size_t i = 0; ok && i < sides[0].line_count; i++) {
        ok = str_eq(sides[0].lines[i], sides[1].lines[i]);
    }
    return ok;
}

static bool has_same_document(struct archgen *run, struct str text)
{
    struct diags diags;
    const struct source *source = source_new(run->arena, run->source->name, text);

    diags_init(&diags, run->arena);
    json_t *document = yaml_read(source, places_new(run->arena), &diags);
    bool ok = document != NULL && json_equal(document, run->document) == 1;

    json_decref(document);
    return ok;
}

bool archgen_format(struct archgen *run, struct str *before, struct str *text)
{
    struct catalog *catalog = catalog_read(run->arena, run->data, run->diags);
    struct formatter formatter = {.run = run, .catalog = catalog, .text = run->source->text};
    struct str tokens[YAML_DEPTH_MAX + 1];

    if (catalog == NULL) {
        return false;
    }
    *before = formatter.text;
    split_lines(&formatter);
    buf_init(&formatter.out, BUF_NO_LIMIT);
    format_map(&formatter, run->document, (struct range){0, formatter.line_count}, tokens, 0);
    struct str made = buf_str(&formatter.out);

    *text = (struct str){arena_strdup(run->arena, made), made.len};
    buf_release(&formatter.out);
    catalog_free(catalog);
    if (has_same_lines(run, formatter.text, *text) && has_same_document(run, *text)) {
        return true;
    }
    struct diag *diag = diag_add(
        run->diags, DIAG_FORMAT_REFUSED, SPAN_NONE,
        "'%s' would not be the same description in the order of the schema", run->source->name);

    diag_hint(run->diags, diag, "is there an anchor that would come to stand behind its alias?");
    return false;
}
