#include "base/letters.h"

#include "base/text.h"

namespace mailroom {
namespace {

constexpr uint32_t kFirst = 0xc0, kLast = 0x17f;
// From U+00C0 on, what Unicode's canonical decomposition says: the letter without its mark (of those that
// have none, the one that looks most like it; '.' for what is no letter) and where the mark stands: (a)bove,
// (b)elow, a s(t)roke through it; '-' for another shape.
constexpr std::string_view kBases =
    "AAAAAAACEEEEIIIIDNOOOOO.OUUUUYPsaaaaaaaceeeeiiiidnooooo.ouuuuypy"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"
    "lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzf";
constexpr std::string_view kMarks =
    "aaaaaa-baaaaaaaataaaaaa.taaaaa-taaaaaa-baaaaaaaa-aaaaaa.taaaaa-a"
    "aaaabbaaaaaaaaaattaaaaaabbaaaaaaaabbaattaaaaaabba.--aabb-aabbaa-"
    "-ttaabbaa---aaaaaa--aabbaaaaaabbaabbaattaaaaaaaaaabbaaaaaaaaaaa-";

bool is_ascii_letter(uint32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Capitals stand on even places, but for two runs.
bool is_capital_first_on_odd(uint32_t c) {
  return (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);
}

uint32_t upper(uint32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 0x20 : c;
  if (c >= 0xe0 && c <= 0xfe && c != 0xf7) return c - 0x20;
  if (c == 0xff) return 0x178;
  if (c < 0x100 || c > kLast || c == 0x131 || c == 0x138 || c == 0x149 || c == 0x17f) return c;
  if (is_capital_first_on_odd(c)) return c % 2 == 0 ? c - 1 : c;
  return c % 2 != 0 ? c - 1 : c;
}

uint32_t lower(uint32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 0x20 : c;
  if (c >= 0xc0 && c <= 0xde && c != 0xd7) return c + 0x20;
  if (c == 0x178) return 0xff;
  if (c < 0x100 || c > kLast || c == 0x130 || c == 0x138 || c == 0x149) return c;
  if (is_capital_first_on_odd(c)) return c % 2 != 0 ? c + 1 : c;
  return c % 2 == 0 ? c + 1 : c;
}

// What two letters in one are written as.
std::string_view apart(uint32_t c) {
  switch (c) {
    case 0xdf:
      return "ss";
    case 0xc6:
      return "AE";
    case 0xe6:
      return "ae";
    case 0x152:
      return "OE";
    case 0x153:
      return "oe";
    default:
      return {};
  }
}

}  // namespace

Letter letter_of(uint32_t c) {
  if (is_ascii_letter(c)) return {static_cast<char>(c), Accent::none};
  if (c < kFirst || c > kLast) return {};
  const char mark = kMarks[c - kFirst];
  if (mark == '.') return {};
  return {kBases[c - kFirst], mark == 'a' ? Accent::above : mark == 'b' ? Accent::below : Accent::shape};
}

std::string without_accents(std::string_view utf8) {
  std::string out;
  for (const uint32_t c : code_points(utf8)) {
    if (const std::string_view two = apart(c); !two.empty())
      out += two;
    else if (const Letter letter = letter_of(c); letter.base != 0)
      out += letter.base;
    else
      append_utf8(out, c);
  }
  return out;
}

std::string to_upper_latin(std::string_view utf8) {
  std::string out;
  for (const uint32_t c : code_points(utf8)) {
    if (c == 0xdf)
      out += "SS";
    else
      append_utf8(out, upper(c));
  }
  return out;
}

std::string to_lower_latin(std::string_view utf8) {
  std::string out;
  for (const uint32_t c : code_points(utf8)) append_utf8(out, lower(c));
  return out;
}

}  // namespace mailroom
