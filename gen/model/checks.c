/* SPDX-License-Identifier: MIT */
/* The table of checks. All run, so that one pass shows all faults. */
#include "model/checks.h"

static const struct check table[] = {
    {"reserved-names", "No tier or peer has a name that the language uses itself.",
     check_reserved_names},
    {"collisions", "No two tiers become the same identifier in a target.", check_collisions},
    {"name-limits", "Names made from project, environment and tier fit AWS's limits.",
     check_name_limits},
    {"hosts", "Host names are below the description's domain, and each belongs to one tier.",
     check_hosts},
    {"item-names", "Items of a list that become resources or rules have different names.",
     check_item_names},
    {"log-groups", "No two log groups have the same name.", check_log_groups},
    {"network-block", "The VPC's block is a private network of /16 to /28.", check_network_block},
    {"subnets", "Subnets are networks inside the VPC and do not overlap.", check_subnets},
    {"reserved-blocks", "No subnet overlaps a reserved block.", check_reserved_blocks},
    {"acls", "The rules of network ACLs have ports and numbers of their own.", check_acls},
    {"zones", "Tiers that need several zones have subnets in them.", check_zones},
    {"public-tiers", "Only what faces the internet is placed in public subnets.",
     check_public_tiers},
    {"egress", "Flows to the internet start where a route leads there.", check_egress},
    {"peers", "The blocks of peers are networks.", check_peers},
    {"flow-ends", "Flows start where connections can start and end where they can end.",
     check_flow_ends},
    {"flow-options", "A path, a host or a priority stands at a flow that a balancer forwards.",
     check_flow_options},
    {"origins", "What is fetched from can be fetched from, and one origin answers every path.",
     check_origins},
    {"admin-ports", "SSH and RDP are not open to the internet.", check_admin_ports},
    {"unconnected", "Every tier has a flow or is named by another tier.", check_unconnected},
    {"quotas", "Nothing that AWS counts is more than schema/quotas.json says.", check_quotas},
    {"targets", "What a balancer forwards to can be told apart.", check_targets},
    {"links", "Properties that name a tier name one that exists.", check_links},
    {"layers", "Layers name tiers that exist and can take part.", check_layers},
    {"alarms", "Alarms have something to watch, and are no more than their limit.", check_alarms},
    {"addresses", "No two addresses that are told something become the same parameter.",
     check_addresses},
    {"needs", "What a property needs elsewhere is there.", check_needs},
    {"regions", "What is kept in another region is not kept in the same one.", check_regions},
    {"windows", "Backup and maintenance windows do not overlap.", check_windows},
    {"order", "Numbers that belong together, such as the sizes of a group, do not contradict.",
     check_order},
    {"text", "No text holds a dynamic reference that CloudFormation would resolve.", check_text},
};

bool checks_run(struct model *model)
{
    size_t errors = model->diags->error_count;

    for (size_t i = 0; i < AG_COUNT(table); i++) {
        table[i].run(model);
    }
    return model->diags->error_count == errors;
}

const struct check *checks_all(size_t *count)
{
    *count = AG_COUNT(table);
    return table;
}
