/* SPDX-License-Identifier: MIT */
#include "target/compose_json.h"

#include "base/mem.h"
#include "target/layout_json.h"

enum { MEMBER_DEPTH = 2 /* brackets open around the members of a section */ };

void compose_json_init(struct compose_json *compose, struct arena *arena, struct diags *diags,
                       const struct str *names, size_t count)
{
    *compose = (struct compose_json){.arena = arena, .diags = diags, .is_closed = count > 0};
    for (size_t i = 0; i < count; i++) {
        ARENA_GROW(arena, compose->sections, compose->section_count, compose->section_capacity);
        compose->sections[compose->section_count] = (struct json_section){.name = names[i]};
        buf_init(&compose->sections[compose->section_count].text, BUF_NO_LIMIT);
        compose->section_count++;
    }
}

void compose_json_release(struct compose_json *compose)
{
    for (size_t i = 0; i < compose->section_count; i++) {
        buf_release(&compose->sections[i].text);
    }
    compose->section_count = 0;
}

static struct json_section *find_section(const struct compose_json *compose, struct str name)
{
    for (size_t i = 0; i < compose->section_count; i++) {
        if (str_eq(compose->sections[i].name, name)) {
            return &compose->sections[i];
        }
    }
    return NULL;
}

void compose_json_share(struct compose_json *compose, const struct str *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct json_section *section = find_section(compose, names[i]);

        if (section != NULL) {
            section->is_shared = true;
        }
    }
}

/* One fragment that is being taken in. */
struct intake {
    struct compose_json *compose;
    const struct fragment *fragment;
    const struct owner *other; /* that has the same name, after a clash */
    struct json_reader reader;
};

static bool fail_at_key(struct intake *intake, struct str key, const char *text)
{
    const char *start = intake->fragment->text.p;
    bool is_inside = key.p >= start && key.p < start + intake->fragment->text.len;

    /* A key with escapes is a copy; the place after it will do. */
    intake->reader.fault = (struct text_fault){
        .off = (size_t)((is_inside ? key.p : intake->reader.p) - start), .text = text};
    return false;
}

static struct str unquoted(struct str literal)
{
    return str_slice(literal, 1, literal.len - 2);
}

static struct json_section *open_section(struct intake *intake, struct str key)
{
    struct compose_json *compose = intake->compose;
    struct str name = unquoted(key);
    struct json_section *section = find_section(compose, name);

    if (section == NULL && compose->is_closed) {
        (void)fail_at_key(
            intake, key,
            arena_text(compose->arena, "the document has no section '%.*s'", STR_ARGS(name)));
        return NULL;
    }
    if (section == NULL) {
        ARENA_GROW(compose->arena, compose->sections, compose->section_count,
                   compose->section_capacity);
        section = &compose->sections[compose->section_count++];
        *section = (struct json_section){.name = {arena_strdup(compose->arena, name), name.len}};
        buf_init(&section->text, BUF_NO_LIMIT);
    }
    return section;
}

static void add_member(struct intake *intake, struct json_section *section, struct str id,
                       size_t off)
{
    struct arena *arena = intake->compose->arena;

    ARENA_GROW(arena, section->members, section->count, section->capacity);
    section->members[section->count++] = (struct json_member){
        .id = {arena_strdup(arena, id), id.len},
        .group = intake->fragment->group,
        .off = off,
        .len = section->text.len - off,
    };
}

static bool add_members(struct intake *intake, struct json_section *section)
{
    struct json_reader *reader = &intake->reader;
    struct json_object object;
    enum json_step step;
    struct str key;

    if (!json_reader_open(reader, &object)) {
        return false;
    }
    reader->out = &section->text;
    while ((step = json_reader_member(reader, &object, &key)) == JSON_MEMBER) {
        struct str id = unquoted(key);
        const struct owner *other = table_put(
            section->is_shared ? &intake->compose->ids : &section->ids, intake->compose->arena, id,
            fault_owner(intake->compose->arena, intake->fragment, id));

        if (other != NULL) {
            intake->other = other;
            return fail_at_key(intake, key,
                               arena_text(intake->compose->arena,
                                          "'%.*s' in '%.*s' is already defined by '%s'",
                                          STR_ARGS(id), STR_ARGS(section->name), other->who));
        }
        buf_add_text(reader->out, section->count == 0 ? "\n    " : ",\n    ");
        buf_add(reader->out, key);
        buf_add_text(reader->out, ": ");
        size_t off = section->text.len;

        if (!json_reader_copy(reader, MEMBER_DEPTH)) {
            return false;
        }
        add_member(intake, section, id, off);
    }
    return step == JSON_END;
}

static bool add_section(struct intake *intake, struct str key)
{
    struct json_section *section = open_section(intake, key);

    if (section == NULL) {
        return false;
    }
    bool is_map = json_reader_is_object(&intake->reader);

    if (section->who != NULL && !(is_map && section->is_map)) {
        return fail_at_key(intake, key,
                           arena_text(intake->compose->arena, "'%.*s' is already defined by '%s'",
                                      STR_ARGS(section->name), section->who));
    }
    section->is_map = is_map;
    section->who = section->who == NULL ? intake->fragment->name : section->who;
    if (is_map) {
        return add_members(intake, section);
    }
    intake->reader.out = &section->text;
    return json_reader_copy(&intake->reader, 1);
}

bool compose_json_add(struct compose_json *compose, const struct fragment *fragment)
{
    struct intake intake = {.compose = compose, .fragment = fragment};
    struct json_object object;
    enum json_step step = JSON_FAULT;
    struct str key;

    json_reader_init(&intake.reader, compose->arena, fragment->text);
    if (json_reader_open(&intake.reader, &object)) {
        while ((step = json_reader_member(&intake.reader, &object, &key)) == JSON_MEMBER) {
            if (!add_section(&intake, key)) {
                step = JSON_FAULT;
                break;
            }
        }
    }
    bool is_fine = step == JSON_END && json_reader_finish(&intake.reader);

    if (!is_fine && intake.other != NULL) {
        fault_clash(compose->diags, fragment, intake.reader.fault, intake.other);
    } else if (!is_fine) {
        fault_report(compose->diags, fragment, intake.reader.fault);
    }
    json_reader_release(&intake.reader);
    return is_fine;
}

/* CloudFormation refuses empty sections. */
static bool is_left_out(const struct json_section *section)
{
    return section->who == NULL || (section->is_map && section->count == 0);
}

bool compose_json_is_empty(const struct compose_json *compose)
{
    bool is_empty = true;

    for (size_t i = 0; i < compose->section_count; i++) {
        is_empty = is_empty && is_left_out(&compose->sections[i]);
    }
    return is_empty;
}

/* What stands around a section, as compose_json_finish writes it. */
static const struct {
    struct str first;
    struct str next;
    struct str map;
    struct str value;
    struct str map_end;
    struct str end;
    struct str empty;
} frame = {STR_INIT("{\n  \""), STR_INIT(",\n  \""), STR_INIT("\": {"), STR_INIT("\": "),
           STR_INIT("\n  }"),   STR_INIT("\n}\n"),   STR_INIT("{}\n")};

size_t compose_json_size(const struct compose_json *compose)
{
    size_t size = 0;

    for (size_t i = 0; i < compose->section_count; i++) {
        const struct json_section *section = &compose->sections[i];

        if (!is_left_out(section)) {
            size += frame.first.len + section->name.len + section->text.len +
                    (section->is_map ? frame.map.len + frame.map_end.len : frame.value.len);
        }
    }
    return size == 0 ? frame.empty.len : size + frame.end.len;
}

void compose_json_finish(const struct compose_json *compose, struct buf *out)
{
    struct str before = frame.first;

    for (size_t i = 0; i < compose->section_count; i++) {
        const struct json_section *section = &compose->sections[i];

        if (is_left_out(section)) {
            continue;
        }
        buf_add(out, before);
        buf_add(out, section->name);
        buf_add(out, section->is_map ? frame.map : frame.value);
        buf_add(out, buf_str(&section->text));
        buf_add(out, section->is_map ? frame.map_end : STR(""));
        before = frame.next;
    }
    buf_add(out, before.p == frame.first.p ? frame.empty : frame.end);
}

/* Reads up to the member `name` of an object, into `passed`; false if there is none. What stands
 * before it is passed over: a type mostly stands first. */
static bool pass_to_member(struct json_reader *reader, const char *name, struct buf *passed)
{
    struct json_object open;
    struct str key;

    if (!json_reader_is_object(reader) || !json_reader_open(reader, &open)) {
        return false;
    }
    while (json_reader_member(reader, &open, &key) == JSON_MEMBER) {
        buf_clear(passed);
        BUG_UNLESS(json_reader_copy(reader, MEMBER_DEPTH)); /* it was read before */
        if (str_eq_text(unquoted(key), name)) {
            return true;
        }
    }
    return false;
}

/* The text of a member of an object, copied, or an empty one. */
static struct str text_member(struct arena *arena, struct str object, const char *name,
                              struct buf *passed)
{
    struct json_reader reader;
    struct str text = STR("");

    json_reader_init(&reader, arena, object);
    reader.out = passed;
    if (pass_to_member(&reader, name, passed) && passed->bytes[0] == '"') {
        text = unquoted(buf_str(passed));
    }
    json_reader_release(&reader);
    return (struct str){arena_strdup(arena, text), text.len};
}

void compose_json_types(const struct compose_json *compose, struct str section, const char *member,
                        json_t *types)
{
    const struct json_section *found = find_section(compose, section);
    struct buf passed;

    if (found == NULL || !found->is_map) {
        return;
    }
    buf_init(&passed, BUF_NO_LIMIT);
    for (size_t i = 0; i < found->count; i++) {
        struct str object =
            str_slice(buf_str(&found->text), found->members[i].off, found->members[i].len);
        struct str type = text_member(compose->arena, object, member, &passed);

        if (type.len > 0) {
            jx_set(types, type.p, json_true());
        }
    }
    buf_release(&passed);
}

const struct json_section *compose_json_section(const struct compose_json *compose, struct str name)
{
    return find_section(compose, name);
}

size_t compose_json_count(const struct compose_json *compose, struct str section)
{
    const struct json_section *found = find_section(compose, section);

    return found == NULL ? 0 : found->count;
}
