/* SPDX-License-Identifier: MIT */
/* Where a value comes from and what became of it: the layers from model/trace.h, the parts of the
 * model from model/made.h, and the resources from the files that are generated. */
#include "archgen.h"

#include "model/made.h"
#include "model/trace.h"
#include "run.h"
#include "verify/verify.h"

/* What is explained beside a value: a tier, a flow, or neither. */
struct subject {
    const struct tier *tier;
    const struct flow *flow;
};

static struct subject find_subject(const struct model *model, const struct trace_path *path)
{
    struct subject subject = {NULL, NULL};

    if (path->count == 2 && str_eq(path->tokens[0], STR("tiers"))) {
        subject.tier = model_tier(model, path->tokens[1]);
    } else if (path->count == 2 && str_eq(path->tokens[0], STR("flows"))) {
        subject.flow = made_flow(model, path->tokens[1]);
    }
    return subject;
}

/* The resources of a target that are named after the subject, in the order of the files. */
static json_t *resources_of(struct archgen *run, const struct model *model, struct subject subject,
                            const char *target, const struct file_list *files)
{
    const char *error = NULL;
    json_t *list = jx_array();
    json_t *raw =
        verify_read_raw(run->arena, target_dialect(run_target(run, target)), files, &error);
    size_t i;
    const json_t *resource;

    jx_array_foreach (jx_get(raw, "resources"), i, resource) {
        const char *name = jx_get_text(resource, "name", "");

        if (made_owns(model, subject.tier, subject.flow, name)) {
            json_t *item = jx_object();

            jx_set(item, "type", jx_string(jx_get_text(resource, "type", "")));
            jx_set(item, "name", jx_string(name));
            jx_append(list, item);
        }
    }
    json_decref(raw);
    return list;
}

static bool add_made(struct archgen *run, const struct environment_run *item,
                     struct subject subject, const char *const *targets, size_t target_count,
                     json_t *result)
{
    json_t *resources = jx_object();

    jx_set(result, "made",
           subject.tier != NULL ? made_by_tier(item->model, subject.tier)
                                : made_by_flow(item->model, subject.flow));
    jx_set(result, "resources", resources);
    for (size_t i = 0; i < target_count; i++) {
        struct file_list files = {0};

        if (!archgen_generate(run, targets[i], item->environment->name, &files)) {
            return false;
        }
        jx_set(resources, targets[i], resources_of(run, item->model, subject, targets[i], &files));
    }
    return true;
}

json_t *archgen_explain(struct archgen *run, const char *path_text, const char *environment,
                        const char *const *targets, size_t target_count)
{
    struct environment_run *item = run_environment(run, environment);
    struct trace_path path;
    struct subject subject = {NULL, NULL};

    if (item == NULL || item->resolved == NULL) {
        return NULL;
    }
    struct catalog *catalog = catalog_read(run->arena, run->data, run->diags);
    const struct trace trace = {
        .arena = run->arena,
        .catalog = catalog,
        .places = run->places,
        .environment = item->environment,
        .layers = overlay_layers(run->overlay, (size_t)(item - run->runs)),
        .merged = item->merged,
        .resolved = item->resolved,
    };

    if (catalog == NULL || !trace_parse(&trace, path_text, run->diags, &path)) {
        catalog_free(catalog);
        return NULL;
    }
    json_t *result = jx_object();

    jx_set(result, "path", jx_string(path.text));
    jx_set(result, "environment", jx_string(item->environment->name));
    trace_value(&trace, &path, result);
    catalog_free(catalog);
    if (run->is_valid && item->model != NULL) {
        subject = find_subject(item->model, &path);
    }
    if ((subject.tier != NULL || subject.flow != NULL) &&
        !add_made(run, item, subject, targets, target_count, result)) {
        json_decref(result);
        return NULL;
    }
    return result;
}
