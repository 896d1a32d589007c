#include "cli/words.h"

#include <algorithm>

#include "base/local_time.h"
#include "base/text.h"
#include "cli/answer.h"

namespace mailroom::cli {

std::string state_in_words(const Value& summary) {
  if (const std::string standing = text(summary, "standing"); !standing.empty()) return standing;
  const std::string state = text(summary, "state");
  const std::string waiting_for = text(summary, "waiting_for");
  if (state == "received" || state == "reading") return "being read";
  if (state == "checking" || state == "deciding") {
    return waiting_for.empty() ? "being decided" : "waiting for " + waiting_for;
  }
  if (state == "awaiting_review") return "waiting for a person";
  if (state == "delivering") return waiting_for.empty() ? "being sent" : "waiting for " + waiting_for;
  if (state == "quarantined") return "unreadable";
  return state;
}

Tone tone_of_state(const Value& summary) {
  const std::string state = text(summary, "state");
  if (state == "closed") return Tone::good;
  if (state == "awaiting_review") return Tone::warning;
  if (state == "quarantined") return Tone::bad;
  return Tone::plain;
}

std::string dotted(const std::vector<std::string>& parts) {
  std::vector<std::string> filled;
  for (const auto& part : parts) {
    if (!part.empty()) filled.push_back(part);
  }
  return join(filled, " · ");
}

std::string due_in_words(const Value& summary, const View& view) {
  const auto due = date(summary, "due");
  if (!due) return {};
  const Date today = local_date(view.now);
  return (*due < today ? "overdue since " : "due ") + near_date(*due, today);
}

std::string source_in_words(std::string_view source) {
  return source == "acroform"  ? "typed"
         : source == "barcode" ? "barcode"
         : source == "text"    ? "printed text"
         : source == "mark"    ? "mark"
         : source == "ocr"     ? "ink"
                               : "";
}

std::string percent(const Value& confidence) {
  if (!confidence.is(Value::Kind::number)) return {};
  const auto hundredfold = confidence.number().multiply(Decimal(100));
  const auto whole = hundredfold ? hundredfold->rounded(0, Rounding::floor) : std::nullopt;
  return whole ? whole->to_string() + "%" : std::string();
}

std::string with_short_mask(std::string value) {
  constexpr std::string_view kDot = "•";
  constexpr size_t kMost = 8;
  std::string longest;
  for (size_t i = 0; i < kMost; ++i) longest += kDot;
  while (value.find(longest + std::string(kDot)) != std::string::npos)
    value = replace_all(value, longest + std::string(kDot), longest);
  return value;
}

void Story::tell(const std::string& label, const std::vector<std::string>& lines) {
  bool first = true;
  for (const auto& line : lines) {
    if (line.empty()) continue;
    const std::string space(static_cast<size_t>(std::max(1, kStoryIndent - display_width(label))), ' ');
    text_ += first ? paint(terminal_, Tone::quiet, label) + space : std::string(kStoryIndent, ' ');
    text_ += line + "\n";
    first = false;
  }
}

Terminal beside_label(Terminal terminal) {
  terminal.width -= kStoryIndent;
  return terminal;
}

std::vector<std::string> lines_of(const Table& table, const Terminal& terminal) {
  std::vector<std::string> lines;
  const std::string text = table.to_text(beside_label(terminal));
  for (const std::string_view line : split(text, '\n')) lines.emplace_back(line);
  return lines;
}

}  // namespace mailroom::cli
