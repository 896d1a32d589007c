// Destinations that do not take everything: who may go, what their answers mean, when they open again.
#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "workflows/runner.h"

namespace mailroom::workflows {

namespace {

constexpr int kTries = 20;  // changes that others may win before it is left to them
constexpr std::chrono::microseconds kBetweenLooks = std::chrono::minutes(1);
constexpr int kMostUnknown = 1000;  // at a look

}  // namespace

bool Runner::admit(const DeliveryRecord& delivery) {
  const auto destination = store_.destination(delivery.name);
  return !destination || admits(*destination, delivery.parked);
}

// `change` returns how many parked deliveries may go then.
void Runner::change_destination(const std::string& name, const std::function<int(Destination&)>& change) {
  for (int attempt = 0; attempt < kTries; ++attempt) {
    auto loaded = store_.destination(name);
    Destination destination = loaded ? std::move(*loaded) : Destination{};
    destination.name = name;
    const int released = change(destination);
    if (!store_.keep_destination(destination)) continue;
    if (released == 0 || store_.unpark(name, released, clock_.now()) > 0) return;
    // Nothing is parked any more: the gate stands open.
    auto empty = store_.destination(name);
    if (!empty || empty->gate != destination.gate) return;
    take_emptiness(*empty);
    if (store_.keep_destination(*empty)) return;
  }
}

void Runner::tell_destination(const std::string& name, const connectors::DeliveryOutcome& outcome) {
  const bool failed = outcome.kind == connectors::DeliveryOutcome::Kind::unavailable;
  // Nothing is written about a destination that is well.
  if (!failed && !store_.destination(name)) return;
  change_destination(name, [&](Destination& destination) {
    return failed ? take_failure(destination, outcome.why, clock_.now(), outcome.not_before)
                  : take_success(destination, clock_.now());
  });
}

void Runner::tend_connectors() {
  std::optional<Error> trouble;
  for (const auto& [name, connector] : connectors_) {
    try {
      connector->tend();
    } catch (const Error& error) {
      if (!trouble) trouble = error;
    }
  }
  if (trouble) throw Error(*trouble);
}

// Behind a closed gate nobody is called. While it ramps it lets go by itself as well, and whoever it let go
// may have found no room.
void Runner::call_next(const std::string& name, connectors::Traffic& traffic) {
  for (;;) {
    const auto call = traffic.call();
    if (call.count == 0) return;
    const auto destination = store_.destination(name);
    const auto gate = destination ? destination->gate : Destination::Gate::open;
    const int most = gate == Destination::Gate::open      ? call.count
                     : gate == Destination::Gate::ramping ? 1
                                                          : 0;
    // Who may go now goes before what has just come.
    const Instant due = call.at <= clock_.now() ? Instant{0} : call.at;
    const int came = most == 0 ? 0 : store_.unpark(name, most, due);
    traffic.answered(call, came, came < most);
    // Else once more: whoever lined up meanwhile found the place taken by this call, and called nobody.
    if (came == most) return;
  }
}

// Once that is written down.
void Runner::line_up(const std::string& name) {
  connectors::Traffic& traffic = *traffic_.at(name);
  traffic.line_up();
  call_next(name, traffic);
}

// Once a minute, by whoever comes first: those in line whose caller ended, or whose destination no workflow
// knows any more. True: of the latter there were some.
bool Runner::look_for_lines() {
  const Instant now = clock_.now();
  int64_t due = next_look_.load();
  const bool is_soon = now.microseconds < due && due <= (now + kBetweenLooks).microseconds;
  if (is_soon || !next_look_.compare_exchange_strong(due, (now + kBetweenLooks).microseconds)) return false;
  bool may_any_go = false;
  for (const std::string& name : store_.parked_for()) {
    if (traffic_.contains(name)) {
      line_up(name);
    } else if (!store_.destination(name)) {
      may_any_go |= store_.unpark(name, kMostUnknown, now) > 0;
    }
  }
  return may_any_go;
}

bool Runner::tend_lines() {
  bool may_any_go = look_for_lines();
  for (const auto& [name, traffic] : traffic_) {
    call_next(name, *traffic);
    may_any_go |= traffic->is_expecting();
  }
  return may_any_go;
}

bool Runner::reopen_destinations() {
  bool is_any_due = false;
  for (const Destination& one : store_.destinations()) {
    if (!one.until || clock_.now() < *one.until) continue;
    is_any_due = true;
    change_destination(one.name, [&](Destination& destination) {
      const bool still = destination.until && *destination.until <= clock_.now();
      return still ? take_turn(destination, clock_.now()) : 0;
    });
  }
  return is_any_due;
}

void Runner::must_know_destination(const std::string& name) const {
  std::vector<std::string> known;
  for (const auto& workflow : workflows_.all()) {
    for (const DeliverySpec& one : workflow->deliveries) {
      if (one.name == name) return;
      if (std::find(known.begin(), known.end(), one.name) == known.end()) known.push_back(one.name);
    }
  }
  const auto near = nearest_name(name, known);
  throw Error(Fault::usage, "unknown_destination", "no workflow delivers to '" + name + "'", {},
              near ? "write '" + *near + "'" : "known: " + quoted_list(known, "and"));
}

void Runner::pause_destination(const std::string& name, std::optional<Instant> until, const std::string& why,
                               const std::string& by) {
  must_know_destination(name);
  if (trim(why).empty())
    throw Error(Fault::usage, "why_missing", "say why nothing is sent to '" + name + "'", {}, "--why \"…\"");
  if (until && *until <= clock_.now())
    throw Error(Fault::usage, "until_past", to_rfc3339(*until) + " is over", {}, "give a time to come");
  change_destination(name, [&](Destination& destination) {
    destination.gate = Destination::Gate::paused;
    destination.until = until;
    destination.why = why;
    destination.by = by;
    return 0;
  });
}

void Runner::resume_destination(const std::string& name, const std::string& by) {
  must_know_destination(name);
  const auto destination = store_.destination(name);
  if (!destination || destination->gate == Destination::Gate::open)
    throw Error(Fault::usage, "not_paused", "'" + name + "' takes everything already", {});
  change_destination(name, [&](Destination& one) {
    one.by = by;
    return take_turn(one, clock_.now());
  });
}

}  // namespace mailroom::workflows
