/* SPDX-License-Identifier: MIT */
/* Names, identifiers, ARNs and free text. */
#include "schema/format_rows.h"

#include "base/compiler.h"
#include "schema/format_scan.h"
#include "schema/instance.h"

enum {
    NAME_MAX_LEN = 63,       /* a DNS label, RFC 1035, 2.3.4 */
    IDENTIFIER_MAX_LEN = 63, /* PostgreSQL, NAMEDATALEN - 1; MySQL has 64 */
    TAG_KEY_MAX = 128,       /* characters; AWS, "Tagging your resources" */
    TAG_VALUE_MAX = 256,
    NAME_TEMPLATE_MAX = 256,
    ARN_MAX = 2048
};

/* Names become parts of DNS names and identifiers. Two hyphens in a row are refused, because
 * archgen joins names with hyphens and "a--b" is reserved in DNS (RFC 5891, 4.2.3.1). */
bool format_is_name(struct str text)
{
    if (text.len == 0 || text.len > NAME_MAX_LEN || !scan_is_lower(text.p[0]) ||
        text.p[text.len - 1] == '-') {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];

        if (!scan_is_lower(c) && !scan_is_digit(c) && (c != '-' || text.p[i - 1] == '-')) {
            return false;
        }
    }
    return true;
}

static bool is_letter(char c)
{
    return scan_is_lower(c) || scan_is_upper(c);
}

bool format_is_identifier(struct str text)
{
    if (text.len == 0 || text.len > IDENTIFIER_MAX_LEN || scan_is_digit(text.p[0])) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (!is_letter(text.p[i]) && !scan_is_digit(text.p[i]) && text.p[i] != '_') {
            return false;
        }
    }
    return true;
}

/* What may stand in braces; gen/model/expand.c knows what each is. */
static bool scan_placeholder(struct scan *scan)
{
    static const char *const NAMES[] = {"{name}", "{env}", "{long}", "{region}", "{tier}"};
    size_t index;

    return scan_word(scan, NAMES, AG_COUNT(NAMES), &index);
}

/* The letters are those of a log group's name, the widest of all that use this (CloudWatch Logs
 * API, CreateLogGroup). */
bool format_is_name_template(struct str text)
{
    struct scan scan = {text};

    if (text.len == 0 || text.len > NAME_TEMPLATE_MAX) {
        return false;
    }
    while (!scan_end(&scan)) {
        char c = scan.rest.p[0];
        bool is_plain =
            is_letter(c) || scan_is_digit(c) || (c != '\0' && strchr("._/#-", c) != NULL);

        if (!(is_plain ? scan_char(&scan, c) : scan_placeholder(&scan))) {
            return false;
        }
    }
    return true;
}

json_t *format_name_template_value(struct str text)
{
    json_t *value = jx_object();

    jx_set(value, "$template", jx_string_from(text));
    return value;
}

/* Up to four numbers; leading zeros are allowed ("8.04"). */
bool format_is_version(struct str text)
{
    size_t digits = 0; // of the present number
    size_t numbers = 1;

    for (size_t i = 0; i < text.len; i++) {
        if (scan_is_digit(text.p[i])) {
            digits++;
        } else if (text.p[i] == '.' && digits > 0) {
            digits = 0;
            numbers++;
        } else {
            return false;
        }
        if (digits > 5) {
            return false;
        }
    }
    return digits > 0 && numbers <= 4;
}

bool format_is_zone_letter(struct str text)
{
    return text.len == 1 && text.p[0] >= 'a' && text.p[0] <= 'f';
}

/* The text up to the next colon, which is consumed. */
static bool scan_field(struct scan *scan, struct str *field)
{
    const char *colon = scan->rest.len == 0 ? NULL : memchr(scan->rest.p, ':', scan->rest.len);

    if (colon == NULL) {
        return false;
    }
    *field = str_slice(scan->rest, 0, (size_t)(colon - scan->rest.p));
    scan->rest = str_slice(scan->rest, field->len + 1, scan->rest.len);
    return true;
}

static bool is_word(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!scan_is_lower(text.p[i]) && !scan_is_digit(text.p[i]) && text.p[i] != '-') {
            return false;
        }
    }
    return true;
}

/* Empty (S3, Route 53), twelve digits, or "aws" for managed policies. */
static bool is_account(struct str text)
{
    size_t digits = 0;

    while (digits < text.len && scan_is_digit(text.p[digits])) {
        digits++;
    }
    return text.len == 0 || (text.len == 12 && digits == 12) || str_eq(text, STR("aws"));
}

/* arn:partition:service:region:account:resource (AWS, "Amazon Resource Names"). */
bool format_is_arn(struct str text)
{
    struct scan scan = {text};
    struct str partition;
    struct str service;
    struct str region;
    struct str account;

    if (text.len > ARN_MAX || !scan_text(&scan, STR("arn:")) || !scan_field(&scan, &partition) ||
        !scan_field(&scan, &service) || !scan_field(&scan, &region) ||
        !scan_field(&scan, &account)) {
        return false;
    }
    if (!str_has_prefix(partition, STR("aws")) || !is_word(partition) || service.len == 0 ||
        !is_word(service) || !is_word(region) || !is_account(account) || scan_end(&scan)) {
        return false;
    }
    for (size_t i = 0; i < scan.rest.len; i++) {
        if (scan.rest.p[i] <= ' ' || scan.rest.p[i] > '~' || scan.rest.p[i] == '"') {
            return false;
        }
    }
    return true;
}

/* True if a code point at `i` is a control character (C0, DEL, C1). */
static bool is_control(struct str text, size_t i)
{
    unsigned char c = (unsigned char)text.p[i];

    if (c == 0xc2 && i + 1 < text.len) {
        return (unsigned char)text.p[i + 1] < 0xa0;
    }
    return c < 0x20 || c == 0x7f;
}

bool format_is_text(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (is_control(text, i) && text.p[i] != '\n' && text.p[i] != '\t') {
            return false;
        }
    }
    return true;
}

/* Letters of any script; of ASCII only what every AWS service takes in tags. */
static bool is_tag_text(struct str text, size_t max)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        bool is_ascii = ((unsigned char)c & 0x80) == 0;

        if (is_control(text, i) ||
            (is_ascii && !is_letter(c) && !scan_is_digit(c) && strchr(" +-=._:/@", c) == NULL)) {
            return false;
        }
    }
    return instance_length(text) <= max;
}

bool format_is_tag_key(struct str text)
{
    /* Keys that begin with "aws:" in any case are AWS's own. */
    if (text.len >= 4 && (text.p[0] | 0x20) == 'a' && (text.p[1] | 0x20) == 'w' &&
        (text.p[2] | 0x20) == 's' && text.p[3] == ':') {
        return false;
    }
    return text.len > 0 && is_tag_text(text, TAG_KEY_MAX);
}

bool format_is_tag_value(struct str text)
{
    return is_tag_text(text, TAG_VALUE_MAX);
}
