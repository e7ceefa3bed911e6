/* SPDX-License-Identifier: MIT */
/* Which tier fits where none is named is found once for a property of a kind, not once a tier. */
#include "model/links.h"

#define FIND "x-archgen-find"

bool links_is_one(const json_t *schema)
{
    return strcmp(jx_get_text(schema, "format", ""), "tier") == 0;
}

bool links_is_list(const json_t *schema)
{
    return links_is_one(jx_get(schema, "items"));
}

/* `find` is {"kind": …, "where": {…}}. */
static bool fits(const struct tier *tier, const json_t *find)
{
    return strcmp(tier->kind->name, jx_get_text(find, "kind", "")) == 0 &&
           catalog_when(jx_get(find, "where"), tier->spec);
}

/* The only tier that fits, or NULL. */
static const struct tier *find_only(const struct model *model, const json_t *find)
{
    const struct tier *found = NULL;

    for (size_t i = 0; find != NULL && i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];

        if (fits(tier, find)) {
            if (found != NULL) {
                return NULL;
            }
            found = tier;
        }
    }
    return found;
}

const struct tier *links_find(const struct model *model, const json_t *schema, const json_t *value,
                              bool is_stated)
{
    if (json_is_string(value)) {
        return model_tier(model, jx_str(value));
    }
    /* An explicit null says that there is none. */
    return is_stated ? NULL : find_only(model, jx_get(schema, FIND));
}

/* ---- the links of all tiers ---- */

/* A link property of a kind. */
struct link_row {
    const char *property;
    const json_t *find;
    const struct tier *only; /* that fits */
};

struct kind_links {
    struct link_row *rows;
    size_t count;
};

static struct kind_links rows_of(const struct model *model, const struct kind *kind)
{
    const json_t *properties = jx_get(kind->schema, "properties");
    struct kind_links links = {NULL, 0};
    size_t capacity = 0;
    const char *property;
    const json_t *schema;

    jx_object_foreach (properties, property, schema) {
        if (links_is_one(schema)) {
            const json_t *find = jx_get(schema, FIND);

            ARENA_GROW(model->arena, links.rows, links.count, capacity);
            links.rows[links.count++] = (struct link_row){property, find, find_only(model, find)};
        }
    }
    return links;
}

static const struct link_row *row_of(const struct kind_links *links, const char *property)
{
    for (size_t i = 0; i < links->count; i++) {
        if (strcmp(links->rows[i].property, property) == 0) {
            return &links->rows[i];
        }
    }
    return NULL;
}

static const struct tier *target_of(const struct model *model, const struct tier *tier,
                                    const struct link_row *row, const json_t *value)
{
    if (json_is_string(value)) {
        return model_tier(model, jx_str(value));
    }
    /* An explicit null says that there is none. A tier that fits itself takes what others have, and
     * gives it to nobody. */
    if (row->only == NULL || jx_get(tier->source, row->property) != NULL || fits(tier, row->find)) {
        return NULL;
    }
    return row->only;
}

static void add_links(const struct model *model, struct tier *tier, const struct kind_links *links)
{
    const char *property;
    const json_t *value;

    if (links->count == 0) {
        return;
    }
    tier->links = ARENA_ARRAY(model->arena, links->count, struct link);
    jx_object_foreach (tier->spec, property, value) {
        const struct link_row *row = row_of(links, property);

        if (row != NULL) {
            tier->links[tier->link_count++] =
                (struct link){row->property, target_of(model, tier, row, value)};
        }
    }
}

/* The same from the other end: counted, then filled in. */
static void add_referrers(struct model *model, bool is_counting)
{
    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];

        for (size_t k = 0; k < tier->link_count; k++) {
            const struct link *link = &tier->links[k];

            if (link->target == NULL) {
                continue;
            }
            struct tier *target = &model->tiers[link->target - model->tiers];

            if (!is_counting) {
                target->referrers[target->referrer_count] = (struct referrer){tier, link->property};
            }
            target->referrer_count++;
        }
    }
}

void links_build(struct model *model)
{
    const struct catalog *catalog = model->catalog;
    struct kind_links *kinds = ARENA_ARRAY(model->arena, catalog->kind_count, struct kind_links);

    for (size_t i = 0; i < catalog->kind_count; i++) {
        kinds[i] = rows_of(model, &catalog->kinds[i]);
    }
    for (size_t i = 0; i < model->tier_count; i++) {
        add_links(model, &model->tiers[i], &kinds[model->tiers[i].kind - catalog->kinds]);
    }
    add_referrers(model, true);
    for (size_t i = 0; i < model->tier_count; i++) {
        struct tier *tier = &model->tiers[i];

        tier->referrers = ARENA_ARRAY(model->arena, tier->referrer_count, struct referrer);
        tier->referrer_count = 0;
    }
    add_referrers(model, false);
}

const struct link *links_get(const struct tier *tier, const char *property)
{
    for (size_t i = 0; i < tier->link_count; i++) {
        if (strcmp(tier->links[i].property, property) == 0) {
            return &tier->links[i];
        }
    }
    return NULL;
}
