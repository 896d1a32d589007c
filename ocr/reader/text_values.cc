#include "ocr/reader/text_values.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kExact = 0.9999;           // typed letters in the middle of their own zone
constexpr double kShared = 0.9;             // letters that ran out of a zone, or that two zones claim
constexpr double kReachX = 1, kReachY = 4;  // points around a zone that still belong to it
constexpr double kWordGap = 0.6;            // of the letters' height: a word that goes on
constexpr int kNobody = -1;

struct Spot {
  Zone zone;
  bool is_mark;
};

double distance(const Zone& zone, double x, double y) {
  const double dx = std::max({zone.x0 - x, x - zone.x1, 0.0});
  const double dy = std::max({zone.y0 - y, y - zone.y1, 0.0});
  return dx > kReachX || dy > kReachY ? 1e9 : dx + dy;
}

bool holds(const Zone& zone, double x, double y) {
  return x >= zone.x0 && x <= zone.x1 && y >= zone.y0 && y <= zone.y1;
}

bool on_one_line(const Letter& a, const Letter& b) {
  return std::abs(a.y() - b.y()) < 0.5 * std::max(a.zone.height(), b.zone.height());
}

// Gives every added letter to a field.
class Assignment {
 public:
  Assignment(const std::vector<Letter>& letters, const std::vector<bool>& is_print,
             const std::vector<Spot>& spots)
      : letters_(letters), spots_(spots), owner_(letters.size(), kNobody), unsure_(spots.size(), false) {
    for (size_t i = 0; i < letters.size(); ++i) {
      if (!is_print[i] && letters[i].code > 0x20 && letters[i].code != 0xa0) added_.push_back(i);
    }
    for (const size_t i : added_) owner_[i] = nearest(letters_[i]);
    follow();
  }
  std::vector<size_t> of(size_t spot) const {
    std::vector<size_t> out;
    for (const size_t i : added_) {
      if (owner_[i] == static_cast<int>(spot)) out.push_back(i);
    }
    return out;
  }
  bool is_unsure(size_t spot) const { return unsure_[spot]; }

 private:
  int nearest(const Letter& letter) const {
    int best = kNobody;
    double best_distance = 1e9;
    for (size_t s = 0; s < spots_.size(); ++s) {
      const Spot& spot = spots_[s];
      if (spot.is_mark && !holds(spot.zone, letter.x(), letter.y())) continue;
      const double d = distance(spot.zone, letter.x(), letter.y());
      // A small zone within a large one wins: it is the more particular.
      const bool is_smaller =
          best != kNobody && d == best_distance &&
          spot.zone.width() * spot.zone.height() < spots_[static_cast<size_t>(best)].zone.width() *
                                                       spots_[static_cast<size_t>(best)].zone.height();
      if (d < best_distance || is_smaller) {
        best = static_cast<int>(s);
        best_distance = d;
      }
    }
    return best;
  }
  // A value longer than its zone runs out of it: its letters follow each other closely.
  void follow() {
    const auto pass = [&](const auto& before, const auto& after) {
      const Letter &a = letters_[before], &b = letters_[after];
      if (owner_[before] == kNobody || owner_[after] != kNobody || !on_one_line(a, b)) return;
      const auto field = static_cast<size_t>(owner_[before]);
      if (spots_[field].is_mark) return;
      const double gap = std::max(b.zone.x0 - a.zone.x1, a.zone.x0 - b.zone.x1);
      if (gap > kWordGap * std::max(a.zone.height(), b.zone.height())) return;
      owner_[after] = owner_[before];
      unsure_[field] = true;
    };
    for (size_t i = 1; i < added_.size(); ++i) pass(added_[i - 1], added_[i]);
    for (size_t i = added_.size(); i-- > 1;) pass(added_[i], added_[i - 1]);
  }

  const std::vector<Letter>& letters_;
  const std::vector<Spot>& spots_;
  std::vector<size_t> added_;
  std::vector<int> owner_;
  std::vector<bool> unsure_;
};

std::string spell(const std::vector<Letter>& letters, const std::vector<size_t>& which) {
  std::string out;
  for (const size_t i : which) append_utf8(out, letters[i].code);
  return out;
}

// Letters one by one in a comb: the cell says which are missing.
std::string read_comb(const std::vector<Letter>& letters, std::vector<size_t> which, const Zone& zone,
                      int cells) {
  std::sort(which.begin(), which.end(), [&](size_t a, size_t b) { return letters[a].x() < letters[b].x(); });
  std::string out;
  int last = -1;
  for (const size_t i : which) {
    const int cell = static_cast<int>((letters[i].x() - zone.x0) / zone.width() * cells);
    if (last >= 0 && cell > last + 1) out += ' ';
    append_utf8(out, letters[i].code);
    last = cell;
  }
  return out;
}

// Spaced letters ("1 1 1 6 2"), as in a comb that the PDF does not call one.
bool is_spaced_out(const std::vector<std::string>& words) {
  return words.size() >= 3 && std::all_of(words.begin(), words.end(),
                                          [](const std::string& w) { return length_in_code_points(w) == 1; });
}

std::string read_lines(const std::vector<Letter>& letters, std::vector<size_t> which) {
  // Into lines from the top, then along each line.
  std::sort(which.begin(), which.end(), [&](size_t a, size_t b) { return letters[a].y() < letters[b].y(); });
  std::vector<std::string> words;
  for (size_t begin = 0; begin < which.size();) {
    size_t end = begin + 1;
    while (end < which.size() && on_one_line(letters[which[begin]], letters[which[end]])) ++end;
    const auto first = which.begin() + static_cast<ptrdiff_t>(begin),
               last = which.begin() + static_cast<ptrdiff_t>(end);
    std::sort(first, last, [&](size_t a, size_t b) { return letters[a].x() < letters[b].x(); });
    std::vector<size_t> word;
    for (auto it = first; it != last; ++it) {
      if (!word.empty() && letters[word.back()].word != letters[*it].word) {
        words.push_back(spell(letters, word));
        word.clear();
      }
      word.push_back(*it);
    }
    words.push_back(spell(letters, word));
    begin = end;
  }
  return join(words, is_spaced_out(words) ? "" : " ");
}

std::string read(const std::vector<Letter>& letters, const std::vector<size_t>& which,
                 const FieldZone& zone) {
  if (which.empty()) return {};
  return zone.field->comb ? read_comb(letters, which, zone.zone, zone.field->max_length)
                          : read_lines(letters, which);
}

// The replacement character, and those of private use: seen, but what they are only the font knows.
bool names_nothing(uint32_t code) {
  return code == 0xfffd || (code >= 0xe000 && code <= 0xf8ff);
}

}  // namespace

std::vector<FieldZone> field_zones(const Form& form, int form_page, const Fit& fit) {
  std::vector<FieldZone> zones;
  for (const Field& field : form.fields) {
    if (field.page == form_page) zones.push_back({&field, fit(field.zone)});
  }
  return zones;
}

std::vector<TextValue> text_values(const TextPage& page, const std::vector<bool>& is_print,
                                   const std::vector<FieldZone>& zones) {
  std::vector<Spot> spots;
  for (const FieldZone& z : zones) spots.push_back({z.zone, z.field->type == FieldType::checkbox});
  const Assignment assignment(page.letters(), is_print, spots);
  std::vector<TextValue> values;
  for (size_t s = 0; s < zones.size(); ++s) {
    TextValue value;
    value.field = zones[s].field;
    value.zone = zones[s].zone;
    const std::vector<size_t> which = assignment.of(s);
    value.confidence = assignment.is_unsure(s) ? kShared : kExact;
    value.is_nameless = std::any_of(which.begin(), which.end(),
                                    [&](size_t i) { return names_nothing(page.letters()[i].code); });
    value.text = read(page.letters(), which, zones[s]);
    values.push_back(std::move(value));
  }
  return values;
}

std::string text_inside(const TextPage& page, const std::vector<bool>& is_print, const FieldZone& zone) {
  std::vector<size_t> which = page.inside(zone.zone);
  std::erase_if(which, [&](size_t i) { return is_print[i] || page.letters()[i].code <= 0x20; });
  return read(page.letters(), which, zone);
}

FieldReading reading_of(const TextValue& text) {
  FieldReading reading;
  reading.source = Source::text;
  reading.text = text.text;
  reading.confidence = text.confidence;
  const FieldType type = text.field->type;
  if (type == FieldType::checkbox) {
    reading.source = Source::mark;
    reading.value = !text.text.empty();
    return reading;
  }
  // Blanks inside a number are its makers' spacing.
  const bool is_number = type == FieldType::amount || type == FieldType::integer || type == FieldType::date;
  const bool has_letters = std::any_of(text.text.begin(), text.text.end(),
                                       [](unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; });
  reading.value = is_number && !has_letters ? replace_all(text.text, " ", "") : text.text;
  return reading;
}

}  // namespace mailroom::ocr::reader
