#include "connectors/batch_rule.h"

#include <algorithm>
#include <charconv>
#include <ctime>

#include "base/local_time.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

constexpr int kMostInBatch = 10'000;
constexpr int64_t kLongestSeconds = 31 * 24 * 3600;

std::optional<int> number_in(std::string_view text) {
  int number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

int minutes_of(const std::string& text) {
  if (text.size() == 5 && text[2] == ':') {
    const auto hour = number_in(text.substr(0, 2)), minute = number_in(text.substr(3));
    if (hour && minute && *hour >= 0 && *hour < 24 && *minute >= 0 && *minute < 60)
      return *hour * 60 + *minute;
  }
  throw setting_invalid("batch.at", "a time of the day in quotes, for example \"17:00\"");
}

// This time of the office's day, so many days after that of the instant. What a change of clocks leaves out
// is what mktime makes of it.
Instant at_minute(Instant instant, int minutes, int days) {
  std::tm parts = local_time(instant);
  parts.tm_mday += days;
  parts.tm_hour = minutes / 60;
  parts.tm_min = minutes % 60;
  parts.tm_sec = 0;
  return instant_of(parts);
}

}  // namespace

BatchRule BatchRule::of(const Context& settings) {
  BatchRule rule;
  if (const std::string every = text_at(settings, "batch.every", ""); !every.empty()) {
    rule.every = parse_duration(every);
    if (!rule.every || rule.every->seconds < 1 || rule.every->seconds > kLongestSeconds)
      throw setting_invalid("batch.every", "a duration from PT1S to P31D");
  }
  if (const std::string at = text_at(settings, "batch.at", ""); !at.empty()) rule.at = minutes_of(at);
  if (!rule.every && !rule.at)
    throw setting_invalid("batch", "'every: PT1H' or 'at: \"17:00\"', so that no delivery waits for ever");
  if (const std::string most = text_at(settings, "batch.at_most", ""); !most.empty()) {
    const auto number = number_in(most);
    if (!number || *number < 1 || *number > kMostInBatch)
      throw setting_invalid("batch.at_most", "a number from 1 to " + std::to_string(kMostInBatch));
    rule.at_most = *number;
  }
  return rule;
}

Instant BatchRule::due(Instant opened) const {
  std::optional<Instant> when;
  if (every) when = opened + std::chrono::seconds(every->seconds);
  if (at) {
    Instant next = at_minute(opened, *at, 0);
    if (next <= opened) next = at_minute(opened, *at, 1);
    when = when ? std::min(*when, next) : next;
  }
  return *when;
}

}  // namespace mailroom::connectors
