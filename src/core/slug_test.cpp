#include "core/slug.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace commune::core {
namespace {

TEST(Slug, IsLowerCaseLettersDigitsAndInnerHyphens) {
  for (const auto* text : {"a", "food", "kitchen-2", "a--b", "0"})
    EXPECT_TRUE(is_slug(text)) << text;
  for (const auto* text : {"", "-a", "a-", "A", "a b", "a_b", "é"})
    EXPECT_FALSE(is_slug(text)) << text;
}

TEST(Slug, HasAtMostFortyLetters) {
  EXPECT_TRUE(is_slug(std::string(40, 'a')));
  EXPECT_FALSE(is_slug(std::string(41, 'a')));
}

TEST(Slug, IsMadeOfAnyTitle) {
  EXPECT_EQ(slug_from("Garden & Greenhouse"), "garden-greenhouse");
  EXPECT_EQ(slug_from("  Bar 2, night!  "), "bar-2-night");
  EXPECT_EQ(slug_from("мир"), "x");
}

RC_GTEST_PROP(Slug, WhateverIsMadeIsASlug, (const std::string& text)) {
  RC_ASSERT(is_slug(slug_from(text)));
}

RC_GTEST_PROP(Slug, StaysAsItIs, (const std::string& text)) {
  const auto slug = slug_from(text);
  RC_ASSERT(slug_from(slug) == slug);
}

}  // namespace
}  // namespace commune::core
