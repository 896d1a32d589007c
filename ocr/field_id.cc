#include "ocr/field_id.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace mailroom::ocr {
namespace {

// FEEL's words (DMN 1.5, 10.3.1.2): not the name of anything.
constexpr std::string_view kExpressionWords[] = {
    "and",      "between", "else", "every", "external", "false",  "for",       "function", "if",   "in",
    "instance", "not",     "null", "of",    "or",       "return", "satisfies", "some",     "then", "true"};

}  // namespace

std::string name_for_expressions(const std::string& id) {
  std::string name;
  for (const char c : id) name += c == '-' || c == '.' ? '_' : c;
  const bool is_word = std::ranges::find(kExpressionWords, name) != std::end(kExpressionWords);
  if (is_word || (!name.empty() && name[0] >= '0' && name[0] <= '9')) name.insert(0, "field_");
  return name;
}

}  // namespace mailroom::ocr
