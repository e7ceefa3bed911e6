/* SPDX-License-Identifier: MIT */
/*
 * Shell scripts (POSIX, XCU 2.2 "Quoting"): between single quotes nothing is special but the quote
 * itself. A reference leaves a mark, by which target/marks.h finds it again.
 */
#include "data/json.h"
#include "target/dialects.h"
#include "target/marks.h"

#include <string.h>

/* Appends `text` as a part of a single-quoted word. Control characters are refused: a shell cannot
 * hold NUL, marks are made of two others, and none has business in a script. */
static bool add_quoted(struct print_context *print, struct str text, struct buf *out,
                       const char **error)
{
    size_t start = 0; /* of the run that is not yet appended */

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.p[i];

        if (c == '\'') {
            buf_add(out, str_slice(text, start, i - start));
            buf_add_text(out, "'\\''");
            start = i + 1;
        } else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) {
            *error = arena_text(print->arena, "the text holds the control character U+%04X", c);
            return false;
        }
    }
    buf_add(out, str_slice(text, start, text.len));
    return true;
}

static bool add_part(struct print_context *print, const json_t *part, struct buf *out,
                     const char **error)
{
    if (print_is_reference(part) && print->marks != NULL) {
        marks_add(print->marks, part, out);
        return true;
    }
    if (json_is_integer(part)) {
        buf_add_integer(out, json_integer_value(part));
        return true;
    }
    if (json_is_string(part)) {
        return add_quoted(print, jx_str(part), out, error);
    }
    *error = "a reference cannot be printed here";
    return false;
}

/* A word: one part, or the parts of a "$concat". */
static bool print_word(struct print_context *print, const json_t *value, struct buf *out,
                       const char **error)
{
    const json_t *parts = json_object_get(value, "$concat");
    bool is_fine = true;

    buf_add_char(out, '\'');
    if (parts == NULL) {
        is_fine = add_part(print, value, out, error);
    } else {
        const json_t *part;
        size_t i;

        jx_array_foreach (parts, i, part) {
            is_fine = is_fine && add_part(print, part, out, error);
        }
    }
    buf_add_char(out, '\'');
    return is_fine;
}

static bool print_scalar(struct print_context *print, const json_t *value, struct buf *out,
                         const char **error)
{
    if (json_is_string(value) || print_is_reference(value) || print_is_concat(value)) {
        return print_word(print, value, out, error);
    }
    if (json_is_number(value) || json_is_boolean(value)) {
        jx_dump(value, out, false); /* no byte of it is special */
        return true;
    }
    *error = arena_text(print->arena, "a %s has no form in a script", jx_type_name(value));
    return false;
}

static bool text_print(const struct dialect *dialect, void *context, const json_t *value,
                       struct buf *out, const char **error)
{
    size_t start = out->len;
    bool is_fine = true;

    (void)dialect;
    if (!json_is_array(value)) {
        is_fine = print_scalar(context, value, out, error);
    } else {
        const json_t *item;
        size_t i;

        jx_array_foreach (value, i, item) {
            if (i > 0) {
                buf_add_char(out, ' ');
            }
            is_fine = is_fine && print_scalar(context, item, out, error);
        }
    }
    if (!is_fine) {
        buf_truncate(out, start);
    }
    return is_fine;
}

/* A name in the sense of the shell (XBD 3.216). */
static bool text_is_identifier(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

        if (!is_letter && !(c >= '0' && c <= '9' && i > 0)) {
            return false;
        }
    }
    return text.len > 0;
}

/*
 * The states in the sense of a shell: TEXT_STRING is the inside of single quotes, TEXT_ESCAPE that
 * of double quotes; a printed word would end the former and be expanded in the latter, so that both
 * refuse values. A backslash outside of single quotes makes the rest of its line count as a
 * comment: what it quotes cannot be told with these states, and refusing is safe. So is taking
 * every '#' for the start of a comment. (Hence a line with such a backslash must not open quotes
 * that it does not close.)
 */
static enum text_state text_scan(enum text_state state, char c)
{
    bool is_comment = c == '\\' || (c == '#' && state == TEXT_CODE);

    if (state == TEXT_STRING) {
        return c == '\'' ? TEXT_CODE : TEXT_STRING;
    }
    if (state == TEXT_COMMENT) {
        return c == '\n' ? TEXT_CODE : TEXT_COMMENT;
    }
    if (is_comment) {
        return TEXT_COMMENT;
    }
    if (state == TEXT_ESCAPE) {
        return c == '"' ? TEXT_CODE : TEXT_ESCAPE;
    }
    return c == '\'' ? TEXT_STRING : c == '"' ? TEXT_ESCAPE : TEXT_CODE;
}

const struct dialect dialect_text = {
    .name = "text",
    .print = text_print,
    .is_identifier = text_is_identifier,
    .scan = text_scan,
};
