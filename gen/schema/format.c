/* SPDX-License-Identifier: MIT */
/* The table of formats. A new format is a row here, its functions in one of the format_*.c, and an
 * example of each sort in tests/unit/test_format.c. */
#include "schema/format.h"

#include "schema/format_rows.h"

#define NAME_EXPECTED                                                                              \
    "a name of lower-case letters, digits and single hyphens that begins with a letter, at most "  \
    "63 characters"

/* A string that stands for itself. */
#define TEXT(name, expected, is_valid)                                                             \
    {                                                                                              \
        name, expected, is_valid, NULL, DIAG_WRONG_VALUE, NULL                                     \
    }

/* A string that has a value. */
#define VALUE(name, expected, is_valid, value)                                                     \
    {                                                                                              \
        name, expected, is_valid, value, DIAG_WRONG_VALUE, NULL                                    \
    }

static const struct format FORMATS[] = {
    VALUE("alarm-rule",
          "a rule such as > 80 for 5m, > 2 s for 10m or < 10 GiB for 3 x 5m (whole minutes, a day "
          "at most)",
          format_is_alarm_rule, format_alarm_rule_value),
    TEXT("arn", "an ARN such as arn:aws:sns:us-east-1:123456789012:alarms", format_is_arn),
    TEXT("cidr", "an IPv4 block such as 10.0.0.0/16", format_is_cidr),
    TEXT("cron", "a cron expression such as 0 8 * * MON-FRI", format_is_cron),
    VALUE("day-window", "a daily window of at least 30 minutes such as 03:00-04:00",
          format_is_day_window, format_day_window_value),
    VALUE("days", "days such as 7d, at most 36500d", format_is_days, format_days_value),
    TEXT("domain", "a lower-case domain such as example.com", format_is_domain),
    VALUE("duration", "a duration such as 90s, 5m or 2h", format_is_duration,
          format_duration_value),
    TEXT("email", "an e-mail address such as ops@example.com", format_is_email),
    TEXT("host", "a lower-case host such as www.example.com or *.example.com", format_is_host),
    TEXT("identifier",
         "letters, digits and underscores that do not begin with a digit, at most 63 characters",
         format_is_identifier),
    TEXT("ipv4", "an IPv4 address such as 10.0.0.1", format_is_ipv4),
    TEXT("ipv6-cidr", "an IPv6 block such as 2001:db8::/32", format_is_ipv6_cidr),
    TEXT("name", NAME_EXPECTED, format_is_name),
    VALUE("name-template",
          "a name of letters, digits and . _ / # - with {name}, {env}, {long}, {region} or {tier}",
          format_is_name_template, format_name_template_value),
    TEXT("path", "a path such as /health", format_is_path),
    TEXT("path-pattern", "a path pattern such as /static/*, at most 128 characters",
         format_is_path_pattern),
    TEXT("port-range", "a port or range such as 443, 8000-8100 or 53/udp", format_is_port_range),
    VALUE("range", "a range such as 2..6", format_is_range, format_range_value),
    {"region", "a region such as us-east-1", format_is_region, NULL, DIAG_UNKNOWN_REGION,
     format_regions},
    VALUE("scale-rule",
          "a rule such as cpu > 70 for 5m (cpu, memory or requests; > or <; whole minutes)",
          format_is_scale_rule, format_scale_rule_value),
    VALUE("schedule", "a time such as mon-fri 08:00, sun 03:00, daily 20:00 or day 1 05:00",
          format_is_schedule, format_schedule_value),
    VALUE("size", "a size such as 20 GiB or 1 TiB", format_is_size, format_size_value),
    VALUE("size-range", "a size or range such as 20 GiB or 100..500 GiB", format_is_size_range,
          format_size_range_value),
    {"tag-key",
     "a tag key of letters, digits, blanks and + - = . _ : / @, at most 128 characters, that does "
     "not begin with aws:",
     format_is_tag_key, NULL, DIAG_BAD_TAG, NULL},
    {"tag-value",
     "a tag value of letters, digits, blanks and + - = . _ : / @, at most 256 characters",
     format_is_tag_value, NULL, DIAG_BAD_TAG, NULL},
    TEXT("text", "a text without control characters", format_is_text),
    TEXT("tier", NAME_EXPECTED, format_is_name),
    TEXT("url", "a URL such as https://example.com/path", format_is_url),
    TEXT("version", "a version such as \"15.4\"", format_is_version),
    VALUE("window", "a weekly window of at least 30 minutes such as sun 03:00-04:00",
          format_is_window, format_window_value),
    TEXT("zone-letter", "a zone letter from a to f", format_is_zone_letter),
};

const struct format *format_find(struct str name)
{
    for (size_t i = 0; i < AG_COUNT(FORMATS); i++) {
        if (str_eq_text(name, FORMATS[i].name)) {
            return &FORMATS[i];
        }
    }
    return NULL;
}

const struct format *format_all(size_t *count)
{
    *count = AG_COUNT(FORMATS);
    return FORMATS;
}
