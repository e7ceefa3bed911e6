/* SPDX-License-Identifier: MIT */
#include "base/mem.h"
#include "data/patch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct patch_case {
    const char *name;
    const char *document; /* single quotes stand for double ones */
    const char *operations;
    const char *expected; /* the document afterwards, or the reason */
    int failed_index;     /* -1: the patch applies */
};

/* RFC 6902, appendix A (numbers in the names), and cases of our own. */
static const struct patch_case cases[] = {
    {"A.1 add a member", "{'foo':'bar'}", "[{'op':'add','path':'/baz','value':'qux'}]",
     "{'foo':'bar','baz':'qux'}", -1},
    {"A.2 add an item", "{'foo':['bar','baz']}", "[{'op':'add','path':'/foo/1','value':'qux'}]",
     "{'foo':['bar','qux','baz']}", -1},
    {"A.3 remove a member", "{'baz':'qux','foo':'bar'}", "[{'op':'remove','path':'/baz'}]",
     "{'foo':'bar'}", -1},
    {"A.4 remove an item", "{'foo':['bar','qux','baz']}", "[{'op':'remove','path':'/foo/1'}]",
     "{'foo':['bar','baz']}", -1},
    {"A.5 replace a value", "{'baz':'qux','foo':'bar'}",
     "[{'op':'replace','path':'/baz','value':'boo'}]", "{'baz':'boo','foo':'bar'}", -1},
    {"A.6 move a value", "{'foo':{'bar':'baz','waldo':'fred'},'qux':{'corge':'grault'}}",
     "[{'op':'move','from':'/foo/waldo','path':'/qux/thud'}]",
     "{'foo':{'bar':'baz'},'qux':{'corge':'grault','thud':'fred'}}", -1},
    {"A.7 move an item", "{'foo':['all','grass','cows','eat']}",
     "[{'op':'move','from':'/foo/1','path':'/foo/3'}]", "{'foo':['all','cows','eat','grass']}", -1},
    {"A.8 test a value", "{'baz':'qux','foo':['a',2,'c']}",
     "[{'op':'test','path':'/baz','value':'qux'},{'op':'test','path':'/foo/1','value':2}]",
     "{'baz':'qux','foo':['a',2,'c']}", -1},
    {"A.9 test fails", "{'baz':'qux'}", "[{'op':'test','path':'/baz','value':'bar'}]",
     "the value at 'path' is another", 0},
    {"A.10 add a nested map", "{'foo':'bar'}",
     "[{'op':'add','path':'/child','value':{'grandchild':{}}}]",
     "{'foo':'bar','child':{'grandchild':{}}}", -1},
    {"A.11 unknown members are ignored", "{'foo':'bar'}",
     "[{'op':'add','path':'/baz','value':'qux','xyz':123}]", "{'foo':'bar','baz':'qux'}", -1},
    {"A.12 add to what is not there", "{'foo':'bar'}",
     "[{'op':'add','path':'/baz/bat','value':'qux'}]", "'path' matches nothing", 0},
    {"A.14 escapes", "{'/':9,'~1':10}", "[{'op':'test','path':'/~01','value':10}]",
     "{'/':9,'~1':10}", -1},
    {"A.15 texts are no numbers", "{'~1':10}", "[{'op':'test','path':'/~01','value':'10'}]",
     "the value at 'path' is another", 0},
    {"A.16 append a list", "{'foo':['bar']}", "[{'op':'add','path':'/foo/-','value':['abc']}]",
     "{'foo':['bar',['abc']]}", -1},
    {"add replaces a member", "{'a':1,'b':2}", "[{'op':'add','path':'/a','value':3}]",
     "{'a':3,'b':2}", -1},
    {"add replaces the document", "{'a':1}", "[{'op':'add','path':'','value':[1]}]", "[1]", -1},
    {"replace the document", "{'a':1}", "[{'op':'replace','path':'','value':{}}]", "{}", -1},
    {"replace an item", "[1,2,3]", "[{'op':'replace','path':'/1','value':9}]", "[1,9,3]", -1},
    {"copy is independent", "{'a':{'x':1}}",
     "[{'op':'copy','from':'/a','path':'/b'},{'op':'add','path':'/b/y','value':2}]",
     "{'a':{'x':1},'b':{'x':1,'y':2}}", -1},
    {"copy the document into itself", "{'a':1}", "[{'op':'copy','from':'','path':'/b'}]",
     "{'a':1,'b':{'a':1}}", -1},
    {"move onto itself", "{'a':1}", "[{'op':'move','from':'/a','path':'/a'}]", "{'a':1}", -1},
    {"move beside a like-named one", "{'a':1,'ab':{}}",
     "[{'op':'move','from':'/a','path':'/ab/c'}]", "{'ab':{'c':1}}", -1},
    {"numbers are equal by value", "{'a':1,'b':[1.0,{'c':2}]}",
     "[{'op':'test','path':'/a','value':1.0},{'op':'test','path':'/b','value':[1,{'c':2.0}]}]",
     "{'a':1,'b':[1.0,{'c':2}]}", -1},
    {"order of members is no matter", "{'a':{'x':1,'y':2}}",
     "[{'op':'test','path':'/a','value':{'y':2,'x':1}}]", "{'a':{'x':1,'y':2}}", -1},
    {"nothing to do", "{'a':1}", "[]", "{'a':1}", -1},
    {"no change if a later one fails", "{'a':1}",
     "[{'op':'add','path':'/b','value':2},{'op':'remove','path':'/c'}]", "'path' matches nothing",
     1},
    {"remove what is not there", "[1]", "[{'op':'remove','path':'/1'}]", "'path' matches nothing",
     0},
    {"replace what is not there", "{'a':1}", "[{'op':'replace','path':'/b','value':2}]",
     "'path' matches nothing", 0},
    {"replace behind the end", "[1]", "[{'op':'replace','path':'/-','value':2}]",
     "'path' matches nothing", 0},
    {"insert behind the end", "[1]", "[{'op':'add','path':'/2','value':2}]",
     "'path' is not an index of the list, or past its end", 0},
    {"insert at a word", "[1]", "[{'op':'add','path':'/x','value':2}]",
     "'path' is not an index of the list, or past its end", 0},
    {"add below a scalar", "{'a':1}", "[{'op':'add','path':'/a/b','value':2}]",
     "'path' matches nothing", 0},
    {"move into itself", "{'a':{}}", "[{'op':'move','from':'/a','path':'/a/b'}]",
     "a value cannot be moved into itself", 0},
    {"move from nowhere", "{}", "[{'op':'move','from':'/a','path':'/b'}]", "'from' matches nothing",
     0},
    {"move to nowhere", "{'a':1}", "[{'op':'move','from':'/a','path':'/b/c'}]",
     "'path' matches nothing", 0},
    {"copy from nowhere", "{}", "[{'op':'copy','from':'/a','path':'/b'}]", "'from' matches nothing",
     0},
    {"test nothing", "{}", "[{'op':'test','path':'/a','value':null}]", "'path' matches nothing", 0},
    {"remove the document", "{}", "[{'op':'remove','path':''}]",
     "the whole document cannot be removed", 0},
    {"not a pointer", "{'a':1}", "[{'op':'remove','path':'a'}]",
     "not a JSON Pointer such as '/a/b'", 0},
    {"unknown operation", "{}", "[{'op':'merge','path':'/a','value':1}]",
     "'op' is none of add, remove, replace, move, copy, test", 0},
    {"not a map", "{}", "[1]", "'op' is none of add, remove, replace, move, copy, test", 0},
    {"path missing", "{}", "[{'op':'remove'}]", "'path' is missing or not a text", 0},
    {"from missing", "{}", "[{'op':'copy','path':'/a'}]", "'from' is missing or not a text", 0},
    {"value missing", "{}", "[{'op':'add','path':'/a'}]", "'value' is missing", 0},
    {"not a list", "{}", "{}", "a patch is a list of operations", 0},
};

/* Reads JSON written with single quotes. */
static json_t *read_quoted(const char *text)
{
    char copy[512];
    size_t len = strlen(text);

    assert_true(len < sizeof(copy));
    for (size_t i = 0; i <= len; i++) {
        copy[i] = text[i];
        if (copy[i] == '\'') {
            copy[i] = '"';
        }
    }
    json_t *value = json_loads(copy, JSON_DECODE_ANY, NULL);

    assert_non_null(value);
    return value;
}

static void check_case(const struct patch_case *patch_case)
{
    json_t *document = read_quoted(patch_case->document);
    json_t *operations = read_quoted(patch_case->operations);
    bool should_apply = patch_case->failed_index < 0;
    json_t *expected = read_quoted(should_apply ? patch_case->expected : patch_case->document);
    json_t *before = document;
    size_t failed_index = 99;
    const char *reason = NULL;
    bool applies = patch_apply(&document, operations, &failed_index, &reason);
    struct buf got;
    struct buf wanted;

    buf_init(&got, BUF_NO_LIMIT);
    buf_init(&wanted, BUF_NO_LIMIT);
    jx_dump(document, &got, false);
    jx_dump(expected, &wanted, false);
    if (applies != should_apply || strcmp(got.bytes, wanted.bytes) != 0) {
        fail_msg("%s: %s, %s", patch_case->name, got.bytes, reason == NULL ? "applied" : reason);
    }
    if (!applies) {
        assert_ptr_equal(document, before);
        if (strcmp(reason, patch_case->expected) != 0 ||
            failed_index != (size_t)patch_case->failed_index) {
            fail_msg("%s: operation %zu: %s", patch_case->name, failed_index, reason);
        }
    }
    buf_release(&got);
    buf_release(&wanted);
    json_decref(expected);
    json_decref(operations);
    json_decref(document);
}

static void patches_apply_as_the_rfc_says_or_fail_with_a_reason(void **state)
{
    (void)state;
    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        check_case(&cases[i]);
    }
}

static void other_holders_of_the_document_do_not_see_the_patch(void **state)
{
    json_t *document = read_quoted("{'a':{'b':1}}");
    json_t *held = jx_share(document);
    json_t *operations = read_quoted("[{'op':'remove','path':'/a/b'}]");
    size_t failed_index;
    const char *reason;

    (void)state;
    assert_true(patch_apply(&document, operations, &failed_index, &reason));
    assert_int_equal(json_object_size(jx_get(document, "a")), 0);
    assert_int_equal(json_object_size(jx_get(held, "a")), 1);
    json_decref(document);
    json_decref(held);
    json_decref(operations);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patches_apply_as_the_rfc_says_or_fail_with_a_reason),
        cmocka_unit_test(other_holders_of_the_document_do_not_see_the_patch),
    };

    mem_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
