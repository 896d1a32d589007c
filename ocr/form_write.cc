// The YAML that `mailroom form new` writes (declared in form_yaml.h): a field a line, what is the default
// left out, so that a person can read it and a thousand of them load quickly.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/text.h"
#include "ocr/form_yaml.h"
#include "ocr/language.h"

namespace mailroom::ocr {
namespace {

std::string number(double n, int digits = 2) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*f", digits, n);
  std::string text = buffer;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string numbers(std::initializer_list<double> list) {
  std::string out = "[";
  for (const double n : list) out += (out.size() > 1 ? ", " : "") + number(n);
  return out + "]";
}

// Bare where every YAML reader takes it for the same text, else double-quoted.
std::string scalar(std::string_view text) {
  const auto bare = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  static constexpr std::string_view kWords[] = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
  const std::string lower = to_lower_ascii(text);
  const bool is_word = std::find(std::begin(kWords), std::end(kWords), lower) != std::end(kWords);
  const bool starts_as_name =
      !text.empty() && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z'));
  if (starts_as_name && !is_word && std::all_of(text.begin(), text.end(), bare)) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
      out += buffer;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string texts(const std::vector<std::string>& list) {
  std::string out = "[";
  for (const std::string& text : list) out += (out.size() > 1 ? ", " : "") + scalar(text);
  return out + "]";
}

// One pack as a word, several as a list.
std::string language_text(const std::string& language) {
  const std::vector<std::string> packs = packs_of(language);
  return packs.size() == 1 ? scalar(packs.front()) : texts(packs);
}

// `code: PATTERN`, `barcode: KIND` where that says all.
std::string code_text(const ExpectedCode& code, bool is_field) {
  std::vector<std::string> kinds;
  for (const CodeKind kind : code.kinds) kinds.emplace_back(to_string(kind));
  const std::string kind = kinds.empty() ? "any" : kinds.size() == 1 ? kinds.front() : texts(kinds);
  if (code.pattern.empty()) return kind;
  if (code.kinds.empty() && !is_field) return scalar(code.pattern);
  return "{kind: " + kind + ", pattern: " + scalar(code.pattern) + "}";
}

constexpr std::string_view kOfProposals =
    "# proposed: what the label suggests. Rules go by it, reading only once you have deleted the word "
    "(docs/identifiers.md).\n";

void add(std::string& line, std::string_view key, const std::string& value) {
  line += ", " + std::string(key) + ": " + value;
}

// What a field and a table's column both say.
std::string value_line(const Field& field) {
  std::string out = "id: " + scalar(field.id);
  if (field.type != FieldType::text) add(out, "type", std::string(to_string(field.type)));
  if (!field.format.empty()) add(out, "format", scalar(field.format));
  if (field.proposed) add(out, "proposed", "true");
  if (!field.label.empty()) add(out, "label", scalar(field.label));
  if (field.threshold > 0) add(out, "threshold", number(field.threshold, 6));
  if (!field.pattern.empty()) add(out, "pattern", scalar(field.pattern));
  if (!field.language.empty()) add(out, "language", language_text(field.language));
  return out;
}

std::string table_lines(const Table& table) {
  std::string out = "  - id: " + scalar(table.rows.id) + "\n";
  if (!table.rows.label.empty()) out += "    label: " + scalar(table.rows.label) + "\n";
  out += "    columns:\n";
  for (const TableColumn& column : table.columns) {
    std::string line = value_line(column.field);
    add(line, "header", texts(column.field.near));
    if (column.optional) add(line, "optional", "true");
    if (!column.total.empty()) add(line, "total", scalar(column.total));
    out += "      - {" + line + "}\n";
  }
  if (!table.until.empty()) out += "    until: " + texts(table.until) + "\n";
  return out;
}

std::string field_line(const Field& field, bool is_fixed) {
  std::string out = "  - {" + value_line(field);
  if (is_fixed) {
    add(out, "page", std::to_string(field.page));
    if (field.zone != Zone{})
      add(out, "zone", numbers({field.zone.x0, field.zone.y0, field.zone.x1, field.zone.y1}));
  }
  if (field.max_length > 0) add(out, "max_length", std::to_string(field.max_length));
  if (field.comb) add(out, "comb", "true");
  if (field.multiline) add(out, "multiline", "true");
  if (field.required) add(out, "required", "true");
  if (!field.near.empty()) add(out, "near", texts(field.near));
  if (field.side == Field::Side::right) add(out, "side", "right");
  if (field.side == Field::Side::below) add(out, "side", "below");
  if (field.barcode) add(out, "barcode", code_text(*field.barcode, true));
  if (!field.on_value.empty()) add(out, "on_value", scalar(field.on_value));
  if (!field.acroform.empty()) add(out, "acroform", scalar(field.acroform));
  return out + "}\n";
}

}  // namespace

std::string to_yaml(const Form& form) {
  const bool is_fixed = form.layout == Form::Layout::fixed;
  std::string out = "id: " + scalar(form.id) + "\n";
  if (!form.title.empty()) out += "title: " + scalar(form.title) + "\n";
  if (!form.edition.empty()) out += "edition: " + scalar(form.edition) + "\n";
  const Form defaults;
  if (form.locale != defaults.locale) out += "locale: " + scalar(form.locale) + "\n";
  if (form.language != defaults.language) out += "language: " + language_text(form.language) + "\n";
  if (form.valid_from) out += "valid_from: " + to_string(*form.valid_from) + "\n";
  if (form.valid_to) out += "valid_to: " + to_string(*form.valid_to) + "\n";
  if (form.layout == Form::Layout::free) out += "layout: free\n";
  if (form.layout == Form::Layout::separator) out += "layout: separator\n";
  if (form.layout == Form::Layout::letter) out += "layout: letter\n";
  if (!form.phrases.empty()) out += "phrases: " + texts(form.phrases) + "\n";
  if (!form.unless.empty()) out += "unless: " + texts(form.unless) + "\n";
  if (form.code) out += "code: " + code_text(*form.code, false) + "\n";
  if (!form.pages.empty()) out += "pages:\n";
  for (const FormPage& page : form.pages) {
    out += "  - {size: " + numbers({page.width, page.height});
    if (page.code) out += ", code: " + code_text(*page.code, false);
    out += "}\n";
  }
  if (std::ranges::any_of(form.fields, &Field::proposed)) out += kOfProposals;
  if (!form.fields.empty()) out += "fields:\n";
  for (const Field& field : form.fields) out += field_line(field, is_fixed);
  if (!form.tables.empty()) out += "tables:\n";
  for (const Table& table : form.tables) out += table_lines(table);
  return out;
}

}  // namespace mailroom::ocr
