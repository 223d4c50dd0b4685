# Chooses the C++ compiler: the newest installed clang++, so that the course and the students' code are compiled alike.
# Override with -DCMAKE_CXX_COMPILER=... or CXX=...; whatever is chosen must pass cmake/coroutine_probe.cpp.
if(NOT DEFINED CMAKE_CXX_COMPILER AND NOT DEFINED ENV{CXX})
  set(names)
  foreach(major RANGE 30 19 -1)
    list(APPEND names clang++-${major})
  endforeach()
  find_program(HANGTIME_CLANGXX NAMES ${names} clang++ NAMES_PER_DIR)
  if(HANGTIME_CLANGXX)
    set(CMAKE_CXX_COMPILER "${HANGTIME_CLANGXX}")
  endif()
endif()
