/* SPDX-License-Identifier: MIT */
/**
 * Diagnostics: what is wrong with the user's input, where, and what to do. Floor: base. They are
 * collected during the run and printed once at its end, sorted by place, without duplicates.
 *
 *     struct diag *diag = diag_add(diags, DIAG_UNKNOWN_KEY, span, "unknown key '%s'", key);
 *     diag_note(diags, diag, other, "'%s' is declared here", name);
 *     diag_hint(diags, diag, "did you mean '%s'?", best);
 *
 * Wording: lower-case start, no full stop, names in single quotes, expected before found, the
 * user's words. Each kind of message has a stable id and a severity in base/diag_ids.def.
 * Text is formatted into the arena; callers may pass anything that printf takes. User text must be
 * passed through "%s"/"%.*s"; control characters are made visible when printing.
 */
#ifndef ARCHGEN_BASE_DIAG_H
#define ARCHGEN_BASE_DIAG_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/compiler.h"
#include "base/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum diag_severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

enum diag_id {
#define DIAG(name, id, severity, summary) DIAG_##name,
#include "base/diag_ids.def"
#undef DIAG
    DIAG_COUNT
};

/** A row of diag_ids.def. */
struct diag_info {
    const char *id; /* kebab-case, stable */
    enum diag_severity severity;
    const char *summary; /* one sentence for --list diagnostics and the manual */
};

struct diag_note {
    struct span span; /* may be SPAN_NONE */
    const char *text;
};

struct diag {
    enum diag_id id;
    struct span span; /* SPAN_NONE for faults of the command line or the machine */
    const char *text;
    struct diag_note *notes;
    size_t note_count;
    size_t note_capacity;
    const char *hint; /* NULL if there is none */
    size_t order;     /* insertion order, ties of the sort */
};

/** How many different diagnostics of one id are kept: those whose places come first, and those at
 *  the place of the last of these. Of the others only the place is known, for their number. */
enum { DIAG_KEPT_MAX = 1000 };

/** How many diagnostics of an id are kept, and the last of their places. */
struct diag_tally {
    size_t count;
    struct span last;
    bool is_full; /* no repetitions are among so many */
};

struct diags {
    struct arena *arena;
    struct diag **items; /* those that are kept */
    size_t count;
    size_t capacity;
    size_t added;               /* ever, for the order */
    size_t error_count;         /* of all */
    struct diag_tally *tallies; /* by id; NULL while so few are kept that none is dropped */
    uint64_t *dropped; /* what was not kept: offset, length and id; after diags_sort each once */
    size_t dropped_count;
    size_t dropped_capacity;
    struct diag spare; /* takes the notes and the hint of what is not kept */
};

/** Makes an empty list whose texts live in `arena` (borrowed). */
void diags_init(struct diags *diags, struct arena *arena);

/** Adds a diagnostic; the result is for diag_note and diag_hint, and lives as long as the arena and
 *  `diags`. */
AG_PRINTF(4, 5)
struct diag *diag_add(struct diags *diags, enum diag_id id, struct span span, const char *format,
                      ...);

/** Adds a note with a place of its own (or SPAN_NONE). */
AG_PRINTF(4, 5)
void diag_note(struct diags *diags, struct diag *diag, struct span span, const char *format, ...);

/** Sets the hint; the last call wins. */
AG_PRINTF(3, 4)
void diag_hint(struct diags *diags, struct diag *diag, const char *format, ...);

/** False for what is only counted: what is put into its notes and hint is lost. */
bool diag_is_kept(const struct diags *diags, const struct diag *diag);

/** Sets the hint "did you mean '…'?" if one of `candidates` is near enough to `word`. */
void diag_hint_nearest(struct diags *diags, struct diag *diag, struct str word,
                       const struct str *candidates, size_t count);

/** True if an error (not only warnings) was added. */
bool diags_has_errors(const struct diags *diags);

/** The row of an id. */
const struct diag_info *diag_info(enum diag_id id);

/** Sorts by source name, offset and insertion, and removes exact repetitions. */
void diags_sort(struct diags *diags);

/** Removes what was kept after the first `count`. */
void diags_cut(struct diags *diags, size_t count);

/** Removes what is only worth knowing (SEVERITY_NOTE). */
void diags_drop_notes(struct diags *diags);

enum { DIAG_SHOWN_MAX = 50 }; /* more than a person reads; the rest is counted */

/** Prints the diagnostics (sort them first) as text with source line and caret; ANSI colours if
 *  `colour`. Of more than DIAG_SHOWN_MAX, errors come before warnings, and the rest is counted. */
void diags_print_text(const struct diags *diags, struct buf *out, bool colour);

/** The same for a terminal of so many columns (0: unknown): source lines are cut to fit, so that
 * the caret stands below its place. */
void diags_print_within(const struct diags *diags, struct buf *out, bool colour, size_t terminal);

/** Prints the diagnostics that are kept as one JSON array, one object per diagnostic, and a
 * newline. */
void diags_print_json(const struct diags *diags, struct buf *out);

/** Prints the diagnostics that are kept as a SARIF 2.1.0 log of the tool's `version`: a rule for
 * each id that occurs, a result for each diagnostic, notes as related locations. */
void diags_print_sarif(const struct diags *diags, const char *version, struct buf *out);

#endif
