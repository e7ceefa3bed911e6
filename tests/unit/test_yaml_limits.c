/* SPDX-License-Identifier: MIT */
/* The limits of the YAML reader, each on both sides. */
#include "base/mem.h"
#include "data/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "yaml_reading.h"

static void add_times(struct buf *text, const char *piece, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_add_text(text, piece);
    }
}

static void check_accepted(const char *name, struct buf *text)
{
    struct reading reading;

    read_text(&reading, buf_str(text));
    if (reading.root == NULL) {
        fail_msg("%s: %s", name, reading.out.bytes);
    }
    end_reading(&reading);
    buf_clear(text);
}

static void check_refused(const char *name, struct buf *text, const char *expected)
{
    check(name, buf_str(text), expected);
    buf_clear(text);
}

static void nesting_is_limited_with_and_without_aliases(void **state)
{
    struct buf text;

    (void)state;
    buf_init(&text, BUF_NO_LIMIT);
    buf_add_text(&text, "a: ");
    add_times(&text, "[", 63);
    add_times(&text, "]", 63);
    check_accepted("64 levels", &text);
    buf_add_text(&text, "a: ");
    add_times(&text, "[", 64);
    add_times(&text, "]", 64);
    check_refused("65 levels", &text, "1:67 limit");
    add_times(&text, "[", 100000);
    check_refused("100,000 brackets", &text, "1:65 limit");
    for (int i = 0; i < 65; i++) {
        buf_add_format(&text, "%*sa:\n", i, "");
    }
    check_refused("65 block maps and nothing", &text, "65:65 limit");
    buf_add_text(&text, "a0: &a0 []\n");
    for (int i = 1; i < 63; i++) {
        buf_add_format(&text, "a%d: &a%d [*a%d]\n", i, i, i - 1);
    }
    check_accepted("64 levels by aliases", &text);
    buf_add_text(&text, "a0: &a0 []\n");
    for (int i = 1; i < 64; i++) {
        buf_add_format(&text, "a%d: &a%d [*a%d]\n", i, i, i - 1);
    }
    check_refused("65 levels by aliases", &text, "64:12 limit");
    buf_release(&text);
}

static void values_are_limited_with_aliases_expanded(void **state)
{
    struct buf text;

    (void)state;
    buf_init(&text, BUF_NO_LIMIT);
    /* The root, ten keys and ten lists are 21 values; 999,979 items remain. */
    for (int last = 0; last < 2; last++) {
        for (int i = 0; i < 10; i++) {
            buf_add_format(&text, "k%d: [", i);
            add_times(&text, "1,", i < 9 ? 99999 : 99988 + (size_t)last);
            buf_add_text(&text, "]\n");
        }
        if (last == 0) {
            check_accepted("1,000,000 values", &text);
        } else {
            check_refused("1,000,001 values", &text, "10:199982 limit");
        }
    }
    /* root, 4 keys, 4 lists of which 3 are aliases: 1 + 4 + 4 * (1 + 9 * 27777) is 999,981. */
    for (int more = 0; more < 2; more++) {
        buf_add_text(&text, "k: &x [");
        for (int i = 0; i < 9; i++) {
            buf_add_text(&text, "[");
            add_times(&text, "1,", 27776);
            buf_add_text(&text, "],");
        }
        buf_add_text(&text, "]\nl: *x\nm: *x\nn: *x\n");
        if (more == 0) {
            check_accepted("aliases within the limit", &text);
        } else {
            buf_add_text(&text, "o: *x\n");
            check_refused("aliases beyond the limit", &text, "5:4 limit");
        }
    }
    buf_add_text(&text, "a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 10; i++) {
        buf_add_format(&text, "a%d: &a%d [", i, i);
        for (int j = 0; j < 9; j++) {
            buf_add_format(&text, "*a%d,", i - 1);
        }
        buf_add_text(&text, "]\n");
    }
    check_refused("billion laughs", &text, "7:10 limit");
    buf_release(&text);
}

static void keys_items_and_texts_are_limited(void **state)
{
    struct buf text;

    (void)state;
    buf_init(&text, BUF_NO_LIMIT);
    for (size_t more = 0; more < 2; more++) {
        for (size_t i = 0; i < YAML_KEYS_MAX + more; i++) {
            buf_add_format(&text, "k%zu: 1\n", i);
        }
        more == 0 ? check_accepted("10,000 keys", &text)
                  : check_refused("10,001 keys", &text, "10001:1 limit");
        buf_add_text(&text, "a:\n");
        add_times(&text, "- 1\n", YAML_ITEMS_MAX + more);
        more == 0 ? check_accepted("100,000 items", &text)
                  : check_refused("100,001 items", &text, "100002:3 limit");
        buf_add_text(&text, "a: ");
        buf_add_repeat(&text, 'x', YAML_SCALAR_MAX + more);
        more == 0 ? check_accepted("64 KiB", &text)
                  : check_refused("64 KiB and a byte", &text, "1:4 limit");
        buf_add_repeat(&text, 'k', YAML_KEY_MAX + more);
        buf_add_text(&text, ": 1\n");
        more == 0 ? check_accepted("key of 256 bytes", &text)
                  : check_refused("key of 257 bytes", &text, "1:1 limit");
        buf_add_text(&text, "a: 1 #");
        buf_add_repeat(&text, 'c', YAML_BYTES_MAX - 6 + more);
        more == 0 ? check_accepted("4 MiB", &text)
                  : check_refused("4 MiB and a byte", &text, "1:1 file-too-large");
    }
    buf_add_repeat(&text, 'k', 2000);
    buf_add_text(&text, ": 1\n");
    check_refused("key beyond libyaml's limit", &text, "1:1 limit");
    buf_add_text(&text, "a: 1\n  ");
    buf_add_repeat(&text, 'k', 2000);
    buf_add_text(&text, "\nb: 1\n");
    check_accepted("a long line of text", &text);
    buf_release(&text);
}

static void faults_are_limited_too(void **state)
{
    struct reading reading;
    struct buf text;

    (void)state;
    buf_init(&text, BUF_NO_LIMIT);
    buf_add_text(&text, "a: [");
    add_times(&text, "no,", 9000);
    buf_add_text(&text, "]\n");
    read_text(&reading, buf_str(&text));
    assert_null(reading.root);
    assert_in_range(reading.diags.count, 50, 1000);
    end_reading(&reading);
    buf_clear(&text);
    add_times(&text, "\x01\n", 9000);
    read_text(&reading, buf_str(&text));
    assert_in_range(reading.diags.count, 50, 1000);
    end_reading(&reading);
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nesting_is_limited_with_and_without_aliases),
        cmocka_unit_test(values_are_limited_with_aliases_expanded),
        cmocka_unit_test(keys_items_and_texts_are_limited),
        cmocka_unit_test(faults_are_limited_too),
    };

    mem_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
