// String functions (DMN 1.5, 10.3.4.3), string() and not(). Positions count code points.
#include <algorithm>

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "base/text.h"
#include "workflows/feel/arguments.h"
#include "workflows/feel/pattern.h"
#include "workflows/feel/text_of.h"

namespace mailroom::feel {

namespace {

constexpr auto kText = Type::Kind::text;
constexpr auto kBoolean = Type::Kind::boolean;

// The byte where the code point of that number (from 0) starts; the size if there are not as many.
size_t byte_of(std::string_view text, int64_t number) {
  size_t at = 0;
  for (; at < text.size() && number > 0; --number) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return at;
}

Value substring(Machine& machine, const Arguments& a) {
  const auto text = a.text(0);
  const auto start = a.integer(1);
  if (!text || !start) return {};
  if (*start == 0) return machine.null("a position counts from 1, or from -1 at the end");
  const auto size = static_cast<int64_t>(length_in_code_points(*text));
  const int64_t from = *start > 0 ? *start - 1 : size + *start;
  int64_t length = size;
  if (!a.is_null(2)) {
    const Decimal* n = a.number(2);
    const auto whole = n ? n->rounded(0, Rounding::down) : std::nullopt;
    if (!whole || !whole->to_integer()) return {};
    length = *whole->to_integer();
    if (length < 1) return machine.null("a length is at least 1");
  }
  if (from < 0 || from >= size) return from < 0 ? machine.null("the text has no such position") : Value("");
  const size_t first = byte_of(*text, from);
  return Value(text->substr(first, byte_of(text->substr(first), std::min(length, size))));
}

template <class F>
void define_of_two(Builtins& b, const char* name, const char* second, Type::Kind result, F f) {
  define(
      b, name, {"string", second}, 2,
      [f](Machine&, const Arguments& a) -> Value {
        const auto text = a.text(0), match = a.text(1);
        return text && match ? Value(f(*text, *match)) : Value();
      },
      result);
}

Value change_case(const Arguments& a, bool upper) {
  const auto text = a.text(0);
  if (!text) return {};
  icu::UnicodeString wide =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text->data(), static_cast<int32_t>(text->size())));
  upper ? wide.toUpper(icu::Locale::getRoot()) : wide.toLower(icu::Locale::getRoot());
  std::string out;
  wide.toUTF8String(out);
  return Value(std::move(out));
}

std::optional<Pattern> pattern_of(Machine& machine, const Arguments& a, size_t pattern, size_t flags) {
  const auto text = a.text(pattern);
  if (!text) return std::nullopt;
  std::string_view flag_text;
  if (!a.is_null(flags)) {
    const auto given = a.text(flags);
    if (!given) return std::nullopt;
    flag_text = *given;
  }
  std::string why;
  auto compiled = Pattern::compile(*text, flag_text, why);
  if (!compiled) machine.null(why);
  return compiled;
}

Value string_join(Machine& machine, const Arguments& a) {
  const auto list = a.list(0);
  if (!list) return {};
  std::string_view delimiter;
  if (!a.is_null(1)) {
    const auto given = a.text(1);
    if (!given) return {};
    delimiter = *given;
  }
  std::string joined;
  bool first = true;
  for (const Value& item : *list) {
    if (item.is_null()) continue;
    if (!item.is(Value::Kind::text)) return machine.null("expected string, got ", kind_word(item));
    if (!first) joined += delimiter;
    joined += item.text();
    first = false;
    if (!machine.spend(item.text().size() + delimiter.size())) return {};
  }
  return Value(std::move(joined));
}

}  // namespace

void add_text_functions(Builtins& b) {
  define(
      b, "string", {"from"}, 1,
      [](Machine&, const Arguments& a) { return a[0].is_null() ? Value() : Value(text_of(a[0])); }, kText);
  define(
      b, "not", {"negand"}, 1,
      [](Machine& m, const Arguments& a) -> Value {
        if (a[0].is(Value::Kind::boolean)) return !a[0].boolean();
        return m.null("expected boolean, got ", kind_word(a[0]));
      },
      kBoolean);
  define(b, "substring", {"string", "start position", "length"}, 2, substring, kText);
  define(
      b, "string length", {"string"}, 1,
      [](Machine&, const Arguments& a) -> Value {
        const auto text = a.text(0);
        return text ? Value(length_in_code_points(*text)) : Value();
      },
      Type::Kind::number);
  define(
      b, "upper case", {"string"}, 1, [](Machine&, const Arguments& a) { return change_case(a, true); },
      kText);
  define(
      b, "lower case", {"string"}, 1, [](Machine&, const Arguments& a) { return change_case(a, false); },
      kText);
  using View = std::string_view;
  define_of_two(b, "substring before", "match", kText, [](View text, View match) {
    const size_t at = text.find(match);
    return at == View::npos ? View() : text.substr(0, at);
  });
  define_of_two(b, "substring after", "match", kText, [](View text, View match) {
    const size_t at = text.find(match);
    return at == View::npos ? View() : text.substr(at + match.size());
  });
  define_of_two(b, "contains", "match", kBoolean,
                [](View text, View match) { return text.find(match) != View::npos; });
  define_of_two(b, "starts with", "match", kBoolean,
                [](View text, View match) { return text.starts_with(match); });
  define_of_two(b, "ends with", "match", kBoolean,
                [](View text, View match) { return text.ends_with(match); });
  define(
      b, "matches", {"input", "pattern", "flags"}, 2,
      [](Machine& m, const Arguments& a) -> Value {
        const auto text = a.text(0);
        const auto pattern = text ? pattern_of(m, a, 1, 2) : std::nullopt;
        if (!pattern) return {};
        const auto found = pattern->matches(*text);
        return found ? Value(*found) : m.null("the pattern takes too long");
      },
      kBoolean);
  define(
      b, "replace", {"input", "pattern", "replacement", "flags"}, 3,
      [](Machine& m, const Arguments& a) -> Value {
        const auto text = a.text(0), replacement = a.text(2);
        const auto pattern = text && replacement ? pattern_of(m, a, 1, 3) : std::nullopt;
        if (!pattern) return {};
        std::string why;
        auto replaced = pattern->replace(*text, *replacement, why);
        return replaced && m.spend(replaced->size()) ? Value(*std::move(replaced)) : m.null(why);
      },
      kText);
  define(b, "split", {"string", "delimiter"}, 2, [](Machine& m, const Arguments& a) -> Value {
    const auto text = a.text(0);
    const auto pattern = text ? pattern_of(m, a, 1, 99) : std::nullopt;
    if (!pattern) return {};
    std::string why;
    const auto parts = pattern->split(*text, why);
    if (!parts) return m.null(why);
    if (!m.spend(parts->size() * sizeof(Value))) return {};
    return Value(List(parts->begin(), parts->end()));
  });
  define(b, "string join", {"list", "delimiter"}, 1, string_join, kText);
}

}  // namespace mailroom::feel
