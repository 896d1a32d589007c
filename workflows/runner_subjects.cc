// Holds on a subject: the store's word counts for whatever case the person has or will have; a held case
// carries a copy, so that lists tell it and the daemon leaves it alone.
#include "base/error.h"
#include "base/text.h"
#include "workflows/runner.h"
#include "workflows/transitions.h"

namespace mailroom::workflows {

namespace {

constexpr int kTries = 5;
// A copy that outlived its hold (the daemon ended in between) is found at the latest then.
constexpr std::chrono::microseconds kLookAgain = std::chrono::hours(1);

}  // namespace

// Whether nothing may be done with it. A copy of a subject's hold that is over goes away here.
bool Runner::is_held(CaseRecord& record) {
  if (!record.hold) return false;
  if (!record.hold->of_subject || clock_.now() < record.hold->look_again) return true;
  CaseChange change{record, {}, false, {}};
  const bool still = store_.hold_on(record.subject).has_value();
  if (still) {
    change.record.hold->look_again = clock_.now() + kLookAgain;
  } else {
    end_hold(change.record);
    note(change, "case_released", {{"subject", true}});
  }
  if (!store_.commit(change) || still) return true;
  auto again = store_.load(record.id);
  if (!again) return true;
  record = std::move(*again);
  return record.hold.has_value();
}

// True: it is, and the case is parked.
bool Runner::hold_if_subject_is_held(CaseRecord& record) {
  if (record.subject.empty()) return false;
  const auto hold = store_.hold_on(record.subject);
  if (!hold) return false;
  CaseChange change{record, {}, false, {}};
  change.record.hold = Hold{hold->by, hold->at, hold->why, true, clock_.now() + kLookAgain};
  note(change, "case_held", {{"subject", true}}, hold->by);
  // If somebody else has the case, they meet the same hold.
  [[maybe_unused]] const bool kept = store_.commit(change);
  return true;
}

int Runner::hold_subject(const std::string& subject, const std::string& why, const std::string& by) {
  if (trim(why).empty())
    throw Error(Fault::usage, "why_missing", "say why the person is held", {}, "--why \"…\"");
  if (!store_.hold_subject(subject, Hold{by, clock_.now(), why, true, {}}))
    throw Error(Fault::usage, "subject_held", "the person is on hold already");
  int met = 0;
  for (const std::string& id : store_.cases_of(subject)) {
    for (int attempt = 0; attempt < kTries; ++attempt) {
      auto record = store_.load(id);
      if (!record || is_ended(record->state)) break;
      ++met;
      if (record->hold) break;
      hold_if_subject_is_held(*record);
      const auto now = store_.load(id);
      if (!now || now->hold) break;
      --met;  // somebody was faster: once more
    }
  }
  return met;
}

int Runner::release_subject(const std::string& subject, const std::string& by) {
  if (!store_.release_subject(subject, by, clock_.now()))
    throw Error(Fault::usage, "not_held", "the person is not on hold");
  int met = 0;
  for (const std::string& id : store_.cases_of(subject)) {
    for (int attempt = 0; attempt < kTries; ++attempt) {
      auto record = store_.load(id);
      if (!record || !record->hold || !record->hold->of_subject) break;
      CaseChange change{std::move(*record), {}, false, {}};
      end_hold(change.record);
      note(change, "case_released", {{"subject", true}}, by);
      if (!store_.commit(change)) continue;
      ++met;
      break;
    }
  }
  return met;
}

}  // namespace mailroom::workflows
