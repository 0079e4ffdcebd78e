// Compression of answers (RFC 1952), for those who accept it.
#pragma once

#include <string>
#include <string_view>

namespace commune::gateway::http {

// Answers smaller than this fit one packet anyway.
inline constexpr std::size_t gzip_size_min = 1400;

enum class Effort : std::uint8_t { quick, best };

[[nodiscard]] std::string gzip(std::string_view text, Effort effort);

// Whether an Accept-Encoding header allows gzip (RFC 9110, 12.5.3): named or by "*", and q not 0.
[[nodiscard]] bool accepts_gzip(std::string_view accept_encoding);

// Text formats are worth compressing, pictures and fonts are compressed already.
[[nodiscard]] bool is_compressible(std::string_view content_type);

}  // namespace commune::gateway::http
