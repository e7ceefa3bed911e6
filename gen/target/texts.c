/* SPDX-License-Identifier: MIT */
#include "target/texts.h"

json_t *texts_get(const struct texts *texts, const json_t *value)
{
    for (size_t i = 0; i < TEXTS_KEPT; i++) {
        if (texts->items[i].value == value) {
            return jx_share(texts->items[i].text);
        }
    }
    return NULL;
}

static void forget(struct texts *texts, size_t i)
{
    json_decref(texts->items[i].value);
    json_decref(texts->items[i].text);
    texts->items[i].value = NULL;
    texts->items[i].text = NULL;
}

void texts_keep(struct texts *texts, const json_t *value, const json_t *text)
{
    size_t i = texts->next;

    forget(texts, i);
    texts->items[i].value = jx_share(value);
    texts->items[i].text = jx_share(text);
    texts->next = (i + 1) % TEXTS_KEPT;
}

void texts_clear(struct texts *texts)
{
    for (size_t i = 0; i < TEXTS_KEPT; i++) {
        forget(texts, i);
    }
}
