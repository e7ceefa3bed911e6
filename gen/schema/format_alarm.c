/* SPDX-License-Identifier: MIT */
/* Rules of alarms: what a metric is compared with, and for how long. */
#include "schema/format_rows.h"

#include "base/compiler.h"
#include "schema/format_scan.h"

enum {
    WHOLE_MAX = 1000000000, /* before the unit */
    DECIMALS_MAX = 3,
    PERIODS_MAX = 1440,
    MINUTE = 60,
    ALARM_SECONDS_MAX = 24 * 3600 /* CloudWatch: an alarm looks at no more than a day */
};

struct alarm_rule {
    const char *op;
    double threshold;
    unsigned periods;
    unsigned seconds; /* of a period */
};

/* "2", "0.5": thousandths, so that no digit is lost on the way. */
static bool scan_decimal(struct scan *scan, double *number)
{
    unsigned whole;
    unsigned fraction = 0;
    unsigned scale = 1;
    size_t digits = 0;

    if (!scan_number(scan, WHOLE_MAX, &whole)) {
        return false;
    }
    if (scan_char(scan, '.')) {
        while (digits < DECIMALS_MAX && scan->rest.len > 0 && scan_is_digit(scan->rest.p[0])) {
            fraction = fraction * 10 + (unsigned)(scan->rest.p[0] - '0');
            scale *= 10;
            digits++;
            scan->rest = str_slice(scan->rest, 1, scan->rest.len);
        }
        if (digits == 0) {
            return false;
        }
    }
    *number = ((double)whole * scale + fraction) / scale;
    return true;
}

/* A unit turns the number into what CloudWatch measures: bytes, seconds, percent. */
static void scan_unit(struct scan *scan, double *number)
{
    static const char *const UNITS[] = {" %", " GiB", " MiB", " ms", " s"};
    static const double FACTORS[] = {1, 1024.0 * 1024 * 1024, 1024.0 * 1024, 1, 1};
    static const double DIVISORS[] = {1, 1, 1, 1000, 1}; /* 0.001 would not be exact */
    size_t unit;

    if (scan_word(scan, UNITS, AG_COUNT(UNITS), &unit)) {
        *number = *number * FACTORS[unit] / DIVISORS[unit];
    }
}

/* "5m", "3 x 1m": how many periods of how many seconds. */
static bool scan_periods(struct scan *scan, struct alarm_rule *rule)
{
    static const char *const UNITS[] = {"m", "h", "d"};
    static const unsigned SECONDS[] = {MINUTE, 60 * MINUTE, 24 * 60 * MINUTE};
    unsigned number;
    size_t unit;

    rule->periods = 1;
    if (!scan_number(scan, PERIODS_MAX, &number) || number == 0) {
        return false;
    }
    if (scan_text(scan, STR(" x "))) {
        rule->periods = number;
        if (!scan_number(scan, PERIODS_MAX, &number) || number == 0) {
            return false;
        }
    }
    if (!scan_word(scan, UNITS, AG_COUNT(UNITS), &unit)) {
        return false;
    }
    rule->seconds = number * SECONDS[unit];
    return rule->periods <= ALARM_SECONDS_MAX / rule->seconds;
}

/* "> 80 for 5m". */
static bool scan_rule(struct str text, struct alarm_rule *rule)
{
    static const char *const OPS[] = {">= ", "> ", "<= ", "< "};
    static const char *const OP_NAMES[] = {">=", ">", "<=", "<"};
    struct scan scan = {text};
    size_t op;

    if (!scan_word(&scan, OPS, AG_COUNT(OPS), &op) || !scan_decimal(&scan, &rule->threshold)) {
        return false;
    }
    rule->op = OP_NAMES[op];
    scan_unit(&scan, &rule->threshold);
    return scan_text(&scan, STR(" for ")) && scan_periods(&scan, rule) && scan_end(&scan);
}

bool format_is_alarm_rule(struct str text)
{
    struct alarm_rule rule;

    return scan_rule(text, &rule);
}

json_t *format_alarm_rule_value(struct str text)
{
    struct alarm_rule rule = {"", 0, 0, 0};
    json_t *value = jx_object();

    (void)scan_rule(text, &rule);
    json_int_t whole = (json_int_t)rule.threshold;

    jx_set(value, "op", jx_string(rule.op));
    jx_set(value, "threshold",
           (double)whole == rule.threshold ? jx_integer(whole) : jx_real(rule.threshold));
    jx_set(value, "periods", jx_integer(rule.periods));
    jx_set(value, "seconds", jx_integer(rule.seconds));
    return value;
}
