/* SPDX-License-Identifier: MIT */
#include "targeting.h"

#define TABLE                                                                                      \
    "{'scopes': ["                                                                                 \
    "{'sid': 'Launch', 'group': 'net', 'actions': ['ec2:Run'], 'resources': ['*']},"               \
    "{'sid': 'Net', 'group': 'net', 'service': 'ec2',"                                             \
    " 'resources': ['arn:{partition}:ec2:{region}:{account}:vpc/*', 'a:{prefix}-*']},"             \
    "{'sid': 'Pass', 'group': 'iam', 'service': 'iam', 'resources': ['role/{prefix}-*'],"          \
    " 'condition': {'StringEquals': {'iam:PassedToService': ['ec2.amazonaws.com']}}}],"            \
    "'types': {'A::Vpc': ['ec2:Make', 'ec2:Drop'], 'A::Asg': ['ec2:Run', 'ec2:Make', 'iam:Pass']," \
    " 'aws_vpc': ['ec2:Make'], 'data.aws_zones': ['ec2:Look'], 'Text': []}}"

#define CFN                                                                                        \
    "{'dialect': 'json', 'title': 'T', 'folder': 'f',"                                             \
    " 'permissions': {'file': 'permissions.json', 'when': 'delivery',"                             \
    "                 'types': {'R': 'Type', 'P': 'Type'}},"                                       \
    " 'files': [{'path': 'role.json', 'apart': true, 'parts': [{'template': 'role'}]},"            \
    "           {'path': 'a.json', 'parts': [{'template': 'a'}]}]}"

#define HCL                                                                                        \
    "{'dialect': 'hcl', 'title': 'T', 'folder': 'f',"                                              \
    " 'permissions': {'file': 'permissions.json', 'when': 'delivery'},"                            \
    " 'files': [{'path': 'role.txt', 'apart': true, 'compose': 'plain',"                           \
    "            'parts': [{'template': 'role'}]},"                                                \
    "           {'path': 'a.tf', 'parts': [{'template': 'a'}]}]}"

#define VIEW(regions)                                                                              \
    "{'env': {'name': 'dev'}, 'prefix': 'shop-dev', 'delivery': {'x': 1}, 'regions': " regions "}"

static void add_target(struct targeting *targeting, const char *template)
{
    add_file(targeting, "templates/t/references",
             "partition: \"P\"\naccount.id: \"1\"\nregion: \"here\"\n");
    add_file(targeting, "templates/t/permissions.json", quoted(targeting, TABLE));
    add_file(targeting, "templates/t/a.tmpl", quoted(targeting, template));
}

static void types_of_a_document_become_policies(void **state)
{
    struct targeting *targeting = *state;

    add_target(targeting, "{'R': {'V': {'Type': 'A::Vpc'}, 'G': {'Type': 'A::Asg'}},"
                          " 'P': {'T': {'Type': 'Text'}}}");
    add_file(targeting, "templates/t/role.tmpl",
             "{\"Policies\": {{ deploy.policies }}, \"R\": {\"Role\": {\"Type\": \"Unlisted\"}}}");
    assert_true(load(targeting, CFN));
    assert_true(generate(targeting, VIEW("[{'name': 'there'}]")));
    assert_int_equal(targeting->files.count, 2);
    const char *bytes = targeting->files.items[1].bytes.p;
    json_t *made = json_loads(bytes, 0, NULL);
    json_t *wanted = json_loads(
        quoted(targeting,
               "[{'name': 'iam', 'id': 'Iam', 'label': 'iam', 'statements': [{'sid': 'Pass',"
               "   'actions': ['iam:Pass'], 'resources': ['role/shop-dev-*'], 'condition':"
               "   {'StringEquals': {'iam:PassedToService': ['ec2.amazonaws.com']}}}]},"
               " {'name': 'net', 'id': 'Net', 'label': 'net', 'statements': ["
               "  {'sid': 'Launch', 'actions': ['ec2:Run'], 'resources': ['*'],"
               "   'condition': null},"
               "  {'sid': 'Net', 'actions': ['ec2:Drop', 'ec2:Make'], 'resources': ["
               "   'arn:P:ec2:here:1:vpc/*', 'arn:P:ec2:there:1:vpc/*', 'a:shop-dev-*'],"
               "   'condition': null}]}]"),
        0, NULL);

    assert_string_equal(targeting->files.items[1].path, "f/role.json");
    assert_non_null(wanted);
    if (json_equal(jx_get(made, "Policies"), wanted) != 1) {
        print_error("%s\n", bytes);
    }
    assert_int_equal(json_equal(jx_get(made, "Policies"), wanted), 1);
    json_decref(made);
    json_decref(wanted);
}

static void types_of_blocks_become_policies(void **state)
{
    struct targeting *targeting = *state;

    add_target(targeting, "data 'aws_zones' 'all' {}\nresource 'aws_vpc' 'main' {}\n"
                          "variable 'region' {}\n");
    add_file(targeting, "templates/t/role.tmpl",
             "a = {{ (deploy.policies | first).statements | map(attribute=\"actions\") | list }}\n"
             "resource \"unlisted\" \"role\" {}\n");
    assert_true(load(targeting, HCL));
    assert_true(generate(targeting, VIEW("[]")));
    assert_file(targeting, 1, "f/role.txt",
                "# Generated by archgen. Do not edit: changes are overwritten.\n\n"
                "a = [\n  [\"ec2:Look\", \"ec2:Make\"],\n]\n"
                "resource \"unlisted\" \"role\" {}\n");
}

static void nothing_is_asked_where_nobody_delivers(void **state)
{
    struct targeting *targeting = *state;

    add_target(targeting, "{'R': {'V': {'Type': 'Unlisted'}}}");
    add_file(targeting, "templates/t/role.tmpl", "{\"D\": {{ deploy }}}");
    assert_true(load(targeting, CFN));
    assert_true(generate(targeting, "{'env': {'name': 'dev'}, 'delivery': null}"));
    assert_file(targeting, 1, "f/role.json", "{\n  \"D\": null\n}\n");
}

static void what_is_not_listed_is_a_fault(void **state)
{
    struct targeting *targeting = *state;

    add_target(targeting, "{'R': {'V': {'Type': 'Unlisted'}}}");
    add_file(targeting, "templates/t/role.tmpl", "{}");
    assert_true(load(targeting, CFN));
    assert_false(generate(targeting, VIEW("[]")));
    assert_int_equal(targeting->diags.count, 1);
    assert_diag(targeting, 0, DIAG_BAD_TARGET, 0, "what deploying 'Unlisted' needs is not listed");
    assert_string_equal(targeting->diags.items[0]->span.source->name,
                        "templates/t/permissions.json");
}

static void a_faulty_table_is_a_fault(void **state)
{
    static const struct {
        const char *table;
        const char *expected;
    } cases[] = {
        {"{'scopes': [{'sid': 'Net', 'group': 'net', 'service': 'ec2', 'resources': ['*']}],"
         " 'types': {'Stray': ['s3:Get']}}",
         "no scope covers the action 's3:Get' of 'Stray'"},
        {"{'scopes': [{'sid': 'Odd', 'group': 'net', 'service': 'odd', 'resources': ['a{place}']}],"
         " 'types': {}}",
         "'{place}' is no placeholder"},
        {"{'scopes': [{'sid': 'Odd', 'group': 'net', 'service': 'odd', 'resources': ['*'],"
         "  'condition': {'StringEquals': {'a:b': ['{place}']}}}], 'types': {}}",
         "'{place}' is no placeholder"},
        {"{'scopes': [{'sid': 'Odd', 'group': 'net', 'service': 'odd', 'resources': ['a{}b']}],"
         " 'types': {}}",
         "'{}' is no placeholder"},
        {"{'scopes': [], 'types': {'Vpc': 'ec2:Make'}}", "expected a list of actions for 'Vpc'"},
        {"{", "the table of permissions is no JSON: string or '}' expected near end of file"},
    };
    struct targeting *targeting = *state;

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        targeting->data = (struct file_list){0};
        diags_init(&targeting->diags, &targeting->arena);
        add_file(targeting, "templates/t/references", "");
        add_file(targeting, "templates/t/permissions.json", quoted(targeting, cases[i].table));
        add_file(targeting, "templates/t/a.tmpl", "{}");
        add_file(targeting, "templates/t/role.tmpl", "{}");
        assert_false(load(targeting, CFN));
        assert_int_equal(targeting->diags.count, 1);
        assert_diag(targeting, 0, DIAG_BAD_TARGET, 0, cases[i].expected);
        assert_string_equal(targeting->diags.items[0]->span.source->name,
                            "templates/t/permissions.json");
    }
}

static void a_table_that_is_missing_is_a_fault(void **state)
{
    struct targeting *targeting = *state;

    add_file(targeting, "templates/t/references", "");
    add_file(targeting, "templates/t/a.tmpl", "{}");
    add_file(targeting, "templates/t/role.tmpl", "{}");
    assert_false(load(targeting, CFN));
    assert_diag(targeting, 0, DIAG_BAD_TARGET, -1,
                "the target 't' has no file 'templates/t/permissions.json'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(types_of_a_document_become_policies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(types_of_blocks_become_policies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_asked_where_nobody_delivers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_listed_is_a_fault, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_faulty_table_is_a_fault, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_table_that_is_missing_is_a_fault, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
