#include "workflows/run_test.h"

#include <algorithm>

#include "base/error.h"
#include "connectors/factory.h"
#include "workflows/memory_store.h"

namespace mailroom::workflows {

namespace {

constexpr int kMostReturns = 100;  // to a case whose deliveries wait: attempts are limited anyway
constexpr std::chrono::minutes kLookAgain{1};

bool is_delivering(MemoryStore& store, const std::string& case_id) {
  const auto record = store.load(case_id);
  return record && record->state == State::delivering;
}

connectors::DeliveryOutcome delivered(const DeliverySpec& spec) {
  connectors::DeliveryOutcome outcome;
  for (const std::string& name : spec.answers)
    outcome.answer.put(name, "(" + name + " from " + spec.name + ")");  // nobody said what
  return outcome;
}

}  // namespace

// Made with secrets left out: whether its receiver honours keys and what it takes hang on neither. Null where
// they are needed.
std::shared_ptr<const connectors::Connector> TestRunner::real_connector(const std::string& workflow,
                                                                        const DeliverySpec& delivery) {
  const auto [at, is_new] = real_.try_emplace(workflow + "/" + delivery.name);
  if (!is_new) return at->second;
  try {
    at->second = connectors::make_connector(delivery.kind, delivery.settings, delivery.settings, {site_});
  } catch (const Error&) {
    at->second = nullptr;
  }
  return at->second;
}

TestOutcome TestRunner::run(const TestCase& test, const std::vector<ReadDocument>& read) {
  TestOutcome outcome;
  const Workflow& workflow = *test.workflow;
  FakeClock clock(test.now);
  MemoryStore store;
  Runner::Connectors connectors;
  std::vector<std::shared_ptr<ToldConnector>> told;
  for (const DeliverySpec& delivery : workflow.deliveries) {
    const auto answers = test.answers.find(delivery.name);
    told.push_back(std::make_shared<ToldConnector>(
        answers == test.answers.end() ? std::vector<connectors::DeliveryOutcome>() : answers->second,
        delivered(delivery), real_connector(workflow.id, delivery), outcome.sent));
    connectors[workflow.id + "/" + delivery.name] = told.back();
  }
  Runner::Lookups lookups;
  for (const auto& [name, finding] : test.lookups)
    lookups[workflow.id + "/" + name] = std::make_shared<ToldLookup>(finding);
  const Workflows only({test.workflow}, post_);
  Runner runner(store, clock, only, std::move(connectors), std::move(lookups));
  for (const ReadDocument& document : read) runner.file(document);
  for (const ReadDocument& document : test.documents) runner.file(document);
  const auto waits = [&] {
    return std::any_of(told.begin(), told.end(), [](const auto& one) { return one->waits_for_more(); });
  };
  for (const CaseRecord& record : store.cases()) {
    while (runner.advance(record.id)) {
    }
    auto next = runner.deliver_due(record.id);
    for (int i = 0; waits() && is_delivering(store, record.id) && i < kMostReturns; ++i) {
      // What is parked comes back when its destination does.
      clock.set(next.value_or(clock.now() + kLookAgain));
      runner.reopen_destinations();
      next = runner.deliver_due(record.id);
    }
  }
  outcome.cases = store.cases();
  // A document that moved to its case leaves an empty one behind.
  std::erase_if(outcome.cases, [](const CaseRecord& record) { return record.filings.empty(); });
  return outcome;
}

}  // namespace mailroom::workflows
