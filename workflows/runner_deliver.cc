// Deliveries: planned with the decision, sent afterwards, each attempt written down before the next.
#include <algorithm>
#include <set>

#include "base/digest.h"
#include "base/error.h"
#include "base/failpoint.h"
#include "base/text.h"
#include "workflows/case_facts.h"
#include "workflows/runner.h"
#include "workflows/transitions.h"

namespace mailroom::workflows {

using Outcome = connectors::DeliveryOutcome;

namespace {

// Before a delivery leaves, and before it is written down what became of it: a program that ends or stands
// still at either must not send it twice.
const Failpoint kSend("delivery.send"), kAcknowledge("delivery.acknowledge");

constexpr int kTries = 5;  // commits that others may win
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

// When to come back by itself; what is parked waits for its destination.
std::optional<Instant> next_attempt_of(const CaseRecord& record) {
  std::optional<Instant> back;
  for (const DeliveryRecord& delivery : record.deliveries) {
    if (delivery.parked || !may_go(record, delivery)) continue;
    if (!back || delivery.next_attempt < *back) back = delivery.next_attempt;
  }
  return back;
}

}  // namespace

std::optional<Instant> Runner::deliver_due(const std::string& case_id) {
  std::set<std::string> parked, full;  // by this call: each is looked at once
  for (;;) {
    auto record = store_.load(case_id);
    if (!record || is_held(*record) || record->state != State::delivering) return std::nullopt;
    const Workflow* workflow = workflow_of(*record);
    const auto next = next_to_send(*record, parked);
    if (next && workflow) {
      if (hold_if_subject_is_held(*record)) return std::nullopt;
      const std::string name = record->deliveries[*next].name;
      const Passage passage = send_or_park(*record, *workflow, *next);
      if (passage == Passage::lost) return clock_.now();
      if (passage != Passage::sent) parked.insert(name);
      if (passage == Passage::full) full.insert(name);
      continue;
    }
    CaseChange change{std::move(*record), {}, false, {}};
    for (DeliveryRecord& delivery : change.record.deliveries) {
      // As `park`, but nothing happened that the case's story should tell.
      if (full.contains(delivery.name)) delivery.parked = true;
    }
    settle_deliveries(change, workflow);
    if (change.record.state == State::delivering && full.empty()) return next_attempt_of(change.record);
    // The last that is written of the case by this call: whoever is called from now on stays called.
    const bool is_kept = store_.commit(change);
    for (const std::string& name : full) line_up(name);
    if (!is_kept) return clock_.now();
    return change.record.state == State::delivering ? next_attempt_of(change.record) : std::nullopt;
  }
}

// The first delivery that may go now; what was being sent when the program stopped goes again if the receiver
// knows the key.
std::optional<size_t> Runner::next_to_send(CaseRecord& record, const std::set<std::string>& but) const {
  for (size_t i = 0; i < record.deliveries.size(); ++i) {
    DeliveryRecord& delivery = record.deliveries[i];
    const connectors::Connector* connector = connector_of(record, delivery.name);
    if (delivery.state == DeliveryState::unknown && delivery.why == kInFlight && connector &&
        connector->honours_key() && !is_settled(record, delivery)) {
      delivery.state = DeliveryState::waiting;
    }
    const bool is_due = delivery.next_attempt <= clock_.now() && may_go(record, delivery);
    if (is_due && !but.contains(delivery.name)) return i;
  }
  return std::nullopt;
}

Runner::Passage Runner::send_or_park(CaseRecord& record, const Workflow& workflow, size_t index) {
  const std::string name = record.deliveries[index].name;
  const auto found = traffic_.find(name);
  connectors::Traffic* traffic = found == traffic_.end() ? nullptr : found->second;
  // Before the limit: who may not go takes no place from those who may.
  if (!admit(record.deliveries[index])) {
    park(record, index);
    return Passage::parked;
  }
  std::optional<connectors::Traffic::Pass> pass;
  if (traffic && !(pass = traffic->enter(record.deliveries[index].parked))) return Passage::full;
  if (traffic) call_next(name, *traffic);
  const bool sent = deliver_one(record, workflow, index);
  pass.reset();
  if (traffic) call_next(name, *traffic);
  return sent ? Passage::sent : Passage::lost;
}

// Its destination takes nothing now: the case is not due because of it, and no attempt is spent.
void Runner::park(CaseRecord& record, size_t index) {
  DeliveryRecord& delivery = record.deliveries[index];
  CaseChange change{record, {}, false, {}};
  if (!delivery.parked) note(change, "delivery_parked", {{"delivery", delivery.name}});
  change.record.deliveries[index].parked = true;
  // If somebody else has the case meanwhile, they meet the same destination. If that opened while this was
  // written down, nobody would let the delivery go any more.
  if (store_.commit(change) && admit(change.record.deliveries[index]))
    store_.unpark(delivery.name, 1, clock_.now());
}

// False: somebody else has the case.
bool Runner::deliver_one(CaseRecord& record, const Workflow& workflow, size_t index) {
  DeliveryRecord& delivery = record.deliveries[index];
  connectors::Connector* connector = connector_of(record, delivery.name);
  if (!connector || !workflow.delivery(delivery.name)) {
    return keep_outcome(std::move(record), workflow, delivery.id,
                        {Outcome::Kind::refused, "the workflow has no such delivery any more", ""});
  }
  if (!connector->honours_key()) {
    // Written down first: after a stop nobody would know whether it was sent.
    delivery.state = DeliveryState::unknown;
    delivery.why = kInFlight;
    if (!store_.commit(CaseChange{record, {}, false, {}})) return false;
    ++record.revision;
  }
  Outcome outcome;
  kSend.hit();
  try {
    outcome = connector->deliver(
        {delivery.key, record.number, delivery.name, delivery.content, delivery.amendment});
  } catch (const Error& error) {
    outcome = {Outcome::Kind::retry_later, error.message(), ""};
  }
  const bool in_doubt = outcome.kind == Outcome::Kind::unknown && connector->honours_key();
  if (in_doubt) outcome.kind = Outcome::Kind::retry_later;
  kAcknowledge.hit();
  const std::string name = delivery.name;
  const bool kept = keep_outcome(record, workflow, delivery.id, outcome, in_doubt);
  tell_destination(name, outcome);
  return kept;
}

// Written down even if a person laid hand on the case meanwhile (a note, a hold): it was sent.
bool Runner::keep_outcome(CaseRecord record, const Workflow& workflow, std::string delivery_id,
                          const Outcome& outcome, bool in_doubt) {
  for (int attempt = 0; attempt < kTries; ++attempt) {
    const auto found = std::find_if(record.deliveries.begin(), record.deliveries.end(),
                                    [&](const DeliveryRecord& one) { return one.id == delivery_id; });
    if (found == record.deliveries.end() || found->state == DeliveryState::delivered) return false;
    const DeliverySpec* spec = workflow.delivery(found->name);
    ++found->attempts;
    found->parked = false;
    found->in_doubt |= in_doubt;
    const std::string said = take_outcome(*found, outcome, spec ? spec->retry : Retry());
    CaseChange change{record, {}, false, {}};
    note(change, "delivery_attempted",
         {{"delivery", found->name}, {"attempt", found->attempts}, {"outcome", said}});
    if (spec && !spec->answers.empty() && outcome.kind == Outcome::Kind::delivered)
      pass_on_answers(change, workflow);
    if (record.state == State::delivering && !record.hold) settle_deliveries(change, &workflow);
    if (store_.commit(change)) return true;
    auto again = store_.load(record.id);
    if (!again) return false;
    record = std::move(*again);
  }
  return false;
}

// What the delivery is after this, and the audit's word for it.
std::string Runner::take_outcome(DeliveryRecord& delivery, const Outcome& outcome, const Retry& retry) const {
  const auto next = [&] {
    const Instant now = clock_.now();
    return outcome.not_before ? in_bounds(*outcome.not_before, now) : now + delay_after(retry, delivery);
  };
  delivery.why = outcome.kind == Outcome::Kind::delivered ? "" : outcome.why;
  switch (outcome.kind) {
    case Outcome::Kind::delivered:
      delivery.state = DeliveryState::delivered;
      delivery.in_doubt = false;
      delivery.receipt = outcome.receipt;
      delivery.answer = outcome.answer;
      return "delivered";
    case Outcome::Kind::unavailable:
      // Nobody's fault but the destination's.
      --delivery.attempts;
      delivery.state = DeliveryState::waiting;
      delivery.next_attempt = next();
      return "destination_unavailable";
    case Outcome::Kind::retry_later:
      delivery.state = DeliveryState::waiting;
      delivery.next_attempt = next();
      if (delivery.attempts < retry.max_attempts) return "retry_later";
      delivery.state = delivery.in_doubt ? DeliveryState::unknown : DeliveryState::refused;
      delivery.why = "gave up after " + count_of(delivery.attempts, "attempt") + ": " + outcome.why;
      return "given_up";
    case Outcome::Kind::refused:
      // This attempt was; an earlier one may have been taken.
      delivery.state = delivery.in_doubt ? DeliveryState::unknown : DeliveryState::refused;
      return "refused";
    case Outcome::Kind::unknown:
      delivery.state = DeliveryState::unknown;
      return "unknown";
  }
  return "unknown";
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
  if (reasons.empty() && workflow) reasons = standing_answers(record, *workflow);
  if (!reasons.empty()) {
    ask(change, workflow, std::move(reasons));
    return;
  }
  move_to(record, record.route == "returned" ? State::returned : State::closed);
  note(change, record.state == State::closed ? "case_closed" : "case_sent_back", {{"route", record.route}});
}

}  // namespace mailroom::workflows
