/* SPDX-License-Identifier: MIT */
#include "data/yaml_bytes.h"

#include "base/utf8.h"

enum { FAULTS_MAX = 50 }; /* a binary file has one in each line */

static bool is_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7f && code_point <= 0x9f);
}

/* The offset of the next byte that may be a fault: not a printable ASCII character or a line feed,
 * as nearly all bytes of a description are. */
static size_t skip_plain(struct str text, size_t off)
{
    while (off < text.len && ((text.p[off] >= ' ' && text.p[off] <= '~') || text.p[off] == '\n')) {
        off++;
    }
    return off;
}

static void add_encoding_fault(struct diags *diags, struct span span, enum utf8_fault fault)
{
    static const char *const reasons[] = {
        [UTF8_OVERLONG] = "overlong",
        [UTF8_SURROGATE] = "surrogate",
        [UTF8_OUT_OF_RANGE] = "above U+10FFFF",
    };
    unsigned byte = (unsigned char)span.source->text.p[span.off];

    if (fault != UTF8_BAD_BYTE) {
        diag_add(diags, DIAG_BAD_BYTE, span, "invalid UTF-8 (%s)", reasons[fault]);
        return;
    }
    struct diag *diag = diag_add(diags, DIAG_BAD_BYTE, span, "invalid UTF-8 byte 0x%02x", byte);

    if (span.off == 0 && byte >= 0xfe) {
        diag_hint(diags, diag, "this looks like UTF-16; save the file as UTF-8");
    }
}

/* What is wrong with a code point that stands in the text, or NULL. `may_break` tells that the
 * next byte is LF. */
static const char *fault_of(uint32_t code_point, bool may_break)
{
    if (code_point == '\0') {
        return "NUL byte";
    }
    if (code_point == '\r') {
        return may_break ? NULL : "carriage return without line feed";
    }
    if (code_point == 0x85 || code_point == 0x2028 || code_point == 0x2029) {
        return "line separator";
    }
    if (code_point == 0xfeff) {
        return "byte order mark inside the text";
    }
    if (code_point == 0xfffe || code_point == 0xffff) {
        return "noncharacter";
    }
    if (utf8_is_bidi(code_point)) {
        return "bidirectional control";
    }
    if (is_control(code_point) && code_point != '\t' && code_point != '\n') {
        return "control character";
    }
    return NULL;
}

static void add_character_fault(struct diags *diags, struct span span, uint32_t code_point,
                                const char *fault)
{
    if (code_point == '\0' || code_point == '\r' || code_point == 0xfeff) {
        diag_add(diags, DIAG_BAD_BYTE, span, "%s", fault); /* the words name it already */
    } else {
        diag_add(diags, DIAG_BAD_BYTE, span, "%s U+%04X", fault, (unsigned)code_point);
    }
}

/* Checks the character at `off`; false after a diagnostic. */
static bool check_char(const struct source *source, size_t off, struct utf8_char c,
                       struct diags *diags)
{
    if (c.fault != UTF8_FINE) {
        add_encoding_fault(diags, span_make(source, off, c.len), c.fault);
        return false;
    }
    bool may_break = off + 1 < source->text.len && source->text.p[off + 1] == '\n';
    const char *fault = fault_of(c.code_point, may_break);

    if (fault != NULL) {
        add_character_fault(diags, span_make(source, off, c.len), c.code_point, fault);
    }
    return fault == NULL;
}

bool yaml_check_bytes(const struct source *source, struct diags *diags)
{
    struct str text = source->text;
    size_t fault_count = 0;
    size_t off = skip_plain(text, source_mark_len(source));

    while (off < text.len && fault_count < FAULTS_MAX) {
        struct utf8_char c = utf8_decode(text, off);

        if (check_char(source, off, c, diags)) {
            off = skip_plain(text, off + c.len);
            continue;
        }
        fault_count++;
        while (off < text.len && text.p[off] != '\n') {
            off++; /* the next line; what follows a fault in its line is rarely a fault of its own
                    */
        }
        off = skip_plain(text, off);
    }
    return fault_count == 0;
}

bool yaml_check_text(struct str text, struct span span, struct diags *diags)
{
    for (size_t off = skip_plain(text, 0); off < text.len; off = skip_plain(text, off)) {
        struct utf8_char c = utf8_decode(text, off);

        if (c.code_point == '\0') {
            diag_add(diags, DIAG_BAD_BYTE, span, "NUL in a string");
            return false;
        }
        if (utf8_is_bidi(c.code_point)) {
            diag_add(diags, DIAG_BAD_BYTE, span, "bidirectional control U+%04X in a string",
                     (unsigned)c.code_point);
            return false;
        }
        if (is_control(c.code_point) && c.code_point != '\t' && c.code_point != '\n') {
            diag_add(diags, DIAG_BAD_BYTE, span, "control character U+%04X in a string",
                     (unsigned)c.code_point);
            return false;
        }
        off += c.len;
    }
    return true;
}
