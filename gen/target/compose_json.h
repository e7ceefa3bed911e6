/* SPDX-License-Identifier: MIT */
/**
 * One JSON document from many fragments. Floor: target. A fragment is an object of sections. A
 * section that is an object collects the members that fragments give it, in their order, and a
 * second definition of a member is a fault that names both; a section of another type may be given
 * once. Each byte is read once and copied twice.
 *
 *     struct compose_json compose;
 *     compose_json_init(&compose, arena, diags, sections, section_count);
 *     compose_json_add(&compose, &fragment);
 *     compose_json_finish(&compose, &out);
 *     compose_json_release(&compose);
 */
#ifndef ARCHGEN_TARGET_COMPOSE_JSON_H
#define ARCHGEN_TARGET_COMPOSE_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "data/json.h"
#include "target/fault.h"
#include "base/table.h"

#include <stdbool.h>
#include <stddef.h>

/** How the group of a tier begins; that of a layer is its bare name. */
#define COMPOSE_TIER "tier "

/** A member of a section. */
struct json_member {
    struct str id;     /* without quotes */
    const char *group; /* of the fragment that gave it (fault.h), or NULL */
    size_t off;        /* of its value in the section's text */
    size_t len;
};

struct json_section {
    struct str name; /* without quotes */
    struct buf text; /* of the members, or of the value */
    bool is_map;     /* it holds members */
    const char *who; /* who gave it first, or NULL */
    bool is_shared;  /* its ids are in compose_json.ids */
    struct table ids;
    struct json_member *members; /* in their order */
    size_t count;
    size_t capacity;
};

struct compose_json {
    struct arena *arena;
    struct diags *diags;
    struct json_section *sections; /* in the order of the output */
    size_t section_count;
    size_t section_capacity;
    bool is_closed; /* other sections are faults */
    struct table ids;
};

/** Prepares a document whose sections are `names` in that order, or, with no names, any sections in
 *  the order in which they come. */
void compose_json_init(struct compose_json *compose, struct arena *arena, struct diags *diags,
                       const struct str *names, size_t count);
void compose_json_release(struct compose_json *compose);

/** Makes the sections `names`, as far as the document has them, share one set of ids. Before the
 *  first fragment. */
void compose_json_share(struct compose_json *compose, const struct str *names, size_t count);

/** Takes in the sections of a fragment. False after a diagnostic. */
bool compose_json_add(struct compose_json *compose, const struct fragment *fragment);

/** True if nothing was taken in but empty sections. */
bool compose_json_is_empty(const struct compose_json *compose);

/** Appends the document in canonical form; sections without members are left out. */
void compose_json_finish(const struct compose_json *compose, struct buf *out);

/** The number of bytes that compose_json_finish appends. */
size_t compose_json_size(const struct compose_json *compose);

/** Sets in `types` the text that each member of a section has as its `member`, such as "Type". */
void compose_json_types(const struct compose_json *compose, struct str section, const char *member,
                        json_t *types);

/** The section of this name, or NULL. */
const struct json_section *compose_json_section(const struct compose_json *compose,
                                                struct str name);

/** The number of members of a section; 0 if there is none of this name. */
size_t compose_json_count(const struct compose_json *compose, struct str section);

#endif
