# Every third-party part, found once and given one target name. Which room may use which part is
# said in that room's CMakeLists.txt; why it was chosen in docs/adr/.
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)

# Parts whose Debian packages bring no CMake file, or one that names build-time paths.
function(commune_imported target header library)
  string(REPLACE "::" "_" variable ${target})
  find_path(${variable}_include ${header} REQUIRED)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE ${${variable}_include})
  if(library)
    find_library(${variable}_library ${library} REQUIRED)
    target_link_libraries(${target} INTERFACE ${${variable}_library})
  endif()
endfunction()

commune_imported(sodium::sodium sodium.h sodium)
commune_imported(boost::headers boost/asio.hpp "")
commune_imported(ical::ical libical/ical.h ical)
commune_imported(date::tz date/tz.h date-tz)
# The library was built with this; without it the layout of its types would differ.
target_compile_definitions(date::tz INTERFACE USE_OS_TZDB=1 ONLY_C_LOCALE=1 HAS_STRING_VIEW=1)
# Headers alone: what is used of LEMON is templates.
commune_imported(lemon::lemon lemon/network_simplex.h "")
commune_imported(csv::csv csv.h csv)
commune_imported(mosquitto::mosquitto mosquitto.h mosquitto)
commune_imported(qrcodegen::qrcodegen qrcodegen/qrcodegen.hpp qrcodegencpp)
commune_imported(sqlitecpp::sqlitecpp SQLiteCpp/SQLiteCpp.h SQLiteCpp)
target_link_libraries(sqlitecpp::sqlitecpp INTERFACE SQLite::SQLite3)
target_link_libraries(boost::headers INTERFACE Threads::Threads)

# The standard's own formatting, which g++ 12 lacks: for every room.
target_link_libraries(commune_options INTERFACE fmt::fmt)

if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()

if(COMMUNE_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
  find_package(Protobuf 3.21 REQUIRED)
endif()
if(COMMUNE_BENCH)
  find_package(benchmark REQUIRED)
endif()
