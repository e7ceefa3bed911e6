/* SPDX-License-Identifier: MIT */
/**
 * What is made after what. Floor: verify; inner part of verify/neutral.h and verify/compare.h.
 *
 * Targets differ in what they make wait by a reference and in what they say explicitly, because
 * they divide the same thing into other resources. So what is compared is the outcome: where one
 * target says explicitly that A comes after B, A comes after B in the other as well, whatever the
 * way there. What only one of the targets has is no part of it.
 *
 * The order of an output is JSON: {"role/app@": {"after": [identity, …], "refers": [identity, …],
 * "part_of": identity}, …}.
 */
#ifndef ARCHGEN_VERIFY_ORDER_H
#define ARCHGEN_VERIFY_ORDER_H

#include "base/arena.h"
#include "data/json.h"

/** Notes that `identity` waits for another one, without saying so explicitly. */
void order_refer(json_t *order, const char *identity, const char *other);

/** Notes that `identity` is a part of another resource, and waits for all that its whole does. */
void order_join(json_t *order, const char *identity, const char *whole);

/** Gives {identity: bool} for what `identity` has to wait for as `first` says explicitly: true if
 *  it does in `second` too. */
AG_MUST_USE json_t *order_kept(const json_t *first, const json_t *second, const char *identity);

#endif
