# Debian packages from a build tree, by CPack: libgibbs0, libgibbs-dev and gibbs. `./run packages` makes them.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL runtime development tools manual)
set(CPACK_COMPONENT_TOOLS_GROUP command)
set(CPACK_COMPONENT_MANUAL_GROUP command)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_CURRENT_SOURCE_DIR}/debian_library.cmake)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/debian_files.cmake)

set(CPACK_PACKAGE_CONTACT "The gibbs authors <gibbs@users.noreply.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # else it precedes the descriptions below, whose lines CPack indents
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME libgibbs${PROJECT_VERSION_MAJOR})
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_DESCRIPTION "correctly rounded entropy, cross-entropy and softmax losses
Entropies, divergences and losses of probability vectors and logits: each is
the number nearest to the exact value, the same bits on every machine.
.
This package holds the shared library.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libgibbs-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
# A static library leaves its own needs to whoever links it; the suite is a need of tests only.
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "${CPACK_DEBIAN_RUNTIME_PACKAGE_NAME} (= ${PROJECT_VERSION}), libhwy-dev, libtbb-dev")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS
  "libgtest-dev, librapidcheck-dev, libfmt-dev, nlohmann-json3-dev, libmpfi-dev, libmpfr-dev, libgmp-dev, libboost-dev")
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "correctly rounded entropy and softmax losses, for development
Entropies, divergences and losses of probability vectors and logits: each is
the number nearest to the exact value, the same bits on every machine.
.
This package holds the headers and the static library, for find_package and
pkg-config, and the theorems that one's own implementation can be tried with
in a GoogleTest binary, for which the recommended packages are needed.")

set(CPACK_DEBIAN_COMMAND_PACKAGE_NAME gibbs)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SECTION math)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_COMMAND_PACKAGE_RECOMMENDS "python3, python3-numpy, python3-scipy")
set(CPACK_DEBIAN_COMMAND_DESCRIPTION "puts implementations of entropy and cross-entropy on trial
Tries more than a hundred theorems, from Gibbs' inequality to the gradient of
the softmax loss, on an implementation in any language, judged by rigorous
interval arithmetic. A refutation comes with a small counterexample.")
set(CPACK_GIBBS_LIBRARY ${CMAKE_CURRENT_BINARY_DIR}/libgibbs.so.${PROJECT_VERSION})
include(CPack)

# What CPack does not build by itself.
add_custom_target(for_packages DEPENDS gibbs gibbs_shared gibbs_subjects gibbs_museum)
if(TARGET manual_pages)
  add_dependencies(for_packages manual_pages)
endif()
