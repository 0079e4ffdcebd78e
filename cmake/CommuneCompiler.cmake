# Language, warnings, sanitizers, linker and compiler cache, for every target of this project.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

# Optimisation is set by the presets; -g1 keeps line numbers in traces and objects small.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1" CACHE STRING "" FORCE)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG" CACHE STRING "" FORCE)

add_library(commune_options INTERFACE)
target_compile_options(commune_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor
  -Wold-style-cast -Wswitch-enum -Werror
  -ffp-contract=off
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
target_compile_definitions(commune_options INTERFACE _GLIBCXX_ASSERTIONS)
target_include_directories(commune_options INTERFACE ${CMAKE_SOURCE_DIR}/src)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these inside libstdc++'s own string and optional (GCC bugs 105651, 80635, 105329).
  target_compile_options(commune_options INTERFACE
    -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-stringop-overread
    -Wno-array-bounds -Wno-dangling-pointer)
else()
  # clang sees libstdc++ 12 use its own deprecated buffers in std::stable_sort.
  target_compile_options(commune_options INTERFACE -Wno-deprecated-declarations)
endif()

if(COMMUNE_SANITIZE)
  target_compile_options(commune_options INTERFACE
    -fsanitize=${COMMUNE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(commune_options INTERFACE -fsanitize=${COMMUNE_SANITIZE})
endif()
if(COMMUNE_SANITIZE STREQUAL "thread")
  # ThreadSanitizer knows no stand-alone fences; without Asio's it still sees the locks beside them.
  target_compile_definitions(commune_options INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
if(COMMUNE_FUZZ)
  target_compile_options(commune_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_program(COMMUNE_MOLD mold)
if(COMMUNE_MOLD)
  target_link_options(commune_options INTERFACE -fuse-ld=mold)
endif()

# The cache is keyed by paths relative to the checkout, so that build folders and clones share it.
find_program(COMMUNE_CCACHE ccache)
if(COMMUNE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${COMMUNE_CCACHE})
endif()
