/* SPDX-License-Identifier: MIT */
/* Widgets are laid out in rows of equal ones, each tier's under a heading. */
#include "model/dashboard.h"

#include "base/mem.h"
#include "model/alarms.h"
#include "model/metrics.h"
#include "model/names.h"
#include "model/reference.h"

enum {
    GRID_WIDTH = 24, /* of every dashboard, in units of its own */
    WIDGET_WIDTH = 8,
    WIDGET_HEIGHT = 6,
    HEADING_HEIGHT = 1,
    ALARMS_HEIGHT = 3,
    ALARMS_MAX = 100, /* in one widget */
    PERIOD = 300
};

struct dashboard {
    const struct model *model;
    json_t *widgets;
    int x;
    int y;            /* of the present row */
    const char *each; /* of the present owner: what the newest metrics exist for, or NULL */
    const struct metric_item *items;
    size_t item_count;
};

static void place(struct dashboard *dashboard, json_t *widget, int width, int height)
{
    jx_set(widget, "x", jx_integer(dashboard->x));
    jx_set(widget, "y", jx_integer(dashboard->y));
    jx_set(widget, "width", jx_integer(width));
    jx_set(widget, "height", jx_integer(height));
    jx_append(dashboard->widgets, widget);
    dashboard->x += width;
    if (dashboard->x + WIDGET_WIDTH > GRID_WIDTH) {
        dashboard->x = 0;
        dashboard->y += height;
    }
}

/* Ends a row that is not full. */
static void end_row(struct dashboard *dashboard)
{
    if (dashboard->x > 0) {
        dashboard->x = 0;
        dashboard->y += WIDGET_HEIGHT;
    }
}

static json_t *widget_new(const char *type, json_t *properties)
{
    json_t *widget = jx_object();

    jx_set(widget, "type", jx_string(type));
    jx_set(widget, "properties", properties);
    return widget;
}

static void add_heading(struct dashboard *dashboard, const char *text)
{
    json_t *properties = jx_object();

    end_row(dashboard);
    jx_set(properties, "markdown", jx_format("## %s", text));
    place(dashboard, widget_new("text", properties), GRID_WIDTH, HEADING_HEIGHT);
}

/* ---- graphs ---- */

static json_t *make_options(const struct metric_item *item, const json_t *row)
{
    const char *id = jx_get_text(row, "id", NULL);
    json_t *options = jx_object();

    jx_set(options, "label",
           jx_format("%s%s%s", jx_get_text(row, "text", ""), *item->key == '\0' ? "" : " ",
                     item->key));
    jx_set(options, "stat", jx_share(jx_get(row, "statistic")));
    if (id != NULL) {
        jx_set(options, "id", jx_string(id));
        jx_set(options, "visible", jx_bool(false));
    }
    return options;
}

/* How a line is drawn depends on the row and the item's key, which live as long as the run. */
static json_t *options_of(const struct model *model, const struct metric_item *item,
                          const json_t *row)
{
    const void *const key[] = {row, item->key};
    json_t *options = memo_get(model->memo, MEMO_KEY(key));

    return options != NULL ? options
                           : memo_put(model->memo, MEMO_KEY(key), make_options(item, row));
}

/* [namespace, metric, name, value, …, {how it is drawn}] */
static json_t *line_of(const struct model *model, const struct metric_owner *owner,
                       const struct metric_item *item, const json_t *row)
{
    struct metric_dimension dimensions[METRIC_DIMENSIONS_MAX];
    size_t count = metrics_dimensions(model, owner, item, row, dimensions);
    json_t *line = jx_array();

    jx_append(line, jx_share(jx_get(row, "namespace")));
    jx_append(line, jx_share(jx_get(row, "metric")));
    for (size_t i = 0; i < count; i++) {
        jx_append(line, jx_string(dimensions[i].name));
        jx_append(line, dimensions[i].value);
    }
    jx_append(line, options_of(model, item, row));
    return line;
}

static void add_expressions(const json_t *rows, json_t *lines)
{
    size_t i;
    const json_t *row;

    jx_array_foreach (rows, i, row) {
        json_t *line = jx_array();

        jx_append(line, jx_share(row));
        jx_append(lines, line);
    }
}

/* The items of a row; rows in a sequence mostly have the same. */
static const struct metric_item *items_of(struct dashboard *dashboard,
                                          const struct metric_owner *owner, const json_t *row,
                                          size_t *count)
{
    const char *each = jx_get_text(row, "each", "");

    if (dashboard->each == NULL || strcmp(dashboard->each, each) != 0) {
        dashboard->each = each;
        dashboard->items = metrics_items(dashboard->model, owner, row, &dashboard->item_count);
    }
    *count = dashboard->item_count;
    return dashboard->items;
}

static json_t *lines_of(struct dashboard *dashboard, const struct metric_owner *owner,
                        const json_t *widget)
{
    json_t *lines = jx_array();
    size_t i;
    const json_t *row;

    add_expressions(jx_get(widget, "expressions"), lines);
    jx_array_foreach (jx_get(widget, "metrics"), i, row) {
        size_t count = 0;
        const struct metric_item *items = catalog_when(jx_get(row, "when"), owner->spec)
                                              ? items_of(dashboard, owner, row, &count)
                                              : NULL;

        for (size_t k = 0; k < count; k++) {
            jx_append(lines, line_of(dashboard->model, owner, &items[k], row));
        }
    }
    return lines;
}

static void add_graph(struct dashboard *dashboard, const json_t *widget, json_t *lines)
{
    const struct model *model = dashboard->model;
    json_t *properties = jx_object();

    jx_set(properties, "title", jx_share(jx_get(widget, "title")));
    jx_set(properties, "region", jx_string(metrics_region(model, widget)));
    jx_set(properties, "view", jx_string("timeSeries"));
    jx_set(properties, "stacked", jx_bool(false));
    jx_set(properties, "period", jx_integer(jx_get_integer(widget, "period", PERIOD)));
    jx_set(properties, "metrics", lines);
    place(dashboard, widget_new("metric", properties), WIDGET_WIDTH, WIDGET_HEIGHT);
}

static void add_owner(void *context, const struct metric_owner *owner)
{
    struct dashboard *dashboard = context;
    bool has_heading = false;
    size_t i;
    const json_t *widget;

    dashboard->each = NULL;
    jx_array_foreach (jx_get(owner->traits, "widgets"), i, widget) {
        json_t *lines = catalog_when(jx_get(widget, "when"), owner->spec)
                            ? lines_of(dashboard, owner, widget)
                            : jx_array();

        if (json_array_size(lines) == 0) {
            json_decref(lines);
            continue;
        }
        if (!has_heading) {
            add_heading(dashboard, owner->naming.stem);
            has_heading = true;
        }
        add_graph(dashboard, widget, lines);
    }
}

/* ---- what is about everything ---- */

static void add_alarms(struct dashboard *dashboard)
{
    const struct model *model = dashboard->model;
    json_t *properties = jx_object();
    json_t *arns = jx_array();

    for (size_t i = 0; i < model->alarm_count && json_array_size(arns) < ALARMS_MAX; i++) {
        if (strcmp(model->alarms[i].region, model->region) == 0) {
            jx_append(arns, reference_share(model, "alarm.arn", &model->alarms[i].naming));
        }
    }
    jx_set(properties, "title", jx_string("Alarms"));
    jx_set(properties, "alarms", arns);
    if (json_array_size(arns) > 0) {
        place(dashboard, widget_new("alarm", properties), GRID_WIDTH, ALARMS_HEIGHT);
    } else {
        json_decref(properties);
    }
}

/* The annotations of monitoring itself: graphs of the account. */
static void add_costs(struct dashboard *dashboard)
{
    const struct model *model = dashboard->model;
    const json_t *schema = schemas_annotations(model->catalog->schemas, "monitoring.json");
    const struct metric_owner owner = {
        .naming = names_make(model->arena, model->prefix, "costs"),
        .traits = jx_get(jx_get(schema, "x-archgen"), "costs"),
    };

    add_owner(dashboard, &owner);
}

json_t *dashboard_view(const struct model *model)
{
    const json_t *spec = jx_path(model->document, "monitoring.dashboard");
    struct dashboard dashboard = {.model = model};
    json_t *view;
    json_t *body;

    if (!jx_get_bool(spec, "enabled", false)) {
        return json_null();
    }
    dashboard.widgets = jx_array();
    if (jx_get_bool(spec, "alarms", false)) {
        add_alarms(&dashboard);
    }
    metrics_owners(model, add_owner, &dashboard);
    if (jx_get_bool(spec, "costs", false)) {
        add_costs(&dashboard);
    }
    body = jx_object();
    jx_set(body, "widgets", dashboard.widgets);
    view = jx_object();
    jx_set(view, "id", jx_string("MonitoringDashboard"));
    jx_set(view, "label", jx_string("main"));
    jx_set(view, "name", jx_string(model->prefix));
    jx_set(view, "body", body);
    return view;
}
