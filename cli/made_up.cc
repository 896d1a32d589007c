#include "cli/made_up.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/identifier.h"
#include "base/letters.h"
#include "base/text.h"
#include "ocr/specimen/shape.h"
#include "ocr/specimen/vocabulary.h"
#include "workflows/typed_value.h"

namespace mailroom::cli {

namespace {

using ocr::specimen::Random;

constexpr int kTries = 100;

bool is_letter_or_figure(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// Signs that tell nothing: Latin-1's, and the blocks of punctuation and currencies.
bool is_sign(uint32_t code_point) {
  return (code_point >= 0xA0 && code_point < 0xC0) || (code_point >= 0x2000 && code_point < 0x20D0);
}

// Letters for letters, figures for figures, signs as they are. Letters beyond ASCII become their like without
// a mark, or a '?', so that none of a name is left.
std::string shuffled(std::string_view text, Random& random) {
  std::string out;
  bool is_first_figure = true;
  for (const uint32_t c : code_points(without_accents(text))) {
    if (c >= '0' && c <= '9') {
      // A figure does not begin with a nought that it did not have.
      out += static_cast<char>(is_first_figure && c != '0' ? '1' + random.below(9) : '0' + random.below(10));
      is_first_figure = false;
      continue;
    }
    is_first_figure = is_first_figure || c == ' ';
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>('A' + random.below(26));
    } else if (c >= 'a' && c <= 'z') {
      out += static_cast<char>('a' + random.below(26));
    } else {
      append_utf8(out, c < 0x80 || is_sign(c) ? c : '?');
    }
  }
  return out;
}

// The made-up characters where the text has letters and figures; as they are if those are not as many.
std::string grouped_like(const std::string& text, const std::string& made) {
  std::string bare;
  for (const char c : made)
    if (is_letter_or_figure(c)) bare += c;
  const auto places = static_cast<size_t>(std::count_if(text.begin(), text.end(), is_letter_or_figure));
  if (places != bare.size()) return made;
  std::string out;
  size_t next = 0;
  for (const char c : text) out += is_letter_or_figure(c) ? bare[next++] : c;
  return out;
}

std::string identifier(const IdentifierFormat& format, const std::string& text, Random& random) {
  const std::string normal = normal_identifier(format, text);
  if (!is_identifier(format, text)) {
    for (int i = 0; i < kTries; ++i) {
      std::string made = shuffled(text, random);
      if (!is_identifier(format, made)) return made;
    }
    return text.substr(0, 1);  // hardly anything is none of this format
  }
  for (int i = 0; i < kTries; ++i) {
    const auto made = ocr::specimen::make_identifier(format, static_cast<int>(normal.size()), random);
    if (!made || (made->size() != normal.size() && i + 1 < kTries)) continue;
    const std::string grouped = grouped_like(text, *made);
    return is_identifier(format, grouped) ? grouped : *made;
  }
  return std::string(format.example);
}

std::string in_case_of(const std::string& word, const std::string& made) {
  const bool is_upper = word.size() > 1 && std::none_of(word.begin(), word.end(),
                                                        [](unsigned char c) { return std::islower(c) != 0; });
  return is_upper ? to_upper_latin(made) : made;
}

// As many words, the last one a surname; initials stay initials.
std::string name(const std::string& text, bool is_first_name, Random& random) {
  std::vector<std::string> words;
  const std::string folded = fold_space(text);
  const auto parts = split(folded, ' ');
  for (size_t i = 0; i < parts.size(); ++i) {
    const std::string word(parts[i]);
    const bool is_initial = length_in_code_points(word) == 1 || (word.ends_with('.') && word.size() <= 3);
    const bool is_surname = !is_first_name && i + 1 == parts.size();
    const std::string made(is_surname ? random.pick(ocr::specimen::surnames())
                                      : random.pick(ocr::specimen::first_names()));
    words.push_back(is_initial ? made.substr(0, 1) + (word.ends_with('.') ? "." : "")
                               : in_case_of(word, made));
  }
  return join(words, " ");
}

std::string street(const std::string& text, Random& random) {
  const std::string made = std::string(random.pick(ocr::specimen::street_names())) + " " +
                           std::string(random.pick(ocr::specimen::street_kinds()));
  const bool has_number =
      std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  return has_number ? std::to_string(random.between(1, 199)) + " " + made : made;
}

std::string mail(Random& random) {
  std::string made = std::string(random.pick(ocr::specimen::first_names())) + "." +
                     std::string(random.pick(ocr::specimen::surnames()));
  std::erase_if(made, [](char c) { return c == ' ' || c == '\''; });
  return to_lower_ascii(made) + "@example.org";
}

// Another day within a few years, its figures where this one's were.
std::optional<std::string> date(const std::string& text, const Date& day, Random& random) {
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  const Date other{day.year - random.between(0, 9), static_cast<uint8_t>(random.between(1, 12)),
                   static_cast<uint8_t>(random.between(1, 28))};
  const auto parts = [&](const Date& d) {
    return std::array<std::string, 3>{two(d.day), two(d.month), std::to_string(d.year)};
  };
  const auto was = parts(day), is = parts(other);
  std::string figures;
  for (const char c : text)
    if (std::isdigit(static_cast<unsigned char>(c))) figures += c;
  for (const std::array<size_t, 3>& order : {std::array<size_t, 3>{0, 1, 2}, {1, 0, 2}, {2, 1, 0}}) {
    if (figures == was[order[0]] + was[order[1]] + was[order[2]])
      return grouped_like(text, is[order[0]] + is[order[1]] + is[order[2]]);
  }
  return std::nullopt;
}

// What the field's id and label tell that it asks for.
bool asks_for(const ocr::Field& field, std::initializer_list<std::string_view> words) {
  const std::string told = to_lower_ascii(field.id + " " + field.label);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return told.find(word) != std::string::npos; });
}

bool is_about_a_person(const ocr::Field& field) {
  return field.type == ocr::FieldType::name || !field.format.empty() ||
         asks_for(field,
                  {"name", "mail", "phone", "address", "street", "town", "city", "postcode", "remark"});
}

}  // namespace

std::string MadeUp::in_place_of(const std::string& text, const ocr::Form& form, const ocr::Field& field,
                                bool is_read) {
  if (trim(text).empty() || field.type == ocr::FieldType::checkbox) return text;
  if (is_read && !is_about_a_person(field)) return text;
  const IdentifierFormat* format = find_identifier_format(field.format);
  const std::string as = format                               ? std::string(format->name)
                         : field.type == ocr::FieldType::name ? "name"
                                                              : "text";
  auto& made = made_[as + "\n" + (format ? normal_identifier(*format, text) : fold_space(text))];
  if (made.empty()) made = make(text, form, field);
  return format ? grouped_like(text, made) : made;
}

std::string MadeUp::make(const std::string& text, const ocr::Form& form, const ocr::Field& field) {
  if (const IdentifierFormat* format = find_identifier_format(field.format))
    return identifier(*format, text, random_);
  if (field.type == ocr::FieldType::date) {
    const auto day = workflows::typed_value(field, form.locale, Value(text));
    const auto made = day && day->is(Value::Kind::date) ? date(text, day->date(), random_) : std::nullopt;
    return made ? *made : shuffled(text, random_);
  }
  if (field.type == ocr::FieldType::amount || field.type == ocr::FieldType::integer)
    return shuffled(text, random_);
  if (!field.pattern.empty())
    if (const auto made = ocr::specimen::make_shape(field.pattern, random_)) return *made;
  if (asks_for(field, {"mail"}) && text.find('@') != std::string::npos) return mail(random_);
  if (asks_for(field, {"phone"})) return shuffled(text, random_);
  if (field.type == ocr::FieldType::name)
    return name(text, asks_for(field, {"first_name", "first name", "forename"}), random_);
  if (asks_for(field, {"address", "street"})) return street(text, random_);
  if (asks_for(field, {"town", "city"})) return std::string(random_.pick(ocr::specimen::towns()));
  if (asks_for(field, {"remark"})) return std::string(random_.pick(ocr::specimen::remarks()));
  return shuffled(text, random_);
}

std::string MadeUp::of_shape(const std::string& text) {
  auto& made = made_["shape\n" + text];
  if (made.empty()) made = shuffled(text, random_);
  return made;
}

}  // namespace mailroom::cli
