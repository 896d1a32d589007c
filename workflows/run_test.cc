#include "workflows/run_test.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/text.h"
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

std::vector<CaseRecord> cases_in(MemoryStore& store) {
  std::vector<CaseRecord> cases = store.cases();
  // A document that moved to its case leaves an empty one behind.
  std::erase_if(cases, [](const CaseRecord& record) { return record.filings.empty(); });
  return cases;
}

const Filing& filing_of(const CaseRecord& record, const GivenCorrection& correction) {
  int number = 0;
  for (const Filing& filing : record.filings)
    if (filing.role == correction.role && ++number == correction.document) return filing;
  throw Error(Fault::usage, "unknown_document",
              number == 0 ? "the case has no document '" + correction.role + "'"
                          : "the case has " + count_of(number, "document") + " '" + correction.role + "'",
              {}, "correct a field of one that came");
}

Runner::Verdict verdict_of(const TestStep& step, const CaseRecord& record) {
  Runner::Verdict verdict;
  verdict.kind = step.does;
  verdict.why = step.why;
  for (const GivenCorrection& one : step.corrections) {
    const Filing& filing = filing_of(record, one);
    Correction correction;
    correction.document_id = filing.document_id;
    correction.part = filing.part;
    correction.field = one.field;
    correction.value = one.value;
    verdict.corrections.push_back(std::move(correction));
  }
  return verdict;
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
  std::vector<SentDelivery> sent;
  for (const DeliverySpec& delivery : workflow.deliveries) {
    const auto answers = test.answers.find(delivery.name);
    told.push_back(std::make_shared<ToldConnector>(
        answers == test.answers.end() ? std::vector<connectors::DeliveryOutcome>() : answers->second,
        delivered(delivery), real_connector(workflow.id, delivery), sent));
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
  const auto go_on = [&] {
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
    return cases_in(store);
  };
  outcome.cases = go_on();
  outcome.sent = std::exchange(sent, {});
  for (const TestStep& step : test.then) {
    const auto& before = outcome.steps.empty() ? outcome.cases : outcome.steps.back().cases;
    const CaseRecord* record = case_of(test, before);
    if (!record) break;  // told of the test as a whole
    TestOutcome::Step made;
    try {
      runner.decide_by_person(record->id, verdict_of(step, *record), step.by);
      made.cases = go_on();
    } catch (const Error& error) {
      if (error.fault() != Fault::usage) throw;
      made.refused = error;
    }
    made.sent = std::exchange(sent, {});
    outcome.steps.push_back(std::move(made));
    if (outcome.steps.back().refused) break;
  }
  return outcome;
}

}  // namespace mailroom::workflows
