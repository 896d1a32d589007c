#include "base/ids.h"

#include <sys/random.h>

#include <cstdio>
#include <mutex>

#include "base/error.h"

namespace mailroom {

std::string new_uuid(const Clock& clock) {
  static std::mutex mutex;
  static uint64_t last_tick =
      0;  // milliseconds · 4096 + a sequence within the millisecond (RFC 9562, 6.2 method 1)
  uint8_t random[8];
  if (getrandom(random, sizeof random, 0) != sizeof random) {
    throw Error(Fault::machine, "no_randomness", "the kernel gave no random bytes");
  }
  uint64_t tick = static_cast<uint64_t>(clock.now().microseconds / 1000) << 12;
  {
    const std::lock_guard lock(mutex);
    if (tick <= last_tick && last_tick - tick < (60'000ull << 12)) tick = last_tick + 1;
    last_tick = tick;
  }
  char text[40];
  std::snprintf(text, sizeof text, "%08x-%04x-7%03x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                static_cast<unsigned>(tick >> 28), static_cast<unsigned>(tick >> 12 & 0xFFFF),
                static_cast<unsigned>(tick & 0xFFF), (random[0] & 0x3Fu) | 0x80u, random[1], random[2],
                random[3], random[4], random[5], random[6], random[7]);
  return text;
}

std::string first_uuid(Instant instant) {
  const auto tick = static_cast<uint64_t>(instant.microseconds / 1000);
  char text[40];
  std::snprintf(text, sizeof text, "%08x-%04x-7000-8000-000000000000", static_cast<unsigned>(tick >> 16),
                static_cast<unsigned>(tick & 0xFFFF));
  return text;
}

namespace {

// ISO 7064 MOD 11,10.
char check_digit(std::string_view digits) {
  int product = 10;
  for (char c : digits) {
    int sum = (product + (c - '0')) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return static_cast<char>('0' + (11 - product) % 10);
}

}  // namespace

std::string case_number(int year, int64_t serial) {
  char text[40];
  std::snprintf(text, sizeof text, "%02d-%05lld", year % 100, static_cast<long long>(serial));
  std::string digits(text);
  digits.erase(2, 1);
  return std::string(text) + "-" + check_digit(digits);
}

std::optional<std::string> normal_case_number(std::string_view typed) {
  std::string digits;
  for (char c : typed) {
    if (c >= '0' && c <= '9')
      digits += c;
    else if (c != '-' && c != ' ' && c != '.')
      return std::nullopt;
  }
  if (digits.size() < 8 || digits.size() > 20) return std::nullopt;
  const char check = digits.back();
  digits.pop_back();
  if (check_digit(digits) != check) return std::nullopt;
  return digits.substr(0, 2) + "-" + digits.substr(2) + "-" + check;
}

}  // namespace mailroom
