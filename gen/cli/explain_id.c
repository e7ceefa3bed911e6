/* SPDX-License-Identifier: MIT */
/* --explain-id: the section of docs/diagnostics.md about one diagnostic. */
#include "cli/commands.h"

#include "embed/embedded.h"

#include <string.h>

/** The section under "## id" with its heading, without blank lines at its end; empty if there is
 *  none. */
static struct str find_page(struct arena *arena, const char *id)
{
    struct str pages = embedded_pages;
    const char *heading = arena_text(arena, "\n## %s\n", id);
    const char *start = strstr(pages.p, heading);

    if (start == NULL) {
        return STR("");
    }
    start++;
    const char *next = strstr(start, "\n## ");
    const char *end = next == NULL ? pages.p + pages.len : next;

    while (end > start && end[-1] == '\n') {
        end--;
    }
    return (struct str){start, (size_t)(end - start)};
}

static void refuse_id(struct session *session, const char *id)
{
    struct str ids[DIAG_COUNT];
    struct diag *diag = options_fault(&session->diags, "there is no diagnostic '%s'", id);

    for (size_t i = 0; i < DIAG_COUNT; i++) {
        ids[i] = str_from(diag_info((enum diag_id)i)->id);
    }
    diag_hint(&session->diags, diag, "'archgen --list diagnostics' lists all");
    diag_hint_nearest(&session->diags, diag, str_from(id), ids, DIAG_COUNT);
}

void command_explain_id(struct session *session)
{
    const char *id = session->options.subject;
    struct str page = find_page(&session->arena, id);
    struct buf out;

    if (page.len == 0) {
        refuse_id(session, id);
        return;
    }
    buf_init(&out, BUF_NO_LIMIT);
    buf_add(&out, page);
    buf_add_char(&out, '\n');
    session_print(session, buf_str(&out));
    buf_release(&out);
}
