/* SPDX-License-Identifier: MIT */
/* Times of the day and week, all in UTC as in AWS. */
#include "schema/format_rows.h"

#include "base/compiler.h"
#include "schema/format_scan.h"

enum {
    MINUTES_OF_DAY = 24 * 60,
    MONTH_DAY_MAX = 28,     /* the last day that every month has */
    WINDOW_MINUTES_MIN = 30 /* RDS and ElastiCache refuse shorter windows */
};

static const char *const DAYS[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

enum { DAY_COUNT = AG_COUNT(DAYS) };

/* "08:30" in minutes. */
static bool scan_time(struct scan *scan, unsigned *minutes)
{
    unsigned hour;
    unsigned minute;

    if (!scan_two_digits(scan, 23, &hour) || !scan_char(scan, ':') ||
        !scan_two_digits(scan, 59, &minute)) {
        return false;
    }
    *minutes = hour * 60 + minute;
    return true;
}

/* "03:00-04:00" and the end. A window may pass midnight, but not last a whole day. */
static bool scan_window(struct scan *scan, unsigned *start, unsigned *end)
{
    return scan_time(scan, start) && scan_char(scan, '-') && scan_time(scan, end) &&
           scan_end(scan) &&
           (*end + MINUTES_OF_DAY - *start) % MINUTES_OF_DAY >= WINDOW_MINUTES_MIN;
}

static json_t *time_text(unsigned minutes)
{
    char text[] = {(char)('0' + minutes / 600), (char)('0' + minutes / 60 % 10), ':',
                   (char)('0' + minutes % 60 / 10), (char)('0' + minutes % 10)};

    return jx_string_from((struct str){text, sizeof(text)});
}

static bool scan_week_window(struct str text, size_t *day, unsigned *start, unsigned *end)
{
    struct scan scan = {text};

    return scan_word(&scan, DAYS, DAY_COUNT, day) && scan_char(&scan, ' ') &&
           scan_window(&scan, start, end);
}

bool format_is_window(struct str text)
{
    size_t day;
    unsigned start;
    unsigned end;

    return scan_week_window(text, &day, &start, &end);
}

json_t *format_window_value(struct str text)
{
    size_t day = 0;
    unsigned start = 0;
    unsigned end = 0;
    json_t *value = jx_object();

    (void)scan_week_window(text, &day, &start, &end);
    jx_set(value, "day", jx_string(DAYS[day]));
    jx_set(value, "start", time_text(start));
    jx_set(value, "end", time_text(end));
    jx_set(value, "end_day", jx_string(DAYS[(day + (end < start)) % DAY_COUNT]));
    return value;
}

bool format_is_day_window(struct str text)
{
    struct scan scan = {text};
    unsigned start;
    unsigned end;

    return scan_window(&scan, &start, &end);
}

json_t *format_day_window_value(struct str text)
{
    struct scan scan = {text};
    unsigned start = 0;
    unsigned end = 0;
    json_t *value = jx_object();

    (void)scan_window(&scan, &start, &end);
    jx_set(value, "start", time_text(start));
    jx_set(value, "end", time_text(end));
    return value;
}

struct schedule {
    struct str days; /* as written */
    size_t first;    /* days of the week from Sunday; first to last may pass Saturday */
    size_t last;
    unsigned month_day; /* of the month, or 0: then the days of the week count */
    unsigned minutes;
};

/* "day 1" to "day 28", which every month has. */
static bool scan_month_day(struct scan *scan, unsigned *day)
{
    return scan_text(scan, STR("day ")) && scan_number(scan, MONTH_DAY_MAX, day) && *day > 0;
}

static bool scan_schedule(struct str text, struct schedule *schedule)
{
    struct scan scan = {text};

    schedule->month_day = 0;
    if (scan_text(&scan, STR("daily")) || scan_month_day(&scan, &schedule->month_day)) {
        schedule->first = 0;
        schedule->last = DAY_COUNT - 1;
    } else if (scan_word(&scan, DAYS, DAY_COUNT, &schedule->first)) {
        schedule->last = schedule->first;
        if (scan_char(&scan, '-') && (!scan_word(&scan, DAYS, DAY_COUNT, &schedule->last) ||
                                      schedule->last == schedule->first)) {
            return false;
        }
    } else {
        return false;
    }
    schedule->days = str_slice(text, 0, text.len - scan.rest.len);
    return scan_char(&scan, ' ') && scan_time(&scan, &schedule->minutes) && scan_end(&scan);
}

bool format_is_schedule(struct str text)
{
    struct schedule schedule;

    return scan_schedule(text, &schedule);
}

/* The days as cron has them. Cron's week begins on Sunday and its ranges do not wrap, so fri-mon
 * becomes a list. */
static void add_cron_days(struct buf *buf, const struct schedule *schedule)
{
    static const char *const NAMES[] = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
    size_t count = (schedule->last + DAY_COUNT - schedule->first) % DAY_COUNT + 1;

    if (count == DAY_COUNT) {
        buf_add_char(buf, '*');
    } else if (count == 1) {
        buf_add_text(buf, NAMES[schedule->first]);
    } else if (schedule->first < schedule->last) {
        buf_add_format(buf, "%s-%s", NAMES[schedule->first], NAMES[schedule->last]);
    } else {
        for (size_t i = 0; i < count; i++) {
            buf_add_text(buf, i == 0 ? "" : ",");
            buf_add_text(buf, NAMES[(schedule->first + i) % DAY_COUNT]);
        }
    }
}

/* crontab(5) has five fields. Some schedulers have one more, for years, and then one of the two for
 * days must be "?": it is left to the other. */
static json_t *cron_text(const struct schedule *schedule, bool has_years)
{
    struct buf cron;
    bool is_monthly = schedule->month_day > 0;

    buf_init(&cron, BUF_NO_LIMIT);
    buf_add_format(&cron, "%u %u ", schedule->minutes % 60, schedule->minutes / 60);
    if (is_monthly) {
        buf_add_format(&cron, "%u", schedule->month_day);
    } else {
        buf_add_char(&cron, has_years ? '?' : '*');
    }
    buf_add_text(&cron, " * ");
    if (is_monthly && has_years) {
        buf_add_char(&cron, '?');
    } else {
        add_cron_days(&cron, schedule);
    }
    buf_add_text(&cron, has_years ? " *" : "");

    json_t *text = jx_string_from(buf_str(&cron));

    buf_release(&cron);
    return text;
}

json_t *format_schedule_value(struct str text)
{
    struct schedule schedule = {STR(""), 0, 0, 0, 0};
    json_t *value = jx_object();

    (void)scan_schedule(text, &schedule);
    jx_set(value, "days", jx_string_from(schedule.days));
    jx_set(value, "time", time_text(schedule.minutes));
    jx_set(value, "cron", cron_text(&schedule, false));
    jx_set(value, "cron_with_years", cron_text(&schedule, true));
    return value;
}

/* A field of a cron expression: numbers from `low` to `high`, and names for them. */
struct cron_field {
    unsigned low;
    unsigned high;
    const char *const *names; /* the first stands for `low` */
    size_t name_count;
};

static bool scan_cron_number(struct scan *scan, const struct cron_field *field, unsigned *number)
{
    size_t name;

    if (scan_word(scan, field->names, field->name_count, &name)) {
        *number = field->low + (unsigned)name;
        return true;
    }
    return scan_number(scan, field->high, number) && *number >= field->low;
}

/* "*", "5", "1-5", each with an optional step "/2". */
static bool scan_cron_part(struct scan *scan, const struct cron_field *field)
{
    unsigned first;
    unsigned last;
    unsigned step = 0;

    if (!scan_char(scan, '*')) {
        if (!scan_cron_number(scan, field, &first)) {
            return false;
        }
        if (scan_char(scan, '-') && (!scan_cron_number(scan, field, &last) || last < first)) {
            return false;
        }
    }
    return !scan_char(scan, '/') || (scan_number(scan, field->high, &step) && step > 0);
}

/* Five fields as in crontab(5): minute, hour, day of the month, month, day of the week. */
bool format_is_cron(struct str text)
{
    static const char *const MONTHS[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                         "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    static const char *const WEEK[] = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
    static const struct cron_field FIELDS[] = {
        {0, 59, NULL, 0},
        {0, 23, NULL, 0},
        {1, 31, NULL, 0},
        {1, 12, MONTHS, AG_COUNT(MONTHS)},
        {0, 7, WEEK, AG_COUNT(WEEK)},
    };
    struct scan scan = {text};

    for (size_t i = 0; i < AG_COUNT(FIELDS); i++) {
        if (i > 0 && !scan_char(&scan, ' ')) {
            return false;
        }
        do {
            if (!scan_cron_part(&scan, &FIELDS[i])) {
                return false;
            }
        } while (scan_char(&scan, ','));
    }
    return scan_end(&scan);
}
