/* SPDX-License-Identifier: MIT */
#include "schema/annotations.h"

#include <string.h>

/* Appends what `schema` has, unless that is nothing. */
static json_t *below(const json_t *schemas)
{
    json_t *found = json_is_array(schemas) ? jx_array() : jx_object();
    const char *key;
    const json_t *schema;
    size_t i;

    jx_object_foreach (schemas, key, schema) {
        json_t *made = annotations_make(schema);

        if (json_object_size(made) > 0) {
            jx_set(found, key, made);
        } else {
            json_decref(made);
        }
    }
    jx_array_foreach (schemas, i, schema) {
        jx_append(found, annotations_make(schema));
    }
    return found;
}

static bool is_annotation(const char *key)
{
    return strncmp(key, "x-archgen", strlen("x-archgen")) == 0;
}

/* Sets a member unless it would be empty; takes `value`. */
static void set_filled(json_t *object, const char *key, json_t *value)
{
    if (json_object_size(value) + json_array_size(value) > 0) {
        jx_set(object, key, value);
    } else {
        json_decref(value);
    }
}

json_t *annotations_make(const json_t *schema)
{
    json_t *found = jx_object();
    const json_t *reference = jx_get(schema, "$ref");
    const char *key;
    const json_t *value;

    jx_object_foreach (schema, key, value) {
        if (is_annotation(key) || strcmp(key, "format") == 0) {
            jx_set(found, key, jx_share(value));
        } else if (strcmp(key, "properties") == 0 || strcmp(key, "oneOf") == 0) {
            set_filled(found, key, below(value));
        } else if (strcmp(key, "items") == 0) {
            set_filled(found, key, annotations_make(value));
        }
    }
    if (reference != NULL && json_object_size(found) > 0) {
        jx_set(found, "$ref", jx_share(reference));
    }
    return found;
}
