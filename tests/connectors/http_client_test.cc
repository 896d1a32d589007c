#include "connectors/http_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <thread>

#include "base/file.h"
#include "tests/connectors/http_peer.h"

namespace mailroom::connectors {
namespace {

using namespace std::chrono_literals;
using Trouble = HttpAnswer::Trouble;

sockaddr_in6 address(const std::string& text) {
  sockaddr_in6 six{};
  auto& four = reinterpret_cast<sockaddr_in&>(six);
  if (inet_pton(AF_INET, text.c_str(), &four.sin_addr) == 1) {
    four.sin_family = AF_INET;
  } else {
    six.sin6_family = AF_INET6;
    EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), &six.sin6_addr), 1) << text;
  }
  return six;
}
bool is_public(const std::string& text) {
  const sockaddr_in6 one = address(text);
  return connectors::is_public(reinterpret_cast<const sockaddr&>(one));
}

TEST(Networks, WhatIsNotPlainlyPublicIsPrivate) {
  for (const char* one :
       {"8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"})
    EXPECT_TRUE(is_public(one)) << one;
  for (const char* one :
       {"127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1",
        "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "2001:db8::1"})
    EXPECT_FALSE(is_public(one)) << one;
}

TEST(Networks, HoldWhatLiesInThem) {
  Networks networks;
  EXPECT_TRUE(networks.add("10.20.0.0/15"));
  EXPECT_TRUE(networks.add("fd00::/8"));
  for (const char* wrong :
       {"10.20.0.0/33", "10.20.0/16", "host", "", "10.0.0.1/", "fd00::/129", "10.0.0.1/8x"})
    EXPECT_FALSE(networks.add(wrong)) << wrong;
  const auto holds = [&](const std::string& text) {
    const sockaddr_in6 one = address(text);
    return networks.contains(reinterpret_cast<const sockaddr&>(one));
  };
  EXPECT_TRUE(holds("10.21.255.255"));
  EXPECT_FALSE(holds("10.22.0.0"));
  EXPECT_TRUE(holds("::ffff:10.20.0.1"));
  EXPECT_TRUE(holds("fdff::1"));
  EXPECT_FALSE(holds("fe00::1"));
}

class HttpClientTest : public ::testing::Test {
 protected:
  static HttpSettings quick() {
    HttpSettings settings;
    settings.connect_within = settings.answer_within = 2s;
    return settings;
  }
  HttpAnswer post(HttpSettings settings = quick(), bool is_sent_once = false) {
    return HttpClient(std::move(settings))
        .send({"POST", peer.url("/awards"), {"X-Office: 7"}, "hello", is_sent_once});
  }
  HttpPeer peer;
};

TEST_F(HttpClientTest, SendsWhatItIsGivenAndGivesTheAnswer) {
  peer.behave({200, "fine", {{"X-Where", "here"}}});
  const HttpAnswer answer = post();
  EXPECT_EQ(answer.trouble, Trouble::none) << answer.why;
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "fine");
  EXPECT_EQ(answer.headers.at("x-where"), "here");
  const auto seen = peer.seen();
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].method + " " + seen[0].target, "POST /awards");
  EXPECT_EQ(seen[0].headers.at("x-office"), "7");
  EXPECT_EQ(seen[0].body, "hello");
}

TEST_F(HttpClientTest, KeepsItsConnectionsAndForgetsTheRequestBefore) {
  HttpClient client(quick());
  const std::string body = "hello";
  for (const char* method : {"POST", "GET", "PUT", "DELETE", "PATCH", "GET", "HEAD", "POST"})
    EXPECT_EQ(client.send({method, peer.url(), {}, std::string_view(method) == "GET" ? "" : body}).status,
              201)
        << method;
  for (const auto& one : peer.seen())
    EXPECT_EQ(one.body, one.method == "GET" || one.method == "HEAD" ? "" : body) << one.method;
  EXPECT_EQ(peer.connections(), 1);
}

TEST_F(HttpClientTest, FollowsNoRedirect) {
  peer.behave({302, "", {{"Location", "http://127.0.0.1:1/"}}});
  EXPECT_EQ(post().status, 302);
  EXPECT_EQ(peer.seen().size(), 1u);
}

TEST_F(HttpClientTest, TellsWhatWasNeverSentFromWhatMayHaveBeen) {
  HttpClient client(quick());
  EXPECT_EQ(client.send({"POST", "http://127.0.0.1:1/", {}, "x"}).trouble, Trouble::unreachable);
  EXPECT_EQ(client.send({"POST", "http://nowhere.invalid/", {}, "x"}).trouble, Trouble::unreachable);
  peer.behave({.cuts = true});
  EXPECT_EQ(post().trouble, Trouble::cut);
  HttpSettings hasty = quick();
  hasty.answer_within = 200ms;
  peer.behave({.waits = 5s});
  const HttpAnswer late = post(hasty);
  EXPECT_EQ(late.trouble, Trouble::cut);
  EXPECT_EQ(late.status, 0);
}

TEST_F(HttpClientTest, KeepsTheStatusOfAnAnswerThatIsCutOrTooLong) {
  peer.behave({.cuts_body = true});
  const HttpAnswer cut = post();
  EXPECT_EQ(cut.trouble, Trouble::cut);
  EXPECT_EQ(cut.status, 201);
  peer.behave({.body = std::string(3 << 20, 'x')});
  const HttpAnswer huge = post();
  EXPECT_EQ(huge.trouble, Trouble::too_large);
  EXPECT_EQ(huge.status, 201);
  EXPECT_LE(huge.body.size(), 1u << 20);
}

// What is sent on a kept connection and cut is sent again by libcurl itself: for who must not, never.
TEST_F(HttpClientTest, SendsOnceWhatMustBeSentOnce) {
  peer.honour_keys(false);
  for (const bool once : {false, true}) {
    const int before = peer.effects();
    HttpClient client(quick());
    client.send({"POST", peer.url(), {}, "first", once});
    peer.behave_once({.cuts = true});
    const HttpAnswer answer = client.send({"POST", peer.url(), {}, "second", once});
    EXPECT_EQ(peer.effects() - before, once ? 2 : 3);
    EXPECT_EQ(answer.trouble, once ? Trouble::cut : Trouble::none);
  }
}

TEST_F(HttpClientTest, ConnectsToPrivateAddressesOnlyIfTheyAreNamed) {
  HttpSettings settings = quick();
  settings.private_networks.emplace();
  EXPECT_EQ(post(settings).trouble, Trouble::address_refused);
  // A name is judged by what it turns out to be.
  std::string by_name = peer.url();
  by_name.replace(by_name.find("127.0.0.1"), 9, "localhost");
  EXPECT_EQ(HttpClient(settings).send({"GET", by_name}).trouble, Trouble::address_refused);
  EXPECT_EQ(peer.connections(), 0);
  settings.private_networks->add("127.0.0.0/8");
  EXPECT_EQ(post(settings).status, 201);
  settings.private_networks->add("::1");  // the name may lead there too, and all must be named
  EXPECT_EQ(HttpClient(settings).send({"GET", by_name}).status, 201);
}

TEST_F(HttpClientTest, IsUsedByManyThreads) {
  HttpClient client(quick());
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int k = 0; k < 50; ++k) {
        const std::string body = std::to_string(i) + "/" + std::to_string(k);
        EXPECT_EQ(client.send({"POST", peer.url(), {"Idempotency-Key: " + body}, body}).status, 201);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(peer.effects(), 200);
  EXPECT_LE(peer.connections(), 4);
}

class HttpsTest : public ::testing::Test {
 protected:
  HttpSettings trusting(const Certificate& one) const {
    HttpSettings settings;
    settings.trust_file = one.certificate;
    return settings;
  }
  TemporaryFolder folder{"mailroom-https"};
  Certificate own = Certificate::make(folder.path(), "server");
  Certificate office = Certificate::make(folder.path(), "office");
};

TEST_F(HttpsTest, TrustsWhomItIsToldToTrust) {
  HttpPeer peer(own);
  EXPECT_EQ(HttpClient(trusting(own)).send({"GET", peer.url()}).status, 201);
  const HttpAnswer stranger = HttpClient(trusting(office)).send({"GET", peer.url()});
  EXPECT_EQ(stranger.trouble, Trouble::not_trusted);
  EXPECT_EQ(stranger.status, 0);
  EXPECT_EQ(HttpClient({}).send({"GET", peer.url()}).trouble, Trouble::not_trusted);
}

TEST_F(HttpsTest, RefusesACertificateOfAnotherName) {
  const Certificate other = Certificate::make(folder.path(), "other", "DNS:elsewhere.example");
  HttpPeer peer(other);
  EXPECT_EQ(HttpClient(trusting(other)).send({"GET", peer.url()}).trouble, Trouble::not_trusted);
  EXPECT_TRUE(peer.seen().empty());
}

TEST_F(HttpsTest, ShowsItsOwnCertificateToWhoAsks) {
  HttpPeer peer(own, office.certificate);
  HttpSettings settings = trusting(own);
  EXPECT_NE(HttpClient(settings).send({"GET", peer.url()}).trouble, Trouble::none);
  settings.certificate_file = office.certificate;
  settings.key_file = office.key;
  EXPECT_EQ(HttpClient(settings).send({"GET", peer.url()}).status, 201);
}

TEST(HttpUrl, IsHttpWithAHost) {
  for (const char* good : {"http://a/", "https://pay.example/api?x=1", "https://[::1]:8443/x"})
    EXPECT_TRUE(is_http_url(good)) << good;
  for (const char* bad :
       {"ftp://a/", "pay.example", "https://", "https://u:p@a/", "https://a/#x", "https://a b/", ""})
    EXPECT_FALSE(is_http_url(bad)) << bad;
  EXPECT_EQ(percent_encoded("a b/ü&~"), "a%20b%2F%C3%BC%26~");
}

}  // namespace
}  // namespace mailroom::connectors
