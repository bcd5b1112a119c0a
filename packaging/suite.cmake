# The suite for other people's tests: the judge's libraries, and the headers that <gibbs/gtest.hpp> leads to.
set(suite gibbs_build gibbs_reference gibbs_words gibbs_inputs gibbs_judge gibbs_theorems gibbs_shrink gibbs_run gibbs_search
          gibbs_fallacies gibbs_properties gibbs_museum gibbs_subjects)
add_library(gibbs_suite INTERFACE)
target_include_directories(gibbs_suite INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/subjects/include>
  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/gibbs/suite>)
target_compile_features(gibbs_suite INTERFACE cxx_std_20)
target_link_libraries(gibbs_suite INTERFACE gibbs_subjects GTest::gtest)
set_target_properties(gibbs_suite PROPERTIES EXPORT_NAME suite)

install(TARGETS gibbs_suite ${suite} EXPORT gibbs-suite ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/gibbs COMPONENT development)
install(EXPORT gibbs-suite NAMESPACE gibbs:: DESTINATION ${cmake_dir} COMPONENT development)
foreach(room properties reference subjects)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${room} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/gibbs/suite COMPONENT development
    FILES_MATCHING PATTERN "*.hpp" PATTERN "*.inc" PATTERN include EXCLUDE PATTERN finds EXCLUDE
    REGEX "subjects/(cpp|java|javascript|octave|python|r)$" EXCLUDE)
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/subjects/include/gibbs DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)

# The command; in an archive, its libraries lie beside it, but for those that come with any compiler.
set_target_properties(gibbs PROPERTIES INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}/gibbs")
install(TARGETS gibbs RUNTIME_DEPENDENCY_SET libraries RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tools)
install(RUNTIME_DEPENDENCY_SET libraries PRE_EXCLUDE_REGEXES "^lib(c|m|stdc\\+\\+|gcc_s)\\.so" "^ld-linux"
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/gibbs COMPONENT libraries EXCLUDE_FROM_ALL)
install(FILES completion.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME gibbs COMPONENT tools)
install(FILES completion.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _gibbs COMPONENT tools)

# A manual page per command, made from its help, and the documents that it names.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT manual
  FILES_MATCHING PATTERN "*.md" PATTERN "*.json" PATTERN api EXCLUDE PATTERN vectors EXCLUDE)
find_program(HELP2MAN help2man)
if(HELP2MAN)
  set(pages "")
  foreach(command "" check merge compare worst subjects replay list explain tour eval book serve vectors)
    string(REGEX REPLACE "-$" "" name "gibbs-${command}")
    set(page ${CMAKE_CURRENT_BINARY_DIR}/${name}.1.gz)
    add_custom_command(OUTPUT ${page} VERBATIM
      COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/manual_page $<TARGET_FILE:gibbs> "${command}" ${PROJECT_VERSION} ${page}
      DEPENDS gibbs ${CMAKE_CURRENT_SOURCE_DIR}/manual_page)
    list(APPEND pages ${page})
  endforeach()
  add_custom_target(manual_pages ALL DEPENDS ${pages})
  install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT manual)
endif()
