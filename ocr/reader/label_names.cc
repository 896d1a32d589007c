#include "ocr/reader/label_names.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "base/letters.h"
#include "base/text.h"
#include "ocr/reader/field_names.h"
#include "ocr/reader/overlap.h"

namespace mailroom::ocr::reader {
namespace {

// Points.
constexpr double kNextWord = 14;     // a wider gap ends a label that is read to the right
constexpr double kFarLeft = 420;     // a row's label may begin at the other side of the page
constexpr double kFarAbove = 40;     // a label above its field
constexpr double kFarHeading = 500;  // a heading above its column
constexpr size_t kMostWords = 5, kMostId = 40, kMostLabel = 120;

double middle(const Zone& z) {
  return (z.y0 + z.y1) / 2;
}

bool has_letter(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
  });
}
bool has_letter_or_digit(const std::string& text) {
  return has_letter(text) ||
         std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
// A line's number or letter: "12", "4b", "(a)", "b".
bool is_number(const std::string& word) {
  std::string core;
  for (char c : word)
    if (c != '(' && c != ')' && c != '.' && c != ':') core += c;
  if (core.empty() || core.size() > 5) return false;
  const auto digits = std::count_if(core.begin(), core.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits == 0) return core.size() == 1 && core != "I" && core != "A";
  return static_cast<size_t>(digits) + 1 >= core.size();
}

// "Yes" beside a box to tick says nothing without its question.
bool is_answer(const std::string& label) {
  constexpr std::string_view kAnswers[] = {"yes", "no",  "ja",  "nein",    "oui", "non",    "si",
                                           "tak", "nie", "ydw", "nac ydw", "oes", "nac oes"};
  const std::string plain = to_lower_ascii(without_accents(label));
  return std::find(std::begin(kAnswers), std::end(kAnswers), plain) != std::end(kAnswers);
}

std::string joined(std::vector<const Word*> words) {
  std::stable_sort(words.begin(), words.end(), [](const Word* a, const Word* b) {
    return std::abs(middle(a->zone) - middle(b->zone)) > 4 ? middle(a->zone) < middle(b->zone)
                                                           : a->zone.x0 < b->zone.x0;
  });
  std::string text;
  for (const Word* word : words) {
    if (!has_letter_or_digit(word->text)) continue;
    if (!text.empty()) text += ' ';
    text += word->text;
    if (text.size() > kMostLabel) break;
  }
  return text;
}

class Labels {
 public:
  Labels(const std::vector<FoundField>& found, const std::vector<Word>& words) : found_(found) {
    for (const Word& word : words)
      if (!word.text.empty() && word.text.find_first_not_of("._ ") != std::string::npos)
        words_.push_back(&word);
  }

  std::string of(const FoundField& field) const {
    std::string label = field.kind == FoundField::Kind::tick ? beside_tick(field) : inside(field);
    if (!has_letter(label) && field.kind != FoundField::Kind::tick) label = to_the_left(field);
    if (!has_letter(label)) label = above(field, kFarAbove);
    if (!has_letter(label)) label = below(field);
    if (!has_letter(label)) label = above(field, kFarHeading);
    return fold_space(label);
  }

 private:
  std::string inside(const FoundField& field) const {
    std::vector<const Word*> in;
    for (const Word* word : words_) {
      const Zone &w = word->zone, &c = field.cell;
      if ((w.x0 + w.x1) / 2 > c.x0 && (w.x0 + w.x1) / 2 < c.x1 && middle(w) > c.y0 && middle(w) < c.y1)
        in.push_back(word);
    }
    return joined(std::move(in));
  }

  // The words that follow the box, else those that lead to it.
  std::string beside_tick(const FoundField& field) const {
    const Zone& z = field.zone;
    std::vector<const Word*> row = row_of(z);
    std::sort(row.begin(), row.end(), [](const Word* a, const Word* b) { return a->zone.x0 < b->zone.x0; });
    std::vector<const Word*> label;
    double end = z.x1 + kNextWord;
    for (const Word* word : row) {
      if (word->zone.x0 < z.x1 - 2) continue;
      if (word->zone.x0 > end || is_field_between(z.x1, word->zone.x0, z)) break;
      label.push_back(word);
      end = word->zone.x1 + 8;
    }
    const std::string answer = joined(label);
    if (!has_letter(answer)) return to_the_left(field);
    if (!is_answer(answer)) return answer;
    const std::string question = joined(before_its_row_of_ticks(z));
    if (!has_letter(question)) return answer;
    return question + (question.ends_with('?') || question.ends_with(':') ? " " : ": ") + answer;
  }

  // "Are you a student?  ☐ Yes  ☐ No": what stands before the first box of the row.
  std::vector<const Word*> before_its_row_of_ticks(const Zone& z) const {
    double begin = 0, first = z.x0;
    for (const FoundField& other : found_) {
      if (!on_row(other.zone, z) || other.zone.x0 > z.x0) continue;
      if (other.kind == FoundField::Kind::tick) {
        first = std::min(first, other.zone.x0);
      } else {
        begin = std::max(begin, other.zone.x1);
      }
    }
    std::vector<const Word*> words;
    for (const Word* word : row_of(z))
      if (word->zone.x1 < first + 3 && word->zone.x0 > begin - 2) words.push_back(word);
    return words;
  }

  std::string to_the_left(const FoundField& field) const {
    const Zone& z = field.zone;
    double begin = z.x0 - kFarLeft;
    for (const FoundField& other : found_)
      if (&other != &field && other.zone.x1 < z.x0 + 2 && on_row(other.zone, z))
        begin = std::max(begin, other.zone.x1);
    std::vector<const Word*> label;
    for (const Word* word : row_of(z))
      if (word->zone.x1 < z.x0 + 3 && word->zone.x0 > begin - 2) label.push_back(word);
    // Line numbers at the end stand beside the field, not in its name.
    std::sort(label.begin(), label.end(),
              [](const Word* a, const Word* b) { return a->zone.x0 < b->zone.x0; });
    while (label.size() > 1 && (is_number(label.back()->text) || !has_letter_or_digit(label.back()->text)))
      label.pop_back();
    return joined(std::move(label));
  }

  // The lowest lines above.
  std::string above(const FoundField& field, double reach) const {
    const Zone& z = field.zone;
    double bottom = z.y0 - reach;
    for (const Word* word : words_)
      if (is_over(word->zone, z) && has_letter(word->text)) bottom = std::max(bottom, word->zone.y1);
    std::vector<const Word*> label;
    for (const Word* word : words_)
      if (is_over(word->zone, z) && word->zone.y1 > bottom - 14) label.push_back(word);
    return joined(std::move(label));
  }
  std::string below(const FoundField& field) const {
    const Zone& z = field.zone;
    std::vector<const Word*> label;
    for (const Word* word : words_) {
      const Zone& w = word->zone;
      if (w.y0 > z.y1 - 2 && w.y0 < z.y1 + 8 && shared(w.x0, w.x1, z.x0, z.x1) > 0.5 * w.width())
        label.push_back(word);
    }
    return joined(std::move(label));
  }

  static bool is_over(const Zone& w, const Zone& z) {
    return w.y1 < z.y0 + 4 && shared(w.x0, w.x1, z.x0 - 2, z.x1 + 2) > 0.5 * w.width();
  }
  static bool on_row(const Zone& a, const Zone& b) {
    const double line = std::max(b.y0, b.y1 - 14);
    return shared(a.y0, a.y1, line, b.y1) > 0.4 * std::min(a.height(), b.y1 - line);
  }
  std::vector<const Word*> row_of(const Zone& z) const {
    std::vector<const Word*> row;
    const double top = std::max(z.y0, z.y1 - 14);
    for (const Word* word : words_)
      if (middle(word->zone) > top - 2 && middle(word->zone) < z.y1 + 2) row.push_back(word);
    return row;
  }
  bool is_field_between(double x0, double x1, const Zone& z) const {
    return std::any_of(found_.begin(), found_.end(), [&](const FoundField& other) {
      return other.zone.x0 > x0 - 1 && other.zone.x1 < x1 + 1 && on_row(other.zone, z);
    });
  }

  const std::vector<FoundField>& found_;
  std::vector<const Word*> words_;
};

}  // namespace

std::string id_of_label(const std::string& label) {
  std::string plain;
  int depth = 0;
  for (char c : replace_all(label, "\xE2\x80\x99", "'")) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0 && c != '\'') plain += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  // A question's answer tells two boxes apart.
  const size_t last = plain.find_last_of(' ');
  std::string answer;
  if (last != std::string::npos && is_answer(plain.substr(last + 1))) {
    answer = "_" + snake_case(to_lower_ascii(without_accents(plain.substr(last + 1))));
    plain.resize(last);
  }
  std::istringstream words(plain);
  std::string word, id;
  size_t count = 0;
  while (count < kMostWords && words >> word) {
    if (count == 0 && is_number(word)) continue;
    const std::string part = snake_case(to_lower_ascii(without_accents(word)));
    if (part.empty()) continue;
    if (id.size() + part.size() > kMostId) break;
    id += (id.empty() ? "" : "_") + part;
    ++count;
  }
  if (id.empty()) {
    id = snake_case(to_lower_ascii(label)).substr(0, kMostId);
    while (id.ends_with('_')) id.pop_back();
  }
  if (!id.empty() && id[0] >= '0' && id[0] <= '9') id = "line_" + id;
  return id + answer;
}

std::vector<std::string> printed_labels(const std::vector<FoundField>& places,
                                        const std::vector<Word>& words) {
  const Labels labels(places, words);
  std::vector<std::string> all;
  for (const FoundField& place : places) all.push_back(labels.of(place));
  return all;
}

std::vector<Field> named_fields(const std::vector<FoundField>& found, const std::vector<Word>& words,
                                int page, std::set<std::string>& taken) {
  const Labels labels(found, words);
  std::vector<Field> fields;
  for (const FoundField& place : found) {
    Field field;
    field.page = page;
    field.zone = place.zone;
    field.label = labels.of(place);
    std::string id = id_of_label(field.label);
    if (place.is_amount) field.type = FieldType::amount;
    if (place.kind == FoundField::Kind::tick) field.type = FieldType::checkbox;
    if (place.kind == FoundField::Kind::comb) {
      field.comb = true;
      field.max_length = place.cells;
    }
    field.multiline = place.kind == FoundField::Kind::box && place.zone.height() > 34 && !place.is_amount;
    field.id = unique_id(id.empty() ? "field" : id, taken);
    fields.push_back(std::move(field));
  }
  return fields;
}

}  // namespace mailroom::ocr::reader
