/* SPDX-License-Identifier: MIT */
/* A dump shows what the layer has decided and nothing that depends on numbering. */
#include "template/dump.h"

#include "data/json.h"
#include "template/predicates.h"
#include "template/set.h"

#include <inttypes.h>

struct dump {
    const struct templates *set;
    const struct template *tmpl;
    struct buf *out;
};

static const char *const TOKEN_NAMES[] = {
#define TOKEN(kind, text) [TOKEN_##kind] = #kind,
#include "template/tokens.def"
#undef TOKEN
};

void template_dump_tokens(const struct tokens *tokens, struct str text, struct buf *out)
{
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];

        buf_add_format(out, "%u %s ", token->off, TOKEN_NAMES[token->kind]);
        jx_dump_text(str_slice(text, token->off, token->len), out);
        buf_add_char(out, '\n');
    }
    if (tokens->fault != NULL) {
        buf_add_format(out, "fault: %s\n", tokens->fault);
    }
}

static void dump_list(struct dump *dump, uint32_t first, size_t depth);

static void add_symbol(struct dump *dump, uint32_t symbol)
{
    buf_add_char(dump->out, ' ');
    jx_dump_text(symbols_text(&dump->set->symbols, symbol), dump->out);
}

/* What a node says of itself beside its kind. */
static void dump_detail(struct dump *dump, const struct node *node)
{
    size_t count;

    switch ((int)node->kind) {
    case NODE_TEXT:
        buf_add_char(dump->out, ' ');
        jx_dump_text(str_slice(dump->tmpl->source->text, node->off, node->len), dump->out);
        break;
    case NODE_PRINT:
        buf_add_text(dump->out, node->detail != 0 ? " ident" : "");
        break;
    case NODE_TARGET:
    case NODE_SET:
    case NODE_INCLUDE:
    case NODE_STRING:
    case NODE_PAIR:
    case NODE_NAME:
        add_symbol(dump, node->first);
        break;
    case NODE_MEMBER:
        add_symbol(dump, node->second);
        break;
    case NODE_INTEGER:
        buf_add_format(dump->out, " %" PRId64, tree_integer(node));
        break;
    case NODE_REAL:
        buf_add_format(dump->out, " %g", tree_real(node));
        break;
    case NODE_BOOL:
        buf_add_text(dump->out, node->detail != 0 ? " true" : " false");
        break;
    case NODE_LOOP:
        buf_add_format(dump->out, " %s", tree_loop_member_name((enum loop_member)node->detail));
        break;
    case NODE_COMPARE:
    case NODE_ARITHMETIC:
        buf_add_format(dump->out, " %s", tree_operator_text((enum operator_kind)node->detail));
        break;
    case NODE_FILTER:
        buf_add_format(dump->out, " %s", dump->set->filters[node->detail].name);
        break;
    case NODE_TEST:
        buf_add_format(dump->out, " %s", predicates_all(&count)[node->detail].name);
        break;
    default:
        break;
    }
}

/* Which of the three fields name nodes. */
static unsigned child_fields(const struct node *node)
{
    enum { FIRST = 1, SECOND = 2, THIRD = 4 };
    static const unsigned char fields[NODE_KIND_COUNT] = {
        [NODE_PRINT] = FIRST,
        [NODE_IF] = FIRST | SECOND | THIRD,
        [NODE_FOR] = FIRST | SECOND | THIRD,
        [NODE_TARGET] = SECOND,
        [NODE_SET] = SECOND,
        [NODE_LIST] = FIRST,
        [NODE_MAP] = FIRST,
        [NODE_PAIR] = SECOND,
        [NODE_MEMBER] = FIRST,
        [NODE_INDEX] = FIRST | SECOND,
        [NODE_NOT] = FIRST,
        [NODE_NEGATE] = FIRST,
        [NODE_AND] = FIRST | SECOND,
        [NODE_OR] = FIRST | SECOND,
        [NODE_COMPARE] = FIRST | SECOND,
        [NODE_ARITHMETIC] = FIRST | SECOND,
        [NODE_CONCAT] = FIRST,
        [NODE_CHOICE] = FIRST | SECOND | THIRD,
        [NODE_FILTER] = FIRST | SECOND,
        [NODE_TEST] = FIRST,
    };

    return fields[node->kind];
}

static void dump_node(struct dump *dump, const struct node *node, size_t depth)
{
    const uint32_t children[] = {node->first, node->second, node->third};
    bool is_block = node->kind == NODE_IF || node->kind == NODE_FOR;

    buf_add_repeat(dump->out, ' ', 2 * depth);
    buf_add_text(dump->out, tree_kind_name((enum node_kind)node->kind));
    dump_detail(dump, node);
    buf_add_char(dump->out, '\n');
    for (size_t i = 0; i < AG_COUNT(children); i++) {
        if ((child_fields(node) & 1U << i) == 0 || children[i] == 0) {
            continue;
        }
        if (is_block && i > 0) {
            buf_add_repeat(dump->out, ' ', 2 * depth);
            buf_add_text(dump->out, i == 1 ? "then\n" : "else\n");
        }
        dump_list(dump, children[i], depth + 1);
    }
}

static void dump_list(struct dump *dump, uint32_t first, size_t depth)
{
    for (uint32_t i = first; i != 0; i = dump->tmpl->tree.nodes[i].next) {
        dump_node(dump, &dump->tmpl->tree.nodes[i], depth);
    }
}

bool template_dump_tree(const struct templates *set, const char *name, struct buf *out)
{
    for (size_t i = 0; i < set->count; i++) {
        if (str_eq_text(symbols_text(&set->symbols, set->items[i]->symbol), name)) {
            struct dump dump = {set, set->items[i], out};

            dump_list(&dump, set->items[i]->tree.root, 0);
            return true;
        }
    }
    return false;
}
