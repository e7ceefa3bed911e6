# SPDX-License-Identifier: MIT
# What is installed, and the Debian packages: archgen (the command, with its manual and completions)
# and libarchgen-dev (the library, with its headers).

set(archgen_share ${CMAKE_INSTALL_DATAROOTDIR})

install(TARGETS command RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT archgen)
install(FILES docs/archgen.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT archgen)
install(FILES docs/archgen-yaml.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5 COMPONENT archgen)
install(FILES LICENSE RENAME copyright DESTINATION ${archgen_share}/doc/archgen COMPONENT archgen)
install(FILES samples/archgen.schema.json DESTINATION ${archgen_share}/archgen COMPONENT archgen)
install(FILES scripts/completion/archgen.bash RENAME archgen
  DESTINATION ${archgen_share}/bash-completion/completions COMPONENT archgen)
# Debian's zsh looks below /usr in a folder of its own; which prefix it is, only installing knows.
install(CODE [[
  set(archgen_zsh site-functions)
  if(CMAKE_INSTALL_PREFIX MATCHES "/usr/?$")
    set(archgen_zsh vendor-completions)
  endif()
]] COMPONENT archgen)
install(FILES scripts/completion/_archgen
  DESTINATION ${archgen_share}/zsh/\${archgen_zsh} COMPONENT archgen)
install(FILES scripts/completion/archgen.fish
  DESTINATION ${archgen_share}/fish/vendor_completions.d COMPONENT archgen)

# --- the library: gen/archgen.h, and what it includes ---

set(archgen_headers
  archgen.h base/arena.h base/buf.h base/compiler.h base/diag.h base/diag_ids.def base/files.h
  base/mem.h base/source.h base/str.h data/json.h embed/embedded.h)
foreach(header IN LISTS archgen_headers)
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES gen/${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/archgen/${folder}
    COMPONENT development)
endforeach()
install(TARGETS archgen archgen_data
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(FILES LICENSE RENAME copyright DESTINATION ${archgen_share}/doc/libarchgen-dev
  COMPONENT development)

# The folder of the .pc file knows where the prefix is, so that the tree may be moved.
file(RELATIVE_PATH archgen_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" archgen_to_prefix "${archgen_to_prefix}")
configure_file(scripts/cmake/libarchgen.pc.in libarchgen.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/libarchgen.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)

# --- cpack -G DEB ---

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME archgen)
set(CPACK_PACKAGE_VENDOR "archgen")
set(CPACK_PACKAGE_CONTACT "The archgen authors <archgen@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL archgen development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_ARCHGEN_PACKAGE_NAME archgen)
set(CPACK_DEBIAN_ARCHGEN_DESCRIPTION
  "One YAML file names the tiers of a system and who talks to whom; archgen writes complete
infrastructure as code from it, for every environment.")
set(CPACK_DEBIAN_ARCHGEN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libarchgen-dev)
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION
  "The static library of archgen, for programs that generate CloudFormation and Terraform in memory.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libyaml-dev, libjansson-dev (>= 2.14), libpcre2-dev")
include(CPack)
