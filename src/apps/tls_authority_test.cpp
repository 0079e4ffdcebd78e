#include "apps/tls_authority.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <vector>

#include "core/hash.h"

namespace commune::apps {
namespace {

const core::Time now = core::SystemClock().now();

struct Free {
  void operator()(X509* object) const { X509_free(object); }
  void operator()(X509_STORE* object) const { X509_STORE_free(object); }
  void operator()(X509_STORE_CTX* object) const { X509_STORE_CTX_free(object); }
};
using Certificate = std::unique_ptr<X509, Free>;

Certificate parse(const std::string& pem) {
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  Certificate certificate(PEM_read_bio_X509(bio, nullptr, nullptr, nullptr));
  BIO_free(bio);
  return certificate;
}

// As a phone does it: the chain up to the authority, and the name that it asked for.
bool is_trusted(const Authority& authority, const ServerCertificate& server,
                const std::string& host) {
  const Certificate root = parse(authority.certificate_pem);
  const Certificate leaf = parse(server.certificate_pem);
  const std::unique_ptr<X509_STORE, Free> store(X509_STORE_new());
  X509_STORE_add_cert(store.get(), root.get());
  const std::unique_ptr<X509_STORE_CTX, Free> check(X509_STORE_CTX_new());
  X509_STORE_CTX_init(check.get(), store.get(), leaf.get(), nullptr);
  X509_STORE_CTX_set_purpose(check.get(), X509_PURPOSE_SSL_SERVER);
  auto* wanted = X509_STORE_CTX_get0_param(check.get());
  if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) != 1) {
    X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size());
  }
  return X509_verify_cert(check.get()) == 1;
}

TEST(TlsAuthority, ItsCertificateOpensTheNamesAndAddressesItIsMadeFor) {
  const std::vector<std::string> hosts{"riverbend.local", "192.168.1.5", "fd00::5"};
  const auto authority = make_authority("Riverbend", hosts, now).value();
  const auto server = make_server_certificate(authority, hosts, now).value();
  for (const std::string& host : hosts) EXPECT_TRUE(is_trusted(authority, server, host)) << host;
  EXPECT_FALSE(is_trusted(authority, server, "elsewhere.local"));
}

// Bug: with an address as its common name, the certificate was held to the constraints on names.
TEST(TlsAuthority, ACertificateForAddressesAloneIsTrusted) {
  const std::vector<std::string> hosts{"127.0.0.1"};
  const auto authority = make_authority("Riverbend", hosts, now).value();
  const auto server = make_server_certificate(authority, hosts, now).value();
  EXPECT_TRUE(is_trusted(authority, server, "127.0.0.1"));
}

TEST(TlsAuthority, ItCannotOpenAnyOtherName) {
  for (const std::vector<std::string>& hosts :
       {std::vector<std::string>{"riverbend.local"}, {"192.168.1.5"}, {"fd00::5"}}) {
    const auto authority = make_authority("Riverbend", hosts, now).value();
    for (const std::string other : {"bank.example", "192.168.1.6", "fd00::6"}) {
      const auto server = make_server_certificate(authority, {other}, now).value();
      EXPECT_FALSE(is_trusted(authority, server, other)) << hosts.front() << " " << other;
    }
  }
}

TEST(TlsAuthority, ALaterCertificateIsTrustedByTheSameAuthority) {
  const std::vector<std::string> hosts{"riverbend.local"};
  const auto authority = make_authority("Riverbend", hosts, now).value();
  const auto first = make_server_certificate(authority, hosts, now).value();
  const auto second = make_server_certificate(authority, hosts, now).value();
  EXPECT_NE(first.certificate_pem, second.certificate_pem);
  EXPECT_TRUE(is_trusted(authority, second, "riverbend.local"));
}

TEST(TlsAuthority, TheFingerprintIsTheDigestOfTheFileThatPhonesGet) {
  const auto authority = make_authority("Höhe & Tal", {"hoehe.local"}, now).value();
  const auto der = certificate_der(authority.certificate_pem).value();
  std::string digits = fingerprint_of(der);
  EXPECT_EQ(digits.size(), 16U * 4 + 15);
  std::erase(digits, ' ');
  for (char& letter : digits) letter = static_cast<char>(std::tolower(letter));
  EXPECT_EQ(digits, core::sha256(der).hex());
}

TEST(TlsAuthority, ANameThatIsNoHostIsRefused) {
  EXPECT_FALSE(make_authority("Riverbend", {}, now).has_value());
  EXPECT_FALSE(make_authority("Riverbend", {"a b"}, now).has_value());
  EXPECT_FALSE(make_authority("Riverbend", {"x,permitted;DNS:bank.example"}, now).has_value());
}

TEST(TlsAuthority, ALongNameOfACommuneIsCutBetweenLetters) {
  std::string name;
  for (int i = 0; i < 40; ++i) name += "ö";
  EXPECT_TRUE(make_authority(name, {"long.local"}, now).has_value());
}

}  // namespace
}  // namespace commune::apps
