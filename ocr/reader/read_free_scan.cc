#include "ocr/reader/read_free_scan.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

#include "ocr/reader/confirm.h"
#include "ocr/reader/free_ink.h"
#include "ocr/reader/read_cell_ink.h"
#include "ocr/reader/read_tables.h"
#include "ocr/reader/struck_out.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kRival = 0.3;  // another value as likely as this is one that may be meant

class ScanReader {
 public:
  ScanReader(const InkReader& ink, const Form& form, const FreeScan& scan)
      : ink_(ink),
        form_(form),
        scan_(scan),
        search_(form, scan.lines, true),
        free_(ink, form, scan, search_) {}

  std::vector<FieldReading> read_all() {
    const std::vector<std::optional<FoundTable>> tables = find_tables(form_, scan_.lines, search_);
    for (const auto& table : tables)
      if (table) search_.leave_out(table->words);
    std::vector<FieldReading> fields;
    for (const Field& field : form_.fields) fields.push_back(read(field));
    doubt_shared_ink(fields);
    std::vector<FieldReading> cells =
        read_tables(form_, tables, fields, Evidence::ink,
                    [&](const TableColumn& column, const ValuePattern& pattern, const TableCell& cell,
                        FieldReading& reading) { read_cell_ink(free_, column, pattern, cell, reading); });
    std::move(cells.begin(), cells.end(), std::back_inserter(fields));
    return fields;
  }

 private:
  // No figures are the value of two labels.
  void doubt_shared_ink(std::vector<FieldReading>& fields) const {
    const auto may_share = [&](size_t i) {
      return form_.fields[i].near.empty() || fields[i].zone == Zone{} ||
             !ValuePattern(form_.fields[i], form_.locale).is_figures();
    };
    for (size_t i = 0; i < fields.size(); ++i)
      for (size_t j = i + 1; j < fields.size(); ++j) {
        const Zone &a = fields[i].zone, &b = fields[j].zone;
        const bool are_apart = a.x1 <= b.x0 || b.x1 <= a.x0 || a.y1 <= b.y0 || b.y1 <= a.y0;
        if (are_apart || may_share(i) || may_share(j)) continue;
        for (FieldReading* field : {&fields[i], &fields[j]})
          field->confidence = std::min(field->confidence, kTwoValues);
      }
  }

  FieldReading read(const Field& field) {
    FieldReading reading = read_by_label(field, search_);
    const FieldReading by_words = reading;
    const ValuePattern pattern(field, form_.locale);
    const bool is_labelled = !field.near.empty();
    bool is_unread = false;
    bool is_read = is_labelled && pattern.tells_itself() && read_ink(field, pattern, reading, is_unread);
    if (!is_read && is_labelled && !pattern.is_figures()) is_read = read_cell(field, pattern, reading);
    // Misread so that the words show it nowhere, it may still be there.
    FieldReading in_doubt = by_words;
    if (!is_labelled && by_words.zone == Zone{}) {
      in_doubt.zone = search_.likely_place(pattern).value_or(Zone{});
      if (read_in_place(field, pattern, in_doubt)) return in_doubt;
    }
    // Its ink may be further away than a label reaches, in the next cell of a table.
    if (pattern.tells_itself() && (!is_read || reading.confidence < kUnseen)) {
      FieldReading in_place = by_words;
      // Words that are no such value may be one misread.
      if (by_words.zone == Zone{} && field.side != Field::Side::below)
        in_place.zone = search_.words_right(field).value_or(Zone{});
      const bool is_better =
          read_in_place(field, pattern, in_place) && (!is_read || in_place.confidence > reading.confidence);
      if (is_better && !reading.altered) reading = std::move(in_place), is_read = true;
    }
    if (is_unread) reading.confidence = std::min(reading.confidence, kTwoValues);
    if (!is_read) {
      confirm_by_line(ink_, scan_.image, scan_.dpi_x, scan_.dpi_y, form_.language_of(field), reading);
      if (pattern.is_figures() || goes_on(field, reading.zone) || has_ink_beside(reading.zone))
        reading.confidence = std::min(reading.confidence, kUnseen);
      confirm_by_ink(field, pattern, reading);
    }
    return reading;
  }

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

  // Whether letters that recognition passed over stand beside the value: it may be more than was read.
  bool has_ink_beside(const Zone& zone) {
    constexpr double kBeside = 4, kLetter = 0.4;  // of its height
    const double height = zone.height(), far = kBeside * height;
    const auto has_letters = [&](const Zone& place) {
      const InkGroup beside = free_.ink_in(free_.area_of(place));
      const double least = kLetter * free_.area_of(zone).height();
      return std::ranges::any_of(beside.ink.pieces, [&](const Component& c) { return c.height() > least; });
    };
    return height > 0 && (has_letters({zone.x1 + 0.2 * height, zone.y0, zone.x1 + far, zone.y1}) ||
                          has_letters({zone.x0 - far, zone.y0, zone.x0 - 0.2 * height, zone.y1}));
  }

  // The ink of words and of what recognition has cut off beside them.
  InkGroup line_beside(const Zone& zone) {
    constexpr double kBeside = 4;  // heights
    const double beside = kBeside * zone.height();
    return free_.line_at(zone, zone.x0 - beside, zone.x1 + beside);
  }

  // The page's recognition alone is not enough, however often it is asked: our own net must read the same.
  void confirm_by_ink(const Field& field, const ValuePattern& pattern, FieldReading& reading) {
    if (reading.text.empty() || reading.zone == Zone{}) return;
    std::string text = reading.text;
    const double confidence = free_.read_again(field, line_beside(reading.zone), text);
    reading.confidence = std::min(reading.confidence, text == reading.text ? confidence : kUnseen);
    if (text == reading.text) return;
    reading.alternatives.push_back({pattern.is_figures() ? Value(text) : reading.value, (1 - kUnseen) / 2});
    const auto value = pattern.is_figures() ? std::nullopt : pattern.value_of(text);
    if (value) reading.text = text, reading.value = Value(*value);
  }

  // How far from its label a number may end, in the label's heights: no word is cut in two.
  double reach_of(const Area& label, const Span& at) const {
    const double height = std::max(label.height(), 1);
    double end = label.x1 + kValueReach * height;
    // Nothing stands between the label and these.
    if (const auto beside = search_.words_right(at)) end = std::max(end, free_.area_of(*beside).x1 + height);
    for (const Word& word : scan_.words) {
      const Area place = free_.area_of(word.zone);
      if (place.y0 < label.y1 && place.y1 > label.y0 && place.x0 < end && place.x1 > end)
        end = place.x1 + height;
    }
    return (end - label.x1) / height;
  }

  // The ink where the words show the value: far from its label, or without one.
  bool read_in_place(const Field& field, const ValuePattern& pattern, FieldReading& reading) {
    if (reading.zone == Zone{}) return false;
    const auto value_in = [&](const InkGroup& group) {
      return group.ink.pieces.empty() ? std::nullopt : free_.value_of(field, pattern, group, 0);
    };
    InkGroup group = free_.ink_in(free_.area_in_line(reading.zone));
    auto value = value_in(group);
    if (!value) {
      group = line_beside(reading.zone);
      value = value_in(group);
      reading.confidence = std::min(reading.confidence, kNotFound);
    }
    if (!value) return false;
    const double seen = reading.confidence;
    std::vector<Alternative> others = std::move(reading.alternatives);
    std::vector<InkValue> found{*value};
    take(found, reading);
    if (group.struck || is_struck_out(group.ink)) reading.altered = true;
    if (seen <= kUnseen || reading.altered) reading.confidence = std::min(reading.confidence, seen);
    // Two values that the words show are two values.
    if (!others.empty() || reading.altered) reading.confidence = std::min(reading.confidence, kTwoValues);
    std::move(others.begin(), others.end(), std::back_inserter(reading.alternatives));
    return true;
  }

  static bool is_aligned(const Area& label, const Area& value) {
    return std::min({std::abs(label.x0 - value.x0), std::abs(label.x1 - value.x1),
                     std::abs(label.x0 + label.x1 - value.x0 - value.x1) / 2}) < 2 * label.height();
  }

  static bool is_in_line(const Area& place, const Area& label) {
    const int middle = (place.y0 + place.y1) / 2;
    return middle > label.y0 && middle < label.y1;
  }

  static bool is_left_of(const Area& place, const Area& label) {
    return is_in_line(place, label) && place.x1 <= label.x0;
  }

  static bool looks_like_figures(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
  }

  // What stands right of another label is that one's value.
  bool is_of_other_label(const Area& place, const Area& label) {
    return std::ranges::any_of(free_.print(), [&](const Area& word) {
      const bool is_in_line = word.y0 < place.y1 && word.y1 > place.y0;
      const bool is_own = word.y0 < label.y1 && word.y1 > label.y0 && word.x0 < label.x1;
      return is_in_line && !is_own && word.x1 <= place.x0;
    });
  }

  // Whether other figures stand beside the one label than beside the other, however well either is read.
  bool say_two_things(const LabelPlaces& places) const {
    std::set<std::string> figures;
    std::vector<Span> labels = places.spans;
    labels.insert(labels.end(), places.rivals.begin(), places.rivals.end());
    for (const Span& at : labels) {
      const auto beside = search_.begins_cell(at) ? search_.words_right(at) : std::nullopt;
      std::string text = beside ? free_.page_text(free_.area_of(*beside)) : "";
      std::erase_if(text, [](unsigned char c) { return std::isdigit(c) == 0; });
      if (!text.empty()) figures.insert(std::move(text));
    }
    return figures.size() > 1;
  }

  // `is_unread`: beside one of the labels stand figures that are no such value, as far as they are read: it
  // may be the one that is meant.
  bool read_ink(const Field& field, const ValuePattern& pattern, FieldReading& reading, bool& is_unread) {
    free_.page();
    for (const LabelPlaces& places : search_.places(field)) {
      std::vector<InkValue> found;
      is_unread = say_two_things(places);
      bool is_altered = false;  // something beside the label is struck out: what holds is for a person to say
      for (size_t i = 0; i < places.spans.size(); ++i) {
        if (!search_.begins_cell(places.spans[i])) continue;
        const Area label = free_.area_of(places.zones[i]);
        const ValuePlace cell = cell_of(free_.page(), label, reach_of(label, places.spans[i]));
        for (const InkGroup& group : CellInk(free_.page(), label, cell.area, free_.print()).groups()) {
          if (is_of_other_label(group.place, label)) continue;
          // Values stand right of their labels or below: what no word stands for there is a rule's rest.
          if (is_left_of(group.place, label) && free_.page_text(group.place).empty()) continue;
          is_altered |= group.struck || is_struck_out(group.ink);
          auto c = free_.value_of(field, pattern, group, places.spans[i].errors);
          // Of labels that are there twice one value read badly is as good as none.
          const bool is_badly_read = !c || (places.spans.size() > 1 && c->confidence <= kRival);
          if (is_badly_read && is_in_line(group.place, label))
            is_unread |= looks_like_figures(free_.page_text(group.place));
          if (!c) continue;
          // Nothing but its place says that it is this label's.
          if (!cell.is_ruled && group.place.y0 > label.y1 && !is_aligned(label, group.place))
            c->confidence = std::min(c->confidence, kUnseen);
          found.push_back(std::move(*c));
        }
      }
      if (found.empty()) {
        is_unread = false;
        continue;
      }
      take(found, reading);
      reading.altered = is_altered;
      if (is_altered) reading.confidence = std::min(reading.confidence, kNotFound);
      return true;
    }
    return false;
  }

  // The words of the box that the label stands in; none where there is no box.
  bool read_cell(const Field& field, const ValuePattern& pattern, FieldReading& reading) {
    free_.page();
    for (const LabelPlaces& places : search_.places(field)) {
      // Which one is meant?
      if (places.zones.size() != 1 || !search_.begins_cell(places.spans.front())) continue;
      const Area label = free_.area_of(places.zones.front());
      const ValuePlace cell = cell_of(free_.page(), label, kLineReach);
      if (!cell.is_ruled) continue;
      const CellInk written(free_.page(), label, cell.area, free_.print());
      FieldReading inside = reading;
      take_words(field, pattern, written, words_in(cell, places.spans.front()), inside);
      // What is no such value does not belong to the label, which may stand there for something else.
      if (!inside.text.empty() && !pattern.is_value(inside.text)) continue;
      reading = std::move(inside);
      // Ink that no word stands for may be part of the value.
      for (const InkGroup& group : written.groups())
        if (free_.page_text(group.place).empty()) reading.confidence = std::min(reading.confidence, kUnseen);
      return true;
    }
    return false;
  }

  // Those that are no labels, in lines.
  std::vector<Line> words_in(const ValuePlace& cell, const Span& label) const {
    const Zone zone = free_.zone_of(cell.area);
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
      confidence *= free_.read_again(field, group_of(written, zone), text);
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

  // The ink of a line of words with the letters that recognition may have cut off: of all groups that it is
  // part of.
  InkGroup group_of(const CellInk& written, const Zone& zone) const {
    Area place = free_.area_of(zone);
    const int margin = place.height() / 4;
    for (const InkGroup& group : written.groups()) {
      const Area& g = group.place;
      const bool is_part = is_in_line(g, place) && g.x0 < place.x1 + margin && g.x1 > place.x0 - margin;
      if (is_part) place.x0 = std::min(place.x0, g.x0), place.x1 = std::max(place.x1, g.x1);
    }
    return written.within(place);
  }

  void take(std::vector<InkValue>& found, FieldReading& reading) const {
    std::stable_sort(found.begin(), found.end(),
                     [](const InkValue& a, const InkValue& b) { return a.confidence > b.confidence; });
    const InkValue& best = found.front();
    reading.value = Value(best.value);
    reading.text = best.text;
    reading.zone = free_.zone_of(best.place);
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
  FreeInk free_;
};

}  // namespace

std::vector<FieldReading> read_free_scan(const InkReader& ink, const Form& form, const FreeScan& scan) {
  return ScanReader(ink, form, scan).read_all();
}

}  // namespace mailroom::ocr::reader
