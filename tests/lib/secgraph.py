# SPDX-License-Identifier: MIT
"""Security groups as a graph, read from a CloudFormation template or from HCL files.

A rule is (group, direction, protocol, from, to, peer): groups by their names, protocol "tcp", "udp"
or "-1" (then the ports are None), peer a group's name, a CIDR block or a prefix list. Two texts with
the same set of rules open the same ways.
"""
import json
import os
import re

import hcl
import modules

OPEN = ("-1", None, None, "0.0.0.0/0")
NOTHING = ("tcp", 1, 1, "127.0.0.1/32")  # the null rule: to where nothing leaves the machine


class GraphError(ValueError):
    pass


def ports(protocol, start, end):
    protocol = str(protocol).lower()
    if protocol in ("-1", "all"):
        return "-1", None, None
    return {"6": "tcp", "17": "udp"}.get(protocol, protocol), int(start), int(end)


class Graph:
    def __init__(self):
        self.rules = set()
        self.users = {}  # group name: the resources that carry it, sorted

    def add(self, group, direction, protocol, start, end, peer):
        rule = ports(protocol, start, end) + (peer,)
        if rule != NOTHING:
            self.rules.add((group, direction, *rule))


# CloudFormation

CFN_PEERS = {
    "ingress": ("SourceSecurityGroupId", "CidrIp", "CidrIpv6", "SourcePrefixListId"),
    "egress": ("DestinationSecurityGroupId", "CidrIp", "CidrIpv6", "DestinationPrefixListId"),
}
CFN_GROUP = "AWS::EC2::SecurityGroup"


class Cfn:
    """A template; gives a graph."""

    def __init__(self, template):
        self.resources = template["Resources"]
        self.parameters = template.get("Parameters", {})
        self.groups = {key: self.text(item["Properties"]["GroupName"])
                       for key, item in self.resources.items() if item["Type"] == CFN_GROUP}

    def text(self, value):
        if isinstance(value, dict) and "Ref" in value:
            value = self.parameters.get(value["Ref"], {}).get("Default", value)
        if not isinstance(value, (str, int)):
            raise GraphError(f"no plain value: {json.dumps(value)}")
        return str(value)

    def group(self, value):
        """The logical id of the group that a value refers to, or None."""
        if isinstance(value, dict):
            target = value.get("Fn::GetAtt", value.get("Ref"))
            if isinstance(target, str):
                target = target.split(".")
            if target and target[0] in self.groups and target[1:] in ([], ["GroupId"]):
                return target[0]
        return None

    def peer(self, direction, rule):
        found = [rule[key] for key in CFN_PEERS[direction] if key in rule]
        if len(found) != 1:
            raise GraphError(f"a rule has {len(found)} other sides: {json.dumps(rule)}")
        group = self.group(found[0])
        return self.groups[group] if group else self.named_list(found[0]) or self.text(found[0])

    def named_list(self, value):
        """The name of the prefix list whose id a parameter holds, or None: its description says it,
        because the id differs from region to region."""
        name = value.get("Ref") if isinstance(value, dict) else None
        match = re.search(r"prefix list (\S+)", self.parameters.get(name, {}).get("Description", ""))
        return match and match[1]

    def add(self, graph, group, direction, rule):
        graph.add(self.groups[group], direction, self.text(rule["IpProtocol"]),
                  rule.get("FromPort", -1), rule.get("ToPort", -1), self.peer(direction, rule))

    def graph(self):
        graph = Graph()
        for key, item in self.resources.items():
            properties = item.get("Properties", {})
            if item["Type"] == CFN_GROUP:
                # Without an inline egress rule AWS adds one that allows everything, and keeps it.
                egress = properties.get("SecurityGroupEgress") or [{"IpProtocol": -1, "CidrIp": OPEN[3]}]
                for rule in properties.get("SecurityGroupIngress", []):
                    self.add(graph, key, "ingress", rule)
                for rule in egress:
                    self.add(graph, key, "egress", rule)
            elif item["Type"] in (CFN_GROUP + "Ingress", CFN_GROUP + "Egress"):
                direction = item["Type"][len(CFN_GROUP):].lower()
                self.add(graph, self.group(properties["GroupId"]), direction, properties)
            else:
                for group in set(self.used(properties)):
                    graph.users.setdefault(self.groups[group], []).append(key)
        return graph

    def used(self, value):
        group = self.group(value)
        if group:
            yield group
        elif isinstance(value, (dict, list)):
            for item in value.values() if isinstance(value, dict) else value:
                yield from self.used(item)


# HCL

HCL_PEERS = ("referenced_security_group_id", "cidr_ipv4", "cidr_ipv6", "prefix_list_id")
HCL_GROUP = "aws_security_group"
HCL_LIST = "aws_ec2_managed_prefix_list"
HCL_RULES = {"aws_vpc_security_group_ingress_rule": "ingress",
             "aws_vpc_security_group_egress_rule": "egress"}


def references(value):
    if isinstance(value, hcl.Reference):
        yield value.path
    elif isinstance(value, hcl.Body):
        yield from references(list(value.attributes.values()))
        for block in value.blocks:
            yield from references(block.body)
    elif isinstance(value, dict):
        yield from references(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from references(item)
    elif isinstance(value, hcl.Call):
        yield from references(value.args)
    elif isinstance(value, hcl.Operation):
        yield from references(value.operands)
    elif isinstance(value, hcl.Template):
        yield from references(value.parts)


class Hcl:
    """The files of a module; gives a graph."""

    def __init__(self, bodies):
        blocks = [block for body in bodies for block in body.of("resource")]
        self.resources = {tuple(block.labels): block.body for block in blocks}
        self.variables = {block.labels[0]: block.body.attributes.get("default")
                          for body in bodies for block in body.of("variable")}
        self.lists = {block.labels[1]: block.body.attributes["name"]
                      for body in bodies for block in body.of("data") if block.labels[0] == HCL_LIST}
        self.groups = {labels[1]: self.text(body.attributes["name"])
                       for labels, body in self.resources.items() if labels[0] == HCL_GROUP}

    def text(self, value):
        if isinstance(value, hcl.Reference) and value.path[0] == "var":
            value = self.variables.get(value.path[1], value)
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise GraphError(f"no plain value: {value}")
        return str(value)

    def group(self, value):
        path = value.path if isinstance(value, hcl.Reference) else ()
        if len(path) == 3 and path[0] == HCL_GROUP and path[2] == "id":
            return path[1]
        return None

    def named_list(self, value):
        path = value.path if isinstance(value, hcl.Reference) else ()
        return self.lists.get(path[2]) if path[:2] == ("data", HCL_LIST) else None

    def add(self, graph, direction, rule):
        found = [rule[key] for key in HCL_PEERS if rule.get(key) is not None]
        if len(found) != 1:
            raise GraphError(f"a rule has {len(found)} other sides: {rule}")
        group = self.group(found[0])
        peer = self.groups[group] if group else self.named_list(found[0]) or self.text(found[0])
        graph.add(self.groups[self.group(rule["security_group_id"])], direction,
                  self.text(rule["ip_protocol"]), rule.get("from_port", -1),
                  rule.get("to_port", -1), peer)

    def graph(self):
        graph = Graph()
        for (kind, label), body in self.resources.items():
            if kind == HCL_GROUP:
                for block in body.of("ingress") + body.of("egress"):
                    raise GraphError(f"{kind}.{label} has an inline {block.type} block")
            elif kind in HCL_RULES:
                if "for_each" in body.attributes or "count" in body.attributes:
                    raise GraphError(f"{kind}.{label} stands for several rules")
                self.add(graph, HCL_RULES[kind], body.attributes)
            else:
                used = {path[1] for path in references(body)
                        if path[0] == HCL_GROUP and path[1] in self.groups}
                for group in used:
                    graph.users.setdefault(self.groups[group], []).append(f"{kind}.{label}")
        return graph


def of_template(path):
    with open(path, encoding="utf-8") as file:
        return Cfn(json.load(file)).graph()


def of_module(folder):
    return Hcl([body for _, body in modules.bodies(folder)]).graph()
