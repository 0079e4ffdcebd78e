#include "push/endpoint.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace commune::push {
namespace {

core::Bytes address(const std::string& text) {
  core::Bytes bytes(text.find(':') == std::string::npos ? 4 : 16);
  EXPECT_EQ(inet_pton(bytes.size() == 4 ? AF_INET : AF_INET6, text.c_str(), bytes.data()), 1);
  return bytes;
}

TEST(Endpoint, APushServiceOfTheInternetIsTakenApart) {
  const auto endpoint =
      parse_endpoint("https://Push.Example:8443/wpush/v2/gAAA?x=1", Reach::internet);
  ASSERT_TRUE(endpoint.has_value()) << endpoint.error().message;
  EXPECT_EQ(endpoint->host, "push.example");
  EXPECT_EQ(endpoint->port, 8443);
  EXPECT_EQ(endpoint->path, "/wpush/v2/gAAA?x=1");
  EXPECT_EQ(endpoint->origin(), "https://push.example:8443");
  EXPECT_EQ(parse_endpoint("https://push.example/a", Reach::internet)->origin(),
            "https://push.example");
}

TEST(Endpoint, NothingOfTheNodesOwnNetworkIsWrittenTo) {
  for (const std::string host : {"127.0.0.1",
                                 "localhost",
                                 "router",
                                 "printer.local",
                                 "db.internal",
                                 "10.0.0.1",
                                 "192.168.1.1",
                                 "172.16.0.1",
                                 "169.254.169.254",
                                 "100.64.0.1",
                                 "0.0.0.0",
                                 "0",
                                 "2130706433",
                                 "0x7f.1",
                                 "127.1",
                                 "[::1]",
                                 "[fe80::1]",
                                 "[fd00::1]",
                                 "[::ffff:10.0.0.1]",
                                 "[64:ff9b::7f00:1]",
                                 "224.0.0.1",
                                 "255.255.255.255",
                                 "a.localhost",
                                 "a.localhost."}) {
    const auto endpoint = parse_endpoint("https://" + host + "/x", Reach::internet);
    ASSERT_FALSE(endpoint.has_value()) << host;
    EXPECT_EQ(endpoint.error().code, core::ErrorCode::invalid) << host;
  }
  EXPECT_FALSE(parse_endpoint("http://push.example/x", Reach::internet).has_value());
}

TEST(Endpoint, PlainHttpStaysOnThisMachineEvenWhereThatIsAllowed) {
  EXPECT_TRUE(parse_endpoint("http://127.0.0.1:9000/x", Reach::local_too).has_value());
  EXPECT_TRUE(parse_endpoint("http://[::1]:9000/x", Reach::local_too).has_value());
  EXPECT_TRUE(parse_endpoint("https://10.0.0.5/x", Reach::local_too).has_value());
  EXPECT_FALSE(parse_endpoint("http://10.0.0.5/x", Reach::local_too).has_value());
  EXPECT_FALSE(parse_endpoint("http://push.example/x", Reach::local_too).has_value());
}

TEST(Endpoint, WhatIsNoAddressIsNotGuessedAt) {
  for (const std::string url :
       {"", "push.example/x", "ftp://push.example/x", "https://push.example", "https:///x",
        "https://user@push.example/x", "https://push.example:/x", "https://push.example:0/x",
        "https://push.example:65536/x", "https://push.example:44a/x", "https://[::1/x",
        "https://[push.example]/x", "https://[127.0.0.1]/x", "https://push.example/a b",
        "https://push.example/a\r\nHost: x", "https://push.example/#a",
        "https://p\xc3\xbcsh.example/x", "https://push\\@10.0.0.1/x"}) {
    const auto endpoint = parse_endpoint(url, Reach::internet);
    ASSERT_FALSE(endpoint.has_value()) << url;
    EXPECT_EQ(endpoint.error().code, core::ErrorCode::malformed) << url;
  }
  const auto longer = parse_endpoint("https://push.example/" + std::string(endpoint_size_max, 'a'),
                                     Reach::internet);
  EXPECT_EQ(longer.error().code, core::ErrorCode::too_large);
}

TEST(Endpoint, OnlyAddressesOfTheInternetArePublic) {
  for (const auto* text : {"8.8.8.8", "100.63.255.255", "172.32.0.1", "2a00:1450:4001::1",
                           "::ffff:8.8.8.8", "64:ff9b::808:808"}) {
    EXPECT_TRUE(is_public_address(address(text))) << text;
  }
  for (const auto* text :
       {"127.8.8.8", "100.64.0.0", "172.31.255.255", "192.0.2.1", "198.19.0.1", "203.0.113.9",
        "240.0.0.1", "::", "::1", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1",
        "2002:a00:1::", "2001::1", "::ffff:192.168.0.1", "64:ff9b::a00:1", "3fff::1"}) {
    EXPECT_FALSE(is_public_address(address(text))) << text;
  }
  EXPECT_FALSE(is_public_address({}));
}

RC_GTEST_PROP(Endpoint, WhateverTextComesItIsReadOrRefused, (const std::string& text)) {
  for (const Reach reach : {Reach::internet, Reach::local_too}) {
    for (const std::string& url : {text, "https://" + text, "https://a.example/" + text}) {
      const auto endpoint = parse_endpoint(url, reach);
      if (!endpoint) continue;
      RC_ASSERT(endpoint->path.starts_with('/'));
      RC_ASSERT(!endpoint->host.empty() && endpoint->port > 0);
    }
  }
}

}  // namespace
}  // namespace commune::push
