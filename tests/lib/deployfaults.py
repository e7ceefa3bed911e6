# SPDX-License-Identifier: MIT
"""Faults that are planted in the stacks of threetier in prod, to see that the comparison of two
accounts finds them: in spite of how the fake makes resources (fakecfn_types), of how they are read
(account), and of what is let pass (deploy-exceptions.json)."""
import re

SAMPLE = "threetier/prod"

# What is wrong, where in the template's resources, what is there instead (None takes it out), and
# what the comparison has to name: resource and property.
FAULTS = [
    ("the port of a rule", "WebToApp80Ingress/FromPort", 79,
     "security-group threetier-prod-app: Rules.ingress tcp 79-80 *"),
    ("whom a rule lets in", "InternetToWeb80Ingress/CidrIp", "10.0.0.0/8",
     "security-group threetier-prod-web: Rules.ingress tcp 80-80 10.0.0.0/8*"),
    ("the protocol of a rule", "AppToDb5432Egress/IpProtocol", "udp",
     "security-group threetier-prod-app: Rules.egress udp 5432-5432 *"),
    ("what a rule is for", "AppToCache6379Egress/Description", "anything",
     "security-group threetier-prod-app: Rules.egress tcp 6379-6379 *.Description"),
    ("the block of a subnet", "PrivateSubnetB/CidrBlock", "10.0.12.0/24",
     "subnet threetier-prod-private-b: CidrBlock"),
    ("public addresses", "PrivateSubnetA/MapPublicIpOnLaunch", True,
     "subnet threetier-prod-private-a: MapPublicIpOnLaunch"),
    ("where a route leads", "PrivateARoutesDefault/NatGatewayId", {"Ref": "NatB"},
     "route-table threetier-prod-private-a: Routes.0.0.0.0/0.NatGatewayId"),
    ("the routes of an endpoint", "S3Endpoint/RouteTableIds/2", None,
     "endpoint threetier-prod-s3: RouteTableIds*"),
    ("what flow logs keep", "FlowLog/TrafficType", "REJECT", "flow-log threetier-prod: TrafficType"),
    ("the size of instances", "AppTemplate/LaunchTemplateData/InstanceType", "t3.nano",
     "launch-template threetier-prod-app: *InstanceType"),
    ("the old metadata service", "AppTemplate/LaunchTemplateData/MetadataOptions/HttpTokens", "optional",
     "launch-template threetier-prod-app: *HttpTokens"),
    ("the size of a disk", "AppTemplate/LaunchTemplateData/BlockDeviceMappings/0/Ebs/VolumeSize", 8,
     "launch-template threetier-prod-app: *VolumeSize"),
    ("the size of a group", "App/MaxSize", "7", "auto-scaling-group threetier-prod-app: MaxSize"),
    ("a step of scaling", "AppScaleOut/Cooldown", "60",
     "auto-scaling-group threetier-prod-app: ScalingPolicies.by 1.Cooldown"),
    ("a balancer's attribute", "Web/LoadBalancerAttributes/0/Value", "61",
     "balancer threetier-prod-web: Attributes.*"),
    ("a policy of TLS", "WebHttps/SslPolicy", "ELBSecurityPolicy-2016-08",
     "balancer threetier-prod-web: Listeners.443.SslPolicy"),
    ("the path of a health check", "WebToApp/HealthCheckPath", "/",
     "target-group threetier-prod-web-app: HealthCheckPath"),
    ("an action more", "AppRole/Policies/0/PolicyDocument/Statement/0/Action/0", "logs:*",
     "role threetier-prod-app: Policies.*Action*"),
    ("who may take a role on", "AppRole/AssumeRolePolicyDocument/Statement/0/Principal/Service", "ecs.amazonaws.com",
     "role threetier-prod-app: AssumeRolePolicyDocument.*"),
    ("how long logs stay", "AppLogs/RetentionInDays", 1,
     "log-group /threetier/production/app: retentionInDays"),
    ("a key that does not change", "Key/EnableKeyRotation", False, "key threetier-prod-main: KeyRotationEnabled"),
    ("a limit of an alarm", "DbCpuAlarm/Threshold", 99, "alarm threetier-prod-db-cpu: Threshold"),
    ("whom an alarm tells", "DbCpuAlarm/AlarmActions", [], "alarm threetier-prod-db-cpu: AlarmActions*"),
    ("a database in one zone", "Db/MultiAZ", False, "database threetier-prod-db: MultiAZ"),
    ("how long backups stay", "Db/BackupRetentionPeriod", 1,
     "database threetier-prod-db: BackupRetentionPeriod"),
    ("how long insights stay", "Db/PerformanceInsightsRetentionPeriod", 31,
     "database threetier-prod-db: PerformanceInsightsRetentionPeriod"),
    ("a setting of a database", "DbSettings/Parameters/rds.force_ssl", "0",
     "database-settings threetier-prod-db-postgres15: Parameters.rds.force_ssl*"),
    ("a cache in the clear", "Cache/TransitEncryptionEnabled", False,
     "cache threetier-prod-cache: TransitEncryptionEnabled"),
    ("the version of a cache", "Cache/EngineVersion", "6.2",
     "cache-node threetier-prod-cache-0001-001: EngineVersion"),
    ("how long snapshots stay", "Cache/SnapshotRetentionLimit", 1,
     "cache threetier-prod-cache: SnapshotRetentionLimit"),
    ("a public bucket", "Assets/PublicAccessBlockConfiguration/BlockPublicPolicy", False,
     "bucket threetier-prod-assets-*: get_public_access_block.*BlockPublicPolicy"),
    ("the life of objects", "Backups/LifecycleConfiguration/Rules/1/ExpirationInDays", 3,
     "bucket threetier-prod-backups-*: get_bucket_lifecycle_configuration.*Days"),
    ("what is copied of a bucket", "Backups/ReplicationConfiguration/Rules/0/DeleteMarkerReplication/Status",
     "Disabled", "bucket threetier-prod-backups-*: get_bucket_replication.*DeleteMarkerReplication.Status"),
    ("who reads a bucket", "AssetsPolicy/PolicyDocument/Statement/1/Principal/Service", "s3.amazonaws.com",
     "bucket threetier-prod-assets-*: get_bucket_policy.*Service"),
    ("a rule of a firewall", "EdgeWebAcl/Rules/0/Statement/RateBasedStatement/Limit", 20000,
     "web-acl threetier-prod-edge: *Limit"),
    ("how a bucket is read", "Edge/DistributionConfig/Origins/1/OriginAccessControlId", "",
     "distribution edge of threetier in prod: *OriginAccessControlId"),
    ("plain connections", "Edge/DistributionConfig/DefaultCacheBehavior/ViewerProtocolPolicy", "allow-all",
     "distribution edge of threetier in prod: *ViewerProtocolPolicy"),
    ("a header of security",
     "EdgeHeaders/ResponseHeadersPolicyConfig/SecurityHeadersConfig/FrameOptions/FrameOption", "DENY",
     "distribution edge of threetier in prod: *FrameOption"),
    ("a record", "WebRecord/Name", "old.example.com", "zone example.com.: ResourceRecordSets*"),
    ("a pattern of a filter", "AuditTrailRootFilter/FilterPattern", "Root",
     "log-group *: metricFilters.*filterPattern"),
    ("a trail of one region", "AuditTrail/IsMultiRegionTrail", False,
     "trail threetier-prod-trail: IsMultiRegionTrail"),
    ("whom a topic tells", "AlarmTopicOpsExampleComSubscription/Protocol", "email-json",
     "topic threetier-prod-alarms: Subscriptions*Protocol"),
    ("a tag", "Vpc/Tags/0/Value", "other", "vpc threetier-prod: Tags.Project"),
]


def plant(resources):
    """Puts all faults into the resources of a template that has them; gives their number."""
    planted = 0
    for what, path, value, _ in FAULTS:
        name, *steps, last = path.split("/")
        if name not in resources:
            continue
        place = resources[name]["Properties"]
        for step in steps:
            place = place[int(step) if isinstance(place, list) else step]
        last = int(last) if isinstance(place, list) else last
        if (place[last] if isinstance(place, list) else place.get(last)) == value:
            raise ValueError(f"{what}: {path} is {value} without a fault")
        if value is None:
            del place[last]
        else:
            place[last] = value
        planted += 1
    return planted


def missed(problems):
    """The faults that none of the differences names."""
    def named(expected):
        pattern = ".*".join(map(re.escape, expected.split("*")))
        return any(re.match(pattern + r"($|\n)", problem) for problem in problems)
    return [f"{what} ({path})" for what, path, _, expected in FAULTS if not named(expected)]
