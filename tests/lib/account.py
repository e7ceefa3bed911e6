# SPDX-License-Identifier: MIT
"""What an AWS account holds, read through the API and brought into a form that can be compared.

read() gives {"kind name": {property: value}}. A resource is known by its name (its tag Name where it
has no other); wherever its id or its ARN occurs, its name is written, as "<kind:name>". READS says
what is asked, and for what a resource is known. What is left out, such as times and what AWS itself
numbers, is a table of the caller's: (kind or "*", property) -> whatever; used[row] counts how often.
"""
import base64
import collections
import datetime
import json
import re
import urllib.parse

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ACCOUNT = "123456789012"
# Answers of a call that mean that there is none of what was asked for.
NONE_THERE = re.compile("NoSuch.*|.*NotFound.*")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What tells the items of a list apart; such a list is a map.
KEYS = ("ID", "Id", "id", "Sid", "ParameterName", "PolicyName", "RuleName", "Metric", "PathPattern", "DeviceName",
        "Key", "key", "TagKey", "RuleNumber", "Port", "name", "Name", "filterName", "AlarmName",
        "SubnetId", "ResourceType", "ScheduledActionName", "DestinationCidrBlock", "RoleName")
ORDERED = {"command", "entryPoint", "Command", "EntryPoint"}


def tags_of(item):
    """The tags of an item, whatever they are called."""
    for key in ("Tags", "tags", "TagList", "TagSet", "TagsList"):
        rows = item.get(key)
        if isinstance(rows, dict) and key != "Tags":
            return rows
        if isinstance(rows, list):
            return tag_map(rows)
    return {}


def tag_map(rows):
    return {row.get("Key", row.get("key", row.get("TagKey"))):
            row.get("Value", row.get("value", row.get("TagValue"))) for row in rows}


def tag_name(item):
    return tags_of(item).get("Name")


class Read:
    """One list call: its result, the name of each item, its ids, and further calls about it."""

    def __init__(self, kind, service, operation, result, name, ids=(), more=(), given=None,
                 where=None, home=False):
        self.kind, self.service, self.operation, self.result = kind, service, operation, result
        self.name = name if callable(name) else lambda item, key=name: item.get(key)
        self.ids, self.more, self.given, self.where = ids, more, given or {}, where
        self.home = home  # a service that has one place, not one for each region


def tail(arn):
    return arn.rpartition(":")[2]


def more(operation, result=None, store=None, **given):
    """A further call about an item; "$Key" stands for the item's property Key."""
    return operation, result, store or result or operation, given


BUCKET = {"Bucket": "$Name"}
S3_SETTINGS = ("accelerate_configuration cors encryption lifecycle_configuration logging "
               "notification_configuration ownership_controls policy replication tagging versioning "
               "website request_payment").split()


def there(item):
    """What was deleted is told of for a while."""
    return str(item.get("State")).lower() != "deleted"


def own(item):
    return not item.get("IsDefault") and not item.get("DefaultForAz")


READS = [
    Read("vpc", "ec2", "describe_vpcs", "Vpcs", tag_name, ["VpcId"], where=own, more=[
        more("describe_vpc_attribute", "EnableDnsSupport", Attribute="enableDnsSupport", VpcId="$VpcId"),
        more("describe_vpc_attribute", "EnableDnsHostnames", Attribute="enableDnsHostnames",
             VpcId="$VpcId")]),
    Read("prefix-list", "ec2", "describe_managed_prefix_lists", "PrefixLists", "PrefixListName",
         ["PrefixListId", "PrefixListArn"], where=lambda item: item["OwnerId"] == ACCOUNT),
    Read("subnet", "ec2", "describe_subnets", "Subnets", tag_name, ["SubnetId", "SubnetArn"], where=own),
    Read("internet-gateway", "ec2", "describe_internet_gateways", "InternetGateways", tag_name,
         ["InternetGatewayId"]),
    Read("address", "ec2", "describe_addresses", "Addresses", tag_name,
         ["AllocationId", "AssociationId"]),
    Read("nat-gateway", "ec2", "describe_nat_gateways", "NatGateways", tag_name, ["NatGatewayId"],
         where=there),
    Read("route-table", "ec2", "describe_route_tables", "RouteTables",
         lambda item: tag_name(item) or "main of <" + item["VpcId"] + ">", ["RouteTableId"]),
    Read("network-acl", "ec2", "describe_network_acls", "NetworkAcls",
         lambda item: tag_name(item) or "default of <" + item["VpcId"] + ">", ["NetworkAclId"]),
    Read("security-group", "ec2", "describe_security_groups", "SecurityGroups",
         lambda item: item["GroupName"] if item["GroupName"] != "default"
         else "default of <" + item["VpcId"] + ">", ["GroupId", "SecurityGroupArn"], more=[
             more("describe_security_group_rules", "SecurityGroupRules", "Rules",
                  Filters=[{"Name": "group-id", "Values": ["$GroupId"]}])]),
    Read("endpoint", "ec2", "describe_vpc_endpoints", "VpcEndpoints", tag_name, ["VpcEndpointId"],
         where=there),
    Read("flow-log", "ec2", "describe_flow_logs", "FlowLogs", tag_name, ["FlowLogId"]),
    Read("launch-template", "ec2", "describe_launch_templates", "LaunchTemplates",
         "LaunchTemplateName", ["LaunchTemplateId"], more=[
             more("describe_launch_template_versions", "LaunchTemplateVersions",
                  LaunchTemplateId="$LaunchTemplateId", Versions=["$Latest"])]),
    Read("auto-scaling-group", "autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups",
         "AutoScalingGroupName", ["AutoScalingGroupARN"], more=[
             more("describe_policies", "ScalingPolicies", AutoScalingGroupName="$AutoScalingGroupName"),
             more("describe_scheduled_actions", "ScheduledUpdateGroupActions",
                  AutoScalingGroupName="$AutoScalingGroupName")]),
    Read("balancer", "elbv2", "describe_load_balancers", "LoadBalancers", "LoadBalancerName",
         ["LoadBalancerArn", "DNSName"], more=[
             more("describe_load_balancer_attributes", "Attributes", LoadBalancerArn="$LoadBalancerArn"),
             more("describe_listeners", "Listeners", LoadBalancerArn="$LoadBalancerArn"),
             more("describe_tags", "TagDescriptions", ResourceArns=["$LoadBalancerArn"])]),
    Read("target-group", "elbv2", "describe_target_groups", "TargetGroups", "TargetGroupName",
         ["TargetGroupArn"], more=[
             more("describe_target_group_attributes", "Attributes", TargetGroupArn="$TargetGroupArn"),
             more("describe_tags", "TagDescriptions", ResourceArns=["$TargetGroupArn"])]),
    Read("cluster", "ecs", "describe_clusters", "clusters", "clusterName", ["clusterArn"],
         given={"clusters": ("list_clusters", "clusterArns"), "include": ["SETTINGS", "TAGS"]},
         where=lambda item: item["status"] != "INACTIVE", more=[
             more("list_services", "serviceArns", cluster="$clusterName")]),
    Read("database", "rds", "describe_db_instances", "DBInstances", "DBInstanceIdentifier",
         ["DBInstanceArn"]),
    Read("database-subnets", "rds", "describe_db_subnet_groups", "DBSubnetGroups",
         "DBSubnetGroupName", ["DBSubnetGroupArn"]),
    Read("database-settings", "rds", "describe_db_parameter_groups", "DBParameterGroups",
         "DBParameterGroupName", ["DBParameterGroupArn"], more=[
             more("describe_db_parameters", "Parameters", DBParameterGroupName="$DBParameterGroupName"),
             more("list_tags_for_resource", "TagList", ResourceName="$DBParameterGroupArn")]),
    Read("cache", "elasticache", "describe_replication_groups", "ReplicationGroups",
         "ReplicationGroupId", ["ARN"], more=[
             more("list_tags_for_resource", "TagList", ResourceName="$ARN")]),
    Read("cache-node", "elasticache", "describe_cache_clusters", "CacheClusters", "CacheClusterId", ["ARN"]),
    Read("cache-subnets", "elasticache", "describe_cache_subnet_groups", "CacheSubnetGroups",
         "CacheSubnetGroupName", ["ARN"]),
    Read("bucket", "s3", "list_buckets", "Buckets", "Name", home=True,
         where=lambda item: not item["Name"].startswith("archgen-templates"), more=[
             *(more(f"get_bucket_{name}", **BUCKET) for name in S3_SETTINGS),
             more("get_object_lock_configuration", **BUCKET),
             more("get_public_access_block", **BUCKET), more("get_bucket_location", **BUCKET)]),
    Read("key", "kms", "list_keys", "Keys", lambda item: tag_map(item["Tags"]).get("Name") or next(
        (row["AliasName"] for row in item["Aliases"]), None),
         ["KeyArn", "KeyId"], more=[
             more("list_resource_tags", "Tags", KeyId="$KeyId"),
             more("describe_key", "KeyMetadata", KeyId="$KeyId"),
             more("get_key_policy", "Policy", KeyId="$KeyId", PolicyName="default"),
             more("get_key_rotation_status", "KeyRotationEnabled", KeyId="$KeyId"),
             more("list_aliases", "Aliases", KeyId="$KeyId")],
         where=lambda item: item["KeyMetadata"]["KeyState"] != "PendingDeletion"
         and not any(row["AliasName"].startswith("alias/aws/") for row in item["Aliases"])),
    Read("secret", "secretsmanager", "list_secrets", "SecretList",
         lambda item: UUID.sub("*", item["Name"]), ["ARN", "Name"]),
    Read("role", "iam", "list_roles", "Roles", "RoleName", ["Arn"], home=True, more=[
        more("list_role_policies", "PolicyNames", RoleName="$RoleName"),
        more("list_attached_role_policies", "AttachedPolicies", RoleName="$RoleName"),
        more("list_role_tags", "Tags", RoleName="$RoleName")],
        where=lambda item: "/aws-service-role/" not in item["Path"]),
    Read("policy", "iam", "list_policies", "Policies", "PolicyName", ["Arn"], home=True,
         given={"Scope": "Local"}, more=[
             more("get_policy_version", "PolicyVersion", PolicyArn="$Arn", VersionId="$DefaultVersionId"),
             more("list_policy_tags", "Tags", PolicyArn="$Arn")]),
    Read("instance-profile", "iam", "list_instance_profiles", "InstanceProfiles",
         "InstanceProfileName", ["Arn"], home=True),
    Read("log-group", "logs", "describe_log_groups", "logGroups", "logGroupName", ["arn", "logGroupArn"],
         more=[more("list_tags_for_resource", "tags", resourceArn="$logGroupArn"),
               more("describe_metric_filters", "metricFilters", logGroupName="$logGroupName")]),
    # Policies that follow a target make alarms of their own.
    Read("alarm", "cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName", ["AlarmArn"],
         where=lambda item: not item["AlarmName"].startswith("TargetTracking-"),
         more=[more("list_tags_for_resource", "Tags", ResourceARN="$AlarmArn")]),
    Read("composite-alarm", "cloudwatch", "describe_alarms", "CompositeAlarms", "AlarmName",
         ["AlarmArn"], given={"AlarmTypes": ["CompositeAlarm"]}),
    Read("dashboard", "cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName",
         ["DashboardArn"], more=[more("get_dashboard", "DashboardBody", DashboardName="$DashboardName")]),
    Read("topic", "sns", "list_topics", "Topics", lambda item: tail(item["TopicArn"]), ["TopicArn"],
         more=[more("get_topic_attributes", "Attributes", TopicArn="$TopicArn"),
               more("list_subscriptions_by_topic", "Subscriptions", TopicArn="$TopicArn"),
               more("list_tags_for_resource", "Tags", ResourceArn="$TopicArn")]),
    Read("zone", "route53", "list_hosted_zones", "HostedZones", "Name", ["Id"], home=True, more=[
        more("list_resource_record_sets", "ResourceRecordSets", HostedZoneId="$Id"),
        more("list_tags_for_resource", "ResourceTagSet", ResourceType="hostedzone", ResourceId="$Id")]),
    Read("certificate", "acm", "list_certificates", "CertificateSummaryList",
         lambda item: tag_name(item) or item["DomainName"], ["CertificateArn"], more=[
             more("list_tags_for_certificate", "Tags", CertificateArn="$CertificateArn"),
             more("describe_certificate", "Certificate", CertificateArn="$CertificateArn")]),
    Read("distribution", "cloudfront", "list_distributions", "DistributionList.Items",
         lambda item: item["DistributionConfig"]["Comment"], ["Id", "ARN", "DomainName"], home=True, more=[
             more("get_distribution_config", "DistributionConfig", Id="$Id"),
             more("get_monitoring_subscription", "MonitoringSubscription", DistributionId="$Id"),
             more("list_tags_for_resource", "Tags", Resource="$ARN")]),
    Read("origin-access", "cloudfront", "list_origin_access_controls", "OriginAccessControlList.Items",
         "Name", ["Id"], home=True),
    Read("origin-identity", "cloudfront", "list_cloud_front_origin_access_identities",
         "CloudFrontOriginAccessIdentityList.Items", "Comment", ["Id", "S3CanonicalUserId"], home=True),
    Read("scalable-target", "application-autoscaling", "describe_scalable_targets", "ScalableTargets",
         "ResourceId", ["ScalableTargetARN"], given={"ServiceNamespace": "ecs"}, more=[
             more("describe_scaling_policies", "ScalingPolicies", ServiceNamespace="ecs",
                  ResourceId="$ResourceId"),
             more("describe_scheduled_actions", "ScheduledActions", ServiceNamespace="ecs",
                  ResourceId="$ResourceId"),
             more("list_tags_for_resource", "Tags", ResourceARN="$ScalableTargetARN")]),
    Read("identity-provider", "iam", "list_open_id_connect_providers", "OpenIDConnectProviderList",
         lambda item: item["Arn"].partition("/")[2], home=True, more=[
             more("get_open_id_connect_provider", OpenIDConnectProviderArn="$Arn")]),
    Read("web-acl", "wafv2", "list_web_acls", "WebACLs", "Name", ["ARN", "Id"],
         given={"Scope": "CLOUDFRONT"}, home=True, more=[
             more("get_web_acl", "WebACL", Name="$Name", Scope="CLOUDFRONT", Id="$Id"),
             more("list_tags_for_resource", "TagInfoForResource", ResourceARN="$ARN")]),
    Read("trail", "cloudtrail", "describe_trails", "trailList", "Name", ["TrailARN"], home=True, more=[
        more("get_trail_status", "IsLogging", Name="$Name"),
        more("list_tags", "ResourceTagList", ResourceIdList=["$TrailARN"])]),
    Read("events-rule", "events", "list_rules", "Rules", "Name", ["Arn"], more=[
        more("list_targets_by_rule", "Targets", Rule="$Name")]),
    Read("registry", "ecr", "describe_repositories", "repositories", "repositoryName",
         ["repositoryArn", "repositoryUri"], more=[
             more("get_lifecycle_policy", "lifecyclePolicyText", repositoryName="$repositoryName"),
             more("list_tags_for_resource", "tags", resourceArn="$repositoryArn")]),
    Read("backup-plan", "backup", "list_backup_plans", "BackupPlansList", "BackupPlanName",
         ["BackupPlanArn", "BackupPlanId"], more=[
             more("get_backup_plan", "BackupPlan", BackupPlanId="$BackupPlanId"),
             more("list_tags", "Tags", ResourceArn="$BackupPlanArn")]),
    Read("backup-vault", "backup", "list_backup_vaults", "BackupVaultList", "BackupVaultName",
         ["BackupVaultArn"], more=[more("list_tags", "Tags", ResourceArn="$BackupVaultArn")]),
    Read("table", "dynamodb", "list_tables", "TableNames", lambda item: item["Name"], more=[
        more("describe_table", "Table", TableName="$Name"),
        more("describe_continuous_backups", "ContinuousBackupsDescription", TableName="$Name")]),
]


class Account:
    """One account in a number of regions."""

    def __init__(self, endpoint, regions, dropped):
        self.endpoint, self.regions, self.clients = endpoint, regions, {}
        self.dropped, self.used = dropped, collections.Counter()
        self.names, self.resources, self.refused, self.longest = {}, {}, {}, []

    def client(self, service, region):
        key = service, region
        if key not in self.clients:
            self.clients[key] = boto3.client(service, region_name=region, endpoint_url=self.endpoint,
                                             config=Config(retries={"max_attempts": 1}))
        return self.clients[key]

    def call(self, service, region, operation, **given):
        """The answer, all pages; None where there is nothing, or the call is refused."""
        api = self.client(service, region)
        try:
            if api.can_paginate(operation):
                return api.get_paginator(operation).paginate(**given).build_full_result()
            return getattr(api, operation)(**given)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if not NONE_THERE.fullmatch(code):
                self.refused[f"{service}.{operation}"] = code
            return None

    def read(self):
        for row in READS:
            for region in self.regions[:1] if row.home else self.regions:
                for item in self.items(row, region):
                    self.add(row, region, item)
        self.longest = sorted((key for key in self.names if key), key=len, reverse=True)
        # The names of what has no name of its own hold an id.
        self.names = {key: self.replace(text) for key, text in self.names.items()}
        for key, item in self.resources.items():
            self.resources[key] = self.normal(item, key.split()[0])
        return {self.replace(key): item for key, item in self.resources.items()}

    def items(self, row, region):
        given = dict(row.given)
        for key, value in given.items():
            if isinstance(value, tuple):
                given[key] = (self.call(row.service, region, value[0]) or {}).get(value[1], [])
        answer = self.call(row.service, region, row.operation, **given) or {}
        for step in row.result.split("."):
            answer = (answer or {}).get(step)
        for item in answer or []:
            yield {"Name": item} if isinstance(item, str) else item

    def add(self, row, region, item):
        for operation, result, store, given in row.more:
            answer = self.call(row.service, region, operation, **filled(given, item))
            if answer is not None:
                item[store] = answer.get(result) if result else answer
        usual = self.names.get(item.get("VpcId")) == "<default vpc>"
        if usual or row.where and not row.where(item):
            for key in row.ids:
                name = row.name(item)
                self.names.setdefault(item.get(key), f"<{row.kind}:{name}>" if name else
                                      f"<default {row.kind}>")
            return
        self.deepen(row, region, item)
        name = row.name(item) or "?"
        place = "" if region == self.regions[0] else f" in {region}"
        key = f"{row.kind} {name}{place}"
        number = 2
        while key in self.resources:
            key, number = f"{row.kind} {name}{place} #{number}", number + 1
        for part in row.ids:
            if item.get(part):
                self.names[item[part]] = f"<{row.kind}:{name}{place}>"
        item["region"] = region
        self.resources[key] = item

    def deepen(self, row, region, item):
        """What needs a call for each part of an item."""
        if row.kind == "role":
            item["Policies"] = {name: (self.call("iam", region, "get_role_policy", PolicyName=name,
                                                 RoleName=item["RoleName"]) or {}).get("PolicyDocument")
                                for name in item.pop("PolicyNames", None) or []}
        elif row.kind == "target-group":
            self.names[tail(item["TargetGroupArn"])] = f"<target-group:{item['TargetGroupName']}>"
        elif row.kind == "zone":
            self.names[item["Id"].rpartition("/")[2]] = f"<zone:{item['Name']}>"
        elif row.kind == "balancer":
            full = item["LoadBalancerArn"].partition(":loadbalancer/")[2]
            self.names[full] = f"<balancer:{item['LoadBalancerName']}>"
            for listener in item["Listeners"]:
                arn = listener["ListenerArn"]
                self.names[arn] = f"<listener:{item['LoadBalancerName']}:{listener['Port']}>"
                for name, operation in (("Rules", "describe_rules"),
                                        ("ListenerAttributes", "describe_listener_attributes")):
                    answer = self.call("elbv2", region, operation, ListenerArn=arn) or {}
                    listener[name] = answer.get(name, answer.get("Attributes"))
                    for rule in listener[name] if name == "Rules" else []:
                        self.names[rule["RuleArn"]] = "<rule>"
        elif row.kind == "cluster":
            arns = item.pop("serviceArns", None) or []
            found = self.call("ecs", region, "describe_services", cluster=item["clusterName"],
                              services=arns, include=["TAGS"]) if arns else {}
            for service in (found or {}).get("services", []):
                task = self.call("ecs", region, "describe_task_definition",
                                 taskDefinition=service["taskDefinition"], include=["TAGS"])
                service["task"] = (task or {}).get("taskDefinition")
            item["services"] = {service.pop("serviceName"): service
                                for service in (found or {}).get("services", [])}
        elif row.kind == "auto-scaling-group":
            # CloudFormation names policies itself, so they are known for what they do.
            for policy in item["ScalingPolicies"] or []:
                policy["PolicyName"] = f"by {policy.get('ScalingAdjustment', 'target')}"
                self.names[policy["PolicyARN"]] = f"<policy:{policy['PolicyName']}>"
            for action in item["ScheduledUpdateGroupActions"] or []:
                action["ScheduledActionName"] = f"at {action.get('Recurrence', action.get('StartTime'))}"
        elif row.kind == "network-acl":
            item["Entries"] = {f"{'egress' if entry['Egress'] else 'ingress'} {entry['RuleNumber']}": entry
                               for entry in item["Entries"]}
        elif row.kind == "route-table":
            item["Routes"] = {next((value for key, value in sorted(route.items())
                                    if key.startswith("Destination")), "?"): route
                              for route in item["Routes"]}
        elif row.kind == "scalable-target":
            for policy in item["ScalingPolicies"] or []:
                self.names[policy["PolicyARN"]] = f"<policy:{policy['PolicyName']}>"
        elif row.kind == "certificate":
            for option in item["Certificate"].get("DomainValidationOptions", []):
                record = option.get("ResourceRecord", {})
                if record:
                    self.names[record["Name"]] = f"<validation:{option['DomainName']}>"
                    self.names[record["Value"]] = "<validation>"  # the same for all, in the fake
        elif row.kind == "security-group":
            item["Rules"] = {rule_name(rule): rule for rule in item["Rules"] or []}
        elif row.kind == "cache":
            self.addresses(item["ReplicationGroupId"], item)
        elif row.kind == "topic":
            for subscription in item["Subscriptions"]:
                self.names[subscription["SubscriptionArn"]] = "<subscription>"
        elif row.kind == "distribution":
            arn = f"arn:aws:cloudfront::{ACCOUNT}:distribution/{item['Id']}"
            self.names[arn] = f"<distribution:{row.name(item)}>"
            self.headers(region, item)

    def addresses(self, name, value, path=""):
        """Gives the addresses of a cache's ends, which AWS makes up, the name of their place."""
        if isinstance(value, dict):
            if "Address" in value:
                self.names[value["Address"]] = f"<cache:{name}{path}>"
            for key, item in value.items():
                self.addresses(name, item, f"{path}.{key}")
        elif isinstance(value, list):
            for number, item in enumerate(value):
                self.addresses(name, item, f"{path}[{number}]")

    def headers(self, region, item):
        config = item["DistributionConfig"]
        for behaviour in [config["DefaultCacheBehavior"],
                          *(config.get("CacheBehaviors", {}).get("Items") or [])]:
            policy = behaviour.get("ResponseHeadersPolicyId")
            if policy:
                answer = self.call("cloudfront", region, "get_response_headers_policy", Id=policy) or {}
                behaviour["ResponseHeadersPolicyId"] = answer.get(
                    "ResponseHeadersPolicy", {}).get("ResponseHeadersPolicyConfig")

    def replace(self, text):
        if text in self.names:
            return self.names[text]
        for key in self.longest:
            if len(key) > 6 and key in text:
                text = text.replace(key, self.names[key])
        return text

    def left_out(self, kind, name):
        """Whether a property is not to be compared, which is noted."""
        for row in ((kind, name), ("*", name)):
            if row in self.dropped:
                self.used[row] += 1
                return True
        return False

    def normal(self, value, kind, key="", policy=False, document=False):
        """The value without ids, what is left out, and the order that means nothing."""
        if isinstance(value, dict):
            policy = policy or "Statement" in value and "Version" in value
            return {self.replace(str(name)): self.property(item, kind, name, policy, document)
                    for name, item in value.items()
                    if policy or document or not self.left_out(
                        kind, "(time)" if isinstance(item, datetime.datetime) else name)}
        if isinstance(value, list):
            return ordered([self.normal(item, kind, key, policy, document) for item in value],
                           key, policy, document)
        if isinstance(value, str):
            return self.text(value, kind, key)
        if isinstance(value, bytes):
            return value.decode("utf-8", "replace")
        return value

    def property(self, item, kind, name, policy, document):
        if name == "UserData":
            item = base64.b64decode(item).decode()
        if name in ("Tags", "tags", "TagList", "TagSet", "TagsList") and isinstance(item, list):
            # Tags with this prefix are AWS's own: which stack has made it.
            return {tag: self.replace(text) for tag, text in tag_map(item).items()
                    if not (str(tag).startswith("aws:") and self.left_out(kind, "(tag aws:*)"))}
        return self.normal(item, kind, name, policy, document)

    def text(self, value, kind, key):
        text = urllib.parse.unquote(value) if value.startswith("%7B") else value
        if text[:1] in "{[" and key not in ("FilterPattern", "filterPattern", "UserData"):
            try:
                return self.normal(json.loads(text), kind, key, document=True)
            except ValueError:
                pass
        if key == "VPCZoneIdentifier":
            text = ",".join(sorted(self.replace(part) for part in text.split(",")))
        return self.replace(text)


def rule_name(rule):
    """What a security group's rule opens, and takes that out of it."""
    rule.pop("GroupId", None)  # the group itself
    rule["open"] = True
    way = "egress" if rule.pop("IsEgress") else "ingress"
    peer = rule.pop("ReferencedGroupInfo", {}).get("GroupId")
    for key in ("CidrIpv4", "CidrIpv6", "PrefixListId"):
        peer = rule.pop(key, None) or peer
    return (f"{way} {rule.pop('IpProtocol', '')} {rule.pop('FromPort', '')}-{rule.pop('ToPort', '')}"
            f" {peer}")


def filled(given, item):
    """The parameters of a call, "$Key" replaced."""
    if isinstance(given, dict):
        return {key: filled(value, item) for key, value in given.items()}
    if isinstance(given, list):
        return [filled(value, item) for value in given]
    if isinstance(given, str) and given.startswith("$") and given[1:] in item:
        value = item[given[1:]]
        return value.removeprefix("/hostedzone/") if given == "$Id" else value
    return given


def ordered(rows, key, policy, document):
    """A list whose order means nothing as a map, or sorted."""
    if policy and key != "Statement" and len(rows) == 1:
        return rows[0]
    if document and not policy or key in ORDERED:
        return rows
    for name in KEYS:
        found = [row.get(name) if isinstance(row, dict) else None for row in rows]
        if rows and None not in found and len(set(map(str, found))) == len(rows):
            return {str(row.pop(name)): row["Value"] if row.keys() == {"Value"} else row
                    for row in rows}
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True, default=str))


def flat(value, path=""):
    """Paths and values of everything that is no list and no map."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from flat(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from flat(item, f"{path}[{number}]")
    else:
        yield path, value


def read(endpoint, regions, dropped):
    """The account's resources, the calls that were refused, and how often a row was left out."""
    account = Account(endpoint, regions, dropped)
    return account.read(), account.refused, account.used
