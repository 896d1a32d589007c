// What an inbox knows of an item beside its content, and the rules of mailroom.yaml that make named values of
// it (inboxes.*.facts): a pattern that fits the sender names a partner, a folder a team. Pure, thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace mailroom::daemon {

struct Document;

// One fact: the value of the first pattern that fits, in the order in which they are written.
struct ArrivalRule {
  struct Case {
    std::string source;   // one of workflows::arrival_facts()
    std::string pattern;  // '*' stands for anything; capitals do not count
    std::string value;
    friend bool operator==(const Case&, const Case&) = default;
  };
  std::string name;
  std::vector<Case> cases;
  std::optional<std::string> otherwise;  // none: null
  friend bool operator==(const ArrivalRule&, const ArrivalRule&) = default;
};

// Of a document's item, with what the rules of its inbox make of it.
Context arrival_of(const Document& document, const std::vector<ArrivalRule>& rules);

// Whether a text is like a pattern of a rule.
bool fits_pattern(std::string_view pattern, std::string_view text);

// The address in a mail's From line, in small letters; empty if there is none that is proper.
std::string sender_of(std::string_view from);

}  // namespace mailroom::daemon
