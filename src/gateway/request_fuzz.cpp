// Whatever comes over the wire: HTTP requests in pieces, paths, query strings, the body of a
// session. Nothing may crash, and what was parsed must keep its promises.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "calendar/zone.h"
#include "core/check.h"
#include "gateway/board_query.h"
#include "gateway/http/answer.h"
#include "gateway/http/gzip.h"
#include "gateway/http/head.h"
#include "gateway/http/request_reader.h"
#include "gateway/http/router.h"
#include "gateway/sessions.h"

namespace {

const commune::calendar::Zone& zone() {
  static const auto opened = commune::calendar::Zone::open("Europe/Berlin");
  CHECK(opened.has_value());
  return *opened;
}

using commune::gateway::http::RequestReader;

void read_requests(std::string_view bytes, std::size_t piece) {
  RequestReader reader({.header_bytes_max = 2048, .body_bytes_max = 4096});
  commune::gateway::http::Router router;
  router.get("/api/v1/tasks/{id}", [](const commune::gateway::http::Request& request) {
    CHECK(!request.parameter("id").empty());
    return commune::gateway::http::json_response("{}");
  });
  while (!bytes.empty() && reader.phase() != RequestReader::Phase::broken) {
    reader.feed(bytes.substr(0, piece));
    bytes.remove_prefix(std::min(piece, bytes.size()));
    while (reader.phase() == RequestReader::Phase::ready) {
      const auto terms = reader.terms();
      auto request = reader.take();
      if (!request) continue;
      CHECK(request->body.size() <= 4096);
      for (const auto& segment : request->segments) CHECK(segment != ".." && segment != ".");
      static_cast<void>(request->cookie("commune_session"));
      static_cast<void>(commune::gateway::parse_board_query(request->query, zone()));
      router(std::move(*request),
             commune::gateway::http::Reply([&](const commune::gateway::http::Response& response) {
               CHECK(make_wire_answer(response, terms).head.ends_with("\r\n\r\n"));
             }));
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0: read_requests(text, text.size() + 1); break;
    case 1: read_requests(text, 1 + data[0] / 4U); break;
    case 2:
      if (const auto query = commune::gateway::http::Query::parse(text)) {
        if (const auto board = commune::gateway::parse_board_query(*query, zone());
            board && board->after) {
          CHECK(commune::gateway::parse_cursor(commune::gateway::cursor_of(*board->after)) ==
                board->after);
        }
      }
      break;
    default:
      static_cast<void>(commune::gateway::parse_session_proof(text));
      static_cast<void>(commune::gateway::http::accepts_gzip(text));
      static_cast<void>(commune::gateway::http::validator_matches(text, "W/\"1\""));
      break;
  }
  return 0;
}
