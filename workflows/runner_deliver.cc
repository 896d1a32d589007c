// Deliveries: planned with the decision, sent afterwards, each attempt written down before the next.
#include <algorithm>

#include "base/digest.h"
#include "base/error.h"
#include "base/failpoint.h"
#include "base/ids.h"
#include "base/text.h"
#include "workflows/case_facts.h"
#include "workflows/runner.h"
#include "workflows/transitions.h"

namespace mailroom::workflows {

namespace {

using Outcome = connectors::DeliveryOutcome;

// Before a delivery leaves, and before it is written down what became of it: a program that ends or stands
// still at either must not send it twice.
const Failpoint kSend("delivery.send"), kAcknowledge("delivery.acknowledge");

constexpr char kInFlight[] = "the program was stopped while it was being sent";

// Doubled with each attempt up to the longest, less up to a quarter, which differs from case to case so that
// a receiver that comes back is not met by all at once.
std::chrono::microseconds delay_after(const Retry& retry, const DeliveryRecord& delivery) {
  auto delay = retry.first_delay;
  for (int i = 1; i < delivery.attempts && delay < retry.max_delay; ++i) delay *= 2;
  delay = std::min(delay, retry.max_delay);
  const std::string noise = sha256(delivery.key + std::to_string(delivery.attempts)).substr(0, 4);
  return delay - delay / 4 * std::stol(noise, nullptr, 16) / 0x10000;
}

const DeliveryRecord* find_named(const CaseRecord& record, const std::string& name) {
  const auto found = std::find_if(record.deliveries.begin(), record.deliveries.end(),
                                  [&](const DeliveryRecord& one) { return one.name == name; });
  return found == record.deliveries.end() ? nullptr : &*found;
}

Reason reason_of(const DeliveryRecord& delivery) {
  const bool refused = delivery.state == DeliveryState::refused;
  return {refused ? "delivery_refused" : "delivery_unknown", "", 0, delivery.name,
          delivery.name + (refused ? " was not delivered: " : " may or may not have been delivered: ") +
              delivery.why};
}

bool is_settled(const CaseRecord& record, const DeliveryRecord& delivery) {
  return delivery.state == DeliveryState::delivered ||
         (delivery.state != DeliveryState::waiting && is_approved(record, reason_of(delivery)));
}

// Due, and nothing before it is open.
bool may_go(const CaseRecord& record, const DeliveryRecord& delivery, Instant now) {
  if (delivery.state != DeliveryState::waiting || now < delivery.next_attempt) return false;
  const DeliveryRecord* before = delivery.after.empty() ? nullptr : find_named(record, delivery.after);
  return !before || is_settled(record, *before);
}

}  // namespace

void Runner::plan_deliveries(CaseChange& change, const Workflow& workflow,
                             const std::vector<std::string>& names, const Context& facts) {
  CaseRecord& record = change.record;
  // What was decided before and not sent is not wanted any more; what took effect stays.
  auto& deliveries = record.deliveries;
  deliveries.erase(std::remove_if(deliveries.begin(), deliveries.end(),
                                  [](const DeliveryRecord& one) {
                                    return one.state == DeliveryState::waiting ||
                                           one.state == DeliveryState::refused;
                                  }),
                   deliveries.end());
  for (const std::string& name : names) {
    const DeliverySpec* spec = workflow.delivery(name);
    if (!spec || find_named(record, name)) continue;
    DeliveryRecord delivery;
    delivery.id = new_uuid(clock_);
    delivery.name = name;
    delivery.key = record.id + "/" + name;
    const Value content = spec->content.render(facts);
    if (content.is(Value::Kind::context)) delivery.content = content.context();
    if (std::find(names.begin(), names.end(), spec->after) != names.end()) delivery.after = spec->after;
    delivery.next_attempt = clock_.now();
    note(change, "delivery_planned", {{"delivery", name}});
    record.deliveries.push_back(std::move(delivery));
  }
}

std::optional<Instant> Runner::deliver_due(const std::string& case_id) {
  for (;;) {
    auto record = store_.load(case_id);
    if (!record || record->state != State::delivering) return std::nullopt;
    const Workflow* workflow = workflow_of(*record);
    size_t next = record->deliveries.size();
    for (size_t i = 0; i < record->deliveries.size(); ++i) {
      DeliveryRecord& delivery = record->deliveries[i];
      // Parked by a stop in the middle of sending: if the receiver knows the key, it simply goes again.
      const auto connector = connectors_.find(record->workflow + "/" + delivery.name);
      if (delivery.state == DeliveryState::unknown && connector != connectors_.end() &&
          connector->second->honours_key() && !is_settled(*record, delivery)) {
        delivery.state = DeliveryState::waiting;
      }
      if (may_go(*record, delivery, clock_.now())) {
        next = i;
        break;
      }
    }
    if (next < record->deliveries.size() && workflow) {
      if (!deliver_one(*record, *workflow, next)) return clock_.now();
      continue;
    }
    CaseChange change{std::move(*record), {}, false, {}};
    settle_deliveries(change, workflow);
    if (change.record.state != State::delivering && !store_.commit(change)) return clock_.now();
    if (change.record.state != State::delivering) return std::nullopt;
    std::optional<Instant> back;
    for (const DeliveryRecord& delivery : change.record.deliveries) {
      const DeliveryRecord* before =
          delivery.after.empty() ? nullptr : find_named(change.record, delivery.after);
      if (delivery.state != DeliveryState::waiting || (before && !is_settled(change.record, *before)))
        continue;
      if (!back || delivery.next_attempt < *back) back = delivery.next_attempt;
    }
    return back;
  }
}

// False: somebody else has the case.
bool Runner::deliver_one(CaseRecord& record, const Workflow& workflow, size_t index) {
  DeliveryRecord& delivery = record.deliveries[index];
  const auto found = connectors_.find(record.workflow + "/" + delivery.name);
  const DeliverySpec* spec = workflow.delivery(delivery.name);
  ++delivery.attempts;
  Outcome outcome{Outcome::Kind::refused, "the workflow has no such delivery any more", ""};
  if (found != connectors_.end() && spec) {
    if (!found->second->honours_key()) {
      // Written down first: after a stop nobody would know whether it was sent.
      delivery.state = DeliveryState::unknown;
      delivery.why = kInFlight;
      if (!store_.commit(CaseChange{record, {}, false, {}})) return false;
      ++record.revision;
    }
    kSend.hit();
    try {
      outcome = found->second->deliver({delivery.key, record.number, delivery.name, delivery.content});
    } catch (const Error& error) {
      outcome = {Outcome::Kind::retry_later, error.message(), ""};
    }
    if (outcome.kind == Outcome::Kind::unknown && found->second->honours_key()) {
      outcome.kind = Outcome::Kind::retry_later;
    }
  }
  const Retry retry = spec ? spec->retry : Retry();
  delivery.why = outcome.kind == Outcome::Kind::delivered ? "" : outcome.why;
  std::string said;
  switch (outcome.kind) {
    case Outcome::Kind::delivered:
      delivery.state = DeliveryState::delivered;
      delivery.receipt = outcome.receipt;
      said = "delivered";
      break;
    case Outcome::Kind::retry_later:
      said = "retry_later";
      delivery.state = DeliveryState::waiting;
      if (delivery.attempts >= retry.max_attempts) {
        delivery.state = DeliveryState::refused;
        delivery.why = "gave up after " + count_of(delivery.attempts, "attempt") + ": " + outcome.why;
        said = "given_up";
      }
      delivery.next_attempt = clock_.now() + delay_after(retry, delivery);
      break;
    case Outcome::Kind::refused:
      delivery.state = DeliveryState::refused;
      said = "refused";
      break;
    case Outcome::Kind::unknown:
      delivery.state = DeliveryState::unknown;
      said = "unknown";
      break;
  }
  kAcknowledge.hit();
  CaseChange change{record, {}, false, {}};
  note(change, "delivery_attempted",
       {{"delivery", delivery.name}, {"attempt", delivery.attempts}, {"outcome", said}});
  settle_deliveries(change, &workflow);
  return store_.commit(change);
}

// The case's next state, if nothing is left to send by itself.
void Runner::settle_deliveries(CaseChange& change, const Workflow* workflow) {
  CaseRecord& record = change.record;
  std::vector<Reason> reasons;
  bool open = false;
  for (const DeliveryRecord& delivery : record.deliveries) {
    if (is_settled(record, delivery)) continue;
    const DeliveryRecord* before = delivery.after.empty() ? nullptr : find_named(record, delivery.after);
    const bool held = before && before->state != DeliveryState::waiting && !is_settled(record, *before);
    if (delivery.state != DeliveryState::waiting) {
      reasons.push_back(reason_of(delivery));
    } else if (!held) {
      open = true;
    }
  }
  if (open) return;
  if (reasons.empty()) {
    for (const Filing& filing : record.filings) {
      if (std::find(filing.doubts.begin(), filing.doubts.end(), "came_late") == filing.doubts.end()) continue;
      Reason reason{"came_late", filing.document_id, filing.part, "",
                    filing.file + " came after the case was decided"};
      if (!is_approved(record, reason)) reasons.push_back(std::move(reason));
    }
  }
  if (!reasons.empty()) {
    ask(change, workflow, std::move(reasons));
    return;
  }
  move_to(record, record.route == "returned" ? State::returned : State::closed);
  note(change, record.state == State::closed ? "case_closed" : "case_sent_back", {{"route", record.route}});
}

}  // namespace mailroom::workflows
