#include "ocr/reader/check_digit_repair.h"

#include <algorithm>

#include "base/identifier_repair.h"

namespace mailroom::ocr::reader {

std::optional<std::string> with_check_digit(std::string_view format_name,
                                            const std::vector<std::string>& texts) {
  const IdentifierFormat* format = find_identifier_format(format_name);
  if (format == nullptr || !format->has_check_digit || texts.empty()) return std::nullopt;
  if (std::any_of(texts.begin(), texts.end(), [&](const auto& text) { return is_identifier(*format, text); }))
    return std::nullopt;
  const std::string first = normal_identifier(*format, texts.front());
  std::vector<Misreading> plausible;
  std::vector<bool> doubted(first.size());
  for (const std::string& text : texts) {
    const std::string other = normal_identifier(*format, text);
    if (other.size() != first.size()) continue;
    for (size_t i = 0; i < first.size(); ++i) {
      if (other[i] == first[i]) continue;
      doubted[i] = true;
      plausible.push_back({i, other[i]});
    }
  }
  for (const Misreading& misreading : look_alikes_in(*format, first))
    if (doubted[misreading.at]) plausible.push_back(misreading);
  return repaired_identifier(*format, first, plausible);
}

bool is_repaired(std::string_view format_name, std::string_view text,
                 const std::vector<std::string>& first_readings) {
  const IdentifierFormat* format = find_identifier_format(format_name);
  if (format == nullptr || !format->has_check_digit || !is_identifier(*format, text)) return false;
  const std::string normal = normal_identifier(*format, text);
  return std::none_of(first_readings.begin(), first_readings.end(), [&](const std::string& reading) {
    return normal_identifier(*format, reading) == normal;
  });
}

}  // namespace mailroom::ocr::reader
