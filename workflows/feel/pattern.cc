#include "workflows/feel/pattern.h"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include "workflows/feel/pattern_syntax.h"

namespace mailroom::feel {

namespace {

constexpr int32_t kTimeLimit = 2000;  // ICU's units: roughly milliseconds

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

icu::UnicodeString utf16(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

}  // namespace

struct Pattern::Compiled {
  std::unique_ptr<icu::RegexPattern> pattern;
  PatternFlags flags;

  std::unique_ptr<icu::RegexMatcher> matcher(const icu::UnicodeString& text) const {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::RegexMatcher> matcher(pattern->matcher(text, status));
    if (U_FAILURE(status)) return nullptr;
    matcher->setTimeLimit(kTimeLimit, status);
    return matcher;
  }
  // Replacing or splitting by what matches "" is an error (FORX0003).
  bool matches_nothing() const {
    const icu::UnicodeString empty;
    const auto m = matcher(empty);
    UErrorCode status = U_ZERO_ERROR;
    return !m || m->find(status);
  }
};

std::optional<Pattern> Pattern::compile(std::string_view pattern, std::string_view flags, std::string& why) {
  auto compiled = std::make_shared<Compiled>();
  for (const char flag : flags) {
    switch (flag) {
      case 's':
        compiled->flags.dot_all = true;
        break;
      case 'm':
        compiled->flags.multi_line = true;
        break;
      case 'i':
        compiled->flags.ignore_case = true;
        break;
      case 'x':
        compiled->flags.extended = true;
        break;
      case 'q':
        compiled->flags.literal = true;
        break;
      default:
        why = "flags are some of 's', 'm', 'i', 'x' and 'q'";
        return std::nullopt;
    }
  }
  const auto translated = to_icu_pattern(pattern, compiled->flags, why);
  if (!translated) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  UParseError place;
  compiled->pattern.reset(icu::RegexPattern::compile(
      utf16(*translated), compiled->flags.ignore_case ? UREGEX_CASE_INSENSITIVE : 0, place, status));
  if (U_FAILURE(status)) {
    why = "the pattern is not a valid regular expression";
    return std::nullopt;
  }
  return Pattern(std::move(compiled));
}

std::optional<bool> Pattern::matches(std::string_view text) const {
  const icu::UnicodeString wide = utf16(text);
  const auto matcher = compiled_->matcher(wide);
  UErrorCode status = U_ZERO_ERROR;
  const bool found = matcher && matcher->find(status);
  if (!matcher || U_FAILURE(status)) return std::nullopt;
  return found;
}

std::optional<std::string> Pattern::replace(std::string_view text, std::string_view replacement,
                                            std::string& why) const {
  if (compiled_->matches_nothing()) return why = "the pattern matches an empty text", std::nullopt;
  const icu::UnicodeString wide = utf16(text);
  const auto matcher = compiled_->matcher(wide);
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString out;
  int32_t last = 0;
  while (matcher && matcher->find(status) && U_SUCCESS(status)) {
    out.append(wide, last, matcher->start(status) - last);
    last = matcher->end(status);
    for (size_t i = 0; i < replacement.size(); ++i) {
      const char c = replacement[i];
      if (compiled_->flags.literal || (c != '$' && c != '\\')) {
        const size_t from = i;
        while (i + 1 < replacement.size() &&
               (compiled_->flags.literal || (replacement[i + 1] != '$' && replacement[i + 1] != '\\'))) {
          ++i;
        }
        out.append(utf16(replacement.substr(from, i - from + 1)));
      } else if (c == '\\' && i + 1 < replacement.size() &&
                 (replacement[i + 1] == '$' || replacement[i + 1] == '\\')) {
        out.append(static_cast<char16_t>(replacement[++i]));
      } else if (c == '$' && i + 1 < replacement.size() && replacement[i + 1] >= '0' &&
                 replacement[i + 1] <= '9') {
        // As many digits as there are groups; what is beyond is text. A group that is not there is "".
        int32_t group = replacement[++i] - '0';
        while (i + 1 < replacement.size() && replacement[i + 1] >= '0' && replacement[i + 1] <= '9' &&
               group * 10 + (replacement[i + 1] - '0') <= matcher->groupCount()) {
          group = group * 10 + (replacement[++i] - '0');
        }
        if (group <= matcher->groupCount()) out.append(matcher->group(group, status));
      } else {
        return why = "in a replacement '$' is followed by a digit and '\\' by '$' or '\\'", std::nullopt;
      }
    }
  }
  if (!matcher || U_FAILURE(status)) return why = "the pattern takes too long", std::nullopt;
  out.append(wide, last, wide.length() - last);
  return utf8(out);
}

std::optional<std::vector<std::string>> Pattern::split(std::string_view text, std::string& why) const {
  if (compiled_->matches_nothing()) return why = "the delimiter matches an empty text", std::nullopt;
  const icu::UnicodeString wide = utf16(text);
  const auto matcher = compiled_->matcher(wide);
  UErrorCode status = U_ZERO_ERROR;
  std::vector<std::string> parts;
  int32_t last = 0;
  while (matcher && matcher->find(status) && U_SUCCESS(status)) {
    parts.push_back(utf8(wide.tempSubStringBetween(last, matcher->start(status))));
    last = matcher->end(status);
  }
  if (!matcher || U_FAILURE(status)) return why = "the delimiter takes too long", std::nullopt;
  parts.push_back(utf8(wide.tempSubString(last)));
  return parts;
}

}  // namespace mailroom::feel
