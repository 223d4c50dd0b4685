# hangtime_add_fuzz_target(NAME LABEL LIBRARIES...): NAME_target.cpp and corpus/NAME of the current folder. In the preset "fuzz" libFuzzer
# drives it (./hangtime fuzz); in every other one it replays the kept corpus, as a test.
add_custom_target(fuzz_targets)

function(hangtime_add_fuzz_target name label)
  add_executable(fuzz_${name} ${name}_target.cpp)
  target_link_libraries(fuzz_${name} PRIVATE hangtime::options ${ARGN})
  add_dependencies(fuzz_targets fuzz_${name})
  if(HANGTIME_FUZZ)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(fuzz_${name} PRIVATE "${CMAKE_SOURCE_DIR}/mock_server/fuzz/replay.cpp")
    add_test(NAME ${label}/fuzz/${name} COMMAND fuzz_${name} "${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name}")
    set_tests_properties(${label}/fuzz/${name} PROPERTIES LABELS ${label} TIMEOUT 300)
  endif()
endfunction()
