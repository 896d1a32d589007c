#include "connectors/sql/names.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::connectors::sql {

namespace {

constexpr size_t kLongestName = 63;
constexpr size_t kMostParts = 3;

}  // namespace

bool is_plain_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto fits = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() <= kLongestName && letter(name[0]) &&
         std::all_of(name.begin(), name.end(), fits) && !to_lower_ascii(name).starts_with("sqlite_");
}

bool is_table_name(std::string_view name) {
  const auto parts = split(name, '.');
  return parts.size() <= kMostParts && std::all_of(parts.begin(), parts.end(), is_plain_name);
}

std::string_view own_name(std::string_view table) {
  const size_t dot = table.rfind('.');
  return dot == std::string_view::npos ? table : table.substr(dot + 1);
}

std::string_view owner_of(std::string_view table) {
  const size_t dot = table.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : table.substr(0, dot);
}

std::string quoted(std::string_view name, const Dialect& dialect) {
  std::string out;
  for (const std::string_view part : split(name, '.')) {
    if (!out.empty()) out += '.';
    out += dialect.quote;
    out += part;
    out += dialect.quote;
  }
  return out;
}

std::string with_numbered_parameters(std::string_view statement) {
  std::string out;
  int number = 0;
  for (const char c : statement) {
    if (c != '?') {
      out += c;
    } else {
      out += '$';
      out += std::to_string(++number);
    }
  }
  return out;
}

std::string places(size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += i == 0 ? "?" : ", ?";
  return out;
}

}  // namespace mailroom::connectors::sql
