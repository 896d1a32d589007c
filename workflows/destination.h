// Where deliveries of one name go, as a gate: open, or closed by a person (paused) or by itself (down, a
// circuit breaker). Behind a closed gate deliveries are parked and spend no attempt; it opens with one that
// tries, then with more and more. Two workflows that name a delivery alike mean the same destination.
//
//   open ─failures→ down ─time→ probing ─taken→ ramping ─nothing parked→ open
//            ↑                     │ failure        │ failure
//            └─────────────────────┴────────────────┘      paused ─time or a person→ probing
//
// A value and pure functions, thread safe. The pattern is Nygard's (Release It!, Circuit Breaker).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace mailroom::workflows {

struct Destination {
  enum class Gate { open, paused, down, probing, ramping };
  std::string name;
  Gate gate = Gate::open;
  // paused: until then, none: until a person resumes it. down: then it is tried. probing, ramping: then more
  // are let go, if those that were sent did not come back (their daemon ended, their person is held).
  std::optional<Instant> until;
  std::string why;       // of the person, or what the destination answered last
  std::string by;        // paused: who
  int failures = 0;      // in a row, while open
  int closures = 0;      // in a row without anything taken: each one waits longer
  int64_t revision = 0;  // the store's
};
std::string_view to_string(Destination::Gate gate);
std::optional<Destination::Gate> parse_gate(std::string_view text);

inline constexpr int kFailuresToClose = 3;

// Nothing to remember about it.
bool is_plain(const Destination& destination);
// Whether a delivery may be sent. `parked`: it waited behind the gate before and was let go.
bool admits(const Destination& destination, bool parked);

// What a destination may ask for: not sooner than in a second, not later than in a day.
Instant in_bounds(Instant asked, Instant now);

// Each returns how many parked deliveries may go now.
int take_success(Destination& destination, Instant now);
// `until`: when the destination said to come again, which closes the gate at once until then.
int take_failure(Destination& destination, const std::string& why, Instant now,
                 std::optional<Instant> until = {});
// Its time has come, or a person resumes it.
int take_turn(Destination& destination, Instant now);
// What was to be let go was not there: nothing is parked.
void take_emptiness(Destination& destination);

}  // namespace mailroom::workflows
