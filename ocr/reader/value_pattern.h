// What a value of a field looks like that is found by its label: the field's own pattern, its identifier's
// format, or its type. Immutable, thread safe.
#pragma once

#include <optional>
#include <regex>
#include <string>
#include <string_view>

#include "base/identifier.h"
#include "ocr/form.h"

namespace mailroom::ocr::reader {

// A text as it stands in a sentence: "(£742.50)," is an amount.
std::string without_stops(std::string_view text);

// Letters and signs that figures are taken for, as those figures: "10@S" is 1005.
std::string as_figures(std::string_view text);

class ValuePattern {
 public:
  // `locale`: BCP 47, of the form: how numbers and dates are written in it.
  explicit ValuePattern(const Field& field, std::string_view locale = "en-GB");

  // The value that the text is; none if it is no such value. A pattern with a group in brackets says which
  // part is the value ("0*([1-9]\d*)": leading noughts are none of it).
  std::optional<std::string> value_of(const std::string& text) const;
  bool is_value(const std::string& text) const { return value_of(text).has_value(); }

  // Not any text or name is such a value.
  bool tells_itself() const { return tells_itself_; }
  bool is_figures() const { return is_figures_; }  // digits, and signs at most

 private:
  bool is_written(const std::string& text) const;

  FieldType type_;
  std::string abroad_;  // the locale where it is no English one
  const IdentifierFormat* format_;
  bool has_pattern_;
  std::regex pattern_;
  bool is_figures_, tells_itself_;
};

}  // namespace mailroom::ocr::reader
