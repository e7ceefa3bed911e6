/* SPDX-License-Identifier: MIT */
/* References are plain objects; no user document can hold one, because '$' keys are refused. */
#include "model/reference.h"

/* What a shared value is about: `first` to `third` are known by their addresses, which is enough:
 * they live as long as the run, and what is equal but stands elsewhere is just made again. What is
 * said of it is known by its text, since schemas hold the same text in many places. */
struct about {
    const void *first;
    const void *second;
    const void *third;
};

/* Gives the key; what it is written into is to be released. */
static struct str key_of(struct buf *room, struct about about, const char *what)
{
    buf_init(room, BUF_NO_LIMIT);
    buf_add_bytes(room, (const char *)&about, sizeof(about));
    buf_add_text(room, what);
    return buf_str(room);
}

json_t *reference_make(const char *what, const struct naming *naming)
{
    json_t *reference = jx_object();

    jx_set(reference, "$ref", jx_string(what));
    jx_set(reference, "id", jx_string(naming->id));
    jx_set(reference, "label", jx_string(naming->label));
    jx_set(reference, "name", jx_string(naming->name));
    return reference;
}

json_t *reference_share(const struct model *model, const char *what, const struct naming *naming)
{
    const struct about about = {naming->id, naming->label, naming->name};
    struct buf room;
    struct str key = key_of(&room, about, what);
    json_t *reference = memo_get(model->memo, key);

    if (reference == NULL) {
        reference = memo_put(model->memo, key, reference_make(what, naming));
    }
    buf_release(&room);
    return reference;
}

static json_t *make_to_tier(const struct tier *tier, const char *attribute)
{
    json_t *reference = reference_make("", &tier->naming);

    jx_set(reference, "$ref", jx_format("%s.%s", tier->kind->name, attribute));
    jx_set(reference, "tier", jx_string(tier->naming.key));
    return reference;
}

json_t *reference_to_tier(const struct model *model, const struct tier *tier, const char *attribute)
{
    struct buf room;
    struct str key = key_of(&room, (struct about){tier, NULL, NULL}, attribute);
    json_t *reference = memo_get(model->memo, key);

    if (reference == NULL) {
        reference = memo_put(model->memo, key, make_to_tier(tier, attribute));
    }
    buf_release(&room);
    return reference;
}

json_t *reference_with_suffix(json_t *value, const char *suffix)
{
    json_t *parts = jx_array();
    json_t *concat = jx_object();

    jx_append(parts, value);
    jx_append(parts, jx_string(suffix));
    jx_set(concat, "$concat", parts);
    return concat;
}

static json_t *make_summary(const struct tier *tier)
{
    json_t *summary = jx_object();

    jx_set(summary, "key", jx_string(tier->naming.key));
    jx_set(summary, "kind", jx_string(tier->kind->name));
    jx_set(summary, "id", jx_string(tier->naming.id));
    jx_set(summary, "label", jx_string(tier->naming.label));
    jx_set(summary, "name", jx_string(tier->naming.name));
    return summary;
}

json_t *reference_summary(const struct model *model, const struct tier *tier)
{
    const struct about key = {NULL, tier, NULL};
    json_t *summary = memo_get(model->memo, MEMO_KEY(key));

    return summary != NULL ? summary : memo_put(model->memo, MEMO_KEY(key), make_summary(tier));
}

json_t *reference_begin_summary(const struct model *model, const struct tier *tier)
{
    json_t *shared = reference_summary(model, tier);
    json_t *summary = jx_copy_members(shared);

    json_decref(shared);
    return summary;
}
