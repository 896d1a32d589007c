#include "ocr/reader/field_names.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "base/text.h"
#include "ocr/field_id.h"

namespace mailroom::ocr::reader {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// What stands after `call` up to the closing bracket, blanks left out.
std::string arguments_of(std::string_view scripts, std::string_view call) {
  const size_t at = scripts.find(call);
  if (at == std::string_view::npos) return {};
  const size_t open = scripts.find('(', at);
  if (open == std::string_view::npos) return {};
  std::string out;
  for (size_t i = open + 1; i < scripts.size() && scripts[i] != ')'; ++i) {
    if (scripts[i] != ' ') out += scripts[i];
  }
  return out;
}

}  // namespace

std::string snake_case(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!is_upper(c) && !is_lower(c) && !is_digit(c)) {
      if (!out.empty() && out.back() != '_') out += '_';
      continue;
    }
    // A new word starts at "nameOf" and at the last capital of "NINumber".
    const char before = i > 0 ? text[i - 1] : '\0', after = i + 1 < text.size() ? text[i + 1] : '\0';
    if (is_upper(c) && !out.empty() && out.back() != '_' &&
        (is_lower(before) || (is_upper(before) && is_lower(after)))) {
      out += '_';
    }
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  return out;
}

std::string field_id(std::string_view name) {
  // A full stop inside a partial name is not allowed (ISO 32000-1, 12.7.3.2).
  const std::string_view whole = name;
  if (const size_t dot = name.rfind('.'); dot != std::string_view::npos && dot + 1 < name.size()) {
    name.remove_prefix(dot + 1);
  }
  if (name.ends_with("[0]")) name.remove_suffix(3);
  std::string id = snake_case(name);
  if (id.empty()) id = snake_case(whole);
  if (id.empty()) id = "field";
  return is_digit(id[0]) ? "field_" + id : id;
}

std::string unique_id(const std::string& id, std::set<std::string>& taken) {
  const std::string name = name_for_expressions(id);
  std::string candidate = name;
  for (int n = 2; !taken.insert(candidate).second; ++n) candidate = name + "_" + std::to_string(n);
  return candidate;
}

bool is_nameless(std::string_view qualified_name) {
  static constexpr std::string_view kKinds[] = {"text",      "text_field", "field",    "textbox", "box",
                                                "fill",      "undefined",  "untitled", "check",   "checkbox",
                                                "check_box", "feld",       "champ",    "campo"};
  std::string id = field_id(qualified_name);
  const size_t end = id.find_last_not_of("0123456789_");
  id.erase(end == std::string::npos ? 0 : end + 1);
  return id.size() < 2 || std::find(std::begin(kKinds), std::end(kKinds), id) != std::end(kKinds);
}

FieldType type_by_scripts(std::string_view scripts) {
  if (scripts.find("AFDate_") != std::string_view::npos) return FieldType::date;
  if (scripts.find("AFNumber_") != std::string_view::npos) {
    return arguments_of(scripts, "AFNumber_").substr(0, 2) == "0," ? FieldType::integer : FieldType::amount;
  }
  return scripts.find("AFPercent_") != std::string_view::npos ? FieldType::amount : FieldType::text;
}

std::string locale_by_scripts(std::string_view scripts) {
  const std::string format = to_lower_ascii(arguments_of(scripts, "AFDate_FormatEx"));
  const size_t day = format.find('d'), month = format.find('m');
  if (day == std::string::npos || month == std::string::npos || format.find('y') < month) return {};
  return day < month ? "en-GB" : "en-US";
}

}  // namespace mailroom::ocr::reader
