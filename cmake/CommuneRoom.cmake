# commune_room(NAME core DEPENDS core model LIBRARIES fmt::fmt TEST_LIBRARIES commune::proto_oracle)
#
# One folder = one namespace = one library. By the ending of a file's name:
#   *_test.cpp    one executable test_<room>, GoogleTest and RapidCheck, one entry in ctest
#   *_testing.cpp what those tests share, part of test_<room>
#   *_bench.cpp   one executable bench_<room>, Google Benchmark
#   *_fuzz.cpp    one libFuzzer executable each
#   *_main.cpp    one executable each, named without the ending
#   other *.cpp   the library commune_<room>, alias commune::<room>
# A room without sources becomes an interface library, so that its dependants can be written first.
function(commune_room)
  cmake_parse_arguments(arg "" "NAME" "DEPENDS;LIBRARIES;TEST_LIBRARIES" ${ARGN})
  set(library commune_${arg_NAME})

  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(parts test testing bench fuzz main)
  foreach(part IN LISTS parts)
    set(${part}_sources ${sources})
    list(FILTER ${part}_sources INCLUDE REGEX "_${part}\\.cpp$")
    list(FILTER sources EXCLUDE REGEX "_${part}\\.cpp$")
  endforeach()

  set(uses commune_options ${arg_LIBRARIES})
  foreach(room IN LISTS arg_DEPENDS)
    list(APPEND uses commune::${room})
  endforeach()

  if(sources)
    add_library(${library} STATIC ${sources})
    target_link_libraries(${library} PUBLIC ${uses})
  else()
    add_library(${library} INTERFACE)
    target_link_libraries(${library} INTERFACE ${uses})
  endif()
  add_library(commune::${arg_NAME} ALIAS ${library})

  if(COMMUNE_TESTS AND test_sources)
    add_executable(test_${arg_NAME} ${test_sources} ${testing_sources})
    target_link_libraries(test_${arg_NAME} PRIVATE
      ${library} ${arg_TEST_LIBRARIES} GTest::gmock_main rapidcheck)
    target_compile_definitions(test_${arg_NAME} PRIVATE
      COMMUNE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${arg_NAME} COMMAND test_${arg_NAME}
      --gtest_brief=1 --gtest_output=json:${CMAKE_BINARY_DIR}/results/test_${arg_NAME}.json)
    set_tests_properties(${arg_NAME} PROPERTIES TIMEOUT 1200)
  endif()

  if(COMMUNE_BENCH AND bench_sources)
    add_executable(bench_${arg_NAME} ${bench_sources})
    target_link_libraries(bench_${arg_NAME} PRIVATE ${library} benchmark::benchmark_main)
  endif()

  if(COMMUNE_FUZZ)
    foreach(source IN LISTS fuzz_sources)
      cmake_path(GET source STEM name)
      add_executable(${name} ${source})
      target_link_libraries(${name} PRIVATE ${library})
      target_link_options(${name} PRIVATE -fsanitize=fuzzer)
      add_dependencies(fuzz_targets ${name})
    endforeach()
  endif()

  foreach(source IN LISTS main_sources)
    cmake_path(GET source STEM name)
    string(REGEX REPLACE "_main$" "" name ${name})
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE ${library})
  endforeach()
endfunction()
