#include "workflows/told_answers.h"

namespace mailroom::workflows {

using connectors::DeliveryOutcome;

ToldConnector::ToldConnector(std::vector<DeliveryOutcome> told, DeliveryOutcome nothing_told,
                             std::shared_ptr<const Connector> real, std::vector<SentDelivery>& log)
    : told_(std::move(told)), nothing_told_(std::move(nothing_told)), real_(std::move(real)), log_(log) {}

DeliveryOutcome ToldConnector::deliver(const connectors::Delivery& delivery) {
  const std::string case_id = delivery.idempotency_key.substr(0, delivery.idempotency_key.find('/'));
  log_.push_back({case_id, delivery.name, delivery.content});
  DeliveryOutcome outcome = next_ < told_.size() ? told_[next_] : nothing_told_;
  ++next_;
  if (outcome.kind == DeliveryOutcome::Kind::delivered && outcome.answer.empty())
    outcome.answer = nothing_told_.answer;
  return outcome;
}

std::string ToldConnector::preview(const connectors::Delivery& delivery) const {
  return real_ ? real_->preview(delivery) : std::string();
}

}  // namespace mailroom::workflows
