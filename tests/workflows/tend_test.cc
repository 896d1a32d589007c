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

}  // namespace
}  // namespace mailroom::workflows
