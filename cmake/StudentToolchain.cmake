# How students' code is compiled, in one place: the flags, the kit and the subject's run time built with them, the precompiled header,
# and toolchain.json, from which the grader compiles and links without CMake. Left out under sanitizers of our own, which cannot be mixed
# with the students' (their code is always built with sanitizers).
if(HANGTIME_SANITIZERS)
  return()
endif()

set(HANGTIME_COURSE_DIR "${CMAKE_BINARY_DIR}/course")
set(HANGTIME_STUDENT_SANITIZERS address undefined)
list(JOIN HANGTIME_STUDENT_SANITIZERS "," student_sanitizers)

# Needed for one ABI between the student's file and what is linked to it.
set(HANGTIME_STUDENT_ABI_FLAGS
  -std=c++23 -g1 -fno-omit-frame-pointer -fsanitize=${student_sanitizers} -fno-sanitize-recover=all)
# What is linked to the student's file and is ours. Its frames are on the real stack: heap frames, which show uses after return, are taken
# one after the other, so each call touches memory that is new to the program, at the price of a page fault. Dangling references into the
# student's own frames are found all the same.
set(HANGTIME_TRUSTED_FLAGS -fsanitize-address-use-after-return=never)
set(HANGTIME_STUDENT_FLAGS ${HANGTIME_STUDENT_ABI_FLAGS} -O0 -Wall -Wextra -Wpedantic -Wshadow -Wconversion)

# A program at a fixed address has thousands of relocations less to carry out at each start; its code is the student's own, so nothing is
# won by hiding where it lies.
set(student_link_flags -fsanitize=${student_sanitizers} -pthread -no-pie -Xlinker -rpath -Xlinker "${HANGTIME_COURSE_DIR}")
if(HANGTIME_LLD)
  # An object file may name libraries for the linker to take in; a student's has none to name.
  list(APPEND student_link_flags --ld-path=${HANGTIME_LLD} -Wl,--no-dependent-libraries)
endif()

hangtime_absent_functions(absent)
if(absent)
  hangtime_stand_in(libabsent.so FUNCTIONS ${absent})
endif()

# What sends requests, loaded by students' programs at the first one (see aio/detail/loaded_transport.cpp).
add_library(aio_transport MODULE ${AIO_TRANSPORT_MODULE_SOURCES})
target_include_directories(aio_transport PRIVATE "${CMAKE_SOURCE_DIR}/exercises/kit")
hangtime_use_stand_ins(aio_transport)
target_link_libraries(aio_transport PRIVATE hangtime::options hangtime::httplib)
# A kit takes it to another place, with the stand-ins beside it.
set_target_properties(aio_transport PROPERTIES BUILD_WITH_INSTALL_RPATH ON INSTALL_RPATH "\$ORIGIN" LIBRARY_OUTPUT_DIRECTORY "${HANGTIME_COURSE_DIR}")

# The kit, as students' programs link it.
add_library(aio_for_subject STATIC ${AIO_SOURCES} ${AIO_LOADED_TRANSPORT_SOURCES})
target_include_directories(aio_for_subject PUBLIC "${CMAKE_SOURCE_DIR}/exercises/kit")
target_compile_options(aio_for_subject PUBLIC ${HANGTIME_STUDENT_ABI_FLAGS} PRIVATE -O1 ${HANGTIME_TRUSTED_FLAGS})
target_link_libraries(aio_for_subject PUBLIC nlohmann_json::nlohmann_json Threads::Threads)

add_library(subject_runtime STATIC
  "${CMAKE_SOURCE_DIR}/grader/wire/frame.cpp" "${CMAKE_SOURCE_DIR}/grader/subject/errors.cpp"
  "${CMAKE_SOURCE_DIR}/grader/subject/instances.cpp" "${CMAKE_SOURCE_DIR}/grader/subject/link.cpp")
target_include_directories(subject_runtime PUBLIC "${CMAKE_SOURCE_DIR}")
target_compile_options(subject_runtime PRIVATE -O1 ${HANGTIME_TRUSTED_FLAGS} -Wall -Wextra)
target_link_libraries(subject_runtime PUBLIC aio_for_subject)

add_library(subject_main OBJECT "${CMAKE_SOURCE_DIR}/grader/subject/main.cpp")
target_compile_options(subject_main PRIVATE -O1 ${HANGTIME_TRUSTED_FLAGS} -Wall -Wextra)
target_link_libraries(subject_main PRIVATE subject_runtime)

# The header of every binding, precompiled.
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/binding_headers.cpp" CONTENT "// Its target owns the precompiled header of the bindings.\n")
add_library(binding_headers OBJECT "${CMAKE_BINARY_DIR}/binding_headers.cpp")
target_compile_options(binding_headers PRIVATE -O0 ${HANGTIME_TRUSTED_FLAGS} -Wall -Wextra)
target_link_libraries(binding_headers PRIVATE subject_runtime)
target_precompile_headers(binding_headers PRIVATE "${CMAKE_SOURCE_DIR}/grader/subject/expose.hpp" <aio/aio.hpp>)
set_target_properties(binding_headers PROPERTIES PCH_INSTANTIATE_TEMPLATES ON)

# Everything that grading an exercise needs besides the grader.
add_custom_target(hangtime_exercises)
add_dependencies(hangtime_exercises subject_main subject_runtime aio_transport)
if(TARGET stand_in_libabsent.so)
  add_dependencies(hangtime_exercises stand_in_libabsent.so)
endif()

# hangtime_student_pch(NAME [define...]): a precompiled header for files compiled with exactly these defines.
function(hangtime_student_pch name)
  set(header "${CMAKE_SOURCE_DIR}/grader/subject/student_pch.hpp")
  set(output "${HANGTIME_COURSE_DIR}/${name}.pch")
  list(TRANSFORM ARGN PREPEND -D OUTPUT_VARIABLE defines)
  add_custom_command(OUTPUT "${output}"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${HANGTIME_COURSE_DIR}"
    COMMAND ${CMAKE_CXX_COMPILER} ${HANGTIME_STUDENT_FLAGS} ${defines} -I${CMAKE_SOURCE_DIR}/exercises/kit -I${CMAKE_SOURCE_DIR}
      -fpch-instantiate-templates -MD -MT ${output} -MF ${output}.d -x c++-header ${header} -o ${output}
    DEPENDS "${header}" DEPFILE "${output}.d" VERBATIM
    COMMENT "Precompiling the kit for students (${name})")
  add_custom_target(${name}_pch ALL DEPENDS "${output}")
  add_dependencies(hangtime_exercises ${name}_pch)
endfunction()

# hangtime_json_list(VARIABLE item...): the items as the elements of a JSON array.
function(hangtime_json_list variable)
  set(text "")
  foreach(item ${ARGN})
    string(REPLACE "\\" "\\\\" item "${item}")
    string(REPLACE "\"" "\\\"" item "${item}")
    string(APPEND text "${separator}\"${item}\"")
    set(separator ", ")
  endforeach()
  set(${variable} "[${text}]" PARENT_SCOPE)
endfunction()

# hangtime_exercise(NN_topic): builds what grading one exercise needs besides the student's file, and notes it for toolchain.json.
function(hangtime_exercise id)
  set(exercise "${CMAKE_SOURCE_DIR}/exercises/${id}")
  set(solution "${CMAKE_SOURCE_DIR}/solutions/${id}")

  # An exercise that is nothing but answers has no program, and so no binding.
  set(binding "")
  if(EXISTS "${solution}/binding.cpp")
    add_library(${id}_binding OBJECT "${solution}/binding.cpp")
    target_include_directories(${id}_binding PRIVATE "${exercise}")
    target_compile_options(${id}_binding PRIVATE -O0 ${HANGTIME_TRUSTED_FLAGS} -Wall -Wextra)
    target_link_libraries(${id}_binding PRIVATE subject_runtime)
    target_precompile_headers(${id}_binding REUSE_FROM binding_headers)
    set(binding "$<TARGET_OBJECTS:${id}_binding>")
  endif()

  set(name "${HANGTIME_COURSE_DIR}/${id}/name.cpp")
  file(CONFIGURE OUTPUT "${name}" CONTENT "extern const char* const kExercise;\nconst char* const kExercise = \"${id}\";\n" @ONLY)
  set(tryout "${solution}/tryout.cpp")
  if(NOT EXISTS "${tryout}")
    set(tryout)
  endif()
  add_executable(${id}_proctor "${solution}/hidden_test.cpp" ${tryout} "${name}")
  target_link_libraries(${id}_proctor PRIVATE proctor_main)
  target_precompile_headers(${id}_proctor REUSE_FROM proctor_main)
  set_source_files_properties("${name}" PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  set_target_properties(${id}_proctor PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${HANGTIME_COURSE_DIR}/${id}")

  set(tests "${HANGTIME_COURSE_DIR}/${id}/tests.json")
  add_custom_command(OUTPUT "${tests}"
    COMMAND ${id}_proctor --list > "${tests}.new"
    COMMAND ${CMAKE_COMMAND} -E rename "${tests}.new" "${tests}"
    DEPENDS ${id}_proctor VERBATIM)
  add_custom_target(${id}_tests ALL DEPENDS "${tests}")
  if(binding)
    add_dependencies(${id}_tests ${id}_binding)
  endif()
  add_dependencies(hangtime_exercises ${id}_tests)

  set(pch student)
  file(READ "${exercise}/exercise.json" manifest)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${exercise}/exercise.json")
  string(JSON define_count ERROR_VARIABLE none LENGTH "${manifest}" defines)
  set(defines)
  if(define_count GREATER 0)
    math(EXPR last "${define_count} - 1")
    foreach(index RANGE ${last})
      string(JSON define GET "${manifest}" defines ${index})
      list(APPEND defines "${define}")
    endforeach()
    set(pch student_${id})
    hangtime_student_pch(${pch} ${defines})
  endif()

  set_property(GLOBAL APPEND_STRING PROPERTY HANGTIME_EXERCISE_ENTRIES
    ",\n    \"${id}\": {\"binding\": \"${binding}\", \"proctor\": \"$<TARGET_FILE:${id}_proctor>\", \"tests\": \"${tests}\", \"pch\": \"${HANGTIME_COURSE_DIR}/${pch}.pch\"}")
endfunction()

# hangtime_write_toolchain(): writes toolchain.json for the exercises named so far.
function(hangtime_write_toolchain)
  hangtime_student_pch(student)
  set(libraries "$<TARGET_OBJECTS:subject_main>" "$<TARGET_FILE:subject_runtime>" "$<TARGET_FILE:aio_for_subject>")
  set(modules "$<TARGET_FILE:aio_transport>")
  if(TARGET stand_in_libabsent.so)
    list(APPEND libraries "$<TARGET_FILE:stand_in_libabsent.so>")
    list(APPEND modules "$<TARGET_FILE:stand_in_libabsent.so>")
  endif()
  foreach(stand_in IN LISTS HANGTIME_STAND_INS)
    list(APPEND modules "$<TARGET_FILE:${stand_in}>")
  endforeach()
  hangtime_json_list(libraries ${libraries})
  hangtime_json_list(modules ${modules})
  hangtime_json_list(flags ${HANGTIME_STUDENT_FLAGS})
  hangtime_json_list(sanitizers ${HANGTIME_STUDENT_SANITIZERS})
  hangtime_json_list(link_flags ${student_link_flags})
  get_property(entries GLOBAL PROPERTY HANGTIME_EXERCISE_ENTRIES)
  string(REGEX REPLACE "^," "" entries "${entries}")
  file(GENERATE OUTPUT "${HANGTIME_COURSE_DIR}/toolchain.json" CONTENT "{
  \"root\": \"${CMAKE_SOURCE_DIR}\",
  \"compiler\": \"${CMAKE_CXX_COMPILER}\",
  \"compiler_name\": \"clang++ ${CMAKE_CXX_COMPILER_VERSION}\",
  \"flags\": ${flags},
  \"sanitizers\": ${sanitizers},
  \"pch\": \"${HANGTIME_COURSE_DIR}/student.pch\",
  \"include_dirs\": [\"${CMAKE_SOURCE_DIR}/exercises/kit\"],
  \"pch_headers\": [\"${CMAKE_SOURCE_DIR}/grader/subject/student_pch.hpp\", \"${CMAKE_SOURCE_DIR}/grader/subject/instances.hpp\"],
  \"link_flags\": ${link_flags},
  \"libraries\": ${libraries},
  \"modules\": ${modules},
  \"exercises\": {${entries}
  }
}
")
endfunction()
