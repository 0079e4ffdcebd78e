#include "apps/tls_authority.h"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "core/hash.h"

namespace commune::apps {
namespace {

using core::ErrorCode;
using core::Result;

constexpr core::Seconds authority_life = core::days(3650);
constexpr core::Seconds server_life = core::days(820);
constexpr core::Seconds clock_slack = core::days(1);

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;

std::unexpected<core::Error> openssl_failed(std::string_view what) {
  std::array<char, 256> reason{};
  ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
  return core::fail(ErrorCode::invalid, fmt::format("cannot {}: {}", what, reason.data()));
}

bool is_address(const std::string& host) {
  std::array<unsigned char, 16> ignored{};
  return inet_pton(AF_INET, host.c_str(), ignored.data()) == 1 ||
         inet_pton(AF_INET6, host.c_str(), ignored.data()) == 1;
}

bool is_v6(const std::string& host) { return host.find(':') != std::string::npos; }

Result<void> check_hosts(const std::vector<std::string>& hosts) {
  if (hosts.empty()) return core::fail(ErrorCode::invalid, "at least one host name is needed");
  for (const std::string& host : hosts) {
    bool good = !host.empty() && host.size() <= 253;
    for (const char letter : host) {
      const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                         (letter >= '0' && letter <= '9');
      good = good && (plain || letter == '-' || letter == '.' || letter == ':');
    }
    if (!good) {
      return core::fail(ErrorCode::invalid,
                        fmt::format("\"{}\" is neither a host name nor an address", host));
    }
  }
  return {};
}

// "DNS:riverbend.local,IP:192.168.1.5"
std::string alternative_names(const std::vector<std::string>& hosts) {
  std::string names;
  for (const std::string& host : hosts) {
    if (!names.empty()) names += ',';
    names += (is_address(host) ? "IP:" : "DNS:") + host;
  }
  return names;
}

// A kind of name without any constraint would be free, so a kind that is not used is shut.
std::string constraints(const std::vector<std::string>& hosts) {
  std::string names = "critical";
  for (const std::string& host : hosts) {
    const std::string_view mask =
        is_v6(host) ? "/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" : "/255.255.255.255";
    names += is_address(host) ? fmt::format(",permitted;IP:{}{}", host, mask)
                              : fmt::format(",permitted;DNS:{}", host);
  }
  if (std::ranges::all_of(hosts, is_address)) names += ",permitted;DNS:invalid";
  if (std::ranges::none_of(hosts, is_address)) {
    names += ",excluded;IP:0.0.0.0/0.0.0.0,excluded;IP:::/::";
  }
  return names;
}

Result<void> add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) {
    return openssl_failed(fmt::format("write \"{}\" into a certificate", value));
  }
  return {};
}

Result<void> set_random_serial(X509* certificate) {
  BIGNUM* number = BN_new();
  const bool done = number != nullptr && BN_rand(number, 127, BN_RAND_TOP_ANY, 0) == 1 &&
                    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
  BN_free(number);
  if (!done) return openssl_failed("draw a serial number");
  return {};
}

void set_name(X509_NAME* name, const std::string& common_name) {
  const auto* text = reinterpret_cast<const unsigned char*>(common_name.c_str());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0);
}

// Names are limited to 64 characters (RFC 5280, ub-common-name); cut between characters.
std::string short_name(std::string name) {
  while (name.size() > 60) name.pop_back();
  while (!name.empty() && (static_cast<unsigned char>(name.back()) & 0xc0U) == 0x80U) {
    name.pop_back();
  }
  return name;
}

Result<Certificate> make_certificate(EVP_PKEY* key, const std::string& name, core::Time now,
                                     core::Seconds life) {
  Certificate certificate(X509_new());
  if (!certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
      X509_set_pubkey(certificate.get(), key) != 1) {
    return openssl_failed("make a certificate");
  }
  TRY_VOID(set_random_serial(certificate.get()));
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), (now - clock_slack).seconds);
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), (now + life).seconds);
  set_name(X509_get_subject_name(certificate.get()), name);
  return certificate;
}

Result<std::string> text_of(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  if (data == nullptr || size <= 0) return openssl_failed("write PEM");
  return std::string(data, static_cast<std::size_t>(size));
}

Result<std::string> pem_of(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return openssl_failed("write a key");
  }
  return text_of(bio);
}

Result<std::string> pem_of(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(bio.get(), certificate) != 1) return openssl_failed("write a certificate");
  return text_of(bio);
}

Result<Certificate> parse_certificate(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (!certificate) return openssl_failed("read the authority's certificate");
  return certificate;
}

Result<Key> parse_key(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  if (!key) return openssl_failed("read the authority's key");
  return key;
}

Result<Key> make_key() {
  Key key(EVP_EC_gen("P-256"));
  if (!key) return openssl_failed("make a key");
  return key;
}

}  // namespace

Result<Authority> make_authority(const std::string& commune, const std::vector<std::string>& hosts,
                                 core::Time now) {
  TRY_VOID(check_hosts(hosts));
  const Key key = TRY(make_key());
  const std::string name = short_name(commune + " (own authority)");
  const Certificate made = TRY(make_certificate(key.get(), name, now, authority_life));
  X509* certificate = made.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  TRY_VOID(
      add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0"));
  TRY_VOID(add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign"));
  TRY_VOID(add_extension(certificate, certificate, NID_subject_key_identifier, "hash"));
  TRY_VOID(add_extension(certificate, certificate, NID_name_constraints, constraints(hosts)));
  if (X509_sign(certificate, key.get(), EVP_sha256()) == 0) return openssl_failed("sign");
  auto certificate_pem = TRY(pem_of(certificate));
  auto key_pem = TRY(pem_of(key.get()));
  return Authority{std::move(certificate_pem), std::move(key_pem)};
}

Result<ServerCertificate> make_server_certificate(const Authority& authority,
                                                  const std::vector<std::string>& hosts,
                                                  core::Time now) {
  TRY_VOID(check_hosts(hosts));
  const Certificate issuer = TRY(parse_certificate(authority.certificate_pem));
  const Key issuer_key = TRY(parse_key(authority.key_pem));
  const Key key = TRY(make_key());
  // A name with a space is nobody's host name: a verifier that has only addresses to go by would
  // otherwise read "192.168.1.5" as one and hold it to the authority's constraints.
  const std::string name = short_name("Commune at " + hosts.front());
  const Certificate made = TRY(make_certificate(key.get(), name, now, server_life));
  X509* certificate = made.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer.get()));
  TRY_VOID(add_extension(certificate, issuer.get(), NID_basic_constraints, "critical,CA:FALSE"));
  TRY_VOID(add_extension(certificate, issuer.get(), NID_key_usage, "critical,digitalSignature"));
  TRY_VOID(add_extension(certificate, issuer.get(), NID_ext_key_usage, "serverAuth"));
  TRY_VOID(add_extension(certificate, issuer.get(), NID_subject_key_identifier, "hash"));
  TRY_VOID(add_extension(certificate, issuer.get(), NID_authority_key_identifier, "keyid:always"));
  TRY_VOID(
      add_extension(certificate, issuer.get(), NID_subject_alt_name, alternative_names(hosts)));
  if (X509_sign(certificate, issuer_key.get(), EVP_sha256()) == 0) return openssl_failed("sign");
  std::string chain_pem = TRY(pem_of(certificate)) + authority.certificate_pem;
  auto key_pem = TRY(pem_of(key.get()));
  return ServerCertificate{std::move(chain_pem), std::move(key_pem)};
}

Result<core::Bytes> certificate_der(const std::string& certificate_pem) {
  const Certificate certificate = TRY(parse_certificate(certificate_pem));
  const int size = i2d_X509(certificate.get(), nullptr);
  if (size <= 0) return openssl_failed("write a certificate");
  core::Bytes der(static_cast<std::size_t>(size));
  unsigned char* out = der.data();
  i2d_X509(certificate.get(), &out);
  return der;
}

std::string fingerprint_of(core::ByteView der) {
  std::string text;
  const core::Digest digest = core::sha256(der);
  for (const std::uint8_t byte : digest.view()) {
    if (!text.empty() && text.size() % 5 == 4) text += ' ';
    text += fmt::format("{:02X}", byte);
  }
  return text;
}

}  // namespace commune::apps
