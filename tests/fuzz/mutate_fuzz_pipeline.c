/* SPDX-License-Identifier: MIT */
/*
 * Inputs for fuzz_pipeline: descriptions that mostly satisfy the schema, made from the schema
 * itself (archgen --schema), because bytes that are changed at random seldom get past the YAML
 * reader. One in ten is changed as bytes all the same. What is written is JSON, which is YAML.
 */
#include "archgen.h"
#include "data/yaml.h"
#include "embed/embedded.h"
#include "fuzz.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

enum { MAKE_DEPTH_MAX = 8, CHANGES_MAX = 4 };

struct maker {
    uint64_t state;
    const json_t *bundle;
    const json_t *document; /* that is being changed, for the names of its tiers */
};

static struct arena kept;
static json_t *bundle;

static const json_t *get_bundle(void)
{
    if (bundle == NULL) {
        struct file_list data = {0};
        struct diags diags;

        arena_init(&kept);
        diags_init(&diags, &kept);
        embedded_add(&kept, &data);
        file_list_sort(&data);
        bundle = archgen_schema(&kept, &data, &diags);
        FUZZ_REQUIRE(bundle != NULL);
    }
    return bundle;
}

/* xorshift64: any sequence will do, as long as it follows from the seed. */
static size_t draw(struct maker *maker, size_t below)
{
    maker->state ^= maker->state << 13;
    maker->state ^= maker->state >> 7;
    maker->state ^= maker->state << 17;
    return below == 0 ? 0 : (size_t)(maker->state % below);
}

static const json_t *draw_item(struct maker *maker, const json_t *list)
{
    return jx_at(list, draw(maker, json_array_size(list)));
}

static const char *draw_key(struct maker *maker, const json_t *object)
{
    size_t index = draw(maker, json_object_size(object));
    const char *key;
    const json_t *value;

    jx_object_foreach (object, key, value) {
        if (index-- == 0) {
            return key;
        }
    }
    return NULL;
}

/* --- texts --- */

static json_t *make_cidr(struct maker *maker)
{
    unsigned prefix = 14 + (unsigned)draw(maker, 16);
    uint32_t address = (uint32_t)draw(maker, 4) == 0
                           ? (uint32_t)draw(maker, UINT32_MAX)
                           : UINT32_C(10) << 24 | (uint32_t)draw(maker, 1 << 24);

    address &= UINT32_MAX << (32 - prefix);
    return jx_format("%u.%u.%u.%u/%u", address >> 24, address >> 16 & 255, address >> 8 & 255,
                     address & 255, prefix);
}

static const char *draw_tier(struct maker *maker)
{
    static const char *const others[] = {"internet", "vpc", "endpoints", "office"};
    const char *tier = draw_key(maker, jx_get(maker->document, "tiers"));

    return tier == NULL || draw(maker, 6) == 0 ? others[draw(maker, AG_COUNT(others))] : tier;
}

static json_t *make_word(struct maker *maker)
{
    static const char *const words[] = {
        "a",
        "app",
        "web",
        "db",
        "b-c",
        "x1",
        "",
        "7d",
        "5m",
        "20 GiB",
        "1..3",
        "https",
        "read",
        "write",
        "${x}",
        "%{ if x }",
        "a\"b",
        "a\\b",
        "a\nb",
        "é😀",
        "*",
        "/a/*",
        "443",
        "53/udp",
        "sun 03:00-04:00",
        "prod",
        "dev",
        "eu-west-1",
        "us-west-2",
        "none",
        "a.example.com",
        "cpu > 70 for 5m",
        "mon-fri 08:00",
        "{{resolve:ssm:a}}",
        "default",
        "all",
    };

    switch (draw(maker, 8)) {
    case 0:
        return make_cidr(maker);
    case 1:
        return jx_string(draw_tier(maker));
    case 2:
        return jx_format("%s -> %s", draw_tier(maker), draw_tier(maker));
    default:
        return jx_string(words[draw(maker, AG_COUNT(words))]);
    }
}

static json_t *make_flow(struct maker *maker)
{
    const char *first = draw_tier(maker);
    const char *second = draw_tier(maker);

    return draw(maker, 3) == 0 ? jx_format("%s -> %s -> %s", first, second, draw_tier(maker))
                               : jx_format("%s -> %s", first, second);
}

/* --- values that a schema accepts, more often than not --- */

static json_t *make(struct maker *maker, const json_t *schema, int depth);

static const json_t *follow(const struct maker *maker, const json_t *schema)
{
    for (int i = 0; i < MAKE_DEPTH_MAX; i++) {
        const char *reference = jx_get_text(schema, "$ref", NULL);

        if (reference == NULL || strncmp(reference, "#/$defs/", 8) != 0) {
            break;
        }
        schema = jx_get(jx_get(maker->bundle, "$defs"), reference + 8);
    }
    return schema;
}

static bool is_required(const json_t *schema, const char *name)
{
    size_t i;
    const json_t *item;

    jx_array_foreach (jx_get(schema, "required"), i, item) {
        if (str_eq_text(jx_str(item), name)) {
            return true;
        }
    }
    return false;
}

static json_t *make_object(struct maker *maker, const json_t *schema, int depth)
{
    json_t *object = jx_object();
    const json_t *others = jx_get(schema, "additionalProperties");
    const json_t *properties = jx_get(schema, "properties");
    size_t wanted = 1 + draw(maker, 4);
    const char *key;
    const json_t *member;

    jx_object_foreach (properties, key, member) {
        if (is_required(schema, key) ||
            (depth < MAKE_DEPTH_MAX && draw(maker, json_object_size(properties)) < wanted)) {
            jx_set(object, key, make(maker, member, depth + 1));
        }
    }
    if (json_is_object(others) && depth < MAKE_DEPTH_MAX) {
        for (size_t i = 0; i < wanted; i++) {
            json_t *name = draw(maker, 3) == 0 ? make_flow(maker) : make_word(maker);

            jx_set(object, json_string_value(name), make(maker, others, depth + 1));
            json_decref(name);
        }
    }
    return object;
}

static json_t *make_list(struct maker *maker, const json_t *schema, int depth)
{
    json_t *list = jx_array();
    size_t count = 1 + draw(maker, 3);

    for (size_t i = 0; depth < MAKE_DEPTH_MAX && i < count; i++) {
        jx_append(list, make(maker, jx_get(schema, "items"), depth + 1));
    }
    return list;
}

static json_t *make_integer(struct maker *maker, const json_t *schema)
{
    json_int_t least = jx_get_integer(schema, "minimum", 0);
    json_int_t most = jx_get_integer(schema, "maximum", least + 100);

    switch (draw(maker, 8)) {
    case 0:
        return jx_integer(least - 1);
    case 1:
        return jx_integer(most);
    case 2:
        return jx_integer(INT64_MAX);
    default:
        return jx_integer(least + (json_int_t)draw(maker, (size_t)(most - least) + 1));
    }
}

static json_t *make_of_type(struct maker *maker, const json_t *schema, int depth)
{
    const json_t *type = jx_get(schema, "type");
    struct str name = jx_str(json_is_array(type) ? draw_item(maker, type) : type);

    if (str_eq_text(name, "object") || jx_get(schema, "properties") != NULL) {
        return make_object(maker, schema, depth);
    }
    if (str_eq_text(name, "array")) {
        return make_list(maker, schema, depth);
    }
    if (str_eq_text(name, "integer") || str_eq_text(name, "number")) {
        return make_integer(maker, schema);
    }
    if (str_eq_text(name, "boolean")) {
        return jx_bool(draw(maker, 2) == 0);
    }
    if (str_eq_text(jx_str(jx_get(schema, "format")), "cidr")) {
        return make_cidr(maker);
    }
    return str_eq_text(jx_str(jx_get(schema, "format")), "tier") ? jx_string(draw_tier(maker))
                                                                 : make_word(maker);
}

static json_t *make(struct maker *maker, const json_t *schema, int depth)
{
    static const char *const choices[] = {"oneOf", "anyOf"};
    static const char *const values[] = {"examples", "enum"};

    schema = follow(maker, schema);
    for (size_t i = 0; i < AG_COUNT(values); i++) {
        const json_t *list = jx_get(schema, values[i]);

        if (json_array_size(list) > 0 && draw(maker, 8) != 0) {
            return jx_copy(draw_item(maker, list));
        }
    }
    if (jx_get(schema, "const") != NULL) {
        return jx_copy(jx_get(schema, "const"));
    }
    for (size_t i = 0; i < AG_COUNT(choices); i++) {
        const json_t *list = jx_get(schema, choices[i]);

        if (json_array_size(list) > 0 && jx_get(schema, "properties") == NULL) {
            return make(maker, draw_item(maker, list), depth + 1);
        }
    }
    return make_of_type(maker, schema, depth);
}

/* --- changes of a description --- */

static json_t *make_tier(struct maker *maker)
{
    static const char *const kinds[] = {"balancer", "instances",  "database", "cache",  "bucket",
                                        "cdn",      "containers", "registry", "secret", "bastion"};
    const char *kind = kinds[draw(maker, AG_COUNT(kinds))];
    char name[64];

    (void)snprintf(name, sizeof(name), "kinds.%s", kind);
    json_t *tier = make_object(maker, jx_get(jx_get(maker->bundle, "$defs"), name), 1);

    jx_set(tier, "kind", jx_string(kind));
    return tier;
}

/* A property of a tier, from the schema of its kind. */
static void change_tier(struct maker *maker, json_t *tier)
{
    char name[64];

    (void)snprintf(name, sizeof(name), "kinds.%s", jx_get_text(tier, "kind", "instances"));
    const json_t *schema = jx_get(jx_get(maker->bundle, "$defs"), name);
    const char *key = draw_key(maker, jx_get(schema, "properties"));

    if (key == NULL || !json_is_object(tier)) {
        return;
    }
    if (draw(maker, 4) == 0) {
        (void)json_object_del(tier, key);
    } else {
        jx_set(tier, key, make(maker, jx_get(jx_get(schema, "properties"), key), 1));
    }
}

static json_t *member_map(json_t *object, const char *key)
{
    if (!json_is_object(jx_get(object, key))) {
        jx_set(object, key, jx_object());
    }
    return json_object_get(object, key);
}

static void change_tiers(struct maker *maker, json_t *tiers)
{
    static const char *const names[] = {"a", "app", "b-c", "x1", "api", "web", "logs", "db"};
    const char *tier = draw_key(maker, tiers);

    if (tier == NULL || draw(maker, 4) == 0) {
        jx_set(tiers, names[draw(maker, AG_COUNT(names))], make_tier(maker));
    } else if (draw(maker, 12) == 0) {
        (void)json_object_del(tiers, tier);
    } else {
        change_tier(maker, json_object_get(tiers, tier));
    }
}

static void change_flows(struct maker *maker, json_t *document)
{
    json_t *flows = json_object_get(document, "flows");
    json_t *pair = make_flow(maker);
    const json_t *schema = jx_get(jx_get(maker->bundle, "$defs"), "architecture.flow");
    json_t *value = draw(maker, 2) == 0 ? NULL : make(maker, schema, 1);

    if (json_is_array(flows) && draw(maker, 4) == 0) {
        (void)json_array_remove(flows, draw(maker, json_array_size(flows)));
    }
    if (json_is_array(flows) && value == NULL) {
        jx_append(flows, jx_share(pair));
    } else if (json_is_array(flows)) {
        json_t *item = jx_object();

        jx_set(item, json_string_value(pair), jx_share(value));
        jx_append(flows, item);
    } else {
        jx_set(member_map(document, "flows"), json_string_value(pair),
               value == NULL ? jx_bool(true) : jx_share(value));
    }
    json_decref(value);
    json_decref(pair);
}

/* Any scalar or member, whatever it is. */
static void change_anything(struct maker *maker, json_t *value)
{
    for (int depth = 0; depth < MAKE_DEPTH_MAX; depth++) {
        const char *key = json_is_object(value) ? draw_key(maker, value) : NULL;
        size_t index = draw(maker, json_array_size(value));
        json_t *inner = key != NULL ? json_object_get(value, key) : json_array_get(value, index);

        if (inner == NULL) {
            return;
        }
        if ((!json_is_object(inner) && !json_is_array(inner)) || draw(maker, 8) == 0) {
            json_t *new = draw(maker, 6) == 0 ? json_null() : make_word(maker);

            if (key != NULL) {
                jx_set(value, key, new);
            } else {
                (void)json_array_set_new(value, index, new);
            }
            return;
        }
        value = inner;
    }
}

static void change_layer(struct maker *maker, json_t *document)
{
    const json_t *properties = jx_get(maker->bundle, "properties");
    const char *key = draw_key(maker, properties);

    if (strcmp(key, "tiers") == 0 || strcmp(key, "flows") == 0 ||
        strcmp(key, "environments") == 0) {
        return;
    }
    if (draw(maker, 5) == 0) {
        (void)json_object_del(document, key);
    } else {
        jx_set(document, key, make(maker, jx_get(properties, key), 0));
    }
}

/* One change, of the whole or of what an environment says of it. */
static void change(struct maker *maker, json_t *document)
{
    static const char *const environments[] = {"dev", "staging", "prod", "test"};

    if (draw(maker, 8) == 0) {
        const char *name = environments[draw(maker, AG_COUNT(environments))];

        document = member_map(member_map(document, "environments"), name);
    }
    switch (draw(maker, 8)) {
    case 0:
    case 1:
        change_flows(maker, document);
        break;
    case 2:
        change_layer(maker, document);
        break;
    case 3:
        change_anything(maker, document);
        break;
    default:
        change_tiers(maker, member_map(document, "tiers"));
        break;
    }
}

static json_t *parse(struct arena *arena, struct str text)
{
    struct diags diags;

    diags_init(&diags, arena);
    return yaml_read(source_new(arena, "input", text), places_new(arena), &diags);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    static const char start[] =
        "{archgen: 1, name: shop, region: us-east-1, tiers: {web: {kind: balancer}, app: {kind: "
        "instances, port: 8080}}, flows: [internet -> web -> app], environments: {prod: {}}}";
    struct maker maker = {.state = UINT64_C(0x9e3779b97f4a7c15) ^ seed, .bundle = get_bundle()};
    struct arena arena;
    struct buf out;

    (void)draw(&maker, 0);
    if (draw(&maker, 10) == 0) {
        return LLVMFuzzerMutate(data, size, max_size);
    }
    arena_init(&arena);
    buf_init(&out, max_size);
    json_t *read = parse(&arena, fuzz_text(data, size));
    json_t *document = read == NULL ? parse(&arena, str_from(start)) : jx_copy(read);

    maker.document = document;
    for (size_t i = 1 + draw(&maker, CHANGES_MAX); i > 0; i--) {
        change(&maker, document);
    }
    jx_dump(document, &out, false);
    if (out.overflow) {
        size = LLVMFuzzerMutate(data, size, max_size);
    } else {
        memcpy(data, out.bytes, out.len);
        size = out.len;
    }
    json_decref(document);
    json_decref(read);
    buf_release(&out);
    arena_release(&arena);
    return size;
}
