// What a bucket's answers mean, from a peer that gives them on demand; the real server is in servers/.
#include "connectors/s3_connector.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "tests/connectors/http_peer.h"

namespace mailroom::connectors {
namespace {

using Kind = DeliveryOutcome::Kind;

class S3ConnectorTest : public ::testing::Test {
 protected:
  S3ConnectorTest() { around.private_networks.add("127.0.0.1"); }
  Context settings(Context more = {}) const {
    Context made{{"s3", "s3://northmere/outgoing/"},
                 {"endpoint", peer.url("")},
                 {"access_key", "office"},
                 {"secret_key", "swordfish"},
                 {"timeout", "PT1S"}};
    for (const auto& [name, value] : more.entries()) made.put(name, value);
    return made;
  }
  DeliveryOutcome deliver() { return S3Connector(settings(), around).deliver(delivery()); }
  static Delivery delivery() {
    return {"0192/export",
            "26-48817-9",
            "export",
            {{"content", Context{{"amount", Decimal::parse("15.70").value()}}}}};
  }
  Kind answered(int status, const std::string& body = "") {
    peer.behave({.status = status, .body = body});
    return deliver().kind;
  }

  HttpPeer peer;
  Surroundings around{"/site"};
};

TEST_F(S3ConnectorTest, PutsAnObjectOnlyWhereThereIsNone) {
  peer.behave({.status = 200, .body = ""});
  const DeliveryOutcome outcome = deliver();
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_EQ(outcome.receipt, "s3://northmere/outgoing/26-48817-9-export.json");
  const SeenRequest request = peer.seen().at(0);
  EXPECT_EQ(request.method + " " + request.target, "PUT /northmere/outgoing/26-48817-9-export.json");
  EXPECT_EQ(request.headers.at("if-none-match"), "*");
  EXPECT_NE(request.headers.at("authorization").find("Credential=office/"), std::string::npos);
}

TEST_F(S3ConnectorTest, AnObjectThatIsThereIsOursIfItSaysTheSame) {
  const std::string preview = S3Connector(settings(), around).preview(delivery());
  const std::string object = preview.substr(preview.find('\n') + 1);
  peer.behave({.status = 200, .body = object});
  peer.behave_once({.status = 412, .body = ""});
  EXPECT_EQ(deliver().kind, Kind::delivered);
  EXPECT_EQ(peer.seen().back().method, "GET");
  peer.behave({.status = 200, .body = "somebody else's"});
  peer.behave_once({.status = 412, .body = ""});
  EXPECT_EQ(deliver().kind, Kind::refused);
}

TEST_F(S3ConnectorTest, WhatItAnswersIsWhatItIs) {
  EXPECT_EQ(answered(403), Kind::unavailable);
  EXPECT_EQ(answered(409), Kind::retry_later);
  EXPECT_EQ(answered(503), Kind::unavailable);
  EXPECT_EQ(answered(500), Kind::unknown);
  peer.behave({.status = 404, .body = "<Error><Code>NoSuchBucket</Code></Error>"});
  EXPECT_EQ(deliver().why, "the bucket answered 404 NoSuchBucket");
  peer.behave({.cuts = true});
  EXPECT_EQ(deliver().kind, Kind::unknown);
  around.private_networks = {};
  EXPECT_EQ(deliver().kind, Kind::refused);
}

TEST_F(S3ConnectorTest, RefusesSettingsThatCannotBe) {
  const auto refuses = [&](const Context& more) { EXPECT_THROW(S3Connector(settings(more), around), Error); };
  refuses({{"s3", "northmere/outgoing"}});
  refuses({{"s3", "s3://North_Mere"}});
  refuses({{"endpoint", "s3.example"}});
  refuses({{"style", "both"}});
  refuses({{"idempotency", "key"}});
}

}  // namespace
}  // namespace mailroom::connectors
