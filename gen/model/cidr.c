/* SPDX-License-Identifier: MIT */
/* Blocks as an address and a number of bits; everything follows from the mask. */
#include "model/cidr.h"

#include "base/mem.h"

static uint32_t mask(unsigned prefix_bits)
{
    return prefix_bits == 0 ? 0 : UINT32_MAX << (32 - prefix_bits);
}

/* Reads a decimal of at most `max` without leading zeros and moves `*text` past it. */
static bool take_number(struct str *text, uint32_t max, uint32_t *number)
{
    size_t len = 0;

    *number = 0;
    while (len < text->len && text->p[len] >= '0' && text->p[len] <= '9' && len < 4) {
        *number = *number * 10 + (uint32_t)(text->p[len] - '0');
        len++;
    }
    bool has_leading_zero = len > 1 && text->p[0] == '0';

    *text = str_slice(*text, len, text->len);
    return len > 0 && !has_leading_zero && *number <= max;
}

static bool take_char(struct str *text, char c)
{
    if (text->len == 0 || text->p[0] != c) {
        return false;
    }
    *text = str_slice(*text, 1, text->len);
    return true;
}

bool cidr_parse(struct str text, struct cidr *cidr)
{
    uint32_t number = 0;
    uint32_t address = 0;

    for (int i = 0; i < 4; i++) {
        if ((i > 0 && !take_char(&text, '.')) || !take_number(&text, 255, &number)) {
            return false;
        }
        address = address << 8 | number;
    }
    if (!take_char(&text, '/') || !take_number(&text, 32, &number) || text.len > 0) {
        return false;
    }
    *cidr = (struct cidr){address, number};
    return true;
}

bool cidr_is_network(struct cidr cidr)
{
    return (cidr.address & ~mask(cidr.prefix_bits)) == 0;
}

struct cidr cidr_network(struct cidr cidr)
{
    return (struct cidr){cidr.address & mask(cidr.prefix_bits), cidr.prefix_bits};
}

uint64_t cidr_size(struct cidr cidr)
{
    return UINT64_C(1) << (32 - cidr.prefix_bits);
}

bool cidr_contains(struct cidr outer, struct cidr inner)
{
    return inner.prefix_bits >= outer.prefix_bits &&
           (inner.address & mask(outer.prefix_bits)) == (outer.address & mask(outer.prefix_bits));
}

bool cidr_overlaps(struct cidr a, struct cidr b)
{
    return cidr_contains(a, b) || cidr_contains(b, a);
}

bool cidr_is_private(struct cidr cidr)
{
    static const struct cidr blocks[] = {
        {0x0a000000, 8},  /* 10.0.0.0/8 */
        {0xac100000, 12}, /* 172.16.0.0/12 */
        {0xc0a80000, 16}, /* 192.168.0.0/16 */
        {0x64400000, 10}, /* 100.64.0.0/10 */
    };

    for (size_t i = 0; i < AG_COUNT(blocks); i++) {
        if (cidr_contains(blocks[i], cidr)) {
            return true;
        }
    }
    return false;
}

struct cidr cidr_child(struct cidr outer, unsigned prefix_bits, uint32_t number)
{
    BUG_UNLESS(prefix_bits >= outer.prefix_bits && prefix_bits <= 32);
    uint64_t step = cidr_size((struct cidr){0, prefix_bits});

    BUG_UNLESS((number + UINT64_C(1)) * step <= cidr_size(outer));
    return (struct cidr){(outer.address & mask(outer.prefix_bits)) + (uint32_t)(number * step),
                         prefix_bits};
}

const char *cidr_text(struct arena *arena, struct cidr cidr)
{
    return arena_text(arena, "%u.%u.%u.%u/%u", cidr.address >> 24, cidr.address >> 16 & 255,
                      cidr.address >> 8 & 255, cidr.address & 255, cidr.prefix_bits);
}
