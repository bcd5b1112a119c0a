# Not yet clean by lintian. Debian packages of the three components, by `cpack -G DEB`: libgibbs0, libgibbs-dev and gibbs.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL runtime development tools)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "The gibbs authors <gibbs@users.noreply.invalid>")
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(name_of_runtime libgibbs${PROJECT_VERSION_MAJOR})

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME ${name_of_runtime})
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_RUNTIME_DESCRIPTION "correctly rounded entropy, cross-entropy and softmax losses
 Entropies, divergences and losses of probability vectors and logits, each the
 number nearest to the exact value: the same bits on every machine.
 .
 This package holds the shared library.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libgibbs-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "${name_of_runtime} (= ${PROJECT_VERSION}), libhwy-dev, libtbb-dev")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS
  "libgtest-dev, librapidcheck-dev, libfmt-dev, nlohmann-json3-dev, libmpfi-dev, libmpfr-dev, libgmp-dev, libboost-dev")
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "correctly rounded entropy and softmax losses, for development
 Entropies, divergences and losses of probability vectors and logits, each the
 number nearest to the exact value: the same bits on every machine.
 .
 This package holds the headers, the static library, and the suite of theorems
 that one's own implementation can be tried with in GoogleTest.")

set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME gibbs)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION math)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_TOOLS_PACKAGE_RECOMMENDS "python3-numpy, python3-scipy")
set(CPACK_DEBIAN_TOOLS_DESCRIPTION "puts implementations of entropy and cross-entropy on trial
 Tries more than a hundred theorems, from Gibbs' inequality to the gradient of
 the softmax loss, on an implementation in any language, judged against rigorous
 interval arithmetic. A refutation comes with a small counterexample.")

# What Debian's policy wants to find in every package.
file(READ ${PROJECT_SOURCE_DIR}/LICENSE license)
string(REGEX REPLACE "^[^\n]*\n\n([^\n]*)\n\n" "" terms "${license}")
string(REGEX REPLACE "\n\n" "\n.\n" terms "${terms}")
string(REGEX REPLACE "\n$" "" terms "${terms}")
string(REPLACE "\n" "\n " terms "${terms}")
string(REGEX MATCH "Copyright[^\n]*" holder "${license}")
string(REGEX REPLACE "^Copyright \\(c\\) " "" holder "${holder}")
configure_file(copyright.in copyright @ONLY)
find_program(GZIP gzip REQUIRED)
set(changes ${CMAKE_CURRENT_BINARY_DIR}/changelog.gz)
add_custom_command(OUTPUT ${changes} DEPENDS ${PROJECT_SOURCE_DIR}/CHANGELOG.md VERBATIM
  COMMAND sh -c "${GZIP} -9nc '${PROJECT_SOURCE_DIR}/CHANGELOG.md' > '${changes}'")
add_custom_target(debian_documents ALL DEPENDS ${changes})
foreach(pair runtime:${name_of_runtime} development:libgibbs-dev tools:gibbs)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 component)
  list(GET pair 1 package)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/copyright ${changes}
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component})
endforeach()
include(CPack)
