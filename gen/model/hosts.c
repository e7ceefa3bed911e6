/* SPDX-License-Identifier: MIT */
/* A name with a dot is complete; anything else is a label below the domain. */
#include "model/hosts.h"

#include "model/names.h"

struct hosts {
    const char **names;
    size_t count;
};

const char *hosts_domain(const struct model *model)
{
    return jx_get_text(jx_get(model->document, "domain"), "name", NULL);
}

static void add(const struct model *model, struct hosts *hosts, const char *name)
{
    const char *domain = hosts_domain(model);
    bool is_complete = strchr(name, '.') != NULL || domain == NULL;
    const char *full = is_complete ? name : arena_text(model->arena, "%s.%s", name, domain);

    for (size_t i = 0; i < hosts->count; i++) {
        if (strcmp(hosts->names[i], full) == 0) {
            return;
        }
    }
    hosts->names[hosts->count++] = full;
}

const char **hosts_of(const struct model *model, const struct tier *tier, size_t *count)
{
    const json_t *properties = jx_get(tier->kind->traits, "hosts");
    struct hosts hosts = {NULL, 0};
    size_t room = 1;
    size_t i;
    const json_t *property;

    jx_array_foreach (properties, i, property) {
        room += json_array_size(jx_get(tier->spec, json_string_value(property))) + 1;
    }
    hosts.names = ARENA_ARRAY(model->arena, room, const char *);
    jx_array_foreach (properties, i, property) {
        const json_t *value = jx_get(tier->spec, json_string_value(property));
        size_t k;
        const json_t *name;

        if (json_is_string(value)) {
            add(model, &hosts, json_string_value(value));
        } else if (i == 0 && hosts_domain(model) != NULL) {
            add(model, &hosts, tier->naming.stem);
        }
        jx_array_foreach (value, k, name) {
            add(model, &hosts, json_string_value(name));
        }
    }
    *count = hosts.count;
    return hosts.names;
}

json_t *hosts_view(const struct model *model, const struct tier *tier)
{
    json_t *list = jx_array();
    size_t count;
    const char **names = hosts_of(model, tier, &count);

    for (size_t i = 0; i < count; i++) {
        /* "*.example.com" must not become the same identifier as "example.com". */
        const char *stem =
            names[i][0] == '*' ? arena_text(model->arena, "any%s", names[i] + 1) : names[i];
        json_t *host = jx_object();

        jx_set(host, "name", jx_string(names[i]));
        jx_set(host, "id", jx_string(names_id(model->arena, str_from(stem))));
        jx_set(host, "label", jx_string(names_label(model->arena, str_from(stem))));
        jx_append(list, host);
    }
    return list;
}
