/* SPDX-License-Identifier: MIT */
/**
 * The functions that the rows of the format table name, private to gen/schema. Those that end in
 * `_value` take a valid string and give its value. Grammar is by hand: a regular expression costs
 * more to compile than all of these cost to run.
 */
#ifndef ARCHGEN_SCHEMA_FORMAT_ROWS_H
#define ARCHGEN_SCHEMA_FORMAT_ROWS_H

#include "base/str.h"
#include "data/json.h"

#include <stdbool.h>
#include <stddef.h>

/* Quantities (format_quantity.c). */
bool format_is_days(struct str text);
bool format_is_duration(struct str text);
bool format_is_size(struct str text);
bool format_is_size_range(struct str text);
bool format_is_range(struct str text);
bool format_is_scale_rule(struct str text);

/* Rules of alarms (format_alarm.c). */
bool format_is_alarm_rule(struct str text);
AG_MUST_USE json_t *format_alarm_rule_value(struct str text);

AG_MUST_USE json_t *format_days_value(struct str text);
AG_MUST_USE json_t *format_duration_value(struct str text);
AG_MUST_USE json_t *format_size_value(struct str text);
AG_MUST_USE json_t *format_size_range_value(struct str text);
AG_MUST_USE json_t *format_range_value(struct str text);
AG_MUST_USE json_t *format_scale_rule_value(struct str text);

/* Times of the day and week (format_time.c). */
bool format_is_window(struct str text);
bool format_is_day_window(struct str text);
bool format_is_schedule(struct str text);
bool format_is_cron(struct str text);
AG_MUST_USE json_t *format_window_value(struct str text);
AG_MUST_USE json_t *format_day_window_value(struct str text);
AG_MUST_USE json_t *format_schedule_value(struct str text);

/* Addresses and what is reached by them (format_net.c). */
bool format_is_ipv4(struct str text);
bool format_is_cidr(struct str text);
bool format_is_ipv6_cidr(struct str text);
bool format_is_port_range(struct str text);
bool format_is_domain(struct str text);
bool format_is_host(struct str text);
bool format_is_email(struct str text);
bool format_is_url(struct str text);
bool format_is_path(struct str text);
bool format_is_path_pattern(struct str text);

/* Names and texts (format_text.c). */
bool format_is_name(struct str text);
bool format_is_identifier(struct str text);
bool format_is_version(struct str text);
bool format_is_zone_letter(struct str text);
bool format_is_arn(struct str text);
bool format_is_text(struct str text);
bool format_is_name_template(struct str text);
AG_MUST_USE json_t *format_name_template_value(struct str text);
bool format_is_tag_key(struct str text);
bool format_is_tag_value(struct str text);

/* Regions (format_region.c). */
bool format_is_region(struct str text);
const struct str *format_regions(size_t *count);

#endif
