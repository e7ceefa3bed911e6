# SPDX-License-Identifier: MIT
"""Settings that moto takes and forgets, kept for whoever asks for them.

moto writes an answer from the attributes of its objects, by their names in the service's description.
So a setting that is put there is told.
"""
import moto.autoscaling.models as autoscaling
import moto.cloudfront.models as cloudfront
import moto.ec2.models.security_groups as security_groups
import moto.ecs.models as ecs_models
import moto.ecs.responses as ecs
import moto.rds.models as rds
import moto.s3.responses as s3
from botocore import xform_name
from moto.core.responses import ActionResult

# What is set in a call, and the attribute under which the service tells it.
SERVICE = {name: xform_name(name) for name in (
    "availabilityZoneRebalancing", "deploymentConfiguration", "enableECSManagedTags", "enableExecuteCommand",
    "healthCheckGracePeriodSeconds")}
DATABASE = {"monitoring_interval": "monitoring_interval", "monitoring_role_arn": "monitoring_role_arn",
            "enable_performance_insights": "performance_insights_enabled",
            "performance_insights_kms_key_id": "performance_insights_kms_key_id",
            "performance_insights_retention_period": "performance_insights_retention_period"}


def keep(thing, names, given):
    for name, attribute in names.items():
        if given(name) is not None:
            setattr(thing, attribute, given(name))
    return thing


def service(create):
    def made(self):
        answer = create(self)
        keep(answer.result["service"], SERVICE, self._get_param)
        return answer
    return made


def database(create):
    def made(self, wanted):
        return keep(create(self, wanted), DATABASE, wanted.get)
    return made


def users_own(update):
    """Settings of a database that somebody gave are the user's."""
    def given(self, rows):
        return update(self, [{**row, "Source": "user"} for row in rows])
    return given


def after(init, more):
    """An object that has more attributes."""
    def made(self, config, *rest):
        init(self, config, *rest)
        more(self, config)
    return made


def origin(self, config):
    self.origin_access_control_id = config.get("OriginAccessControlId", "")
    self.s3_origin_config = config.get("S3OriginConfig")


def behaviour(self, config):
    if "ForwardedValues" not in config:  # the old way of forwarding
        self.forwarded_values = self.min_ttl = self.default_ttl = self.max_ttl = None


def certificate(self, config):
    self.acm_certificate_arn = config.get("ACMCertificateArn")
    self.iam_certificate_id = config.get("IAMCertificateId")
    if self.acm_certificate_arn:
        self.cloud_front_default_certificate = False


def listed(init):
    """A rule for a list of addresses; moto takes the list's id only."""
    def made(self, *given, **named):
        init(self, *given, **named)
        lists = named.get("prefix_list_id", given[7] if len(given) > 7 else None)
        self.list_text = (lists or {}).get("Description")
    return made


def described(rule):
    """Rules have a description, whomever they are for."""
    return rule.ip_range.get("Description") or rule.source_group.get("Description") or rule.list_text


def with_events(tell):
    """Whether a bucket tells EventBridge what happens."""
    def told(self):
        kept = self.backend.get_bucket_notification_configuration(self.bucket_name)
        if kept is not None and kept.event_bridge is not None:
            write = self.serialized
            self.serialized = lambda answer: write(
                ActionResult({**answer.result, "EventBridgeConfiguration": {}}))
        return tell(self)
    return told


def with_rules(tell):
    """What is copied of a bucket besides new objects in the clear."""
    def told(self):
        rows = (self.backend.get_bucket_replication(self.bucket_name) or {}).get("Rule", [])
        write = self.serialized

        def written(answer):
            for rule, row in zip(answer.result["ReplicationConfiguration"]["Rules"], rows):
                rule.update((key, row[key]) for key in ("DeleteMarkerReplication", "SourceSelectionCriteria")
                            if key in row)
            return write(answer)
        if rows:
            self.serialized = written
        return tell(self)
    return told


def only_asked():
    """A setting that is told only if somebody asked for it."""
    def take(self, value):
        self.__dict__["asked"] = value or None
    return property(lambda self: self.__dict__["asked"], take)


def members(made, group):
    """What the clusters of a replication group have from their group; moto knows whose they are only
    of one engine."""
    made.replication_group_id = group.replication_group_id
    made.num_cache_nodes = 1
    made.security_groups = [{"SecurityGroupId": name, "Status": "active"}
                            for name in group.security_group_ids or []]
    made.cache_parameter_group = {"CacheParameterGroupName": group.cache_parameter_group_name}
    made.at_rest_encryption_enabled = group.at_rest_encryption_enabled


def install():
    """Adds all that to moto."""
    ecs.EC2ContainerServiceResponse.create_service = service(
        ecs.EC2ContainerServiceResponse.create_service)
    # What is told also where nobody asked for it.
    ecs_models.Service.enable_execute_command = ecs_models.Service.enable_ecs_managed_tags = False
    rds.DBInstance.performance_insights_enabled, rds.DBInstance.monitoring_interval = False, 0
    rds.RDSBackend.create_db_instance = database(rds.RDSBackend.create_db_instance)
    rds.DBParameterGroup.update_parameters = users_own(rds.DBParameterGroup.update_parameters)
    for kind, more in ((cloudfront.Origin, origin), (cloudfront.DefaultCacheBehaviour, behaviour),
                       (cloudfront.ViewerCertificate, certificate)):
        kind.__init__ = after(kind.__init__, more)
    autoscaling.FakeScalingPolicy.predictive_scaling_configuration = only_asked()
    autoscaling.FakeScalingPolicy.enabled = True
    security_groups.SecurityGroupRule.__init__ = listed(security_groups.SecurityGroupRule.__init__)
    security_groups.SecurityGroupRule.description = property(described)
    s3.S3Response.get_bucket_notification = with_events(s3.S3Response.get_bucket_notification)
    s3.S3Response.get_bucket_replication = with_rules(s3.S3Response.get_bucket_replication)
