/* SPDX-License-Identifier: MIT */
/* The built-in filters, as a table. */
#include "template/filters.h"

#include "base/compiler.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "template/eval.h"
#include "template/sorting.h"

#include <string.h>

/* What ends a word for `title`: a hyphen, an opening bracket, and what Python takes for a blank. */
#define WORD_ENDS "-({[< \t\n\v\f\r\x1c\x1d\x1e\x1f"

/* Faults of a filter: at the place where it is applied. */
#define REFUSE(call, ...) REPORT((call)->eval, (call)->node, __VA_ARGS__)

static bool expect_input(const struct filter_call *call, enum value_type type, const char *what)
{
    if (call->input.type == type) {
        return true;
    }
    return REFUSE(call, "'%s' takes %s, not %s", call->name, what, value_type_name(&call->input));
}

static bool expect_text(const struct filter_call *call, size_t idx)
{
    if (call->args[idx].type == VALUE_STRING) {
        return true;
    }
    return REFUSE(call, "an argument of '%s' is a string, not %s", call->name,
                  value_type_name(&call->args[idx]));
}

/* The text that was collected above `mark`. */
static struct value keep_text(const struct filter_call *call, size_t mark)
{
    return scope_keep_made(&call->eval->scope, eval_take_text(call->eval, mark));
}

static bool filter_default(const struct filter_call *call, struct value *out)
{
    *out = call->input.type == VALUE_UNDEFINED ? call->args[0] : call->input;
    return true;
}

static bool filter_length(const struct filter_call *call, struct value *out)
{
    const struct value *input = &call->input;
    size_t length = 0;

    if (input->type == VALUE_LIST) {
        length = json_array_size(input->json);
    } else if (input->type == VALUE_MAP && !value_is_reference(input)) {
        length = json_object_size(input->json);
    } else if (input->type == VALUE_STRING) {
        for (size_t off = 0; off < input->as.text.len; length++) {
            off += utf8_decode(input->as.text, off).len;
        }
    } else {
        return REFUSE(call, "'length' takes a list, a map or a string, not %s",
                      value_type_name(input));
    }
    *out = value_integer((json_int_t)length);
    return true;
}

static bool filter_join(const struct filter_call *call, struct value *out)
{
    struct str separator = STR("");

    if (!expect_input(call, VALUE_LIST, "a list")) {
        return false;
    }
    if (call->arg_count > 0) {
        if (!expect_text(call, 0)) {
            return false;
        }
        separator = call->args[0].as.text;
    }
    return operator_join(call->eval, call->node, call->input.json, separator, out);
}

static bool expect_sortable(const struct filter_call *call)
{
    if (!expect_input(call, VALUE_LIST, "a list")) {
        return false;
    }
    const char *fault = sorting_fault(call->input.json);

    return fault == NULL ||
           REFUSE(call, "'%s' takes a list of strings or of numbers; %s", call->name, fault);
}

static bool filter_sort(const struct filter_call *call, struct value *out)
{
    if (!expect_sortable(call)) {
        return false;
    }
    *out = scope_keep(&call->eval->scope, sorting_sorted(call->input.json));
    return true;
}

static bool filter_unique(const struct filter_call *call, struct value *out)
{
    if (!expect_sortable(call)) {
        return false;
    }
    *out = scope_keep(&call->eval->scope, sorting_unique(call->input.json));
    return true;
}

static bool filter_list(const struct filter_call *call, struct value *out)
{
    const char *key;
    const json_t *member;

    if (call->input.type == VALUE_LIST) {
        *out = call->input;
        return true;
    }
    if (!expect_input(call, VALUE_MAP, "a list or a map")) {
        return false;
    }
    json_t *keys = jx_array();

    jx_object_foreach (call->input.json, key, member) {
        jx_append(keys, jx_string(key));
    }
    *out = scope_keep(&call->eval->scope, keys);
    return true;
}

/* The item at one end; undefined if there is none, so that `default` may follow. */
static bool end_item(const struct filter_call *call, bool is_last, struct value *out)
{
    if (!expect_input(call, VALUE_LIST, "a list")) {
        return false;
    }
    size_t count = json_array_size(call->input.json);

    *out = count == 0 ? (struct value){.type = VALUE_UNDEFINED, .node = call->node}
                      : value_from_json(jx_at(call->input.json, is_last ? count - 1 : 0));
    return true;
}

static bool filter_first(const struct filter_call *call, struct value *out)
{
    return end_item(call, false, out);
}

static bool filter_last(const struct filter_call *call, struct value *out)
{
    return end_item(call, true, out);
}

/* A name as `attribute` may be: Jinja2 takes a dot or digits in it for a path. */
static bool is_plain_name(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

        if (!is_letter && (i == 0 || c < '0' || c > '9')) {
            return false;
        }
    }
    return name.len > 0;
}

static bool filter_map(const struct filter_call *call, struct value *out)
{
    size_t i;
    const json_t *item;

    if (!expect_input(call, VALUE_LIST, "a list") || !expect_text(call, 0)) {
        return false;
    }
    struct str name = call->args[0].as.text;

    if (!is_plain_name(name)) {
        return REFUSE(call, "'%.*s' is not the name of one member", STR_ARGS(name));
    }
    json_t *members = jx_array();

    *out = scope_keep(&call->eval->scope, members);
    jx_array_foreach (call->input.json, i, item) {
        const json_t *member = json_object_getn(item, name.p, name.len);

        if (member == NULL) {
            return REFUSE(call, "item %zu of the list has no member '%.*s'", i, STR_ARGS(name));
        }
        jx_append(members, jx_share(member));
    }
    return true;
}

static char to_upper(char c)
{
    if (c >= 'a' && c <= 'z') {
        return (char)(c - 'a' + 'A');
    }
    return c;
}

static char to_lower(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return c;
}

/* Each letter changed by `convert`, or by `first` where a word begins: at the start and behind what
 * Jinja2's `title` takes for the end of a word. */
static bool convert_case(const struct filter_call *call, char (*first)(char), char (*convert)(char),
                         struct value *out)
{
    struct buf *scratch = &call->eval->scratch;
    size_t mark = scratch->len;
    struct str text = call->input.as.text;

    if (!expect_input(call, VALUE_STRING, "a string")) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.p[i] >= 0x80) {
            buf_truncate(scratch, mark);
            return REFUSE(call, "'%s' takes ASCII text only", call->name);
        }
        bool is_first = i == 0 || (text.p[i - 1] != '\0' && strchr(WORD_ENDS, text.p[i - 1]));

        buf_add_char(scratch, (is_first ? first : convert)(text.p[i]));
    }
    *out = keep_text(call, mark);
    return true;
}

static bool filter_upper(const struct filter_call *call, struct value *out)
{
    return convert_case(call, to_upper, to_upper, out);
}

static bool filter_lower(const struct filter_call *call, struct value *out)
{
    return convert_case(call, to_lower, to_lower, out);
}

/* "orders-db" becomes "Orders-Db". */
static bool filter_title(const struct filter_call *call, struct value *out)
{
    return convert_case(call, to_upper, to_lower, out);
}

static bool filter_replace(const struct filter_call *call, struct value *out)
{
    struct buf *scratch = &call->eval->scratch;
    size_t mark = scratch->len;

    if (!expect_input(call, VALUE_STRING, "a string") || !expect_text(call, 0) ||
        !expect_text(call, 1)) {
        return false;
    }
    struct str text = call->input.as.text;
    struct str old = call->args[0].as.text;

    if (old.len == 0) {
        return REFUSE(call, "'replace' needs a text to look for");
    }
    for (size_t i = 0; i < text.len;) {
        if (str_has_prefix(str_slice(text, i, old.len), old)) {
            buf_add(scratch, call->args[1].as.text);
            i += old.len;
        } else {
            buf_add_char(scratch, text.p[i++]);
        }
    }
    *out = keep_text(call, mark);
    return true;
}

/* The parser leaves no `ident` in the tree. */
static bool filter_ident(const struct filter_call *call, struct value *out)
{
    (void)call;
    (void)out;
    BUG("the filter 'ident' was not taken away");
}

static const struct filter BUILTIN[] = {
    [FILTER_IDENT] = {.name = "ident", .run = filter_ident},
    {.name = "default", .arg_min = 1, .arg_max = 1, .takes_undefined = true, .run = filter_default},
    {.name = "first", .takes_lazy = true, .run = filter_first},
    {.name = "join", .arg_max = 1, .takes_lazy = true, .run = filter_join},
    {.name = "last", .run = filter_last},
    {.name = "length", .run = filter_length},
    {.name = "list", .takes_lazy = true, .run = filter_list},
    {.name = "lower", .run = filter_lower},
    {.name = "map",
     .arg_min = 1,
     .arg_max = 1,
     .keyword = "attribute",
     .is_lazy = true,
     .takes_lazy = true,
     .run = filter_map},
    {.name = "replace", .arg_min = 2, .arg_max = 2, .run = filter_replace},
    {.name = "sort", .takes_lazy = true, .run = filter_sort},
    {.name = "title", .run = filter_title},
    {.name = "unique", .is_lazy = true, .takes_lazy = true, .run = filter_unique},
    {.name = "upper", .run = filter_upper},
};

const struct filter *filters_builtin(size_t *count)
{
    *count = AG_COUNT(BUILTIN);
    return BUILTIN;
}

/* A filter of another floor: its input and arguments go over as JSON. */
static bool apply_external(const struct filter *filter, struct filter_call *call, struct value *out)
{
    struct scope *scope = &call->eval->scope;
    const json_t *args[FILTER_ARGS_MAX] = {NULL};
    const char *error = NULL;

    for (size_t i = 0; i < call->arg_count; i++) {
        args[i] = scope_keep(scope, value_to_json(&call->args[i])).json;
    }
    const json_t *input = scope_keep(scope, value_to_json(&call->input)).json;
    json_t *result =
        filter->external(call->eval->render->context, input, args, call->arg_count, &error);

    if (result == NULL) {
        return REFUSE(call, "'%s': %s", call->name, error == NULL ? "it failed" : error);
    }
    *out = scope_keep_made(scope, result);
    return true;
}

bool filters_apply(const struct filter *filter, struct filter_call *call, struct value *out)
{
    return filter->run == NULL ? apply_external(filter, call, out) : filter->run(call, out);
}
