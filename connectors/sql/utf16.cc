#include "connectors/sql/utf16.h"

#include "base/text.h"

namespace mailroom::connectors::sql {

namespace {

constexpr uint32_t kFirstPair = 0x10000, kHigh = 0xD800, kLow = 0xDC00, kEnd = 0xE000, kReplacement = 0xFFFD;
constexpr int kHalf = 10;

bool is_low(char16_t unit) {
  return unit >= kLow && unit < kEnd;
}

}  // namespace

std::u16string to_utf16(std::string_view utf8) {
  std::u16string out;
  for (const uint32_t point : code_points(utf8)) {
    if (point < kFirstPair) {
      out += static_cast<char16_t>(point);
    } else {
      out += static_cast<char16_t>(kHigh + ((point - kFirstPair) >> kHalf));
      out += static_cast<char16_t>(kLow + ((point - kFirstPair) & 0x3FF));
    }
  }
  return out;
}

std::string from_utf16(std::u16string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    uint32_t point = text[i];
    if (point >= kHigh && point < kEnd) {
      const bool is_pair = point < kLow && i + 1 < text.size() && is_low(text[i + 1]);
      point = is_pair ? kFirstPair + ((point - kHigh) << kHalf) + (text[i + 1] - kLow) : kReplacement;
      i += is_pair ? 1 : 0;
    }
    append_utf8(out, point);
  }
  return out;
}

}  // namespace mailroom::connectors::sql
