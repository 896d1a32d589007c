#include "ocr/reader/read_free_scan.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "ocr/reader/cell_ink.h"
#include "ocr/reader/confirm.h"
#include "ocr/reader/free_confidence.h"
#include "ocr/reader/struck_out.h"
#include "ocr/reader/text_reading.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kPointsPerInch = 72;
constexpr double kRival = 0.3;   // another value as likely as this is one that may be meant
constexpr double kUnseen = 0.9;  // of a value that the words show and the ink does not

// A value that a group of ink may be.
struct Candidate {
  std::string value, text;
  double confidence = 0;
  Area place;
  std::vector<std::pair<std::string, double>> alternatives;
};

// Letters that figures are taken for, as those figures.
std::string as_figures(std::string_view text) {
  constexpr std::string_view kLetters = "OoQDIl|!iSsZBG", kFigures = "00001111155286";
  std::string out;
  for (const char c : text) {
    const size_t at = kLetters.find(c);
    out += at == std::string_view::npos ? c : kFigures[at];
  }
  return out;
}

bool is_mostly_letters(std::string_view text) {
  const auto letters =
      std::count_if(text.begin(), text.end(), [](unsigned char c) { return std::isalpha(c) != 0; });
  const auto digits =
      std::count_if(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  return letters > 1 && letters > digits;
}

std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

class ScanReader {
 public:
  ScanReader(const InkReader& ink, const Form& form, const FreeScan& scan)
      : ink_(ink), form_(form), scan_(scan), search_(form, scan.lines, true) {}

  FieldReading read(const Field& field) {
    FieldReading reading = read_by_label(field, search_);
    const ValuePattern pattern(field, form_.locale);
    if (pattern.is_figures() ? !read_ink(field, pattern, reading) : !read_cell(field, pattern, reading)) {
      confirm_by_line(ink_, scan_.image, scan_.dpi_x, scan_.dpi_y, form_.language_of(field), reading);
      if (pattern.is_figures() || goes_on(field, reading.zone))
        reading.confidence = std::min(reading.confidence, kUnseen);
    }
    return reading;
  }

 private:
  // Whether words follow a value so closely, in its line or in the next where it may have several, that it
  // may have lost them: nothing bounds it but its blanks.
  bool goes_on(const Field& field, const Zone& zone) const {
    constexpr double kBeside = 4, kBelow = 1.8;  // of its height
    const double height = zone.height();
    return std::any_of(scan_.words.begin(), scan_.words.end(), [&](const Word& word) {
      const Zone& z = word.zone;
      const double y = (z.y0 + z.y1) / 2;
      const bool follows = z.x0 >= zone.x1 && z.x0 < zone.x1 + kBeside * height && y > zone.y0 && y < zone.y1;
      const bool is_below =
          field.multiline && z.x0 < zone.x1 && z.x1 > zone.x0 && y > zone.y1 && y < zone.y1 + kBelow * height;
      return (follows || is_below) && !search_.is_label(word);
    });
  }

  // Prepared when a field first needs it.
  const InkPage& page() {
    if (!page_) {
      page_ = prepare_page(scan_.image, scan_.dpi_x);
      to_pixels_x_ = scan_.dpi_x / kPointsPerInch / page_->to_native.m[0];
      to_pixels_y_ = scan_.dpi_y / kPointsPerInch / page_->to_native.m[4];
      for (const Word& word : scan_.words)
        if (search_.is_label(word)) print_.push_back(area_of(word.zone));
    }
    return *page_;
  }
  Area area_of(const Zone& zone) const {
    return {static_cast<int>(zone.x0 * to_pixels_x_), static_cast<int>(zone.y0 * to_pixels_y_),
            static_cast<int>(zone.x1 * to_pixels_x_), static_cast<int>(zone.y1 * to_pixels_y_)};
  }
  Zone zone_of(const Area& area) const {
    return {area.x0 / to_pixels_x_, area.y0 / to_pixels_y_, area.x1 / to_pixels_x_, area.y1 / to_pixels_y_};
  }

  // What the whole page's recognition reads where the group stands.
  std::string page_text(const Area& place) const {
    const Zone zone = zone_of(place);
    std::string text;
    for (const Line& line : scan_.lines)
      for (const Word* word : line) {
        const Zone& z = word->zone;
        const double width = std::min(z.x1, zone.x1) - std::max(z.x0, zone.x0);
        const double height = std::min(z.y1, zone.y1) - std::max(z.y0, zone.y0);
        if (width < 0.5 * std::min(z.width(), zone.width()) ||
            height < 0.5 * std::min(z.height(), zone.height()) || search_.is_label(*word))
          continue;
        text += (text.empty() ? "" : " ") + word->text;
      }
    return text;
  }

  // How far from its label a number may end, in the label's heights: no word is cut in two.
  double reach_of(const Area& label) const {
    const double height = std::max(label.height(), 1);
    double end = label.x1 + kValueReach * height;
    for (const Word& word : scan_.words) {
      const Area place = area_of(word.zone);
      if (place.y0 < label.y1 && place.y1 > label.y0 && place.x0 < end && place.x1 > end)
        end = place.x1 + height;
    }
    return (end - label.x1) / height;
  }

  std::optional<Candidate> candidate(const Field& field, const ValuePattern& pattern, const InkGroup& group,
                                     int label_errors) {
    const std::string seen = page_text(group.place);
    if (is_mostly_letters(seen) && !pattern.is_value(as_figures(seen))) return std::nullopt;
    const PageSource source{scan_.image.get(), page().to_native, 0};
    const TextReading text = read_text(form_, field, group.ink, source, ink_.readers());
    Candidate found;
    FreeEvidence evidence;
    if (const auto value = pattern.value_of(text.value)) {
      found.value = *value;
      evidence.line = text.confidence;
    } else if (const auto other = pattern.value_of(without_blanks(text.value))) {
      found.value = *other;
      evidence.line = 0.9 * text.confidence;
    } else {
      return std::nullopt;
    }
    found.text = text.value;
    found.place = group.place;
    if (!seen.empty()) {
      const auto value = pattern.value_of(as_figures(without_blanks(seen)));
      evidence.page =
          value && *value == found.value ? FreeEvidence::Page::agrees : FreeEvidence::Page::differs;
      if (value && *value != found.value) found.alternatives.emplace_back(*value, 0.5);
    }
    evidence.unevenness = group.unevenness;
    evidence.crowded = group.crowded;
    evidence.label_errors = label_errors;
    found.confidence = free_confidence(evidence);
    for (const auto& [other, probability] : text.alternatives)
      if (const auto value = pattern.value_of(other); value && *value != found.value)
        found.alternatives.emplace_back(*value, probability);
    return found;
  }

  bool read_ink(const Field& field, const ValuePattern& pattern, FieldReading& reading) {
    page();
    for (const LabelPlaces& places : search_.places(field)) {
      std::vector<Candidate> found;
      bool is_altered = false;  // something beside the label is struck out: what holds is for a person to say
      for (size_t i = 0; i < places.spans.size(); ++i) {
        const Area label = area_of(places.zones[i]);
        const Cell cell = cell_of(page(), label, reach_of(label));
        for (const InkGroup& group : CellInk(page(), label, cell.area, print_).groups()) {
          is_altered |= group.struck || is_struck_out(group.ink);
          if (auto c = candidate(field, pattern, group, places.spans[i].errors))
            found.push_back(std::move(*c));
        }
      }
      if (found.empty()) continue;
      take(found, reading);
      reading.altered = is_altered;
      if (is_altered) reading.confidence = std::min(reading.confidence, kNotFound);
      return true;
    }
    return false;
  }

  // The words of the box that the label stands in; none where there is no box.
  bool read_cell(const Field& field, const ValuePattern& pattern, FieldReading& reading) {
    page();
    for (const LabelPlaces& places : search_.places(field)) {
      if (places.zones.size() != 1) continue;  // which one is meant?
      const Area label = area_of(places.zones.front());
      const Cell cell = cell_of(page(), label, kLineReach);
      if (!cell.is_ruled) continue;
      const CellInk written(page(), label, cell.area, print_);
      FieldReading inside = reading;
      take_words(field, pattern, written, words_in(cell, places.spans.front()), inside);
      // What is no such value does not belong to the label, which may stand there for something else.
      if (!inside.text.empty() && !pattern.is_value(inside.text)) continue;
      reading = std::move(inside);
      // Ink that no word stands for may be part of the value.
      for (const InkGroup& group : written.groups())
        if (page_text(group.place).empty()) reading.confidence = std::min(reading.confidence, kUnseen);
      return true;
    }
    return false;
  }

  // Those that are no labels, in lines.
  std::vector<Line> words_in(const Cell& cell, const Span& label) const {
    const Zone zone = zone_of(cell.area);
    std::vector<Line> found;
    for (size_t l = label.line; l < scan_.lines.size(); ++l) {
      Line inside;
      for (const Word* word : scan_.lines[l]) {
        const double x = (word->zone.x0 + word->zone.x1) / 2, y = (word->zone.y0 + word->zone.y1) / 2;
        if (x > zone.x0 && x < zone.x1 && y > zone.y0 && y < zone.y1 && !search_.is_label(*word))
          inside.push_back(word);
      }
      if (!inside.empty()) found.push_back(std::move(inside));
    }
    return found;
  }

  // Of a field of one line the first.
  void take_words(const Field& field, const ValuePattern& pattern, const CellInk& written,
                  const std::vector<Line>& lines, FieldReading& reading) {
    constexpr double kMoreBelow = 0.9;
    reading.value = Value("");
    reading.text.clear();
    reading.alternatives.clear();
    reading.zone = {};
    reading.confidence = kUnseen;
    double confidence = 1;
    for (const Line& line : lines) {
      std::string text;
      for (const Word* word : line) text += (text.empty() ? "" : " ") + word->text;
      const Zone zone = reader::zone_of(line, 0, line.size());
      confidence *= read_again(field, written.within(area_of(zone)), text);
      reading.zone = reading.text.empty() ? zone
                                          : Zone{std::min(reading.zone.x0, zone.x0), reading.zone.y0,
                                                 std::max(reading.zone.x1, zone.x1), zone.y1};
      reading.text += (reading.text.empty() ? "" : " ") + text;
      if (!field.multiline) break;
    }
    if (reading.text.empty()) return;
    if (!field.multiline && lines.size() > 1) confidence = std::min(confidence, kMoreBelow);
    const auto value = pattern.value_of(reading.text);
    reading.value = Value(value.value_or(reading.text));
    reading.confidence = value ? confidence : std::min(confidence, kNotFound);
  }

  // A line of words, read again from its ink: how sure it is then. Where only the ink is read surely, `text`
  // becomes what it says.
  double read_again(const Field& field, const InkGroup& line, std::string& text) {
    if (line.ink.pieces.empty()) return kNotFound;
    const PageSource source{scan_.image.get(), page().to_native, 0};
    const TextReading again = read_text(form_, field, line.ink, source, ink_.readers());
    FreeEvidence evidence;
    evidence.line = again.confidence;
    evidence.page = again.value == text ? FreeEvidence::Page::agrees : FreeEvidence::Page::differs;
    evidence.crowded = line.crowded;
    if (evidence.page == FreeEvidence::Page::differs && again.confidence > kUnseen) text = again.value;
    const double confidence = free_confidence(evidence);
    return line.struck || is_struck_out(line.ink) ? std::min(confidence, kNotFound) : confidence;
  }

  void take(std::vector<Candidate>& found, FieldReading& reading) const {
    std::stable_sort(found.begin(), found.end(),
                     [](const Candidate& a, const Candidate& b) { return a.confidence > b.confidence; });
    const Candidate& best = found.front();
    reading.value = Value(best.value);
    reading.text = best.text;
    reading.zone = zone_of(best.place);
    reading.confidence = best.confidence;
    reading.alternatives.clear();
    for (size_t i = 1; i < found.size(); ++i) {
      if (found[i].value == best.value) continue;
      if (found[i].confidence > kRival) reading.confidence = std::min(reading.confidence, kTwoValues);
      reading.alternatives.push_back({Value(found[i].value), (1 - kTwoValues) * found[i].confidence});
    }
    for (const auto& [value, probability] : best.alternatives)
      reading.alternatives.push_back({Value(value), (1 - reading.confidence) * probability});
  }

  const InkReader& ink_;
  const Form& form_;
  const FreeScan& scan_;
  LabelSearch search_;
  std::optional<InkPage> page_;
  double to_pixels_x_ = 1, to_pixels_y_ = 1;
  std::vector<Area> print_;
};

}  // namespace

std::vector<FieldReading> read_free_scan(const InkReader& ink, const Form& form, const FreeScan& scan) {
  ScanReader reader(ink, form, scan);
  std::vector<FieldReading> fields;
  for (const Field& field : form.fields) fields.push_back(reader.read(field));
  return fields;
}

}  // namespace mailroom::ocr::reader
