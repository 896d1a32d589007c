#include "ocr/reader/content_stream.h"

#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kMaxOperands = 4096;  // a long array of text has hundreds

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}
bool is_delimiter(char c) {
  return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}' ||
         c == '/' || c == '%';
}
bool is_regular(char c) {
  return !is_space(c) && !is_delimiter(c);
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

double ContentStream::number_from_last(size_t back) const {
  if (back == 0 || back > operands_.size()) return 0;
  return operands_[operands_.size() - back].number;
}

void ContentStream::push(Operand operand) {
  if (operands_.size() < kMaxOperands) operands_.push_back(operand);
}

void ContentStream::skip_space() {
  while (at_ < bytes_.size()) {
    if (bytes_[at_] == '%') {
      while (at_ < bytes_.size() && bytes_[at_] != '\n' && bytes_[at_] != '\r') ++at_;
    } else if (is_space(bytes_[at_])) {
      ++at_;
    } else {
      return;
    }
  }
}

void ContentStream::take_name() {
  const size_t begin = ++at_;
  while (at_ < bytes_.size() && is_regular(bytes_[at_])) ++at_;
  push({Operand::Kind::name, 0, bytes_.substr(begin, at_ - begin)});
}

void ContentStream::take_string() {
  const size_t begin = ++at_;
  for (int depth = 1; at_ < bytes_.size(); ++at_) {
    const char c = bytes_[at_];
    if (c == '\\') {
      ++at_;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && --depth == 0) {
      break;
    }
  }
  at_ = std::min(at_, bytes_.size());
  push({Operand::Kind::string, 0, bytes_.substr(begin, at_ - begin)});
  if (at_ < bytes_.size()) ++at_;
}

void ContentStream::take_hex_string() {
  const size_t begin = ++at_;
  while (at_ < bytes_.size() && bytes_[at_] != '>') ++at_;
  // Two digits a byte: half of what is written, so that its length is about that of the text.
  push({Operand::Kind::string, 0, bytes_.substr(begin, (at_ - begin) / 2)});
  if (at_ < bytes_.size()) ++at_;
}

bool ContentStream::take_number() {
  size_t i = at_;
  bool is_negative = false;
  for (; i < bytes_.size() && (bytes_[i] == '-' || bytes_[i] == '+'); ++i) is_negative |= bytes_[i] == '-';
  double value = 0, unit = 1;
  bool has_digit = false, has_point = false;
  for (; i < bytes_.size() && is_regular(bytes_[i]); ++i) {
    const char c = bytes_[i];
    if (c == '.' && !has_point) {
      has_point = true;
    } else if (is_digit(c)) {
      has_digit = true;
      value = value * 10 + (c - '0');
      if (has_point) unit *= 10;
    } else if (c != '-') {  // "12-34" is written by mistake and read as 12.34 or 12 by others
      return false;
    }
  }
  if (!has_digit && !has_point) return false;
  at_ = i;
  value /= unit;
  push({Operand::Kind::number, std::isfinite(value) ? (is_negative ? -value : value) : 0, {}});
  return true;
}

// From behind "ID" to behind "EI" (8.9.7): its end is only guessed at, as by everybody.
void ContentStream::skip_inline_picture() {
  for (++at_; at_ + 2 < bytes_.size(); ++at_) {
    if (bytes_[at_ + 1] == 'E' && bytes_[at_ + 2] == 'I' && is_space(bytes_[at_]) &&
        (at_ + 3 >= bytes_.size() || is_space(bytes_[at_ + 3]))) {
      at_ += 3;
      return;
    }
  }
  at_ = bytes_.size();
}

bool ContentStream::next() {
  operands_.clear();
  for (skip_space(); at_ < bytes_.size(); skip_space()) {
    const char c = bytes_[at_];
    if (c == '/') {
      take_name();
    } else if (c == '(') {
      take_string();
    } else if (bytes_.substr(at_, 2) == "<<") {
      at_ += 2;
    } else if (c == '<') {
      take_hex_string();
    } else if (is_delimiter(c)) {
      ++at_;  // of an array or a dictionary
    } else if (!((is_digit(c) || c == '-' || c == '+' || c == '.') && take_number())) {
      const size_t begin = at_;
      while (at_ < bytes_.size() && is_regular(bytes_[at_])) ++at_;
      name_ = bytes_.substr(begin, at_ - begin);
      if (name_ == "ID") {
        skip_inline_picture();
        name_ = "EI";
      } else if (name_ == "BI" || name_ == "true" || name_ == "false" || name_ == "null") {
        continue;
      }
      return true;
    }
  }
  return false;
}

}  // namespace mailroom::ocr::reader
