/* SPDX-License-Identifier: MIT */
/**
 * Functions that must not be called: they have no bound, or their result depends on the locale or
 * the time zone. The build includes this file before every source of gen/ (see CMakeLists.txt), so
 * that a call is a compile error. The system's headers come first because some of them define
 * these names as macros.
 */
#ifndef ARCHGEN_BASE_BANNED_H
#define ARCHGEN_BASE_BANNED_H

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__GNUC__)
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets atoi atol strncpy strncat
#pragma GCC poison localtime setlocale
#endif

#endif
