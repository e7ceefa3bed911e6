/* SPDX-License-Identifier: MIT */
/*
 * The lexer follows jinja2.lexer.Lexer rule by rule, because white space must come out the same;
 * comments below name its rules. What Jinja2 accepts beyond the subset (other number forms, other
 * blanks than space, tab and line feed) is a fault here.
 */
#include "template/lexer.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

/* Brackets open at a time inside one tag; the parser's depth limit is lower. */
enum { BRACKETS_MAX = 200 };

struct lexer {
    struct arena *arena;
    struct str text;
    size_t pos;
    bool at_line_start; /* Jinja2's line_starting: what was consumed last ended with a line feed */
    struct tokens tokens;
    char brackets[BRACKETS_MAX]; /* the closing brackets that are due */
    size_t bracket_count;
};

struct operator_row {
    const char *text;
    enum token_kind kind;
};

/* Longer ones before their prefixes. */
static const struct operator_row OPERATORS[] = {
    {"**", TOKEN_POWER},       {"//", TOKEN_DIVIDE},       {"==", TOKEN_EQUAL},
    {"!=", TOKEN_DIFFERENT},   {"<=", TOKEN_LESS_EQUAL},   {">=", TOKEN_GREATER_EQUAL},
    {".", TOKEN_DOT},          {",", TOKEN_COMMA},         {":", TOKEN_COLON},
    {"|", TOKEN_PIPE},         {"~", TOKEN_TILDE},         {"+", TOKEN_PLUS},
    {"-", TOKEN_MINUS},        {"*", TOKEN_TIMES},         {"/", TOKEN_SLASH},
    {"%", TOKEN_MODULO},       {"=", TOKEN_ASSIGN},        {"<", TOKEN_LESS},
    {">", TOKEN_GREATER},      {"(", TOKEN_PAREN_OPEN},    {")", TOKEN_PAREN_CLOSE},
    {"[", TOKEN_BRACKET_OPEN}, {"]", TOKEN_BRACKET_CLOSE}, {"{", TOKEN_BRACE_OPEN},
    {"}", TOKEN_BRACE_CLOSE},
};

static const char *const KIND_TEXTS[] = {
#define TOKEN(kind, text) [TOKEN_##kind] = (text),
#include "template/tokens.def"
#undef TOKEN
};

const char *lexer_kind_text(enum token_kind kind)
{
    return KIND_TEXTS[kind];
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name(char c)
{
    return is_name_start(c) || is_digit(c);
}

/* The byte `ahead` of the position, or NUL beyond the end. */
static char peek(const struct lexer *lexer, size_t ahead)
{
    size_t at = lexer->pos + ahead;

    if (at >= lexer->text.len) {
        return '\0';
    }
    return lexer->text.p[at];
}

static void add(struct lexer *lexer, enum token_kind kind, size_t off, size_t len)
{
    struct tokens *tokens = &lexer->tokens;

    ARENA_GROW(lexer->arena, tokens->items, tokens->count, tokens->capacity);
    tokens->items[tokens->count++] = (struct token){kind, (uint32_t)off, (uint32_t)len};
}

static bool fault(struct lexer *lexer, size_t off, size_t len, const char *text, const char *hint)
{
    add(lexer, TOKEN_FAULT, off, len);
    lexer->tokens.fault = text;
    lexer->tokens.hint = hint;
    return false;
}

/* Blanks beyond ASCII count as white space in Python; without this rule '-' would strip them there
 * and not here. */
static bool is_foreign_blank(uint32_t c)
{
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool check_bytes(struct lexer *lexer)
{
    for (size_t off = 0; off < lexer->text.len;) {
        char byte = lexer->text.p[off];

        if ((byte >= ' ' && byte <= '~') || byte == '\n') { /* nearly all of a template */
            off++;
            continue;
        }
        struct utf8_char c = utf8_decode(lexer->text, off);

        if (c.fault != UTF8_FINE) {
            return fault(lexer, off, 1, "the template is not valid UTF-8", NULL);
        }
        if (c.code_point == '\r') {
            return fault(lexer, off, 1, "the template has a carriage return",
                         "end lines with a line feed only");
        }
        if ((c.code_point < ' ' && !is_space((char)c.code_point)) || c.code_point == 0x7f) {
            return fault(lexer, off, 1, "the template has a control character", NULL);
        }
        if (is_foreign_blank(c.code_point)) {
            return fault(lexer, off, c.len, "the template has a blank that is not a space",
                         "replace it by a space");
        }
        off += c.len;
    }
    return true;
}

/* The start of the next tag at or after `from`, or the end of the text. */
static size_t find_tag(struct str text, size_t from)
{
    while (from < text.len) {
        const char *brace = memchr(text.p + from, '{', text.len - from);

        if (brace == NULL) {
            break;
        }
        from = (size_t)(brace - text.p);
        if (from + 1 < text.len && strchr("{%#", text.p[from + 1]) != NULL) {
            return from;
        }
        from++;
    }
    return text.len;
}

/* Where the text before a tag ends (OptionalLStrip): `sign` is the character after the opener. */
static size_t text_end(const struct lexer *lexer, size_t start, size_t end, char kind, char sign)
{
    const char *bytes = lexer->text.p;
    size_t cut = end;

    if (sign == '-') {
        while (cut > start && is_space(bytes[cut - 1])) {
            cut--;
        }
        return cut;
    }
    if (sign == '+' || kind == '{') {
        return end;
    }
    while (cut > start && (bytes[cut - 1] == ' ' || bytes[cut - 1] == '\t')) {
        cut--;
    }
    bool is_line = cut > start ? bytes[cut - 1] == '\n' : lexer->at_line_start;

    return is_line ? cut : end;
}

static void skip_space(struct lexer *lexer)
{
    while (lexer->pos < lexer->text.len && is_space(lexer->text.p[lexer->pos])) {
        lexer->pos++;
    }
}

/* Goes past the two bytes that end a tag and applies the rule for what follows. */
static void close_tag(struct lexer *lexer, char sign, bool may_trim)
{
    lexer->pos += 2;
    lexer->at_line_start = false;
    if (sign == '-') {
        skip_space(lexer);
    } else if (sign != '+' && may_trim && peek(lexer, 0) == '\n') {
        lexer->pos++;
        lexer->at_line_start = true;
    }
}

/* At the first byte after "{#" and its sign. */
static bool read_comment(struct lexer *lexer, size_t opener)
{
    while (!(peek(lexer, 0) == '#' && peek(lexer, 1) == '}')) {
        if (lexer->pos >= lexer->text.len) {
            return fault(lexer, opener, 2, "the comment is not closed", "comments end with '#}'");
        }
        lexer->pos++;
    }
    /* A sign belongs to the end only if it is not the opener's own, as in "{#-#}". */
    char sign = '\0';

    if (lexer->pos > opener + 3) {
        sign = lexer->text.p[lexer->pos - 1];
    }
    close_tag(lexer, sign, true);
    return true;
}

static bool read_string(struct lexer *lexer)
{
    size_t start = lexer->pos;
    char quote = peek(lexer, 0);

    for (lexer->pos++; peek(lexer, 0) != quote; lexer->pos++) {
        if (lexer->pos >= lexer->text.len || peek(lexer, 0) == '\n') {
            return fault(lexer, start, lexer->pos - start, "the string is not closed on its line",
                         NULL);
        }
        if (peek(lexer, 0) == '\\' && lexer->pos + 1 < lexer->text.len) {
            lexer->pos++;
        }
    }
    lexer->pos++;
    add(lexer, TOKEN_STRING, start, lexer->pos - start);
    return true;
}

static bool read_number(struct lexer *lexer)
{
    size_t start = lexer->pos;
    enum token_kind kind = TOKEN_INTEGER;

    while (is_digit(peek(lexer, 0))) {
        lexer->pos++;
    }
    bool has_zero = lexer->text.p[start] == '0' && lexer->pos - start > 1;

    if (peek(lexer, 0) == '.' && is_digit(peek(lexer, 1))) {
        kind = TOKEN_REAL;
        for (lexer->pos++; is_digit(peek(lexer, 0)); lexer->pos++) {
        }
    }
    if (has_zero || is_name(peek(lexer, 0))) {
        return fault(lexer, start, lexer->pos - start + 1,
                     "numbers are plain decimals without leading zeros", NULL);
    }
    add(lexer, kind, start, lexer->pos - start);
    return true;
}

static char closer_of(char opener)
{
    static const char pairs[] = "()[]{}";

    for (size_t i = 0; pairs[i] != '\0'; i += 2) {
        if (pairs[i] == opener) {
            return pairs[i + 1];
        }
    }
    return '\0';
}

/* Accounts for the bracket at the position, if it is one. */
static bool balance(struct lexer *lexer, char c)
{
    if (closer_of(c) != '\0') {
        if (lexer->bracket_count == BRACKETS_MAX) {
            return fault(lexer, lexer->pos, 1, "too many open brackets", NULL);
        }
        lexer->brackets[lexer->bracket_count++] = closer_of(c);
    } else if (c == ')' || c == ']' || c == '}') {
        if (lexer->bracket_count == 0 || lexer->brackets[--lexer->bracket_count] != c) {
            return fault(lexer, lexer->pos, 1, "the bracket closes nothing", NULL);
        }
    }
    return true;
}

/* `kind` is that of the tag, '{' or '%'. */
static bool read_operator(struct lexer *lexer, char kind)
{
    struct str rest = str_slice(lexer->text, lexer->pos, 2);

    if (lexer->bracket_count == 0 && str_eq(rest, kind == '{' ? STR("%}") : STR("}}"))) {
        return fault(lexer, lexer->pos, 2,
                     kind == '{' ? "what begins with '{{' ends with '}}'"
                                 : "what begins with '{%' ends with '%}'",
                     NULL);
    }

    for (size_t i = 0; i < AG_COUNT(OPERATORS); i++) {
        if (OPERATORS[i].text[0] != rest.p[0]) {
            continue;
        }
        struct str text = str_from(OPERATORS[i].text);

        if (str_has_prefix(rest, text)) {
            if (!balance(lexer, text.p[0])) {
                return false;
            }
            add(lexer, OPERATORS[i].kind, lexer->pos, text.len);
            lexer->pos += text.len;
            return true;
        }
    }
    return fault(lexer, lexer->pos, utf8_decode(lexer->text, lexer->pos).len,
                 "this character has no meaning in an expression", NULL);
}

/* If the tag of this kind ('{' or '%') ends here: goes past its end. Like Jinja2's, '+' is a sign
 * for blocks only, and nothing ends a tag while a bracket is open. */
static bool read_end(struct lexer *lexer, char kind)
{
    char sign = peek(lexer, 0);
    size_t skip = sign == '-' || (sign == '+' && kind == '%') ? 1 : 0;
    char closer = kind == '{' ? '}' : '%';

    if (lexer->bracket_count != 0 || peek(lexer, skip) != closer || peek(lexer, skip + 1) != '}') {
        return false;
    }
    lexer->pos += skip;
    add(lexer, kind == '{' ? TOKEN_PRINT_END : TOKEN_BLOCK_END, lexer->pos, 2);
    if (skip == 0) {
        sign = '\0';
    }
    close_tag(lexer, sign, kind == '%');
    return true;
}

/* The tokens of one tag, at the first byte after the opener and its sign. */
static bool read_tag(struct lexer *lexer, char kind)
{
    lexer->bracket_count = 0;
    while (skip_space(lexer), lexer->pos < lexer->text.len) {
        char c = peek(lexer, 0);
        bool ok = true;

        if (read_end(lexer, kind)) {
            return true;
        }
        if (is_name_start(c)) {
            size_t start = lexer->pos;

            while (is_name(peek(lexer, 0))) {
                lexer->pos++;
            }
            add(lexer, TOKEN_NAME, start, lexer->pos - start);
        } else if (is_digit(c)) {
            ok = read_number(lexer);
        } else if (c == '"' || c == '\'') {
            ok = read_string(lexer);
        } else {
            ok = read_operator(lexer, kind);
        }
        if (!ok) {
            return false;
        }
    }
    return true;
}

static bool read_all(struct lexer *lexer)
{
    while (lexer->pos < lexer->text.len) {
        size_t start = lexer->pos;
        size_t opener = find_tag(lexer->text, start);

        if (opener == lexer->text.len) {
            add(lexer, TOKEN_TEXT, start, opener - start);
            break;
        }
        char kind = lexer->text.p[opener + 1];

        lexer->pos = opener + 2;
        char sign = peek(lexer, 0);
        size_t end = text_end(lexer, start, opener, kind, sign);

        if (end > start) {
            add(lexer, TOKEN_TEXT, start, end - start);
        }
        lexer->pos += sign == '-' || sign == '+' ? 1 : 0;
        if (kind != '#') {
            add(lexer, kind == '{' ? TOKEN_PRINT_BEGIN : TOKEN_BLOCK_BEGIN, opener, 2);
        }
        if (!(kind == '#' ? read_comment(lexer, opener) : read_tag(lexer, kind))) {
            return false;
        }
    }
    return true;
}

struct tokens lexer_read(struct arena *arena, struct str text)
{
    struct lexer lexer = {.arena = arena, .text = text, .at_line_start = true};

    if (check_bytes(&lexer) && read_all(&lexer)) {
        add(&lexer, TOKEN_END, text.len, 0);
    }
    return lexer.tokens;
}
