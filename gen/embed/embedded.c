/* SPDX-License-Identifier: MIT */
#include "embed/embedded.h"

void embedded_add(struct arena *arena, struct file_list *files)
{
    bool is_alone = files->count == 0;

    for (size_t i = 0; i < embedded_file_count; i++) {
        file_list_add(files, arena, embedded_files[i].path, embedded_files[i].bytes);
    }
    files->is_sorted = is_alone;
    files->compiled = is_alone ? &embedded_compiled : NULL;
}
