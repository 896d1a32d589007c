#include "workflows/destination.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace mailroom::workflows {

namespace {

using Gate = Destination::Gate;

constexpr std::array kGates = {
    std::pair{Gate::open, std::string_view("open")},
    std::pair{Gate::paused, std::string_view("paused")},
    std::pair{Gate::down, std::string_view("down")},
    std::pair{Gate::probing, std::string_view("probing")},
    std::pair{Gate::ramping, std::string_view("ramping")},
};

constexpr std::chrono::microseconds kShortest = std::chrono::seconds(30);
constexpr std::chrono::microseconds kLongest = std::chrono::minutes(15);
// How long those that were let go may take to answer before others are.
constexpr std::chrono::microseconds kPatience = std::chrono::minutes(2);
// Each that is taken lets two go: the stream doubles with every round.
constexpr int kRamp = 2;

void close(Destination& destination, const std::string& why, Instant now) {
  auto delay = kShortest;
  for (int i = 0; i < destination.closures && delay < kLongest; ++i) delay *= 2;
  destination.gate = Gate::down;
  destination.until = now + std::min(delay, kLongest);
  destination.why = why;
  ++destination.closures;
}

}  // namespace

std::string_view to_string(Gate gate) {
  return kGates[static_cast<size_t>(gate)].second;
}

std::optional<Gate> parse_gate(std::string_view text) {
  for (const auto& [gate, name] : kGates) {
    if (name == text) return gate;
  }
  return {};
}

bool is_plain(const Destination& destination) {
  return destination.gate == Gate::open && destination.failures == 0;
}

bool admits(const Destination& destination, bool parked) {
  switch (destination.gate) {
    case Gate::open:
      return true;
    case Gate::probing:
    case Gate::ramping:
      return parked;
    default:
      return false;
  }
}

int take_success(Destination& destination, Instant now) {
  destination.failures = destination.closures = 0;
  if (destination.gate != Gate::probing && destination.gate != Gate::ramping) return 0;
  destination.gate = Gate::ramping;
  destination.until = now + kPatience;
  return kRamp;
}

Instant in_bounds(Instant asked, Instant now) {
  return std::clamp(asked, now + std::chrono::seconds(1), now + std::chrono::hours(24));
}

int take_failure(Destination& destination, const std::string& why, Instant now,
                 std::optional<Instant> until) {
  if (destination.gate == Gate::paused || destination.gate == Gate::down)
    return 0;  // one that was on its way
  ++destination.failures;
  destination.why = why;
  if (destination.gate != Gate::open || until || destination.failures >= kFailuresToClose)
    close(destination, why, now);
  if (until) destination.until = in_bounds(*until, now);
  return 0;
}

int take_turn(Destination& destination, Instant now) {
  const bool is_ramping = destination.gate == Gate::ramping;
  if (!is_ramping) destination.gate = Gate::probing;
  destination.until = now + kPatience;
  return is_ramping ? kRamp : 1;
}

void take_emptiness(Destination& destination) {
  // Nobody tried it: what comes next does, and one more failure closes it again.
  const bool untried = destination.gate == Gate::probing && destination.closures > 0;
  destination.gate = Gate::open;
  destination.until.reset();
  destination.by.clear();
  destination.failures = untried ? kFailuresToClose - 1 : 0;
}

}  // namespace mailroom::workflows
