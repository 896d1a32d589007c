#include "ocr/reader/ruling.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <new>

#include "ocr/form.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kPoint = 72.0 / kBlankDpi;  // points a pixel

// Pixels at kBlankDpi.
constexpr int kThickest = 15;        // a stroke; what is thicker is a bar
constexpr int kStrokeContrast = 40;  // of 255, below the paper around it
constexpr int kDark = 110;           // ink whatever lies around it
constexpr int kShortestAcross = 25, kShortestDown = 11;
constexpr int kThickestRule = 10;
constexpr int kRuleGap = 6;                     // in a rule that a crossing one or a scanner cut
constexpr int kBar = 17;                        // a bar is at least that thick
constexpr int kLeastTick = 13, kMostTick = 50;  // sides of squares and rings to tick in

// Of 255.
constexpr int kTintedBelow = 252, kShadedBelow = 222, kDarkBelow = 128;

Raster owned(Pix* pix) {
  if (pix == nullptr) throw std::bad_alloc();
  return Raster(pix);
}

// Strokes darker than the paper around them, and whatever is dark.
Raster ink_of(const Pix& grey) {
  Pix* source = const_cast<Pix*>(&grey);
  const Raster paper = owned(pixCloseGray(source, kThickest, kThickest));
  const Raster depth = owned(pixSubtractGray(nullptr, paper.get(), source));
  const Raster light = owned(pixThresholdToBinary(depth.get(), kStrokeContrast));
  Raster strokes = owned(pixInvert(nullptr, light.get()));
  const Raster dark = owned(pixThresholdToBinary(source, kDark));
  pixOr(strokes.get(), strokes.get(), dark.get());
  return strokes;
}

long count(const Pix& bits) {
  l_int32 pixels = 0;
  pixCountPixels(const_cast<Pix*>(&bits), &pixels, nullptr);
  return pixels;
}

struct Component {
  int x, y, width, height;
};

std::vector<Component> components_of(Pix& bits, int connectivity = 8) {
  std::vector<Component> out;
  Boxa* boxes = pixConnComp(&bits, nullptr, connectivity);
  for (l_int32 i = 0; boxes != nullptr && i < boxaGetCount(boxes); ++i) {
    Component c{};
    boxaGetBoxGeometry(boxes, i, &c.x, &c.y, &c.width, &c.height);
    out.push_back(c);
  }
  boxaDestroy(&boxes);
  return out;
}

Zone points(double x0, double y0, double x1, double y1) {
  return {x0 * kPoint, y0 * kPoint, x1 * kPoint, y1 * kPoint};
}
Zone points(const Component& c) {
  return points(c.x, c.y, c.x + c.width, c.y + c.height);
}

bool comes_first(const Rule& a, const Rule& b) {
  return a.zone.y0 != b.zone.y0 ? a.zone.y0 < b.zone.y0 : a.zone.x0 < b.zone.x0;
}

// Pieces of one line become one. Works on rules across; for those down x and y are swapped before and after.
void join(std::vector<Rule>& rules) {
  std::sort(rules.begin(), rules.end(), [](const Rule& a, const Rule& b) { return a.zone.x0 < b.zone.x0; });
  std::vector<Rule> out;
  for (const Rule& rule : rules) {
    bool is_joined = false;
    for (Rule& before : out) {
      const double middle = (before.zone.y0 + before.zone.y1) / 2, own = (rule.zone.y0 + rule.zone.y1) / 2;
      if (before.kind != rule.kind || std::abs(middle - own) > 2 * kPoint ||
          rule.zone.x0 > before.zone.x1 + kRuleGap * kPoint)
        continue;
      before.zone = {before.zone.x0, std::min(before.zone.y0, rule.zone.y0),
                     std::max(before.zone.x1, rule.zone.x1), std::max(before.zone.y1, rule.zone.y1)};
      is_joined = true;
      break;
    }
    if (!is_joined) out.push_back(rule);
  }
  rules = std::move(out);
}

void swap_axes(std::vector<Rule>& rules) {
  for (Rule& rule : rules) {
    std::swap(rule.zone.x0, rule.zone.y0);
    std::swap(rule.zone.x1, rule.zone.y1);
  }
}

std::vector<Rule> lines_across(const Pix& strokes) {
  const Raster lines = owned(pixOpenBrick(nullptr, const_cast<Pix*>(&strokes), kShortestAcross, 1));
  std::vector<Rule> rules;
  for (const Component& c : components_of(*lines))
    if (c.height <= kThickestRule && c.width >= 3 * c.height) rules.push_back({points(c)});
  join(rules);
  return rules;
}

std::vector<Rule> lines_down(const Pix& strokes) {
  const Raster lines = owned(pixOpenBrick(nullptr, const_cast<Pix*>(&strokes), 1, kShortestDown));
  std::vector<Rule> rules;
  for (const Component& c : components_of(*lines))
    if (c.width <= kThickestRule && c.height >= 2 * c.width) rules.push_back({points(c)});
  swap_axes(rules);
  join(rules);
  swap_axes(rules);
  return rules;
}

// Rows of dashes or dots, the same and equally far from each other.
void add_broken_lines(const Pix& strokes, std::vector<Rule>& rules) {
  constexpr int kMostMark = 16, kMostHeight = 5, kMostGap = 9, kLeastCount = 7, kLeastDash = 5;
  constexpr double kLeastApart = 3;  // points
  Raster marks(pixSelectBySize(const_cast<Pix*>(&strokes), kMostMark, kMostHeight, 8, L_SELECT_IF_BOTH,
                               L_SELECT_IF_LTE, nullptr));
  if (marks == nullptr) throw std::bad_alloc();
  std::vector<Component> all = components_of(*marks);
  std::sort(all.begin(), all.end(), [](const Component& a, const Component& b) { return a.x < b.x; });
  using Chain = std::vector<Component>;
  std::vector<Chain> chains;
  constexpr size_t kNone = SIZE_MAX;
  std::vector<size_t> last(static_cast<size_t>(pixGetHeight(marks.get())) + 3, kNone);  // by where marks end
  for (const Component& mark : all) {
    const auto row = static_cast<size_t>(mark.y + mark.height);
    size_t best = kNone;
    for (size_t r = row == 0 ? 0 : row - 1; r <= row + 1; ++r) {
      if (last[r] == kNone) continue;
      const Component& before = chains[last[r]].back();
      const int gap = mark.x - (before.x + before.width);
      if (gap >= 0 && gap <= kMostGap) best = last[r];
    }
    if (best == kNone) {
      best = chains.size();
      chains.emplace_back();
    }
    chains[best].push_back(mark);
    last[row] = best;
  }
  std::vector<Rule> broken;
  for (const Chain& chain : chains) {
    if (static_cast<int>(chain.size()) < kLeastCount) continue;
    const Component &first = chain.front(), &end = chain.back();
    if (end.x + end.width - first.x < 2 * kShortestAcross) continue;
    int top = first.y, bottom = first.y + first.height;
    long wide = 0;
    for (const Component& mark : chain) {
      top = std::min(top, mark.y);
      bottom = std::max(bottom, mark.y + mark.height);
      wide += mark.width >= kLeastDash && 2 * mark.width > 3 * mark.height;
    }
    const bool is_dashed = 2 * wide > static_cast<long>(chain.size());
    broken.push_back({points(first.x, top, end.x + end.width, bottom),
                      is_dashed ? Rule::Kind::dashed : Rule::Kind::dotted});
  }
  // Many close above each other are a printer's way of shading.
  std::sort(broken.begin(), broken.end(), comes_first);
  for (size_t i = 0; i < broken.size(); ++i) {
    const auto is_next_to = [&](size_t other) {
      if (other >= broken.size()) return false;
      const Zone &a = broken[i].zone, &b = broken[other].zone;
      return std::abs(a.y0 - b.y0) < kLeastApart && a.x0 < b.x1 && b.x0 < a.x1;
    };
    if (!is_next_to(i - 1) && !is_next_to(i + 1)) rules.push_back(broken[i]);
  }
}

enum class Sides { all, across };

void add_edges(const Zone& zone, Sides sides, Ruling& ruling) {
  const auto add = [](std::vector<Rule>& rules, const Zone& edge) {
    rules.push_back({edge, Rule::Kind::edge});
  };
  add(ruling.across, {zone.x0, zone.y0, zone.x1, zone.y0});
  add(ruling.across, {zone.x0, zone.y1, zone.x1, zone.y1});
  if (sides == Sides::across) return;
  add(ruling.down, {zone.x0, zone.y0, zone.x0, zone.y1});
  add(ruling.down, {zone.x1, zone.y0, zone.x1, zone.y1});
}

// Bars too thick for a rule: headings in white on dark. The white letters in them are closed up first.
std::vector<Component> bars_of(const Pix& grey) {
  constexpr int kLetter = 21;
  constexpr double kMostlyDark = 0.55;
  const Raster dark = owned(pixThresholdToBinary(const_cast<Pix*>(&grey), kDarkBelow));
  Raster bars = owned(pixOpenBrick(nullptr, dark.get(), 1, kBar));
  bars = owned(pixCloseSafeBrick(nullptr, bars.get(), kLetter, 1));
  bars = owned(pixOpenBrick(nullptr, bars.get(), 2 * kBar, kBar));
  std::vector<Component> out;
  for (const Component& c : components_of(*bars)) {
    BOX* box = boxCreate(c.x, c.y, c.width, c.height);
    l_int32 filled = 0;
    pixCountPixelsInRect(dark.get(), box, &filled, nullptr);
    boxDestroy(&box);
    if (filled > kMostlyDark * c.width * c.height) out.push_back(c);
  }
  return out;
}

// Where a rule runs into a bar, the bar's upper edge is the rest of it.
void continue_along(const std::vector<Zone>& bars, std::vector<Rule>& across) {
  constexpr double kMeets = 3.5, kLeastLong = 40;  // points
  std::vector<Rule> rest;
  for (const Zone& bar : bars) {
    for (const Rule& rule : across) {
      const Zone& z = rule.zone;
      if (std::abs(z.y0 - bar.y0) > 2.5 || z.width() < kLeastLong) continue;
      if (std::abs(z.x0 - bar.x1) < kMeets || std::abs(bar.x0 - z.x1) < kMeets) {
        rest.push_back({{bar.x0, z.y0, bar.x1, z.y1}});
        break;
      }
    }
  }
  across.insert(across.end(), rest.begin(), rest.end());
  join(across);
}

// Where cells are shaded, because nobody is to write there, and where that ends.
void find_shades(const Pix& grey, Ruling& ruling) {
  Pix* source = const_cast<Pix*>(&grey);
  const Raster below = owned(pixThresholdToBinary(source, kShadedBelow));
  const Raster dark = owned(pixThresholdToBinary(source, kDarkBelow));
  const Raster grown = owned(pixDilateBrick(nullptr, dark.get(), 3, 3));
  Raster shade = owned(pixSubtract(nullptr, below.get(), grown.get()));
  shade = owned(pixOpenBrick(nullptr, shade.get(), kBar, kBar));
  for (const Component& c : components_of(*shade, 4)) add_edges(points(c), Sides::all, ruling);
}

// White rectangles in tinted paper: where the tint is left out for somebody to write in.
void find_panels(const Pix& grey, const Pix& strokes, Ruling& ruling) {
  constexpr int kStroke = 11, kLeast = 16;
  Pix* source = const_cast<Pix*>(&grey);
  Raster tint = owned(pixThresholdToBinary(source, kTintedBelow));
  const Raster thick = owned(pixDilateBrick(nullptr, const_cast<Pix*>(&strokes), 3, 3));
  pixSubtract(tint.get(), tint.get(), thick.get());
  tint = owned(pixOpenBrick(nullptr, tint.get(), 3, 3));
  const Raster rest = owned(pixInvert(nullptr, tint.get()));
  const Raster open = owned(pixOpenBrick(nullptr, rest.get(), kStroke, kStroke));
  Pixa* pieces = nullptr;
  Boxa* boxes = pixConnComp(open.get(), &pieces, 4);
  const int width = pixGetWidth(source), height = pixGetHeight(source);
  for (l_int32 i = 0; boxes != nullptr && i < boxaGetCount(boxes); ++i) {
    Component c{};
    boxaGetBoxGeometry(boxes, i, &c.x, &c.y, &c.width, &c.height);
    if (c.width < kLeast || c.height < kLeast || c.x <= 1 || c.y <= 1 || c.x + c.width >= width - 1 ||
        c.y + c.height >= height - 1)
      continue;
    Pix* piece = pixaGetPix(pieces, i, L_CLONE);
    l_int32 filled = 0;
    pixCountPixels(piece, &filled, nullptr);
    pixDestroy(&piece);
    BOX* box = boxCreate(c.x, c.y, c.width, c.height);
    l_int32 inked = 0;
    pixCountPixelsInRect(const_cast<Pix*>(&strokes), box, &inked, nullptr);
    boxDestroy(&box);
    const double area = static_cast<double>(c.width) * c.height;
    if (filled < 0.88 * area || inked > 0.35 * area) continue;
    ruling.panels.push_back(points(c));
  }
  boxaDestroy(&boxes);
  pixaDestroy(&pieces);
}

// Lightly tinted rectangles without print: some forms mark so where to write. One alone is decoration.
void find_fills(const Pix& grey, const Pix& strokes, Ruling& ruling) {
  constexpr int kSmooth = 9, kLeastWidth = 30, kLeastHeight = 22, kMostHeight = 200, kLightest = 232;
  constexpr size_t kLeastCount = 3;
  Pix* source = const_cast<Pix*>(&grey);
  Raster tint = owned(pixThresholdToBinary(source, kTintedBelow));
  const Raster darker = owned(pixThresholdToBinary(source, kLightest));
  const Raster around = owned(pixDilateBrick(nullptr, darker.get(), 3, 3));
  pixSubtract(tint.get(), tint.get(), around.get());
  tint = owned(pixOpenBrick(nullptr, tint.get(), kSmooth, kSmooth));
  std::vector<Zone> fills;
  for (const Component& c : components_of(*tint, 4)) {
    if (c.width < kLeastWidth || c.height < kLeastHeight || c.height > kMostHeight) continue;
    BOX* box = boxCreate(c.x, c.y, c.width, c.height);
    l_int32 filled = 0, inked = 0;
    pixCountPixelsInRect(tint.get(), box, &filled, nullptr);
    pixCountPixelsInRect(const_cast<Pix*>(&strokes), box, &inked, nullptr);
    boxDestroy(&box);
    const double area = static_cast<double>(c.width) * c.height;
    if (filled > 0.93 * area && inked < 0.01 * area) fills.push_back(points(c));
  }
  // Where the paper itself is tinted, white is for writing.
  const bool is_tinted_paper =
      !ruling.panels.empty() &&
      4 * count(*tint) > static_cast<long>(pixGetWidth(source)) * pixGetHeight(source);
  if (fills.size() >= kLeastCount && !is_tinted_paper) ruling.fills = std::move(fills);
}

// Ink for a few pixels at the middle of each side, then paper again: drawn, and no letter of a logo.
bool has_thin_border(const Pix& strokes, const Component& c) {
  constexpr int kMost = 8;
  Pix* source = const_cast<Pix*>(&strokes);
  const int x = c.x + c.width / 2, y = c.y + c.height / 2;
  const auto is_thin = [&](int from_x, int from_y, int dx, int dy) {
    for (int i = 0; i <= kMost; ++i) {
      l_uint32 ink = 0;
      pixGetPixel(source, from_x + i * dx, from_y + i * dy, &ink);
      if (ink == 0) return i > 0;
    }
    return false;
  };
  return is_thin(c.x - 1, y, -1, 0) + is_thin(c.x + c.width, y, 1, 0) + is_thin(x, c.y - 1, 0, -1) +
             is_thin(x, c.y + c.height, 0, 1) >=
         3;
}

// Small closed places in the paper: squares and rings.
void find_ticks(const Pix& strokes, Ruling& ruling) {
  const Raster paper = owned(pixInvert(nullptr, const_cast<Pix*>(&strokes)));
  Pixa* pieces = nullptr;
  Boxa* boxes = pixConnComp(paper.get(), &pieces, 4);
  for (l_int32 i = 0; boxes != nullptr && i < boxaGetCount(boxes); ++i) {
    Component c{};
    boxaGetBoxGeometry(boxes, i, &c.x, &c.y, &c.width, &c.height);
    if (c.width < kLeastTick || c.height < kLeastTick || c.width > kMostTick || c.height > kMostTick)
      continue;
    if (4 * c.width > 5 * c.height || 4 * c.height > 5 * c.width) continue;
    Pix* piece = pixaGetPix(pieces, i, L_CLONE);
    l_int32 filled = 0;
    pixCountPixels(piece, &filled, nullptr);
    pixDestroy(&piece);
    const double share = filled / (static_cast<double>(c.width) * c.height);
    if (!has_thin_border(strokes, c)) continue;
    const Zone outer = points(c.x - 1.5, c.y - 1.5, c.x + c.width + 1.5, c.y + c.height + 1.5);
    if (share > 0.93) ruling.squares.push_back(outer);
    if (share > 0.70 && share < 0.86 && std::abs(c.width - c.height) <= 2) ruling.circles.push_back(outer);
  }
  boxaDestroy(&boxes);
  pixaDestroy(&pieces);
}

// Hardly anything between dark and light.
bool is_bilevel(const Pix& grey) {
  constexpr double kMostGrey = 0.001;
  Pix* source = const_cast<Pix*>(&grey);
  const Raster below = owned(pixThresholdToBinary(source, 230)),
               dark = owned(pixThresholdToBinary(source, 50));
  l_int32 light = 0, black = 0;
  pixCountPixels(below.get(), &light, nullptr);
  pixCountPixels(dark.get(), &black, nullptr);
  return light - black < kMostGrey * pixGetWidth(source) * pixGetHeight(source);
}

PaperTone tone_of(const Pix& grey) {
  constexpr int kDotReach = 6, kLargestDot = 4;
  Pix* source = const_cast<Pix*>(&grey);
  // Strokes taken away, so that what is left is paper.
  Raster paper = owned(pixCloseGray(source, kThickest, kThickest));
  if (is_bilevel(grey)) {
    // A scan in black and white shades with dots, as dense as the shade is dark.
    const Raster dark = owned(pixThresholdToBinary(source, kDarkBelow));
    const Raster dots = owned(
        pixSelectBySize(dark.get(), kLargestDot, kLargestDot, 8, L_SELECT_IF_BOTH, L_SELECT_IF_LTE, nullptr));
    const Raster grey_dots = owned(pixConvert1To8(nullptr, dots.get(), 255, 0));
    const Raster shade = owned(pixBlockconvGray(grey_dots.get(), nullptr, kDotReach, kDotReach));
    paper = owned(pixMinOrMax(nullptr, paper.get(), shade.get(), L_CHOOSE_MIN));
  }
  const int width = static_cast<int>(pixGetWidth(source) * kPoint),
            height = static_cast<int>(pixGetHeight(source) * kPoint);
  PaperTone tone(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      l_uint32 value = 255;
      pixGetPixel(paper.get(), static_cast<l_int32>((x + 0.5) / kPoint),
                  static_cast<l_int32>((y + 0.5) / kPoint), &value);
      const int grey_value = static_cast<int>(value);
      tone.set(x, y,
               grey_value < kDarkBelow     ? PaperTone::dark
               : grey_value < kShadedBelow ? PaperTone::shaded
               : grey_value < kTintedBelow ? PaperTone::tinted
                                           : PaperTone::white);
    }
  }
  return tone;
}

}  // namespace

double PaperTone::share(const Zone& zone, Tone tone) const {
  long hits = 0, all = 0;
  for (int y = static_cast<int>(zone.y0); y < zone.y1; ++y) {
    for (int x = static_cast<int>(zone.x0); x < zone.x1; ++x) {
      hits += at(x, y) == tone;
      ++all;
    }
  }
  return all == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(all);
}

Ruling ruling_of(const Pix& grey) {
  Ruling ruling;
  const Raster strokes = ink_of(grey);
  std::vector<Zone> bars;
  const Raster lines = owned(pixCopy(nullptr, strokes.get()));
  for (const Component& c : bars_of(grey)) {
    bars.push_back(points(c));
    add_edges(bars.back(), Sides::across, ruling);  // a heading begins beside it, no cell
    pixRasterop(lines.get(), c.x - 1, c.y - 1, c.width + 2, c.height + 2, PIX_CLR, nullptr, 0, 0);
  }
  std::vector<Rule> across = lines_across(*lines);
  continue_along(bars, across);
  for (const Rule& rule : across) ruling.across.push_back(rule);
  for (const Rule& rule : lines_down(*lines)) ruling.down.push_back(rule);
  add_broken_lines(*lines, ruling.across);
  find_shades(grey, ruling);
  find_panels(grey, *strokes, ruling);
  find_fills(grey, *strokes, ruling);
  find_ticks(*strokes, ruling);
  ruling.tone = tone_of(grey);
  for (auto* rules : {&ruling.across, &ruling.down}) std::sort(rules->begin(), rules->end(), comes_first);
  return ruling;
}

}  // namespace mailroom::ocr::reader
