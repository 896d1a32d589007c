// Messages to RabbitMQ and records to librdkafka's mock cluster: what they carry, and what answers mean.
#include <gtest/gtest.h>

#include <thread>

#include "base/error.h"
#include "connectors/amqp_connector.h"
#include "connectors/kafka_connector.h"
#include "tests/connectors/servers/broker.h"
#include "tests/connectors/servers/mock_kafka.h"

namespace mailroom::connectors {
namespace {

using Kind = DeliveryOutcome::Kind;

Delivery delivery(Context more) {
  Context content{{"body", Context{{"nino", "QQ123456C"}, {"amount", Decimal::parse("15.70").value()}}}};
  for (const auto& [name, value] : more.entries()) content.put(name, value);
  return {"0192/award", "26-48817-9", "award", content};
}

Context with(Context settings, const Context& more) {
  for (const auto& [name, value] : more.entries()) settings.put(name, value);
  return settings;
}

class AmqpConnectorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (Broker::get() == nullptr) GTEST_SKIP() << Broker::why();
    for (const char* loopback : {"127.0.0.1", "::1"}) around.private_networks.add(loopback);
    Broker::get()->remove("tested");
    Broker::get()->declare("tested");
  }
  Context settings(const Context& more = {}) const {
    return with({{"amqp", Broker::get()->url()},
                 {"login", Context{{"user", "office"}, {"password", "swordfish"}}},
                 {"timeout", "PT5S"}},
                more);
  }
  AmqpConnector connector(const Context& more = {}) const {
    const Context all = settings(more);
    return AmqpConnector(all, all, around);
  }
  DeliveryOutcome deliver(const Context& more = {}, const std::string& queue = "tested") const {
    return connector(more).deliver(delivery({{"routing_key", queue}}));
  }

  FakeClock clock{*parse_rfc3339("2026-11-23T08:31:00Z")};
  Surroundings around{"/site", &clock};
};

TEST_F(AmqpConnectorTest, SendsAPersistentMessageUnderItsKey) {
  AmqpConnector one = connector();
  const DeliveryOutcome outcome = one.deliver(delivery({{"routing_key", "tested"}}));
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_EQ(outcome.receipt, "message 0192/award");
  Delivery amended = delivery({{"routing_key", "tested"}});
  amended.amendment = 1;
  EXPECT_EQ(one.deliver(amended).kind, Kind::delivered);
  const auto messages = Broker::get()->messages("tested");
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].id, "0192/award");
  EXPECT_EQ(messages[0].body, R"({"nino": "QQ123456C", "amount": 15.70})");
  EXPECT_EQ(messages[0].content_type, "application/json");
  EXPECT_TRUE(messages[0].is_persistent);
  EXPECT_EQ(messages[1].id, "0192/award/amendment-1");
  EXPECT_EQ(messages[1].correlation_id, "0192/award");
}

TEST_F(AmqpConnectorTest, AMessageThatNoQueueTakesIsRefusedAndNotLost) {
  const DeliveryOutcome outcome = deliver({}, "nobody");
  EXPECT_EQ(outcome.kind, Kind::refused);
  EXPECT_EQ(outcome.why, "no queue takes it: none is bound to this exchange and routing key");
}

TEST_F(AmqpConnectorTest, AfterARefusalTheSameConnectionGoesOn) {
  AmqpConnector one = connector();
  EXPECT_EQ(one.deliver(delivery({{"routing_key", "nobody"}})).kind, Kind::refused);
  EXPECT_EQ(one.deliver(delivery({{"routing_key", "tested"}})).kind, Kind::delivered);
}

TEST_F(AmqpConnectorTest, AFullQueueIsTriedAgain) {
  Broker::get()->remove("full");
  Broker::get()->declare("full", 1);
  EXPECT_EQ(deliver({}, "full").kind, Kind::delivered);
  EXPECT_EQ(deliver({}, "full").kind, Kind::retry_later);
  EXPECT_EQ(Broker::get()->messages("full").size(), 1u);
}

TEST_F(AmqpConnectorTest, AnExchangeThatIsNotThereIsSaidAndTheNextOneGoesOut) {
  const DeliveryOutcome outcome = deliver({{"exchange", "nowhere"}});
  EXPECT_EQ(outcome.kind, Kind::unavailable);
  EXPECT_EQ(outcome.why,
            "the broker has no such exchange, or we may not use it: it closed the channel with 404");
  EXPECT_EQ(deliver({{"exchange", "decisions"}}, "award.decided").kind, Kind::delivered);
}

TEST_F(AmqpConnectorTest, ALoginThatIsNotTakenIsSaid) {
  const DeliveryOutcome outcome = deliver({{"login", Context{{"user", "office"}, {"password", "wrong"}}}});
  EXPECT_EQ(outcome.kind, Kind::unavailable);
  EXPECT_EQ(outcome.why.rfind("the broker does not let us in", 0), 0u) << outcome.why;
  EXPECT_EQ(deliver({{"amqp", Broker::get()->url() + "/elsewhere"}}).kind, Kind::unavailable);
}

TEST_F(AmqpConnectorTest, SpeaksTlsWithABrokerThatItTrusts) {
  const Context secure{{"amqp", Broker::get()->url(true)}};
  const Context trust{{"tls", Context{{"trust", Broker::get()->certificate().string()}}}};
  const DeliveryOutcome trusted = deliver(with(secure, trust));
  EXPECT_EQ(trusted.kind, Kind::delivered) << trusted.why;
  const DeliveryOutcome distrusted = deliver(secure);
  EXPECT_EQ(distrusted.kind, Kind::unavailable);
  EXPECT_EQ(distrusted.why.rfind("no secure connection to the broker", 0), 0u) << distrusted.why;
}

TEST_F(AmqpConnectorTest, APrivateAddressThatTheSiteDoesNotNameGetsNothing) {
  around.private_networks = {};
  EXPECT_EQ(deliver().kind, Kind::refused);
  EXPECT_TRUE(Broker::get()->messages("tested").empty());
}

TEST_F(AmqpConnectorTest, ABrokerThatIsKilledKeepsWhatItConfirmed) {
  AmqpConnector one = connector();
  EXPECT_EQ(one.deliver(delivery({{"routing_key", "tested"}})).kind, Kind::delivered);
  Broker::get()->process().stop();
  // Its end may not have come here yet.
  const Kind away = one.deliver(delivery({{"routing_key", "tested"}})).kind;
  EXPECT_TRUE(away == Kind::unavailable || away == Kind::unknown);
  EXPECT_EQ(one.deliver(delivery({{"routing_key", "tested"}})).kind, Kind::unavailable);
  Broker::get()->process().start();
  EXPECT_EQ(one.deliver(delivery({{"routing_key", "tested"}})).kind, Kind::delivered);
  EXPECT_EQ(Broker::get()->messages("tested").size(), 2u);
}

TEST_F(AmqpConnectorTest, AConnectionOnWhichNothingWasSaidForLongIsNotTrusted) {
  const std::string url = Broker::get()->url();
  const ServerProcess firewall("cutting_proxy.py", {"--to", url.substr(url.rfind(':') + 1), "--forget", "1"});
  AmqpConnector one = connector({{"amqp", "amqp://127.0.0.1:" + std::to_string(firewall.port())}});
  EXPECT_EQ(one.deliver(delivery({{"routing_key", "tested"}})).kind, Kind::delivered);
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  clock.advance(std::chrono::minutes(2));
  const DeliveryOutcome later = one.deliver(delivery({{"routing_key", "tested"}}));
  EXPECT_EQ(later.kind, Kind::delivered) << later.why;
}

TEST(AmqpConnector, ADryRunShowsTheMessage) {
  const Context settings{{"amqp", "${secret:BROKER}"},
                         {"exchange", "decisions"},
                         {"login", Context{{"user", "office"}, {"password", "${secret:BROKER_PASSWORD}"}}}};
  Delivery one = delivery({{"routing_key", "award.decided"}});
  one.amendment = 1;
  EXPECT_EQ(AmqpConnector(settings, settings, Surroundings{"/site"}).preview(one),
            "to ${secret:BROKER}, exchange 'decisions', routing key 'award.decided'\n"
            "message-id: 0192/award/amendment-1\n"
            "correlation-id: 0192/award\n"
            "\n"
            R"({"nino": "QQ123456C", "amount": 15.70})"
            "\n");
}

class KafkaConnectorTest : public ::testing::Test {
 protected:
  KafkaConnectorTest() {
    around.private_networks.add("127.0.0.1");
    cluster.create("awards");
  }
  KafkaConnector connector(const Context& more = {}) const {
    const Context all = with({{"kafka", cluster.brokers()},
                              {"topic", "awards"},
                              {"tls", Context{{"required", false}}},
                              {"timeout", "PT2S"}},
                             more);
    return KafkaConnector(all, all, around);
  }
  DeliveryOutcome deliver(const Context& more = {}) const { return connector(more).deliver(delivery({})); }

  FakeClock clock{*parse_rfc3339("2026-11-23T08:31:00Z")};
  Surroundings around{"/site", &clock};
  MockKafka cluster;
};

TEST_F(KafkaConnectorTest, SendsARecordUnderItsKey) {
  KafkaConnector one = connector();
  const DeliveryOutcome outcome = one.deliver(delivery({}));
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_EQ(outcome.receipt, "record 0192/award in topic awards");
  Delivery amended = delivery({{"key", "QQ123456C"}});
  amended.amendment = 1;
  EXPECT_EQ(one.deliver(amended).receipt, "record 0192/award/amendment-1 in topic awards");
  const auto records = cluster.records("awards");
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].key, "26-48817-9");
  EXPECT_EQ(records[0].body, R"({"nino": "QQ123456C", "amount": 15.70})");
  EXPECT_EQ(records[0].headers.at("Idempotency-Key"), "0192/award");
  EXPECT_EQ(records[1].key, "QQ123456C");
  EXPECT_EQ(records[1].headers.at("Mailroom-Amends"), "0192/award");
}

TEST_F(KafkaConnectorTest, WhatABrokerDoesNotTakeAtOnceIsSentAgainAndKeptOnce) {
  constexpr int kNotEnoughReplicas = 19;
  cluster.refuse_records(kNotEnoughReplicas, 2);
  EXPECT_EQ(deliver({{"timeout", "PT10S"}}).kind, Kind::delivered);
  EXPECT_EQ(cluster.records("awards").size(), 1u);
}

TEST_F(KafkaConnectorTest, ATopicThatWeMayNotWriteToIsSaid) {
  constexpr int kTopicAuthorizationFailed = 29;
  cluster.refuse_records(kTopicAuthorizationFailed, 1);
  const DeliveryOutcome outcome = deliver();
  EXPECT_EQ(outcome.kind, Kind::unavailable);
  EXPECT_EQ(outcome.why.rfind("the brokers do not let us write there: ", 0), 0u) << outcome.why;
}

TEST_F(KafkaConnectorTest, ARecordThatIsTooLargeIsRefused) {
  constexpr int kMessageTooLarge = 10;
  cluster.refuse_records(kMessageTooLarge, 1);
  EXPECT_EQ(deliver().kind, Kind::refused);
}

TEST_F(KafkaConnectorTest, BrokersThatAreAwayGetNothingAndLaterAll) {
  KafkaConnector one = connector({{"timeout", "PT1S"}});
  cluster.go_down(true);
  EXPECT_EQ(one.deliver(delivery({})).kind, Kind::unavailable);
  cluster.go_down(false);
  EXPECT_EQ(connector().deliver(delivery({})).kind, Kind::delivered);
  EXPECT_EQ(cluster.records("awards").size(), 1u);
}

TEST_F(KafkaConnectorTest, WhatWasSentAndNotAnsweredIsUnknown) {
  KafkaConnector one = connector({{"timeout", "PT2S"}});
  EXPECT_EQ(one.deliver(delivery({})).kind, Kind::delivered);
  cluster.be_slow(8000);
  const DeliveryOutcome outcome = one.deliver(delivery({}));
  EXPECT_EQ(outcome.kind, Kind::unknown) << outcome.why;
}

TEST_F(KafkaConnectorTest, APrivateAddressThatTheSiteDoesNotNameGetsNothing) {
  around.private_networks = {};
  EXPECT_EQ(deliver({{"timeout", "PT1S"}}).kind, Kind::refused);
  EXPECT_TRUE(cluster.records("awards").empty());
}

TEST(KafkaConnector, ADryRunShowsTheRecord) {
  const Context settings{{"kafka", "${secret:BROKERS}"}, {"topic", "awards"}};
  EXPECT_EQ(KafkaConnector(settings, settings, Surroundings{"/site"}).preview(delivery({})),
            "to topic awards of ${secret:BROKERS}\n"
            "key: 26-48817-9\n"
            "Idempotency-Key: 0192/award\n"
            "Content-Type: application/json\n"
            "\n"
            R"({"nino": "QQ123456C", "amount": 15.70})"
            "\n");
}

TEST(KafkaConnector, RefusesALoginInPlainSight) {
  const Context settings{
      {"kafka", "kafka1.example:9092"},
      {"topic", "awards"},
      {"tls", Context{{"required", false}}},
      {"login", Context{{"user", "office"}, {"password", "swordfish"}, {"mechanism", "PLAIN"}}}};
  EXPECT_THROW(KafkaConnector(settings, settings, Surroundings{"/site"}), Error);
}

}  // namespace
}  // namespace mailroom::connectors
