/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include "base/mem.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ROOM = 40 };

/* Writes in both ways into every room up to the largest, and compares. */
AG_PRINTF(1, 2) static void check(const char *format, ...)
{
    for (size_t room = 0; room <= ROOM; room++) {
        char ours[ROOM + 1];
        char theirs[ROOM + 1];
        va_list args;

        memset(ours, '#', sizeof(ours));
        memset(theirs, '#', sizeof(theirs));
        va_start(args, format);
        int our_len = text_format(ours, room, format, args);

        va_end(args);
        va_start(args, format);
        int their_len = vsnprintf(theirs, room, format, args);

        va_end(args);
        assert_int_equal(our_len, their_len);
        assert_int_equal(strnlen(ours, room), strnlen(theirs, room));
        assert_memory_equal(ours, theirs, strnlen(theirs, room));
        assert_int_equal(ours[room], '#');
    }
}

static void it_writes_what_printf_writes(void **state)
{
    (void)state;
    check("plain");
    check("%s", "");
    check("%s-%s_%s", "app", "db", "x");
    check("100 %% of %s", "it");
    check("%d %d %d %d", 0, -1, INT_MAX, INT_MIN);
    check("%u.%u", 0U, UINT_MAX);
    check("%zu and %zu", (size_t)0, SIZE_MAX);
    check("%.*s|%.*s|%.*s|%.*s", 2, "abc", 5, "abc", 0, "abc", -1, "abc");
    check("%.*s", 3, "a\0b");
    check("a text that is longer than all the room there is: %s", "the end");
}

static void it_leaves_all_else_to_printf(void **state)
{
    (void)state;
    check("%s%0*zu", "x-", 4, (size_t)7);
    check("%d %lu", -5, 7UL);
    check("%s %5d %x", "a", 3, 255U);
    check("%s %.3f", "pi", 3.14159);
    const char *volatile none = NULL; /* which the compiler must not know */

    check("%s-%s", "x", none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_writes_what_printf_writes),
        cmocka_unit_test(it_leaves_all_else_to_printf),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
