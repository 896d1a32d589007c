#include "connectors/likeness.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/edit_distance.h"
#include "base/letters.h"
#include "base/text.h"

namespace mailroom::connectors {

namespace {

constexpr int kDigits = 3;
constexpr uint32_t kFirstBeyondAscii = 0x80;

// "12 Hígh-Street " → "12 high street"
std::vector<uint32_t> plain(std::string_view text) {
  std::vector<uint32_t> out;
  bool is_apart = false;
  for (const uint32_t point : code_points(to_lower_latin(without_accents(text)))) {
    const bool is_letter =
        (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9') || point >= kFirstBeyondAscii;
    if (is_letter) {
      if (is_apart && !out.empty()) out.push_back(' ');
      out.push_back(point);
    }
    is_apart = !is_letter;
  }
  return out;
}

}  // namespace

Decimal likeness(std::string_view a, std::string_view b) {
  const std::vector<uint32_t> one = plain(a), other = plain(b);
  const auto longer = static_cast<int64_t>(std::max(one.size(), other.size()));
  if (longer == 0) return 1;
  const Decimal same = longer - static_cast<int64_t>(edit_distance(one, other));
  return same.divide(longer).value_or(0).rounded(kDigits, Rounding::half_even).value_or(0);
}

}  // namespace mailroom::connectors
