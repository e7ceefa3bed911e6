/* SPDX-License-Identifier: MIT */
/**
 * Files in memory: what the library takes (schemas, templates) and gives (generated text). Floor:
 * base. Paths are relative, with '/', never absolute and never with "..".
 */
#ifndef ARCHGEN_BASE_FILES_H
#define ARCHGEN_BASE_FILES_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct file {
    const char *path; /* "templates/cfn/network.tmpl", "cfn/prod/template.json" */
    struct str bytes;
    size_t resource_count; /* that a generated file declares, for reports */
};

struct compiled_catalog; /* model/catalog.h */
struct compiled_target;  /* target/compiled.h */

/** What the build made of the built-in files, so that a run need not read them. */
struct compiled {
    const struct compiled_catalog *catalog;
    const struct compiled_target *targets;
    size_t target_count;
};

struct file_list {
    struct file *items;
    size_t count;
    size_t capacity;
    bool is_sorted; /* set by file_list_sort, or by whoever fills the list in order */
    const struct compiled *compiled; /* of exactly these files, or NULL */
};

/** Appends a file; path and bytes are borrowed and must live as long as the list. */
void file_list_add(struct file_list *list, struct arena *arena, const char *path, struct str bytes);

/** The file with this path, or NULL. Linear, or by bisection once the list was sorted. */
const struct file *file_list_find(const struct file_list *list, struct str path);

/** Sorts by path, bytewise. */
void file_list_sort(struct file_list *list);

#endif
