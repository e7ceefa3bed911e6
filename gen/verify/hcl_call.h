/* SPDX-License-Identifier: MIT */
/** The functions of Terraform that archgen prints, as far as their value is known from their
 *  arguments. Floor: verify. */
#ifndef ARCHGEN_VERIFY_HCL_CALL_H
#define ARCHGEN_VERIFY_HCL_CALL_H

#include "verify/hcl_expression.h"

/** Gives the value of a call; a function without a row is a token that spells the call out. */
AG_MUST_USE json_t *hcl_call(struct hcl_reader *reader, struct str name, const json_t *arguments);

#endif
