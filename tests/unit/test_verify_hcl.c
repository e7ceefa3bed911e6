/* SPDX-License-Identifier: MIT */
/* HCL read back: expressions, calls, blocks, providers, moves. */
#include "verify/hcl_expression.h"
#include "verify/raw.h"
#include "verifying.h"

#include "base/compiler.h"

static void expressions_become_the_raw_form(void **state)
{
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"80", "'80'"},
        {"-1", "'-1'"},
        {"0.25", "'0.25'"},
        {"true", "'true'"},
        {"null", "null"},
        {"\"a\\tb \\\"c\\\" \\u00e4 \\\\ %%{x}\"", "'a\\tb \\\"c\\\" ä \\\\ %{x}'"},
        {"aws_vpc.main.id", "'${aws_vpc.main.id}'"},
        {"aws_db_instance.db.master_user_secret[0].secret_arn",
         "'${aws_db_instance.db.master_user_secret[0].secret_arn}'"},
        {"\"arn:${var.region}:*\"", "'arn:${var.region}:*'"},
        {"\"$${literal}\"", "'$${literal}'"},
        {"[]", "[]"},
        {"[1, \"two\",\n  # three\n  true,\n]", "['1', 'two', 'true']"},
        {"{ a = 1, \"b-c\" = [2]\n d : {} }", "{'a': '1', 'b-c': ['2'], 'd': {}}"},
        {"{ (aws_lb.web.arn) = 1 }", "{'${aws_lb.web.arn}': '1'}"},
        {"[for record in x : record.fqdn]", "'${for record in x : record.fqdn}'"},
    };

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        struct hcl_reader reader = {*state, str_from(cases[i].text), NULL};
        json_t *value = hcl_expression(&reader);

        assert_null(reader.error);
        assert_int_equal(reader.rest.len, 0);
        check_json(value, cases[i].expected);
    }
}

static void calls_whose_value_is_known_give_it(void **state)
{
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"jsonencode({ a = [1] })", "{'a': ['1']}"},
        {"base64encode(\"x\")", "'x'"},
        {"format(\"%s-%d\", aws_vpc.main.id, 7)", "'${aws_vpc.main.id}-7'"},
        {"join(\",\", [\"a\", var.b])", "'a,${var.b}'"},
        {"join(\",\", var.list)", "'${join(,, ${var.list})}'"},
        {"cidrsubnet(var.block, 8, 1)", "'${cidrsubnet(${var.block}, 8, 1)}'"},
        {"one(aws_lb.web[*].arn)", "'${aws_lb.web[*].arn}'"},
        {"jsondecode(var.text)[\"key\"]", "'${jsondecode(${var.text})[\\\"key\\\"]}'"},
    };

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        struct hcl_reader reader = {*state, str_from(cases[i].text), NULL};
        json_t *value = hcl_expression(&reader);

        assert_null(reader.error);
        check_json(value, cases[i].expected);
    }
}

static void faults_say_where_reading_stopped(void **state)
{
    static const struct {
        const char *text;
        const char *error;
    } cases[] = {
        {"\"open", "text without end before ''"},
        {"\"\\q\"", "unknown escape before 'q\"'"},
        {"\"${var.a\"", "expected '}' before '\"'"},
        {"{ a 1 }", "expected a member before '1 }'"},
        {"[for a in b", "'for' without end before 'for a in b'"},
        {"= 1", "expected a value before '= 1'"},
        {"var.a[0", "expected ']' before '[0'"},
    };

    for (size_t i = 0; i < AG_COUNT(cases); i++) {
        struct hcl_reader reader = {*state, str_from(cases[i].text), NULL};

        assert_null(hcl_expression(&reader));
        assert_string_equal(reader.error, cases[i].error);
    }
}

static json_t *read_files(struct arena *arena, const char *const texts[][2], size_t count)
{
    struct file_list files = {0};
    const char *error = NULL;

    for (size_t i = 0; i < count; i++) {
        file_list_add(&files, arena, texts[i][0], str_from(texts[i][1]));
    }
    json_t *raw = raw_read_hcl(arena, &files, &error);

    assert_null(error);
    return raw;
}

static void resources_have_region_tags_and_former_name(void **state)
{
    static const char *const texts[][2] = {
        {"hcl/prod/main.tf",
         "terraform {\n  backend \"s3\" {\n    key = \"x\"\n  }\n}\n"
         "provider \"aws\" {\n  region = var.region\n  default_tags {\n    tags = {\n"
         "      Owner = \"a\"\n      Name = \"b\"\n    }\n  }\n}\n"
         "provider \"aws\" {\n  alias = \"us\"\n  region = \"us-east-1\"\n"
         "  default_tags {\n    tags = {\n      Owner = \"c\"\n    }\n  }\n}\n"
         "variable \"region\" {\n  default = \"eu-west-1\"\n\n"
         "  validation {\n    condition = 1 < 2\n  }\n}\n"
         "variable \"web_size\" {}\n"
         "output \"web_size\" {\n  value = 1\n}\n"
         "moved {\n  from = aws_lb.old\n  to = aws_lb.web\n}\n"
         "resource \"aws_lb\" \"web\" {\n  tags = {\n    Name = \"own\"\n  }\n"
         "  depends_on = [aws_acl.x, aws_x.y]\n}\n"
         "resource \"aws_acl\" \"x\" {\n  provider = aws.us\n  tags = {}\n  rule {\n    a = 1\n  "
         "}\n"
         "  rule {\n    a = 2\n  }\n}\n"},
        {"hcl/prod/delivery/main.tf", "provider \"aws\" {\n  region = \"eu-north-1\"\n}\n"
                                      "data \"aws_x\" \"y\" {}\n"},
        {"hcl/prod/terraform.tfvars", "web_size = 2\n\nmore = [\"a\"]\n"},
    };
    json_t *raw = read_files(*state, texts, AG_COUNT(texts));

    check_json(
        jx_copy(jx_get(raw, "resources")),
        "[{'type': 'document', 'name': 'hcl/prod', 'region': 'eu-west-1',"
        "  'document': 'hcl/prod', 'properties': {'backend': {'key': 'x'}}, 'after': []},"
        " {'type': 'output', 'name': 'web_size', 'was': 'old_size', 'region': 'eu-west-1',"
        "  'document': 'hcl/prod', 'properties': {'value': '1'}, 'after': []},"
        " {'type': 'aws_lb', 'name': 'web', 'was': 'old', 'region': 'eu-west-1',"
        "  'document': 'hcl/prod', 'properties': {'tags': {'Name': 'own', 'Owner': 'a'}},"
        "  'after': ['aws_acl.x', 'aws_x.y']},"
        " {'type': 'aws_acl', 'name': 'x', 'region': 'us-east-1', 'document': 'hcl/prod',"
        "  'properties': {'rule': [{'a': '1'}, {'a': '2'}], 'tags': {'Owner': 'c'}}, 'after': []},"
        " {'type': 'data.aws_x', 'name': 'y', 'region': 'eu-north-1',"
        "  'document': 'hcl/prod/delivery', 'properties': {}, 'after': []}]");
    check_json(jx_copy(jx_get(raw, "parameters")),
               "{'region': {'default': 'eu-west-1', 'validation': {'condition': '${1 < 2}'}},"
               " 'web_size': {'was': 'old_size', 'given': '2'}, 'more': {'undeclared': 'true', "
               "'given': ['a']}}");
    json_decref(raw);
}

/* The resources that a root and its child `m/web` are, each as [type, after, properties]. */
static json_t *join(void *state, const char *root, const char *child)
{
    const char *const texts[][2] = {{"hcl/main.tf", root}, {"hcl/m/web/web.tf", child}};
    json_t *raw = read_files(state, texts, AG_COUNT(texts));
    json_t *result = jx_array();
    size_t i;
    const json_t *item;

    jx_array_foreach (jx_get(raw, "resources"), i, item) {
        json_t *row = jx_array();

        jx_append(row, jx_share(jx_get(item, "type")));
        jx_append(row, jx_share(jx_get(item, "region")));
        jx_append(row, jx_share(jx_get(item, "after")));
        jx_append(row, jx_share(jx_get(item, "properties")));
        jx_append(result, row);
    }
    json_decref(raw);
    return result;
}

static const char child[] = "variable \"vpc\" {}\nvariable \"made\" {}\n"
                            "resource \"aws_lb\" \"web\" {\n  vpc = var.vpc\n"
                            "  text = \"a ${var.vpc} b\"\n  one = f(var.vpc[0])\n"
                            "  depends_on = [var.made]\n}\n";
static const char root[] = "provider \"aws\" {\n  region = \"a\"\n}\n"
                           "provider \"aws\" {\n  alias = \"us\"\n  region = \"b\"\n}\n";

static void modules_are_read_as_one(void **state)
{
    static const struct {
        const char *root;
        const char *child;
        const char *expected;
    } rows[] = {
        {"module \"web\" {\n  source = \"./m/web\"\n  vpc = var.x\n  made = \"y\"\n}\n", child,
         "[['aws_lb', 'a', ['var.made'], {'vpc': '${var.x}', 'text': 'a ${var.x} b',"
         " 'one': '${f(${var.x[0]})}'}]]"},
        {"module \"web\" {\n  source = \"./m/web\"\n  vpc = \"v\"\n  made = \"y\"\n}\n", child,
         "[['aws_lb', 'a', ['var.made'], {'vpc': 'v', 'text': 'a v b',"
         " 'one': '${f(${var.vpc[0]})}'}]]"},
        {"module \"web\" {\n  source = \"./m/web\"\n}\n",
         "resource \"aws_lb\" \"web\" {\n"
         "  vpc = var.vpc\n}\n",
         "[['aws_lb', 'a', [], {'vpc': '${var.vpc of hcl/m/web}'}]]"},
        {"module \"web\" {\n  source = \"./m/web\"\n}\noutput \"o\" {\n"
         "  value = module.web.arn\n}\n",
         "resource \"aws_lb\" \"web\" {}\noutput \"arn\" {\n  value = aws_lb.web.arn\n}\n",
         "[['output', 'a', [], {'value': '${aws_lb.web.arn}'}], ['aws_lb', 'a', [], {}]]"},
        {"module \"web\" {\n  source = \"./m/web\"\n}\noutput \"o\" {\n"
         "  value = module.web.other\n}\n",
         "resource \"aws_lb\" \"web\" {}\n",
         "[['output', 'a', [], {'value': '${module.web.other}'}], ['aws_lb', 'a', [], {}]]"},
        {"module \"web\" {\n  source = \"./m/web\"\n}\nresource \"aws_vpc\" \"main\" {}\n",
         "resource \"aws_lb\" \"web\" {\n  vpc = aws_vpc.main.id\n}\n",
         "[['aws_vpc', 'a', [], {}],"
         " ['aws_lb', 'a', [], {'vpc': '${aws_vpc.main, not in hcl/m/web.id}'}]]"},
        {"module \"web\" {\n  source = \"./m/web\"\n  providers = {\n    aws = aws\n"
         "    aws.far = aws.us\n  }\n}\n",
         "resource \"aws_lb\" \"web\" {\n  provider = aws.far\n}\n"
         "resource \"aws_lb\" \"own\" {}\n",
         "[['aws_lb', 'b', [], {}], ['aws_lb', 'a', [], {}]]"},
        {"module \"web\" {\n  source = \"./m/web\"\n}\n",
         "resource \"aws_lb\" \"web\" {\n  provider = aws.us\n}\n",
         "[['aws_lb', 'of provider not_given', [], {}]]"},
        {"module \"web\" {\n  source = \"./m/web\"\n}\ndata \"aws_x\" \"y\" {}\n",
         "data \"aws_x\" \"y\" {}\n", "[['data.aws_x', 'a', [], {}]]"},
    };

    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        check_json(join(*state, arena_text(*state, "%s%s", root, rows[i].root), rows[i].child),
                   rows[i].expected);
    }
}

static void what_waits_in_a_module_waits_for_what_is_passed(void **state)
{
    static const char *const texts[][2] = {
        {"hcl/main.tf", "module \"web\" {\n  source = \"./m/web\"\n"
                        "  vpc = module.net.id\n  made = module.net.made\n}\n"
                        "module \"net\" {\n  source = \"./m/net\"\n}\n"},
        {"hcl/m/web/web.tf", child},
        {"hcl/m/net/net.tf", "resource \"aws_vpc\" \"main\" {}\n"
                             "output \"id\" {\n  value = aws_vpc.main.id\n}\n"
                             "output \"made\" {\n  value = \"x\"\n"
                             "  depends_on = [aws_vpc.main]\n}\n"},
    };
    json_t *raw = read_files(*state, texts, AG_COUNT(texts));

    check_json(jx_copy(jx_path(raw, "resources")),
               "[{'type': 'aws_lb', 'name': 'web', 'region': '', 'document': 'hcl',"
               "  'after': ['aws_vpc.main'], 'properties': {'vpc': '${aws_vpc.main.id}',"
               "  'text': 'a ${aws_vpc.main.id} b', 'one': '${f(${aws_vpc.main.id[0]})}'}},"
               " {'type': 'aws_vpc', 'name': 'main', 'region': '', 'document': 'hcl',"
               "  'after': [], 'properties': {}}]");
    json_decref(raw);
}

static void modules_that_do_not_fit_are_a_fault(void **state)
{
    static const struct {
        const char *root;
        const char *child;
        const char *error;
    } rows[] = {
        {"module \"web\" {\n  source = \"./m/api\"\n}\n", "",
         "module 'web': its folder is not there"},
        {"module \"a\" {\n  source = \"./m/web\"\n}\nmodule \"b\" {\n  source = "
         "\"./m/web\"\n}\n",
         "", "module 'b': it is called elsewhere"},
        {"module \"web\" {\n  source = \"./m/web\"\n}\nresource \"aws_x\" \"y\" {}\n",
         "resource \"aws_x\" \"y\" {}\n", "hcl/m/web: 'aws_x.y' is in another module too"},
        {"module \"web\" {\n  source = \"./m/web\"\n}\ndata \"aws_x\" \"y\" {}\n",
         "data \"aws_x\" \"y\" {\n  a = 1\n}\n",
         "hcl/m/web: 'data.aws_x.y' is in another module too"},
    };

    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        struct file_list files = {0};
        const char *error = NULL;

        file_list_add(&files, *state, "hcl/main.tf", str_from(rows[i].root));
        file_list_add(&files, *state, "hcl/m/web/web.tf", str_from(rows[i].child));
        assert_null(raw_read_hcl(*state, &files, &error));
        assert_string_equal(error, rows[i].error);
    }
}

static void a_file_that_is_none_is_a_fault(void **state)
{
    struct file_list files = {0};
    const char *error = NULL;

    file_list_add(&files, *state, "hcl/a.tf", STR("resource \"a\" \"b\" {\n  c 1\n}\n"));
    assert_null(raw_read_hcl(*state, &files, &error));
    assert_string_equal(error, "hcl/a.tf: expected '=' or '{' before '1\n}\n'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(expressions_become_the_raw_form, set_up, tear_down),
        cmocka_unit_test_setup_teardown(calls_whose_value_is_known_give_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(faults_say_where_reading_stopped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(resources_have_region_tags_and_former_name, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(modules_are_read_as_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_waits_in_a_module_waits_for_what_is_passed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(modules_that_do_not_fit_are_a_fault, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_is_none_is_a_fault, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
