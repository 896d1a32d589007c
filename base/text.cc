#include "base/text.h"

#include <algorithm>

#include "base/edit_distance.h"

namespace mailroom {

namespace {

constexpr std::string_view kSpace = " \t\r\n\f\v";

struct Decoded {
  uint32_t code_point;
  size_t length;
  bool valid;
};

// Decodes one code point at the start of a non-empty text (RFC 3629: no overlong forms, no surrogates).
Decoded decode(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto more = [&](size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  const uint32_t first = byte(0);
  if (first < 0x80) return {first, 1, true};
  if (first >= 0xC2 && first < 0xE0 && more(1)) return {(first & 0x1F) << 6 | (byte(1) & 0x3Fu), 2, true};
  if (first >= 0xE0 && first < 0xF0 && more(1) && more(2)) {
    const uint32_t point = (first & 0x0F) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
    if (point >= 0x800 && (point < 0xD800 || point > 0xDFFF)) return {point, 3, true};
  }
  if (first >= 0xF0 && first < 0xF5 && more(1) && more(2) && more(3)) {
    const uint32_t point =
        (first & 0x07) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 | (byte(3) & 0x3Fu);
    if (point >= 0x10000 && point <= 0x10FFFF) return {point, 4, true};
  }
  return {0xFFFD, 1, false};
}

}  // namespace

std::string to_lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string_view trim(std::string_view text) {
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string joined;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) joined += separator;
    joined += parts[i];
  }
  return joined;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  if (from.empty()) return text;
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string fold_space(std::string_view text) {
  std::string folded;
  bool gap = false;
  for (char c : text) {
    if (kSpace.find(c) != std::string_view::npos) {
      gap = !folded.empty();
    } else {
      if (gap) folded += ' ';
      gap = false;
      folded += c;
    }
  }
  return folded;
}

std::vector<uint32_t> code_points(std::string_view utf8) {
  std::vector<uint32_t> points;
  points.reserve(utf8.size());
  while (!utf8.empty()) {
    const Decoded next = decode(utf8);
    points.push_back(next.code_point);
    utf8.remove_prefix(next.length);
  }
  return points;
}

void append_utf8(std::string& out, uint32_t point) {
  const auto put = [&](uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6), put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12), put(0x80 | (point >> 6 & 0x3F)), put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18), put(0x80 | (point >> 12 & 0x3F)), put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

std::string to_utf8(const std::vector<uint32_t>& points) {
  std::string out;
  for (uint32_t point : points) append_utf8(out, point);
  return out;
}

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (!next.valid) return false;
    text.remove_prefix(next.length);
  }
  return true;
}

size_t length_in_code_points(std::string_view utf8) {
  size_t count = 0;
  while (!utf8.empty()) {
    utf8.remove_prefix(decode(utf8).length);
    ++count;
  }
  return count;
}

std::optional<std::string> nearest_name(std::string_view typed, const std::vector<std::string>& known) {
  const std::vector<uint32_t> wanted = code_points(to_lower_ascii(typed));
  const size_t limit = std::max<size_t>(1, wanted.size() / 3);
  std::optional<std::string> nearest;
  size_t best = limit + 1;
  for (const std::string& name : known) {
    const size_t distance = edit_distance(wanted, code_points(to_lower_ascii(name)));
    if (distance < best) best = distance, nearest = name;
  }
  return nearest;
}

std::string quoted_list(const std::vector<std::string>& names, std::string_view last_word) {
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " " + std::string(last_word) + " " : ", ";
    text += "'" + names[i] + "'";
  }
  return text;
}

std::string with_thousands(long long number) {
  std::string digits = std::to_string(number < 0 ? -number : number);
  for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return number < 0 ? "-" + digits : digits;
}

std::string count_of(long long number, std::string_view noun) {
  return with_thousands(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

}  // namespace mailroom
