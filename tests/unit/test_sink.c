/* SPDX-License-Identifier: MIT */
/* Writing into folders: what is created, left alone, refused, removed, and how it is told. */
#include "place.h"

/* --- writing --- */

static void files_are_created_with_their_folders(void **state)
{
    struct place *place = *state;

    want(place, "cfn/prod/template.json", "{}\n");
    want(place, "top.txt", "top\n");
    assert_int_equal(write_files(place), SINK_DONE);
    expect_text(place, "cfn/prod/template.json", "{}\n");
    expect_text(place, "top.txt", "top\n");
    expect_text(place, MANIFEST_NAME,
                "# Files that archgen wrote here: hash (64 bits) and path. Do not edit.\n"
                "345539f3bb132a84 cfn/prod/template.json\n"
                "726ba7f7d653b04e top.txt\n");
    expect_only(place, 2);
    assert_int_equal(plan_count(&place->plan, CHANGE_CREATE, ""), 2);
    assert_int_equal(plan_count(&place->plan, CHANGE_CREATE, "cfn/"), 1);
}

static void unchanged_files_are_left_alone(void **state)
{
    struct place *place = *state;
    struct stat before;
    struct stat after;
    struct stat folder_before;
    struct stat folder_after;

    want(place, "a", "a\n");
    assert_int_equal(write_files(place), SINK_DONE);
    assert_int_equal(stat(path_of(place, "a"), &before), 0);
    assert_int_equal(stat(place->root, &folder_before), 0);
    assert_int_equal(write_files(place), SINK_DONE);
    assert_int_equal(stat(path_of(place, "a"), &after), 0);
    assert_int_equal(stat(place->root, &folder_after), 0);
    assert_true(before.st_ino == after.st_ino);
    assert_memory_equal(&folder_before.st_mtim, &folder_after.st_mtim, sizeof(struct timespec));
    assert_int_equal(plan_count(&place->plan, CHANGE_NONE, ""), 1);
    want(place, "b", "b\n");
    assert_int_equal(write_files(place), SINK_DONE);
    assert_int_equal(stat(path_of(place, "a"), &after), 0);
    assert_true(before.st_ino == after.st_ino);
}

static void edits_of_generated_files_are_overwritten(void **state)
{
    struct place *place = *state;

    want(place, "a", "a\n");
    assert_int_equal(write_files(place), SINK_DONE);
    put(path_of(place, "a"), "edited\n");
    assert_int_equal(write_files(place), SINK_DONE);
    expect_text(place, "a", "a\n");
}

/* --- files of others --- */

static void foreign_files_are_refused_and_nothing_is_written(void **state)
{
    struct place *place = *state;

    assert_int_equal(mkdir(place->root, 0777), 0);
    put(path_of(place, "b"), "mine\n");
    want(place, "a", "a\n");
    want(place, "b", "b\n");
    assert_int_equal(write_files(place), SINK_REFUSED);
    assert_int_equal(place->diags.count, 1);
    assert_int_equal(place->diags.items[0]->id, DIAG_FILE_FOREIGN);
    assert_non_null(strstr(place->diags.items[0]->text, "/out/b' exists and was not generated"));
    assert_non_null(strstr(place->diags.items[0]->hint, "--force"));
    expect_text(place, "b", "mine\n");
    expect_only(place, 1);
    assert_false(exists(path_of(place, MANIFEST_NAME)));
}

static void force_overwrites_foreign_files(void **state)
{
    struct place *place = *state;

    assert_int_equal(mkdir(place->root, 0777), 0);
    put(path_of(place, "b"), "mine\n");
    want(place, "b", "b\n");
    assert_int_equal(write_by_force(place), SINK_DONE);
    expect_text(place, "b", "b\n");
}

static void foreign_files_with_the_wanted_bytes_are_adopted(void **state)
{
    struct place *place = *state;

    assert_int_equal(mkdir(place->root, 0777), 0);
    put(path_of(place, "b"), "b\n");
    want(place, "b", "b\n");
    assert_int_equal(write_files(place), SINK_DONE);
    want_nothing(place);
    want(place, "b", "new\n");
    assert_int_equal(write_files(place), SINK_DONE);
    expect_text(place, "b", "new\n");
}

static void files_beside_the_generated_ones_stay(void **state)
{
    struct place *place = *state;

    want(place, "hcl/dev/a.tf", "a\n");
    assert_int_equal(write_files(place), SINK_DONE);
    put(path_of(place, "hcl/dev/.terraform.lock.hcl"), "lock\n");
    want_nothing(place);
    assert_int_equal(write_files(place), SINK_DONE);
    assert_false(exists(path_of(place, "hcl/dev/a.tf")));
    expect_text(place, "hcl/dev/.terraform.lock.hcl", "lock\n");
}

/* --- orphans --- */

static void orphans_are_removed_with_their_empty_folders(void **state)
{
    struct place *place = *state;

    want(place, "hcl/dev/a.tf", "a\n");
    want(place, "hcl/prod/a.tf", "a\n");
    assert_int_equal(write_files(place), SINK_DONE);
    want_nothing(place);
    want(place, "hcl/prod/a.tf", "a\n");
    assert_int_equal(write_files(place), SINK_DONE);
    assert_int_equal(plan_count(&place->plan, CHANGE_REMOVE, "hcl/dev/"), 1);
    assert_false(exists(path_of(place, "hcl/dev")));
    expect_text(place, "hcl/prod/a.tf", "a\n");
    assert_int_equal(write_files(place), SINK_DONE);
    assert_int_equal(plan_count(&place->plan, CHANGE_REMOVE, ""), 0);
}

static void files_outside_the_scope_are_no_orphans(void **state)
{
    struct place *place = *state;

    want(place, "cfn/dev/t", "t\n");
    want(place, "hcl/dev/t", "t\n");
    want(place, "hcl/dev2/t", "t\n");
    assert_int_equal(write_files(place), SINK_DONE);
    want_nothing(place);
    want(place, "hcl/dev/u", "u\n");
    assert_int_equal(write_scope(place, "hcl/dev/"), SINK_DONE);
    assert_false(exists(path_of(place, "hcl/dev/t")));
    expect_text(place, "cfn/dev/t", "t\n");
    expect_text(place, "hcl/dev2/t", "t\n");
    // and they are still known: the next run for everything removes them
    want_nothing(place);
    assert_int_equal(write_files(place), SINK_DONE);
    expect_only(place, 0);
}

static void edited_orphans_are_left_and_told_until_removed(void **state)
{
    struct place *place = *state;

    want(place, "a", "a\n");
    assert_int_equal(write_files(place), SINK_DONE);
    put(path_of(place, "a"), "edited\n");
    want_nothing(place);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(write_files(place), SINK_DONE);
        assert_int_equal(plan_count(&place->plan, CHANGE_EDITED, ""), 1);
        expect_text(place, "a", "edited\n");
    }
    assert_int_equal(write_by_force(place), SINK_DONE);
    assert_false(exists(path_of(place, "a")));
}

/* --- looking and telling --- */

static void looking_changes_nothing(void **state)
{
    struct place *place = *state;
    struct plan_job job = job_of(place, false);
    struct buf out;

    want(place, "cfn/a", "a\n");
    assert_int_equal(sink_look(&place->plan, &place->arena, &job, &place->diags, &place->reason),
                     SINK_DONE);
    assert_false(exists(place->root));
    buf_init(&out, BUF_NO_LIMIT);
    assert_false(sink_tell_difference(&place->plan, &out));
    assert_string_equal(buf_str(&out).p, "missing  cfn/a\n");
    buf_release(&out);
}

static void differences_and_changes_are_told(void **state)
{
    struct place *place = *state;
    struct plan_job job = job_of(place, false);
    struct buf out;

    want(place, "edited", "x\n");
    want(place, "gone", "x\n");
    want(place, "same", "x\n");
    want(place, "stale", "old\n");
    assert_int_equal(write_files(place), SINK_DONE);
    put(path_of(place, "edited"), "y\n");
    put(path_of(place, "foreign"), "mine\n");
    want_nothing(place);
    want(place, "foreign", "ours\n");
    want(place, "new", "x\n");
    want(place, "same", "x\n");
    want(place, "stale", "new\n");
    assert_int_equal(sink_look(&place->plan, &place->arena, &job, &place->diags, &place->reason),
                     SINK_DONE);
    buf_init(&out, BUF_NO_LIMIT);
    assert_false(sink_tell_difference(&place->plan, &out));
    assert_string_equal(buf_str(&out).p,
                        "orphaned edited\nstale    foreign\norphaned gone\nmissing  new\n"
                        "stale    stale\n"
                        "--- a/foreign\n+++ b/foreign\n@@ -1 +1 @@\n-mine\n+ours\n"
                        "--- a/stale\n+++ b/stale\n@@ -1 +1 @@\n-old\n+new\n");
    buf_clear(&out);
    sink_tell_changes(&place->plan, &out);
    assert_string_equal(buf_str(&out).p, "leave   edited\nrefuse  foreign\nremove  gone\n"
                                         "create  new\nchange  stale\n");
    buf_release(&out);
}

static void json_is_printed_alone_and_text_is_joined(void **state)
{
    struct place *place = *state;
    struct buf out;
    size_t left_out = 0;

    buf_init(&out, BUF_NO_LIMIT);
    file_list_add(&place->files, &place->arena, "cfn/dev/template.json", STR("{}\n"));
    file_list_add(&place->files, &place->arena, "cfn/dev/parameters.json", STR("[]\n"));
    sink_join(&place->files, &out, &left_out);
    assert_string_equal(buf_str(&out).p, "{}\n");
    assert_int_equal(left_out, 1);
    buf_clear(&out);
    want_nothing(place);
    file_list_add(&place->files, &place->arena, "hcl/dev/b.tf", STR("b\n"));
    file_list_add(&place->files, &place->arena, "hcl/dev/terraform.tfvars", STR("v\n"));
    file_list_add(&place->files, &place->arena, "hcl/dev/a.tf", STR("a\n"));
    sink_join(&place->files, &out, &left_out);
    assert_string_equal(buf_str(&out).p,
                        "# --- hcl/dev/b.tf ---\nb\n\n# --- hcl/dev/a.tf ---\na\n");
    assert_int_equal(left_out, 1);
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(files_are_created_with_their_folders),
        TEST(unchanged_files_are_left_alone),
        TEST(edits_of_generated_files_are_overwritten),
        TEST(foreign_files_are_refused_and_nothing_is_written),
        TEST(force_overwrites_foreign_files),
        TEST(foreign_files_with_the_wanted_bytes_are_adopted),
        TEST(files_beside_the_generated_ones_stay),
        TEST(orphans_are_removed_with_their_empty_folders),
        TEST(files_outside_the_scope_are_no_orphans),
        TEST(edited_orphans_are_left_and_told_until_removed),
        TEST(looking_changes_nothing),
        TEST(differences_and_changes_are_told),
        TEST(json_is_printed_alone_and_text_is_joined),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
