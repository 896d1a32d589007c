#include "connectors/csv_format.h"

#include "base/json.h"
#include "base/text.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

char delimiter_of(const Context& settings) {
  const std::string given = text_at(settings, "csv.delimiter", "comma");
  if (given == "comma") return ',';
  if (given == "semicolon") return ';';
  if (given == "tab") return '\t';
  if (given == "bar") return '|';
  throw setting_invalid("csv.delimiter", "'comma', 'semicolon', 'tab' or 'bar'");
}

bool is(const Context& settings, std::string_view path, std::string_view wanted, std::string_view otherwise) {
  const std::string given = text_at(settings, path, otherwise);
  if (given != wanted && given != otherwise)
    throw setting_invalid(path, "'" + std::string(otherwise) + "' or '" + std::string(wanted) + "'");
  return given == wanted;
}

bool looks_like_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

}  // namespace

std::string line_end_of(const Context& settings, std::string_view otherwise) {
  const std::string given = text_at(settings, "line_end", otherwise);
  if (given == "crlf") return "\r\n";
  if (given == "lf") return "\n";
  if (given == "none") return "";
  throw setting_invalid("line_end", "'crlf', 'lf' or 'none'");
}

CsvFormat::CsvFormat(const Context& settings)
    : delimiter_(delimiter_of(settings)),
      has_header_(flag_at(settings, "csv.header", true)),
      has_comma_(is(settings, "csv.decimal", "comma", "point")),
      keeps_formulas_(is(settings, "csv.formulas", "keep", "guard")),
      line_end_(line_end_of(settings, "crlf")),
      charset_(text_at(settings, "charset", "utf-8")) {
  if (line_end_.empty()) throw setting_invalid("line_end", "'crlf' or 'lf', because a line is a record");
}

std::string CsvFormat::cell(std::string text) const {
  const bool needs_quotes = text.find_first_of(std::string("\"\r\n") + delimiter_) != std::string::npos ||
                            (!text.empty() && (text.front() == ' ' || text.back() == ' '));
  return needs_quotes ? "\"" + replace_all(std::move(text), "\"", "\"\"") + "\"" : text;
}

Record CsvFormat::value(const std::string& column, const Value& value) const {
  switch (value.kind()) {
    case Value::Kind::null:
      return {};
    case Value::Kind::list:
    case Value::Kind::context:
      return {"", "column '" + column + "' is not one value: give each part a column of its own"};
    case Value::Kind::number: {
      const std::string text = value.number().to_string();
      return {cell(has_comma_ ? replace_all(text, ".", ",") : text), ""};
    }
    case Value::Kind::text: {
      const std::string text(value.text());
      return {cell(!keeps_formulas_ && looks_like_formula(text) ? "'" + text : text), ""};
    }
    default:
      return {cell(to_display(value)), ""};
  }
}

Record CsvFormat::record(const Delivery& delivery) const {
  std::vector<std::string> names, values;
  for (const auto& [name, value] : columns_of(delivery).entries()) {
    Record one = this->value(name, value);
    if (!one.trouble.empty()) return one;
    names.push_back(cell(name));
    values.push_back(std::move(one.text));
  }
  if (values.empty()) return {"", "it has no columns: give the delivery 'content'"};
  const std::string delimiter(1, delimiter_);
  Record made{to_json(List{join(names, delimiter), join(values, delimiter)}), ""};
  const std::string head = has_header_ ? join(names, delimiter) : std::string();
  made.trouble = charset_.encoded(head + join(values, delimiter)).trouble;
  return made;
}

Record CsvFormat::whole(const std::vector<std::string>& records, const std::string& header,
                        const std::string& trailer) const {
  std::string text = header.empty() ? "" : header + line_end_;
  for (size_t i = 0; i < records.size(); ++i) {
    const List lines = parse_json(records[i]).list();
    if (i == 0 && has_header_) text += std::string(lines.at(0).text()) + line_end_;
    text += std::string(lines.at(1).text()) + line_end_;
  }
  if (!trailer.empty()) text += trailer + line_end_;
  const Charset::Encoded encoded = charset_.encoded(text);
  return {encoded.bytes, encoded.trouble};
}

}  // namespace mailroom::connectors
