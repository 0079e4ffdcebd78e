#include "gateway/http/router.h"

#include <algorithm>

#include "core/check.h"
#include "gateway/http/answer.h"
#include "gateway/http/query.h"

namespace commune::gateway::http {
namespace {

bool is_name(std::string_view segment) {
  return segment.starts_with('{') && segment.ends_with('}');
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
  return std::ranges::equal(pattern, segments, [](const std::string& want, const std::string& got) {
    return is_name(want) || want == got;
  });
}

// Literal segments first, so that "/tasks/summary" would win over "/tasks/{id}".
std::size_t name_count(const std::vector<std::string>& pattern) {
  return static_cast<std::size_t>(
      std::ranges::count_if(pattern, [](const std::string& segment) { return is_name(segment); }));
}

// What the allow header calls a method; GET always brings HEAD along.
std::string_view name_of(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::remove: return "DELETE";
    case Method::other: break;
  }
  return "";
}

// A handler that knows its answer when it returns.
Router::AsyncHandler at_once(Router::Handler handler) {
  return [handler = std::move(handler)](const Request& request, const Reply& reply) {
    reply(handler(request));
  };
}

Response not_allowed(const std::vector<Method>& allowed) {
  Response response =
      error_response(405, "method_not_allowed", "This address does not understand that method.");
  std::string allow;
  for (const Method method : allowed) {
    if (!allow.empty()) allow += ", ";
    allow += name_of(method);
    if (method == Method::get) allow += ", HEAD";
  }
  response.headers.push_back({"allow", std::move(allow)});
  return response;
}

}  // namespace

void Router::add(Method method, std::string_view pattern, AsyncHandler handler) {
  auto segments = parse_path(pattern);
  CHECK(segments.has_value());
  for (const Route& route : routes_) CHECK(route.method != method || route.pattern != pattern);
  const auto place =
      std::ranges::upper_bound(routes_, name_count(*segments), {},
                               [](const Route& route) { return name_count(route.segments); });
  routes_.insert(place,
                 Route{method, std::string(pattern), std::move(*segments), std::move(handler)});
}

void Router::get(std::string_view pattern, Handler handler) {
  add(Method::get, pattern, at_once(std::move(handler)));
}

void Router::post(std::string_view pattern, Handler handler) {
  add(Method::post, pattern, at_once(std::move(handler)));
}

void Router::put(std::string_view pattern, Handler handler) {
  add(Method::put, pattern, at_once(std::move(handler)));
}

void Router::remove(std::string_view pattern, Handler handler) {
  add(Method::remove, pattern, at_once(std::move(handler)));
}

void Router::post_async(std::string_view pattern, AsyncHandler handler) {
  add(Method::post, pattern, std::move(handler));
}

bool Router::owns(const Request& request) const {
  return !request.segments.empty() && std::ranges::any_of(routes_, [&](const Route& route) {
    return !route.segments.empty() && route.segments.front() == request.segments.front();
  });
}

void Router::operator()(Request request, Reply reply) const {
  const Method method = request.method == Method::head ? Method::get : request.method;
  std::vector<Method> allowed;
  for (const Route& route : routes_) {
    if (!matches(route.segments, request.segments)) continue;
    if (route.method == method) {
      for (std::size_t i = 0; i < route.segments.size(); ++i) {
        const std::string& name = route.segments[i];
        if (is_name(name)) {
          request.parameters.emplace_back(name.substr(1, name.size() - 2), request.segments[i]);
        }
      }
      route.handler(std::move(request), std::move(reply));
      return;
    }
    allowed.push_back(route.method);
  }
  if (!allowed.empty()) return reply(not_allowed(allowed));
  if (fallback_ && !owns(request)) {
    return reply(method == Method::get ? fallback_(request) : not_allowed({Method::get}));
  }
  reply(error_response(404, "not_found", "There is nothing at this address."));
}

std::vector<std::string> Router::patterns() const {
  std::vector<std::string> result;
  result.reserve(routes_.size());
  for (const Route& route : routes_) {
    result.push_back(std::string(name_of(route.method)) + " " + route.pattern);
  }
  std::ranges::sort(result);
  return result;
}

}  // namespace commune::gateway::http
