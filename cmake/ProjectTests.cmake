# hangtime_add_test(NAME SOURCES... [LIBRARIES ...] [DATA ...] [LABEL ...] [TIMEOUT seconds])
#   One GoogleTest program; each of its tests becomes a ctest test. TIMEOUT guards against a hang and is never a verdict on speed.
#   The headers that all tests include are compiled once (hangtime_test_headers): they are most of what compiling a test costs.
function(hangtime_add_test name)
  cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;LIBRARIES;ENVIRONMENT" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE hangtime::options ${arg_LIBRARIES} GTest::gmock GTest::gtest GTest::gtest_main)
  if(NOT TARGET hangtime_test_headers)
    file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/test_headers.cpp" CONTENT "// Its target owns the precompiled headers of the tests.\n")
    add_library(hangtime_test_headers OBJECT "${CMAKE_BINARY_DIR}/test_headers.cpp")
    target_link_libraries(hangtime_test_headers PRIVATE hangtime::options GTest::gmock GTest::gtest nlohmann_json::nlohmann_json)
    target_precompile_headers(hangtime_test_headers PRIVATE
      <gmock/gmock.h> <gtest/gtest.h> <nlohmann/json.hpp> <algorithm> <chrono> <filesystem> <functional> <optional> <string> <vector>)
    set_target_properties(hangtime_test_headers PROPERTIES PCH_INSTANTIATE_TEMPLATES ON)
  endif()
  target_precompile_headers(${name} REUSE_FROM hangtime_test_headers)
  gtest_discover_tests(${name}
    TEST_PREFIX "${arg_LABEL}/"
    DISCOVERY_MODE PRE_TEST
    PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABEL}" ENVIRONMENT "${arg_ENVIRONMENT}")
endfunction()
