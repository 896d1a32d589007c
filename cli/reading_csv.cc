#include "cli/reading_csv.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <vector>

#include "base/text.h"

namespace mailroom::cli {

namespace {

// "-12.50" is a number to a spreadsheet, not a formula.
bool is_number(std::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == ','; });
}

bool starts_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos &&
         !is_number(text);
}

std::string yes_or_no(bool value) {
  return value ? "true" : "false";
}

// Rounded down, as in JSON: never up to certainty.
std::string probability(double confidence) {
  char text[16];
  std::snprintf(text, sizeof text, "%.5f", std::floor(confidence * 1e5 + 1e-6) / 1e5);
  return text;
}

std::string row(const std::vector<std::string>& cells) {
  std::vector<std::string> quoted;
  for (const std::string& cell : cells) quoted.push_back(csv_cell(cell));
  return join(quoted, ",") + "\n";
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string cell(text);
  if (starts_formula(text)) cell.insert(0, 1, '\'');
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  return "\"" + replace_all(std::move(cell), "\"", "\"\"") + "\"";
}

std::string to_csv(const ocr::DocumentReading& reading) {
  const auto without_field = [&](const std::string& page, const std::string& why) {
    return row({reading.file, page, "", "", "", "", "", "", "", "", "", why});
  };
  if (reading.failure) return without_field("", reading.failure->message);
  std::string out;
  std::map<int, std::string> forms;
  for (const ocr::PageReading& page : reading.pages) {
    forms[page.page] = page.form;
    if (page.form.empty()) {
      out += without_field(std::to_string(page.page), page.why.empty() ? "unknown" : page.why);
    }
  }
  for (const ocr::FieldReading& field : reading.fields) {
    const std::string value =
        field.value.is(Value::Kind::boolean) ? yes_or_no(field.value.boolean()) : field.value.text_or("");
    out += row({reading.file, std::to_string(field.page), forms[field.page], field.id,
                std::string(ocr::to_string(field.type)), value, field.text, probability(field.confidence),
                yes_or_no(field.accepted), yes_or_no(field.altered),
                std::string(ocr::to_string(field.source)), ""});
  }
  return out;
}

}  // namespace mailroom::cli
