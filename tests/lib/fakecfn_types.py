# SPDX-License-Identifier: MIT
"""How the fake makes each CloudFormation type: the calls, and what is spelt differently there.

Nothing of a resource is left out but what a row's `drop` names, which is set by its `after` or means
something to CloudFormation only.
"""
import json

from fakecfn import Call, PropertyLost, client, fit, look, renamed

def scaling_policy(wanted, logical):
    return {"PolicyName": logical, **wanted}


def of_target(wanted, _):
    """The target's id holds the three things that the API wants to know."""
    parts = wanted.pop("ScalingTargetId", "").split("|")
    if len(parts) == 3:
        wanted.update(zip(("ResourceId", "ScalableDimension", "ServiceNamespace"), parts))
    return wanted


def tagged(kind):
    def change(wanted, _):
        tags = wanted.pop("Tags", None)
        if tags:
            wanted["TagSpecifications"] = [{"ResourceType": kind, "Tags": tags}]
        return wanted
    return change


def acl_entry(wanted, _):
    return {"Egress": False, **wanted}


def permission(wanted, _):
    rule = {"IpProtocol": wanted["IpProtocol"]}
    rule.update({key: wanted[key] for key in ("FromPort", "ToPort") if key in wanted})
    text = {"Description": wanted["Description"]} if "Description" in wanted else {}
    for prefix in ("Destination", "Source"):
        if prefix + "SecurityGroupId" in wanted:
            rule["UserIdGroupPairs"] = [{"GroupId": wanted[prefix + "SecurityGroupId"], **text}]
        if prefix + "PrefixListId" in wanted:
            rule["PrefixListIds"] = [{"PrefixListId": wanted[prefix + "PrefixListId"], **text}]
    if "CidrIp" in wanted:
        rule["IpRanges"] = [{"CidrIp": wanted["CidrIp"], **text}]
    if "CidrIpv6" in wanted:
        rule["Ipv6Ranges"] = [{"CidrIpv6": wanted["CidrIpv6"], **text}]
    return {"GroupId": wanted["GroupId"], "IpPermissions": [rule]}


def associate_acl(properties, region, _):
    api = client("ec2", region)
    found = api.describe_network_acls(Filters=[{"Name": "association.subnet-id",
                                                "Values": [properties["SubnetId"]]}])
    old = next(item for acl in found["NetworkAcls"] for item in acl["Associations"]
               if item["SubnetId"] == properties["SubnetId"])
    answer = api.replace_network_acl_association(
        AssociationId=old["NetworkAclAssociationId"], NetworkAclId=properties["NetworkAclId"])
    return properties, answer


def certificate(wanted, _):
    wanted.pop("DomainValidationOptions", None)  # the records are CloudFormation's own work
    if "CertificateTransparencyLoggingPreference" in wanted:
        preference = wanted.pop("CertificateTransparencyLoggingPreference")
        wanted["Options"] = {"CertificateTransparencyLoggingPreference": preference}
    return wanted


def validation_records(api, properties, answer):
    """What CloudFormation writes for a certificate that is validated by the zone."""
    zone = next((item.get("HostedZoneId") for item in properties.get("DomainValidationOptions", [])),
                None)
    if zone is None:
        return
    found = api.describe_certificate(CertificateArn=answer["CertificateArn"])["Certificate"]
    changes = [{"Action": "UPSERT", "ResourceRecordSet": {
        "Name": item["ResourceRecord"]["Name"], "Type": item["ResourceRecord"]["Type"], "TTL": 300,
        "ResourceRecords": [{"Value": item["ResourceRecord"]["Value"]}]}}
        for item in found["DomainValidationOptions"] if "ResourceRecord" in item]
    if changes:
        client("route53", "us-east-1").change_resource_record_sets(
            HostedZoneId=zone, ChangeBatch={"Changes": changes})


def origin(item):
    """CloudFormation lets out what the API wants: the empty path, the number of the headers."""
    item.setdefault("OriginPath", "")
    item["CustomHeaders"] = item.pop("OriginCustomHeaders", [])
    return item


def behaviour(item):
    cached = item.pop("CachedMethods", None)
    if cached is not None:
        methods = item["AllowedMethods"]
        item["AllowedMethods"] = {"Quantity": len(methods), "Items": methods,
                                  "CachedMethods": {"Quantity": len(cached), "Items": cached}}
    return item


def distribution(wanted, logical):
    config = wanted["DistributionConfig"]
    config["CallerReference"] = logical
    config["Origins"] = [origin(item) for item in config["Origins"]]
    config["DefaultCacheBehavior"] = behaviour(config["DefaultCacheBehavior"])
    config["CacheBehaviors"] = [behaviour(item) for item in config.get("CacheBehaviors", [])]
    if "Logging" in config:
        config["Logging"] = {"Enabled": True, "Prefix": "", "IncludeCookies": False,
                             **config["Logging"]}
    tags = wanted.pop("Tags", [])
    return {"DistributionConfigWithTags": {"DistributionConfig": config, "Tags": {"Items": tags}}}


def referenced(wanted, logical):
    wanted["CloudFrontOriginAccessIdentityConfig"]["CallerReference"] = logical
    return wanted


def start_logging(api, properties, _):
    if properties.get("IsLogging"):
        api.start_logging(Name=properties["TrailName"])


def attributes(operation, key, parameter, arn):
    """Attributes that CloudFormation takes with the resource, and the API in a call of their own."""
    def after(api, properties, answer):
        if properties.get(key):
            wanted = [{**item, "Value": str(item["Value"])} for item in properties[key]]
            getattr(api, operation)(**{parameter: look(answer, arn), "Attributes": wanted})
    return after


def topic_policy(properties, region, _):
    api = client("sns", region)
    for arn in properties["Topics"]:
        api.set_topic_attributes(TopicArn=arn, AttributeName="Policy",
                                 AttributeValue=json.dumps(properties["PolicyDocument"]))
    return properties, {}


def parameters(api, properties, _):
    rows = [{"ParameterName": key, "ParameterValue": str(value), "ApplyMethod": "immediate"}
            for key, value in properties.get("Parameters", {}).items()]
    if rows:
        api.modify_db_parameter_group(DBParameterGroupName=properties["DBParameterGroupName"],
                                      Parameters=rows)


def managed_secret(wanted, _):
    """CloudFormation nests the key of the secret that RDS keeps."""
    secret = wanted.pop("MasterUserSecret", {})
    if "KmsKeyId" in secret:
        wanted["MasterUserSecretKmsKeyId"] = secret["KmsKeyId"]
    return wanted


def log_group(properties, region, _):
    api = client("logs", region)
    name = properties["LogGroupName"]
    known = {"LogGroupName": "logGroupName", "KmsKeyId": "kmsKeyId", "LogGroupClass": "logGroupClass"}
    unknown = properties.keys() - known.keys() - {"Tags", "RetentionInDays"}
    if unknown:
        raise PropertyLost(f"a group of logs' {sorted(unknown)}")
    given = {known[key]: value for key, value in properties.items() if key in known}
    tags = {item["Key"]: item["Value"] for item in properties.get("Tags", [])}
    api.create_log_group(**given, **({"tags": tags} if tags else {}))
    if "RetentionInDays" in properties:
        api.put_retention_policy(logGroupName=name, retentionInDays=properties["RetentionInDays"])
    return given, {}


def key(wanted, _):
    wanted["Policy"] = json.dumps(wanted.pop("KeyPolicy"))
    wanted["Tags"] = [{"TagKey": item["Key"], "TagValue": item["Value"]}
                      for item in wanted.get("Tags", [])]
    return wanted


def rotate(api, properties, answer):
    if properties.get("EnableKeyRotation"):
        api.enable_key_rotation(KeyId=answer["KeyMetadata"]["KeyId"])


def vpc(api, properties, answer):
    for key in ("EnableDnsSupport", "EnableDnsHostnames"):
        if key in properties:
            api.modify_vpc_attribute(VpcId=answer["Vpc"]["VpcId"], **{key: {"Value": properties[key]}})


def subnet(api, properties, answer):
    if "MapPublicIpOnLaunch" in properties:
        api.modify_subnet_attribute(SubnetId=answer["Subnet"]["SubnetId"], MapPublicIpOnLaunch={
            "Value": properties["MapPublicIpOnLaunch"]})


def no_traffic(api, properties, answer):
    """Rules that are given instead of the one that AWS makes."""
    group = answer["GroupId"]
    wanted = properties.get("SecurityGroupEgress")
    if wanted:
        found = api.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
        api.revoke_security_group_egress(GroupId=group, IpPermissions=found["IpPermissionsEgress"])
        for rule in wanted:
            api.authorize_security_group_egress(**permission({**rule, "GroupId": group}, ""))
    for rule in properties.get("SecurityGroupIngress", []):
        api.authorize_security_group_ingress(**permission({**rule, "GroupId": group}, ""))


def security_group(wanted, logical):
    wanted = {key: value for key, value in wanted.items()
              if key not in ("SecurityGroupEgress", "SecurityGroupIngress")}
    return tagged("security-group")(wanted, logical)


def group(wanted, _):
    wanted["VPCZoneIdentifier"] = ",".join(wanted["VPCZoneIdentifier"])
    wanted["Tags"] = [{**tag, "ResourceId": wanted["AutoScalingGroupName"],
                       "ResourceType": "auto-scaling-group"} for tag in wanted.get("Tags", [])]
    return wanted


def metrics(api, properties, answer):
    """What goes with a group, in a call of its own; and its ARN, which making it does not tell."""
    name = properties["AutoScalingGroupName"]
    for item in properties.get("MetricsCollection", []):
        api.enable_metrics_collection(AutoScalingGroupName=name, **item)
    answer.update(api.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"][0])


def trusted(wanted, _):
    wanted["AssumeRolePolicyDocument"] = json.dumps(wanted["AssumeRolePolicyDocument"])
    return wanted


def inline(api, properties, answer):
    name = answer["Role"]["RoleName"]
    for policy in properties.get("Policies", []):
        api.put_role_policy(RoleName=name, PolicyName=policy["PolicyName"],
                            PolicyDocument=json.dumps(policy["PolicyDocument"]))
    for arn in properties.get("ManagedPolicyArns", []):
        api.attach_role_policy(RoleName=name, PolicyArn=arn)


def zone(wanted, logical):
    return {**wanted, "CallerReference": logical}


def zone_tags(api, properties, answer):
    if properties.get("HostedZoneTags"):
        api.change_tags_for_resource(ResourceType="hostedzone", AddTags=properties["HostedZoneTags"],
                                     ResourceId=answer["HostedZone"]["Id"].rpartition("/")[2])


def record(properties, region, _):
    wanted = {key: value for key, value in properties.items() if key != "HostedZoneId"}
    wanted["ResourceRecords"] = [{"Value": item} for item in wanted.get("ResourceRecords", [])]
    wanted = {key: value for key, value in wanted.items() if value != []}
    api = client("route53", region)
    shape = api.meta.service_model.shape_for("ResourceRecordSet")
    change = {"Action": "CREATE", "ResourceRecordSet": fit(shape, wanted)}
    answer = api.change_resource_record_sets(HostedZoneId=properties["HostedZoneId"],
                                             ChangeBatch={"Changes": [change]})
    return properties, answer


def topic(wanted, _):
    wanted["Name"] = wanted.pop("TopicName")
    wanted["Attributes"] = {key: wanted.pop(key) for key in ("KmsMasterKeyId", "DisplayName")
                            if key in wanted}
    return wanted


def age(rule):
    """A rule of a bucket's life, in the API's words."""
    if "ExpirationInDays" in rule:
        rule["Expiration"] = {"Days": rule.pop("ExpirationInDays")}
    rule.setdefault("Filter", {"Prefix": rule.pop("Prefix", "")})
    return renamed(rule, {"TransitionInDays": "Days"})


# A property of a bucket: the call, its parameter, what it is in the call.
SETTINGS = {
    "VersioningConfiguration": ("put_bucket_versioning", "VersioningConfiguration", dict),
    "BucketEncryption": ("put_bucket_encryption", "ServerSideEncryptionConfiguration", lambda value: {
        "Rules": renamed(value["ServerSideEncryptionConfiguration"],
                         {"ServerSideEncryptionByDefault": "ApplyServerSideEncryptionByDefault"})}),
    "LifecycleConfiguration": ("put_bucket_lifecycle_configuration", "LifecycleConfiguration",
                               lambda value: {"Rules": [age(rule) for rule in value["Rules"]]}),
    "LoggingConfiguration": ("put_bucket_logging", "BucketLoggingStatus", lambda value: {
        "LoggingEnabled": renamed(value, {"DestinationBucketName": "TargetBucket",
                                          "LogFilePrefix": "TargetPrefix"})}),
    "CorsConfiguration": ("put_bucket_cors", "CORSConfiguration", lambda value: renamed(
        value, {"MaxAge": "MaxAgeSeconds", "ExposedHeaders": "ExposeHeaders"})),
    "OwnershipControls": ("put_bucket_ownership_controls", "OwnershipControls", dict),
    "PublicAccessBlockConfiguration": ("put_public_access_block", "PublicAccessBlockConfiguration",
                                       dict),
    "ReplicationConfiguration": ("put_bucket_replication", "ReplicationConfiguration", dict),
    "NotificationConfiguration": ("put_bucket_notification_configuration",
                                  "NotificationConfiguration",
                                  lambda value: {"EventBridgeConfiguration": {}}),
    "WebsiteConfiguration": ("put_bucket_website", "WebsiteConfiguration", lambda value: {
        **value, **{key: {name: value[key]} for key, name in (("IndexDocument", "Suffix"),
                                                              ("ErrorDocument", "Key"))
                    if key in value}}),
    "Tags": ("put_bucket_tagging", "Tagging", lambda value: {"TagSet": value}),
}


def bucket(properties, region, _):
    api = client("s3", region)
    name = properties["BucketName"]
    place = {} if region == "us-east-1" else {
        "CreateBucketConfiguration": {"LocationConstraint": region}}
    api.create_bucket(Bucket=name, **place)
    unknown = properties.keys() - SETTINGS.keys() - {"BucketName"}
    if unknown:
        raise PropertyLost(f"a bucket's {sorted(unknown)}")
    for key, (operation, parameter, change) in SETTINGS.items():
        if key not in properties:
            continue
        shape = api.meta.service_model.operation_model(
            api.meta.method_to_api_mapping[operation]).input_shape.members[parameter]
        getattr(api, operation)(Bucket=name, **{parameter: fit(shape, change(properties[key]), key)})
    return {"BucketName": name}, {}


def generated(api, properties, answer):
    """A value that nobody knows: CloudFormation makes it up."""
    if "GenerateSecretString" in properties:
        api.put_secret_value(SecretId=answer["ARN"], SecretString="stand-in")


def images(wanted, _):
    scanning = wanted.pop("ImageScanningConfiguration", None)
    if scanning:
        wanted["ImageScanningConfiguration"] = {"scanOnPush": scanning["ScanOnPush"]}
    return wanted


def lifecycle(api, properties, answer):
    """What goes with a registry, each in a call of its own."""
    name = answer["repository"]["repositoryName"]
    if "LifecyclePolicy" in properties:
        api.put_lifecycle_policy(repositoryName=name,
                                 lifecyclePolicyText=properties["LifecyclePolicy"]["LifecyclePolicyText"])
    if "RepositoryPolicyText" in properties:
        api.set_repository_policy(repositoryName=name,
                                  policyText=json.dumps(properties["RepositoryPolicyText"]))


def table_settings(api, properties, _):
    name = properties["TableName"]
    if "PointInTimeRecoverySpecification" in properties:
        api.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=properties[
            "PointInTimeRecoverySpecification"])


def table(wanted, _):
    wanted["SSESpecification"] = renamed(wanted.pop("SSESpecification", {}), {"SSEEnabled": "Enabled"})
    return {name: value for name, value in wanted.items() if value != {}}


def service(wanted, _):
    """CloudFormation's name of a service is that of the API but for its case."""
    return renamed(wanted, {"AwsvpcConfiguration": "awsvpcConfiguration"})


LOAD_BALANCER = {"LoadBalancerFullName": "LoadBalancers.0.LoadBalancerArn after :loadbalancer/",
                 "DNSName": "LoadBalancers.0.DNSName",
                 "LoadBalancerArn": "LoadBalancers.0.LoadBalancerArn",
                 "CanonicalHostedZoneID": "LoadBalancers.0.CanonicalHostedZoneId"}

# Types of which moto takes all the properties, and what it does wrong nevertheless: seen by reading the
# account once with moto's own and once with ours.
OWN = {
    "AWS::EC2::LaunchTemplate": "moto loses the template's own tags",
    "AWS::EC2::SubnetRouteTableAssociation": "moto's has no state, and does not say of which table it is",
    "AWS::RDS::DBSubnetGroup": "a Ref to moto's gives an object instead of a name",
}

TYPES = {
    "AWS::ApplicationAutoScaling::ScalableTarget": Call(
        "application-autoscaling", "register_scalable_target",
        ref="={ResourceId}|{ScalableDimension}|{ServiceNamespace}"),
    "AWS::ApplicationAutoScaling::ScalingPolicy": Call(
        "application-autoscaling", "put_scaling_policy", before=of_target, ref="PolicyARN"),
    "AWS::AutoScaling::ScalingPolicy": Call(
        "autoscaling", "put_scaling_policy", before=scaling_policy, ref="PolicyARN"),
    "AWS::Backup::BackupVault": Call(
        "backup", "create_backup_vault", ref="BackupVaultName", atts={"BackupVaultArn": "BackupVaultArn"}),
    "AWS::Backup::BackupPlan": Call(
        "backup", "create_backup_plan", ref="BackupPlanId", atts={"BackupPlanId": "BackupPlanId"},
        names={"BackupPlanRule": "Rules", "TargetBackupVault": "TargetBackupVaultName"}),
    "AWS::CertificateManager::Certificate": Call(
        "acm", "request_certificate", before=certificate, after=validation_records,
        ref="CertificateArn"),
    "AWS::CloudFront::Distribution": Call(
        "cloudfront", "create_distribution_with_tags", before=distribution, ref="Distribution.Id",
        names={"IPV6Enabled": "IsIPV6Enabled", "Locations": "Items"},
        atts={"DomainName": "Distribution.DomainName", "Id": "Distribution.Id"}),
    "AWS::CloudFront::CloudFrontOriginAccessIdentity": Call(
        "cloudfront", "create_cloud_front_origin_access_identity", before=referenced,
        ref="CloudFrontOriginAccessIdentity.Id",
        atts={"Id": "CloudFrontOriginAccessIdentity.Id",
              "S3CanonicalUserId": "CloudFrontOriginAccessIdentity.S3CanonicalUserId"}),
    "AWS::CloudFront::OriginAccessControl": Call(
        "cloudfront", "create_origin_access_control", ref="OriginAccessControl.Id",
        atts={"Id": "OriginAccessControl.Id"}),
    "AWS::CloudFront::ResponseHeadersPolicy": Call(
        "cloudfront", "create_response_headers_policy", ref="ResponseHeadersPolicy.Id"),
    "AWS::CloudFront::MonitoringSubscription": Call(
        "cloudfront", "create_monitoring_subscription", ref="in:DistributionId"),
    "AWS::CloudTrail::Trail": Call(
        "cloudtrail", "create_trail", drop=("IsLogging",), after=start_logging, ref="Name",
        names={"TrailName": "Name", "Tags": "TagsList"},
        atts={"Arn": "TrailARN"}),
    "AWS::CloudWatch::Alarm": Call("cloudwatch", "put_metric_alarm", ref="in:AlarmName",
        atts={"Arn": "=arn:aws:cloudwatch:{region}:{account}:alarm:{AlarmName}"}),
    "AWS::DynamoDB::Table": Call(
        "dynamodb", "create_table", before=table, after=table_settings,
        drop=("PointInTimeRecoverySpecification",), ref="TableDescription.TableName",
        atts={"Arn": "TableDescription.TableArn"}),
    "AWS::ECR::Repository": Call(
        "ecr", "create_repository", before=images, after=lifecycle,
        drop=("LifecyclePolicy", "RepositoryPolicyText", "EmptyOnDelete"),
        ref="repository.repositoryName",
        atts={"Arn": "repository.repositoryArn", "RepositoryUri": "repository.repositoryUri"}),
    "AWS::ECS::Cluster": Call(
        "ecs", "create_cluster", ref="cluster.clusterName", names={"ClusterSettings": "settings"},
        atts={"Arn": "cluster.clusterArn"}),
    "AWS::ECS::Service": Call(
        "ecs", "create_service", before=service, ref="service.serviceArn",
        atts={"Name": "service.serviceName"}),
    "AWS::ECS::TaskDefinition": Call(
        "ecs", "register_task_definition", ref="taskDefinition.taskDefinitionArn"),
    "AWS::AutoScaling::AutoScalingGroup": Call(
        "autoscaling", "create_auto_scaling_group", before=group, after=metrics,
        names={"Cooldown": "DefaultCooldown"}, drop=("MetricsCollection",),
        ref="in:AutoScalingGroupName", atts={"AutoScalingGroupARN": "AutoScalingGroupARN"}),
    "AWS::EC2::VPC": Call(
        "ec2", "create_vpc", before=tagged("vpc"), after=vpc, ref="Vpc.VpcId",
        drop=("EnableDnsSupport", "EnableDnsHostnames")),
    "AWS::EC2::Subnet": Call(
        "ec2", "create_subnet", before=tagged("subnet"), after=subnet, ref="Subnet.SubnetId",
        drop=("MapPublicIpOnLaunch",)),
    "AWS::EC2::InternetGateway": Call(
        "ec2", "create_internet_gateway", before=tagged("internet-gateway"),
        ref="InternetGateway.InternetGatewayId"),
    "AWS::EC2::RouteTable": Call(
        "ec2", "create_route_table", before=tagged("route-table"), ref="RouteTable.RouteTableId"),
    "AWS::EC2::SubnetRouteTableAssociation": Call(
        "ec2", "associate_route_table", ref="AssociationId"),
    "AWS::EC2::EIP": Call(
        "ec2", "allocate_address", before=tagged("elastic-ip"), ref="PublicIp",
        atts={"AllocationId": "AllocationId", "PublicIp": "PublicIp"}),
    "AWS::EC2::NatGateway": Call(
        "ec2", "create_nat_gateway", before=tagged("natgateway"), ref="NatGateway.NatGatewayId"),
    "AWS::EC2::VPCEndpoint": Call(
        "ec2", "create_vpc_endpoint", before=tagged("vpc-endpoint"), ref="VpcEndpoint.VpcEndpointId"),
    "AWS::EC2::LaunchTemplate": Call(
        "ec2", "create_launch_template", ref="LaunchTemplate.LaunchTemplateId",
        atts={"LatestVersionNumber": "LaunchTemplate.LatestVersionNumber",
              "DefaultVersionNumber": "LaunchTemplate.DefaultVersionNumber"}),
    "AWS::EC2::SecurityGroup": Call(
        "ec2", "create_security_group", names={"GroupDescription": "Description"},
        before=security_group, after=no_traffic, ref="GroupId", atts={"GroupId": "GroupId"}),
    "AWS::IAM::OIDCProvider": Call(
        "iam", "create_open_id_connect_provider", ref="OpenIDConnectProviderArn",
        atts={"Arn": "OpenIDConnectProviderArn"}),
    "AWS::IAM::Role": Call(
        "iam", "create_role", before=trusted, after=inline, drop=("Policies", "ManagedPolicyArns"),
        ref="Role.RoleName", atts={"Arn": "Role.Arn", "RoleId": "Role.RoleId"}),
    "AWS::Route53::HostedZone": Call(
        "route53", "create_hosted_zone", before=zone, after=zone_tags, drop=("HostedZoneTags",),
        ref="HostedZone.Id after /", atts={"NameServers": "DelegationSet.NameServers"}),
    "AWS::Route53::RecordSet": record,
    "AWS::S3::Bucket": bucket,
    "AWS::SNS::Topic": Call("sns", "create_topic", before=topic, ref="TopicArn",
                            atts={"TopicArn": "TopicArn"}),
    "AWS::EC2::NetworkAcl": Call(
        "ec2", "create_network_acl", before=tagged("network-acl"), ref="NetworkAcl.NetworkAclId",
        atts={"Id": "NetworkAcl.NetworkAclId"}),
    "AWS::EC2::NetworkAclEntry": Call(
        "ec2", "create_network_acl_entry", before=acl_entry,
        names={"Icmp": "IcmpTypeCode"}, ref="in:NetworkAclId"),
    "AWS::EC2::SubnetNetworkAclAssociation": associate_acl,
    "AWS::EC2::SecurityGroupEgress": Call(
        "ec2", "authorize_security_group_egress", before=permission, ref="in:GroupId"),
    "AWS::EC2::SecurityGroupIngress": Call(
        "ec2", "authorize_security_group_ingress", before=permission, ref="in:GroupId"),
    "AWS::ElastiCache::SubnetGroup": Call(
        "elasticache", "create_cache_subnet_group", ref="in:CacheSubnetGroupName",
        names={"Description": "CacheSubnetGroupDescription"}),
    "AWS::ElastiCache::ReplicationGroup": Call(
        "elasticache", "create_replication_group", ref="in:ReplicationGroupId",
        atts={"ConfigurationEndPoint.Address": "ReplicationGroup.ConfigurationEndpoint.Address",
              "ConfigurationEndPoint.Port": "ReplicationGroup.ConfigurationEndpoint.Port",
              "PrimaryEndPoint.Address": "ReplicationGroup.NodeGroups.0.PrimaryEndpoint.Address",
              "PrimaryEndPoint.Port": "ReplicationGroup.NodeGroups.0.PrimaryEndpoint.Port",
              "ReaderEndPoint.Address": "ReplicationGroup.NodeGroups.0.ReaderEndpoint.Address"}),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": Call(
        "elbv2", "create_load_balancer", drop=("LoadBalancerAttributes",), atts=LOAD_BALANCER,
        ref="LoadBalancers.0.LoadBalancerArn",
        after=attributes("modify_load_balancer_attributes", "LoadBalancerAttributes",
                         "LoadBalancerArn", "LoadBalancers.0.LoadBalancerArn")),
    "AWS::ElasticLoadBalancingV2::TargetGroup": Call(
        "elbv2", "create_target_group", drop=("TargetGroupAttributes",),
        ref="TargetGroups.0.TargetGroupArn",
        atts={"TargetGroupFullName": "TargetGroups.0.TargetGroupArn after :"},
        after=attributes("modify_target_group_attributes", "TargetGroupAttributes",
                         "TargetGroupArn", "TargetGroups.0.TargetGroupArn")),
    "AWS::ElasticLoadBalancingV2::Listener": Call(
        "elbv2", "create_listener", drop=("ListenerAttributes",), ref="Listeners.0.ListenerArn",
        after=attributes("modify_listener_attributes", "ListenerAttributes", "ListenerArn",
                         "Listeners.0.ListenerArn")),
    "AWS::KMS::Key": Call(
        "kms", "create_key", drop=("EnableKeyRotation", "PendingWindowInDays"), before=key,
        after=rotate, ref="KeyMetadata.KeyId",
        atts={"Arn": "KeyMetadata.Arn", "KeyId": "KeyMetadata.KeyId"}),
    "AWS::Logs::LogGroup": log_group,
    "AWS::Logs::MetricFilter": Call("logs", "put_metric_filter", ref="in:filterName"),
    "AWS::RDS::DBInstance": Call(
        "rds", "create_db_instance", before=managed_secret, ref="DBInstance.DBInstanceIdentifier",
        names={"VPCSecurityGroups": "VpcSecurityGroupIds", "EnableCloudwatchLogsExports":
               "EnableCloudwatchLogsExports"},
        atts={"Endpoint.Address": "DBInstance.Endpoint.Address",
              "DBInstanceArn": "DBInstance.DBInstanceArn",
              "Endpoint.Port": "DBInstance.Endpoint.Port",
              "MasterUserSecret.SecretArn": "DBInstance.MasterUserSecret.SecretArn"}),
    "AWS::RDS::DBParameterGroup": Call(
        "rds", "create_db_parameter_group", drop=("Parameters",), after=parameters,
        names={"Family": "DBParameterGroupFamily"}, ref="in:DBParameterGroupName"),
    "AWS::RDS::DBSubnetGroup": Call(
        "rds", "create_db_subnet_group", ref="in:DBSubnetGroupName"),
    "AWS::S3::BucketPolicy": Call(
        "s3", "put_bucket_policy", names={"PolicyDocument": "Policy"}, ref="in:Bucket"),
    "AWS::SecretsManager::Secret": Call(
        "secretsmanager", "create_secret", drop=("GenerateSecretString",), after=generated, ref="ARN",
        atts={"Id": "ARN"}),
    "AWS::SNS::Subscription": Call("sns", "subscribe", ref="SubscriptionArn"),
    "AWS::SNS::TopicPolicy": topic_policy,
    "AWS::WAFv2::WebACL": Call(
        "wafv2", "create_web_acl", ref="Summary.Name", atts={"Arn": "Summary.ARN", "Id": "Summary.Id"}),
}
