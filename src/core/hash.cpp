#include "core/hash.h"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>

#include "core/check.h"

namespace commune::core {
namespace {

struct Context {
  // Fetching the algorithm once is what makes short inputs cheap in OpenSSL 3.
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm{
      EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free};
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

Context& context() {
  thread_local Context instance;
  CHECK(instance.algorithm && instance.state);
  return instance;
}

void begin() {
  CHECK(EVP_DigestInit_ex2(context().state.get(), context().algorithm.get(), nullptr) == 1);
}

void add(ByteView part) {
  CHECK(EVP_DigestUpdate(context().state.get(), part.data(), part.size()) == 1);
}

Digest finish() {
  std::array<std::uint8_t, 32> out{};
  unsigned size = 0;
  CHECK(EVP_DigestFinal_ex(context().state.get(), out.data(), &size) == 1);
  CHECK(size == out.size());
  return Digest{out};
}

}  // namespace

Digest sha256(std::initializer_list<ByteView> parts) {
  begin();
  for (const ByteView part : parts) add(part);
  return finish();
}

Digest labelled_hash(std::string_view label, std::initializer_list<ByteView> parts) {
  static constexpr std::array<std::uint8_t, 1> zero{0};
  begin();
  add(as_bytes(label));
  add(zero);
  for (const ByteView part : parts) add(part);
  return finish();
}

}  // namespace commune::core
