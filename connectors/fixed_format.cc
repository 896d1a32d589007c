#include "connectors/fixed_format.h"

#include "base/text.h"
#include "connectors/csv_format.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

// The zones of a last digit with a sign, in EBCDIC.
constexpr unsigned char kPlusZero = 0xC0, kMinusZero = 0xD0;

std::vector<std::pair<std::string, PictureClause>> columns_of_settings(const Context& settings) {
  std::vector<std::pair<std::string, PictureClause>> columns;
  const Value& given = settings.at("columns");
  if (given.is(Value::Kind::context)) {
    for (const auto& [name, text] : given.context().entries()) {
      const auto clause = PictureClause::parse(text.text_or(""));
      if (!clause)
        throw setting_invalid("columns." + name,
                              "a picture as COBOL writes it: X(30), 9(8), S9(7)V99 trailing separate");
      columns.emplace_back(name, *clause);
    }
  }
  if (columns.empty())
    throw setting_invalid("columns",
                          "the columns in their order, each with its picture: {nino: X(9), amount: 9(7)V99}");
  return columns;
}

}  // namespace

FixedFormat::FixedFormat(const Context& settings)
    : charset_(text_at(settings, "charset", "us-ascii")),
      columns_(columns_of_settings(settings)),
      line_end_(line_end_of(settings, "lf")) {
  if (!charset_.is_single_byte())
    throw setting_invalid("charset",
                          "a set of characters of one byte each, because columns are counted in bytes");
  if (charset_.is_ebcdic()) signs_ = {charset_.character_of(kPlusZero), charset_.character_of(kMinusZero)};
  for (const auto& [name, clause] : columns_) width_ += clause.width();
}

Record FixedFormat::record(const Delivery& delivery) const {
  const Context& content = connectors::columns_of(delivery);
  for (const auto& [name, value] : content.entries()) {
    bool is_known = false;
    for (const auto& column : columns_) is_known |= column.first == name;
    if (!is_known) return {"", "'" + name + "' of the content is no column"};
  }
  Record line;
  for (const auto& [name, clause] : columns_) {
    PictureClause::Written column = clause.written(content.at(name), signs_);
    if (!column.trouble.empty()) return {"", "column '" + name + "': " + column.trouble};
    if (Charset::Encoded encoded = charset_.encoded(column.text); !encoded.trouble.empty())
      return {"", "column '" + name + "': " + encoded.trouble};
    line.text += column.text;
  }
  return line;
}

Record FixedFormat::whole(const std::vector<std::string>& records, const std::string& header,
                          const std::string& trailer) const {
  std::string text;
  const auto add = [&](const std::string& line) {
    const size_t length = length_in_code_points(line);
    text += line + std::string(width_ - std::min(width_, length), ' ') + line_end_;
    return length <= width_;
  };
  if (!header.empty() && !add(header)) return {"", "the header is wider than the columns together"};
  for (const std::string& line : records) add(line);
  if (!trailer.empty() && !add(trailer)) return {"", "the trailer is wider than the columns together"};
  const Charset::Encoded encoded = charset_.encoded(text);
  return {encoded.bytes, encoded.trouble};
}

}  // namespace mailroom::connectors
