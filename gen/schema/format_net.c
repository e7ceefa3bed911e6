/* SPDX-License-Identifier: MIT */
/* Addresses, host names, URLs and paths. */
#include "schema/format_rows.h"

#include "base/compiler.h"
#include "schema/format_scan.h"

enum {
    LABEL_MAX = 63,   /* RFC 1035, 2.3.4 */
    DOMAIN_MAX = 253, /* RFC 1035, 2.3.4: 255 bytes with the lengths of the first label and root */
    LOCAL_MAX = 64,   /* RFC 5321, 4.5.3.1.1 */
    EMAIL_MAX = 254,  /* RFC 5321, 4.5.3.1.3: a path of 256 with its brackets */
    PATH_MAX_LEN = 1024, /* Elastic Load Balancing: the longest health check path */
    PATTERN_MAX_LEN =
        128, /* Elastic Load Balancing: the longest path pattern; CloudFront has 255 */
    URL_MAX = 2048
};

/* Numbers have no leading zeros: 010 would be octal to some readers (RFC 6943, 3.1.1). */
static bool scan_ipv4(struct scan *scan)
{
    unsigned part;

    for (size_t i = 0; i < 4; i++) {
        if ((i > 0 && !scan_char(scan, '.')) || !scan_number(scan, 255, &part)) {
            return false;
        }
    }
    return true;
}

bool format_is_ipv4(struct str text)
{
    struct scan scan = {text};

    return scan_ipv4(&scan) && scan_end(&scan);
}

bool format_is_cidr(struct str text)
{
    struct scan scan = {text};
    unsigned prefix_bits;

    return scan_ipv4(&scan) && scan_char(&scan, '/') && scan_number(&scan, 32, &prefix_bits) &&
           scan_end(&scan);
}

static bool is_hex(char c)
{
    return scan_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool scan_ipv6_group(struct scan *scan)
{
    size_t len = 0;

    while (len < scan->rest.len && len < 4 && is_hex(scan->rest.p[len])) {
        len++;
    }
    scan->rest = str_slice(scan->rest, len, scan->rest.len);
    return len > 0;
}

/* RFC 4291, 2.2: eight groups, or fewer around one "::". The form that ends in an IPv4 address is
 * not accepted: AWS does not take it either. */
static bool scan_ipv6(struct scan *scan)
{
    size_t groups = 0;
    bool has_gap = scan_text(scan, STR("::"));

    while (groups < 8 && scan_ipv6_group(scan)) {
        groups++;
        if (str_has_prefix(scan->rest, STR("::"))) {
            if (has_gap) {
                return false;
            }
            has_gap = scan_text(scan, STR("::"));
        } else if (!scan_char(scan, ':')) {
            return has_gap ? groups < 8 : groups == 8;
        } else if (scan_end(scan) || !is_hex(scan->rest.p[0])) {
            return false;
        }
    }
    return has_gap && groups < 8;
}

bool format_is_ipv6_cidr(struct str text)
{
    struct scan scan = {text};
    unsigned prefix_bits;

    return scan_ipv6(&scan) && scan_char(&scan, '/') && scan_number(&scan, 128, &prefix_bits) &&
           scan_end(&scan);
}

bool format_is_port_range(struct str text)
{
    struct scan scan = {text};
    unsigned first;
    unsigned last;

    if (!scan_number(&scan, 65535, &first) || first == 0) {
        return false;
    }
    if (scan_char(&scan, '-') && (!scan_number(&scan, 65535, &last) || last < first)) {
        return false;
    }
    if (scan_char(&scan, '/') && !scan_text(&scan, STR("tcp")) && !scan_text(&scan, STR("udp"))) {
        return false;
    }
    return scan_end(&scan);
}

/* The length of a label of a host name (RFC 1123, 2.1) at the start, or 0. */
static size_t label_len(struct str text)
{
    size_t len = 0;

    while (len < text.len &&
           (scan_is_lower(text.p[len]) || scan_is_digit(text.p[len]) || text.p[len] == '-')) {
        len++;
    }
    if (len == 0 || len > LABEL_MAX || text.p[0] == '-' || text.p[len - 1] == '-') {
        return 0;
    }
    return len;
}

/* Lower case only: the same domain would otherwise have several spellings. */
bool format_is_domain(struct str text)
{
    struct scan scan = {text};
    size_t labels = 0;
    bool last_has_letter = false;

    if (text.len > DOMAIN_MAX) {
        return false;
    }
    do {
        size_t len = label_len(scan.rest);

        if (len == 0) {
            return false;
        }
        last_has_letter = false; // a number at the end would be an address
        for (size_t i = 0; i < len; i++) {
            last_has_letter = last_has_letter || scan_is_lower(scan.rest.p[i]);
        }
        scan.rest = str_slice(scan.rest, len, scan.rest.len);
        labels++;
    } while (scan_char(&scan, '.'));
    return scan_end(&scan) && labels >= 2 && last_has_letter;
}

bool format_is_host(struct str text)
{
    struct scan scan = {text};

    (void)scan_text(&scan, STR("*."));
    return text.len <= DOMAIN_MAX && format_is_domain(scan.rest);
}

static bool is_letter_or_digit(char c)
{
    return scan_is_lower(c) || scan_is_upper(c) || scan_is_digit(c);
}

static bool is_among(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

/* The dot-atom of RFC 5322, 3.2.3; quoted local parts are not accepted. */
static bool is_local_part(struct str text)
{
    if (text.len == 0 || text.len > LOCAL_MAX || text.p[0] == '.' || text.p[text.len - 1] == '.') {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];

        if (!is_letter_or_digit(c) && !is_among(c, "!#$%&'*+-/=?^_`{|}~.")) {
            return false;
        }
        if (c == '.' && text.p[i - 1] == '.') {
            return false;
        }
    }
    return true;
}

bool format_is_email(struct str text)
{
    const char *at = text.len == 0 ? NULL : memchr(text.p, '@', text.len);

    if (at == NULL || text.len > EMAIL_MAX) {
        return false;
    }
    size_t local_len = (size_t)(at - text.p);

    return is_local_part(str_slice(text, 0, local_len)) &&
           format_is_domain(str_slice(text, local_len + 1, text.len));
}

/* pchar, "/" and "?" of RFC 3986, 3.3 and 3.4, with complete escapes. */
static bool is_path_text(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];

        if (c == '%') {
            if (text.len - i < 3 || !is_hex(text.p[i + 1]) || !is_hex(text.p[i + 2])) {
                return false;
            }
        } else if (!is_letter_or_digit(c) && !is_among(c, "-._~!$&'()*+,;=:@/?")) {
            return false;
        }
    }
    return true;
}

bool format_is_path(struct str text)
{
    return text.len > 0 && text.len <= PATH_MAX_LEN && text.p[0] == '/' && is_path_text(text);
}

/* What both Elastic Load Balancing and CloudFront accept in a path pattern, but for quotes. */
bool format_is_path_pattern(struct str text)
{
    if (text.len == 0 || text.len > PATTERN_MAX_LEN || (text.p[0] != '/' && text.p[0] != '*')) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (!is_letter_or_digit(text.p[i]) && !is_among(text.p[i], "_-.$/~@:+&*?")) {
            return false;
        }
    }
    return true;
}

bool format_is_url(struct str text)
{
    struct scan scan = {text};
    unsigned port;

    if (text.len > URL_MAX ||
        (!scan_text(&scan, STR("https://")) && !scan_text(&scan, STR("http://")))) {
        return false;
    }
    size_t host_len = 0;

    while (host_len < scan.rest.len && !is_among(scan.rest.p[host_len], ":/?#")) {
        host_len++;
    }
    struct str host = str_slice(scan.rest, 0, host_len);

    scan.rest = str_slice(scan.rest, host_len, scan.rest.len);
    if (!format_is_domain(host) && !format_is_ipv4(host) && !str_eq(host, STR("localhost"))) {
        return false;
    }
    if (scan_char(&scan, ':') && (!scan_number(&scan, 65535, &port) || port == 0)) {
        return false;
    }
    return scan_end(&scan) || (scan.rest.p[0] == '/' && is_path_text(scan.rest));
}
