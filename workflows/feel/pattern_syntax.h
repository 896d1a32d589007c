// From XPath's regular expressions to ICU's. Pure; thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailroom::feel {

struct PatternFlags {
  bool dot_all = false, multi_line = false, ignore_case = false, extended = false, literal = false;
};

// The pattern as ICU writes it; none, with `why`, if it is no XPath pattern.
std::optional<std::string> to_icu_pattern(std::string_view xpath, const PatternFlags& flags,
                                          std::string& why);

}  // namespace mailroom::feel
