// Opens the certificate and key of a server: TLS 1.2 and up, the ciphers of OpenSSL's own list.
// Internal to the server: includes Boost.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include "core/error.h"
#include "gateway/http/options.h"

namespace commune::gateway::http {

[[nodiscard]] core::Result<boost::asio::ssl::context> open_tls(const TlsFiles& files);

}  // namespace commune::gateway::http
