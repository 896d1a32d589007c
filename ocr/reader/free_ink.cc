#include "ocr/reader/free_ink.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "ocr/reader/free_confidence.h"
#include "ocr/reader/free_layout.h"
#include "ocr/reader/struck_out.h"
#include "ocr/reader/text_reading.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kPointsPerInch = 72;
constexpr double kAlike = 0.99;  // of a line whose letters may be others that make no words

bool is_mostly_letters(std::string_view text) {
  const auto letters =
      std::count_if(text.begin(), text.end(), [](unsigned char c) { return std::isalpha(c) != 0; });
  const auto digits =
      std::count_if(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  return letters > 1 && letters > digits;
}

// "(employee)"; a point or a comma at its end is likelier a speck than meant.
std::string_view without_brackets(std::string_view word) {
  if (word.starts_with('(')) word.remove_prefix(1);
  if (word.ends_with(')')) word.remove_suffix(1);
  return word;
}

bool has_no_digit(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

// Letters that look alike as one of them.
std::string with_one_shape(std::string_view text) {
  constexpr std::string_view kLookAlike = "Il1|!0", kShape = "lllllO";
  std::string out;
  for (const char c : text) {
    const size_t at = kLookAlike.find(c);
    out += at == std::string_view::npos ? c : kShape[at];
  }
  return out;
}

// A capital I with a notch where a dot would end is an i to every recogniser ("income tax").
bool begins_with_small_i(std::string_view text) {
  constexpr size_t kLongest = 3;  // letters of words that are written small ("in", "it", "its")
  return std::ranges::any_of(
      split(text, ' '), [](std::string_view word) { return word.size() > kLongest && word.front() == 'i'; });
}

std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

}  // namespace

const InkPage& FreeInk::page() {
  if (!page_) {
    page_ = prepare_page(scan_.image, scan_.dpi_x);
    to_pixels_x_ = scan_.dpi_x / kPointsPerInch / page_->to_native.m[0];
    to_pixels_y_ = scan_.dpi_y / kPointsPerInch / page_->to_native.m[4];
    for (const Word& word : scan_.words)
      if (search_.is_label(word)) print_.push_back(area_of(word.zone));
  }
  return *page_;
}

Area FreeInk::area_of(const Zone& zone) const {
  return {static_cast<int>(zone.x0 * to_pixels_x_), static_cast<int>(zone.y0 * to_pixels_y_),
          static_cast<int>(zone.x1 * to_pixels_x_), static_cast<int>(zone.y1 * to_pixels_y_)};
}

Zone FreeInk::zone_of(const Area& area) const {
  return {area.x0 / to_pixels_x_, area.y0 / to_pixels_y_, area.x1 / to_pixels_x_, area.y1 / to_pixels_y_};
}

Area FreeInk::area_in_line(const Zone& zone) {
  constexpr double kRoom = 0.25, kBeside = 0.4;  // of the line's height
  page();
  const double above = kRoom * zone.height(), beside = kBeside * zone.height();
  return area_of({zone.x0 - beside, zone.y0 - above, zone.x1 + beside, zone.y1 + above});
}

// A rule is known by its length: it is looked for beyond the place.
InkGroup FreeInk::ink_in(const Area& place) {
  constexpr int kAround = 130;  // pixels
  const Bits& full = page().full;
  const Area around{std::max(0, place.x0 - kAround), std::max(0, place.y0 - kAround),
                    std::min(full.width(), place.x1 + kAround), std::min(full.height(), place.y1 + kAround)};
  return CellInk(page(), place, around, print_).within(place);
}

InkGroup FreeInk::line_at(const Zone& words, double x0, double x1) {
  constexpr double kLetters = 1.2;  // heights: a gap within a line, as a typewriter leaves one
  const Area least = area_in_line(words), place = area_of({x0, words.y0, x1, words.y1});
  const Area most{std::min(place.x0, least.x0), least.y0, std::max(place.x1, least.x1), least.y1};
  InkGroup all = ink_in(most);
  if (all.ink.pieces.empty()) return all;
  const Area inner = area_of(words);
  const int gap = static_cast<int>(kLetters * inner.height());
  std::vector<Area> pieces;
  for (const Component& c : all.ink.pieces) {
    const int dx = all.ink.around.x0, dy = all.ink.around.y0;
    if (3 * c.height() > inner.height()) pieces.push_back({c.x0 + dx, c.y0 + dy, c.x1 + dx, c.y1 + dy});
  }
  std::ranges::sort(pieces, {}, &Area::x0);
  Area taken = least;
  taken.x0 = inner.x0, taken.x1 = inner.x1;
  for (const Area& piece : pieces)
    if (piece.x0 <= taken.x1 + gap) taken.x1 = std::max(taken.x1, piece.x1);
  for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece)
    if (piece->x1 >= taken.x0 - gap && piece->x0 < taken.x0) taken.x0 = piece->x0;
  return ink_in({std::min(taken.x0, least.x0), taken.y0, std::max(taken.x1, least.x1), taken.y1});
}

std::string FreeInk::page_text(const Area& place) const {
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

std::optional<InkValue> FreeInk::value_of(const Field& field, const ValuePattern& pattern,
                                          const InkGroup& group, int label_errors) {
  const std::string seen = page_text(group.place);
  if (is_mostly_letters(seen) && (has_no_digit(seen) || !pattern.is_value(as_figures(seen))))
    return std::nullopt;
  const PageSource source{scan_.image.get(), page().to_native, 0};
  const TextReading text = read_text(form_, field, group.ink, source, ink_.readers());
  InkValue found;
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
    const auto value =
        pattern.value_of(without_stops(pattern.is_figures() ? as_figures(without_blanks(seen)) : seen));
    // Blanks are no part of an identifier.
    const bool is_same =
        value && (field.format.empty() ? *value == found.value
                                       : without_blanks(*value) == without_blanks(found.value));
    evidence.page = is_same ? FreeEvidence::Page::agrees : FreeEvidence::Page::differs;
    if (value && !is_same) found.alternatives.emplace_back(*value, 0.5);
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

bool FreeInk::are_words(const std::string& text) const {
  const std::vector<std::string_view> words = split(text, ' ');
  const auto is_known = [&](std::string_view word) {
    const bool is_plain = std::ranges::all_of(word, [](unsigned char c) { return std::isalpha(c) != 0; });
    return is_plain && ink_.readers().tesseract.is_word(std::string(word), form_.language);
  };
  // At the ends a letter by itself is what a rule or a speck looks like.
  const bool has_speck = words.size() > 1 && (words.front().size() == 1 || words.back().size() == 1);
  return !has_speck &&
         std::ranges::all_of(words, [&](std::string_view word) { return is_known(without_brackets(word)); });
}

// Of the page's words, the line's own reading and more looks at it the text that is read most often; one
// whose words are all known counts for more.
std::string FreeInk::what_most_say(const Field& field, const FieldInk& line, const std::string& by_page,
                                   const std::string& by_ink) const {
  const PageSource source{scan_.image.get(), page_->to_native, 0};
  std::vector<std::string> said = looks_at_line(form_, field, line, source, ink_.readers());
  said.insert(said.begin(), {by_ink, by_page});
  std::erase(said, "");
  constexpr long kVote = 2, kWords = 3;
  const auto votes = [&](const std::string& text) {
    return kVote * std::ranges::count(said, text) + (are_words(text) ? kWords : 0);
  };
  const auto most = std::ranges::max_element(said, {}, votes);
  return most == said.end() ? by_page : *most;
}

double FreeInk::read_again(const Field& field, const InkGroup& line, std::string& text) {
  if (line.ink.pieces.empty()) return kNotFound;
  const PageSource source{scan_.image.get(), page().to_native, 0};
  const TextReading again = read_text(form_, field, line.ink, source, ink_.readers());
  FreeEvidence evidence;
  evidence.line = again.confidence;
  const bool is_same = again.value == text;
  // "Ioan" or "loan": letters do not tell them apart, words do.
  const bool is_alike = !is_same && with_one_shape(again.value) == with_one_shape(text);
  const bool is_meant = is_alike && are_words(text) != are_words(again.value);
  if (is_meant && !are_words(text)) text = again.value;
  if (is_meant) evidence.line = std::max(evidence.line, kAlike);
  evidence.page = is_same || is_meant ? FreeEvidence::Page::agrees : FreeEvidence::Page::differs;
  evidence.crowded = line.crowded;
  if (!is_same && !is_meant) text = what_most_say(field, line.ink, text, again.value);
  evidence.words = are_words(text) ? FreeEvidence::Words::known : FreeEvidence::Words::unknown;
  if (begins_with_small_i(text)) evidence.page = FreeEvidence::Page::differs;
  const double confidence = free_confidence(evidence);
  return line.struck || is_struck_out(line.ink) ? std::min(confidence, kNotFound) : confidence;
}

}  // namespace mailroom::ocr::reader
