// CSV (RFC 4180): a header once a file, a line a delivery, values with the delimiter, a quote, a line break
// or blanks at an end in quotes. Amounts are decimal as they are, or with a comma. A text that a spreadsheet
// would run as a formula (it begins with = + - @, a tab or a carriage return) gets an apostrophe in front, as
// OWASP advises against CSV injection; `formulas: keep` leaves it to a receiver that is no spreadsheet.
#pragma once

#include "connectors/charset.h"
#include "connectors/record_format.h"

namespace mailroom::connectors {

class CsvFormat final : public RecordFormat {
 public:
  explicit CsvFormat(const Context& settings);
  std::string_view extension() const override { return "csv"; }
  // The header line, a line feed, and the line: what a batch has in common is checked when it is written.
  Record record(const Delivery& delivery) const override;
  Record whole(const std::vector<std::string>& records, const std::string& header,
               const std::string& trailer) const override;

 private:
  std::string cell(std::string text) const;
  Record value(const std::string& column, const Value& value) const;

  char delimiter_;
  bool has_header_, has_comma_, keeps_formulas_;
  std::string line_end_;
  Charset charset_;
};

// "\r\n" or "\n" by the key `line_end`.
std::string line_end_of(const Context& settings, std::string_view otherwise);

}  // namespace mailroom::connectors
