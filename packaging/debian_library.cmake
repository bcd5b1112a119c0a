# What other packages must know of libgibbs0, and what it needs itself. CPack could find both out, but would have the
# package call ldconfig in scripts of its own, which Debian leaves to a trigger.
if(NOT CPACK_GENERATOR STREQUAL DEB)
  return()
endif()
find_program(SHLIBDEPS dpkg-shlibdeps REQUIRED)
set(here ${CPACK_PACKAGE_DIRECTORY}/_CPack_Packages)
file(WRITE ${here}/debian/control "")
execute_process(COMMAND ${SHLIBDEPS} -O ${CPACK_GIBBS_LIBRARY} WORKING_DIRECTORY ${here} OUTPUT_VARIABLE needs
                ERROR_QUIET COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE "^shlibs:Depends=|\n" "" CPACK_DEBIAN_RUNTIME_PACKAGE_DEPENDS "${needs}")

# A minor version may break what is built with it until 1.0; a patch never does (CHANGELOG.md).
set(package ${CPACK_DEBIAN_RUNTIME_PACKAGE_NAME})
set(range "${package} (>= ${CPACK_PACKAGE_VERSION})")
if(CPACK_PACKAGE_VERSION_MAJOR EQUAL 0)
  math(EXPR next "${CPACK_PACKAGE_VERSION_MINOR} + 1")
  string(APPEND range ", ${package} (<< 0.${next})")
endif()
file(WRITE ${here}/shlibs "libgibbs ${CPACK_PACKAGE_VERSION_MAJOR} ${range}\n")
file(WRITE ${here}/triggers "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA ${here}/shlibs ${here}/triggers)
