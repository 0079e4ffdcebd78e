// The field list of a noun: `visit_fields(noun, visitor)` calls visitor(number, name, field) for
// every field in ascending order of its number in api/commune.proto. The codec, the state digest,
// exports and the random makers of tests all read these lists, so a noun is described once.
// `src/wire/schema_test.cpp` holds every list to the schema.
#pragma once

#include <type_traits>

namespace commune::model {

// Matches a noun, const or not, so that one list serves reading and writing.
template <class T, class Noun>
concept Of = std::is_same_v<std::remove_const_t<T>, Noun>;

}  // namespace commune::model
