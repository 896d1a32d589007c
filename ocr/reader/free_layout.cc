#include "ocr/reader/free_layout.h"

#include <algorithm>
#include <cmath>
#include <regex>

#include "base/identifier.h"
#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kExact = 0.9999;   // one label, one value that fits, on a text layer
constexpr double kNotFound = 0.5;   // no value beside the label: the layout may be new
constexpr double kTwoValues = 0.6;  // the label is there twice and says two things
constexpr double kCellGap = 1.1;    // of the letters' height: a wider gap ends a cell
constexpr double kBelow = 4;        // heights: how far below its label a value may stand
constexpr size_t kMaxValueWords = 12;
constexpr size_t kMaxValueLength = 200;  // bytes: regular expressions recurse

// A word as labels are compared: case and closing punctuation folded.
std::string fold(std::string_view word) {
  std::string out = to_lower_ascii(word);
  while (!out.empty() && (out.back() == ':' || out.back() == '.' || out.back() == ',' || out.back() == ';'))
    out.pop_back();
  while (!out.empty() && (out.front() == '(' || out.front() == '|')) out.erase(out.begin());
  return out;
}

std::vector<std::string> fold_words(std::string_view phrase) {
  std::vector<std::string> out;
  const std::string folded = fold_space(phrase);
  for (const std::string_view word : split(folded, ' ')) {
    if (std::string f = fold(word); !f.empty()) out.push_back(std::move(f));
  }
  return out;
}

struct Span {
  size_t line = 0, begin = 0, end = 0;  // words of a line
};

bool stands_at(const Line& line, size_t begin, const std::vector<std::string>& phrase) {
  if (begin + phrase.size() > line.size()) return false;
  for (size_t i = 0; i < phrase.size(); ++i) {
    if (fold(line[begin + i]->text) != phrase[i]) return false;
  }
  return true;
}

std::vector<Span> find(const std::vector<Line>& lines, const std::vector<std::string>& phrase) {
  std::vector<Span> found;
  if (phrase.empty()) return found;
  for (size_t l = 0; l < lines.size(); ++l) {
    for (size_t i = 0; i < lines[l].size(); ++i) {
      if (stands_at(lines[l], i, phrase)) found.push_back({l, i, i + phrase.size()});
    }
  }
  return found;
}

double height_of(const Word& word) {
  return std::max(4.0, word.zone.height());
}

bool is_gap(const Word& left, const Word& right) {
  return right.zone.x0 - left.zone.x1 > kCellGap * std::min(height_of(left), height_of(right));
}

// The end of the cell that begins at `begin`.
size_t cell_end(const Line& line, size_t begin) {
  size_t end = begin + 1;
  while (end < line.size() && end - begin < kMaxValueWords && !is_gap(*line[end - 1], *line[end])) ++end;
  return end;
}

std::string spell(const Line& line, size_t begin, size_t end) {
  std::string out;
  for (size_t i = begin; i < end; ++i) {
    if (!out.empty()) out += ' ';
    out += line[i]->text;
  }
  return out;
}

std::string pattern_of(const Field& field) {
  if (!field.pattern.empty()) return field.pattern;
  switch (field.type) {
    case FieldType::amount:
      return R"([-(]?(?:£|\$|€)? ?-?\d{1,3}(?:[, ]?\d{3})*(?:\.\d{1,2})?\)?-?)";
    case FieldType::integer:
      return R"(-?\d{1,3}(?:,?\d{3})*)";
    case FieldType::date:
      return R"(\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9},? \d{2,4})";
    case FieldType::name:
      return R"(\D*[A-Za-z]\D*)";
    default:
      return R"(.*\S.*)";
  }
}

// What a value of the field looks like: its own pattern, its identifier's format, or its type.
class Likeness {
 public:
  explicit Likeness(const Field& field)
      : format_(field.format.empty() ? nullptr : find_identifier_format(field.format)),
        has_pattern_(!field.pattern.empty()),
        pattern_(pattern_of(field), std::regex::ECMAScript | std::regex::optimize) {}

  bool operator()(const std::string& text) const {
    if (text.size() > kMaxValueLength || text.ends_with(':')) return false;
    if (format_ != nullptr && !has_pattern_ && !is_identifier(*format_, text)) return false;
    return std::regex_match(text, pattern_);
  }

 private:
  const IdentifierFormat* format_;
  bool has_pattern_;
  std::regex pattern_;
};

struct Found {
  std::string text;
  Zone zone;
  double confidence = 1;  // of its words
  bool is_right = true;
};

class LabelReader {
 public:
  LabelReader(const Form& form, const std::vector<Line>& lines) : lines_(lines) {
    for (const Field& field : form.fields) {
      for (const std::string& label : field.near) labels_.push_back(fold_words(label));
    }
  }

  FieldReading read(const Field& field) const {
    FieldReading reading;
    reading.id = field.id;
    reading.acroform = field.acroform;
    reading.type = field.type;
    reading.value = field.type == FieldType::checkbox ? Value(false) : Value("");
    reading.confidence = kNotFound;
    const Likeness is_value(field);
    for (const std::string& label : field.near) {
      const std::vector<Found> values = values_of(field, fold_words(label), is_value);
      if (values.empty()) continue;
      const Found& best = values.front();
      reading.text = best.text;
      reading.value = best.text;
      reading.zone = best.zone;
      reading.confidence = std::min(kExact, best.confidence);
      for (const Found& other : values) {
        if (other.text == best.text) continue;
        reading.confidence = std::min(reading.confidence, kTwoValues);
        reading.alternatives.push_back({Value(other.text), (1 - kTwoValues) * other.confidence});
      }
      break;
    }
    return reading;
  }

 private:
  std::vector<Found> values_of(const Field& field, const std::vector<std::string>& label,
                               const Likeness& is_value) const {
    std::vector<Found> right, below;
    for (const Span& at : find(lines_, label)) {
      if (is_within_longer_label(at)) continue;
      bool has_right = false;
      if (field.side != Field::Side::below) {
        if (auto found = value_right(at, is_value)) {
          right.push_back(std::move(*found));
          has_right = true;
        }
      }
      if (field.side != Field::Side::right && !has_right) {
        if (auto found = value_below(at, is_value)) below.push_back(std::move(*found));
      }
    }
    // A label that has its value beside it once is not a column's heading elsewhere.
    return right.empty() ? below : right;
  }

  bool begins_label(const Line& line, size_t begin) const {
    return std::any_of(labels_.begin(), labels_.end(),
                       [&](const auto& label) { return stands_at(line, begin, label); });
  }
  // "pay" in "net pay": somebody else's label.
  bool is_within_longer_label(const Span& at) const {
    const Line& line = lines_[at.line];
    for (const auto& label : labels_) {
      if (label.size() <= at.end - at.begin) continue;
      for (size_t begin = at.end >= label.size() ? at.end - label.size() : 0; begin <= at.begin; ++begin) {
        if (begin + label.size() >= at.end && stands_at(line, begin, label)) return true;
      }
    }
    return false;
  }

  // The longest beginning of the cell that is such a value.
  std::optional<Found> value_in(const Line& line, size_t begin, const Likeness& is_value) const {
    if (begin >= line.size() || begins_label(line, begin)) return std::nullopt;
    for (size_t end = cell_end(line, begin); end > begin; --end) {
      Found found;
      found.text = spell(line, begin, end);
      if (!is_value(found.text)) continue;
      found.zone = line[begin]->zone;
      for (size_t i = begin; i < end; ++i) {
        const Zone& z = line[i]->zone;
        found.zone = {std::min(found.zone.x0, z.x0), std::min(found.zone.y0, z.y0),
                      std::max(found.zone.x1, z.x1), std::max(found.zone.y1, z.y1)};
        found.confidence = std::min(found.confidence, line[i]->confidence);
      }
      return found;
    }
    return std::nullopt;
  }

  std::optional<Found> value_right(const Span& at, const Likeness& is_value) const {
    const Line& line = lines_[at.line];
    size_t begin = at.end;
    // A currency sign of its own, a colon, dots that lead to the value.
    while (begin < line.size() &&
           fold_space(replace_all(replace_all(line[begin]->text, ".", ""), ":", "")).empty())
      ++begin;
    return value_in(line, begin, is_value);
  }

  std::optional<Found> value_below(const Span& at, const Likeness& is_value) const {
    const Word &first = *lines_[at.line][at.begin], &last = *lines_[at.line][at.end - 1];
    const double x0 = first.zone.x0, x1 = last.zone.x1, bottom = last.zone.y1, height = height_of(last);
    for (size_t l = at.line + 1; l < lines_.size(); ++l) {
      const Line& line = lines_[l];
      if (line.front()->zone.y0 > bottom + kBelow * height) break;
      for (size_t begin = 0; begin < line.size();) {
        const size_t end = cell_end(line, begin);
        const double left = line[begin]->zone.x0, right = line[end - 1]->zone.x1;
        if (left < x1 && right > x0 && line[begin]->zone.y0 > bottom - height / 2) {
          auto found = value_in(line, begin, is_value);
          if (found) found->is_right = false;
          return found;
        }
        begin = end;
      }
    }
    return std::nullopt;
  }

  const std::vector<Line>& lines_;
  std::vector<std::vector<std::string>> labels_;
};

}  // namespace

std::vector<Line> lines_of(const std::vector<Word>& words) {
  Line all;
  for (const Word& word : words) all.push_back(&word);
  const auto middle = [](const Word* w) { return (w->zone.y0 + w->zone.y1) / 2; };
  std::stable_sort(all.begin(), all.end(),
                   [&](const Word* a, const Word* b) { return middle(a) < middle(b); });
  std::vector<Line> lines;
  for (const Word* word : all) {
    const bool fits = !lines.empty() && std::abs(middle(lines.back().back()) - middle(word)) <
                                            0.5 * std::min(height_of(*word), height_of(*lines.back().back()));
    if (!fits) lines.emplace_back();
    lines.back().push_back(word);
  }
  for (Line& line : lines) {
    std::stable_sort(line.begin(), line.end(),
                     [](const Word* a, const Word* b) { return a->zone.x0 < b->zone.x0; });
  }
  return lines;
}

std::string text_of(const std::vector<Line>& lines) {
  std::string out;
  for (const Line& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) {
      if (i > 0) out += is_gap(*line[i - 1], *line[i]) ? '\t' : ' ';
      out += line[i]->text;
    }
    out += '\n';
  }
  return out;
}

const Form* identify_free_layout(const std::vector<Form>& forms, const std::vector<Line>& lines,
                                 std::vector<Alternative>& candidates) {
  const Form* best = nullptr;
  size_t best_words = 0;
  bool is_tie = false;
  for (const Form& form : forms) {
    if (form.layout != Form::Layout::free || form.phrases.empty()) continue;
    size_t words = 0;
    const bool fits = std::all_of(form.phrases.begin(), form.phrases.end(), [&](const std::string& phrase) {
      const auto folded = fold_words(phrase);
      words += folded.size();
      return !find(lines, folded).empty();
    });
    if (!fits) continue;
    candidates.push_back({Value(form.id), 0.5});
    if (words > best_words) {
      best = &form;
      best_words = words;
      is_tie = false;
    } else {
      is_tie = is_tie || words == best_words;
    }
  }
  if (is_tie) return nullptr;
  candidates.clear();
  return best;
}

std::vector<FieldReading> read_free_layout(const Form& form, const std::vector<Line>& lines) {
  const LabelReader reader(form, lines);
  std::vector<FieldReading> fields;
  for (const Field& field : form.fields) fields.push_back(reader.read(field));
  return fields;
}

}  // namespace mailroom::ocr::reader
