#include "base/identifier_repair.h"

namespace mailroom {
namespace {

// Both ways. Digits first: most identifiers have no others.
constexpr std::string_view kLookAlikes[] = {
    "06", "08", "09", "17", "23", "27", "35", "38", "39", "47", "49", "56", "58", "68", "89", "0O",
    "0D", "0Q", "1I", "1L", "1J", "2Z", "4A", "5S", "6G", "7T", "8B", "9P", "BE", "BR", "CG", "CO",
    "DO", "EF", "FP", "HN", "HK", "IL", "IJ", "IT", "KX", "MN", "OQ", "PR", "UV", "VY", "VW", "XY"};

}  // namespace

std::vector<Misreading> look_alikes_in(const IdentifierFormat& format, std::string_view normal) {
  std::vector<Misreading> all;
  for (size_t i = 0; i < normal.size(); ++i)
    for (const std::string_view pair : kLookAlikes)
      for (const size_t side : {size_t{0}, size_t{1}})
        if (pair[side] == normal[i] && format.alphabet.find(pair[1 - side]) != std::string_view::npos)
          all.push_back({i, pair[1 - side]});
  return all;
}

std::optional<std::string> repaired_identifier(const IdentifierFormat& format, std::string_view text,
                                               std::span<const Misreading> plausible) {
  if (!format.has_check_digit || is_identifier(format, text)) return std::nullopt;
  const std::string normal = normal_identifier(format, text);
  std::optional<std::string> only;
  for (const auto& [at, meant] : plausible) {
    if (at >= normal.size() || normal[at] == meant) continue;
    std::string meant_text = normal;
    meant_text[at] = meant;
    if (meant_text == only || !is_identifier(format, meant_text)) continue;
    if (only) return std::nullopt;
    only = std::move(meant_text);
  }
  return only;
}

}  // namespace mailroom
