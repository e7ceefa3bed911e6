/* SPDX-License-Identifier: MIT */
/* Nothing is computed here: readers by dialect, and a report. */
#include "verify/verify.h"

#include "base/compiler.h"
#include "verify/compare.h"
#include "verify/neutral.h"
#include "verify/raw.h"

#include <string.h>

enum { VALUE_WIDTH_MAX = 300, CONTEXT = 60 };

json_t *verify_read_raw(struct arena *arena, const char *dialect, const struct file_list *files,
                        const char **error)
{
    static const struct {
        const char *dialect;
        json_t *(*read)(struct arena *arena, const struct file_list *files, const char **error);
    } rows[] = {{"json", raw_read_cfn}, {"hcl", raw_read_hcl}};

    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        if (strcmp(rows[i].dialect, dialect) == 0) {
            return rows[i].read(arena, files, error);
        }
    }
    *error = arena_text(arena, "the dialect '%s' cannot be read back", dialect);
    return NULL;
}

json_t *verify_read(struct arena *arena, const char *dialect, const json_t *table,
                    const struct file_list *files, const char **error)
{
    json_t *raw = verify_read_raw(arena, dialect, files, error);
    json_t *neutral = raw == NULL ? NULL : neutral_make(arena, raw, table);

    json_decref(raw);
    return neutral;
}

static void append_all(json_t *list, const json_t *items)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (items, i, item) {
        jx_append(list, jx_share(item));
    }
}

json_t *verify_compare(struct arena *arena, const json_t *first, const json_t *second)
{
    json_t *result = compare_outputs(arena, first, second);
    json_t *left_out = jx_array();
    json_t *faults = jx_array();

    jx_append(left_out, jx_share(jx_get(first, "left_out")));
    jx_append(left_out, jx_share(jx_get(second, "left_out")));
    append_all(faults, jx_get(first, "faults"));
    append_all(faults, jx_get(second, "faults"));
    jx_set(result, "left_out", left_out);
    jx_set(result, "faults", faults);
    return result;
}

bool verify_agrees(const json_t *result)
{
    return json_array_size(jx_get(result, "differences")) == 0 &&
           json_array_size(jx_get(result, "faults")) == 0;
}

/* ---- the report ---- */

static void print_types(const json_t *types, const char *const names[2], struct buf *out)
{
    json_int_t sums[4] = {0, 0, 0, 0};
    json_t *keys = jx_sorted_keys(types);
    size_t count = json_array_size(keys);

    buf_add_format(out, "%-28s %6s %6s %11s %12s\n", "", names[0], names[1], "properties",
                   "differences");
    for (size_t i = 0; i <= count; i++) {
        const char *type = i < count ? json_string_value(jx_at(keys, i)) : "all";
        const json_t *row = i < count ? jx_get(types, type) : NULL;
        json_int_t cells[4] = {json_integer_value(jx_at(jx_get(row, "resources"), 0)),
                               json_integer_value(jx_at(jx_get(row, "resources"), 1)),
                               jx_get_integer(row, "properties", 0),
                               jx_get_integer(row, "differences", 0)};

        for (size_t k = 0; k < AG_COUNT(cells); k++) {
            cells[k] = i < count ? cells[k] : sums[k];
            sums[k] += cells[k];
        }
        buf_add_format(out, "%-28s %6lld %6lld %11lld %12lld\n", type, (long long)cells[0],
                       (long long)cells[1], (long long)cells[2], (long long)cells[3]);
    }
    json_decref(keys);
}

/* Of long texts only what stands around the first difference. */
static void print_values(const json_t *values, const char *const names[2], struct buf *out)
{
    struct buf texts[2];
    size_t same = 0;

    for (size_t i = 0; i < AG_COUNT(texts); i++) {
        buf_init(&texts[i], BUF_NO_LIMIT);
        jx_dump(jx_at(values, i), &texts[i], true);
    }
    struct str first = buf_str(&texts[0]);
    struct str second = buf_str(&texts[1]);

    while (same < first.len && same < second.len && first.p[same] == second.p[same]) {
        same++;
    }
    size_t from = same > CONTEXT ? same - CONTEXT : 0;

    for (size_t i = 0; i < AG_COUNT(texts); i++) {
        struct str shown = str_slice(buf_str(&texts[i]), from, VALUE_WIDTH_MAX);

        if (json_is_null(jx_at(values, i))) {
            buf_add_format(out, "    %s: missing\n", names[i]);
        } else {
            buf_add_format(out, "    %s: %s%.*s%s\n", names[i], from > 0 ? "…" : "",
                           STR_ARGS(shown), from + shown.len < texts[i].len ? "…" : "");
        }
        buf_release(&texts[i]);
    }
}

static void print_differences(const json_t *differences, const char *const names[2],
                              struct buf *out)
{
    size_t i;
    const json_t *difference;

    jx_array_foreach (differences, i, difference) {
        const json_t *values = jx_get(difference, "values");
        const char *property = jx_get_text(difference, "property", "");

        buf_add_format(out, "%s%s%s\n", jx_get_text(difference, "resource", ""),
                       *property == '\0' ? "" : " ", property);
        if (*property == '\0') {
            buf_add_format(out, "    %s: missing\n", names[json_is_null(jx_at(values, 0)) ? 0 : 1]);
        } else {
            print_values(values, names, out);
        }
    }
}

static void print_left_out(const json_t *left_out, const char *name, struct buf *out)
{
    json_t *keys = jx_sorted_keys(left_out);
    size_t i;
    const json_t *key;

    jx_array_foreach (keys, i, key) {
        const char *what = json_string_value(key);

        buf_add_format(out, "%s: %s (%lld)\n", name, what,
                       (long long)jx_get_integer(left_out, what, 0));
    }
    json_decref(keys);
}

void verify_print(const json_t *result, const char *const names[2], struct buf *out)
{
    const json_t *left_out = jx_get(result, "left_out");
    size_t i;
    const json_t *fault;

    print_types(jx_get(result, "types"), names, out);
    buf_add_text(out, "\nnot compared:\n");
    print_left_out(jx_at(left_out, 0), names[0], out);
    print_left_out(jx_at(left_out, 1), names[1], out);
    if (!verify_agrees(result)) {
        buf_add_text(out, "\ndifferences:\n");
    }
    jx_array_foreach (jx_get(result, "faults"), i, fault) {
        buf_add_format(out, "%s\n", json_string_value(fault));
    }
    print_differences(jx_get(result, "differences"), names, out);
}
