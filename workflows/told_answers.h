// Connectors and look-ups that answer as a test tells them and write down what they were handed. One thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/connector.h"
#include "connectors/lookup.h"

namespace mailroom::workflows {

struct SentDelivery {
  std::string case_id, name;
  Context content;
};

// Answers attempt by attempt; then, and if it is told nothing, everything is delivered.
class ToldConnector final : public connectors::Connector {
 public:
  // `real` says whether its receiver honours keys; null: it does not. `nothing_told`: the answer then. The
  // log is not owned.
  ToldConnector(std::vector<connectors::DeliveryOutcome> told, connectors::DeliveryOutcome nothing_told,
                std::shared_ptr<const Connector> real, std::vector<SentDelivery>& log);

  connectors::DeliveryOutcome deliver(const connectors::Delivery& delivery) override;
  std::string preview(const connectors::Delivery& delivery) const override;
  bool honours_key() const override { return real_ && real_->honours_key(); }
  bool amends() const override { return real_ && real_->amends(); }

  // Whether it was asked and has more to answer.
  bool waits_for_more() const { return next_ > 0 && next_ < told_.size(); }

 private:
  std::vector<connectors::DeliveryOutcome> told_;
  connectors::DeliveryOutcome nothing_told_;
  std::shared_ptr<const Connector> real_;
  std::vector<SentDelivery>& log_;
  size_t next_ = 0;
};

// Whatever it is asked.
class ToldLookup final : public connectors::Lookup {
 public:
  explicit ToldLookup(connectors::Finding finding) : finding_(std::move(finding)) {}
  connectors::Finding look_up(const connectors::Question&) override { return finding_; }

 private:
  connectors::Finding finding_;
};

}  // namespace mailroom::workflows
