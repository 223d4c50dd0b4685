# Debian's cpp-httplib is linked to OpenSSL and Brotli, which a kit that speaks plain http never calls: loading and relocating them took
# students' programs longer than all the rest of a request. Stand-ins have their names and the functions that cpp-httplib refers to, each
# of which ends the program.

# hangtime_stand_in(SONAME [VERSION version] FUNCTIONS name...): a library in HANGTIME_COURSE_DIR; its target is stand_in_<SONAME>.
function(hangtime_stand_in soname)
  cmake_parse_arguments(PARSE_ARGV 1 stand_in "" "VERSION" "FUNCTIONS")
  set(text "// Nobody calls these: see cmake/StandIns.cmake.\n")
  foreach(function IN LISTS stand_in_FUNCTIONS)
    string(APPEND text "extern \"C\" [[noreturn]] void ${function}() { __builtin_trap(); }\n")
  endforeach()
  set(source "${CMAKE_BINARY_DIR}/stand_ins/${soname}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "${text}" @ONLY)
  add_library(stand_in_${soname} SHARED "${source}")
  set_target_properties(stand_in_${soname} PROPERTIES PREFIX "" OUTPUT_NAME "${soname}" SUFFIX "" LIBRARY_OUTPUT_DIRECTORY "${HANGTIME_COURSE_DIR}")
  target_link_options(stand_in_${soname} PRIVATE -nostdlib)
  if(stand_in_VERSION)
    file(CONFIGURE OUTPUT "${source}.map" CONTENT "${stand_in_VERSION} { global: *; };\n" @ONLY)
    target_link_options(stand_in_${soname} PRIVATE "-Wl,--version-script=${source}.map")
  endif()
endfunction()

# hangtime_use_stand_ins(TARGET): lets a module that is linked with cpp-httplib load stand-ins for what that library needs besides the
# system's. HANGTIME_STAND_INS becomes the list of their targets; it is empty where cpp-httplib is no shared library.
function(hangtime_use_stand_ins target)
  set(HANGTIME_STAND_INS "" PARENT_SCOPE)
  find_library(HANGTIME_HTTPLIB_FILE cpp-httplib)
  if(NOT HANGTIME_HTTPLIB_FILE OR NOT CMAKE_NM)
    return()
  endif()
  execute_process(COMMAND "${CMAKE_NM}" -D --undefined-only "${HANGTIME_HTTPLIB_FILE}" OUTPUT_VARIABLE symbols ERROR_QUIET)
  string(REGEX MATCHALL "[A-Za-z0-9_]+@OPENSSL_3.0.0" openssl "${symbols}")
  list(TRANSFORM openssl REPLACE "@.*" "")
  string(REGEX MATCHALL "BrotliDecoder[A-Za-z]+" decoder "${symbols}")
  string(REGEX MATCHALL "BrotliEncoder[A-Za-z]+" encoder "${symbols}")
  if(NOT openssl OR NOT decoder OR NOT encoder)
    return()
  endif()
  hangtime_stand_in(libssl.so.3 VERSION OPENSSL_3.0.0 FUNCTIONS ${openssl})
  hangtime_stand_in(libcrypto.so.3 VERSION OPENSSL_3.0.0 FUNCTIONS stand_in_for_libcrypto)
  hangtime_stand_in(libbrotlidec.so.1 FUNCTIONS ${decoder})
  hangtime_stand_in(libbrotlienc.so.1 FUNCTIONS ${encoder})
  set(all stand_in_libssl.so.3 stand_in_libcrypto.so.3 stand_in_libbrotlidec.so.1 stand_in_libbrotlienc.so.1)
  # A library of the same name that has been loaded already is taken: these come first, from the module's own folder.
  target_link_options(${target} PRIVATE -Wl,--no-as-needed)
  target_link_libraries(${target} PRIVATE ${all})
  set(HANGTIME_STAND_INS ${all} PARENT_SCOPE)
endfunction()

# hangtime_absent_functions(VARIABLE): what the sanitizers' run time looks for at every start and this system's libraries do not have. For
# each, the loader writes an error text into memory that the run time has to make room for before it is set up: half of its page faults.
# Empty where that cannot be found out.
function(hangtime_absent_functions variable)
  set(${variable} "" PARENT_SCOPE)
  set(folder "${CMAKE_BINARY_DIR}/stand_ins")
  file(CONFIGURE OUTPUT "${folder}/probe.cpp" CONTENT "int main() { return 0; }\n")
  execute_process(COMMAND "${CMAKE_CXX_COMPILER}" ${HANGTIME_STUDENT_ABI_FLAGS} "${folder}/probe.cpp" -o "${folder}/probe"
    RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
  if(NOT failed EQUAL 0)
    return()
  endif()
  execute_process(COMMAND "${CMAKE_COMMAND}" -E env LD_DEBUG=files ASAN_OPTIONS=detect_leaks=0 "${folder}/probe" OUTPUT_QUIET ERROR_VARIABLE told)
  string(REGEX MATCHALL "undefined symbol: [A-Za-z0-9_]+" names "${told}")
  list(TRANSFORM names REPLACE "undefined symbol: " "")
  list(REMOVE_DUPLICATES names)
  set(${variable} "${names}" PARENT_SCOPE)
endfunction()
