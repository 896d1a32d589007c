// A barcode that a template expects to be printed on a page: its kinds, and what its text must look like.
// Plain values; a pattern is compiled by whoever matches many (CodePattern), which is thread safe to share.
#pragma once

#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace mailroom::ocr {

enum class CodeKind { qr, data_matrix, pdf417, code128, code39 };
inline constexpr CodeKind kCodeKinds[] = {CodeKind::qr, CodeKind::data_matrix, CodeKind::pdf417,
                                          CodeKind::code128, CodeKind::code39};

struct ExpectedCode {
  // Empty: any but Code 39, which has no check digit and so is looked for only where it is named.
  std::vector<CodeKind> kinds;
  // ECMAScript regular expression that the whole text must match; empty: any text. Its first group, if it has
  // one, is what counts of it: a field's value, a page's number.
  std::string pattern;

  bool takes(CodeKind kind) const;
  friend bool operator==(const ExpectedCode&, const ExpectedCode&) = default;
};

// Longer texts of barcodes are none of ours: a form's number or a reference is short.
inline constexpr size_t kMaxCodeText = 500;

class CodePattern {
 public:
  // Its pattern must be a regular expression (form_check sees to that).
  explicit CodePattern(ExpectedCode expected);

  // What counts of the text of a barcode of this kind; none if it is not the one expected.
  std::optional<std::string> match(CodeKind kind, const std::string& text) const;
  const ExpectedCode& expected() const { return expected_; }

 private:
  ExpectedCode expected_;
  std::regex compiled_;
};

std::string_view to_string(CodeKind kind);  // as templates and readings name it: "qr", "code128"
std::optional<CodeKind> parse_code_kind(std::string_view text);

}  // namespace mailroom::ocr
