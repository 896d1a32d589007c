#include "ocr/specimen/values.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/calendar.h"
#include "base/identifier.h"
#include "base/letters.h"
#include "base/locale.h"
#include "base/text.h"
#include "ocr/specimen/shape.h"
#include "ocr/specimen/vocabulary.h"

namespace mailroom::ocr::specimen {
namespace {

constexpr double kColumn = 110;  // points: narrower fields are mostly columns
constexpr int kTries = 16;       // for a value that fits its room

enum class Kind {
  person,
  surname,
  first_name,
  street,
  town,
  postcode,
  occupation,
  phone,
  mail,
  words,
  date,
  amount,
  integer,
  digits
};

// What the label asks for; generated templates' labels are whole sentences, so that this is a guess.
constexpr std::pair<std::string_view, Kind> kAsked[] = {
    {"postcode", Kind::postcode}, {"zip", Kind::postcode},          {"e-mail", Kind::mail},
    {"email", Kind::mail},        {"phone", Kind::phone},           {"surname", Kind::surname},
    {"last name", Kind::surname}, {"first name", Kind::first_name}, {"name", Kind::person},
    {"street", Kind::street},     {"address", Kind::street},        {"town", Kind::town},
    {"city", Kind::town},         {"occupation", Kind::occupation}, {"date", Kind::date},
    {"amount", Kind::amount},     {"total", Kind::amount},          {"number", Kind::digits},
};

// Text fields of forms are for anything, mostly for figures.
constexpr Kind kAnything[] = {
    Kind::amount,   Kind::amount,     Kind::amount, Kind::amount, Kind::amount, Kind::amount,
    Kind::integer,  Kind::integer,    Kind::digits, Kind::digits, Kind::date,   Kind::person,
    Kind::person,   Kind::surname,    Kind::street, Kind::street, Kind::town,   Kind::town,
    Kind::postcode, Kind::occupation, Kind::phone,  Kind::mail,   Kind::words,
};

std::string digits(int count, Random& random) {
  std::string text;
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + random.below(10));
  return text;
}

// No leading zero.
std::string whole_number(int figures, Random& random) {
  return static_cast<char>('1' + random.below(9)) + digits(figures - 1, random);
}

std::string grouped(const std::string& figures, char by) {
  std::string text;
  for (size_t i = 0; i < figures.size(); ++i) {
    if (i > 0 && (figures.size() - i) % 3 == 0) text += by;
    text += figures[i];
  }
  return text;
}

std::string amount(const Form& form, Random& random) {
  const char decimal = has_decimal_comma(form.locale) ? ',' : '.';
  const char group = has_blank_between_thousands(form.locale) ? ' ' : decimal == ',' ? '.' : ',';
  constexpr int kFigures[] = {1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7};
  std::string text = whole_number(random.pick(kFigures), random);
  if (random.chance(0.65)) text = grouped(text, group);
  if (random.chance(0.4)) text += decimal + digits(2, random);
  if (random.chance(0.02)) return "-" + text;
  if (random.chance(0.02)) return "(" + text + ")";
  return text;
}

// In the order of the form's locale, and as long as a comb or a limit wants it.
std::string date(const Form& form, const Field& field, Random& random) {
  const int64_t first = days_since_epoch({1930, 1, 1}), last = days_since_epoch({2026, 12, 31});
  Date day = date_from_days(first + random.below(static_cast<int>(last - first)));
  if (random.chance(0.5)) day.year = random.between(2018, 2026), day.day = std::min<uint8_t>(day.day, 28);
  const auto two = [](int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
  std::string a = two(day.day), b = two(day.month), year = std::to_string(day.year);
  if (has_month_first(form.locale)) std::swap(a, b);
  if (field.max_length == 8)
    return field.comb || random.chance(0.5) ? a + b + year : a + "/" + b + "/" + year.substr(2);
  if (field.max_length == 6) return a + b + year.substr(2);
  if (!field.comb && random.chance(0.1)) return to_string(day);
  // English forms ask for figures.
  if (!field.comb && field.max_length == 0 && !form.locale.starts_with("en") && random.chance(0.2)) {
    const std::string month(month_name(day.month, form.locale)), number = std::to_string(day.day);
    if (form.locale.starts_with("de")) return number + ". " + month + " " + year;
    if (form.locale.starts_with("es")) return number + " de " + month + " de " + year;
    return number + " " + month + " " + year;
  }
  std::string by = "/";
  if (form.locale.starts_with("de") || form.locale.starts_with("pl"))
    by = ".";
  else if (!field.comb && random.chance(0.15))
    by = random.chance(0.5) ? "-" : ".";
  return a + by + b + by + year;
}

std::string mail(const Vocabulary* abroad, Random& random) {
  constexpr std::string_view kDomains[] = {"example.org", "example.com", "example.net"};
  std::string name =
      to_lower_ascii(without_accents(random.pick(abroad ? abroad->first_names : first_names())));
  std::string surname = to_lower_ascii(without_accents(random.pick(abroad ? abroad->surnames : surnames())));
  surname.erase(std::remove_if(surname.begin(), surname.end(), [](char c) { return c == ' ' || c == '\''; }),
                surname.end());
  const int style = random.below(4);
  if (style == 0) name = name.substr(0, 1) + surname;
  if (style == 1) name += std::to_string(random.between(1, 99));
  if (style >= 2) name += (random.chance(0.8) ? "." : "_") + surname;
  return name + "@" + std::string(random.pick(kDomains));
}

std::string phone(const Form& form, Random& random) {
  if (form.locale == "en-US" || form.locale == "en-CA") {
    const std::string area = std::to_string(random.between(201, 989)), line = "01" + digits(2, random);
    switch (random.below(3)) {
      case 0:
        return area + "-555-" + line;
      case 1:
        return "(" + area + ") 555-" + line;
      default:
        return area + "555" + line;
    }
  }
  if (form.locale.starts_with("fr")) {
    return "01 99 00 " + digits(2, random) + " " + digits(2, random);  // kept for fiction (ARCEP)
  }
  const std::string line = digits(3, random);
  if (form.locale.starts_with("de")) return "030 23125 " + line;  // kept for fiction (Bundesnetzagentur)
  constexpr std::string_view kDrama[] = {"020 7946 0", "0113 496 0", "0161 496 0", "07700 900", "01632 960"};
  std::string text = std::string(random.pick(kDrama)) + line;
  return random.chance(0.3) ? replace_all(text, " ", "") : text;
}

std::string postcode(const Form& form, Random& random) {
  if (form.locale == "en-US") return digits(5, random) + (random.chance(0.2) ? "-" + digits(4, random) : "");
  if (form.locale.starts_with("pl")) return digits(2, random) + "-" + digits(3, random);
  if (form.locale.ends_with("-GB")) {
    return make_identifier(*find_identifier_format("postcode"), 0, random).value_or("");
  }
  return digits(5, random);
}

std::string person(const Vocabulary* abroad, Random& random) {
  const std::string first(random.pick(abroad ? abroad->first_names : first_names())),
      last(random.pick(abroad ? abroad->surnames : surnames()));
  const double style = random.uniform(0, 1);
  if (style < 0.15) return first + " " + static_cast<char>('A' + random.below(26)) + ". " + last;
  if (style < 0.25) return to_utf8({code_points(first).front()}) + ". " + last;
  if (style < 0.3) return last + ", " + first;
  return first + " " + last;
}

std::string street(const Vocabulary* abroad, Random& random) {
  std::string text = std::to_string(random.between(1, 399));
  if (random.chance(0.1)) text += static_cast<char>('a' + random.below(4));
  if (abroad != nullptr) {
    const std::string name(random.pick(abroad->streets)), between(abroad->beside_number);
    return abroad->number_first ? text + between + name : name + between + text;
  }
  return text + " " + std::string(random.pick(street_names())) + " " +
         std::string(random.pick(street_kinds()));
}

std::string of_kind(Kind kind, const Form& form, const Field& field, const Room& room, Random& random) {
  const Vocabulary* abroad = vocabulary_abroad(form.language_of(field));
  switch (kind) {
    case Kind::person:
      return person(abroad, random);
    case Kind::surname:
      return std::string(random.pick(abroad ? abroad->surnames : surnames()));
    case Kind::first_name:
      return std::string(random.pick(abroad ? abroad->first_names : first_names()));
    case Kind::street:
      return street(abroad, random);
    case Kind::town:
      return std::string(random.pick(abroad ? abroad->towns : towns())) +
             (random.chance(0.2) ? " " + digits(5, random) : "");
    case Kind::postcode:
      return postcode(form, random);
    case Kind::occupation:
      return std::string(random.pick(abroad ? abroad->occupations : occupations()));
    case Kind::phone:
      return phone(form, random);
    case Kind::mail:
      return mail(abroad, random);
    case Kind::words:
      return std::string(random.pick(abroad ? abroad->remarks : remarks()));
    case Kind::date:
      return date(form, field, random);
    case Kind::amount:
      // Nobody gives a separator a cell.
      return field.comb && field.max_length > 0 ? whole_number(random.between(1, field.max_length), random)
                                                : amount(form, random);
    case Kind::integer:
      return whole_number(random.between(1, std::min(field.max_length > 0 ? field.max_length : 3, 3)),
                          random);
    case Kind::digits:
      return digits(field.comb && field.max_length > 0
                        ? field.max_length
                        : std::min(random.between(4, 10), std::max(1, room.most)),
                    random);
  }
  return {};
}

// Labels in other languages say nothing to the table above; the ids of our own forms do.
std::optional<Kind> kind_by_id(const Field& field) {
  const std::string id = replace_all(field.id, "_", " ");
  if (id.find("remark") != std::string::npos) return Kind::words;
  for (const auto& [word, kind] : kAsked)
    if (id.find(word) != std::string::npos) return kind;
  return std::nullopt;
}

Kind kind_for(const Form& form, const Field& field, Random& random) {
  switch (field.type) {
    case FieldType::amount:
      return Kind::amount;
    case FieldType::integer:
      return Kind::integer;
    case FieldType::date:
      return Kind::date;
    default:
      break;
  }
  if (vocabulary_abroad(form.language_of(field)) != nullptr)
    if (const auto kind = kind_by_id(field)) return *kind;
  const std::string label = to_lower_ascii(field.label);
  for (const auto& [word, kind] : kAsked)
    if (label.find(word) != std::string::npos && random.chance(0.8)) return kind;
  if (field.type == FieldType::name) return Kind::person;
  // Columns of forms are for figures.
  if (field.zone.width() < kColumn && random.chance(0.8))
    return random.chance(0.85) ? Kind::amount : Kind::integer;
  return field.comb ? Kind::digits : random.pick(kAnything);
}

std::string one_line(const Form& form, const Field& field, const Room& room, Random& random) {
  if (const IdentifierFormat* format = find_identifier_format(field.format)) {
    const int longest = field.max_length > 0 ? std::min(field.max_length, room.most) : room.most;
    const auto made = make_identifier(*format, longest, random);
    if (!made) return {};
    if (field.comb) return *made;
    std::string written = as_written(*format, *made, random);
    return static_cast<int>(written.size()) <= longest ? written : *made;
  }
  if (!field.pattern.empty()) return make_shape(field.pattern, random).value_or("");
  return of_kind(kind_for(form, field, random), form, field, room, random);
}

// Remarks and addresses over a few lines.
std::string several_lines(const Form& form, const Field& field, const Room& room, Random& random) {
  std::vector<std::string> lines;
  const int count = random.between(1, std::min(room.lines, 4));
  const bool address = random.chance(0.3);
  for (int i = 0; i < count; ++i) {
    const Kind kind = !address ? Kind::words : i == 0 ? Kind::person : i == 1 ? Kind::street : Kind::town;
    std::string line = of_kind(kind, form, field, room, random);
    if (static_cast<int>(line.size()) <= room.most) lines.push_back(std::move(line));
  }
  return join(lines, "\n");
}

}  // namespace

std::string make_value(const Form& form, const Field& field, const Room& room, Random& random) {
  if (field.type == FieldType::checkbox) return {};
  const auto allowed = [&](const std::string& text, int room_for) {
    const auto length = static_cast<int>(length_in_code_points(text));
    return length > 0 && length <= room_for && (field.max_length == 0 || length <= field.max_length);
  };
  if (field.multiline && room.lines > 1 && field.type == FieldType::text && random.chance(0.7)) {
    std::string text = several_lines(form, field, room, random);
    if (allowed(text, room.most * room.lines)) return text;
  }
  std::string fits;
  for (int i = 0; i < kTries; ++i) {
    std::string text = one_line(form, field, room, random);
    if (allowed(text, room.wanted)) return text;
    if (fits.empty() && allowed(text, room.most)) fits = std::move(text);
  }
  if (!fits.empty() || field.type == FieldType::date || !field.format.empty() || !field.pattern.empty())
    return fits;
  const int room_left = field.max_length > 0 ? std::min(field.max_length, room.most) : room.most;
  if (room_left < 1) return {};
  if (vocabulary_abroad(form.language_of(field)) != nullptr) return {};
  if (field.type == FieldType::name)
    return std::string(random.pick(first_names()).substr(0, static_cast<size_t>(room_left)));
  return whole_number(std::min(room_left, 3), random);
}

}  // namespace mailroom::ocr::specimen
