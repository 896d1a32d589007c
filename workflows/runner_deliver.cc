// Deliveries: planned with the decision, sent afterwards, each attempt written down before the next.
#include <algorithm>

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include "workflows/case_facts.h"
#include "workflows/runner.h"
#include "workflows/transitions.h"

namespace mailroom::workflows {

namespace {

using Outcome = connectors::DeliveryOutcome;

constexpr char kCameLate[] = "came_late";
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
  const DeliveryRecord* before = delivery.after.empty() ? nullptr : find_delivery(record, delivery.after);
  return !before || is_settled(record, *before);
}

}  // namespace

std::optional<Instant> Runner::deliver_due(const std::string& case_id) {
  for (;;) {
    auto record = store_.load(case_id);
    if (!record || record->state != State::delivering || record->hold) return std::nullopt;
    const Workflow* workflow = workflow_of(*record);
    size_t next = record->deliveries.size();
    for (size_t i = 0; i < record->deliveries.size(); ++i) {
      DeliveryRecord& delivery = record->deliveries[i];
      // Parked by a stop in the middle of sending: if the receiver knows the key, it simply goes again.
      const connectors::Connector* connector = connector_of(*record, delivery.name);
      if (delivery.state == DeliveryState::unknown && connector && connector->honours_key() &&
          !is_settled(*record, delivery)) {
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
          delivery.after.empty() ? nullptr : find_delivery(change.record, delivery.after);
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
    try {
      outcome = found->second->deliver(
          {delivery.key, record.number, delivery.name, delivery.content, delivery.amendment});
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
  CaseChange change{record, {}, false, {}};
  note(change, "delivery_attempted",
       {{"delivery", delivery.name}, {"attempt", delivery.attempts}, {"outcome", said}});
  settle_deliveries(change, &workflow);
  return store_.commit(change);
}

// Documents that came while it was being sent. True: all is decided again with them, and what was sent is
// amended if that makes a difference. What a person ended they have to look at again themselves.
bool Runner::take_late_evidence(CaseChange& change, std::vector<Reason>& reasons) {
  CaseRecord& record = change.record;
  const bool ended_by_word = !record.reasons.empty();
  bool any = false;
  for (Filing& filing : record.filings) {
    const auto late = std::find(filing.doubts.begin(), filing.doubts.end(), kCameLate);
    if (late == filing.doubts.end()) continue;
    if (ended_by_word) {
      Reason reason{kCameLate, filing.document_id, filing.part, "",
                    filing.file + " came after the case was decided"};
      if (!is_approved(record, reason)) reasons.push_back(std::move(reason));
    } else {
      filing.doubts.erase(late);
      note(change, "evidence_considered", {{"document", filing.document_id}, {"part", filing.part}});
      any = true;
    }
  }
  if (any) move_to(record, State::checking);
  return any;
}

// The case's next state, if nothing is left to send by itself.
void Runner::settle_deliveries(CaseChange& change, const Workflow* workflow) {
  CaseRecord& record = change.record;
  std::vector<Reason> reasons;
  bool open = false;
  for (const DeliveryRecord& delivery : record.deliveries) {
    if (is_settled(record, delivery)) continue;
    const DeliveryRecord* before = delivery.after.empty() ? nullptr : find_delivery(record, delivery.after);
    const bool held = before && before->state != DeliveryState::waiting && !is_settled(record, *before);
    if (delivery.state != DeliveryState::waiting) {
      reasons.push_back(reason_of(delivery));
    } else if (!held) {
      open = true;
    }
  }
  if (open) return;
  if (reasons.empty() && take_late_evidence(change, reasons)) return;
  if (!reasons.empty()) {
    ask(change, workflow, std::move(reasons));
    return;
  }
  move_to(record, record.route == "returned" ? State::returned : State::closed);
  note(change, record.state == State::closed ? "case_closed" : "case_sent_back", {{"route", record.route}});
}

}  // namespace mailroom::workflows
