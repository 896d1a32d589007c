// What a request says, and what answers mean.
#include "connectors/http_connector.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "connectors/http_outcome.h"
#include "tests/connectors/http_peer.h"

namespace mailroom::connectors {
namespace {

using namespace std::chrono_literals;
using Kind = DeliveryOutcome::Kind;

class HttpConnectorTest : public ::testing::Test {
 protected:
  HttpConnectorTest() { around.private_networks.add("127.0.0.1"); }

  HttpConnector connector(Context more = {}) const {
    Context settings{{"http", peer.url("/awards")}, {"timeout", "PT1S"}};
    for (const auto& [name, value] : more.entries()) settings.put(name, value);
    return HttpConnector(settings, settings, around);
  }
  static Delivery delivery(const std::string& key = "0192/payment") {
    return {key,
            "26-48817-9",
            "payment",
            {{"body", Context{{"nino", "QQ123456C"}, {"amount", Decimal::parse("15.70").value()}}}}};
  }
  SeenRequest last() const { return peer.seen().back(); }
  std::string refusal(Context more) const {
    try {
      connector(std::move(more));
    } catch (const Error& error) {
      return error.code();
    }
    return {};
  }

  FakeClock clock{*parse_rfc3339("2026-11-23T08:31:00Z")};
  Surroundings around{"/site", &clock};
  HttpPeer peer;
};

TEST_F(HttpConnectorTest, SendsAmountsAsTheyAreWritten) {
  connector().deliver(delivery());
  EXPECT_EQ(last().method + " " + last().target, "POST /awards");
  EXPECT_EQ(last().body, R"({"nino": "QQ123456C", "amount": 15.70})");
  EXPECT_EQ(last().headers.at("content-type"), "application/json");
  EXPECT_EQ(last().headers.at("idempotency-key"), "0192/payment");
}

TEST_F(HttpConnectorTest, ADryRunShowsWhatGoesOut) {
  const Context settings{{"http", "https://pay.example/awards"},
                         {"method", "PUT"},
                         {"headers", Context{{"X-Office", "7"}, {"X-Key", "${secret:PAY}"}}},
                         {"oauth2", Context{{"token_url", "https://login.example/token"},
                                            {"client_id", "office"},
                                            {"client_secret", "${secret:LOGIN}"}}},
                         {"sign", "${secret:HOOK}"}};
  Delivery one = delivery();
  one.content.put("query", Context{{"year", 2026}, {"for", "A & B"}});
  EXPECT_EQ(HttpConnector(settings, settings, around).preview(one),
            "PUT https://pay.example/awards?year=2026&for=A%20%26%20B\n"
            "Authorization: Bearer (a token from https://login.example/token)\n"
            "User-Agent: Mailroom\n"
            "Content-Type: application/json\n"
            "Idempotency-Key: 0192/payment\n"
            "X-Office: 7\n"
            "X-Key: ${secret:PAY}\n"
            "webhook-id: 0192/payment\n"
            "webhook-timestamp: (when it is sent)\n"
            "webhook-signature: (made when it is sent)\n"
            "\n"
            R"({"nino": "QQ123456C", "amount": 15.70})"
            "\n");
}

TEST_F(HttpConnectorTest, AFormsFieldsAreEncoded) {
  Delivery one = delivery();
  one.content.put(
      "body", Context{{"name", "Jane & Söhne"}, {"amount", Decimal::parse("15.70").value()}, {"note", {}}});
  connector({{"encoding", "form"}}).deliver(one);
  EXPECT_EQ(last().body, "name=Jane%20%26%20S%C3%B6hne&amount=15.70");
  EXPECT_EQ(last().headers.at("content-type"), "application/x-www-form-urlencoded");
}

TEST_F(HttpConnectorTest, AnEnvelopeOfCloudEventsHoldsTheContent) {
  connector({{"event", Context{{"type", "award.decided"}, {"source", "/benefits"}}}}).deliver(delivery());
  EXPECT_EQ(last().body,
            R"({"specversion": "1.0", "id": "0192/payment", "source": "/benefits", "type": "award.decided", )"
            R"("subject": "26-48817-9", "datacontenttype": "application/json", )"
            R"("data": {"nino": "QQ123456C", "amount": 15.70}})");
  EXPECT_EQ(last().headers.at("content-type"), "application/cloudevents+json; charset=utf-8");
}

TEST_F(HttpConnectorTest, KeepsOfTheAnswerWhatTheSettingsName) {
  peer.behave({.body = R"({"payment": {"id": 4711, "steps": [{"on": "2026-11-27"}], "note": ""}})"});
  const DeliveryOutcome outcome = connector({{"receipt", "payment.steps[1].on"},
                                             {"answer", Context{{"reference", "payment.id"},
                                                                {"paid_on", "payment.steps[1].on"},
                                                                {"missing", "payment.steps[2].on"},
                                                                {"none", "payment.id.x"}}}})
                                      .deliver(delivery());
  EXPECT_EQ(outcome.receipt, "2026-11-27");
  EXPECT_EQ(Value(outcome.answer), Value(Context{{"reference", 4711}, {"paid_on", "2026-11-27"}}));
}

TEST_F(HttpConnectorTest, AnAnswerThatIsNoJsonIsKeptOfNothing) {
  peer.behave({.body = "<html>thank you</html>"});
  const DeliveryOutcome outcome =
      connector({{"answer", Context{{"reference", "payment.id"}}}}).deliver(delivery());
  EXPECT_EQ(outcome.kind, Kind::delivered);
  EXPECT_TRUE(outcome.answer.empty());
}

TEST_F(HttpConnectorTest, WhatIsTooLongToTellIsNotKept) {
  peer.behave({.body = R"({"id": 7, "page": ")" + std::string(5000, 'x') + R"("})"});
  const DeliveryOutcome outcome =
      connector({{"answer", Context{{"page", "page"}, {"id", "id"}}}}).deliver(delivery());
  EXPECT_EQ(Value(outcome.answer), Value(Context{{"id", 7}}));
}

TEST_F(HttpConnectorTest, PathsOfAnswersThatAreNoneAreToldAtOnce) {
  for (const char* path : {"", "a..b", "a[0]", "a[x]", "a[1", "[1]", "a[1]b"})
    EXPECT_EQ(refusal({{"answer", Context{{"reference", path}}}}), "setting_invalid") << path;
}

TEST_F(HttpConnectorTest, ValuesInTheAddressAreEncoded) {
  Delivery one = delivery();
  one.content.put("http", List{"QQ 12/34?x#y", Value(2026)});
  one.content.put("query", Context{{"for", "us"}});
  connector({{"http", peer.url("/claims/{{}}/awards?year={{}}")}}).deliver(one);
  EXPECT_EQ(last().target, "/claims/QQ%2012%2F34%3Fx%23y/awards?year=2026&for=us");
}

TEST_F(HttpConnectorTest, AnAddressThatWouldLeadElsewhereIsNotAskedFor) {
  const size_t before = peer.seen().size();
  const auto outcome_of = [&](Value value) {
    Delivery one = delivery();
    one.content.put("http", List{std::move(value)});
    return connector({{"http", peer.url("/claims/{{}}/awards")}}).deliver(one);
  };
  EXPECT_EQ(outcome_of({}).why, "value 1 of the address is missing");
  EXPECT_EQ(outcome_of("").kind, Kind::refused);
  EXPECT_EQ(outcome_of("..").why,
            "a value of the address is '.' or '..', which would lead to another address");
  EXPECT_EQ(peer.seen().size(), before);
}

TEST_F(HttpConnectorTest, ValuesStandBehindTheHostOnly) {
  for (const char* address : {"https://{{}}/x", "https://pay.{{}}/x", "https://pay.example:{{}}/",
                              "{{}}://pay.example/", "https://pay.example{{}}"})
    EXPECT_EQ(refusal({{"http", address}}), "setting_invalid") << address;
}

// The example of the specification's libraries (github.com/standard-webhooks/standard-webhooks).
TEST(HttpDraft, SignsAsStandardWebhooksDoes) {
  const HttpDraft draft(
      Context{{"http", "https://a.example/"}, {"sign", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}});
  Delivery delivery;
  delivery.idempotency_key = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  const auto headers = draft.signature(delivery, R"({"test": 2432232314})", Instant{1614265330'000000});
  ASSERT_EQ(headers.size(), 3u);
  EXPECT_EQ(headers[0], "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek");
  EXPECT_EQ(headers[1], "webhook-timestamp: 1614265330");
  EXPECT_EQ(headers[2], "webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_F(HttpConnectorTest, TheSignatureFitsWhatWasSent) {
  connector({{"sign", to_base64("key")}}).deliver(delivery());
  const auto& headers = last().headers;
  EXPECT_EQ(
      headers.at("webhook-signature"),
      "v1," + to_base64(hmac_sha256_bytes("key", headers.at("webhook-id") + "." +
                                                     headers.at("webhook-timestamp") + "." + last().body)));
}

TEST_F(HttpConnectorTest, AnAmendmentNamesWhatItAmends) {
  Delivery one = delivery();
  one.amendment = 2;
  connector({{"amend", true}}).deliver(one);
  EXPECT_EQ(last().headers.at("idempotency-key"), "0192/payment/amendment-2");
  EXPECT_EQ(last().headers.at("mailroom-amends"), "0192/payment");
  EXPECT_EQ(last().headers.at("mailroom-amendment"), "2");
}

TEST_F(HttpConnectorTest, TheReceiptIsWhatTheAnswerSays) {
  EXPECT_EQ(connector({{"receipt", "payment.id"}}).deliver(delivery()).receipt, "4711");
  EXPECT_EQ(
      connector({{"receipt", "payment.number"}}).deliver(delivery()).receipt.rfind("taken by 127.0.0.1:", 0),
      0u);
  peer.behave({.body = "<html>"});
  EXPECT_EQ(connector({{"receipt", "payment.id"}}).deliver(delivery()).kind, Kind::delivered);
}

TEST_F(HttpConnectorTest, AnAnswersStatusSaysWhoseTurnItIs) {
  const auto outcome = [&](int status, bool honours = false) {
    HttpAnswer answer;
    answer.status = status;
    return outcome_of(answer, honours, clock.now()).kind;
  };
  for (const int status : {200, 201, 202, 204}) EXPECT_EQ(outcome(status), Kind::delivered) << status;
  for (const int status : {429, 503}) EXPECT_EQ(outcome(status), Kind::unavailable) << status;
  for (const int status : {408, 425}) EXPECT_EQ(outcome(status), Kind::retry_later) << status;
  for (const int status : {301, 302, 307, 400, 401, 403, 404, 409, 422, 501})
    EXPECT_EQ(outcome(status), Kind::refused) << status;
  for (const int status : {500, 502, 504, 599}) EXPECT_EQ(outcome(status), Kind::unknown) << status;
  EXPECT_EQ(outcome(409, true), Kind::retry_later);
}

TEST_F(HttpConnectorTest, ComesAgainWhenTheReceiverSays) {
  peer.behave({.status = 429, .headers = {{"Retry-After", "120"}}, .takes_effect = false});
  EXPECT_EQ(connector().deliver(delivery()).not_before, clock.now() + 120s);
  peer.behave(
      {.status = 503, .headers = {{"Retry-After", "Mon, 23 Nov 2026 09:00:00 GMT"}}, .takes_effect = false});
  EXPECT_EQ(connector().deliver(delivery()).not_before, parse_rfc3339("2026-11-23T09:00:00Z"));
  for (const char* nonsense : {"soon", "-1", "99999999999", ""}) {
    peer.behave({.status = 503, .headers = {{"Retry-After", nonsense}}, .takes_effect = false});
    EXPECT_EQ(connector().deliver(delivery()).not_before, std::nullopt) << nonsense;
  }
}

TEST_F(HttpConnectorTest, WhatMayHaveBeenTakenIsUnknownAndNotSentAgainByItself) {
  peer.honour_keys(false);
  HttpConnector one = connector();
  EXPECT_FALSE(one.honours_key());
  EXPECT_EQ(one.deliver(delivery("1")).kind, Kind::delivered);
  peer.behave({.cuts = true});
  EXPECT_EQ(one.deliver(delivery("2")).kind, Kind::unknown);
  peer.behave({.waits = 5s});
  EXPECT_EQ(one.deliver(delivery("3")).kind, Kind::unknown);
  EXPECT_EQ(peer.effects(), 3);
}

TEST_F(HttpConnectorTest, AStatusCountsEvenIfTheRestIsLostOrTooLong) {
  peer.behave({.cuts_body = true});
  EXPECT_EQ(connector().deliver(delivery("1")).kind, Kind::delivered);
  peer.behave({.body = std::string(3 << 20, 'x')});
  EXPECT_EQ(connector().deliver(delivery("2")).kind, Kind::delivered);
}

TEST_F(HttpConnectorTest, WhatWasNeverSentMayBeSentLater) {
  EXPECT_EQ(connector({{"http", "http://127.0.0.1:1/"}}).deliver(delivery()).kind, Kind::unavailable);
  TemporaryFolder folder;
  HttpPeer stranger(Certificate::make(folder.path(), "stranger"));
  const DeliveryOutcome outcome = connector({{"http", stranger.url()}}).deliver(delivery());
  EXPECT_EQ(outcome.kind, Kind::unavailable);
  EXPECT_EQ(outcome.why.rfind("no secure connection", 0), 0u) << outcome.why;
  EXPECT_EQ(stranger.effects(), 0);
}

TEST_F(HttpConnectorTest, PrivateAddressesAreRefusedUnlessTheSiteNamesThem) {
  around.private_networks = {};
  EXPECT_EQ(connector().deliver(delivery()).kind, Kind::refused);
  EXPECT_EQ(peer.connections(), 0);
}

TEST_F(HttpConnectorTest, ARedirectIsNotFollowed) {
  HttpPeer other;
  peer.behave({.status = 307, .headers = {{"Location", other.url()}}, .takes_effect = false});
  EXPECT_EQ(connector().deliver(delivery()).kind, Kind::refused);
  EXPECT_TRUE(other.seen().empty());
}

class OAuthTest : public HttpConnectorTest {
 protected:
  HttpConnector with_token() const {
    return connector({{"oauth2", Context{{"token_url", login.url("/token")},
                                         {"client_id", "office"},
                                         {"client_secret", "a:b"},
                                         {"scope", "pay"}}}});
  }
  void gives(const std::string& token) {
    login.behave({.status = 200, .body = R"({"access_token":")" + token + R"(","expires_in":3600})"});
  }
  HttpPeer login;
};

TEST_F(OAuthTest, FetchesATokenOnceAndShowsItWithEachRequest) {
  gives("one");
  HttpConnector pay = with_token();
  pay.deliver(delivery("1"));
  pay.deliver(delivery("2"));
  ASSERT_EQ(login.seen().size(), 1u);
  EXPECT_EQ(login.seen()[0].body, "grant_type=client_credentials&scope=pay");
  EXPECT_EQ(login.seen()[0].headers.at("authorization"), "Basic " + to_base64("office:a%3Ab"));
  EXPECT_EQ(last().headers.at("authorization"), "Bearer one");
  gives("two");
  clock.advance(1h);
  pay.deliver(delivery("3"));
  EXPECT_EQ(last().headers.at("authorization"), "Bearer two");
}

TEST_F(OAuthTest, ATokenThatWasWithdrawnIsFetchedAnew) {
  gives("one");
  HttpConnector pay = with_token();
  pay.deliver(delivery("1"));
  gives("two");
  peer.behave_once({.status = 401, .takes_effect = false});
  EXPECT_EQ(pay.deliver(delivery("2")).kind, Kind::delivered);
  EXPECT_EQ(last().headers.at("authorization"), "Bearer two");
  peer.behave({.status = 401, .takes_effect = false});
  EXPECT_EQ(pay.deliver(delivery("3")).kind, Kind::refused);
}

TEST_F(OAuthTest, WithoutATokenNothingIsSent) {
  for (const auto& [manner, kind] :
       {std::pair{Manner{.status = 503}, Kind::unavailable},
        {Manner{.cuts = true}, Kind::unavailable},
        {Manner{.status = 400}, Kind::unavailable},
        {Manner{.status = 200, .body = "{}"}, Kind::unavailable},
        {Manner{.status = 200, .body = R"({"access_token":"a\r\nX: y"})"}, Kind::unavailable}}) {
    login.behave(manner);
    const DeliveryOutcome outcome = with_token().deliver(delivery());
    EXPECT_EQ(outcome.kind, kind) << outcome.why;
    EXPECT_EQ(outcome.why.rfind("no access token: ", 0), 0u) << outcome.why;
  }
  EXPECT_TRUE(peer.seen().empty());
}

TEST_F(HttpConnectorTest, SettingsThatCannotWorkAreRefused) {
  for (const Context& wrong :
       {Context{{"http", "pay.example"}}, Context{{"method", "post"}}, Context{{"timeout", "PT0S"}},
        Context{{"idempotency", "yes"}}, Context{{"encoding", "xml"}}, Context{{"sign", "no key"}},
        Context{{"headers", Context{{"Host", "a"}}}}, Context{{"headers", Context{{"X", "a\r\nY: b"}}}},
        Context{{"headers", Context{{"X Y", "a"}}}}, Context{{"event", Context{{"type", "a"}}}},
        Context{{"tls", Context{{"key", "a"}}}},
        Context{{"oauth2", Context{{"token_url", "https://a.example/"}}}}})
    EXPECT_EQ(refusal(wrong), "setting_invalid") << to_json(wrong);
  EXPECT_EQ(refusal({}), "");
}

}  // namespace
}  // namespace mailroom::connectors
