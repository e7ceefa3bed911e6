/* SPDX-License-Identifier: MIT */
/* Every format: what it accepts, what it refuses, and the value that it gives. */
#include "schema/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A string, and whether it is valid: NULL is not, "" is without a value, else the value as JSON. */
struct format_case {
    const char *format;
    const char *text;
    const char *value;
};

#define LABEL_63 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk"

static const struct format_case CASES[] = {
    {"name", "a", ""},
    {"name", "web-1", ""},
    {"name", LABEL_63, ""},
    {"name", LABEL_63 "l", NULL},
    {"name", "", NULL},
    {"name", "1web", NULL},
    {"name", "-web", NULL},
    {"name", "web-", NULL},
    {"name", "a--b", NULL},
    {"name", "Web", NULL},
    {"name", "web_1", NULL},
    {"name", "web\n", NULL},
    {"name", "wéb", NULL},
    {"tier", "web", ""},
    {"tier", "web.", NULL},
    {"identifier", "_orders_2", ""},
    {"identifier", "Orders", ""},
    {"identifier", LABEL_63, ""},
    {"identifier", LABEL_63 "l", NULL},
    {"identifier", "2orders", NULL},
    {"identifier", "or-ders", NULL},
    {"identifier", "", NULL},
    {"ipv4", "10.0.0.1", ""},
    {"ipv4", "255.255.255.255", ""},
    {"ipv4", "256.0.0.1", NULL},
    {"ipv4", "10.0.0", NULL},
    {"ipv4", "10.0.0.1.2", NULL},
    {"ipv4", "10.0.0.01", NULL},
    {"ipv4", " 10.0.0.1", NULL},
    {"cidr", "10.0.0.0/16", ""},
    {"cidr", "0.0.0.0/0", ""},
    {"cidr", "10.0.0.1/32", ""},
    {"cidr", "10.0.0.0/33", NULL},
    {"cidr", "10.0.0.0", NULL},
    {"cidr", "10.0.0.0/", NULL},
    {"cidr", "10.0.0.0/016", NULL},
    {"cidr", "010.0.0.0/16", NULL},
    {"cidr", "10.0.0.0/16\n", NULL},
    {"cidr", "::/0", NULL},
    {"ipv6-cidr", "::/0", ""},
    {"ipv6-cidr", "2001:db8::/32", ""},
    {"ipv6-cidr", "2001:db8:0:1:2:3:4:5/128", ""},
    {"ipv6-cidr", "1:2:3:4:5:6:7::/64", ""},
    {"ipv6-cidr", "::1/128", ""},
    {"ipv6-cidr", "1::2::3/64", NULL},
    {"ipv6-cidr", "1:2:3:4:5:6:7:8:9/64", NULL},
    {"ipv6-cidr", "1:2:3:4:5:6:7/64", NULL},
    {"ipv6-cidr", "1:2:3:4:5:6:7:8::/64", NULL},
    {"ipv6-cidr", ":::/64", NULL},
    {"ipv6-cidr", "12345::/64", NULL},
    {"ipv6-cidr", "1:2:/64", NULL},
    {"ipv6-cidr", "2001:db8::/129", NULL},
    {"ipv6-cidr", "::ffff:10.0.0.1/128", NULL},
    {"region", "us-east-1", ""},
    {"region", "ap-southeast-7", ""},
    {"region", "us-east-9", NULL},
    {"region", "US-EAST-1", NULL},
    {"region", "us-east-1a", NULL},
    {"zone-letter", "a", ""},
    {"zone-letter", "f", ""},
    {"zone-letter", "g", NULL},
    {"zone-letter", "ab", NULL},
    {"zone-letter", "", NULL},
    {"days", "7d", "7"},
    {"days", "0d", "0"},
    {"days", "36500d", "36500"},
    {"days", "36501d", NULL},
    {"days", "07d", NULL},
    {"days", "7", NULL},
    {"days", "1w", NULL},
    {"days", "7 d", NULL},
    {"days", "-1d", NULL},
    {"days", "99999999999d", NULL},
    {"duration", "90s", "90"},
    {"duration", "5m", "300"},
    {"duration", "2h", "7200"},
    {"duration", "8760h", "31536000"},
    {"duration", "8761h", NULL},
    {"duration", "0s", NULL},
    {"duration", "5", NULL},
    {"duration", "1d", NULL},
    {"duration", "1h30m", NULL},
    {"size", "20 GiB", "20"},
    {"size", "1 TiB", "1024"},
    {"size", "64 TiB", "65536"},
    {"size", "65 TiB", NULL},
    {"size", "65537 GiB", NULL},
    {"size", "0 GiB", NULL},
    {"size", "20GiB", NULL},
    {"size", "20  GiB", NULL},
    {"size", "20 GB", NULL},
    {"size", "512 MiB", NULL},
    {"size", "1.5 TiB", NULL},
    {"size", "10..20 GiB", NULL},
    {"size-range", "100..500 GiB", "{\"min\":100,\"max\":500}"},
    {"size-range", "1..2 TiB", "{\"min\":1024,\"max\":2048}"},
    {"size-range", "20 GiB", "{\"min\":20,\"max\":null}"},
    {"size-range", "20..20 GiB", "{\"min\":20,\"max\":20}"},
    {"size-range", "500..100 GiB", NULL},
    {"size-range", "100..", NULL},
    {"size-range", "1..65 TiB", NULL},
    {"size-range", "100 GiB..500 GiB", NULL},
    {"range", "2..6", "{\"min\":2,\"max\":6}"},
    {"range", "0..0", "{\"min\":0,\"max\":0}"},
    {"range", "6..2", NULL},
    {"range", "2...6", NULL},
    {"range", "2", NULL},
    {"range", "2..100001", NULL},
    {"window", "sun 03:00-04:00",
     "{\"day\":\"sun\",\"start\":\"03:00\",\"end\":\"04:00\",\"end_day\":\"sun\"}"},
    {"window", "sat 23:30-00:30",
     "{\"day\":\"sat\",\"start\":\"23:30\",\"end\":\"00:30\",\"end_day\":\"sun\"}"},
    {"window", "mon 03:00-03:30",
     "{\"day\":\"mon\",\"start\":\"03:00\",\"end\":\"03:30\",\"end_day\":\"mon\"}"},
    {"window", "mon 03:00-03:29", NULL},
    {"window", "mon 03:00-03:00", NULL},
    {"window", "mon 24:00-01:00", NULL},
    {"window", "mon 3:00-04:00", NULL},
    {"window", "monday 03:00-04:00", NULL},
    {"window", "Sun 03:00-04:00", NULL},
    {"window", "03:00-04:00", NULL},
    {"day-window", "03:00-04:00", "{\"start\":\"03:00\",\"end\":\"04:00\"}"},
    {"day-window", "23:45-00:15", "{\"start\":\"23:45\",\"end\":\"00:15\"}"},
    {"day-window", "23:45-00:14", NULL},
    {"day-window", "03:00-04:60", NULL},
    {"day-window", "sun 03:00-04:00", NULL},
    {"scale-rule", "cpu > 70 for 5m",
     "{\"metric\":\"cpu\",\"op\":\">\",\"threshold\":70,\"seconds\":300}"},
    {"scale-rule", "memory < 0 for 120s",
     "{\"metric\":\"memory\",\"op\":\"<\",\"threshold\":0,\"seconds\":120}"},
    {"scale-rule", "requests > 1000 for 1h",
     "{\"metric\":\"requests\",\"op\":\">\",\"threshold\":1000,\"seconds\":3600}"},
    {"scale-rule", "cpu > 101 for 5m", NULL},
    {"scale-rule", "cpu > 70 for 90s", NULL},
    {"scale-rule", "cpu > 70 for 25h", NULL},
    {"scale-rule", "cpu >= 70 for 5m", NULL},
    {"scale-rule", "cpu>70 for 5m", NULL},
    {"scale-rule", "disk > 70 for 5m", NULL},
    {"scale-rule", "cpu > 70", NULL},
    {"alarm-rule", "> 80 for 5m", "{\"op\":\">\",\"threshold\":80,\"periods\":1,\"seconds\":300}"},
    {"alarm-rule", ">= 2.5 % for 3 x 1m",
     "{\"op\":\">=\",\"threshold\":2.5,\"periods\":3,\"seconds\":60}"},
    {"alarm-rule", "< 10 GiB for 1h",
     "{\"op\":\"<\",\"threshold\":10737418240,\"periods\":1,\"seconds\":3600}"},
    {"alarm-rule", "<= 0.5 MiB for 1d",
     "{\"op\":\"<=\",\"threshold\":524288,\"periods\":1,\"seconds\":86400}"},
    {"alarm-rule", "> 500 ms for 24 x 1h",
     "{\"op\":\">\",\"threshold\":0.5,\"periods\":24,\"seconds\":3600}"},
    {"alarm-rule", "> 700 ms for 5m",
     "{\"op\":\">\",\"threshold\":0.7,\"periods\":1,\"seconds\":300}"},
    {"alarm-rule", "> 2 s for 1440 x 1m",
     "{\"op\":\">\",\"threshold\":2,\"periods\":1440,\"seconds\":60}"},
    {"alarm-rule", "> 1000000000 for 7m",
     "{\"op\":\">\",\"threshold\":1000000000,\"periods\":1,\"seconds\":420}"},
    {"alarm-rule", "> 0.125 for 1m",
     "{\"op\":\">\",\"threshold\":0.125,\"periods\":1,\"seconds\":60}"},
    {"alarm-rule", "> 1000000001 for 5m", NULL},
    {"alarm-rule", "> 0.1250 for 5m", NULL},
    {"alarm-rule", "> 80. for 5m", NULL},
    {"alarm-rule", "> .5 for 5m", NULL},
    {"alarm-rule", "> -1 for 5m", NULL},
    {"alarm-rule", "80 for 5m", NULL},
    {"alarm-rule", "= 80 for 5m", NULL},
    {"alarm-rule", ">80 for 5m", NULL},
    {"alarm-rule", "> 80% for 5m", NULL},
    {"alarm-rule", "> 80 GB for 5m", NULL},
    {"alarm-rule", "> 80", NULL},
    {"alarm-rule", "> 80 for", NULL},
    {"alarm-rule", "> 80 for 5", NULL},
    {"alarm-rule", "> 80 for 0m", NULL},
    {"alarm-rule", "> 80 for 90s", NULL},
    {"alarm-rule", "> 80 for 0 x 1m", NULL},
    {"alarm-rule", "> 80 for 3x1m", NULL},
    {"alarm-rule", "> 80 for 3 x 0m", NULL},
    {"alarm-rule", "> 80 for 2 x 1d", NULL},
    {"alarm-rule", "> 80 for 25h", NULL},
    {"alarm-rule", "> 80 for 5m ", NULL},
    {"alarm-rule", "cpu > 80 for 5m", NULL},
    {"name-template", "/{name}/{long}/{tier}", "{\"$template\":\"/{name}/{long}/{tier}\"}"},
    {"name-template", "{region}-{env}_1.#a", "{\"$template\":\"{region}-{env}_1.#a\"}"},
    {"name-template", "{name}{name}", "{\"$template\":\"{name}{name}\"}"},
    {"name-template", LABEL_63 "-" LABEL_63 "-" LABEL_63 "-" LABEL_63,
     "{\"$template\":\"" LABEL_63 "-" LABEL_63 "-" LABEL_63 "-" LABEL_63 "\"}"},
    {"name-template", LABEL_63 "-" LABEL_63 "-" LABEL_63 "-" LABEL_63 "--", NULL},
    {"name-template", "", NULL},
    {"name-template", "{names}", NULL},
    {"name-template", "{}", NULL},
    {"name-template", "{name", NULL},
    {"name-template", "name}", NULL},
    {"name-template", "{ name }", NULL},
    {"name-template", "${name}", NULL},
    {"name-template", "a b", NULL},
    {"name-template", "a:b", NULL},
    {"name-template", "\xc3\xa4", NULL},
    {"schedule", "mon-fri 08:00",
     "{\"days\":\"mon-fri\",\"time\":\"08:00\",\"cron\":\"0 8 * * MON-FRI\","
     "\"cron_with_years\":\"0 8 ? * MON-FRI *\"}"},
    {"schedule", "daily 20:05",
     "{\"days\":\"daily\",\"time\":\"20:05\",\"cron\":\"5 20 * * *\","
     "\"cron_with_years\":\"5 20 ? * * *\"}"},
    {"schedule", "sun 03:00",
     "{\"days\":\"sun\",\"time\":\"03:00\",\"cron\":\"0 3 * * SUN\","
     "\"cron_with_years\":\"0 3 ? * SUN *\"}"},
    {"schedule", "fri-mon 08:00",
     "{\"days\":\"fri-mon\",\"time\":\"08:00\",\"cron\":\"0 8 * * FRI,SAT,SUN,MON\","
     "\"cron_with_years\":\"0 8 ? * FRI,SAT,SUN,MON *\"}"},
    {"schedule", "mon-sun 08:00",
     "{\"days\":\"mon-sun\",\"time\":\"08:00\",\"cron\":\"0 8 * * *\","
     "\"cron_with_years\":\"0 8 ? * * *\"}"},
    {"schedule", "day 15 05:00",
     "{\"days\":\"day 15\",\"time\":\"05:00\",\"cron\":\"0 5 15 * *\","
     "\"cron_with_years\":\"0 5 15 * ? *\"}"},
    {"schedule", "day 0 05:00", NULL},
    {"schedule", "day 29 05:00", NULL},
    {"schedule", "day 05:00", NULL},
    {"schedule", "mon-mon 08:00", NULL},
    {"schedule", "08:00", NULL},
    {"schedule", "mon-fri", NULL},
    {"schedule", "weekdays 08:00", NULL},
    {"schedule", "mon-fri 8:00", NULL},
    {"cron", "0 8 * * MON-FRI", ""},
    {"cron", "*/5 0-6,12 1 JAN,DEC 7", ""},
    {"cron", "60 8 * * *", NULL},
    {"cron", "0 8 * *", NULL},
    {"cron", "0 8 * * * *", NULL},
    {"cron", "0 8 0 * *", NULL},
    {"cron", "0 8 5-1 * *", NULL},
    {"cron", "*/0 * * * *", NULL},
    {"cron", "0 8 * * MON-", NULL},
    {"port-range", "443", ""},
    {"port-range", "8000-8100", ""},
    {"port-range", "53/udp", ""},
    {"port-range", "8000-8100/tcp", ""},
    {"port-range", "0", NULL},
    {"port-range", "65536", NULL},
    {"port-range", "8100-8000", NULL},
    {"port-range", "53/icmp", NULL},
    {"port-range", "53/", NULL},
    {"port-range", "http", NULL},
    {"path", "/", ""},
    {"path", "/health?full=1", ""},
    {"path", "/a%20b", ""},
    {"path", "health", NULL},
    {"path", "/a b", NULL},
    {"path", "/a\n", NULL},
    {"path", "/a%2", NULL},
    {"path", "/a%zz", NULL},
    {"path", "/a\"b", NULL},
    {"path", "/a${b}", NULL},
    {"path-pattern", "/static/*", ""},
    {"path-pattern", "*.jpg", ""},
    {"path-pattern", "static/*", NULL},
    {"path-pattern", "/a b", NULL},
    {"path-pattern", "/a#b", NULL},
    {"host", "www.example.com", ""},
    {"host", "*.example.com", ""},
    {"host", "*", NULL},
    {"host", "www.*.com", NULL},
    {"host", "-a.example.com", NULL},
    {"domain", "example.com", ""},
    {"domain", "a.b-c.example.co.uk", ""},
    {"domain", "xn--bcher-kva.example", ""},
    {"domain", "localhost", NULL},
    {"domain", "Example.com", NULL},
    {"domain", "*.example.com", NULL},
    {"domain", "example.com.", NULL},
    {"domain", "example..com", NULL},
    {"domain", "10.0.0.1", NULL},
    {"domain", LABEL_63 ".com", ""},
    {"domain", LABEL_63 "l.com", NULL},
    {"domain", LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63, NULL},
    {"email", "ops@example.com", ""},
    {"email", "first.last+tag@example.com", ""},
    {"email", "ops", NULL},
    {"email", "@example.com", NULL},
    {"email", "ops@", NULL},
    {"email", "ops@@example.com", NULL},
    {"email", ".ops@example.com", NULL},
    {"email", "o..ps@example.com", NULL},
    {"email", "ops@example.com\n", NULL},
    {"arn", "arn:aws:sns:us-east-1:123456789012:alarms", ""},
    {"arn", "arn:aws:s3:::bucket/key", ""},
    {"arn", "arn:aws:iam::aws:policy/ReadOnlyAccess", ""},
    {"arn", "arn:aws-us-gov:sqs:us-gov-west-1:123456789012:q", ""},
    {"arn", "arn:aws:sns:us-east-1:12345:alarms", NULL},
    {"arn", "arn:gcp:sns:us-east-1:123456789012:alarms", NULL},
    {"arn", "arn:aws:sns:us-east-1:123456789012:", NULL},
    {"arn", "arn:aws:sns:us-east-1:123456789012:a b", NULL},
    {"arn", "arn:aws:sns", NULL},
    {"url", "https://example.com", ""},
    {"url", "http://example.com:8080/a?b=c", ""},
    {"url", "http://localhost:3000", ""},
    {"url", "https://10.0.0.1/a", ""},
    {"url", "ftp://example.com", NULL},
    {"url", "example.com", NULL},
    {"url", "https://", NULL},
    {"url", "https://user@example.com", NULL},
    {"url", "https://example.com:0", NULL},
    {"url", "https://example.com/a b", NULL},
    {"url", "https://example.com?a", NULL},
    {"version", "15.4", ""},
    {"version", "8", ""},
    {"version", "8.0.35", ""},
    {"version", "15.", NULL},
    {"version", ".15", NULL},
    {"version", "15..4", NULL},
    {"version", "v15", NULL},
    {"version", "1.2.3.4.5", NULL},
    {"version", "", NULL},
    {"text", "Anything, \"quoted\" — ünïcode 🐲\n\tand lines", ""},
    {"text", "", ""},
    {"text", "a\x01", NULL},
    {"text", "a\r\n", NULL},
    {"text", "a\x7f", NULL},
    {"text", "a\xc2\x85", NULL},
    {"text", "\xc2\xa0", ""},
    {"tag-key", "Owner", ""},
    {"tag-key", "cost center/2", ""},
    {"tag-key", "Größe", ""},
    {"tag-key", "", NULL},
    {"tag-key", "aws:owner", NULL},
    {"tag-key", "AWS:owner", NULL},
    {"tag-key", "a{b}", NULL},
    {"tag-key", "a\nb", NULL},
    {"tag-key", LABEL_63 LABEL_63 "ab", ""},
    {"tag-key", LABEL_63 LABEL_63 "abc", NULL},
    {"tag-value", "", ""},
    {"tag-value", "platform@example.com", ""},
    {"tag-value", "${file(\"/etc/passwd\")}", NULL},
    {"tag-value", LABEL_63 LABEL_63 LABEL_63 LABEL_63 "abcd", ""},
    {"tag-value", LABEL_63 LABEL_63 LABEL_63 LABEL_63 "abcde", NULL},
};

static void formats_accept_and_refuse_as_stated(void **state)
{
    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        const struct format *format = format_find(str_from(CASES[i].format));

        if (format == NULL) {
            fail_msg("there is no format %s", CASES[i].format);
        }
        if (format->is_valid(str_from(CASES[i].text)) != (CASES[i].value != NULL)) {
            fail_msg("%s: '%s'", CASES[i].format, CASES[i].text);
        }
    }
}

static void formats_give_their_values(void **state)
{
    struct buf out;

    (void)state;
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        const struct format *format = format_find(str_from(CASES[i].format));

        if (CASES[i].value == NULL) {
            continue;
        }
        if ((format->value != NULL) != (CASES[i].value[0] != '\0')) {
            fail_msg("%s: '%s' has a value, or should have", CASES[i].format, CASES[i].text);
        }
        if (format->value == NULL) {
            continue;
        }
        json_t *value = format->value(str_from(CASES[i].text));

        buf_init(&out, BUF_NO_LIMIT);
        jx_dump(value, &out, false);
        if (!str_eq_text(buf_str(&out), CASES[i].value)) {
            fail_msg("%s: '%s' is %s", CASES[i].format, CASES[i].text, out.bytes);
        }
        buf_release(&out);
        json_decref(value);
    }
}

/* A text is not NUL-terminated, and a NUL in it is a fault. */
static void formats_look_at_exactly_the_text(void **state)
{
    static const char *const NAMES[] = {"name", "days", "cidr", "text", "path", "version", "email"};
    static const char *const TEXTS[] = {"a", "7d", "10.0.0.0/8", "a", "/a", "15", "a@b.de"};

    (void)state;
    for (size_t i = 0; i < AG_COUNT(NAMES); i++) {
        const struct format *format = format_find(str_from(NAMES[i]));
        char longer[32] = {0};
        size_t len = strlen(TEXTS[i]);

        for (size_t k = 0; k < len; k++) {
            longer[k] = TEXTS[i][k];
        }
        longer[len + 1] = '!';
        if (!format->is_valid((struct str){longer, len})) {
            fail_msg("%s does not accept its text", NAMES[i]);
        }
        if (format->is_valid((struct str){longer, len + 1}) ||
            format->is_valid((struct str){longer, len + 2})) {
            fail_msg("%s accepts a NUL", NAMES[i]);
        }
    }
}

static bool has_case(const char *format, bool is_valid)
{
    for (size_t i = 0; i < AG_COUNT(CASES); i++) {
        if (strcmp(CASES[i].format, format) == 0 && (CASES[i].value != NULL) == is_valid) {
            return true;
        }
    }
    return false;
}

static void every_format_has_a_valid_and_an_invalid_example(void **state)
{
    size_t count;
    const struct format *formats = format_all(&count);

    (void)state;
    assert_true(count >= 30);
    for (size_t i = 0; i < count; i++) {
        if (!has_case(formats[i].name, true) || !has_case(formats[i].name, false)) {
            fail_msg("%s has no example", formats[i].name);
        }
        if (format_find(str_from(formats[i].name)) != &formats[i]) {
            fail_msg("%s is there twice", formats[i].name);
        }
        if (formats[i].expected[0] == '\0') {
            fail_msg("%s says nothing", formats[i].name);
        }
    }
    assert_null(format_find(STR("nam")));
    assert_null(format_find(STR("")));
}

static void every_listed_word_is_valid(void **state)
{
    size_t count;
    size_t word_count;
    const struct format *formats = format_all(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        const struct str *words = formats[i].words == NULL ? NULL : formats[i].words(&word_count);

        for (size_t k = 0; words != NULL && k < word_count; k++) {
            if (!formats[i].is_valid(words[k])) {
                fail_msg("%s: %.*s", formats[i].name, STR_ARGS(words[k]));
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_accept_and_refuse_as_stated),
        cmocka_unit_test(formats_give_their_values),
        cmocka_unit_test(formats_look_at_exactly_the_text),
        cmocka_unit_test(every_format_has_a_valid_and_an_invalid_example),
        cmocka_unit_test(every_listed_word_is_valid),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
