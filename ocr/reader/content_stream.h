// The operators of a PDF content stream with their operands (ISO 32000-1, 7.8.2), for those who only need to
// know what is painted where: several times faster than objects for every token. Never fails: what is no
// token is passed over. Pure; the bytes must outlive it.
#pragma once

#include <string_view>
#include <vector>

namespace mailroom::ocr::reader {

struct Operand {
  enum class Kind { number, name, string } kind = Kind::number;
  double number = 0;
  std::string_view text;  // a name without its slash, a string as it is written between its brackets
};

class ContentStream {
 public:
  explicit ContentStream(std::string_view bytes) : bytes_(bytes) {}

  // Goes to the next operator; false at the end. An inline picture is one operator, "EI".
  bool next();
  std::string_view name() const { return name_; }
  // Of the operator; what arrays hold stands in the row, keys and marks of dictionaries as well.
  const std::vector<Operand>& operands() const { return operands_; }
  // One of them as a number, counted from the last, which is 1; 0 where there is none.
  double number_from_last(size_t back) const;

 private:
  void skip_space();
  void take_name();
  void take_string();
  void take_hex_string();
  bool take_number();
  void skip_inline_picture();
  void push(Operand operand);

  std::string_view bytes_;
  size_t at_ = 0;
  std::string_view name_;
  std::vector<Operand> operands_;
};

}  // namespace mailroom::ocr::reader
