# SPDX-License-Identifier: MIT
"""CloudFormation types that moto lacks or fills in by halves, made through the API of their service.

CloudFormation's properties have the names of the API's parameters, in most places. fit() brings them
into the form that the service's own description asks for, and refuses what it does not know, so that
no property gets lost. A row of fakecfn_types.TYPES says what is called, what is spelt differently, and what Ref and
GetAtt give.
"""
import inspect
import json
import os
import sys

import boto3
from botocore.config import Config
from moto.cloudformation import parsing

ACCOUNT = "123456789012"


class PropertyLost(ValueError):
    """A property that the API has no parameter for."""


def client(service, region):
    return boto3.client(service, region_name=region, endpoint_url=os.environ["AWS_ENDPOINT_URL"],
                        config=Config(retries={"max_attempts": 1}))


def fit(shape, value, path=""):
    """The value in the form of a shape of the API: names, lists with their length, numbers, texts."""
    kind = shape.type_name
    if kind == "structure":
        members = {name.lower(): name for name in shape.members}
        if isinstance(value, list) and "quantity" in members:
            items = fit(shape.members[members["items"]], value, path)
            return {members["quantity"]: len(items), members["items"]: items}
        out = {}
        for key, item in value.items():
            name = members.get(key.lower())
            if name is None:
                raise PropertyLost(f"{path}.{key} is no parameter")
            out[name] = fit(shape.members[name], item, f"{path}.{name}")
        if "quantity" in members and members["quantity"] not in out:
            out[members["quantity"]] = len(out.get(members["items"], []))
        return out
    if kind == "list":
        return [fit(shape.member, item, path) for item in value]
    if kind == "map":
        if isinstance(value, list):
            value = {item["Key"]: item["Value"] for item in value}
        return {key: fit(shape.value, item, f"{path}.{key}") for key, item in value.items()}
    if kind in ("integer", "long"):
        return int(value)
    if kind in ("float", "double"):
        return float(value)
    if kind == "boolean":
        return value if isinstance(value, bool) else str(value).lower() == "true"
    if kind == "string":
        return json.dumps(value) if isinstance(value, (dict, list)) else str(value)
    return value


def renamed(value, names):
    """Keys replaced at every depth."""
    if isinstance(value, dict):
        return {names.get(key, key): renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    return value


class Call:
    """One call: the operation, other names of parameters, and what to change first."""

    def __init__(self, service, operation, names=None, before=None, after=None, ref=None, atts=None,
                 drop=()):
        self.service, self.operation, self.names = service, operation, names or {}
        self.before, self.after, self.ref = before, after, ref
        self.atts, self.drop = atts or {}, drop

    def __call__(self, properties, region, logical):
        api = client(self.service, region)
        wanted = {key: item for key, item in properties.items() if key not in self.drop}
        wanted = renamed(wanted, self.names)
        if self.before:
            wanted = self.before(wanted, logical)
        operation = api.meta.method_to_api_mapping[self.operation]
        shape = api.meta.service_model.operation_model(operation).input_shape
        given = fit(shape, wanted, self.operation)
        answer = getattr(api, self.operation)(**given)
        if self.after:
            self.after(api, properties, answer)
        return given, answer


def look(source, path):
    """The value at a path like "LoadBalancers.0.DNSName"."""
    for step in path.split("."):
        source = source[int(step)] if step.isdigit() else source[step]
    return source


# The attributes of what is not made by one call.
ATTRIBUTES = {
    "AWS::Logs::LogGroup": {"Arn": "=arn:aws:logs:{region}:{account}:log-group:{logGroupName}:*"},
    "AWS::S3::Bucket": {
        "Arn": "=arn:aws:s3:::{BucketName}", "DomainName": "={BucketName}.s3.amazonaws.com",
        "RegionalDomainName": "={BucketName}.s3.{region}.amazonaws.com",
        "WebsiteURL": "=http://{BucketName}.s3-website-{region}.amazonaws.com"},
}


class Made:
    """A resource that a row made."""
    row = None
    kind = ""

    def __init__(self, given, answer, logical, region):
        self.given, self.answer, self.region = given, answer, region
        ref = getattr(self.row, "ref", None)
        name = given.get("logGroupName", given.get("BucketName", logical))
        self.physical_resource_id = self.value(ref) if ref else name

    def value(self, path):
        """What a path leads to, in the answer or ("in:") in what was given; of "X after Y", the part
        of X after the last Y; "=" is followed by a text with the names of what was given."""
        if path.startswith("="):
            return path[1:].format(**self.given, region=self.region, account=ACCOUNT)
        path, _, after = path.partition(" after ")
        found = look(self.given, path[3:]) if path.startswith("in:") else look(self.answer, path)
        return found.rpartition(after)[2] if after else found

    @classmethod
    def has_cfn_attr(cls, attr):
        return True

    def get_cfn_attribute(self, name):
        path = getattr(self.row, "atts", ATTRIBUTES.get(self.kind, {})).get(name)
        if path is None:
            raise PropertyLost(f"{self.kind} has no attribute {name}")
        return self.value(path)

    def is_created(self):
        return True

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id,
                                        region_name, **more):
        given, answer = cls.row(cloudformation_json["Properties"], region_name, more["LogicalId"])
        return cls(given, answer, more["LogicalId"], region_name)


def forgotten(kind, properties):
    """Which properties moto's own way to make a resource of this type does not look at; None if moto
    does not know the type."""
    known = parsing.get_model_map().get(kind)
    if known is None:
        return None
    source = inspect.getsource(known.create_from_cloudformation_json)
    return sorted(name for name in properties
                  if f'"{name}"' not in source and name != known.cloudformation_name_type())


def install(types):
    """Adds types to moto."""
    classes = {kind: type("Made", (Made,), {
        "row": row if isinstance(row, Call) else staticmethod(row), "kind": kind})
        for kind, row in types.items()}
    known, clean = parsing.resource_class_from_type, parsing.clean_json

    def whole(value, resources):
        """Attributes with a dot in their name, in a Fn::Sub, and the region's own zones."""
        target = value.get("Fn::GetAtt") if isinstance(value, dict) else None
        if target and len(target) > 2:
            value = {"Fn::GetAtt": [target[0], ".".join(target[1:])]}
        if isinstance(value, dict) and value.get("Fn::GetAZs") == "":
            value = {"Fn::GetAZs": resources["AWS::Region"]}  # moto takes its own region
        return clean(value, resources)

    create = parsing.parse_and_create_resource

    def after_others(logical_id, resource_json, resources_map, account_id, region_name):
        """What a resource depends on comes first, also when it is made because of a reference."""
        others = resource_json.get("DependsOn", [])
        for other in [others] if isinstance(others, str) else others:
            resources_map[other]  # pylint: disable=pointless-statement
        try:
            return create(logical_id, resource_json, resources_map, account_id, region_name)
        except Exception as error:
            print(f"CreationError: {resource_json['Type']} {logical_id}: {error}", file=sys.stderr)
            raise

    parsing.parse_and_create_resource = after_others
    parsing.clean_json = whole

    def class_of(kind):
        """moto itself only warns of a type that it lacks."""
        found = classes.get(kind) or known(kind)
        if found is None:
            raise PropertyLost(f"the fake does not know {kind}")
        return found

    parsing.resource_class_from_type = class_of
