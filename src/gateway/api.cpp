#include "gateway/api.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "calendar/local_time.h"
#include "calendar/period.h"
#include "exchange/clearing_record.h"
#include "gateway/board_query.h"
#include "gateway/commune_view.h"
#include "gateway/device_calls.h"
#include "gateway/guild_calendar.h"
#include "gateway/http/answer.h"
#include "gateway/http/head.h"
#include "gateway/outcome.h"
#include "gateway/progress_view.h"
#include "gateway/refusal.h"
#include "gateway/rounds_view.h"
#include "gateway/task_view.h"
#include "gateway/turns_view.h"
#include "wire/vault_codec.h"

namespace commune::gateway {
namespace {

using core::ErrorCode;
using http::Request;
using http::Response;
using ledger::Rejection;

// Nobody knows whose a blob is, so the room is shared: enough for lost phones and new words.
constexpr std::size_t vault_blobs_per_member = 4;

constexpr std::string_view cache_own_and_ask = "private, no-cache";

std::optional<core::Height> parse_height(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return core::Height{value};
}

bool has_content_type(const Request& request, std::string_view wanted) {
  const std::string_view given = request.header("content-type");
  return given.substr(0, given.find(';')) == wanted;
}

Response wrong_content_type(std::string_view wanted) {
  return http::error_response(415, "unsupported_media_type",
                              "This is sent as " + std::string(wanted) + ".");
}

// Why an invitation cannot be used now, if so.
std::optional<Rejection> refusal_of(const model::Invitation* invitation, core::Time now) {
  if (invitation == nullptr) return Rejection::invitation_unknown;
  if (invitation->revoked) return Rejection::invitation_revoked;
  if (invitation->expires_at <= now) return Rejection::invitation_expired;
  if (invitation->uses >= invitation->uses_max) return Rejection::invitation_used_up;
  return std::nullopt;
}

core::Result<calendar::Period> period_asked_for(const http::Query& query,
                                                const calendar::Zone& zone, core::Time now) {
  const auto kind = calendar::find_period_kind(query.find("period").value_or("week"));
  if (!kind) return core::fail(ErrorCode::malformed, "\"period\" is week, month or year.");
  core::Time at = now;
  if (const auto text = query.find("at")) {
    const auto day = calendar::parse_date(*text);
    if (!day) return core::fail(ErrorCode::malformed, "\"at\" must be a day like 2026-11-22.");
    const int year = calendar::parts_of(*day).year;
    if (year < 1980 || year > 9000) {
      return core::fail(ErrorCode::malformed, "\"at\" is too far away.");
    }
    at = zone.start_of_day(*day);
  }
  return calendar::period_at(zone, *kind, at);
}

}  // namespace

Api::Api(node::Node& node, node::Vault& vault, const Board& board, StreamHub& hub,
         const SessionSecret& session_secret, std::vector<DemoPerson> demo_people,
         node::Learning* learning)
    : node_(node),
      vault_(vault),
      board_(board),
      hub_(hub),
      sessions_(session_secret),
      demo_people_(std::move(demo_people)),
      demo_(node.read([](const ledger::State& state) { return state.commune().demo; })),
      learning_(learning, [this](const Request& request) { return refusal_to_read(request); }) {}

void Api::add_routes(http::Router& router) {
  const auto lists = [this](auto write) {
    return [this, write](const Request& request) {
      return answer(request, Readers::members, Follows::height,
                    [write](JsonWriter& json, const ledger::State& state, const BoardIndex&) {
                      write(json, state);
                    });
    };
  };
  const auto at = [](std::string_view path) { return "/api/v1" + std::string(path); };
  router.get(at("/health"), [this](const Request&) { return health(); });
  router.get(at("/commune"), [this](const Request&) { return commune(); });
  router.get(at("/sectors"), lists(write_sectors));
  router.get(at("/guilds"), lists(write_guilds));
  router.get(at("/catalogue"), lists(write_catalogue));
  router.get(at("/members"), lists(write_members));
  router.get(at("/tasks"), [this](const Request& request) { return tasks(request); });
  router.get(at("/tasks/{id}"), [this](const Request& request) { return task(request); });
  router.get(at("/tasks/{id}/notes"), [this](const Request& request) { return notes(request); });
  router.get(at("/rounds"), [this](const Request& request) { return rounds(request); });
  router.get(at("/rounds/{id}"), [this](const Request& request) { return round(request); });
  router.get(at("/rounds/{id}/clearing"),
             [this](const Request& request) { return clearing_file(request); });
  router.get(at("/alerts"), [this](const Request& request) {
    return answer(request, Readers::members, Follows::clock,
                  [this](JsonWriter& json, const ledger::State& state, const BoardIndex&) {
                    write_alerts(json, state, node_.now());
                  });
  });
  router.get(at("/devices"), lists(write_devices));
  router.post(at("/device/calls"), [this](const Request& request) {
    return has_content_type(request, "application/json") ? device_calls(request, node_)
                                                         : wrong_content_type("application/json");
  });
  router.get(at("/progress"), [this](const Request& request) { return progress(request); });
  router.get(at("/stream"), [this](const Request& request) { return stream(request); });
  router.get(at("/invitations/{key}"),
             [this](const Request& request) { return invitation(request); });
  router.get(at("/demo/people"), [this](const Request& request) { return demo_people(request); });
  router.get(at("/ics/guild/{file}"),
             [this](const Request& request) { return guild_calendar(request); });
  router.get(at("/vault/{key}"), [this](const Request& request) { return vault_blob(request); });
  router.put(at("/vault/{key}"),
             [this](const Request& request) { return put_vault_blob(request); });
  router.post(at("/session"), [this](const Request& request) { return open_session(request); });
  learning_.add_routes(router);
  router.post_async(at("/commands"), [this](const Request& request, const http::Reply& reply) {
    submit(request, reply);
  });
}

// ------------------------------------------------------------------------------------ who may read

std::optional<model::MemberId> Api::reader_of(const Request& request) const {
  const auto member = sessions_.find_member(request.cookie(session_cookie), node_.now());
  if (!member) return std::nullopt;
  const bool lives_here = node_.read([&](const ledger::State& state) {
    const model::Member* found = state.members().find(*member);
    return found != nullptr && !found->left;
  });
  return lives_here ? member : std::nullopt;
}

std::optional<Response> Api::refusal_to_read(const Request& request) const {
  if (demo_ || reader_of(request)) return std::nullopt;
  return http::error_response(core::Error{
      ErrorCode::unauthorised, "Only members can look at this. Open a session with your key."});
}

std::string Api::name_of(const Request& request) const {
  const auto member = reader_of(request);
  return member ? member->hex() : request.client.address;
}

std::string Api::validator(core::Height height, Follows follows) const {
  std::string name = node_.chain().hex().substr(0, 12) + "-" + std::to_string(height.value);
  if (follows == Follows::clock) name += "-" + std::to_string(node_.now().seconds / 60);
  return http::weak_etag(name);
}

Response Api::answer(const Request& request, Readers readers, Follows follows,
                     const Write& write) const {
  if (readers == Readers::members) {
    if (auto refusal = refusal_to_read(request)) return std::move(*refusal);
  }
  Response known;
  known.etag = validator(board_.height(), follows);
  if (!http::validator_matches(request.header("if-none-match"), known.etag)) {
    known =
        board_.read([&](const ledger::State& state, const BoardIndex& index, core::Height height) {
          JsonWriter json(16U << 10U);
          json.begin_object().field("height", height);
          write(json, state, index);
          json.end_object();
          Response response = http::json_response(json.take());
          response.etag = validator(height, follows);
          return response;
        });
  }
  known.cache_control = cache_own_and_ask;
  return known;
}

// ------------------------------------------------------------------------------------- the commune

Response Api::health() const {
  JsonWriter json;
  json.begin_object().field("height", board_.height()).field("ok", true).end_object();
  return http::json_response(json.take());
}

// Without a validator: it tells the time.
Response Api::commune() const {
  const core::Time now = node_.now();
  return node_.read([&](const ledger::State& state, const node::Tip& tip) {
    JsonWriter json;
    json.begin_object().field("height", tip.height);
    write_commune(json, state, tip.state_digest, now);
    json.end_object();
    return http::json_response(json.take());
  });
}

Response Api::demo_people(const Request& request) const {
  if (!demo_) {
    return http::error_response(
        core::Error{ErrorCode::not_found, "This is not a demo: come with an invitation."});
  }
  return answer(request, Readers::everybody, Follows::height,
                [this](JsonWriter& json, const ledger::State& state, const BoardIndex&) {
                  write_demo_people(json, state, demo_people_);
                });
}

Response Api::invitation(const Request& request) const {
  const auto key = model::PublicKey::parse(request.parameter("key"));
  if (!key) {
    return http::error_response(
        core::Error{ErrorCode::malformed, "This is not an invitation's key."});
  }
  const core::Time now = node_.now();
  return answer(request, Readers::everybody, Follows::clock,
                [&](JsonWriter& json, const ledger::State& state, const BoardIndex&) {
                  const auto refusal = refusal_of(state.invitations().find(*key), now);
                  json.field("valid", !refusal.has_value())
                      .field("reason", refusal ? ledger::row_of(*refusal).sentence : "")
                      .field("commune", state.commune().name);
                });
}

// --------------------------------------------------------------------------------------- the board

Response Api::tasks(const Request& request) const {
  const auto query = parse_board_query(request.query, board_.zone());
  if (!query) return http::error_response(query.error());
  const core::Time now = node_.now();
  const Follows follows = query->open ? Follows::clock : Follows::height;
  return answer(request, Readers::members, follows,
                [&](JsonWriter& json, const ledger::State& state, const BoardIndex& index) {
                  const BoardPage page = index.find(*query, now);
                  json.field("total", page.total);
                  json.key("tasks").begin_array();
                  for (const model::Task* task : page.tasks) write_task(json, state, *task);
                  json.end_array().key("next");
                  if (page.next) {
                    json.text(cursor_of(*page.next));
                  } else {
                    json.null();
                  }
                });
}

Response Api::task(const Request& request) const {
  const auto id = model::TaskId::parse(request.parameter("id"));
  if (auto refusal = refusal_to_read(request)) return std::move(*refusal);
  const auto is_there = [&](const ledger::State& state) {
    return id && state.tasks().contains(*id);
  };
  if (!node_.read(is_there)) return refusal_response(Rejection::task_unknown);
  return answer(request, Readers::members, Follows::height,
                [&](JsonWriter& json, const ledger::State& state, const BoardIndex&) {
                  write_task_fields(json, state, *state.tasks().find(*id));
                });
}

Response Api::notes(const Request& request) const {
  const auto id = model::TaskId::parse(request.parameter("id"));
  auto reader = reader_of(request);
  if (const auto named = request.query.find("as"); named && demo_) {
    reader = model::MemberId::parse(*named);
  }
  if (!reader) {
    return http::error_response(core::Error{ErrorCode::unauthorised,
                                            "Notes are for members of the guild. Open a session."});
  }
  const auto refusal = node_.read([&](const ledger::State& state) -> std::optional<Rejection> {
    const model::Task* task = id ? state.tasks().find(*id) : nullptr;
    if (task == nullptr) return Rejection::task_unknown;
    const model::Guild* guild = state.guilds().find(task->draft.guild);
    const bool is_in = guild != nullptr && std::ranges::binary_search(guild->members, *reader);
    return is_in ? std::nullopt : std::optional(Rejection::not_in_guild);
  });
  if (refusal) return refusal_response(*refusal);
  return answer(request, Readers::everybody, Follows::height,
                [&](JsonWriter& json, const ledger::State& state, const BoardIndex&) {
                  json.key("notes").begin_array();
                  for (const auto& note : state.tasks().find(*id)->feedback.notes) json.text(note);
                  json.end_array();
                });
}

Response Api::rounds(const Request& request) const {
  const core::Height height = board_.height();
  return answer(request, Readers::members, Follows::clock,
                [&](JsonWriter& json, const ledger::State& state, const BoardIndex&) {
                  write_rounds(json, state);
                  json.members(*turns_.at(height, state, board_.zone(), node_.now()));
                });
}

Response Api::round(const Request& request) const {
  const auto id = model::RoundId::parse(request.parameter("id"));
  if (auto refusal = refusal_to_read(request)) return std::move(*refusal);
  std::optional<model::Clearing> unread;
  const auto is_there = [&](const ledger::State& state) {
    if (!id || !state.rounds().contains(*id)) return false;
    const model::Clearing* clearing = state.clearings().find(*id);
    if (clearing != nullptr && !summaries_.has(*clearing)) unread = *clearing;
    return true;
  };
  if (!node_.read(is_there)) return refusal_response(Rejection::round_unknown);
  if (unread) static_cast<void>(summaries_.of(*unread));  // while commands go on
  return answer(request, Readers::members, Follows::height,
                [&](JsonWriter& json, const ledger::State& state, const BoardIndex& index) {
                  write_round(json, state, index, summaries_, *state.rounds().find(*id));
                });
}

Response Api::clearing_file(const Request& request) const {
  const auto id = model::RoundId::parse(request.parameter("id"));
  if (auto refusal = refusal_to_read(request)) return std::move(*refusal);
  const auto record = node_.read([&](const ledger::State& state) -> std::optional<model::Clearing> {
    const model::Clearing* found = id ? state.clearings().find(*id) : nullptr;
    return found == nullptr ? std::nullopt : std::optional(*found);
  });
  if (!record) {
    return http::error_response(
        core::Error{ErrorCode::not_found, "This round has not been shared out yet."});
  }
  const auto file = exchange::clearing_file_of(*record);
  if (!file) return http::error_response(file.error());
  Response response = http::json_response(file->dump());
  response.etag = http::weak_etag(id->hex() + "-" + std::to_string(record->number));
  response.cache_control = cache_own_and_ask;
  return response;
}

Response Api::progress(const Request& request) const {
  const auto period = period_asked_for(request.query, board_.zone(), node_.now());
  if (!period) return http::error_response(period.error());
  return answer(request, Readers::members, Follows::clock,
                [&](JsonWriter& json, const ledger::State& state, const BoardIndex& index) {
                  write_progress(json, state, index.sums(), *period);
                });
}

Response Api::guild_calendar(const Request& request) const {
  if (auto refusal = refusal_to_read(request)) return std::move(*refusal);
  const std::string_view file = request.parameter("file");
  const auto guild_id = file.ends_with(".ics")
                            ? model::GuildId::parse(file.substr(0, file.size() - 4))
                            : std::nullopt;
  const core::Time now = node_.now();
  return board_.read([&](const ledger::State& state, const BoardIndex& index, core::Height height) {
    const model::Guild* guild = guild_id ? state.guilds().find(*guild_id) : nullptr;
    if (guild == nullptr) return refusal_response(Rejection::guild_unknown);
    Response response;
    response.content_type = "text/calendar; charset=utf-8";
    response.body =
        std::make_shared<const std::string>(gateway::guild_calendar(state, index, *guild, now));
    response.etag = validator(height, Follows::height);
    response.cache_control = cache_own_and_ask;
    return response;
  });
}

Response Api::stream(const Request& request) const {
  if (auto refusal = refusal_to_read(request)) return std::move(*refusal);
  std::string_view since = request.header("last-event-id");
  if (since.empty()) since = request.query.find("since").value_or("");
  const auto height = parse_height(since);
  if (!height && !since.empty()) {
    return http::error_response(core::Error{ErrorCode::malformed, "\"since\" is a height."});
  }
  Response response;
  response.content_type = "text/event-stream";
  response.stream = [this, height](std::shared_ptr<http::Stream> stream) {
    hub_.add(std::move(stream), height);
  };
  return response;
}

// --------------------------------------------------------------------------------------- the vault

Response Api::vault_blob(const Request& request) const {
  if (auto refusal = refusal_to_read(request)) return std::move(*refusal);
  const auto key = model::PublicKey::parse(request.parameter("key"));
  if (!key) {
    return http::error_response(core::Error{ErrorCode::malformed, "This is not a vault's key."});
  }
  const auto found = vault_.find(*key);
  if (!found) return http::error_response(public_error(found.error()));
  if (!*found) {
    return http::error_response(core::Error{ErrorCode::not_found, "Nothing is kept here yet."});
  }
  Response response;
  response.content_type = "application/x-protobuf";
  response.body = std::make_shared<const std::string>(core::as_text(**found));
  return response;
}

Response Api::put_vault_blob(const Request& request) const {
  if (auto refusal = refusal_to_read(request)) return std::move(*refusal);
  if (!has_content_type(request, "application/x-protobuf")) {
    return wrong_content_type("application/x-protobuf");
  }
  const auto key = model::PublicKey::parse(request.parameter("key"));
  if (!key) {
    return http::error_response(core::Error{ErrorCode::malformed, "This is not a vault's key."});
  }
  const auto blob = wire::parse_vault_blob(core::as_bytes(request.body));
  if (!blob) return http::error_response(blob.error());
  const std::size_t members =
      node_.read([](const ledger::State& state) { return state.members().size(); });
  const auto done = vault_.put(*key, node_.chain(), *blob, members * vault_blobs_per_member + 64);
  if (!done) return http::error_response(public_error(done.error()));
  JsonWriter json;
  json.begin_object().field("height", board_.height()).field("version", blob->version).end_object();
  return http::json_response(json.take());
}

// ---------------------------------------------------------------------------------------- the door

Response Api::open_session(const Request& request) const {
  if (!has_content_type(request, "application/json")) return wrong_content_type("application/json");
  const auto proof = parse_session_proof(request.body);
  if (!proof) return http::error_response(proof.error());
  const core::Time now = node_.now();
  const auto verdict = node_.read(
      [&](const ledger::State& state) { return verify_session_proof(state, *proof, now); });
  if (!verdict) return http::error_response(verdict.error());
  const core::Time expires_at = now + session_life;
  JsonWriter json;
  json.begin_object().field("height", board_.height()).field("expires_at", expires_at).end_object();
  Response response = http::json_response(json.take());
  std::string cookie =
      std::string(session_cookie) + "=" + sessions_.make_cookie(proof->member, expires_at) +
      "; Path=/api; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(session_life.count);
  if (request.secure) cookie += "; Secure";
  response.headers.push_back({"set-cookie", std::move(cookie)});
  return response;
}

void Api::submit(const Request& request, const http::Reply& reply) const {
  if (!has_content_type(request, "application/x-protobuf")) {
    return reply(wrong_content_type("application/x-protobuf"));
  }
  const auto bytes = core::as_bytes(request.body);
  node_.submit(core::Bytes(bytes.begin(), bytes.end()),
               [reply](const node::Outcome& outcome) { reply(outcome_response(outcome)); });
}

}  // namespace commune::gateway
