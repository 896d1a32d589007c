#include "base/identifier.h"

#include <algorithm>
#include <unordered_map>

#include "base/identifiers/families.h"
#include "base/identifiers/shape.h"

namespace mailroom {

const std::vector<IdentifierFormat>& identifier_formats() {
  static const std::vector<IdentifierFormat> kFormats = [] {
    std::vector<IdentifierFormat> all;
    for (const auto family :
         {identifiers::british(), identifiers::north_american(), identifiers::banking(),
          identifiers::international(), identifiers::german_speaking(), identifiers::western_european(),
          identifiers::southern_european(), identifiers::nordic_and_baltic(), identifiers::eastern_european(),
          identifiers::vat_numbers()})
      all.insert(all.end(), family.begin(), family.end());
    return all;
  }();
  return kFormats;
}

const IdentifierFormat* find_identifier_format(std::string_view name) {
  static const std::unordered_map<std::string_view, const IdentifierFormat*> kByName = [] {
    std::unordered_map<std::string_view, const IdentifierFormat*> by_name;
    for (const IdentifierFormat& format : identifier_formats()) by_name.emplace(format.name, &format);
    return by_name;
  }();
  const auto found = kByName.find(name);
  return found == kByName.end() ? nullptr : found->second;
}

std::string normal_identifier(const IdentifierFormat& format, std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\r", kGrouping = "-./";
  std::string normal;
  for (const char c : text) {
    if (kSpace.find(c) != std::string_view::npos) continue;
    if (kGrouping.find(c) != std::string_view::npos && format.kept.find(c) == std::string_view::npos)
      continue;
    normal += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return format.with_signs ? format.with_signs(std::move(normal)) : normal;
}

bool is_identifier(const IdentifierFormat& format, std::string_view text) {
  const std::string normal = normal_identifier(format, text);
  const auto length = static_cast<int>(normal.size());
  return length >= format.shortest && length <= format.longest && has_shape(format.pattern, normal) &&
         (format.check == nullptr || format.check(normal));
}

}  // namespace mailroom
