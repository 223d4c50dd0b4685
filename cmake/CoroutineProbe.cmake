# Refuses a compiler that miscompiles coroutines, by compiling and running a small program; the answer is cached per compiler.
if(NOT HANGTIME_PROBED_COMPILER STREQUAL "${CMAKE_CXX_COMPILER} ${CMAKE_CXX_COMPILER_VERSION}")
  try_run(probe_status probe_compiled "${CMAKE_BINARY_DIR}/probe" "${CMAKE_SOURCE_DIR}/cmake/coroutine_probe.cpp"
    CXX_STANDARD 23 CXX_STANDARD_REQUIRED ON
    COMPILE_OUTPUT_VARIABLE probe_output)
  if(NOT probe_compiled)
    message(FATAL_ERROR "${CMAKE_CXX_COMPILER} ${CMAKE_CXX_COMPILER_VERSION} cannot compile the coroutine probe "
      "(cmake/coroutine_probe.cpp).\nInstall clang 19 (Debian 12: apt-get install clang-19) and configure again.\n${probe_output}")
  elseif(NOT probe_status EQUAL 0)
    message(FATAL_ERROR "${CMAKE_CXX_COMPILER} ${CMAKE_CXX_COMPILER_VERSION} miscompiles coroutines: temporaries in a co_await "
      "expression are destroyed twice, so correct student code would crash.\n"
      "Install clang 19 (Debian 12: apt-get install clang-19) and configure again.")
  endif()
  set(HANGTIME_PROBED_COMPILER "${CMAKE_CXX_COMPILER} ${CMAKE_CXX_COMPILER_VERSION}" CACHE INTERNAL "compiler that passed the coroutine probe")
  message(STATUS "Coroutine probe passed: ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")
endif()
