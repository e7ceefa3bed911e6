/* SPDX-License-Identifier: MIT */
/* --verify: two targets are generated in memory, read back and compared. */
#include "cli/commands.h"

#include "verify/verify.h"

/* The neutral form of a target in an environment, or NULL after a diagnostic. */
static json_t *neutral_of(struct session *session, const char *target, const char *environment)
{
    struct file_list files = {0};

    if (!archgen_generate(session->run, target, environment, &files)) {
        return NULL;
    }
    return archgen_neutral(session->run, target, &files);
}

static void verify_environment(struct session *session, const char *environment, struct buf *out)
{
    const char *const names[2] = {session->targets.items[0], session->targets.items[1]};
    json_t *first = neutral_of(session, names[0], environment);
    json_t *second = first == NULL ? NULL : neutral_of(session, names[1], environment);

    if (second != NULL) {
        json_t *result = verify_compare(&session->arena, first, second);

        buf_add_format(out, "%s%s\n", out->len == 0 ? "" : "\n", environment);
        verify_print(result, names, out);
        if (!verify_agrees(result)) {
            session_raise(session, EXIT_CODE_DIFFERENT);
        }
        json_decref(result);
    }
    json_decref(first);
    json_decref(second);
}

void command_verify(struct session *session)
{
    struct texts environments = {0};
    struct buf out;

    if (!command_read(session, 2, &environments)) {
        return;
    }
    if (session->targets.count != 2) {
        options_fault(&session->diags, "'--verify' compares two targets, found %zu",
                      session->targets.count);
        return;
    }
    buf_init(&out, BUF_NO_LIMIT);
    for (size_t i = 0; i < environments.count; i++) {
        verify_environment(session, environments.items[i], &out);
    }
    session_print(session, buf_str(&out));
    buf_release(&out);
}
