/* SPDX-License-Identifier: MIT */
/* Waivers of the description that waive nothing. The environments share what stands in the base,
 * and a finding that arises in one of them is reason enough for a waiver, so that this looks at all
 * of them. What a profile waives is for whoever needs it. */
#include "base/table.h"
#include "model/view.h"
#include "model/waivers.h"
#include "run.h"

/* Waivers by the place of their id. */
struct idle_search {
    struct archgen *run;
    struct table used;
};

typedef void visit_waiver(struct idle_search *search, struct span span, const char *id,
                          const char *whose, bool is_idle);

static struct str key_of(struct archgen *run, struct span span)
{
    return str_from(arena_text(run->arena, "%u", span.off));
}

static void mark(struct idle_search *search, struct span span, const char *id, const char *whose,
                 bool is_idle)
{
    (void)whose;
    if (!is_idle) {
        (void)table_put(&search->used, search->run->arena, key_of(search->run, span), id);
    }
}

static void tell(struct idle_search *search, struct span span, const char *id, const char *whose,
                 bool is_idle)
{
    if (is_idle && table_get(&search->used, key_of(search->run, span)) == NULL) {
        struct diag *diag = diag_add(search->run->diags, DIAG_IDLE_WAIVER, span,
                                     "'%s' does not arise for '%s'", id, whose);

        diag_hint(search->run->diags, diag,
                  "take the waiver out; it would only hide the finding "
                  "when it arises for another reason");
    }
}

/* The waivers that stand in `source`, and that the description itself holds. */
static void visit_given(struct idle_search *search, const json_t *source, const json_t *rows,
                        const json_t *waived, const char *whose, visit_waiver *visit)
{
    const json_t *given = jx_get(source, "waive");
    const char *id;
    const json_t *reason;

    jx_object_foreach (given, id, reason) {
        struct span span = places_of_member(search->run->places, given, id)->key;

        if (span.source == search->run->source) {
            visit(search, span, id, whose, waivers_is_idle(rows, waived, id));
        }
    }
}

static void visit_all(struct idle_search *search, visit_waiver *visit)
{
    struct archgen *run = search->run;
    const json_t *findings = catalog_table(run->catalog, CATALOG_FINDINGS);

    for (size_t i = 0; i < run->run_count; i++) {
        const json_t *view = run_view(run, &run->runs[i]);
        const struct model *model = run->runs[i].model;

        visit_given(search, jx_get(model->source, "network"), jx_get(findings, "system"),
                    jx_get(view, "waive"), "network", visit);
        for (size_t k = 0; k < model->tier_count; k++) {
            const struct tier *tier = &model->tiers[k];
            const char *key = tier->naming.key;

            visit_given(search, tier->source, jx_get(tier->kind->traits, "findings"),
                        jx_get(jx_get(jx_get(view, "tiers"), key), "waive"), key, visit);
        }
    }
}

/* True if a tier or the network of the document, or of an environment, waives something. */
static bool has_waivers(const json_t *part)
{
    const char *name;
    const json_t *tier;

    if (jx_get(jx_get(part, "network"), "waive") != NULL) {
        return true;
    }
    jx_object_foreach (jx_get(part, "tiers"), name, tier) {
        if (jx_get(tier, "waive") != NULL) {
            return true;
        }
    }
    return false;
}

void run_check_waivers(struct archgen *run)
{
    struct idle_search search = {.run = run};
    bool is_needed = has_waivers(run->document);
    const char *name;
    const json_t *environment;

    jx_object_foreach (jx_get(run->document, "environments"), name, environment) {
        is_needed = is_needed || has_waivers(environment);
    }
    if (is_needed) {
        visit_all(&search, mark);
        visit_all(&search, tell);
    }
}
