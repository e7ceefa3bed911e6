/* SPDX-License-Identifier: MIT */
/**
 * The attributes of the compiler that the project uses, behind names of its own (AG_COLD: seldom
 * called, so that its caller saves no registers for it), and the ban of
 * library functions that have no bound or that depend on the locale. Every header of base/
 * includes this one.
 */
#ifndef ARCHGEN_BASE_COMPILER_H
#define ARCHGEN_BASE_COMPILER_H

#if defined(__GNUC__)
#define AG_PRINTF(text, first) __attribute__((format(printf, text, first)))
#define AG_MUST_USE            __attribute__((warn_unused_result))
#define AG_NORETURN            __attribute__((noreturn))
#define AG_COLD                __attribute__((cold, noinline))
#else
#define AG_PRINTF(text, first)
#define AG_MUST_USE
#define AG_NORETURN
#define AG_COLD
#endif

/** True in builds that look for leaks, where memory is released even if the process ends anyway. */
#if defined(__has_feature)
#define AG_HAS_FEATURE(feature) __has_feature(feature)
#else
#define AG_HAS_FEATURE(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || AG_HAS_FEATURE(address_sanitizer)
#define AG_FINDS_LEAKS true
#else
#define AG_FINDS_LEAKS false
#endif

/** Number of elements of an array (not of a pointer). */
#define AG_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
