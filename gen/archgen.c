/* SPDX-License-Identifier: MIT */
/*
 * The pipeline: read → overlay → validate → check → derive → view → render → lay out. Each step is
 * a function of another floor; this file owns what lives as long as a run and decides when to stop:
 * derivation does not begin on a description that the schema refuses.
 */
#include "archgen.h"

#include "base/mem.h"
#include "data/pointer.h"
#include "data/yaml.h"
#include "model/checks.h"
#include "model/flows.h"
#include "model/view.h"
#include "model/waivers.h"
#include "run.h"
#include "schema/bundle.h"
#include "verify/verify.h"

#include <stdlib.h>

#define TEMPLATE_FOLDER "templates/"
#define TARGET_MANIFEST "/target.json"
#define TARGET_NEUTRAL  "/neutral.json"
#define FRAME_SCHEMA    "environments.json"

static void enter(const struct archgen *run, enum archgen_phase phase)
{
    if (run->clock != NULL) {
        run->clock->enter(run->clock->context, phase);
    }
}

/* A patch for a target that does not exist would be ignored in silence. */
static void check_patch_targets(struct archgen *run, const struct environment_run *item)
{
    const json_t *patches = jx_get(item->merged, "patch");
    size_t count = 0;
    const char *name;
    const json_t *value;

    if (json_object_size(patches) == 0) {
        return;
    }
    const char *const *targets = archgen_targets(run->arena, run->data, &count);
    struct str *names = ARENA_ARRAY(run->arena, count, struct str);

    for (size_t i = 0; i < count; i++) {
        names[i] = str_from(targets[i]);
    }
    jx_object_foreach (patches, name, value) {
        bool is_known = false;

        for (size_t i = 0; i < count; i++) {
            is_known = is_known || strcmp(targets[i], name) == 0;
        }
        if (!is_known) {
            struct diag *diag = diag_add(run->diags, DIAG_BAD_PATCH,
                                         places_of_member(run->places, patches, name)->key,
                                         "there is no target '%s' to patch", name);

            diag_hint_nearest(run->diags, diag, str_from(name), names, count);
        }
    }
}

/* The shape of `environments`; their content is validated merged. */
static bool check_frame(struct archgen *run)
{
    json_t *frame = jx_object();
    const json_t *environments = jx_get(run->document, "environments");
    bool ok = true;

    if (environments != NULL) {
        jx_set(frame, "environments", jx_share(environments));
        places_set_member(run->places, frame, "environments",
                          *places_of_member(run->places, run->document, "environments"));
        ok = schemas_validate(run->catalog->schemas, FRAME_SCHEMA, frame, run->places, run->diags);
    }
    json_decref(frame);
    return ok;
}

static struct model *build_model(const struct archgen *run, const struct environment_run *item,
                                 const struct environment *environment)
{
    const struct model_input input = {
        .catalog = run->catalog,
        .environment = environment,
        .source = item->merged,
        .document = item->resolved,
        .places = run->places,
        .diags = run->diags,
        .memo = run->memo,
    };

    return model_build(run->arena, &input);
}

static void prepare_environment(struct archgen *run, struct environment_run *item)
{
    size_t errors = run->diags->error_count;

    if (!schemas_validate(run->catalog->schemas, CATALOG_DOCUMENT, item->merged, run->places,
                          run->diags)) {
        flows_check_ends(item->merged, run->places, run->diags);
        return;
    }
    check_patch_targets(run, item);
    item->resolved = schemas_resolve(run->catalog->schemas, CATALOG_DOCUMENT, item->merged);
    enter(run, ARCHGEN_PHASE_DERIVE);
    item->model = build_model(run, item, item->environment);
    enter(run, ARCHGEN_PHASE_VALIDATE);
    if (item->model != NULL && !checks_run(item->model)) {
        item->model = NULL;
    }
    if (run->diags->error_count != errors) {
        item->model = NULL;
    }
}

static bool has_note_at(const struct diag *diag, struct span span)
{
    for (size_t i = 0; i < diag->note_count; i++) {
        const struct span *other = &diag->notes[i].span;

        if (other->source == span.source && other->off == span.off) {
            return true;
        }
    }
    return false;
}

/* A fault of a value that an overlay gives shows also what that value replaced. */
static void note_replaced(struct archgen *run)
{
    for (size_t i = 0; i < run->diags->count; i++) {
        struct diag *diag = run->diags->items[i];
        struct span replaced = places_replaced(run->places, diag->span);

        if (replaced.source != NULL && !has_note_at(diag, replaced)) {
            diag_note(run->diags, diag, replaced, "it replaces this value");
        }
    }
}

/* Adds what the environment has to `sum`; false with a diagnostic if that is too much. */
static bool add_size(struct archgen *run, const struct environment_run *item, const char *key,
                     size_t most, size_t *sum)
{
    *sum += json_object_size(jx_get(item->merged, key));
    if (*sum > most) {
        diag_add(run->diags, DIAG_LIMIT, item->environment->span,
                 "more than %zu %s in all environments together, from '%s' on", most, key,
                 item->environment->name);
    }
    return *sum <= most;
}

static void prepare(struct archgen *run)
{
    size_t count = 0;
    size_t tiers = 0;
    size_t flows = 0;
    bool has_room = true;
    const struct environment *environments = NULL;

    if (!check_frame(run)) {
        return;
    }
    run->overlay = overlay_new(run->arena, run->catalog, run->document, run->places, run->diags);
    environments = overlay_environments(run->overlay, &count);
    run->runs = ARENA_ARRAY(run->arena, count, struct environment_run);
    run->names = ARENA_ARRAY(run->arena, count, const char *);
    run->run_count = count;
    for (size_t i = 0; i < count; i++) {
        run->names[i] = environments[i].name;
        run->runs[i].environment = &environments[i];
    }
    for (size_t i = 0; has_room && i < count; i++) {
        struct environment_run *item = &run->runs[i];

        item->merged = overlay_merged(run->overlay, i);
        has_room = add_size(run, item, "tiers", ARCHGEN_TIERS_MAX, &tiers) &&
                   add_size(run, item, "flows", ARCHGEN_FLOWS_MAX, &flows);
    }
    for (size_t i = 0; has_room && i < count; i++) {
        prepare_environment(run, &run->runs[i]);
    }
    note_replaced(run);
}

struct archgen *archgen_new(struct arena *arena, const struct file_list *data, const char *name,
                            struct str text, struct diags *diags, const struct archgen_clock *clock)
{
    struct archgen *run = ARENA_NEW(arena, struct archgen);
    const struct source *source = source_new(arena, name, text);

    run->arena = arena;
    run->diags = diags;
    run->data = data;
    run->clock = clock;
    run->source = source;
    run->places = places_new(arena);
    run->memo = memo_new(arena);
    run->texts = ARENA_NEW(arena, struct texts);
    enter(run, ARCHGEN_PHASE_READ);
    run->document = yaml_read(source, run->places, diags);
    enter(run, ARCHGEN_PHASE_LOAD);
    if (run->document != NULL) {
        run->catalog = catalog_load(arena, run->data, diags);
    }
    if (run->catalog == NULL) {
        archgen_free(run);
        return NULL;
    }
    enter(run, ARCHGEN_PHASE_VALIDATE);
    prepare(run);
    enter(run, ARCHGEN_PHASE_OTHER);
    run->is_valid = !diags_has_errors(diags);
    if (run->is_valid) {
        run_check_waivers(run);
    }
    return run;
}

void archgen_free(struct archgen *run)
{
    if (run == NULL) {
        return;
    }
    for (size_t i = 0; i < run->run_count; i++) {
        json_decref(run->runs[i].view);
        json_decref(run->runs[i].resolved);
    }
    for (size_t i = 0; i < run->target_count; i++) {
        target_free(run->targets[i].target);
    }
    overlay_free(run->overlay);
    json_decref(run->document);
    memo_free(run->memo);
    texts_clear(run->texts);
    catalog_free(run->catalog);
}

bool archgen_is_valid(const struct archgen *run)
{
    return run->is_valid;
}

const char *const *archgen_environments(const struct archgen *run, size_t *count)
{
    *count = run->run_count;
    return run->names;
}

struct environment_run *run_environment(struct archgen *run, const char *environment)
{
    struct str *names = NULL;

    for (size_t i = 0; i < run->run_count; i++) {
        if (strcmp(run->names[i], environment) == 0) {
            return &run->runs[i];
        }
    }
    struct diag *diag = diag_add(run->diags, DIAG_UNKNOWN_ENVIRONMENT, SPAN_NONE,
                                 "there is no environment '%s'", environment);

    names = ARENA_ARRAY(run->arena, run->run_count, struct str);
    for (size_t i = 0; i < run->run_count; i++) {
        names[i] = str_from(run->names[i]);
    }
    diag_hint_nearest(run->diags, diag, str_from(environment), names, run->run_count);
    return NULL;
}

const json_t *run_view(struct archgen *run, struct environment_run *item)
{
    if (item->view == NULL) {
        BUG_UNLESS(item->model != NULL);
        enter(run, ARCHGEN_PHASE_DERIVE);
        item->view = view_make(item->model);
        enter(run, ARCHGEN_PHASE_OTHER);
    }
    return item->view;
}

json_t *archgen_dump(struct archgen *run, enum archgen_stage stage, const char *environment)
{
    struct environment_run *item = NULL;

    if (stage == ARCHGEN_DOCUMENT) {
        return jx_share(run->document);
    }
    item = run_environment(run, environment);
    if (item == NULL) {
        return NULL;
    }
    if (stage == ARCHGEN_RESOLVED) {
        return item->resolved == NULL ? NULL : jx_share(item->resolved);
    }
    if (!run->is_valid || item->model == NULL) {
        return NULL;
    }
    return stage == ARCHGEN_WAIVERS ? waivers_list(run_view(run, item))
                                    : jx_share(run_view(run, item));
}

static void enter_target(void *context, bool is_layout)
{
    enter(context, is_layout ? ARCHGEN_PHASE_LAYOUT : ARCHGEN_PHASE_RENDER);
}

struct target *run_target(struct archgen *run, const char *name)
{
    struct target *target = NULL;

    for (size_t i = 0; i < run->target_count; i++) {
        if (strcmp(run->targets[i].name, name) == 0) {
            return run->targets[i].target;
        }
    }
    enter(run, ARCHGEN_PHASE_LOAD);
    target = target_load(run->arena, name, run->data, run->diags);
    enter(run, ARCHGEN_PHASE_OTHER);
    if (target != NULL) {
        target_set_clock(target, enter_target, run);
        target_set_texts(target, run->texts);
        ARENA_GROW(run->arena, run->targets, run->target_count, run->target_capacity);
        run->targets[run->target_count++] =
            (struct loaded_target){arena_strdup(run->arena, str_from(name)), target};
    }
    return target;
}

static bool check_kinds(struct archgen *run, const struct model *model, const struct target *target,
                        const char *name)
{
    bool ok = true;

    for (size_t i = 0; i < model->tier_count; i++) {
        const struct tier *tier = &model->tiers[i];

        if (!target_has_kind(target, tier->kind->name)) {
            diag_add(run->diags, DIAG_BAD_TARGET, tier->span,
                     "target '%s' has no template for kind '%s'", name, tier->kind->name);
            ok = false;
        }
    }
    return ok;
}

/* The place that a JSON Pointer leads to, or that of the last step which has one. */
static struct span pointer_span(const struct model *model, const char *pointer)
{
    const json_t *value = model->source;
    struct span span = places_of_root(model->places, value)->value;
    struct str *tokens = NULL;
    size_t count = 0;

    if (!pointer_split(model->arena, str_from(pointer), &tokens, &count)) {
        return span;
    }
    for (size_t i = 0; i < count; i++) {
        const char *key = arena_strdup(model->arena, tokens[i]);
        size_t index = 0;
        const struct place *place = json_is_array(value) && pointer_index(tokens[i], &index)
                                        ? places_of_item(model->places, value, index)
                                        : places_of_member(model->places, value, key);

        value = json_is_array(value) ? jx_at(value, index) : jx_get(value, key);
        span = place->value.source != NULL ? place->value : span;
    }
    return span;
}

static struct span origin_of(void *context, const char *what)
{
    const struct model *model = context;
    const struct tier *tier = what == NULL ? NULL : model_tier(model, str_from(what));

    return tier != NULL ? tier->span : pointer_span(model, what == NULL ? "" : what);
}

/* Renamed tiers: the same model once more under the former labels. */
static bool add_moves(struct archgen *run, const struct environment_run *item,
                      struct target *target, size_t first, struct file_list *files)
{
    struct environment former = *item->environment;
    struct model *model = NULL;
    json_t *view = NULL;
    bool is_renamed = false;
    bool ok = true;

    for (size_t i = 0; i < item->model->tier_count; i++) {
        const struct naming *naming = &item->model->tiers[i].naming;

        is_renamed = is_renamed || strcmp(naming->key, naming->stem) != 0;
    }
    if (!is_renamed) {
        return true;
    }
    former.has_former_labels = true;
    model = build_model(run, item, &former);
    BUG_UNLESS(model != NULL);
    view = view_make(model);
    ok = target_add_moves(target, view, first, files, run->diags);
    json_decref(view);
    return ok;
}

bool archgen_generate(struct archgen *run, const char *target_name, const char *environment,
                      struct file_list *files)
{
    struct environment_run *item = run_environment(run, environment);
    struct target *target = item == NULL ? NULL : run_target(run, target_name);
    bool ok = false;

    if (target == NULL || !run->is_valid || item->model == NULL ||
        !check_kinds(run, item->model, target, target_name)) {
        return false;
    }
    const json_t *view = run_view(run, item);
    size_t first = files->count;

    enter(run, ARCHGEN_PHASE_RENDER);
    ok = target_generate(target, view, origin_of, item->model, files, run->diags) &&
         add_moves(run, item, target, first, files);
    if (!ok) {
        files->count = first;
    }
    enter(run, ARCHGEN_PHASE_OTHER);
    return ok;
}

json_t *archgen_neutral(struct archgen *run, const char *target_name, const struct file_list *files)
{
    struct target *target = run_target(run, target_name);
    const char *path = arena_text(run->arena, TEMPLATE_FOLDER "%s" TARGET_NEUTRAL, target_name);
    const struct file *file = file_list_find(run->data, str_from(path));
    const char *error = "the target has no neutral table";
    json_t *table = file == NULL ? NULL : json_loadb(file->bytes.p, file->bytes.len, 0, NULL);
    json_t *neutral = table == NULL || target == NULL
                          ? NULL
                          : verify_read(run->arena, target_dialect(target), table, files, &error);

    if (neutral == NULL) {
        diag_add(run->diags, DIAG_BAD_TARGET, SPAN_NONE, "'%s' cannot be compared: %s", target_name,
                 error);
    }
    json_decref(table);
    return neutral;
}

const struct check_info *archgen_checks(struct arena *arena, size_t *count)
{
    const struct check *rows = checks_all(count);
    struct check_info *list = ARENA_ARRAY(arena, *count, struct check_info);

    for (size_t i = 0; i < *count; i++) {
        list[i] = (struct check_info){rows[i].name, rows[i].summary};
    }
    return list;
}

/* The names between `prefix` and `suffix` of all paths of that form, without further slashes. */
static const char *const *names_between(struct arena *arena, const struct file_list *data,
                                        struct str prefix, struct str suffix, size_t *count)
{
    const char **names = ARENA_ARRAY(arena, data->count, const char *);

    *count = 0;
    for (size_t i = 0; i < data->count; i++) {
        struct str path = str_from(data->items[i].path);

        if (!str_has_prefix(path, prefix) || !str_has_suffix(path, suffix) ||
            path.len <= prefix.len + suffix.len) {
            continue;
        }
        struct str name = str_slice(path, prefix.len, path.len - prefix.len - suffix.len);

        if (memchr(name.p, '/', name.len) == NULL) {
            names[(*count)++] = arena_strdup(arena, name);
        }
    }
    qsort(names, *count, sizeof(*names), str_by_text);
    return names;
}

const char *const *archgen_targets(struct arena *arena, const struct file_list *data, size_t *count)
{
    return names_between(arena, data, STR(TEMPLATE_FOLDER), STR(TARGET_MANIFEST), count);
}

const char *const *archgen_kinds(struct arena *arena, const struct file_list *data, size_t *count)
{
    return names_between(arena, data, STR("schema/kinds/"), STR(".json"), count);
}

json_t *archgen_schema(struct arena *arena, const struct file_list *data, struct diags *diags)
{
    struct catalog *catalog = catalog_read(arena, data, diags);
    json_t *bundle = NULL;

    if (catalog != NULL) {
        bundle = schemas_bundle(catalog->schemas, CATALOG_DOCUMENT, "environments");
        catalog_free(catalog);
    }
    return bundle;
}
