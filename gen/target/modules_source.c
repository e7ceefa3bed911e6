/* SPDX-License-Identifier: MIT */
#include "target/modules_source.h"

#include <string.h>

static const struct json_section no_section;
static const struct str data_prefix = STR_INIT("data.");

/* "resource.aws_vpc.main": what its type says, and where its id begins. */
static enum block_role role_of(const struct compose_hcl *compose, const struct hcl_block *block,
                               struct str *id)
{
    static const struct {
        struct str prefix;
        enum block_role role;
        bool is_in_id;
    } rows[] = {
        {STR_INIT("resource."), BLOCK_ITEM, false},      {STR_INIT("data."), BLOCK_ITEM, true},
        {STR_INIT("variable."), BLOCK_PARAMETER, false}, {STR_INIT("output."), BLOCK_RESULT, false},
        {STR_INIT(HCL_LOCALS), BLOCK_SHARED, true},
    };
    struct str address = str_from(block->address);
    struct str text = {compose->text.bytes + block->off, block->len};

    *id = address;
    if (address.len == 0) {
        return BLOCK_PLAIN;
    }
    for (size_t i = 0; i < AG_COUNT(rows); i++) {
        if (str_has_prefix(address, rows[i].prefix)) {
            bool is_data = rows[i].role == BLOCK_ITEM && rows[i].is_in_id;

            *id = str_slice(address, rows[i].is_in_id ? 0 : rows[i].prefix.len, address.len);
            /* Without arguments it tells of the account, and the same everywhere. */
            return is_data && str_has_suffix(text, STR("{}\n")) ? BLOCK_SHARED : rows[i].role;
        }
    }
    return BLOCK_RESULT;
}

static void add_member(struct modules_source *source, struct arena *arena, enum block_role role,
                       struct json_member member, const char *path)
{
    struct json_section *section = &source->sections[role];
    size_t capacity = section->capacity;

    ARENA_GROW(arena, source->paths[role], section->count, capacity);
    ARENA_GROW(arena, section->members, section->count, section->capacity);
    source->paths[role][section->count] = path;
    section->members[section->count++] = member;
}

/* The block without the comments above it. */
static struct str without_comments(struct str text)
{
    while (text.len > 0 && text.p[0] == '#') {
        const char *end = memchr(text.p, '\n', text.len);

        text = str_slice(text, end == NULL ? text.len : (size_t)(end - text.p) + 1, text.len);
    }
    return text;
}

bool modules_is_move(struct str text)
{
    return str_has_prefix(without_comments(text), STR("moved {"));
}

bool modules_is_about(struct str text)
{
    struct str block = without_comments(text);

    return modules_is_move(text) || str_has_prefix(block, STR("import {")) ||
           str_has_prefix(block, STR("removed {"));
}

static void scan(const struct border_source *source, struct uses *uses, struct arena *arena,
                 struct str text)
{
    const struct modules_source *own = source->context;

    if (!modules_is_about(text)) {
        uses_scan_hcl(uses, arena, &own->names, text);
    }
}

/* A data source belongs to what uses it first; its own group is that of the template that has them
 * all. */
static void place_data(struct modules_source *source, struct arena *arena)
{
    struct json_section *items = &source->sections[BLOCK_ITEM];
    bool *is_placed = ARENA_ARRAY(arena, items->count, bool);

    for (size_t i = 0; i < items->count; i++) {
        struct uses uses = {0};

        uses_scan_hcl(&uses, arena, &source->names, borders_text(items, i));
        for (size_t k = 0; k < uses.count; k++) {
            size_t used = lookup_get(&source->names.items, uses.list[k].name);

            if (used != LOOKUP_NONE && str_has_prefix(items->members[used].id, data_prefix) &&
                !str_has_prefix(items->members[i].id, data_prefix) && !is_placed[used]) {
                items->members[used].group = items->members[i].group;
                is_placed[used] = true;
            }
        }
    }
}

/* "vpc_main_id" for "aws_vpc.main.id": types begin with the name of their provider. */
static const char *value_name(struct arena *arena, const struct use *use)
{
    bool is_data = str_has_prefix(use->name, data_prefix);
    struct str name = str_slice(use->name, is_data ? data_prefix.len : 0, use->name.len);
    const char *low = memchr(name.p, '_', name.len);
    struct buf out;
    bool is_gap = false;

    name = low == NULL ? name : str_slice(name, (size_t)(low - name.p) + 1, name.len);
    buf_init(&out, BUF_NO_LIMIT);
    buf_add(&out, name);
    buf_add_char(&out, '.');
    buf_add(&out, use->kind == USE_AFTER ? STR("made") : use->attribute);
    char *id = arena_strdup(arena, buf_str(&out));
    char *to = id;

    for (const char *p = id; *p != '\0'; p++) {
        bool is_mark = *p == '.' || *p == '[' || *p == ']';

        if (!is_mark) {
            if (is_gap) {
                *to++ = '_';
            }
            *to++ = *p;
        }
        is_gap = is_mark;
    }
    *to = '\0';
    buf_release(&out);
    return id;
}

/* "app_2" for "app-2"; a tier has a label, which may be the one from before it was renamed. */
static const char *part_id(struct borders *borders, const char *name)
{
    const struct modules_source *own = borders->source->context;
    const char *label = jx_get_text(jx_get(own->tiers, name), "label", NULL);

    if (label != NULL) {
        return label;
    }
    char *id = arena_strdup(borders->arena, str_from(name));

    for (char *p = id; *p != '\0'; p++) {
        if (*p == '-') {
            *p = '_';
        }
    }
    return id;
}

static json_t *definition(struct str text)
{
    (void)text; /* the module gets the block as it is */
    return json_true();
}

/* Adds the data sources of a file, or all else: modules are in the order of their resources. */
static void read_file(struct modules_source *source, struct arena *arena,
                      const struct compose_hcl *compose, const struct hcl_file *file, bool is_data)
{
    for (size_t i = 0; i < file->block_count; i++) {
        const struct hcl_block *block = &file->blocks[i];
        struct json_member member = {.group = block->group, .off = block->off, .len = block->len};
        enum block_role role = role_of(compose, block, &member.id);

        if (str_has_prefix(str_from(block->address), data_prefix) != is_data) {
            continue;
        }
        if (role == BLOCK_ITEM || role == BLOCK_SHARED) {
            (void)lookup_put(role == BLOCK_ITEM ? &source->names.items : &source->names.shared,
                             arena, member.id, source->sections[role].count);
        }
        add_member(source, arena, role, member, file->path);
    }
}

void modules_source_read(struct modules_source *source, struct arena *arena,
                         const struct compose_hcl *compose, const json_t *tiers)
{
    *source = (struct modules_source){.tiers = tiers};
    for (size_t role = 0; role < BLOCK_ROLES; role++) {
        source->sections[role].text = compose->text;
    }
    for (size_t i = 0; i < compose->file_count; i++) {
        read_file(source, arena, compose, &compose->files[i], false);
    }
    for (size_t i = 0; i < compose->file_count; i++) {
        read_file(source, arena, compose, &compose->files[i], true);
    }
    place_data(source, arena);
    source->borders = (struct border_source){.items = &source->sections[BLOCK_ITEM],
                                             .parameters = &source->sections[BLOCK_PARAMETER],
                                             .results = &source->sections[BLOCK_RESULT],
                                             .conditions = &source->sections[BLOCK_SHARED],
                                             .maps = &no_section,
                                             .scan = scan,
                                             .value_name = value_name,
                                             .suffix = "_",
                                             .part_id = part_id,
                                             .definition = definition,
                                             .context = source,
                                             .passes_order = true,
                                             .may_circle = true};
}
