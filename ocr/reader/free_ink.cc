#include "ocr/reader/free_ink.h"

#include <algorithm>
#include <cctype>

#include "ocr/reader/free_confidence.h"
#include "ocr/reader/free_layout.h"
#include "ocr/reader/struck_out.h"
#include "ocr/reader/text_reading.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kPointsPerInch = 72;

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
  return CellInk(page(), place, around, {}).within(place);
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
  if (is_mostly_letters(seen) && !pattern.is_value(as_figures(seen))) return std::nullopt;
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
    const auto value = pattern.is_figures() ? pattern.value_of(as_figures(without_blanks(seen)))
                                            : pattern.value_of(seen);
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

double FreeInk::read_again(const Field& field, const InkGroup& line, std::string& text) {
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

}  // namespace mailroom::ocr::reader
