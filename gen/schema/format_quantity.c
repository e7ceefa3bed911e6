/* SPDX-License-Identifier: MIT */
/* Quantities with units. Each has one spelling: numbers without leading zeros, one blank before a
 * unit of size, none before a unit of time. */
#include "schema/format_rows.h"

#include "base/compiler.h"
#include "schema/format_scan.h"

enum {
    DAYS_MAX = 36500,              /* S3 lifecycle rules and log retention allow a hundred years */
    SECONDS_MAX = 365 * 24 * 3600, /* a year: beyond any timeout or interval of AWS */
    GIB_MAX = 64 * 1024,           /* 64 TiB: the largest EBS gp3 volume and RDS storage */
    RANGE_MAX = 100000,            /* instances, tasks */
    RULE_SECONDS_MAX = 24 * 3600,  /* CloudWatch: an alarm looks at no more than a day */
    REQUESTS_MAX = 100000000
};

/* "0d" is none: no backups, no expiry. */
static bool scan_days(struct str text, unsigned *days)
{
    struct scan scan = {text};

    return scan_number(&scan, DAYS_MAX, days) && scan_char(&scan, 'd') && scan_end(&scan);
}

bool format_is_days(struct str text)
{
    unsigned days;

    return scan_days(text, &days);
}

json_t *format_days_value(struct str text)
{
    unsigned days = 0;

    (void)scan_days(text, &days);
    return jx_integer(days);
}

/* "90s", "5m", "2h" in seconds. */
static bool scan_duration(struct scan *scan, unsigned *seconds)
{
    static const char *const UNITS[] = {"s", "m", "h"};
    static const unsigned SECONDS[] = {1, 60, 3600};
    unsigned number;
    size_t unit;

    if (!scan_number(scan, SECONDS_MAX, &number) || number == 0 ||
        !scan_word(scan, UNITS, AG_COUNT(UNITS), &unit) || number > SECONDS_MAX / SECONDS[unit]) {
        return false;
    }
    *seconds = number * SECONDS[unit];
    return true;
}

bool format_is_duration(struct str text)
{
    struct scan scan = {text};
    unsigned seconds;

    return scan_duration(&scan, &seconds) && scan_end(&scan);
}

json_t *format_duration_value(struct str text)
{
    struct scan scan = {text};
    unsigned seconds = 0;

    (void)scan_duration(&scan, &seconds);
    return jx_integer(seconds);
}

/* " GiB" or " TiB" and the end: the number of GiB in one. */
static bool scan_size_unit(struct scan *scan, unsigned *gib)
{
    static const char *const UNITS[] = {" GiB", " TiB"};
    size_t unit;

    if (!scan_word(scan, UNITS, AG_COUNT(UNITS), &unit) || !scan_end(scan)) {
        return false;
    }
    *gib = unit == 0 ? 1 : 1024;
    return true;
}

struct size_range {
    unsigned min; /* GiB */
    unsigned max; /* 0: none */
};

static bool scan_size_range(struct str text, struct size_range *range)
{
    struct scan scan = {text};
    unsigned gib;

    range->max = 0;
    if (!scan_number(&scan, GIB_MAX, &range->min) || range->min == 0) {
        return false;
    }
    if (scan_text(&scan, STR("..")) &&
        (!scan_number(&scan, GIB_MAX, &range->max) || range->max < range->min)) {
        return false;
    }
    if (!scan_size_unit(&scan, &gib)) {
        return false;
    }
    range->min *= gib;
    range->max *= gib;
    return range->min <= GIB_MAX && range->max <= GIB_MAX;
}

bool format_is_size_range(struct str text)
{
    struct size_range range;

    return scan_size_range(text, &range);
}

json_t *format_size_range_value(struct str text)
{
    struct size_range range;
    json_t *value = jx_object();

    (void)scan_size_range(text, &range);
    jx_set(value, "min", jx_integer(range.min));
    jx_set(value, "max", range.max == 0 ? json_null() : jx_integer(range.max));
    return value;
}

bool format_is_size(struct str text)
{
    struct size_range range;

    return scan_size_range(text, &range) && range.max == 0;
}

json_t *format_size_value(struct str text)
{
    struct size_range range;

    (void)scan_size_range(text, &range);
    return jx_integer(range.min);
}

static bool scan_range(struct str text, unsigned *min, unsigned *max)
{
    struct scan scan = {text};

    return scan_number(&scan, RANGE_MAX, min) && scan_text(&scan, STR("..")) &&
           scan_number(&scan, RANGE_MAX, max) && scan_end(&scan) && *min <= *max;
}

bool format_is_range(struct str text)
{
    unsigned min;
    unsigned max;

    return scan_range(text, &min, &max);
}

json_t *format_range_value(struct str text)
{
    unsigned min = 0;
    unsigned max = 0;
    json_t *value = jx_object();

    (void)scan_range(text, &min, &max);
    jx_set(value, "min", jx_integer(min));
    jx_set(value, "max", jx_integer(max));
    return value;
}

struct scale_rule {
    const char *metric;
    const char *op;
    unsigned threshold;
    unsigned seconds;
};

/* "cpu > 70 for 5m". */
static bool scan_scale_rule(struct str text, struct scale_rule *rule)
{
    static const char *const METRICS[] = {"cpu", "memory", "requests"};
    static const unsigned THRESHOLDS[] = {100, 100, REQUESTS_MAX};
    static const char *const OPS[] = {" > ", " < "};
    static const char *const OP_NAMES[] = {">", "<"};
    struct scan scan = {text};
    size_t metric;
    size_t op;

    if (!scan_word(&scan, METRICS, AG_COUNT(METRICS), &metric) ||
        !scan_word(&scan, OPS, AG_COUNT(OPS), &op) ||
        !scan_number(&scan, THRESHOLDS[metric], &rule->threshold) ||
        !scan_text(&scan, STR(" for ")) || !scan_duration(&scan, &rule->seconds) ||
        !scan_end(&scan)) {
        return false;
    }
    rule->metric = METRICS[metric];
    rule->op = OP_NAMES[op];
    return rule->seconds % 60 == 0 && rule->seconds <= RULE_SECONDS_MAX;
}

bool format_is_scale_rule(struct str text)
{
    struct scale_rule rule;

    return scan_scale_rule(text, &rule);
}

json_t *format_scale_rule_value(struct str text)
{
    struct scale_rule rule = {"", "", 0, 0};
    json_t *value = jx_object();

    (void)scan_scale_rule(text, &rule);
    jx_set(value, "metric", jx_string(rule.metric));
    jx_set(value, "op", jx_string(rule.op));
    jx_set(value, "threshold", jx_integer(rule.threshold));
    jx_set(value, "seconds", jx_integer(rule.seconds));
    return value;
}
