# SPDX-License-Identifier: MIT
"""IAM statements read from CloudFormation templates and HCL files, and what is too wide in them.

A statement is whatever has an "Effect": no document can hide one from that. What should be a policy
document but cannot be read (a file, a data source, a text that is no JSON) is a finding itself.
"""
import json
import os
import re
from dataclasses import dataclass

import deploy
import hcl
import modules

# Actions on which AWS lets a policy name no resource (or, where said so, none that exists yet).
# Source: the Service Authorization Reference, table "Actions defined by …" of the service, where
# the column "Resource types" is empty.
WITHOUT_RESOURCE = {
    # Amazon EC2 Auto Scaling (list_amazonec2autoscaling)
    "autoscaling:DescribeInstanceRefreshes",
    # Amazon CloudWatch (list_amazoncloudwatch)
    "cloudwatch:PutMetricData",
    # Amazon EC2 (list_amazonec2)
    "ec2:DescribeInstances",
    "ec2:DescribeSnapshots",
    "ec2:DescribeTags",
    "ec2:DescribeVolumes",
    # Amazon Message Delivery Service (list_amazonmessagedeliveryservice): the whole service
    "ec2messages:AcknowledgeMessage",
    "ec2messages:DeleteMessage",
    "ec2messages:FailMessage",
    "ec2messages:GetEndpoint",
    "ec2messages:GetMessages",
    "ec2messages:SendReply",
    # Amazon Elastic Container Registry (list_amazonelasticcontainerregistry)
    "ecr:GetAuthorizationToken",
    # Amazon S3 (list_amazons3)
    "s3:ListAllMyBuckets",
    # AWS Systems Manager (list_awssystemsmanager)
    "ssm:GetDeployablePatchSnapshotForInstance",
    "ssm:GetManifest",
    "ssm:ListAssociations",
    "ssm:PutConfigurePackageResult",
    # Amazon Message Gateway Service (list_amazonmessagegatewayservice): the whole service
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
    # AWS X-Ray (list_awsx-ray)
    "xray:GetSamplingRules",
    "xray:GetSamplingStatisticSummaries",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
}

# Resources that are all of one type, with the actions that need them so: an instance registers
# itself with Systems Manager, and its id does not exist before its role does. Log groups are listed
# for an account as a whole.
WHOLE_TYPES = {
    ("ssm", "document/*"), ("ssm", "association/*"), ("ec2", "instance/*"),
    ("ec2", "snapshot/*"), ("ec2", "volume/*"),
    ("logs", "log-group:*"),
}
WHOLE_TYPE_ACTIONS = {
    "ec2:CreateSnapshot", "ec2:CreateTags", "ec2:DeleteSnapshot",
    "logs:DescribeLogGroups",
    "ssm:DescribeAssociation", "ssm:DescribeDocument", "ssm:GetDocument",
    "ssm:ListInstanceAssociations", "ssm:PutComplianceItems", "ssm:PutInventory",
    "ssm:UpdateAssociationStatus", "ssm:UpdateInstanceAssociationStatus",
    "ssm:UpdateInstanceInformation",
}

# Actions of a key's policy that end in '*' in the KMS Developer Guide: "Default key policy" (kms:*
# for the account, without which nobody could manage the key) and the policies that it gives to
# services; the families have an operation for each form of data key and of re-encryption.
KEY_FAMILIES = {"kms:GenerateDataKey*", "kms:ReEncrypt*"}

# Policies of AWS that may be attached. RDS accepts no other for enhanced monitoring
# (RDS User Guide, "Setting up and enabling Enhanced Monitoring"). What AWS Config must read is
# longer than a policy may be, and grows with every type of resource that it learns (AWS Config
# Developer Guide, "Permissions for the IAM Role Assigned to AWS Config"). What AWS Backup calls
# differs by service and changes with it; its documentation gives these instead of a list (AWS Backup
# Developer Guide, "Managed policies for AWS Backup").
MANAGED = {
    "policy/AWSBackupServiceRolePolicyForS3Backup",
    "policy/AWSBackupServiceRolePolicyForS3Restore",
    "policy/service-role/AWSBackupServiceRolePolicyForBackup",
    "policy/service-role/AWSBackupServiceRolePolicyForRestores",
    "policy/service-role/AWS_ConfigRole",
    "policy/service-role/AmazonRDSEnhancedMonitoringRole",
}

CFN_DOCUMENTS = {
    "AccessPolicies", "AccessPolicy", "AssumeRolePolicyDocument", "FileSystemPolicy", "KeyPolicy",
    "PolicyDocument", "RepositoryPolicyText", "ResourcePolicy",
}
HCL_DOCUMENTS = {
    "access_policies", "access_policy", "assume_role_policy", "policy", "policy_document",
    "resource_policy",
}
REFUSED = ("NotAction", "NotPrincipal", "NotResource")


@dataclass(frozen=True)
class Statement:
    where: str    # "template.json Key" or "keys.tf aws_kms_key.main"
    kind: str     # "trust", "key", "resource" (it has principals) or "identity"
    body: dict    # as written; values that are no text are the reader's own

    def __str__(self):
        return f"{self.where} {self.body.get('Sid', 'a statement')}"


def listed(value):
    """One or many: IAM allows both."""
    return value if isinstance(value, list) else [] if value is None else [value]


def kind_of(body, name, owner):
    if name in ("AssumeRolePolicyDocument", "assume_role_policy"):
        return "trust"
    if name == "KeyPolicy" or owner == "aws_kms_key" or owner == "aws_kms_key_policy":
        return "key"
    return "resource" if "Principal" in body or "NotPrincipal" in body else "identity"


class Reader:
    """Collects `statements`, and `faults`: what cannot be read."""

    def __init__(self):
        self.statements = []
        self.faults = []
        self.attached = []  # (where, ARN as text) of policies that are somewhere else

    def walk(self, value, where, name="", owner=""):
        """Everything below `value`; `name` is the document's key, `owner` the resource's type."""
        if isinstance(value, dict):
            if "Effect" in value:
                self.statements.append(Statement(where, kind_of(value, name, owner), value))
            for key, item in value.items():
                self.member(key, item, where, name, owner)
        elif isinstance(value, (list, tuple)):
            for item in value:
                self.walk(item, where, name, owner)
        elif isinstance(value, hcl.Call):
            self.walk(value.args, where, name, owner)
        elif isinstance(value, hcl.Operation):
            self.walk(value.operands, where, name, owner)

    def member(self, key, item, where, name, owner):
        if key in CFN_DOCUMENTS:
            item = self.document(item, where, key)
            name = key
        elif key in ("ManagedPolicyArns", "PermissionsBoundary"):
            self.attached += [(where, text_of(arn)) for arn in listed(item)]
        self.walk(item, where, name, owner)

    def document(self, item, where, key):
        """A document that is written as text, too."""
        if isinstance(item, dict) and set(item) == {"Fn::Sub"}:
            item = item["Fn::Sub"]
        if isinstance(item, str):
            try:
                item = json.loads(item)
            except ValueError:
                item = None
        if not isinstance(item, (dict, list)):
            self.faults.append(f"{where}: {key} cannot be read")
        return item

    def template(self, document, name):
        for key, item in document.get("Resources", {}).items():
            self.walk(item.get("Properties", {}), f"{name} {key}", owner=item.get("Type", ""))

    def module(self, body, name):
        for block in body.blocks:
            where = f"{name} {'.'.join(block.labels)}"
            if block.type == "data" and block.labels[0] == "aws_iam_policy_document":
                self.faults.append(f"{where}: policies are written where they belong")
            self.block(block.body, where, block.labels[0] if block.labels else "")

    def block(self, body, where, owner):
        for key, item in body.attributes.items():
            if key in HCL_DOCUMENTS and block_holds_document(key, owner):
                self.encoded(item, where, key, owner)
            elif key in ("managed_policy_arns", "permissions_boundary", "policy_arn"):
                self.attached += [(where, text_of(arn)) for arn in listed(item)]
            else:
                self.walk(item, where, key, owner)
        for inner in body.blocks:
            self.block(inner.body, where, owner)

    def encoded(self, item, where, key, owner):
        is_encoded = isinstance(item, hcl.Call) and item.name == "jsonencode"
        if not is_encoded or not isinstance(item.args[0], dict):
            self.faults.append(f"{where}: {key} is not written with jsonencode")
        self.walk(item, where, key, owner)


def block_holds_document(key, owner):
    """`policy` is also what scaling and the like are called."""
    return key != "policy" or owner not in ("aws_ecr_lifecycle_policy",)


def text_of(value):
    """A value as text; parts that are not text become '${}'."""
    if isinstance(value, str):
        return re.sub(r"\$\{[^}]*\}", "${}", value)
    if isinstance(value, hcl.Template):
        return "".join(part if isinstance(part, str) else "${}" for part in value.parts)
    if isinstance(value, dict) and set(value) == {"Fn::Sub"}:
        return text_of(listed(value["Fn::Sub"])[0])
    if isinstance(value, hcl.Call) and value.name == "format" and isinstance(value.args[0], str):
        return value.args[0].replace("%s", "${}")
    return "${}"


def of_folder(folder):
    """A reader that has read all templates and modules of a folder that archgen wrote, those in
    folders inside it included."""
    reader = Reader()
    paths = [os.path.relpath(os.path.join(here, name), folder)
             for here, _, names in os.walk(folder) for name in names]
    for name in sorted(paths):
        if not name.endswith(".json"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            document = json.load(file)
        if "Resources" in document:
            reader.template(document, name)
    for here, _, names in sorted(os.walk(folder)):
        if any(name.endswith(".tf") for name in names) and not modules.is_child(here):
            for name, body in modules.bodies(here):
                reader.module(body, os.path.relpath(os.path.join(here, name), folder))
    return reader


# What is too wide

def is_everything(resource):
    """Whether a resource is '*', or an ARN that names no part of a service's resources."""
    text = text_of(resource)
    parts = text.split(":", 5)
    if not text.startswith(("arn:", "${}")) or len(parts) < 6:
        return text.strip("*") == ""
    return parts[2].strip("*") == "" or parts[5].strip("*") == ""


def whole_type(resource):
    """("ec2", "instance/*") if an ARN stands for all resources of a type; buckets have none."""
    parts = text_of(resource).split(":", 5)
    if len(parts) < 6 or parts[2] == "s3" or not re.fullmatch(r"[a-z-]+[/:]\*+", parts[5]):
        return None
    return parts[2], parts[5]


def is_account(principal):
    """Whether a principal is the account as a whole, by its ARN."""
    return isinstance(principal, dict) and set(principal) == {"AWS"} and \
        text_of(principal["AWS"]).endswith(":root")


def wide_actions(statement):
    for action in listed(statement.body.get("Action")):
        if not isinstance(action, str):
            yield f"an action is no plain text: {action!r}"
        elif "*" in action or "?" in action:
            is_owner = action == "kms:*" and is_account(statement.body.get("Principal"))
            if statement.kind != "key" or not (is_owner or action in KEY_FAMILIES):
                yield f"the action {action!r} is not one action"


def wide_resources(statement):
    if statement.kind in ("trust", "key"):
        return  # a role and a key: '*' is the resource that the policy belongs to
    is_deploy = deploy.is_deploy(statement.where)
    free = WITHOUT_RESOURCE | deploy.WITHOUT_RESOURCE if is_deploy else WITHOUT_RESOURCE
    wanting = sorted(str(action) for action in listed(statement.body.get("Action"))
                     if action not in free)
    for resource in listed(statement.body.get("Resource")):
        others = wanting
        if is_deploy and whole_type(resource) in deploy.ASSIGNED:
            continue
        if not is_everything(resource):
            others = [action for action in wanting if action not in WHOLE_TYPE_ACTIONS
                      or whole_type(resource) not in WHOLE_TYPES] if whole_type(resource) else []
        if others:
            yield f"the resource {text_of(resource)!r} for {', '.join(others)}"


def wide_principals(statement):
    principal = statement.body.get("Principal")
    names = principal.values() if isinstance(principal, dict) else [principal]
    is_open = any(text_of(name) == "*" for value in names for name in listed(value))
    if is_open and (statement.kind == "trust" or not statement.body.get("Condition")):
        yield "everybody may, without a condition"
    if statement.kind == "trust" and (not isinstance(principal, dict) or "AWS" in principal):
        yield "a role is trusted to services and identity providers only"


def findings(reader):
    """What is wrong, as texts; a Deny may be as wide as it likes."""
    yield from reader.faults
    for where, arn in reader.attached:
        if arn.split(":")[-1] not in MANAGED and arn != "${}":
            yield f"{where}: the policy {arn} is not our own"
    for statement in reader.statements:
        effect = statement.body["Effect"]
        if effect not in ("Allow", "Deny"):
            yield f"{statement}: the effect {effect!r}"
        for member in REFUSED:
            if member in statement.body and (effect != "Deny" or member == "NotPrincipal"):
                yield f"{statement}: {member}"
        if effect == "Deny":
            continue
        if not listed(statement.body.get("Action")):
            yield f"{statement}: it has no action"
        for rule in (wide_actions, wide_resources, wide_principals):
            for text in rule(statement):
                yield f"{statement}: {text}"


def outline(reader):
    """What both targets must agree on: the kind, name, effect and actions of every statement. What
    deploying needs is not the same with both."""
    return sorted((statement.kind, str(statement.body.get("Sid", "")), statement.body["Effect"],
                   tuple(sorted(map(str, listed(statement.body.get("Action"))))),
                   len(listed(statement.body.get("Resource"))))
                  for statement in reader.statements
                  if statement.kind == "trust" or not deploy.is_deploy(statement.where))
