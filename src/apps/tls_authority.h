// The commune's own certificate authority and a certificate for its server, for phones on a local
// network where nobody sells certificates. ECDSA P-256, X.509 v3. The authority is constrained to
// the names it is made for (RFC 5280, 4.2.1.10), so that trusting it cannot open anything else.
#pragma once

#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "core/time.h"

namespace commune::apps {

struct Authority {
  std::string certificate_pem;
  std::string key_pem;
};

struct ServerCertificate {
  std::string certificate_pem;
  std::string key_pem;
};

// `hosts` are DNS names and IP addresses, at least one.
[[nodiscard]] core::Result<Authority> make_authority(const std::string& commune,
                                                     const std::vector<std::string>& hosts,
                                                     core::Time now);

// Valid for a little less than the 825 days that phones allow at most.
[[nodiscard]] core::Result<ServerCertificate> make_server_certificate(
    const Authority& authority, const std::vector<std::string>& hosts, core::Time now);

// The certificate as DER, which every phone takes as a ".crt" file.
[[nodiscard]] core::Result<core::Bytes> certificate_der(const std::string& certificate_pem);

// SHA-256 of the DER in groups of four digits: "1A2B 3C4D …".
[[nodiscard]] std::string fingerprint_of(core::ByteView der);

}  // namespace commune::apps
