# hangtime_add_test(NAME SOURCES... [LIBRARIES ...] [DATA ...] [LABEL ...] [TIMEOUT seconds])
#   One GoogleTest program; each of its tests becomes a ctest test. TIMEOUT guards against a hang and is never a verdict on speed.
function(hangtime_add_test name)
  cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;LIBRARIES;ENVIRONMENT" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE hangtime::options ${arg_LIBRARIES} GTest::gmock GTest::gtest GTest::gtest_main)
  gtest_discover_tests(${name}
    TEST_PREFIX "${arg_LABEL}/"
    DISCOVERY_MODE PRE_TEST
    PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABEL}" ENVIRONMENT "${arg_ENVIRONMENT}")
endfunction()
