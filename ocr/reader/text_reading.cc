#include "ocr/reader/text_reading.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>

#include "base/identifier.h"
#include "ocr/reader/alphabet.h"
#include "ocr/reader/confidence.h"
#include "ocr/reader/figure_shapes.h"
#include "ocr/reader/line_layout.h"
#include "ocr/reader/look_alikes.h"
#include "ocr/reader/punctuation.h"
#include "ocr/reader/well_formed.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kCapitals = 30;  // pixels: the height of letters that Tesseract reads best

double text_height(const std::vector<Component>& line) {
  std::vector<int> heights;
  for (const Component& c : line)
    if (c.height() >= 9) heights.push_back(c.height());
  if (heights.empty()) return 20;
  std::sort(heights.begin(), heights.end());
  return heights[heights.size() * 3 / 4];
}

// The cells of a comb closed up: each piece is moved left by what its cell is wider than a letter.
Raster closed_up(const Field& field, const FieldInk& ink, const std::vector<Component>& line,
                 const PageSource& source, double scale, double height) {
  const int cells = std::max(field.max_length, 1);
  const double cell = static_cast<double>(ink.zone.width()) / cells;
  std::vector<std::vector<Component>> by_cell(static_cast<size_t>(cells));
  for (const Component& c : line) {
    const int i = static_cast<int>((c.cx() + ink.around.x0 - ink.zone.x0) / cell);
    by_cell[static_cast<size_t>(std::clamp(i, 0, cells - 1))].push_back(c);
  }
  const int gap = std::max(2, static_cast<int>(height * 0.18 * scale));
  const int border = static_cast<int>(10 * scale);
  int y0 = 1 << 20, y1 = 0;
  for (const Component& c : line) y0 = std::min(y0, c.y0), y1 = std::max(y1, c.y1);
  // Each cell's picture has its pieces' height plus borders; all are hung by the line's top.
  struct Cell {
    Raster picture;
    int top;
  };
  std::vector<Cell> pictures;
  int width = 2 * border, empty = 0;
  for (const auto& pieces : by_cell) {
    if (pieces.empty()) {
      ++empty;
      continue;
    }
    int top = 1 << 20;
    for (const Component& c : pieces) top = std::min(top, c.y0);
    if (empty > 0 && !pictures.empty()) pictures.push_back({nullptr, 0}), width += gap * 4;
    empty = 0;
    pictures.push_back({picture_of(ink, pieces, *source.native, source.page_to_native, scale), top});
    width += pixGetWidth(pictures.back().picture.get()) - 2 * border + gap;
  }
  Raster out(pixCreate(std::max(width, 1), static_cast<int>((y1 - y0) * scale) + 2 * border + 2, 8));
  pixSetAll(out.get());
  int x = 0;
  for (const Cell& c : pictures) {
    if (!c.picture) {
      x += gap * 4;
      continue;
    }
    const int w = pixGetWidth(c.picture.get());
    pixRasterop(out.get(), x, static_cast<int>((c.top - y0) * scale), w, pixGetHeight(c.picture.get()),
                PIX_SRC & PIX_DST, c.picture.get(), 0, 0);
    x += w - 2 * border + gap;
  }
  pixSetResolution(out.get(), 300, 300);
  return out;
}

// What readings must agree on before marks and blanks are settled by how they are drawn.
std::string figures_of(const std::string& text) {
  if (!looks_like_figures(text)) return text;
  std::string figures;
  for (const char c : text)
    if (c != ' ' && c != '.' && c != ',') figures += c;
  return figures;
}

struct Reader {
  const Field& field;
  const FieldInk& ink;
  const PageSource& source;
  const std::string& language;
  const LineRecogniser& recogniser;

  Raster picture(const std::vector<Component>& line, double capitals) const {
    const double height = text_height(line), scale = std::clamp(capitals / height, 0.6, 3.0);
    if (field.comb && field.max_length > 1) return closed_up(field, ink, line, source, scale, height);
    return picture_of(ink, line, *source.native, source.page_to_native, scale);
  }

  std::vector<LineReading> read(const std::vector<Component>& line) const {
    const std::string alphabet = alphabet_of(field);
    const Raster normal = picture(line, kCapitals), larger = picture(line, kCapitals * 1.35);
    std::vector<LineReading> readings;
    readings.push_back(recogniser.read(normal, language, alphabet));
    readings.push_back(recogniser.read(larger, language, alphabet));
    for (LineReading& r : readings)
      if (alphabet.empty() && looks_like_figures(r.text) &&
          r.text.find_first_not_of(std::string(kFigures) + " ") != std::string::npos)
        r = recogniser.read(&r == &readings[0] ? normal : larger, language, std::string(kFigures));
    // Whatever leaves a doubt is looked at a third time.
    const bool sure = std::min(readings[0].confidence, readings[1].confidence) >= kSureLetter;
    if (!sure || figures_of(readings[0].text) != figures_of(readings[1].text)) {
      const Raster smaller = picture(line, kCapitals * 0.75);
      readings.push_back(recogniser.read(
          smaller, language,
          field.format.empty() && looks_like_figures(readings[0].text) ? std::string(kFigures) : alphabet));
    }
    const bool spaced = field.comb && field.max_length > 1;
    for (LineReading& r : readings) {
      Drawn drawn = as_drawn(r.text, line, spaced);
      if (!drawn.figures.empty()) {
        Shaped shaped = by_shape(drawn.text, ink.written, drawn.figures);
        r.contradictions = shaped.contradictions;
        drawn.text = std::move(shaped.text);
      }
      r.text = without_blanks_in_address(with_look_alikes(field.format, drawn.text));
      r.as_drawn = drawn.agrees;
    }
    return readings;
  }
};

// The reading most agree on; of equals the one Tesseract itself is surest of.
std::vector<std::pair<std::string, double>> ranked(const std::vector<LineReading>& readings) {
  std::vector<std::pair<std::string, double>> votes;
  for (const LineReading& r : readings) {
    if (r.text.empty()) continue;
    const auto same =
        std::find_if(votes.begin(), votes.end(), [&](const auto& v) { return v.first == r.text; });
    if (same != votes.end())
      same->second += 1 + r.confidence;
    else
      votes.emplace_back(r.text, 1 + r.confidence);
  }
  std::stable_sort(votes.begin(), votes.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return votes;
}

}  // namespace

TextReading read_text(const Field& field, const FieldInk& ink, const PageSource& source,
                      const std::string& language, const LineRecogniser& recogniser) {
  TextReading result;
  result.confidence = 1;
  const IdentifierFormat* format = find_identifier_format(field.format);
  const Reader reader{field, ink, source, language, recogniser};
  for (const auto& line : lines_of(ink)) {
    const std::vector<LineReading> readings = reader.read(line);
    const auto votes = ranked(readings);
    if (votes.empty()) {
      result.confidence = std::min(result.confidence, 0.3);
      continue;
    }
    ReadingEvidence evidence;
    evidence.readings = static_cast<int>(readings.size());
    for (const LineReading& r : readings) {
      if (r.text != votes.front().first) continue;
      ++evidence.agreeing;
      evidence.as_drawn = r.as_drawn;
      evidence.contradictions = std::max(evidence.contradictions, r.contradictions);
      evidence.weakest = evidence.agreeing == 1 ? r.confidence : std::min(evidence.weakest, r.confidence);
    }
    evidence.figures = looks_like_figures(votes.front().first);
    evidence.well_formed = is_well_formed_figure(votes.front().first);
    evidence.fits_format = format != nullptr && is_identifier(*format, votes.front().first);
    evidence.touches_edge = ink.touches_edge;
    evidence.residual = source.residual;
    evidence.length = static_cast<int>(votes.front().first.size());
    if (!result.value.empty()) result.value += ' ';
    result.value += votes.front().first;
    result.confidence *= text_confidence(evidence);
    if (result.alternatives.empty())
      for (size_t i = 1; i < votes.size(); ++i) result.alternatives.emplace_back(votes[i].first, 0);
  }
  for (auto& [text, confidence] : result.alternatives)
    confidence = (1 - result.confidence) * 0.5 / static_cast<double>(result.alternatives.size());
  if (result.value.empty() && result.confidence == 1) result.confidence = 0.9995;
  return result;
}

}  // namespace mailroom::ocr::reader
