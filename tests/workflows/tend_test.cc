// Connectors that have something to do without a delivery.
#include "tests/workflows/office.h"

namespace mailroom::workflows {
namespace {

class TendedConnector final : public connectors::Connector {
 public:
  explicit TendedConnector(bool fails) : fails_(fails) {}
  connectors::DeliveryOutcome deliver(const connectors::Delivery&) override { return {}; }
  std::string preview(const connectors::Delivery&) const override { return "preview"; }
  bool honours_key() const override { return true; }
  void tend() override {
    ++tended;
    if (fails_) throw Error(Fault::machine, "batch_stuck", "the batch's file: no space", "out");
  }
  int tended = 0;

 private:
  bool fails_;
};

class TendTest : public Office {};

TEST_F(TendTest, OneThatCannotKeepsNobodyElseFromIt) {
  const auto failing = std::make_shared<TendedConnector>(true),
             well = std::make_shared<TendedConnector>(false);
  Runner tending(store, clock, workflows, {{"ctr/ledger", failing}, {"ctr/letter", well}});
  EXPECT_EQ(refusal_of([&] { tending.tend_connectors(); }), "batch_stuck");
  EXPECT_EQ(failing->tended, 1);
  EXPECT_EQ(well->tended, 1);
}

TEST_F(TendTest, AConnectorWithoutBatchesHasNothingToDo) {
  EXPECT_EQ(refusal_of([&] { runner->tend_connectors(); }), "");
}

// Cases stay on the version that they began with: it does not hold a destination to a limit that was raised.
TEST_F(Office, ADestinationIsHeldToTheNewestVersionsLimits) {
  const auto version = [](const std::string& id, int number, connectors::TrafficLimit limit) {
    auto workflow = std::make_shared<Workflow>();
    workflow->id = id;
    workflow->version = number;
    workflow->deliveries.resize(1);
    workflow->deliveries[0].name = "ledger";
    workflow->deliveries[0].limit = limit;
    return workflow;
  };
  EXPECT_EQ(Workflows({version("ctr", 1, {1, 60}), version("ctr", 2, {4, 0})}).limits().at("ledger").at_once,
            4);
  const auto both = Workflows({version("ctr", 2, {4, 0}), version("tax", 1, {2, 30})}).limits().at("ledger");
  EXPECT_EQ(both.at_once, 2);
  EXPECT_EQ(both.per_minute, 30);
}

}  // namespace
}  // namespace mailroom::workflows
