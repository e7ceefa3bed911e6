/* SPDX-License-Identifier: MIT */
/**
 * IPv4 CIDR arithmetic. Floor: model. A block is its network address and its prefix; addresses are
 * in host byte order.
 */
#ifndef ARCHGEN_MODEL_CIDR_H
#define ARCHGEN_MODEL_CIDR_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct cidr {
    uint32_t address;
    unsigned prefix_bits; /* 0 to 32 */
};

/** Parses "10.0.0.0/16". Bits below the prefix are kept: see cidr_is_network. */
bool cidr_parse(struct str text, struct cidr *cidr);

/** True if no bit below the prefix is set. */
bool cidr_is_network(struct cidr cidr);

/** The block with the bits below its prefix cleared. */
struct cidr cidr_network(struct cidr cidr);

/** Number of addresses, up to 2^32. */
uint64_t cidr_size(struct cidr cidr);

bool cidr_contains(struct cidr outer, struct cidr inner);
bool cidr_overlaps(struct cidr a, struct cidr b);

/** True inside 10/8, 172.16/12 or 192.168/16 (RFC 1918) or 100.64/10 (RFC 6598): what a VPC of
 *  ours may use. */
bool cidr_is_private(struct cidr cidr);

/** The block with index `number` among the equal blocks of `prefix_bits` in `outer`; the caller
 *  has checked that there are so many. */
struct cidr cidr_child(struct cidr outer, unsigned prefix_bits, uint32_t number);

/** "10.0.0.0/16", in the arena. */
const char *cidr_text(struct arena *arena, struct cidr cidr);

#endif
