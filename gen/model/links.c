/* SPDX-License-Identifier: MIT */
/* Links are resolved on demand; a description has few. */
#include "model/links.h"

static const json_t *property_schema(const struct kind *kind, const char *name)
{
    return jx_get(jx_get(kind->schema, "properties"), name);
}

bool links_is_one(const json_t *schema)
{
    return strcmp(jx_get_text(schema, "format", ""), "tier") == 0;
}

bool links_is_list(const json_t *schema)
{
    return links_is_one(jx_get(schema, "items"));
}

bool links_is_link(const struct kind *kind, const char *name)
{
    return links_is_one(property_schema(kind, name));
}

/* `find` is {"kind": …, "where": {…}}. */
static bool fits(const struct tier *tier, const json_t *find)
{
    return strcmp(tier->kind->name, jx_get_text(find, "kind", "")) == 0 &&
           catalog_when(jx_get(find, "where"), tier->spec);
}

/* The only tier that fits. One that fits itself takes what others have, and gives it to nobody. */
static const struct tier *find(const struct model *model, const struct tier *tier,
                               const json_t *find)
{
    const struct tier *found = NULL;

    if (find == NULL || (tier != NULL && fits(tier, find))) {
        return NULL;
    }
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *other = &model->tiers[i];

        if (fits(other, find)) {
            if (found != NULL) {
                return NULL;
            }
            found = other;
        }
    }
    return found;
}

const struct tier *links_find(const struct model *model, const json_t *schema, const json_t *value,
                              bool is_stated, const struct tier *owner)
{
    if (json_is_string(value)) {
        return model_tier(model, jx_str(value));
    }
    /* An explicit null says that there is none. */
    return is_stated ? NULL : find(model, owner, jx_get(schema, "x-archgen-find"));
}

const struct tier *links_target(const struct model *model, const struct tier *tier,
                                const char *property)
{
    return links_find(model, property_schema(tier->kind, property), jx_get(tier->spec, property),
                      jx_get(tier->source, property) != NULL, tier);
}
