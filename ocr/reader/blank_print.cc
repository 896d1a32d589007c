#include "ocr/reader/blank_print.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

bool consists_of(const std::string& text, const std::string& letters) {
  return text.find_first_not_of(letters) == std::string::npos;
}

bool is_number_of_line(const std::string& text) {
  if (text.empty() || text.size() > 6) return false;
  const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits > 0 ? static_cast<size_t>(digits) + 1 >= text.size() : text.size() == 1;
}

}  // namespace

std::vector<Print> prints_of(const std::vector<Word>& words) {
  std::vector<Print> prints;
  bool was_sign = false;  // "sign here"
  for (const Word& word : words) {
    if (word.text.empty() || consists_of(word.text, "_ ")) continue;  // underscores are seen as a rule
    Print print;
    print.zone = word.zone;
    // A word's zone reaches from the font's ascenders to its descenders; ink rarely does.
    const double height = word.zone.height();
    print.zone.y0 += 0.12 * height;
    print.zone.y1 -= 0.18 * height;
    const std::string& t = word.text;
    print.is_sign = consists_of(t, "()$+-=%*x") || t == "£" || t == "€" || t == "–" || t == "—" || t == "−" ||
                    t == "×" || t == "÷";
    print.is_money = t == "$" || t == "£" || t == "€";
    print.is_leader = consists_of(t, ". ") || consists_of(t, "…") || t == "·";
    print.is_figure = is_number_of_line(t);
    print.ends_sentence = t.ends_with('.') && !print.is_leader;
    const std::string lower = to_lower_ascii(t);
    for (const char* stem : {"signature", "unterschrift", "podpis", "llofnod", "handtekening"})
      print.is_signature = print.is_signature || lower.starts_with(stem);
    print.points_on = t.ends_with(':') || t == "▶" || t == "►" || t == "➤" || t == "→" || t.ends_with("▶") ||
                      t.ends_with("►");
    if (lower == "here" && !prints.empty() && was_sign) print.is_signature = true;
    was_sign = lower == "sign";
    prints.push_back(print);
  }
  return prints;
}

}  // namespace mailroom::ocr::reader
