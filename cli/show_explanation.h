// `cases.explain`'s answer (docs/desk.md) as people read it, and the pieces that it shares with `cases show`.
// Pure.
#pragma once

#include <string>

#include "cli/show.h"

namespace mailroom::cli {

// What came, was read, decided, nearly decided, sent, and by whom.
std::string show_explanation(const Value& answer, const View& view);
std::string explanation_page(const Value& answer, const View& view);  // the same as HTML

// Defined beside show_case(). "sender jo••••e, team hardship": how a thing that came is known to have come.
std::string arrival_in_words(const Value& came);
// "full, 31.40": the entries of a decision's result.
std::string result_in_words(const Value& value);
// "rule 2, reg 4(2): your income is below 120.00 a week".
std::string fired_rule_in_words(const Value& rule);
// "sent: row 1", "waiting · 3 attempts · next at 11:00".
std::string delivery_in_words(const Value& delivery, const View& view);
// What to type next, or that there is nothing to do.
std::string next_step(const Value& answer);

}  // namespace mailroom::cli
