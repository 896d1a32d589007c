#include "ocr/reader/look_alikes.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "base/identifier.h"
#include "base/locale.h"
#include "ocr/reader/well_formed.h"

namespace mailroom::ocr::reader {

namespace {

// Pairs that print and pen make nearly alike.
constexpr std::string_view kPairs[] = {"0O", "0Q", "0D", "1I", "2Z", "5S", "6G", "8B", "9Q"};
constexpr int kMostChanges = 3;  // a text with more characters misread is another text

std::string twins_of(char c) {
  std::string twins;
  for (const std::string_view pair : kPairs) {
    if (pair[0] == c) twins += pair[1];
    if (pair[1] == c) twins += pair[0];
  }
  return twins;
}

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// The valid spellings of `text` that have `changes` of the characters at `doubtful`, from the `next` one on,
// replaced by a twin.
void try_changes(const IdentifierFormat& format, std::string& text, const std::vector<size_t>& doubtful,
                 size_t next, int changes, std::vector<std::string>& valid) {
  if (changes == 0) {
    if (is_identifier(format, text)) valid.push_back(text);
    return;
  }
  for (; next < doubtful.size(); ++next) {
    char& c = text[doubtful[next]];
    const char as_read = c;
    for (const char twin : twins_of(as_read)) {
      // A check digit tells digits apart, not ink: only a change between letter and digit is a matter of
      // shape.
      if (is_digit(twin) == is_digit(as_read)) continue;
      c = twin;
      try_changes(format, text, doubtful, next + 1, changes - 1, valid);
    }
    c = as_read;
  }
}

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_digit);
}

// Mostly figures, and something else than what stands between figures: a letter like one, or a sign in the
// midst.
bool is_figure_with_letter(std::string_view word) {
  constexpr std::string_view kLikeFigures = "OoQDCcUIlZSsBGgqbu", kBetween = ".,-/()+%#*:";
  constexpr long kFiguresForAnother = 2;
  constexpr size_t kHouseNumber = 4;
  if (word.empty() || is_letter(word.front())) return false;
  if (word.size() <= kHouseNumber && std::isupper(static_cast<unsigned char>(word.back())) != 0) return false;
  long figures = 0, others = 0;
  for (size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const auto byte = static_cast<unsigned char>(c);
    if (is_digit(c)) {
      ++figures;
    } else if (is_letter(c)) {
      if (kLikeFigures.find(c) == std::string_view::npos) return false;
      ++others;
    } else if (kBetween.find(c) == std::string_view::npos && i > 0 && (byte & 0xC0U) != 0x80U) {
      ++others;  // a currency's sign stands first
    }
  }
  return others > 0 && figures >= kFiguresForAnother * others;
}

// A small l before a consonant is a capital I.
bool begins_impossibly(std::string_view word) {
  return word.size() > 2 && word[0] == 'l' &&
         std::string_view("bcdfghjkmnpqrstvwxz").find(word[1]) != std::string_view::npos;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t from = 0; from < text.size();) {
    const size_t to = std::min(text.find(' ', from), text.size());
    if (to > from) words.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return words;
}

// A word of letters that begins with one that is the same, large and small, but for its size.
bool begins_with_small_twin(std::string_view word) {
  return word.size() > 2 && std::string_view("cjkopsuvwxz").find(word[0]) != std::string_view::npos &&
         std::all_of(word.begin(), word.end(), is_letter);
}

// "Ian Parker", "12 High Street": words that all begin with capitals or figures, but for `except`, and not
// it alone.
bool are_names_but(const std::vector<std::string_view>& words, size_t except) {
  for (size_t i = 0; i < words.size(); ++i)
    if (i != except && std::isupper(static_cast<unsigned char>(words[i][0])) == 0 && !is_digit(words[i][0]))
      return false;
  return words.size() > 1;
}

// "Gwen J Smith": people put a point behind an initial, and points are what wears off first.
bool has_bare_initial(std::string_view text) {
  const auto words = words_of(text);
  if (!are_names_but(words, words.size())) return false;
  return std::any_of(words.begin(), words.end(),
                     [](std::string_view word) { return word.size() == 1 && is_letter(word[0]); });
}

bool has_small_capital(std::string_view text) {
  constexpr std::string_view kSmallInNames[] = {"van", "von", "vom", "zum", "zur",
                                                "los", "las", "les", "sur"};
  const auto words = words_of(text);
  for (size_t i = 0; i < words.size(); ++i)
    if (begins_with_small_twin(words[i]) && are_names_but(words, i) &&
        std::find(std::begin(kSmallInNames), std::end(kSmallInNames), words[i]) == std::end(kSmallInNames))
      return true;
  return false;
}

// Day, month and year between points, in any order.
bool is_date_with_points(std::string_view text) {
  if (std::count(text.begin(), text.end(), '.') != 2 ||
      text.find_first_not_of("0123456789.") != std::string_view::npos)
    return false;
  const size_t first = text.find('.'), last = text.rfind('.'), year = text.size() - last - 1;
  const auto is_short = [](size_t figures) { return figures == 1 || figures == 2; };
  return is_short(last - first - 1) &&
         ((is_short(first) && (year == 2 || year == 4)) || (first == 4 && is_short(year)));
}

// "08/09,1968", "21.": a sign where no figure follows, or two kinds in one date.
bool has_stray_sign(std::string_view figure) {
  if (figure.find_first_not_of("0123456789,./") != std::string_view::npos) return false;
  const bool strokes = figure.find('/') != std::string_view::npos;
  return (strokes && figure.find_first_of(".,") != std::string_view::npos) || !is_digit(figure.back());
}

// Without a minus in front or the brackets around it.
std::string_view without_sign(std::string_view figure) {
  if (!figure.empty() && (figure.front() == '-' || figure.front() == '(')) figure.remove_prefix(1);
  if (!figure.empty() && figure.back() == ')') figure.remove_suffix(1);
  return figure;
}

// "2677 78", "9 480.86", "65 594 99", "08 27 2018": blanks where a comma, a point or strokes belong. Numbers
// of people are written "123 456 789".
bool has_blank_for_sign(std::string_view figure) {
  figure = without_sign(figure);
  if (figure.find(' ') == std::string_view::npos ||
      figure.find_first_not_of("0123456789,. -") != std::string_view::npos)
    return false;
  constexpr size_t kPersonal = 11, kDate = 10;
  std::string as_amount(figure), as_date(figure);
  std::replace_if(
      as_amount.begin(), as_amount.end(), [](char c) { return c == ' ' || c == '.'; }, ',');
  std::replace(as_date.begin(), as_date.end(), ' ', '.');
  const size_t last = as_amount.rfind(',');
  std::string with_point = as_amount;
  with_point[last] = '.';
  const bool ungrouped =
      std::count(as_amount.begin(), as_amount.end(), ',') == 1 && as_amount.size() - last == 3 && last > 0;
  const bool personal = figure.size() == kPersonal && figure[3] == ' ' && figure[7] == ' ';
  return ungrouped || (is_well_formed_figure(as_amount) && !personal) ||
         (with_point.find(',') != std::string::npos && is_well_formed_figure(with_point)) ||
         (figure.size() == kDate && is_date_with_points(as_date));
}

// "1 234 567.89": one to three figures, then groups of three, before the point if there is one.
bool is_grouped_by_blanks(std::string_view figure) {
  figure = without_sign(figure);
  const std::string_view whole = figure.substr(0, figure.find('.'));
  const size_t first = whole.find(' ');
  if (first == std::string_view::npos || first == 0 || first > 3 || (whole.size() - first) % 4 != 0)
    return false;
  for (size_t i = first; i < whole.size(); i += 4)
    if (whole[i] != ' ' || whole.find_first_not_of("0123456789", i + 1) < std::min(i + 4, whole.size()))
      return false;
  return whole.find_first_not_of("0123456789") == first;
}

// One to three figures, not 0 alone, a point, three more: the comma of a thousand, misread.
bool has_thousandths(std::string_view figure) {
  figure = without_sign(figure);
  const size_t point = figure.find('.');
  if (point == std::string_view::npos || point == 0 || point > 3 || (figure.size() - point) % 4 != 0)
    return false;
  for (size_t i = point; i < figure.size(); i += 4)
    if (figure[i] != '.' || figure.find_first_not_of("0123456789", i + 1) < std::min(i + 4, figure.size()))
      return false;
  return figure.front() != '0' && figure.find_first_not_of("0123456789") == point;
}

}  // namespace

std::string with_look_alikes(std::string_view format_name, const std::string& text) {
  const IdentifierFormat* format = find_identifier_format(format_name);
  if (format == nullptr || text.empty() || is_identifier(*format, text)) return text;
  std::string normal = normal_identifier(*format, text);
  std::vector<size_t> doubtful;
  for (size_t i = 0; i < normal.size(); ++i) {
    if (!twins_of(normal[i]).empty()) doubtful.push_back(i);
  }
  // The one that changes least, if there is only one.
  std::vector<std::string> valid;
  for (int changes = 1; changes <= kMostChanges && valid.empty(); ++changes)
    try_changes(*format, normal, doubtful, 0, changes, valid);
  return valid.size() == 1 ? valid.front() : text;
}

std::optional<std::string> with_capital_i(const std::string& text) {
  if (text.find('@') != std::string::npos) return std::nullopt;
  constexpr std::string_view kArticles[] = {"la", "le", "lo", "los", "las", "les"};
  std::string meant = text;
  const auto words = words_of(text);
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word[0] != 'l' || word.size() < 3 || !std::all_of(word.begin(), word.end(), is_letter)) continue;
    if (std::find(std::begin(kArticles), std::end(kArticles), word) != std::end(kArticles)) continue;
    if (begins_impossibly(word) || are_names_but(words, i))
      meant[static_cast<size_t>(word.data() - text.data())] = 'I';
  }
  return meant == text ? std::nullopt : std::optional(meant);
}

double plausibility(std::string_view text, std::string_view locale) {
  constexpr double kMisread = 0.03, kSignMisread = 0.08, kMisspelt = 0.1, kSmall = 0.3, kSmallInName = 0.04,
                   kInitial = 0.02;
  if (has_digit(text) && !is_date_with_points(text)) {
    const std::string figure = has_decimal_comma(locale) ? with_signs_exchanged(text) : std::string(text);
    if (!is_well_formed_figure(figure) || has_stray_sign(figure)) return kMisread;
    const bool may_have_blanks = has_blank_between_thousands(locale) && is_grouped_by_blanks(figure);
    if (!may_have_blanks && has_blank_for_sign(figure)) return kMisread;
    if (has_thousandths(figure)) return kSignMisread;
  }
  const bool is_address = text.find('@') != std::string_view::npos;
  if (is_address && text.find(' ') != std::string_view::npos) return kMisread;
  // Where capitals stand is each language's own: what follows of them is English.
  const bool knows_capitals = !is_address && locale.starts_with("en");
  double likely = knows_capitals && has_small_capital(text) ? kSmallInName : 1;
  if (!is_address && !has_digit(text) && has_bare_initial(text)) likely = std::min(likely, kInitial);
  const auto words = words_of(text);
  for (const std::string_view word : words) {
    if (is_figure_with_letter(word)) return kMisread;
    if (knows_capitals && begins_impossibly(word)) likely = std::min(likely, kMisspelt);
  }
  if (knows_capitals && !words.empty() && begins_with_small_twin(words.front()))
    likely = std::min(likely, kSmall);
  return likely;
}

}  // namespace mailroom::ocr::reader
