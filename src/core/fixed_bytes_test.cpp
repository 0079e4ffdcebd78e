#include "core/fixed_bytes.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace commune::core {
namespace {

struct CatTag {};
struct DogTag {};
using CatId = FixedBytes<CatTag, 16>;
using DogId = FixedBytes<DogTag, 16>;

static_assert(!std::is_convertible_v<CatId, DogId>);
static_assert(!std::is_constructible_v<CatId, DogId>);

TEST(FixedBytes, ComesFromExactlyAsManyBytes) {
  EXPECT_EQ(CatId::from(Bytes(15)), std::nullopt);
  EXPECT_EQ(CatId::from(Bytes(17)), std::nullopt);
  EXPECT_TRUE(CatId::from(Bytes(16))->is_zero());
}

TEST(FixedBytes, IsReadBackFromItsText) {
  const std::string text = "000102030405060708090a0b0c0d0e0f";
  EXPECT_EQ(CatId::parse(text)->hex(), text);
  EXPECT_EQ(CatId::parse(text + "00"), std::nullopt);
  EXPECT_EQ(CatId::parse("000102030405060708090A0B0C0D0E0F"), std::nullopt);
}

TEST(FixedBytes, IsOrderedByItsFirstByte) {
  const auto low = CatId::parse("01ffffffffffffffffffffffffffffff");
  const auto high = CatId::parse("02000000000000000000000000000000");
  EXPECT_LT(*low, *high);
}

}  // namespace
}  // namespace commune::core
