#include "ocr/reader/form_codes.h"

#include <algorithm>
#include <charconv>

namespace mailroom::ocr::reader {
namespace {

constexpr int kNoSuchPage = -1;

// The page that a form's code names with its first group; kNoSuchPage if the form has none of that number.
int page_named(const Form& form, const CodePattern& pattern, const std::string& text,
               const std::string& counts) {
  if (counts == text && pattern.expected().pattern.find('(') == std::string::npos) return 0;
  int page = 0;
  const auto [end, bad] = std::from_chars(counts.data(), counts.data() + counts.size(), page);
  if (bad != std::errc() || end != counts.data() + counts.size()) return 0;  // the group is something else
  const auto pages = static_cast<int>(form.pages.size());
  return page < 1 || (pages > 0 && page > pages) ? kNoSuchPage : page;
}

}  // namespace

FormCodes::FormCodes(const std::vector<Form>& forms) {
  const auto declare = [&](const Form& form, int page, const std::optional<ExpectedCode>& code) {
    if (!code) return;
    declared_.push_back({&form, page, CodePattern(*code)});
    for (const CodeKind kind : kCodeKinds) {
      if (code->takes(kind) && std::ranges::find(kinds_, kind) == kinds_.end()) kinds_.push_back(kind);
    }
  };
  kinds_ = kValueCodes;
  for (const Form& form : forms) {
    declare(form, 0, form.code);
    for (size_t i = 0; i < form.pages.size(); ++i) declare(form, static_cast<int>(i) + 1, form.pages[i].code);
  }
}

std::vector<CodedPage> FormCodes::named_by(const std::vector<CodeReading>& codes) const {
  std::vector<CodedPage> named;
  for (const CodeReading& code : codes) {
    for (const Declared& declared : declared_) {
      const auto counts = declared.pattern.match(code.kind, code.text);
      if (!counts) continue;
      const int page = declared.form_page > 0
                           ? declared.form_page
                           : page_named(*declared.form, declared.pattern, code.text, *counts);
      if (page == kNoSuchPage) continue;
      const CodedPage one{declared.form, page};
      if (std::ranges::find(named, one) == named.end()) named.push_back(one);
    }
  }
  return named;
}

}  // namespace mailroom::ocr::reader
