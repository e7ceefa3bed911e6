# SPDX-License-Identifier: MIT
"""What a role that deploys needs on more than named resources.

It makes resources whose ids AWS chooses, and looks up what is there; templates/*/permissions.json
says with which actions. What is wider than that is a finding of iam.py."""

# The documents that belong to such a role, by the beginning of the file's name.
DOCUMENTS = ("delivery.json", "delivery/")

# Actions for which the Service Authorization Reference has no resource types, by service.
ACTIONS = {
    # AWS Certificate Manager
    "acm": "RequestCertificate",
    # AWS Application Auto Scaling
    "application-autoscaling":
        "DescribeScalableTargets DescribeScalingPolicies "
        "DescribeScheduledActions",
    # CloudWatch Application Insights
    "applicationinsights":
        "CreateApplication CreateComponent DeleteApplication DeleteComponent "
        "DescribeApplication DescribeComponent DescribeComponentConfiguration "
        "ListComponents ListLogPatternSets ListLogPatterns ListTagsForResource "
        "TagResource UntagResource UpdateApplication "
        "UpdateComponentConfiguration",
    # Amazon EC2 Auto Scaling
    "autoscaling":
        "DescribeAutoScalingGroups DescribeAutoScalingInstances "
        "DescribeInstanceRefreshes DescribeLifecycleHooks "
        "DescribeLoadBalancerTargetGroups DescribeLoadBalancers "
        "DescribeNotificationConfigurations DescribePolicies DescribeScalingActivities "
        "DescribeScheduledActions DescribeTags DescribeTrafficSources DescribeWarmPool",
    # AWS Backup storage
    "backup-storage": "MountCapsule",
    # AWS CloudFormation
    "cloudformation": "ValidateTemplate",
    # Amazon CloudFront
    "cloudfront":
        "CreateCloudFrontOriginAccessIdentity CreateDistribution "
        "CreateMonitoringSubscription CreateOriginAccessControl "
        "CreateResponseHeadersPolicy DeleteMonitoringSubscription "
        "GetMonitoringSubscription ListOriginAccessControls ListResponseHeadersPolicies",
    # AWS CloudTrail
    "cloudtrail": "DescribeTrails",
    # AWS Config
    "config":
        "DeleteDeliveryChannel DescribeComplianceByConfigRule DescribeConfigRules "
        "DescribeDeliveryChannelStatus DescribeDeliveryChannels PutDeliveryChannel",
    # Amazon Data Lifecycle Manager
    "dlm": "CreateLifecyclePolicy",
    # Amazon EC2
    "ec2":
        "DescribeAccountAttributes DescribeAddresses DescribeAddressesAttribute "
        "DescribeAvailabilityZones DescribeEgressOnlyInternetGateways DescribeFlowLogs "
        "DescribeImages DescribeInstanceTypeOfferings DescribeInstanceTypes DescribeInstances "
        "DescribeInternetGateways DescribeKeyPairs DescribeLaunchTemplateVersions "
        "DescribeLaunchTemplates DescribeManagedPrefixLists DescribeNatGateways "
        "DescribeNetworkAcls DescribeNetworkInterfaces DescribePrefixLists DescribeRouteTables "
        "DescribeSecurityGroupRules DescribeSecurityGroups DescribeSubnets DescribeTags "
        "DescribeVpcEndpointServices DescribeVpcEndpoints DescribeVpcs",
    # Amazon Elastic Container Service
    "ecs": "DeregisterTaskDefinition DescribeTaskDefinition",
    # AWS Elastic Load Balancing V2
    "elasticloadbalancing":
        "DescribeCapacityReservation DescribeListenerAttributes "
        "DescribeListenerCertificates DescribeListeners "
        "DescribeLoadBalancerAttributes DescribeLoadBalancers DescribeRules "
        "DescribeTags DescribeTargetGroupAttributes DescribeTargetGroups "
        "DescribeTargetHealth SetWebAcl",
    # Amazon GuardDuty
    "guardduty": "CreateDetector GetMalwareScanSettings ListDetectors UpdateMalwareScanSettings",
    # AWS Key Management Service
    "kms": "CreateKey ListAliases",
    # Amazon CloudWatch Logs
    "logs":
        "CreateLogDelivery DeleteLogDelivery DeleteResourcePolicy DescribeIndexPolicies "
        "DescribeLogGroups DescribeResourcePolicies GetLogDelivery ListLogDeliveries "
        "PutResourcePolicy UpdateLogDelivery",
    # Amazon RDS
    "rds":
        "DescribeDBEngineVersions DescribeEngineDefaultParameters DescribeEvents "
        "DescribeOrderableDBInstanceOptions",
    # AWS Resource Groups
    "resource-groups": "CreateGroup",
    # Amazon Route 53
    "route53":
        "CreateHealthCheck CreateHostedZone ListHealthChecks ListHostedZones "
        "ListHostedZonesByName",
    # Amazon S3
    "s3": "ListAllMyBuckets",
    # AWS Secrets Manager
    "secretsmanager": "GetRandomPassword",
    # Amazon CloudWatch Synthetics
    "synthetics": "CreateCanary DescribeCanaries DescribeCanariesLastRun",
    # Amazon Resource Group Tagging API
    "tag": "GetResources",
    # AWS WAF V2
    "wafv2": "ListIPSets ListLoggingConfigurations ListWebACLs",
    # AWS X-Ray
    "xray": "GetSamplingRules",
}
WITHOUT_RESOURCE = {f"{service}:{name}" for service, names in ACTIONS.items()
                    for name in names.split()}

# Types of which AWS chooses the ids, or the user the names without a common beginning.
ASSIGNED = {
    ("acm", "certificate/*"),
    ("application-autoscaling", "scalable-target/*"),
    ("backup", "backup-plan:*"),
    ("config", "config-rule/*"),
    ("config", "configuration-recorder/*"),
    ("dlm", "policy/*"),
    ("ec2", "image/*"),
    ("ec2", "vpc/*"),
    ("ecr", "repository/*"),
    ("guardduty", "detector/*"),
    ("kms", "key/*"),
    ("logs", "log-group:*"),
    ("route53", "change/*"),
    ("route53", "healthcheck/*"),
    ("route53", "hostedzone/*"),
}


def is_deploy(where):
    """Whether a statement belongs to a role that deploys."""
    return where.startswith(DOCUMENTS)
