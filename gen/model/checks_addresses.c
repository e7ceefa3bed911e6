/* SPDX-License-Identifier: MIT */
/* Checks of addresses that are told something: each becomes a parameter, known by its text. */
#include "model/checks.h"

#include "model/layers.h"
#include "model/topics.h"

/* Two addresses that differ in punctuation only would be one parameter. */
static void check_list(struct model *model, const json_t *list)
{
    json_t *seen = jx_object();
    size_t i;
    const json_t *address;

    jx_array_foreach (list, i, address) {
        const char *text = json_string_value(address);
        const char *key = topics_address_key(model, text);
        const json_t *first = jx_get(seen, key);

        if (first == NULL) {
            jx_set(seen, key, jx_integer((json_int_t)i));
            continue;
        }
        size_t other = (size_t)json_integer_value(first);
        struct diag *diag = diag_add(model->diags, DIAG_NAME_COLLISION,
                                     places_of_item(model->places, list, i)->value,
                                     "addresses '%s' and '%s' both become '%s'",
                                     json_string_value(json_array_get(list, other)), text, key);

        diag_note(model->diags, diag, places_of_item(model->places, list, other)->value,
                  "the other stands here");
        diag_hint(model->diags, diag, "letters and digits must differ; punctuation does not count");
    }
    json_decref(seen);
}

static void check_layer(void *context, const struct layer_info *layer, const char *property)
{
    check_list(context, jx_get(layer->source, property));
}

void check_addresses(struct model *model)
{
    const json_t *notify = jx_path(model->source, "monitoring.notify");
    const char *level;
    const json_t *addresses;

    check_list(model, notify);
    jx_object_foreach (notify, level, addresses) {
        check_list(model, addresses);
    }
    layers_address_lists(model, check_layer, model);
}
