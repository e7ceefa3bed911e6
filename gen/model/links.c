/* SPDX-License-Identifier: MIT */
/* Links are resolved on demand; a description has few. */
#include "model/links.h"

static const json_t *property_schema(const struct kind *kind, const char *name)
{
    return jx_get(jx_get(kind->schema, "properties"), name);
}

bool links_is_link(const struct kind *kind, const char *name)
{
    return strcmp(jx_get_text(property_schema(kind, name), "format", ""), "tier") == 0;
}

/* The only tier, other than `tier` itself, that fits `find`: {"kind": …, "where": {…}}. */
static const struct tier *find(const struct model *model, const struct tier *tier,
                               const json_t *find)
{
    const struct tier *found = NULL;

    for (size_t i = 0; find != NULL && i < model->tier_count; i++) {
        const struct tier *other = &model->tiers[i];
        bool fits = strcmp(other->kind->name, jx_get_text(find, "kind", "")) == 0 &&
                    catalog_when(jx_get(find, "where"), other->spec);

        if (fits && other != tier) {
            if (found != NULL) {
                return NULL;
            }
            found = other;
        }
    }
    return found;
}

const struct tier *links_target(const struct model *model, const struct tier *tier,
                                const char *property)
{
    const json_t *value = jx_get(tier->spec, property);

    if (json_is_string(value)) {
        return model_tier(model, jx_str(value));
    }
    /* An explicit null says that there is none. */
    if (jx_get(tier->source, property) != NULL) {
        return NULL;
    }
    return find(model, tier, jx_get(property_schema(tier->kind, property), "x-archgen-find"));
}
