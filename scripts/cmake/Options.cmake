# SPDX-License-Identifier: MIT
# How every target of the project is compiled.

set(archgen_warnings
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes
  -Wmissing-prototypes -Wold-style-definition -Wwrite-strings -Wcast-qual -Wpointer-arith
  -Wformat=2 -Wundef -Wvla -Wswitch-enum -Wimplicit-fallthrough)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  list(APPEND archgen_warnings -Wduplicated-cond -Wlogical-op)
endif()
if(ARCHGEN_WERROR)
  list(APPEND archgen_warnings -Werror)
endif()

# No path of the machine gets into the program by way of __FILE__: two builds give the same bytes.
set(archgen_flags -fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=)
# Position-independent code of a static library: nobody replaces its functions at run time, and what
# it has for each thread is small enough to be found at a fixed place, also in a shared library that
# somebody makes of it. Other libraries are called without a step in between.
include(CheckCCompilerFlag)
foreach(flag -fno-semantic-interposition -ftls-model=initial-exec -fno-plt)
  string(MAKE_C_IDENTIFIER "ARCHGEN_HAS${flag}" name)
  check_c_compiler_flag(${flag} ${name})
  if(${name})
    list(APPEND archgen_flags ${flag})
  endif()
endforeach()
set(archgen_definitions _POSIX_C_SOURCE=200809L)
set(archgen_link "")
if(ARCHGEN_SANITIZE)
  list(APPEND archgen_flags -fsanitize=${ARCHGEN_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  list(APPEND archgen_link -fsanitize=${ARCHGEN_SANITIZE})
endif()
if(ARCHGEN_FUZZ)
  # Comparisons are not traced: that takes half of the time, and finds no more than the dictionaries do.
  list(APPEND archgen_flags -fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp)
endif()
if(ARCHGEN_COVERAGE)
  list(APPEND archgen_flags --coverage)
  list(APPEND archgen_link --coverage)
endif()
# CMake puts definitions before flags: as one, _FORTIFY_SOURCE would be undefined again. A compiler
# without level 3 takes it as 2; tests/run-hardening looks at what came of all this.
if(ARCHGEN_HARDEN)
  list(APPEND archgen_flags -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
  list(APPEND archgen_link LINKER:-z,relro LINKER:-z,now LINKER:-z,noexecstack)
  check_c_compiler_flag(-fstack-clash-protection ARCHGEN_HAS_STACK_CLASH_PROTECTION)
  if(ARCHGEN_HAS_STACK_CLASH_PROTECTION)
    list(APPEND archgen_flags -fstack-clash-protection)
  endif()
endif()

# Position-independent executables, where the compiler knows how.
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)

# Warnings, flags and include path for a target of gen/, whose sources may not call what
# gen/base/banned.h bans.
function(archgen_compile target)
  archgen_compile_test(${target})
  target_compile_options(${target} PRIVATE
    "SHELL:-include \"${PROJECT_SOURCE_DIR}/gen/base/banned.h\"")
endfunction()

# The same for tests and tools, which may call anything.
function(archgen_compile_test target)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/gen)
  target_compile_definitions(${target} PRIVATE ${archgen_definitions})
  target_compile_options(${target} PRIVATE ${archgen_warnings} ${archgen_flags})
  target_link_options(${target} PUBLIC ${archgen_link})
  if(ARCHGEN_LTO)
    set_target_properties(${target} PROPERTIES INTERPROCEDURAL_OPTIMIZATION ON)
  endif()
endfunction()
