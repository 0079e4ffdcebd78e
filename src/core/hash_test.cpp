#include "core/hash.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace commune::core {
namespace {

TEST(Sha256, AgreesWithTheExamplesOfFips180) {
  EXPECT_EQ(sha256(as_bytes("")).hex(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256(as_bytes("abc")).hex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(as_bytes(std::string(1'000'000, 'a'))).hex(),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, IsTheSameInEveryThread) {
  std::vector<Digest> digests(4);
  {
    std::vector<std::jthread> threads;
    threads.reserve(digests.size());
    for (auto& digest : digests) {
      threads.emplace_back([&digest] {
        for (int i = 0; i < 1000; ++i) digest = sha256(as_bytes("abc"));
      });
    }
  }
  for (const auto& digest : digests) EXPECT_EQ(digest, sha256(as_bytes("abc")));
}

TEST(LabelledHash, PutsAZeroBetweenLabelAndParts) {
  EXPECT_EQ(labelled_hash("label", {as_bytes("ab"), as_bytes("c")}),
            sha256(as_bytes({"label\0abc", 9})));
}

RC_GTEST_PROP(Sha256, DoesNotCareHowAnInputIsCut, (const Bytes& bytes)) {
  const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size() + 1);
  const ByteView whole = bytes;
  RC_ASSERT(sha256({whole.first(cut), whole.subspan(cut)}) == sha256(whole));
}

}  // namespace
}  // namespace commune::core
