/* SPDX-License-Identifier: MIT */
/**
 * Relaxed JSON in, canonical JSON out, in one pass over the text and without a tree. Floor: target.
 *
 * Relaxed: a comma may follow the last member or item; a value must precede every comma. Apart from
 * that RFC 8259 holds strictly, the text is UTF-8, and no object has a key twice. Canonical: two
 * blanks of indentation, one member or item a line, `{}` and `[]` when empty, strings with the
 * fewest escapes; numbers stay as they are written.
 *
 *     struct text_fault fault;
 *     if (!layout_json(arena, text, &out, &fault)) { report(fault.off, fault.text); }
 *
 * For composition the reader below the pass is open: json_reader_open, then json_reader_member for
 * each member, and for each either json_reader_open again or json_reader_copy.
 */
#ifndef ARCHGEN_TARGET_LAYOUT_JSON_H
#define ARCHGEN_TARGET_LAYOUT_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "target/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    JSON_DEPTH_MAX = 64 /* AWS documents no limit; IAM policies in templates need about 12 */
};

/** Appends the canonical form of the one value in `text`, and a newline. False with `*fault` set
 *  if the text is not relaxed JSON; `out` may then hold a part. */
bool layout_json(struct arena *arena, struct str text, struct buf *out, struct text_fault *fault);

/** What is read, and where it goes. */
struct json_reader {
    struct arena *arena;
    const char *p; /* next byte */
    const char *start;
    const char *end;
    struct buf *out;         /* may be exchanged between two calls */
    struct text_fault fault; /* the first fault */
    struct str *keys;        /* of all open objects, outermost first */
    size_t key_count;
    size_t key_capacity;
};

/** Prepares reading `text` (borrowed). Release with json_reader_release. */
void json_reader_init(struct json_reader *reader, struct arena *arena, struct str text);
void json_reader_release(struct json_reader *reader);

/** An object that is being read. */
struct json_object {
    size_t first_key;
    bool has_value;  /* a comma may come */
    uint32_t *slots; /* once it has many keys: their numbers from 1 on, hashed; 0 is free */
    size_t slot_count;
};

enum json_step { JSON_MEMBER, JSON_END, JSON_FAULT };

/** Reads '{'. */
bool json_reader_open(struct json_reader *reader, struct json_object *object);

/** Reads up to the value of the next member and gives its key as a canonical literal with quotes
 *  (borrowed from the text or the arena), or reads '}'. */
enum json_step json_reader_member(struct json_reader *reader, struct json_object *object,
                                  struct str *key);

/** True if the next value is an object. */
bool json_reader_is_object(struct json_reader *reader);

/** Reads a value and appends its canonical form to `reader->out`, as seen from `depth` open
 *  brackets. */
bool json_reader_copy(struct json_reader *reader, size_t depth);

/** True if nothing but blanks is left; otherwise a fault. */
bool json_reader_finish(struct json_reader *reader);

#endif
