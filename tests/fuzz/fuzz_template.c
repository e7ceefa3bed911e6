/* SPDX-License-Identifier: MIT */
/*
 * Bytes, split at NULs → a template, its variables as JSON, and a template "row" that it may
 * include. Promises: there is a text or a diagnostic, never both; the same input gives the same
 * text; what is appended to stays.
 */
#include "fuzz.h"
#include "template/support.h"

static const char VARIABLES[] =
    "{\"name\":\"shop\",\"numbers\":[3,1,2],\"words\":[\"b\",\"a\",\"b\"],\"tier\":{\"name\":"
    "\"db\","
    "\"none\":null,\"port\":5432},\"tiers\":[{\"name\":\"a\",\"port\":80},{\"name\":\"b\",\"port\":"
    "443}],\"yes\":true,\"real\":0.5,\"empty\":{}}";

static json_t *fallback;

static void start(void)
{
    fallback = json_loads(VARIABLES, 0, NULL);
    FUZZ_REQUIRE(fallback != NULL);
}

static bool render(struct support *support, const json_t *variables)
{
    size_t before = support->out.len;
    bool is_rendered = support_render(support, "main", variables);

    FUZZ_REQUIRE(is_rendered || support->out.len == before);
    FUZZ_REQUIRE(is_rendered == (support->diags.count == 0));
    return is_rendered;
}

static void run(const uint8_t *data, size_t size)
{
    struct support support;
    struct str text = fuzz_text(data, size);
    struct str main_text = fuzz_take(&text);
    struct str variable_text = fuzz_take(&text);
    json_t *given = json_loadb(variable_text.p, variable_text.len, JSON_REJECT_DUPLICATES, NULL);
    const json_t *variables = json_is_object(given) ? given : fallback;

    support_init(&support);
    bool has_main = support_add(&support, "main", main_text);
    bool has_row = support_add(&support, "row", text);

    FUZZ_REQUIRE((has_main && has_row) == (support.diags.count == 0));
    if (has_main && has_row && render(&support, variables)) {
        size_t len = support.out.len;

        FUZZ_REQUIRE(len <= TEMPLATE_BYTES_MAX && utf8_is_valid(buf_str(&support.out)));
        FUZZ_REQUIRE(render(&support, variables) && support.out.len == 2 * len);
        FUZZ_REQUIRE(len == 0 || memcmp(support.out.bytes, support.out.bytes + len, len) == 0);
    }
    fuzz_check_diags(&support.diags);
    support_release(&support);
    json_decref(given);
}

const struct fuzzer fuzzer = {.run = run, .start = start};
