// XPath regular expressions (XPath and XQuery Functions 3.1, 5.6; XML Schema part 2, appendix F), as FEEL's
// matches(), replace() and split() ask for. Checked against XPath's own grammar and translated to ICU's,
// which differs in character class subtraction, blocks, anchors and escapes. Time limited; thread safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailroom::feel {

class Pattern {
 public:
  // None, with `why`, if it is not a valid pattern or flags are unknown (s, m, i, x, q are known).
  static std::optional<Pattern> compile(std::string_view pattern, std::string_view flags, std::string& why);

  // None if it takes too long.
  std::optional<bool> matches(std::string_view text) const;
  // None, with `why`, for a replacement that is not valid or a pattern that matches nothing ("").
  std::optional<std::string> replace(std::string_view text, std::string_view replacement,
                                     std::string& why) const;
  std::optional<std::vector<std::string>> split(std::string_view text, std::string& why) const;

 private:
  struct Compiled;
  explicit Pattern(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace mailroom::feel
