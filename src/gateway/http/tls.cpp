#include "gateway/http/tls.h"

#include <openssl/ssl.h>

#include <fstream>

namespace commune::gateway::http {
namespace {

core::Result<void> check_readable(const std::string& path, std::string_view what) {
  if (std::ifstream(path).good()) return {};
  return core::fail(core::ErrorCode::not_found,
                    "cannot read the " + std::string(what) + " " + path);
}

}  // namespace

core::Result<boost::asio::ssl::context> open_tls(const TlsFiles& files) {
  namespace ssl = boost::asio::ssl;
  TRY_VOID(check_readable(files.certificate, "certificate"));
  TRY_VOID(check_readable(files.key, "key"));
  ssl::context context(ssl::context::tls_server);
  boost::system::error_code error;
  context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                          ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                          ssl::context::no_tlsv1_1,
                      error);
  if (!error) context.use_certificate_chain_file(files.certificate, error);
  if (error) {
    return core::fail(core::ErrorCode::invalid,
                      files.certificate + " is not a certificate in PEM form");
  }
  context.use_private_key_file(files.key, ssl::context::pem, error);
  if (error) {
    return core::fail(core::ErrorCode::invalid,
                      files.key + " is not the PEM key of " + files.certificate);
  }
  SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS);
  return context;
}

}  // namespace commune::gateway::http
