# SPDX-License-Identifier: MIT
"""As part of which kind of account.READS the resources of each type are seen, in CloudFormation's
and in Terraform's words. Types that are not here are in deploy-exceptions.json, with a reason."""
import json
import os
import re

import account
import fakecfn
import fakecfn_types

SEEN = {
    "vpc": "AWS::EC2::VPC aws_vpc",
    "subnet": "AWS::EC2::Subnet aws_subnet",
    "internet-gateway": "AWS::EC2::InternetGateway AWS::EC2::VPCGatewayAttachment aws_internet_gateway",
    "address": "AWS::EC2::EIP aws_eip",
    "nat-gateway": "AWS::EC2::NatGateway aws_nat_gateway",
    "route-table": "AWS::EC2::RouteTable AWS::EC2::Route AWS::EC2::SubnetRouteTableAssociation "
                   "aws_route_table aws_route aws_route_table_association",
    "network-acl": "AWS::EC2::NetworkAcl AWS::EC2::NetworkAclEntry "
                   "AWS::EC2::SubnetNetworkAclAssociation aws_network_acl aws_network_acl_rule",
    "security-group": "AWS::EC2::SecurityGroup AWS::EC2::SecurityGroupEgress "
                      "AWS::EC2::SecurityGroupIngress aws_security_group aws_default_security_group "
                      "aws_vpc_security_group_egress_rule aws_vpc_security_group_ingress_rule",
    "endpoint": "AWS::EC2::VPCEndpoint aws_vpc_endpoint",
    "flow-log": "AWS::EC2::FlowLog aws_flow_log",
    "launch-template": "AWS::EC2::LaunchTemplate aws_launch_template",
    "auto-scaling-group": "AWS::AutoScaling::AutoScalingGroup AWS::AutoScaling::ScalingPolicy "
                          "AWS::AutoScaling::ScheduledAction aws_autoscaling_group "
                          "aws_autoscaling_policy aws_autoscaling_schedule",
    "balancer": "AWS::ElasticLoadBalancingV2::LoadBalancer AWS::ElasticLoadBalancingV2::Listener "
                "AWS::ElasticLoadBalancingV2::ListenerRule aws_lb aws_lb_listener aws_lb_listener_rule",
    "target-group": "AWS::ElasticLoadBalancingV2::TargetGroup aws_lb_target_group",
    "cluster": "AWS::ECS::Cluster AWS::ECS::Service AWS::ECS::TaskDefinition aws_ecs_cluster "
               "aws_ecs_cluster_capacity_providers aws_ecs_service aws_ecs_task_definition",
    "scalable-target": "AWS::ApplicationAutoScaling::ScalableTarget "
                       "AWS::ApplicationAutoScaling::ScalingPolicy aws_appautoscaling_target "
                       "aws_appautoscaling_policy aws_appautoscaling_scheduled_action",
    "database": "AWS::RDS::DBInstance aws_db_instance",
    "database-subnets": "AWS::RDS::DBSubnetGroup aws_db_subnet_group",
    "database-settings": "AWS::RDS::DBParameterGroup aws_db_parameter_group",
    "cache": "AWS::ElastiCache::ReplicationGroup aws_elasticache_replication_group",
    "cache-subnets": "AWS::ElastiCache::SubnetGroup aws_elasticache_subnet_group",
    "bucket": "AWS::S3::Bucket AWS::S3::BucketPolicy aws_s3_bucket aws_s3_bucket_cors_configuration "
              "aws_s3_bucket_lifecycle_configuration aws_s3_bucket_logging aws_s3_bucket_notification "
              "aws_s3_bucket_ownership_controls aws_s3_bucket_policy "
              "aws_s3_bucket_public_access_block aws_s3_bucket_replication_configuration "
              "aws_s3_bucket_server_side_encryption_configuration aws_s3_bucket_versioning "
              "aws_s3_bucket_website_configuration",
    "key": "AWS::KMS::Key AWS::KMS::Alias aws_kms_key aws_kms_alias",
    "secret": "AWS::SecretsManager::Secret aws_secretsmanager_secret",
    "role": "AWS::IAM::Role aws_iam_role aws_iam_role_policy aws_iam_role_policy_attachment",
    "policy": "AWS::IAM::ManagedPolicy aws_iam_policy",
    "instance-profile": "AWS::IAM::InstanceProfile aws_iam_instance_profile",
    "identity-provider": "AWS::IAM::OIDCProvider aws_iam_openid_connect_provider",
    "log-group": "AWS::Logs::LogGroup AWS::Logs::MetricFilter aws_cloudwatch_log_group "
                 "aws_cloudwatch_log_metric_filter",
    "alarm": "AWS::CloudWatch::Alarm aws_cloudwatch_metric_alarm",
    "dashboard": "AWS::CloudWatch::Dashboard aws_cloudwatch_dashboard",
    "topic": "AWS::SNS::Topic AWS::SNS::TopicPolicy AWS::SNS::Subscription aws_sns_topic "
             "aws_sns_topic_policy aws_sns_topic_subscription",
    "zone": "AWS::Route53::HostedZone AWS::Route53::RecordSet aws_route53_zone aws_route53_record",
    "certificate": "AWS::CertificateManager::Certificate aws_acm_certificate",
    "distribution": "AWS::CloudFront::Distribution AWS::CloudFront::MonitoringSubscription "
                    "AWS::CloudFront::ResponseHeadersPolicy aws_cloudfront_distribution "
                    "aws_cloudfront_monitoring_subscription aws_cloudfront_response_headers_policy",
    "origin-access": "AWS::CloudFront::OriginAccessControl aws_cloudfront_origin_access_control",
    "origin-identity": "AWS::CloudFront::CloudFrontOriginAccessIdentity "
                       "aws_cloudfront_origin_access_identity",
    "web-acl": "AWS::WAFv2::WebACL aws_wafv2_web_acl",
    "trail": "AWS::CloudTrail::Trail aws_cloudtrail",
    "events-rule": "AWS::Events::Rule aws_cloudwatch_event_rule aws_cloudwatch_event_target",
    "registry": "AWS::ECR::Repository aws_ecr_repository aws_ecr_lifecycle_policy",
    "backup-plan": "AWS::Backup::BackupPlan aws_backup_plan",
    "backup-vault": "AWS::Backup::BackupVault aws_backup_vault",
    "table": "AWS::DynamoDB::Table aws_dynamodb_table",
}


def made(folder):
    """The types of all resources in the expected output of the cases in a folder."""
    found = set()
    for path, _, names in os.walk(folder):
        for name in names:
            if not name.endswith((".json", ".tf")):
                continue
            with open(os.path.join(path, name), encoding="utf-8") as file:
                text = file.read()
            if name.endswith(".tf"):
                found.update(re.findall(r'^resource "(\w+)"', text, re.M))
            elif '"Resources"' in text:
                found.update(item["Type"] for item in json.loads(text)["Resources"].values())
    return found


def properties(goldens, samples):
    """The properties that the stacks of these cases set, by type."""
    found = {}
    for path, _, names in (item for name in samples for item in os.walk(os.path.join(goldens, name))):
        for name in names:
            if name.endswith(".json"):
                with open(os.path.join(path, name), encoding="utf-8") as file:
                    document = json.load(file)
                for item in document.get("Resources", {}).values() if isinstance(document, dict) else ():
                    found.setdefault(item["Type"], set()).update(item.get("Properties", {}))
    return found


def makers(used, lacking):
    """Which types the fake makes by our table, with the reason, and what is wrong with that: types
    that moto would make as well, and those that neither makes completely."""
    reasons, problems = {}, []
    for kind in sorted(used.keys() - set(lacking)):
        lost = fakecfn.forgotten(kind, used[kind])
        if kind in fakecfn_types.TYPES:
            why = "moto lacks it" if lost is None else (
                "moto forgets " + ", ".join(lost) if lost else fakecfn_types.OWN.get(kind))
            reasons[kind] = why
            if not why or lost and kind in fakecfn_types.OWN:
                problems.append(f"{kind} is in TYPES in vain, or in OWN")
        elif lost is None or lost:
            problems.append(f"{kind}: moto {'lacks it' if lost is None else 'forgets ' + ', '.join(lost)}")
    problems += [f"{kind} is in TYPES, and in no sample" for kind in fakecfn_types.TYPES.keys() - used.keys()]
    return reasons, problems


def wrong(goldens, samples, unread, lacking):
    """What is wrong with SEEN, and with the list of types that are not read: every type is in one of
    them, no row is there in vain, and what samples have is not said to be in none. Types that the
    fake lacks are never read."""
    types, deployed = made(goldens), set().union(*(made(os.path.join(goldens, name)) for name in samples))
    kinds = {row.kind for row in account.READS}
    said = [name for names in SEEN.values() for name in names.split()] + [*unread, *lacking]
    yield from (f"{name} is neither read nor excepted" for name in sorted(types - set(said)))
    yield from (f"{name} is made nowhere" for name in sorted(set(said) - types))
    yield from (f"{name} is there twice" for name in sorted({name for name in said if said.count(name) > 1}))
    yield from (f"{kind} is not read" for kind in sorted(SEEN.keys() - kinds))
    yield from (f"{name} is in a sample" for name, row in unread.items()
                if not row.get("sample") and name in deployed)
