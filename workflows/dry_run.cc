#include "workflows/dry_run.h"

#include <algorithm>

#include "base/error.h"
#include "base/json.h"
#include "connectors/factory.h"
#include "workflows/memory_store.h"

namespace mailroom::workflows {

namespace {

// Shows instead of sending; everything it is given counts as delivered, so that what follows is shown too.
class ShowingConnector final : public connectors::Connector {
 public:
  ShowingConnector(std::unique_ptr<Connector> shown, const DeliverySpec& spec, std::vector<DryDelivery>& log)
      : shown_(std::move(shown)), log_(log) {
    for (const std::string& name : spec.answers)
      answer_.put(name, "(" + name + " from " + spec.name + ")");  // what nobody knows yet
  }

  connectors::DeliveryOutcome deliver(const connectors::Delivery& delivery) override {
    const std::string case_id = delivery.idempotency_key.substr(0, delivery.idempotency_key.find('/'));
    log_.push_back({case_id, delivery.name, preview(delivery)});
    connectors::DeliveryOutcome outcome;
    outcome.answer = answer_;
    return outcome;
  }
  std::string preview(const connectors::Delivery& delivery) const override {
    return shown_ ? shown_->preview(delivery) : to_json(Value(delivery.content), 2) + "\n";
  }
  bool honours_key() const override { return true; }

 private:
  std::unique_ptr<Connector> shown_;
  Context answer_;
  std::vector<DryDelivery>& log_;
};

std::unique_ptr<connectors::Connector> connector_for(const DeliverySpec& delivery,
                                                     const std::filesystem::path& site, const Clock& clock) {
  try {
    return connectors::make_connector(delivery.kind, delivery.settings, delivery.settings, {site, &clock});
  } catch (const Error&) {
    return nullptr;  // a secret that is not at hand here: the content alone is shown
  }
}

}  // namespace

DryRun dry_run(const Workflows& workflows, const std::filesystem::path& site, const Clock& clock,
               const std::vector<ReadDocument>& documents, Runner::Lookups lookups) {
  DryRun result;
  MemoryStore store;
  Runner::Connectors connectors;
  for (const auto& workflow : workflows.all()) {
    for (const DeliverySpec& delivery : workflow->deliveries) {
      connectors[workflow->id + "/" + delivery.name] = std::make_shared<ShowingConnector>(
          connector_for(delivery, site, clock), delivery, result.deliveries);
    }
  }
  Runner runner(store, clock, workflows, std::move(connectors), std::move(lookups));
  // All are filed first: what belongs together is looked at together.
  for (const ReadDocument& document : documents) runner.file(document);
  for (const CaseRecord& record : store.cases()) {
    while (runner.advance(record.id)) {
    }
    runner.deliver_due(record.id);
  }
  result.cases = store.cases();
  // A document that moved to its case leaves an empty one behind.
  result.cases.erase(std::remove_if(result.cases.begin(), result.cases.end(),
                                    [](const CaseRecord& record) { return record.filings.empty(); }),
                     result.cases.end());
  return result;
}

}  // namespace mailroom::workflows
