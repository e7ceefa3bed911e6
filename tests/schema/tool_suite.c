/* SPDX-License-Identifier: MIT */
/*
 * Runs the official JSON Schema Test Suite, draft 2020-12: the required part, and of the optional
 * one the formats that there are here:
 *
 *     tool_suite FOLDER [-v]
 *
 * FOLDER holds tests/ and remotes/. Every case must be decided as the suite says, except those that
 * are refused on purpose, which are listed below by name and must really be refused. Prints the
 * numbers of cases that pass, are refused and fail; exit code 1 if one fails, 77 without the suite.
 */
#include "base/arena.h"
#include "base/diag.h"
#include "base/mem.h"
#include "data/json.h"
#include "schema/format.h"
#include "schema/schema.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char TESTS[] = "tests/draft2020-12";
static const char FORMATS[] = "optional/format/";
static const char REMOTE_BASE[] = "http://localhost:1234/";
static const char META_REASON[] = "refers to the meta-schema, which needs $dynamicRef";

/* What is refused on purpose. A row without a group stands for a whole file. */
static const struct refusal {
    const char *file;
    const char *group;
    const char *reason;
    bool may_load; /* the schema loads, but means something else here */
} REFUSALS[] = {
    {"content.json", NULL, "contentEncoding, contentMediaType and contentSchema are refused",
     false},
    {"dynamicRef.json", NULL, "$dynamicRef and $dynamicAnchor are refused", false},
    {"format.json", NULL, "formats assert here, and unknown ones are refused", true},
    {"unknownKeyword.json", NULL, "unknown keywords are refused", false},
    {"vocabulary.json", NULL, "the vocabulary is fixed; other meta-schemas are refused", false},
    {"anchor.json", "invalid anchors", META_REASON, false},
    {"defs.json", "validate definition against metaschema", META_REASON, false},
    {"id.json", "Invalid use of fragments in location-independent $id", META_REASON, false},
    {"id.json", "Valid use of empty fragments in location-independent $id", META_REASON, false},
    {"id.json", "Unnormalized $ids are allowed but discouraged", META_REASON, false},
    {"ref.json", "remote ref, containing refs itself", META_REASON, false},
    {"ref.json", "URN base URI with f-component", META_REASON, false},
    {"optional/format/duration.json", NULL, "a duration is 90s, 5m or 2h here, not ISO 8601", true},
};

/* Single cases whose instance is valid by the suite and must be invalid here. */
static const struct stricter {
    const char *file;
    const char *test;
    const char *reason;
} STRICTER[] = {
    {"optional/format/email.json", "a quoted string with a space in the local part is valid",
     "Amazon SNS takes no quoted local parts"},
    {"optional/format/email.json", "a quoted string with a double dot in the local part is valid",
     "the same"},
    {"optional/format/email.json", "a quoted string with a @ in the local part is valid",
     "the same"},
    {"optional/format/email.json", "an IPv4-address-literal after the @ is valid",
     "mail goes to a domain"},
    {"optional/format/email.json", "an IPv6-address-literal after the @ is valid", "the same"},
};

enum { NAME_COUNT_MAX = 256 };

/* Documents that the cases refer to. */
struct remotes {
    const char *names[NAME_COUNT_MAX];
    struct str texts[NAME_COUNT_MAX];
    size_t count;
};

struct run {
    struct arena *arena;
    struct remotes remotes;
    bool is_verbose;
    size_t passed;
    size_t refused;
    size_t failed;
};

static json_t *read_json(const char *path)
{
    json_error_t error;
    json_t *root = json_load_file(path, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);

    if (root == NULL) {
        (void)fprintf(stderr, "%s: %s\n", path, error.text);
    }
    return root;
}

static struct str text_of(struct arena *arena, const json_t *value)
{
    char *dumped = json_dumps(value, JSON_ENCODE_ANY);
    struct str text = str_from(arena_strdup(arena, str_from(dumped)));

    free(dumped);
    return text;
}

/* True if the document can be loaded alone; those that cannot serve refused groups only. */
static bool is_loadable(const char *name, struct str text)
{
    struct arena arena;
    struct diags diags;

    arena_init(&arena);
    diags_init(&diags, &arena);
    struct schemas *set = schemas_new(&arena, &diags);
    bool ok = schemas_add(set, name, text);

    schemas_free(set);
    arena_release(&arena);
    return ok;
}

static void add_remotes(struct run *run, const char *folder, const char *below)
{
    struct dirent *entry;
    DIR *dir = opendir(folder);

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        struct stat info;
        const char *path = arena_text(run->arena, "%s/%s", folder, entry->d_name);
        const char *name = arena_text(run->arena, "%s%s", below, entry->d_name);

        if (entry->d_name[0] == '.' || stat(path, &info) != 0 ||
            (strncmp(name, "draft", 5) == 0 && strncmp(name, "draft2020-12", 12) != 0)) {
            continue;
        }
        if (S_ISDIR(info.st_mode)) {
            add_remotes(run, path, arena_text(run->arena, "%s/", name));
            continue;
        }
        json_t *root = read_json(path);
        const char *uri = arena_text(run->arena, "%s%s", REMOTE_BASE, name);

        if (root != NULL && run->remotes.count < NAME_COUNT_MAX) {
            struct str text = text_of(run->arena, root);

            if (is_loadable(uri, text)) {
                run->remotes.names[run->remotes.count] = uri;
                run->remotes.texts[run->remotes.count++] = text;
            }
        }
        json_decref(root);
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
}

static const struct refusal *find_refusal(const char *file, const char *group)
{
    for (size_t i = 0; i < AG_COUNT(REFUSALS); i++) {
        if (strcmp(REFUSALS[i].file, file) == 0 &&
            (REFUSALS[i].group == NULL || strcmp(REFUSALS[i].group, group) == 0)) {
            return &REFUSALS[i];
        }
    }
    return NULL;
}

static bool is_stricter(const char *file, const char *test)
{
    for (size_t i = 0; i < AG_COUNT(STRICTER); i++) {
        if (strcmp(STRICTER[i].file, file) == 0 && strcmp(STRICTER[i].test, test) == 0) {
            return true;
        }
    }
    return false;
}

static void fail(struct run *run, const char *file, const char *group, const char *text)
{
    run->failed++;
    (void)printf("FAIL %s: %s: %s\n", file, group, text);
}

/* Adds the schema, and the remote documents if it refers to any. */
static bool load(struct run *run, struct schemas *set, struct str schema)
{
    bool ok = schemas_add(set, "schema.json", schema);

    for (size_t i = 0; ok && i < run->remotes.count; i++) {
        if (strstr(schema.p, "$ref\": \"") == NULL) {
            break;
        }
        ok = schemas_add(set, run->remotes.names[i], run->remotes.texts[i]);
    }
    return ok && schemas_link(set);
}

/* Both verdicts must be as expected: the quick one, and the one that reports. */
static bool decides(const struct schemas *set, const json_t *data, bool expected,
                    struct diags *diags)
{
    struct diags found;

    diags_init(&found, diags->arena);
    bool is_valid = schemas_validate(set, "schema.json", data, NULL, &found);

    return is_valid == expected && schemas_accepts(set, "schema.json", data) == expected &&
           (found.count == 0) == expected;
}

static void run_group(struct run *run, const char *file, const json_t *group)
{
    const char *name = jx_get_text(group, "description", "");
    const struct refusal *refusal = find_refusal(file, name);
    const json_t *tests = jx_get(group, "tests");
    struct arena arena;
    struct diags diags;
    size_t i;
    const json_t *test;

    arena_init(&arena);
    diags_init(&diags, &arena);
    struct schemas *set = schemas_new(&arena, &diags);
    bool is_loaded = load(run, set, text_of(&arena, jx_get(group, "schema")));

    if (refusal != NULL && (!is_loaded || refusal->may_load)) {
        run->refused += json_array_size(tests);
    } else if (refusal != NULL) {
        fail(run, file, name, "is listed as refused, but loads");
    } else if (!is_loaded) {
        fail(run, file, name, diags.count > 0 ? diags.items[0]->text : "does not load");
    }
    jx_array_foreach (is_loaded &&refusal == NULL ? tests : NULL, i, test) {
        const char *text = jx_get_text(test, "description", "");
        bool is_refused = is_stricter(file, text);
        bool expected = jx_get_bool(test, "valid", false) && !is_refused;

        if (!decides(set, jx_get(test, "data"), expected, &diags)) {
            fail(run, file, name, text);
        } else if (is_refused) {
            run->refused++;
        } else {
            run->passed++;
        }
    }
    schemas_free(set);
    arena_release(&arena);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of the test files, sorted. */
static size_t list_files(struct arena *arena, const char *folder, const char **names)
{
    size_t count = 0;
    struct dirent *entry;
    DIR *dir = opendir(folder);

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (str_has_suffix(str_from(entry->d_name), STR(".json")) && count < NAME_COUNT_MAX) {
            names[count++] = arena_strdup(arena, str_from(entry->d_name));
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
    qsort(names, count, sizeof(*names), by_name);
    return count;
}

static void run_file(struct run *run, const char *folder, const char *file)
{
    size_t passed = run->passed;
    size_t refused = run->refused;
    size_t failed = run->failed;
    json_t *groups = read_json(arena_text(run->arena, "%s/%s/%s", folder, TESTS, file));
    size_t i;
    const json_t *group;

    jx_array_foreach (groups, i, group) {
        run_group(run, file, group);
    }
    if (groups == NULL) {
        run->failed++;
    }
    if (run->is_verbose) {
        (void)printf("%-28s pass %4zu  refused %3zu  fail %3zu\n", file, run->passed - passed,
                     run->refused - refused, run->failed - failed);
    }
    json_decref(groups);
}

/* The files of the formats that archgen has under the name that the standard gives them. */
static void run_formats(struct run *run, const char *folder)
{
    const char *files[NAME_COUNT_MAX];
    struct buf missing;
    size_t count =
        list_files(run->arena, arena_text(run->arena, "%s/%s/%s", folder, TESTS, FORMATS), files);

    buf_init(&missing, BUF_NO_LIMIT);
    for (size_t i = 0; i < count; i++) {
        struct str stem = str_slice(str_from(files[i]), 0, strlen(files[i]) - strlen(".json"));

        if (format_find(stem) != NULL) {
            run_file(run, folder, arena_text(run->arena, "%s%s", FORMATS, files[i]));
        } else {
            buf_add_format(&missing, "%s%.*s", missing.len == 0 ? "" : ", ", STR_ARGS(stem));
        }
    }
    (void)printf("formats that there are not here: %.*s\n", STR_ARGS(buf_str(&missing)));
    buf_release(&missing);
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct run run = {.arena = &arena};
    const char *files[NAME_COUNT_MAX];
    const char *folder = argc > 1 ? argv[1] : "";

    mem_install();
    arena_init(&arena);
    run.is_verbose = argc > 2 && strcmp(argv[2], "-v") == 0;
    size_t count = list_files(&arena, arena_text(&arena, "%s/%s", folder, TESTS), files);

    if (count == 0) {
        (void)printf("skipped: no JSON Schema Test Suite in '%s'\n", folder);
        arena_release(&arena);
        return 77;
    }
    add_remotes(&run, arena_text(&arena, "%s/remotes", folder), "");
    for (size_t i = 0; i < count; i++) {
        run_file(&run, folder, files[i]);
    }
    run_formats(&run, folder);
    for (size_t i = 0; i < AG_COUNT(REFUSALS); i++) {
        (void)printf("refused %s%s%s: %s\n", REFUSALS[i].file, REFUSALS[i].group ? ", " : "",
                     REFUSALS[i].group ? REFUSALS[i].group : "", REFUSALS[i].reason);
    }
    for (size_t i = 0; i < AG_COUNT(STRICTER); i++) {
        (void)printf("refused %s, %s: %s\n", STRICTER[i].file, STRICTER[i].test,
                     STRICTER[i].reason);
    }
    (void)printf("JSON Schema Test Suite, draft 2020-12, required and formats: pass %zu, refused "
                 "%zu, fail %zu\n",
                 run.passed, run.refused, run.failed);
    arena_release(&arena);
    return run.failed == 0 ? 0 : 1;
}
