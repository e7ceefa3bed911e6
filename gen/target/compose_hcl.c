/* SPDX-License-Identifier: MIT */
#include "target/compose_hcl.h"

#include "base/mem.h"
#include "target/layout_hcl.h"

#include <stdlib.h>
#include <string.h>

void compose_hcl_init(struct compose_hcl *compose, struct arena *arena, struct diags *diags,
                      const struct hcl_rules *rules)
{
    *compose = (struct compose_hcl){.arena = arena, .diags = diags, .rules = rules};
    buf_init(&compose->text, BUF_NO_LIMIT);
}

void compose_hcl_release(struct compose_hcl *compose)
{
    buf_release(&compose->text);
}

size_t compose_hcl_file(struct compose_hcl *compose, const char *path)
{
    const size_t *known = table_get(&compose->paths, str_from(path));

    if (known != NULL) {
        return *known;
    }
    size_t *idx = ARENA_NEW(compose->arena, size_t);

    *idx = compose->file_count;
    (void)table_put(&compose->paths, compose->arena, str_from(path), idx);
    ARENA_GROW(compose->arena, compose->files, compose->file_count, compose->file_capacity);
    compose->files[compose->file_count++] = (struct hcl_file){.path = path};
    return *idx;
}

/* ---- blocks ---- */

static bool ends_word(char c)
{
    return c == ' ' || c == '\t' || c == '{' || c == '}' || c == '=' || c == '"';
}

/* Reads a word of a block's first line: an identifier or a label in quotes. */
static struct str read_word(struct str *rest)
{
    size_t len = 0;

    *rest = str_trim(*rest);
    if (rest->len > 0 && rest->p[0] == '"') {
        const char *end = layout_hcl_skip_string(rest->p, rest->p + rest->len);
        struct str label = {rest->p + 1, (size_t)(end - rest->p) - 2};

        *rest = str_slice(*rest, label.len + 2, rest->len);
        return label;
    }
    while (len < rest->len && !ends_word(rest->p[len])) {
        len++;
    }
    struct str word = str_slice(*rest, 0, len);

    *rest = str_slice(*rest, len, rest->len);
    return word;
}

/* The address of the block that begins with `head`, or NULL if no block does. */
static const char *read_address(struct arena *arena, struct str head, struct str *type)
{
    struct str rest = head;
    struct buf address; /* no longer than the head: a dot stands for a blank or two quotes */

    *type = read_word(&rest);
    buf_init_over(&address, arena_bytes(arena, head.len + 1), head.len + 1);
    buf_add(&address, *type);
    for (struct str word; (word = read_word(&rest)).len > 0;) {
        buf_add_char(&address, '.');
        buf_add(&address, word);
    }
    BUG_UNLESS(!address.overflow);
    return type->len > 0 && head.p[0] != '"' && str_has_prefix(rest, STR("{")) ? address.bytes
                                                                               : NULL;
}

static bool may_repeat(const struct hcl_rules *rules, struct str type)
{
    for (size_t i = 0; i < rules->repeat_count; i++) {
        if (str_eq(rules->repeat[i], type)) {
            return true;
        }
    }
    return false;
}

/* The file for blocks of this type: a collecting one or `file`. */
static size_t choose_file(struct compose_hcl *compose, size_t file, struct str type)
{
    for (size_t i = 0; i < compose->rules->collect_count; i++) {
        const struct hcl_collect *collect = &compose->rules->collect[i];

        if (str_eq(collect->type, type)) {
            size_t found = compose_hcl_file(compose, collect->path);

            compose->files[found].is_collected = true;
            return found;
        }
    }
    return file;
}

static void add_block(struct compose_hcl *compose, size_t index, struct hcl_block block)
{
    struct hcl_file *file = &compose->files[index];

    ARENA_GROW(compose->arena, file->blocks, file->block_count, file->block_capacity);
    file->blocks[file->block_count++] = block;
}

static bool add_item(struct compose_hcl *compose, size_t file, const struct fragment *fragment,
                     const struct hcl_item *item)
{
    struct text_fault fault = {.off = (size_t)(item->head.p - fragment->text.p)};
    struct str type;
    const char *address = read_address(compose->arena, item->head, &type);

    if (address == NULL) {
        fault.text = "expected a block: a type, labels and '{'";
        fault_report(compose->diags, fragment, fault);
        return false;
    }
    if (!may_repeat(compose->rules, type)) {
        const struct owner *other =
            table_put(&compose->addresses, compose->arena, str_from(address),
                      fault_owner(compose->arena, fragment, str_from(address)));

        if (other != NULL) {
            fault.text = arena_text(compose->arena, "the block '%s' is already defined by '%s'",
                                    address, other->who);
            fault_clash(compose->diags, fragment, fault, other);
            return false;
        }
    }
    add_block(compose, choose_file(compose, file, type),
              (struct hcl_block){item->off, item->len, address, fragment->group});
    return true;
}

bool compose_hcl_add(struct compose_hcl *compose, size_t file, const struct fragment *fragment)
{
    struct hcl_items items = {0};
    struct text_fault fault;
    bool is_fine = layout_hcl(compose->arena, fragment->text, &compose->text, &items, &fault);

    if (!is_fine) {
        fault_report(compose->diags, fragment, fault);
    }
    for (size_t i = 0; is_fine && i < items.count; i++) {
        is_fine = add_item(compose, file, fragment, &items.list[i]);
    }
    free(items.list);
    return is_fine;
}

bool compose_hcl_add_plain(struct compose_hcl *compose, size_t file,
                           const struct fragment *fragment)
{
    size_t start = compose->text.len;
    struct text_fault fault;

    if (!layout_hcl(compose->arena, fragment->text, &compose->text, NULL, &fault)) {
        fault_report(compose->diags, fragment, fault);
        return false;
    }
    if (compose->text.len > start) {
        add_block(compose, file, (struct hcl_block){start, compose->text.len - start, "", NULL});
    }
    return true;
}

/* ---- types ---- */

static void add_type(const struct compose_hcl *compose, const char *address, json_t *types)
{
    static const struct str resource = STR_INIT("resource.");
    static const struct str data = STR_INIT("data.");
    struct str text = str_from(address);

    if (str_has_prefix(text, resource)) {
        text = str_slice(text, resource.len, text.len);
    } else if (!str_has_prefix(text, data)) {
        return;
    }
    const char *end = strrchr(text.p, '.'); // the label follows

    jx_set(types, arena_strdup(compose->arena, str_slice(text, 0, (size_t)(end - text.p))),
           json_true());
}

void compose_hcl_types(const struct compose_hcl *compose, json_t *types)
{
    for (size_t i = 0; i < compose->file_count; i++) {
        for (size_t k = 0; k < compose->files[i].block_count; k++) {
            add_type(compose, compose->files[i].blocks[k].address, types);
        }
    }
}

/* ---- files ---- */

static int compare_blocks(const void *a, const void *b)
{
    const struct hcl_block *left = a;
    const struct hcl_block *right = b;

    int order = strcmp(left->address, right->address);

    /* Equal addresses stay in the order in which they came, with every qsort. */
    return order != 0 ? order : left->off < right->off ? -1 : 1;
}

static struct str join_blocks(struct compose_hcl *compose, const struct hcl_file *file)
{
    size_t len = sizeof(HCL_HEADER) - 1;

    for (size_t i = 0; i < file->block_count; i++) {
        len += 1 + file->blocks[i].len;
    }
    char *bytes = arena_bytes(compose->arena, len + 1);
    char *end = bytes + sizeof(HCL_HEADER) - 1;

    memcpy(bytes, HCL_HEADER, sizeof(HCL_HEADER) - 1);
    for (size_t i = 0; i < file->block_count; i++) {
        *end++ = '\n';
        memcpy(end, compose->text.bytes + file->blocks[i].off, file->blocks[i].len);
        end += file->blocks[i].len;
    }
    *end = '\0';
    return (struct str){bytes, len};
}

/** The number of blocks of the type that a manifest calls resources. */
static size_t count_resources(const struct compose_hcl *compose, const struct hcl_file *file)
{
    const char *type = compose->rules->resources;
    size_t len = type == NULL ? 0 : strlen(type);
    size_t count = 0;

    for (size_t i = 0; i < file->block_count && type != NULL; i++) {
        const char *address = file->blocks[i].address;

        count += strncmp(address, type, len) == 0 && address[len] == '.';
    }
    return count;
}

void compose_hcl_finish(struct compose_hcl *compose, const char *folder, struct file_list *files)
{
    for (size_t i = 0; i < compose->file_count; i++) {
        struct hcl_file *file = &compose->files[i];

        if (file->block_count == 0) {
            continue;
        }
        if (file->is_collected) {
            qsort(file->blocks, file->block_count, sizeof(*file->blocks), compare_blocks);
        }
        file_list_add(files, compose->arena,
                      arena_text(compose->arena, "%s/%s", folder, file->path),
                      join_blocks(compose, file));
        files->items[files->count - 1].resource_count = count_resources(compose, file);
    }
}
