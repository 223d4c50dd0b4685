# The system's packages first; a pinned FetchContent only where a package is missing.
# Debian 12: libseccomp-dev libgtest-dev libgmock-dev libcpp-httplib-dev nlohmann-json3-dev libcli11-dev libasio-dev libvalijson-dev
include(FetchContent)
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)   # SHA-256 of course and submission; cpp-httplib's package brings it along

find_package(nlohmann_json 3.11 QUIET)
if(NOT nlohmann_json_FOUND)
  FetchContent_Declare(nlohmann_json GIT_REPOSITORY https://github.com/nlohmann/json.git GIT_TAG v3.11.3 GIT_SHALLOW ON)
  FetchContent_MakeAvailable(nlohmann_json)
endif()

find_package(CLI11 QUIET)
if(NOT CLI11_FOUND)
  FetchContent_Declare(CLI11 GIT_REPOSITORY https://github.com/CLIUtils/CLI11.git GIT_TAG v2.3.2 GIT_SHALLOW ON)
  FetchContent_MakeAvailable(CLI11)
endif()

find_package(GTest QUIET)
if(NOT GTest_FOUND)
  set(INSTALL_GTEST OFF)
  FetchContent_Declare(googletest GIT_REPOSITORY https://github.com/google/googletest.git GIT_TAG v1.14.0 GIT_SHALLOW ON)
  FetchContent_MakeAvailable(googletest)
  foreach(name gtest gtest_main gmock gmock_main)
    if(NOT TARGET GTest::${name})
      add_library(GTest::${name} ALIAS ${name})
    endif()
  endforeach()
endif()
include(GoogleTest)

# Debian's cpp-httplib has no CMake package, and the macros in its pkg-config file are part of the library's ABI.
add_library(hangtime_httplib INTERFACE)
add_library(hangtime::httplib ALIAS hangtime_httplib)
pkg_check_modules(HTTPLIB QUIET IMPORTED_TARGET cpp-httplib)
if(HTTPLIB_FOUND)
  target_link_libraries(hangtime_httplib INTERFACE PkgConfig::HTTPLIB Threads::Threads)
else()
  FetchContent_Declare(httplib GIT_REPOSITORY https://github.com/yhirose/cpp-httplib.git GIT_TAG v0.11.4 GIT_SHALLOW ON)
  set(HTTPLIB_COMPILE ON)
  FetchContent_MakeAvailable(httplib)
  target_link_libraries(hangtime_httplib INTERFACE httplib::httplib)
endif()

# Asio is header-only and ships neither a CMake nor a pkg-config file; clang is not told by it that coroutines exist.
add_library(hangtime_asio INTERFACE)
add_library(hangtime::asio ALIAS hangtime_asio)
find_path(HANGTIME_ASIO_INCLUDE asio.hpp)
if(NOT HANGTIME_ASIO_INCLUDE)
  FetchContent_Declare(asio GIT_REPOSITORY https://github.com/chriskohlhoff/asio.git GIT_TAG asio-1-28-0 GIT_SHALLOW ON)
  FetchContent_MakeAvailable(asio)
  set(HANGTIME_ASIO_INCLUDE "${asio_SOURCE_DIR}/asio/include")
endif()
target_include_directories(hangtime_asio SYSTEM INTERFACE "${HANGTIME_ASIO_INCLUDE}")
target_compile_definitions(hangtime_asio INTERFACE ASIO_STANDALONE ASIO_NO_DEPRECATED ASIO_HAS_CO_AWAIT=1 ASIO_HAS_STD_COROUTINE=1)
target_link_libraries(hangtime_asio INTERFACE Threads::Threads)

# Writes the filter of the sandbox when the project is built; nothing that runs later needs it.
pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)

# JSON Schema validation; header-only, found by its CMake package or its header.
add_library(hangtime_valijson INTERFACE)
add_library(hangtime::valijson ALIAS hangtime_valijson)
find_path(HANGTIME_VALIJSON_INCLUDE valijson/validator.hpp)
if(NOT HANGTIME_VALIJSON_INCLUDE)
  FetchContent_Declare(valijson GIT_REPOSITORY https://github.com/tristanpenman/valijson.git GIT_TAG v1.0 GIT_SHALLOW ON)
  FetchContent_MakeAvailable(valijson)
  set(HANGTIME_VALIJSON_INCLUDE "${valijson_SOURCE_DIR}/include")
endif()
target_include_directories(hangtime_valijson SYSTEM INTERFACE "${HANGTIME_VALIJSON_INCLUDE}")
