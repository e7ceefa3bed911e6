/* SPDX-License-Identifier: MIT */
/**
 * One file of the user's, outside the output folder: a description that is begun, a commit hook.
 * Floor: output. The file is old or new at every instant; a symbolic link in its place is replaced,
 * not followed.
 *
 *     if (single_write("architecture.yaml", text, 0666, SINGLE_NEW, &error) == SINGLE_EXISTS) { … }
 */
#ifndef ARCHGEN_OUTPUT_SINGLE_H
#define ARCHGEN_OUTPUT_SINGLE_H

#include "base/compiler.h"
#include "base/str.h"

/** Whether a file that is there may be replaced. */
enum single_mode { SINGLE_NEW, SINGLE_REPLACE };

enum single_status { SINGLE_DONE, SINGLE_EXISTS, SINGLE_FAILED };

/** Writes a file with these permissions (less the umask). SINGLE_EXISTS only with SINGLE_NEW;
 *  SINGLE_FAILED sets `*error` to an error number, and nothing is left behind. */
AG_MUST_USE enum single_status single_write(const char *path, struct str text, unsigned permissions,
                                            enum single_mode mode, int *error);

#endif
