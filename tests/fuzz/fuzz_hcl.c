/* SPDX-License-Identifier: MIT */
/*
 * Bytes → HCL in the form of `terraform fmt`. Promises: only blanks change, the form of the form is
 * itself, and the items that are cut out are within it, in order.
 */
#include "base/arena.h"
#include "fuzz.h"
#include "target/layout_hcl.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool same_but_blanks(struct str a, struct str b)
{
    size_t i = 0;
    size_t j = 0;

    for (;;) {
        while (i < a.len && is_blank(a.p[i])) {
            i++;
        }
        while (j < b.len && is_blank(b.p[j])) {
            j++;
        }
        if (i == a.len || j == b.len) {
            return i == a.len && j == b.len;
        }
        if (a.p[i++] != b.p[j++]) {
            return false;
        }
    }
}

static void check_items(struct arena *arena, struct str text)
{
    struct hcl_items items = {0};
    struct text_fault fault;
    struct buf out;
    size_t end = 0;

    buf_init(&out, BUF_NO_LIMIT);
    FUZZ_REQUIRE(layout_hcl(arena, text, &out, &items, &fault));
    for (size_t i = 0; i < items.count; i++) {
        FUZZ_REQUIRE(items.list[i].off >= end && items.list[i].len > 0);
        end = items.list[i].off + items.list[i].len;
        FUZZ_REQUIRE(end <= out.len && out.bytes[end - 1] == '\n');
    }
    free(items.list);
    buf_release(&out);
}

static void run(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct buf out;
    struct buf again;
    struct text_fault fault = {0};
    struct str text = fuzz_text(data, size);

    arena_init(&arena);
    buf_init(&out, BUF_NO_LIMIT);
    buf_init(&again, BUF_NO_LIMIT);
    if (layout_hcl(&arena, text, &out, NULL, &fault)) {
        FUZZ_REQUIRE(same_but_blanks(text, buf_str(&out)));
        FUZZ_REQUIRE(layout_hcl(&arena, buf_str(&out), &again, NULL, &fault));
        FUZZ_REQUIRE(str_eq(buf_str(&out), buf_str(&again)));
        check_items(&arena, text);
    } else {
        FUZZ_REQUIRE(fault.text != NULL && fault.off <= size);
    }
    buf_release(&again);
    buf_release(&out);
    arena_release(&arena);
}

const struct fuzzer fuzzer = {.run = run};
