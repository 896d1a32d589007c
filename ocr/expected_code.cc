#include "ocr/expected_code.h"

#include <algorithm>
#include <utility>

namespace mailroom::ocr {
namespace {

constexpr std::pair<CodeKind, std::string_view> kNames[] = {{CodeKind::qr, "qr"},
                                                            {CodeKind::data_matrix, "datamatrix"},
                                                            {CodeKind::pdf417, "pdf417"},
                                                            {CodeKind::code128, "code128"},
                                                            {CodeKind::code39, "code39"}};

}  // namespace

bool ExpectedCode::takes(CodeKind kind) const {
  return kinds.empty() ? kind != CodeKind::code39
                       : std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

CodePattern::CodePattern(ExpectedCode expected)
    : expected_(std::move(expected)), compiled_(expected_.pattern, std::regex::ECMAScript) {}

std::optional<std::string> CodePattern::match(CodeKind kind, const std::string& text) const {
  if (!expected_.takes(kind) || text.size() > kMaxCodeText) return std::nullopt;
  if (expected_.pattern.empty()) return text;
  std::smatch found;
  if (!std::regex_match(text, found, compiled_)) return std::nullopt;
  return found.size() > 1 ? found[1].str() : text;
}

std::string_view to_string(CodeKind kind) {
  for (const auto& [known, name] : kNames) {
    if (known == kind) return name;
  }
  return "";
}

std::optional<CodeKind> parse_code_kind(std::string_view text) {
  for (const auto& [kind, name] : kNames) {
    if (name == text) return kind;
  }
  return std::nullopt;
}

}  // namespace mailroom::ocr
