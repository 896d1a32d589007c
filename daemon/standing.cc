#include "daemon/standing.h"

#include <algorithm>

#include "workflows/case_facts.h"

namespace mailroom::daemon {

using workflows::CaseRecord;
using workflows::DeliveryRecord;
using workflows::State;

std::string standing_of(const CaseRecord& record) {
  if (record.hold && is_open(record.state)) return "on hold";
  switch (record.state) {
    case State::closed:
      return "closed";
    case State::returned:
      return "returned";
    case State::quarantined:
      return "unreadable";
    case State::awaiting_review:
      return "waiting for a person";
    case State::delivering:
      for (const DeliveryRecord& delivery : record.deliveries) {
        if (may_go(record, delivery)) return "waiting for " + delivery.name;
      }
      return "waiting for a person";
    default:
      if (record.not_before) {
        return record.waiting_for.empty() ? "waiting for its date" : "waiting for " + record.waiting_for;
      }
      return "being read";
  }
}

int rank_of(std::string_view standing) {
  if (standing == "being read") return 0;
  if (standing == "waiting for a person") return 1;
  if (standing == "unreadable") return kRankUnreadable;
  if (standing == "returned") return kRankReturned;
  if (standing == "closed") return kRankClosed;
  return kRankWaitingLast;
}

std::optional<Instant> due_of(const CaseRecord& record) {
  if (record.hold) return record.hold->of_subject ? std::optional(record.hold->look_again) : std::nullopt;
  switch (record.state) {
    case State::checking:
    case State::deciding:
      return record.not_before.value_or(Instant{0});
    case State::delivering: {
      std::optional<Instant> next;
      bool parked = false;
      for (const DeliveryRecord& delivery : record.deliveries) {
        if (!may_go(record, delivery)) continue;
        parked |= delivery.parked;
        if (!delivery.parked) next = std::min(next.value_or(delivery.next_attempt), delivery.next_attempt);
      }
      if (parked && !next) return {};  // until its destination takes something
      // Nothing may go but the case is not closed: the daemon was stopped between the two, or a person waved
      // a delivery through. The runner settles it.
      return next.value_or(Instant{0});
    }
    default:
      return {};
  }
}

bool is_open(State state) {
  return state != State::closed && state != State::returned && state != State::quarantined;
}

}  // namespace mailroom::daemon
