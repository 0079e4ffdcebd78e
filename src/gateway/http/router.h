// The table of paths. A pattern is a path with {names}: "/api/v1/tasks/{id}". A literal segment
// wins over a name. HEAD goes where GET goes; a known path with another method is 405, the rest
// 404.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/message.h"

namespace commune::gateway::http {

class Router {
 public:
  using Handler = std::function<Response(const Request&)>;
  using AsyncHandler = std::function<void(Request, Reply)>;

  // Adding the same pattern and method twice is a bug.
  void get(std::string_view pattern, Handler handler);
  void post(std::string_view pattern, Handler handler);
  void put(std::string_view pattern, Handler handler);
  void remove(std::string_view pattern, Handler handler);  // DELETE
  void post_async(std::string_view pattern, AsyncHandler handler);

  // What answers paths that begin with no prefix of a route's first segment: the static files.
  void fall_back_to(Handler handler) { fallback_ = std::move(handler); }

  void operator()(Request request, Reply reply) const;

  // Every pattern with its method ("GET /api/v1/tasks/{id}"), for the test against the API's text.
  [[nodiscard]] std::vector<std::string> patterns() const;

 private:
  struct Route {
    Method method;
    std::string pattern;
    std::vector<std::string> segments;
    AsyncHandler handler;
  };

  void add(Method method, std::string_view pattern, AsyncHandler handler);
  [[nodiscard]] bool owns(const Request& request) const;

  std::vector<Route> routes_;
  Handler fallback_;
};

}  // namespace commune::gateway::http
