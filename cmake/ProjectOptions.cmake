# Warnings and sanitizers of our own code. Students' code has flags of its own: cmake/StudentToolchain.cmake.
option(HANGTIME_WARNINGS_AS_ERRORS "Treat warnings as errors" OFF)
set(HANGTIME_SANITIZERS "" CACHE STRING "Sanitizers for the whole build, as clang spells them: address,undefined or thread")

add_library(hangtime_options INTERFACE)
add_library(hangtime::options ALIAS hangtime_options)
target_compile_features(hangtime_options INTERFACE cxx_std_23)
target_include_directories(hangtime_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(hangtime_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
  $<$<BOOL:${HANGTIME_WARNINGS_AS_ERRORS}>:-Werror>)

# Debug means "quick to build, asserts on, back traces with lines": -O1 halves the run time of the tests for little compile time.
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")

option(HANGTIME_FUZZ "Let libFuzzer drive the fuzz targets" OFF)
if(HANGTIME_FUZZ)
  # Coverage everywhere; only the fuzz targets get libFuzzer's main.
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()

if(HANGTIME_SANITIZERS)
  add_compile_options(-fsanitize=${HANGTIME_SANITIZERS} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${HANGTIME_SANITIZERS})
endif()

find_program(HANGTIME_LLD NAMES ld.lld-19 ld.lld)
if(HANGTIME_LLD)
  add_link_options(--ld-path=${HANGTIME_LLD})
endif()
