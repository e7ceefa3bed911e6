/* SPDX-License-Identifier: MIT */
/*
 * Bytes → a description → the outputs of all targets and environments. Promises: what is accepted
 * is generated, and only a patch, a quota or a name that is taken may stop that; documents are
 * JSON, modules are in the form of `terraform fmt`; both targets describe the same; a second run
 * gives the same bytes.
 */
#include "archgen.h"
#include "embed/embedded.h"
#include "fuzz.h"
#include "target/layout_hcl.h"
#include "verify/verify.h"

/* Some checks cost more than the rest: they are made for one input in so many. Other inputs are
 * generated for one environment only. */
enum { ALL_IN = 8, READ_IN = 5, COMPARE_IN = 17, SECOND_RUN_IN = 13 };

static struct arena kept;
static struct file_list data;

static void start(void)
{
    arena_init(&kept);
    embedded_add(&kept, &data);
}

struct output {
    struct arena arena;
    struct diags diags;
    struct archgen *run;
    struct file_list files;
    const char *const *environments;
    size_t environment_count;
    const char *const *targets;
    size_t target_count;
};

static void check_refusal(const struct diags *diags, size_t first)
{
    static const enum diag_id allowed[] = {DIAG_BAD_PATCH, DIAG_QUOTA, DIAG_NAME_COLLISION};

    FUZZ_REQUIRE(diags->count > first);
    for (size_t i = first; i < diags->count; i++) {
        bool is_allowed = diag_info(diags->items[i]->id)->severity != SEVERITY_ERROR;

        for (size_t j = 0; j < AG_COUNT(allowed); j++) {
            is_allowed = is_allowed || diags->items[i]->id == allowed[j];
        }
        if (!is_allowed) {
            (void)fprintf(stderr, "%s\n", diags->items[i]->text);
        }
        FUZZ_REQUIRE(is_allowed);
    }
}

/* True if everything was made that was asked for; `hash` decides what. */
static bool generate(struct output *output, struct str text, uint32_t hash)
{
    bool is_fine = false;

    *output = (struct output){0};
    arena_init(&output->arena);
    diags_init(&output->diags, &output->arena);
    output->run = archgen_new(&output->arena, &data, "input.yaml", text, &output->diags, NULL);
    if (output->run != NULL && archgen_is_valid(output->run)) {
        output->environments = archgen_environments(output->run, &output->environment_count);
        output->targets = archgen_targets(&output->arena, &data, &output->target_count);
        is_fine = true;
    }
    if (hash % ALL_IN != 0 && output->environment_count > 1) {
        output->environments += hash % output->environment_count;
        output->environment_count = 1;
    }
    for (size_t i = 0; i < output->environment_count; i++) {
        for (size_t j = 0; j < output->target_count; j++) {
            size_t first = output->diags.count;

            if (!archgen_generate(output->run, output->targets[j], output->environments[i],
                                  &output->files)) {
                check_refusal(&output->diags, first);
                is_fine = false;
            }
        }
    }
    return is_fine;
}

static void release(struct output *output)
{
    archgen_free(output->run);
    arena_release(&output->arena);
}

static void check_file(struct arena *arena, const struct file *file)
{
    struct str path = str_from(file->path);

    FUZZ_REQUIRE(utf8_is_valid(file->bytes));
    if (str_has_suffix(path, STR(".json"))) {
        json_t *value = json_loadb(file->bytes.p, file->bytes.len,
                                   JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);

        FUZZ_REQUIRE(value != NULL);
        json_decref(value);
    } else if (str_has_suffix(path, STR(".tf")) || str_has_suffix(path, STR(".tfvars"))) {
        struct text_fault fault;
        struct buf out;

        buf_init(&out, BUF_NO_LIMIT);
        FUZZ_REQUIRE(layout_hcl(arena, file->bytes, &out, NULL, &fault));
        FUZZ_REQUIRE(str_eq(file->bytes, buf_str(&out)));
        buf_release(&out);
    }
}

/* A patch changes one target only. */
static bool has_patch(struct output *output, const char *environment)
{
    json_t *resolved = archgen_dump(output->run, ARCHGEN_RESOLVED, environment);
    bool is_patched = json_object_size(jx_get(resolved, "patch")) > 0;

    json_decref(resolved);
    return is_patched;
}

static void check_same(struct output *output, const char *environment)
{
    json_t *forms[2] = {NULL, NULL};

    FUZZ_REQUIRE(output->target_count == 2);
    for (size_t i = 0; i < 2; i++) {
        struct file_list files = {0};

        FUZZ_REQUIRE(archgen_generate(output->run, output->targets[i], environment, &files));
        forms[i] = archgen_neutral(output->run, output->targets[i], &files);
        FUZZ_REQUIRE(forms[i] != NULL);
    }
    json_t *result = verify_compare(&output->arena, forms[0], forms[1]);

    if (!verify_agrees(result)) {
        const char *const names[2] = {output->targets[0], output->targets[1]};
        struct buf report;

        buf_init(&report, BUF_NO_LIMIT);
        verify_print(result, names, &report);
        (void)fprintf(stderr, "%s: %.*s", environment, STR_ARGS(buf_str(&report)));
        buf_release(&report);
    }
    FUZZ_REQUIRE(verify_agrees(result));
    json_decref(result);
    json_decref(forms[0]);
    json_decref(forms[1]);
}

static void check_again(const struct output *output, struct str text, uint32_t hash)
{
    struct output again;

    FUZZ_REQUIRE(generate(&again, text, hash));
    FUZZ_REQUIRE(again.files.count == output->files.count);
    for (size_t i = 0; i < output->files.count; i++) {
        FUZZ_REQUIRE(strcmp(output->files.items[i].path, again.files.items[i].path) == 0);
        FUZZ_REQUIRE(str_eq(output->files.items[i].bytes, again.files.items[i].bytes));
    }
    release(&again);
}

static void run(const uint8_t *bytes, size_t size)
{
    struct output output;
    struct str text = fuzz_text(bytes, size);
    uint32_t hash = fuzz_hash(text);
    bool is_fine = generate(&output, text, hash);

    FUZZ_REQUIRE(output.run != NULL || diags_has_errors(&output.diags));
    for (size_t i = 0; hash % READ_IN == 0 && i < output.files.count; i++) {
        check_file(&output.arena, &output.files.items[i]);
    }
    for (size_t i = 0; is_fine && hash % COMPARE_IN == 0 && i < output.environment_count; i++) {
        if (!has_patch(&output, output.environments[i])) {
            check_same(&output, output.environments[i]);
        }
    }
    if (is_fine && hash % SECOND_RUN_IN == 0) {
        check_again(&output, text, hash);
    }
    fuzz_check_diags(&output.diags);
    release(&output);
}

const struct fuzzer fuzzer = {.run = run, .start = start};
