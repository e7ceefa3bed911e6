/* SPDX-License-Identifier: MIT */
/**
 * Services of AWS that a tier calls through their APIs, and how it gets there. Floor: model. What
 * they are follows from its flows (the `service` of what it reaches), and from what its kind needs
 * to run at all (`uses`, `injects`); see docs/kinds.md.
 */
#ifndef ARCHGEN_MODEL_SERVICES_H
#define ARCHGEN_MODEL_SERVICES_H

#include "model/model.h"

#include <stddef.h>

struct service_use {
    const char *name; /* as in the network's endpoints: "ecr.api"; or "internet" */
    struct span span; /* the flow or the tier that asks for it */
    const char *pair; /* that flow, "app -> db"; or NULL */
};

/** Lists the services that a tier calls, by name, each once; they live in the model's arena. */
const struct service_use *services_of(const struct model *model, const struct tier *tier,
                                      size_t *count);

enum service_route {
    SERVICE_OUTWARD,   /* there is no endpoint: over the internet */
    SERVICE_GATEWAY,   /* a route; the addresses stay public ones */
    SERVICE_INTERFACE, /* addresses of the VPC, with a group of their own */
};

/** How a service is reached from the network's private subnets. */
enum service_route services_route(const struct model *model, const char *name);

#endif
