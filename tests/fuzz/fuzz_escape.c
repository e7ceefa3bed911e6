/* SPDX-License-Identifier: MIT */
/*
 * Text → literals. Promises: what a JSON, HCL or shell reader gets from a literal is the text, and
 * nothing in it is code. The readers here are written from the specifications and share nothing
 * with the printers.
 */
#include "base/arena.h"
#include "fuzz.h"
#include "target/dialects.h"
#include "target/quote.h"
#include "verify/hcl_expression.h"

/* Text is UTF-8 by now: everything else is taken out of it. */
static struct str valid_part(struct arena *arena, struct str text)
{
    char *copy = arena_alloc(arena, text.len + 1);
    size_t len = 0;

    for (size_t off = 0; off < text.len;) {
        struct utf8_char c = utf8_decode(text, off);

        if (c.fault == UTF8_FINE) {
            memcpy(copy + len, text.p + off, c.len);
            len += c.len;
        }
        off += c.len;
    }
    return (struct str){copy, len};
}

static uint32_t hex(const char *p, size_t digits)
{
    uint32_t code = 0;

    for (size_t i = 0; i < digits; i++) {
        char c = p[i];

        FUZZ_REQUIRE((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
        code = code * 16 + (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return code;
}

/* HCL native syntax, "Template Literals": escapes, and `$${`, `%%{` for what would begin a
 * template. Gives the bytes read. */
static size_t read_hcl_piece(struct str text, size_t at, struct buf *out)
{
    static const char from[] = "nrt\"\\";
    static const char to[] = "\n\r\t\"\\";
    char c = text.p[at];
    char next = (char)(at + 1 < text.len ? text.p[at + 1] : '\0');
    char third = (char)(at + 2 < text.len ? text.p[at + 2] : '\0');

    FUZZ_REQUIRE((unsigned char)c >= 0x20 && c != '"');
    if ((c == '$' || c == '%') && next == c && third == '{') {
        buf_add_bytes(out, text.p + at + 1, 2);
        return 3;
    }
    FUZZ_REQUIRE((c != '$' && c != '%') || next != '{');
    if (c != '\\') {
        buf_add_char(out, c);
        return 1;
    }
    if (next == 'u' || next == 'U') {
        size_t digits = next == 'u' ? 4 : 8;

        FUZZ_REQUIRE(text.len - at >= 2 + digits);
        buf_add_utf8(out, hex(text.p + at + 2, digits));
        return 2 + digits;
    }
    const char *found = next == '\0' ? NULL : strchr(from, next);

    FUZZ_REQUIRE(found != NULL);
    buf_add_char(out, to[found - from]);
    return 2;
}

/* The reader of --verify gives the raw form (verify/raw.h), where a "${" of the text is "$${". Its
 * texts end at a NUL. */
static void check_reader(struct arena *arena, struct str text, struct str literal)
{
    struct hcl_reader reader = {.arena = arena, .rest = literal};
    struct buf raw;

    if (memchr(text.p, '\0', text.len) != NULL) {
        return;
    }
    buf_init(&raw, BUF_NO_LIMIT);
    for (size_t i = 0; i < text.len; i++) {
        bool is_template = str_has_prefix(str_slice(text, i, text.len), STR("${"));

        buf_add_repeat(&raw, text.p[i], is_template ? 2 : 1);
    }
    const char *read = hcl_quoted(&reader);

    FUZZ_REQUIRE(read != NULL && str_eq_text(buf_str(&raw), read) && reader.rest.len == 0);
    buf_release(&raw);
}

static void check_hcl(struct arena *arena, struct str text)
{
    struct buf literal;
    struct buf read;

    buf_init(&literal, BUF_NO_LIMIT);
    buf_init(&read, BUF_NO_LIMIT);
    quote_add(&literal, text, &quoting_hcl);
    FUZZ_REQUIRE(literal.len >= 2 && literal.bytes[0] == '"' &&
                 literal.bytes[literal.len - 1] == '"');
    struct str inner = {literal.bytes + 1, literal.len - 2};

    for (size_t at = 0; at < inner.len;) {
        at += read_hcl_piece(inner, at, &read);
    }
    FUZZ_REQUIRE(str_eq(buf_str(&read), text));
    check_reader(arena, text, buf_str(&literal));
    buf_release(&read);
    buf_release(&literal);
}

static void check_json(struct str text)
{
    struct buf literal;

    buf_init(&literal, BUF_NO_LIMIT);
    quote_add(&literal, text, &quoting_json);
    json_t *value = json_loadb(literal.bytes, literal.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

    FUZZ_REQUIRE(json_is_string(value) && str_eq(jx_str(value), text));
    json_decref(value);
    buf_release(&literal);
}

/* POSIX, XCU 2.2.2 and 2.2.1: in single quotes all is literal; outside stands only `\'`. */
static void read_shell(struct str literal, struct buf *out)
{
    bool is_quoted = false;

    for (size_t i = 0; i < literal.len; i++) {
        char c = literal.p[i];

        if (c == '\'') {
            is_quoted = !is_quoted;
        } else if (is_quoted) {
            buf_add_char(out, c);
        } else {
            FUZZ_REQUIRE(c == '\\' && i + 1 < literal.len && literal.p[i + 1] == '\'');
            buf_add_char(out, literal.p[++i]);
        }
    }
    FUZZ_REQUIRE(!is_quoted);
}

static void check_shell(struct arena *arena, struct str text)
{
    struct print_context print = {.arena = arena};
    json_t *value = jx_string_from(text);
    const char *error = NULL;
    struct buf literal;
    struct buf read;

    buf_init(&literal, BUF_NO_LIMIT);
    buf_init(&read, BUF_NO_LIMIT);
    if (dialect_text.print(&dialect_text, &print, value, &literal, &error)) {
        read_shell(buf_str(&literal), &read);
        FUZZ_REQUIRE(str_eq(buf_str(&read), text));
    } else {
        FUZZ_REQUIRE(error != NULL);
    }
    buf_release(&read);
    buf_release(&literal);
    json_decref(value);
}

static void run(const uint8_t *data, size_t size)
{
    struct arena arena;

    arena_init(&arena);
    struct str text = valid_part(&arena, fuzz_text(data, size));

    check_json(text);
    check_hcl(&arena, text);
    check_shell(&arena, text);
    arena_release(&arena);
}

const struct fuzzer fuzzer = {.run = run};
