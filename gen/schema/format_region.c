/* SPDX-License-Identifier: MIT */
/* The regions of AWS in all partitions (AWS, "Regions and Zones"). A new region is one line. */
#include "schema/format_rows.h"

/* STR is an expression, which an initialiser of static data may not be. */
#define REGION(name)                                                                               \
    {                                                                                              \
        name, sizeof(name) - 1                                                                     \
    }

static const struct str REGIONS[] = {
    REGION("us-east-1"),      REGION("us-east-2"),      REGION("us-west-1"),
    REGION("us-west-2"),      REGION("af-south-1"),     REGION("ap-east-1"),
    REGION("ap-east-2"),      REGION("ap-northeast-1"), REGION("ap-northeast-2"),
    REGION("ap-northeast-3"), REGION("ap-south-1"),     REGION("ap-south-2"),
    REGION("ap-southeast-1"), REGION("ap-southeast-2"), REGION("ap-southeast-3"),
    REGION("ap-southeast-4"), REGION("ap-southeast-5"), REGION("ap-southeast-6"),
    REGION("ap-southeast-7"), REGION("ca-central-1"),   REGION("ca-west-1"),
    REGION("eu-central-1"),   REGION("eu-central-2"),   REGION("eu-north-1"),
    REGION("eu-south-1"),     REGION("eu-south-2"),     REGION("eu-west-1"),
    REGION("eu-west-2"),      REGION("eu-west-3"),      REGION("il-central-1"),
    REGION("me-central-1"),   REGION("me-south-1"),     REGION("mx-central-1"),
    REGION("sa-east-1"),      REGION("us-gov-east-1"),  REGION("us-gov-west-1"),
    REGION("cn-north-1"),     REGION("cn-northwest-1"), REGION("eusc-de-east-1"),
};

const struct str *format_regions(size_t *count)
{
    *count = AG_COUNT(REGIONS);
    return REGIONS;
}

bool format_is_region(struct str text)
{
    for (size_t i = 0; i < AG_COUNT(REGIONS); i++) {
        if (str_eq(REGIONS[i], text)) {
            return true;
        }
    }
    return false;
}
