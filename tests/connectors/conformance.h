// What every connector promises (connectors/connector.h), as one suite. A connector joins with a
// `Subject`: how it is made on a folder of its own, a delivery it takes, and how its effects are counted.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "base/file.h"
#include "connectors/factory.h"

namespace mailroom::connectors {

inline constexpr const char* kSecret = "s3cr3t-swordfish";  // part of a setting of every subject

struct Subject {
  std::string kind;
  std::function<std::unique_ptr<Connector>(const std::filesystem::path& site)> make;
  std::function<void(const std::filesystem::path& site)> prepare;          // the receiver, ready to take
  std::function<void(const std::filesystem::path& site)> make_unwritable;  // the receiver, unable to take
  Context content;
  std::function<int(const std::filesystem::path& site)> effects;  // how often something took effect
  std::function<std::string()> left_out = [] {
    return std::string();
  };                      // why its receiver cannot be had here
  std::string name = {};  // of several subjects of a kind; default: the kind
  // Given: the content for a case, where it must name the case.
  std::function<Context(const std::string& case_number)> content_for = {};

  const std::string& named() const { return name.empty() ? kind : name; }
  friend std::ostream& operator<<(std::ostream& out, const Subject& subject) {
    return out << subject.named();
  }
};

class ConnectorConformance : public testing::TestWithParam<Subject> {
 protected:
  void SetUp() override {
    if (const std::string why = GetParam().left_out(); !why.empty()) GTEST_SKIP() << why;
    GetParam().prepare(site_.path());
    connector_ = GetParam().make(site_.path());
  }
  Delivery delivery(const std::string& key = "0192-ledger",
                    const std::string& case_number = "26-48817-9") const {
    const auto& content_for = GetParam().content_for;
    return {key, case_number, "ledger", content_for ? content_for(case_number) : GetParam().content};
  }
  int effects() const { return GetParam().effects(site_.path()); }

  TemporaryFolder site_{"mailroom-connector"};
  std::unique_ptr<Connector> connector_;
};

TEST_P(ConnectorConformance, DeliversOnceWithAReceipt) {
  const DeliveryOutcome outcome = connector_->deliver(delivery());
  EXPECT_EQ(outcome.kind, DeliveryOutcome::Kind::delivered) << outcome.why;
  EXPECT_NE(outcome.receipt, "");
  EXPECT_EQ(effects(), 1);
}

TEST_P(ConnectorConformance, TheSameKeyAgainIsDeliveredAndChangesNothing) {
  if (!connector_->honours_key()) GTEST_SKIP() << "this one's receivers look at no key: a person settles it";
  const DeliveryOutcome first = connector_->deliver(delivery());
  const auto restarted = GetParam().make(site_.path());
  const DeliveryOutcome again = restarted->deliver(delivery());
  EXPECT_EQ(again.kind, DeliveryOutcome::Kind::delivered) << again.why;
  EXPECT_EQ(again.receipt, first.receipt);
  EXPECT_EQ(effects(), 1);
}

TEST_P(ConnectorConformance, AnotherKeyIsAnotherDelivery) {
  connector_->deliver(delivery());
  const Delivery other = delivery("0193-ledger", "26-48818-7");
  EXPECT_EQ(connector_->deliver(other).kind, DeliveryOutcome::Kind::delivered);
  EXPECT_EQ(effects(), 2);
}

TEST_P(ConnectorConformance, AnAmendmentTakesEffectOnceUnderTheSameKey) {
  connector_->deliver(delivery());
  Delivery amended = delivery();
  amended.amendment = 1;
  if (!connector_->amends()) GTEST_SKIP() << "this one does not amend: a person settles it";
  EXPECT_EQ(connector_->deliver(amended).kind, DeliveryOutcome::Kind::delivered);
  if (!connector_->honours_key()) return;
  const int once = effects();
  const DeliveryOutcome again = GetParam().make(site_.path())->deliver(amended);
  EXPECT_EQ(again.kind, DeliveryOutcome::Kind::delivered) << again.why;
  EXPECT_EQ(effects(), once);
}

TEST_P(ConnectorConformance, APreviewHasNoSideEffects) {
  EXPECT_NE(connector_->preview(delivery()), "");
  EXPECT_EQ(effects(), 0);
}

TEST_P(ConnectorConformance, WhatCannotBeWrittenSaysWhyAndTakesNoEffect) {
  GetParam().make_unwritable(site_.path());
  const DeliveryOutcome outcome = connector_->deliver(delivery());
  EXPECT_TRUE(outcome.kind == DeliveryOutcome::Kind::retry_later ||
              outcome.kind == DeliveryOutcome::Kind::unavailable ||
              outcome.kind == DeliveryOutcome::Kind::refused);
  EXPECT_NE(outcome.why, "");
  EXPECT_EQ(outcome.why.find(kSecret), std::string::npos) << outcome.why;
  EXPECT_EQ(outcome.receipt, "");
}

TEST_P(ConnectorConformance, ShowsNoSecretOfItsSettings) {
  const DeliveryOutcome outcome = connector_->deliver(delivery());
  EXPECT_EQ(outcome.receipt.find(kSecret), std::string::npos) << outcome.receipt;
  EXPECT_EQ(connector_->preview(delivery()).find(kSecret), std::string::npos);
}

TEST_P(ConnectorConformance, IsListedWithItsKeys) {
  const ConnectorKind* kind = find_kind(GetParam().kind);
  ASSERT_NE(kind, nullptr);
  EXPECT_EQ(kind->keys.front().name, kind->name);
  for (const ConnectorKey& key : kind->keys) EXPECT_NE(key.description, "") << key.name;
}

}  // namespace mailroom::connectors
