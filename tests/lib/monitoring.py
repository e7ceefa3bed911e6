# SPDX-License-Identifier: MIT
"""Alarms, topics and dashboards of an environment, read from either target, and what is wrong with
them: what they watch must exist, whom they tell must exist in the same region, and what CloudWatch
takes must be well formed.

    side = cfn(folder) or module(folder);  side.alarms, side.widgets, side.faults()
"""
import json
import os
import re
from dataclasses import dataclass

import hcl
import outputs

# dimension: what it must refer to, (type, attribute or "" for Ref) in CloudFormation and in
# Terraform. A dimension may have several rows.
REFERRED = {
    "AutoScalingGroupName": [("AWS::AutoScaling::AutoScalingGroup", "", "aws_autoscaling_group", "name")],
    "CacheClusterId": [
        ("AWS::ElastiCache::CacheCluster", "", "aws_elasticache_cluster", "cluster_id"),
        ("AWS::ElastiCache::ReplicationGroup", "", "aws_elasticache_replication_group",
         "replication_group_id")],
    "CanaryName": [("AWS::Synthetics::Canary", "", "aws_synthetics_canary", "name")],
    "ClusterName": [("AWS::ECS::Cluster", "", "aws_ecs_cluster", "name")],
    "DBInstanceIdentifier": [("AWS::RDS::DBInstance", "", "aws_db_instance", "identifier")],
    "DistributionId": [("AWS::CloudFront::Distribution", "", "aws_cloudfront_distribution", "id")],
    "LoadBalancer": [("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerFullName", "aws_lb",
                      "arn_suffix")],
    "NatGatewayId": [("AWS::EC2::NatGateway", "", "aws_nat_gateway", "id")],
    "ServiceName": [("AWS::ECS::Service", "Name", "aws_ecs_service", "name")],
    "TargetGroup": [("AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroupFullName",
                     "aws_lb_target_group", "arn_suffix")],
}
TEXTS = {"Region": r"Global", "Currency": r"USD", "CacheNodeId": r"\d{4}"}

# namespace: the sets of dimensions by which AWS publishes what we use of it
NAMESPACES = {
    "AWS/ApplicationELB": [{"LoadBalancer"}, {"LoadBalancer", "TargetGroup"}, {"TargetGroup"}],
    "AWS/AutoScaling": [{"AutoScalingGroupName"}],
    "AWS/Billing": [{"Currency"}],
    "AWS/CloudFront": [{"DistributionId", "Region"}],
    "AWS/EC2": [{"AutoScalingGroupName"}],
    "AWS/ECS": [{"ClusterName", "ServiceName"}],
    "AWS/ElastiCache": [{"CacheClusterId"}, {"CacheClusterId", "CacheNodeId"}],
    "AWS/NATGateway": [{"NatGatewayId"}],
    "AWS/RDS": [{"DBInstanceIdentifier"}],
    "CWAgent": [{"AutoScalingGroupName"}],
    "CloudWatchSynthetics": [{"CanaryName"}],
    "ECS/ContainerInsights": [{"ClusterName", "ServiceName"}],
}
HOME = {"AWS/CloudFront": "us-east-1", "AWS/Billing": "us-east-1"}  # published there alone

TOPICS = ("AWS::SNS::Topic", "aws_sns_topic")
SCALING = ("AWS::AutoScaling::ScalingPolicy", "AWS::ApplicationAutoScaling::ScalingPolicy",
           "aws_autoscaling_policy", "aws_appautoscaling_policy")
GRID, WIDGETS, ALARMS, DAY = 24, 500, 100, 86400
TAKES = {"alarm": {"title", "alarms", "sortBy", "states"}, "text": {"markdown", "background"},
         "metric": {"title", "region", "view", "stacked", "period", "stat", "metrics", "yAxis",
                    "annotations", "legend"}}


@dataclass
class Alarm:
    where: str       # for messages
    region: str
    name: str
    metric: tuple    # (namespace, name)
    dimensions: dict  # name: text, with "${…}" for references
    actions: list
    ok: list
    values: dict     # what both targets must agree on


class Side:
    """One target's output. `resources` maps an address to (type, region, a name of its own)."""

    def __init__(self):
        self.resources, self.alarms, self.dashboards, self.filters = {}, [], [], set()
        self.nodes, self.told = {}, set()

    def target(self, text, region):
        """(type, attribute, name, rest) of "${address}rest"; type is None if it does not exist."""
        found = re.fullmatch(r"\$\{([^}]*)\}(.*)", text)
        if found is None:
            return None, "", text, ""
        address, attribute = self.split(found[1])
        kind, _, name = self.resource(address, region) or (None, "", found[1])
        return kind, attribute, name, found[2]

    def resource(self, address, region):
        return self.resources.get((region, address)) or self.resources.get(address)

    def region_of(self, text, region):
        """Where what a text refers to stands, or nothing."""
        found = re.match(r"\$\{([^}]*)\}", text)
        return (self.resource(self.split(found[1])[0], region) or ("", ""))[1] if found else ""

    def dimension_faults(self, where, metric, dimensions, region, stack):
        """`region` is where the metric is read, `stack` where what reads it stands: a graph may be
        of another region, but its references are those of its own stack."""
        space = metric[0]
        if space not in NAMESPACES:
            if metric not in self.filters or dimensions:
                yield f"{where}: no metric filter makes {space}/{metric[1]}"
            return
        if set(dimensions) not in NAMESPACES[space]:
            yield f"{where}: {space} has no metrics by {', '.join(sorted(dimensions))}"
        if HOME.get(space, region) != region:
            yield f"{where}: {space} is not published in {region}"
        for name, text in dimensions.items():
            yield from self.value_faults(where, name, text, stack)
            there = self.region_of(text, stack)
            if space not in HOME and there not in ("", region):
                yield f"{where}: {space} of {text!r} is in {there}, not in {region}"
        group = dimensions.get("CacheClusterId", "")
        node = dimensions.get("CacheNodeId", "")
        if group and self.node_of(group, node, stack) not in self.nodes.get(
                self.target(group, stack)[2], ()):
            yield f"{where}: there is no node {self.node_of(group, node, stack)!r}"

    def node_of(self, group, node, region):
        return node or self.target(group, region)[3].removeprefix("-")

    def value_faults(self, where, name, text, region):
        if name in TEXTS:
            if not re.fullmatch(TEXTS[name], text):
                yield f"{where}: {name} is {text!r}"
            return
        kind, attribute, _, rest = self.target(text, region)
        wanted = [self.wanted(row) for row in REFERRED.get(name, [])]
        if (kind, attribute) not in wanted:
            yield f"{where}: {name} is {text!r}, which is {kind or 'nothing'}"
        elif rest and name != "CacheClusterId":
            yield f"{where}: {name} is {text!r}"

    def action_faults(self, alarm):
        if alarm.ok and sorted(alarm.actions) != sorted(alarm.ok):
            yield f"{alarm.where}: other places are told that all is well"
        for text in {*alarm.actions, *alarm.ok}:
            kind, _, _, rest = self.target(text, alarm.region)
            if kind not in TOPICS + SCALING or rest:
                yield f"{alarm.where}: its action {text!r} is {kind or 'nothing'}"
            elif kind in TOPICS and (alarm.region, text) not in self.told:
                yield f"{alarm.where}: CloudWatch may not tell {text!r}"

    def alarm_faults(self):
        for alarm in self.alarms:
            yield from self.dimension_faults(alarm.where, alarm.metric, alarm.dimensions,
                                             alarm.region, alarm.region)
            yield from self.action_faults(alarm)
            period, times = int(alarm.values["period"]), int(alarm.values["periods"])
            if period % 60 or period * times > DAY or times < 1:
                yield f"{alarm.where}: {times} periods of {period} seconds"
        names = [(alarm.region, alarm.name) for alarm in self.alarms]
        for name in {name for name in names if names.count(name) > 1}:
            yield f"{name[1]}: two alarms of {name[0]} have this name"

    def faults(self):
        yield from self.alarm_faults()
        for region, name, text in self.dashboards:
            yield from self.dashboard_faults(region, name, text)

    # ---- dashboards ----

    def dashboard_faults(self, region, name, text):
        try:
            widgets = json.loads(text)["widgets"]
        except (ValueError, KeyError, TypeError) as error:
            yield f"{name}: the body is not that of a dashboard: {error}"
            return
        if not 0 < len(widgets) <= WIDGETS:
            yield f"{name}: it has {len(widgets)} widgets"
        taken = {}
        for i, widget in enumerate(widgets):
            where = f"{name}, widget {i} ({widget.get('properties', {}).get('title', '')})"
            yield from layout_faults(where, widget, taken)
            kind, properties = widget.get("type"), widget.get("properties", {})
            if kind not in TAKES or not set(properties) <= TAKES[kind]:
                yield f"{where}: {kind} has no {sorted(set(properties) - TAKES.get(kind, set()))}"
            elif kind == "metric":
                yield from self.graph_faults(where, properties, region)
            elif kind == "alarm":
                yield from self.state_faults(where, properties, region)
            elif not properties.get("markdown"):
                yield f"{where}: it says nothing"

    def state_faults(self, where, properties, region):
        alarms = properties.get("alarms", [])
        if not 0 < len(alarms) <= ALARMS or len(set(alarms)) != len(alarms):
            yield f"{where}: it has {len(alarms)} alarms"
        for text in alarms:
            kind, attribute, _, _ = self.target(text, region)
            if kind not in ("AWS::CloudWatch::Alarm", "aws_cloudwatch_metric_alarm") \
                    or attribute.lower() != "arn":
                yield f"{where}: {text!r} is {kind or 'nothing'}"

    def graph_faults(self, where, properties, stack):
        region, metrics = properties.get("region", ""), properties.get("metrics")
        if properties.get("view") != "timeSeries" or properties.get("period", 0) % 60 \
                or not re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", region) or not metrics:
            yield f"{where}: view, period, region or metrics are wrong"
            return
        known = {line[-1]["id"] for line in metrics if isinstance(line[-1], dict) and "id" in line[-1]}
        for line in metrics:
            options = line[-1] if isinstance(line[-1], dict) else {}
            rest = line[:-1] if options else line
            if "expression" in options:
                words = set(re.findall(r"[a-z]\w*", options["expression"]))
                if rest or not words <= known:
                    yield f"{where}: the expression {options['expression']!r} is about {sorted(known)}"
                continue
            if len(rest) < 2 or len(rest) % 2 or not all(isinstance(part, str) and part for part in rest):
                yield f"{where}: {line} is not the line of a metric"
                continue
            dimensions = dict(zip(rest[2::2], rest[3::2]))
            yield from self.dimension_faults(where, tuple(rest[:2]), dimensions, region, stack)

    # ---- what both targets must agree on ----

    def outline(self):
        """Alarms by region and name, with names of resources in place of references."""
        rows = {}
        for alarm in self.alarms:
            row = dict(alarm.values, metric="/".join(alarm.metric))
            for name, text in alarm.dimensions.items():
                _, _, own, rest = self.target(text, alarm.region)
                row[f"dimension {name}"] = own + rest
            for key, texts in (("actions", alarm.actions), ("ok", alarm.ok)):
                row[key] = sorted(self.action_name(text, alarm.region) for text in texts)
            rows[f"{alarm.region} {alarm.name}"] = row
        return rows

    def action_name(self, text, region):
        kind, _, name, _ = self.target(text, region)
        return "scaling" if kind in SCALING else name

    def pictures(self):
        """Dashboards without what each target spells in its own way."""
        return [re.sub(r"\$\{[^}]*\}", lambda found: self.target(found[0], region)[2], text)
                for region, _, text in self.dashboards]


def layout_faults(where, widget, taken):
    x, y, width, height = (widget.get(key, -1) for key in ("x", "y", "width", "height"))
    if not (0 <= x and 1 <= width and x + width <= GRID and 0 <= y and 1 <= height <= 1000):
        yield f"{where}: it stands at {x},{y} and is {width} by {height}"
        return
    cells = {(column, row) for column in range(x, x + width) for row in range(y, y + height)}
    for other in {taken[cell] for cell in cells if cell in taken}:
        yield f"{where}: it overlaps {other}"
    taken.update({cell: where for cell in cells})


def spelled(text):
    """A reference as a whole in the spelling that it has within a text."""
    return f"${{{text[1:]}}}" if text.startswith("@") else text


def may_publish(document):
    """True if a topic's policy admits CloudWatch."""
    return any(statement["Effect"] == "Allow" and statement["Action"] == "sns:Publish"
               and statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
               for statement in document["Statement"])


def members(groups, per_group):
    """The nodes of a replication group: 0001-001, or 001 where it is not in shards."""
    if groups is None:
        return [f"{i:03}" for i in range(1, per_group + 1)]
    return [f"{k:04}-{i:03}" for k in range(1, groups + 1) for i in range(1, per_group + 2)]


# ---- CloudFormation ----

CFN_NAMES = ("Name", "AutoScalingGroupName", "DBInstanceIdentifier", "ReplicationGroupId",
             "ClusterName", "ServiceName", "TopicName", "AlarmName")


class CfnSide(Side):
    def split(self, address):
        name, _, attribute = address.partition(".")
        return name, attribute

    def wanted(self, row):
        return row[0], row[1]

    def read(self, folder):
        files = [name for name in sorted(os.listdir(folder))
                 if name.endswith(".json") and name not in ("parameters.json", "template.json")]
        files = ["template.json", *files]
        for file in files:
            self.read_file(outputs.Cfn(folder, file), file)
        return self

    def read_file(self, reader, file):
        template = reader.template
        region = template.get("Metadata", {}).get("archgen", {}).get("Region", "")
        if file != "template.json":
            for name in template.get("Parameters", {}):
                self.resources[(region, name)] = self.of_main(name)
        for item in reader.items():
            if "::" in item.type:
                name = next((reader.text(item.body[key]) for key in CFN_NAMES if key in item.body), None)
                tags = item.body.get("Tags", [])
                tags = tags if isinstance(tags, list) else []
                tag = [reader.text(tag["Value"]) for tag in tags if tag.get("Key") == "Name"]
                self.resources[(region, item.name)] = (item.type, region, name or (tag or [item.name])[0])
        self.outputs = getattr(self, "outputs", None) or (region, template.get("Outputs", {}))
        for item in reader.items():
            self.read_item(item, reader, region, file)

    def of_main(self, name):
        """What a parameter of another stack stands for: the output of its name in the main one."""
        region, there = self.outputs
        value = there.get(name, {}).get("Value", {})
        return self.resources.get((region, value.get("Ref", "") if isinstance(value, dict) else ""))

    def read_item(self, item, reader, region, file):
        body = item.body
        if item.type == "AWS::CloudWatch::Alarm":
            self.alarms.append(cfn_alarm(item, reader, region, file))
        elif item.type == "AWS::CloudWatch::Dashboard":
            self.dashboards.append((region, reader.text(body["DashboardName"]),
                                    reader.text(body["DashboardBody"])))
        elif item.type == "AWS::Logs::MetricFilter":
            self.filters |= {(row["MetricNamespace"], row["MetricName"])
                             for row in body["MetricTransformations"]}
        elif item.type == "AWS::SNS::TopicPolicy" and may_publish(body["PolicyDocument"]):
            self.told |= {(region, spelled(reader.text(topic))) for topic in body["Topics"]}
        elif item.type == "AWS::ElastiCache::ReplicationGroup":
            self.nodes[self.resources[(region, item.name)][2]] = members(
                body.get("NumNodeGroups"), body.get("ReplicasPerNodeGroup", body.get("NumCacheClusters")))
        elif item.type == "AWS::ElastiCache::CacheCluster":
            self.nodes[self.resources[(region, item.name)][2]] = [
                f"{i:04}" for i in range(1, int(reader.text(body["NumCacheNodes"])) + 1)]


def cfn_alarm(item, reader, region, file):
    body = item.body

    def text(key):
        return reader.text(body[key]) if key in body else ""

    def texts(key):
        return [spelled(reader.text(value)) for value in body.get(key, [])]

    return Alarm(f"{file} {item.name}", region, text("AlarmName"), (text("Namespace"), text("MetricName")),
                 {row["Name"]: spelled(reader.text(row["Value"])) for row in body.get("Dimensions", [])},
                 texts("AlarmActions"), texts("OKActions"),
                 {"description": text("AlarmDescription"), "statistic": text("Statistic"),
                  "operator": text("ComparisonOperator"), "threshold": text("Threshold"),
                  "period": text("Period"), "periods": text("EvaluationPeriods"),
                  "missing": text("TreatMissingData")})


# ---- Terraform ----

HCL_NAMES = ("name", "alarm_name", "identifier", "replication_group_id", "cluster_id")


class HclSide(Side):
    def split(self, address):
        """"aws_lb.web.arn_suffix" → its address and the attribute."""
        parts = address.split(".")
        return ".".join(parts[:2]), ".".join(parts[2:])

    def wanted(self, row):
        return row[2], row[3]

    def read(self, folder):
        reader = outputs.Hcl(folder)
        items = [item for item in reader.items() if isinstance(item.body, hcl.Body)]
        regions = {item.body.attributes["alias"]: reader.text(item.body.attributes["region"])
                   for item in items if item.type == "provider.aws" and "alias" in item.body.attributes}
        own = reader.text(hcl.Reference(("var", "region")))
        for item in items:
            if item.type.startswith("aws_"):
                values = item.body.attributes
                alias = reader.text(values["provider"]).rsplit(".", 1)[-1] if "provider" in values else None
                item.extra["region"] = regions[alias] if alias else own
                name = next((reader.text(values[key]) for key in HCL_NAMES if key in values), None)
                tags = values.get("tags")
                tag = tags.get("Name") if isinstance(tags, dict) else None
                self.resources[f"{item.type}.{item.name}"] = (
                    item.type, item.extra["region"], name or reader.text(tag or item.name))
        for item in items:
            self.read_item(item, reader)
        return self

    def target(self, text, region):
        found = super().target(text, region)
        address = self.split(text[2:].partition("}")[0])[0]
        # A topic must stand in the alarm's region; what is watched may be anywhere.
        if found[0] in TOPICS and self.resources[address][1] != region:
            return None, *found[1:]
        return found

    def read_item(self, item, reader):
        if not item.type.startswith("aws_"):
            return
        values, region = item.body.attributes, item.extra["region"]
        if item.type == "aws_cloudwatch_metric_alarm":
            self.alarms.append(hcl_alarm(item, reader, region))
        elif item.type == "aws_cloudwatch_dashboard":
            self.dashboards.append((region, reader.text(values["dashboard_name"]),
                                    reader.text(values["dashboard_body"])))
        elif item.type == "aws_cloudwatch_log_metric_filter":
            self.filters |= {(reader.text(block.body.attributes["namespace"]),
                              reader.text(block.body.attributes["name"]))
                             for block in item.body.of("metric_transformation")}
        elif item.type == "aws_sns_topic_policy" and may_publish(values["policy"].args[0]):
            self.told.add((region, spelled(reader.text(values["arn"]))))
        elif item.type == "aws_elasticache_replication_group":
            groups = values.get("num_node_groups")
            self.nodes[self.resources[f"{item.type}.{item.name}"][2]] = members(
                groups, values.get("replicas_per_node_group", values.get("num_cache_clusters")))
        elif item.type == "aws_elasticache_cluster":
            self.nodes[self.resources[f"{item.type}.{item.name}"][2]] = [
                f"{i:04}" for i in range(1, int(reader.text(values["num_cache_nodes"])) + 1)]


def hcl_alarm(item, reader, region):
    values = item.body.attributes

    def text(key):
        return reader.text(values[key]) if key in values else ""

    def texts(key):
        return [spelled(reader.text(value)) for value in values.get(key, [])]

    return Alarm(f"{item.type}.{item.name}", region, text("alarm_name"),
                 (text("namespace"), text("metric_name")),
                 {name: spelled(reader.text(value)) for name, value in values.get("dimensions", {}).items()},
                 texts("alarm_actions"), texts("ok_actions"),
                 {"description": text("alarm_description"), "statistic": text("statistic"),
                  "operator": text("comparison_operator"), "threshold": text("threshold"),
                  "period": text("period"), "periods": text("evaluation_periods"),
                  "missing": text("treat_missing_data")})


def cfn(folder):
    return CfnSide().read(folder)


def module(folder):
    return HclSide().read(folder)
