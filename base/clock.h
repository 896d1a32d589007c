// Time as everybody asks for it: no other file reads the wall clock. Instants are UTC; an office's local day
// follows from its time zone (daemon settings). Clocks are thread safe.
#pragma once

#include <atomic>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailroom {

// Microseconds since 1970-01-01T00:00Z.
struct Instant {
  int64_t microseconds = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;
  Instant operator+(std::chrono::microseconds d) const { return {microseconds + d.count()}; }
  std::chrono::microseconds operator-(Instant other) const {
    return std::chrono::microseconds(microseconds - other.microseconds);
  }
};

// "2026-11-23T08:31:00.250Z"; parse takes any RFC 3339 time with an offset.
std::string to_rfc3339(Instant instant);
std::optional<Instant> parse_rfc3339(std::string_view text);

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

// Stands still until told otherwise; what every test and replay uses.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Instant start) : now_(start.microseconds) {}
  Instant now() const override { return {now_.load()}; }
  void set(Instant instant) { now_ = instant.microseconds; }
  void advance(std::chrono::microseconds by) { now_ += by.count(); }

 private:
  std::atomic<int64_t> now_;
};

}  // namespace mailroom
