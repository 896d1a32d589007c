#include "ocr/reader/find_codes.h"

#include <ZXing/ReadBarcode.h>
#include <ZXing/TextUtfEncoding.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include "base/text.h"
#include "ocr/reader/code_grid.h"
#include "ocr/reader/code_spots.h"

namespace mailroom::ocr::reader {
namespace {

constexpr std::pair<CodeKind, ZXing::BarcodeFormat> kFormats[] = {
    {CodeKind::qr, ZXing::BarcodeFormat::QRCode},
    {CodeKind::data_matrix, ZXing::BarcodeFormat::DataMatrix},
    {CodeKind::pdf417, ZXing::BarcodeFormat::PDF417},
    {CodeKind::code128, ZXing::BarcodeFormat::Code128},
    {CodeKind::code39, ZXing::BarcodeFormat::Code39}};
// Bars have a weak check or none: so many lines across them must say the same, and that much.
constexpr int kLeastLines = 3;
constexpr size_t kLeastBars = 4;  // characters
constexpr int kMostBars = 24;     // pieces of codes of bars on a page
constexpr int kLineStep = 12;     // pixels between the lines that are looked at, and a little

bool is_bars(CodeKind kind) {
  return kind == CodeKind::code128 || kind == CodeKind::code39;
}

std::vector<CodeKind> only(const std::vector<CodeKind>& kinds, bool (*is_wanted)(CodeKind)) {
  std::vector<CodeKind> some;
  std::copy_if(kinds.begin(), kinds.end(), std::back_inserter(some), is_wanted);
  return some;
}

// A picture to look at, of the whole page or of a spot of it.
struct Look {
  Raster grey;  // 8 bits
  ZXing::Binarizer binariser = ZXing::Binarizer::LocalAverage;
  bool smaller_too = true;  // look at a smaller copy as well, which has less noise
  double scale = 1;         // of the page
  int x = 0, y = 0;         // where on the page it begins
  bool harder = true;       // more ways to find a code in it
};

Zone zone_of(const ZXing::Position& position, const Look& look) {
  Zone zone{1e9, 1e9, -1e9, -1e9};
  for (const ZXing::PointI& corner : position) {
    const double x = corner.x / look.scale + look.x, y = corner.y / look.scale + look.y;
    zone = {std::min(zone.x0, x), std::min(zone.y0, y), std::max(zone.x1, x), std::max(zone.y1, y)};
  }
  return zone;
}

bool is_same_place(const Zone& a, const Zone& b) {
  const double dx = (a.x0 + a.x1 - b.x0 - b.x1) / 2, dy = (a.y0 + a.y1 - b.y0 - b.y1) / 2;
  return std::hypot(dx, dy) < std::max(std::hypot(a.width(), a.height()), 20.0);
}

// What was found once more lies where it lay, or a little further along the bars.
void keep(CodeReading code, std::vector<CodeReading>& found) {
  for (CodeReading& known : found) {
    if (known.kind != code.kind || known.text != code.text || !is_same_place(known.zone, code.zone)) continue;
    known.zone = {std::min(known.zone.x0, code.zone.x0), std::min(known.zone.y0, code.zone.y0),
                  std::max(known.zone.x1, code.zone.x1), std::max(known.zone.y1, code.zone.y1)};
    return;
  }
  found.push_back(std::move(code));
}

// Leptonica keeps words in host order: while this lives the bytes of the picture's rows are in pixel order.
class InPixelOrder {
 public:
  explicit InPixelOrder(const Raster& grey) : grey_(grey.get()) { pixEndianByteSwap(grey_); }
  ~InPixelOrder() { pixEndianByteSwap(grey_); }
  InPixelOrder(const InPixelOrder&) = delete;
  InPixelOrder& operator=(const InPixelOrder&) = delete;
  ZXing::ImageView view() const {
    return {reinterpret_cast<const uint8_t*>(pixGetData(grey_)), pixGetWidth(grey_), pixGetHeight(grey_),
            ZXing::ImageFormat::Lum, pixGetWpl(grey_) * 4};
  }

 private:
  Pix* grey_;
};

std::vector<CodeReading> read_codes(const Look& look, const std::vector<CodeKind>& kinds, int at_most) {
  ZXing::BarcodeFormats formats;
  for (const auto& [kind, format] : kFormats) {
    if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) formats |= format;
  }
  std::vector<CodeReading> codes;
  if (formats.empty() || look.grey == nullptr) return codes;
  const InPixelOrder pixels(look.grey);
  ZXing::DecodeHints hints;
  hints.setFormats(formats).setTryHarder(look.harder).setTryRotate(look.harder).setMinLineCount(kLeastLines);
  hints.setBinarizer(look.binariser).setTryDownscale(look.smaller_too);
  hints.setMaxNumberOfSymbols(static_cast<uint8_t>(at_most));
  for (const ZXing::Result& result : ZXing::ReadBarcodes(pixels.view(), hints)) {
    if (!result.isValid()) continue;
    const auto format = std::find_if(std::begin(kFormats), std::end(kFormats),
                                     [&](const auto& known) { return known.second == result.format(); });
    std::string text = ZXing::TextUtfEncoding::ToUtf8(result.text());
    if (!is_valid_utf8(text)) text.clear();
    codes.push_back({format->first, std::move(text), zone_of(result.position(), look)});
  }
  return codes;
}

void take_squares(const Look& look, const std::vector<CodeKind>& kinds, std::vector<CodeReading>& found) {
  constexpr int kAll = 255;
  for (CodeReading& code : read_codes(look, kinds, kAll)) {
    if (!code.text.empty()) keep(std::move(code), found);
  }
}

// zxing-cpp 1.4 asserts that no two codes of bars on a picture have the same text: one at a time, each taken
// off the picture before the next is sought.
void take_bars(Look look, const std::vector<CodeKind>& kinds, std::vector<CodeReading>& found) {
  for (int i = 0; i < kMostBars; ++i) {
    std::vector<CodeReading> codes = read_codes(look, kinds, 1);
    if (codes.empty()) return;
    const Zone& z = codes.front().zone;
    const auto pixel = [&](double at, int from) { return static_cast<int>((at - from) * look.scale); };
    const int x = std::max(0, pixel(z.x0, look.x) - kLineStep),
              y = std::max(0, pixel(z.y0, look.y) - kLineStep);
    pixRasterop(look.grey.get(), x, y, pixel(z.x1, look.x) + kLineStep - x,
                pixel(z.y1, look.y) + kLineStep - y, PIX_SET, nullptr, 0, 0);
    if (codes.front().text.size() >= kLeastBars) keep(std::move(codes.front()), found);
  }
}

Raster grey_of(const Pix& page) {
  return Raster(pixConvertTo8(const_cast<Pix*>(&page), 0));
}

Raster cut_out(const Pix& page, const CodeSpot& spot) {
  Box* box = boxCreate(spot.x, spot.y, spot.width, spot.height);
  Raster cut(pixClipRectangle(const_cast<Pix*>(&page), box, nullptr));
  boxDestroy(&box);
  return cut;
}

Raster grey_cut(const Pix& page, const CodeSpot& spot) {
  const Raster cut = cut_out(page, spot);
  return cut != nullptr ? grey_of(*cut) : nullptr;
}

// Each is another chance: stairs and specks smoothed away, thin modules made wider, ink that ran made
// thinner.
struct SecondLook {
  int smooth;  // reach in pixels
  bool doubled;
  int lighter;  // of 255: what is no darker than that is no ink
  ZXing::Binarizer binariser;
};
constexpr SecondLook kSecondLooks[] = {
    {0, false, 0, ZXing::Binarizer::GlobalHistogram}, {1, true, 0, ZXing::Binarizer::FixedThreshold},
    {1, true, 32, ZXing::Binarizer::FixedThreshold},  {1, true, 64, ZXing::Binarizer::FixedThreshold},
    {1, true, -40, ZXing::Binarizer::FixedThreshold}, {0, true, 0, ZXing::Binarizer::LocalAverage},
    {1, false, 0, ZXing::Binarizer::LocalAverage},    {2, true, 0, ZXing::Binarizer::LocalAverage}};

// The code's grid of modules; none where nothing stands on one.
CodeGrid grid_of(const Pix& page, const CodeSpot& spot) {
  Raster cut = cut_out(page, spot);
  if (cut == nullptr) return {};
  // Coarse faxes have half as many rows an inch as columns.
  Pix* given = const_cast<Pix*>(&page);
  if (2 * pixGetXRes(given) > 3 * pixGetYRes(given)) cut.reset(pixExpandBinaryReplicate(cut.get(), 1, 2));
  return cut != nullptr ? code_grid(Bits::from_pix(*cut)) : CodeGrid();
}

// What a grid of modules says that is drawn anew.
std::vector<CodeReading> read_drawn(Look look, const CodeSpot& spot, const std::vector<CodeKind>& kinds) {
  constexpr int kAll = 255;
  std::vector<CodeReading> codes = read_codes(look, kinds, kAll);
  std::erase_if(codes, [](const CodeReading& code) { return code.text.empty(); });
  for (CodeReading& code : codes)
    code.zone = {double(spot.x), double(spot.y), double(spot.x + spot.width), double(spot.y + spot.height)};
  return codes;
}

// The code drawn anew, by how much of a module's middle has to be ink: ink that ran leaves little of the
// light ones.
bool take_redrawn(const CodeGrid& grid, const CodeSpot& spot, const std::vector<CodeKind>& kinds,
                  std::vector<CodeReading>& found) {
  constexpr double kLeastInk[] = {0.85, 0.96, 0.65, 0.4};
  for (const double least : kLeastInk) {
    std::vector<CodeReading> codes =
        read_drawn({drawn(grid, least), ZXing::Binarizer::FixedThreshold, false}, spot, kinds);
    for (CodeReading& code : codes) keep(std::move(code), found);
    if (!codes.empty()) return true;
  }
  return false;
}

constexpr size_t kMostGuessed = 2;  // spots of a page, the largest

// Chance may satisfy the few words of correction that a small code has.
bool can_be_guessed(const CodeGrid& grid) {
  constexpr int kLeastModules = 26;  // of a side
  return grid.columns == grid.rows && grid.columns >= kLeastModules;
}

// Single light modules that ink has closed leave nothing to see. Those that may be such are guessed (Chase
// 1972), and the code's own correction tells which guess comes near. Two guesses have to say the
// same (docs/decisions/0030).
void take_guessed(const CodeGrid& grid, const CodeSpot& spot, const std::vector<CodeKind>& kinds,
                  std::vector<CodeReading>& found) {
  constexpr int kGuesses = 10000;  // about a second's worth
  std::minstd_rand random;
  std::vector<CodeReading> once;
  for (int i = 0; i < kGuesses; ++i) {
    Look look{drawn(guessed(grid, random), 0.5, 2), ZXing::Binarizer::FixedThreshold, false};
    look.harder = false;
    for (CodeReading& code : read_drawn(std::move(look), spot, kinds)) {
      const bool is_again = std::any_of(once.begin(), once.end(), [&](const CodeReading& known) {
        return known.kind == code.kind && known.text == code.text;
      });
      if (is_again) return keep(std::move(code), found);
      once.push_back(std::move(code));
    }
  }
}

// zxing-cpp looks at a line in 256 of a picture's height, too few across low bars that lie askew: strips of
// the page have more. Those across it for bars that stand, those down it for bars that lie.
std::vector<CodeSpot> strips_of(const Pix& page) {
  constexpr int kStrip = 512, kOverlap = 160;  // pixels; bars are seldom higher
  const int width = pixGetWidth(const_cast<Pix*>(&page)), height = pixGetHeight(const_cast<Pix*>(&page));
  std::vector<CodeSpot> strips;
  for (int y = 0; y < height - kOverlap; y += kStrip - kOverlap)
    strips.push_back({0, y, width, std::min(kStrip, height - y)});
  for (int x = 0; x < width - kOverlap; x += kStrip - kOverlap)
    strips.push_back({x, 0, std::min(kStrip, width - x), height});
  return strips;
}

Look look_again(const SecondLook& how, const Raster& grey, int x, int y) {
  Raster picture(how.smooth > 0 ? pixBlockconv(grey.get(), how.smooth, how.smooth) : pixClone(grey.get()));
  if (how.doubled && picture != nullptr) picture.reset(pixScaleGray2xLI(picture.get()));
  if (picture != nullptr && picture.get() == grey.get()) picture.reset(pixCopy(nullptr, grey.get()));
  if (how.lighter != 0 && picture != nullptr) pixAddConstantGray(picture.get(), how.lighter);
  return {std::move(picture), how.binariser, true, how.doubled ? 2.0 : 1.0, x, y};
}

}  // namespace

void find_codes(const Pix& image, const CodeSearch& search, std::vector<CodeReading>& found) {
  const bool is_bilevel = pixGetDepth(const_cast<Pix*>(&image)) == 1;
  const std::vector<CodeKind> bars = only(search.kinds, is_bars);
  const std::vector<CodeKind> squares = only(search.kinds, [](CodeKind kind) { return !is_bars(kind); });
  const std::vector<CodeKind> by_spots = only(squares, [](CodeKind k) { return k == CodeKind::data_matrix; });
  const std::vector<CodeKind> by_page = only(squares, [](CodeKind k) { return k != CodeKind::data_matrix; });
  // A black and white scan has nothing to weigh against its neighbourhood, and no noise for a smaller copy to
  // lose.
  const auto binariser = is_bilevel ? ZXing::Binarizer::FixedThreshold : ZXing::Binarizer::LocalAverage;
  Look page{grey_of(image), binariser, !is_bilevel};
  if (page.grey == nullptr) return;
  take_squares(page, by_page, found);
  // zxing-cpp 1.4 finds a Data Matrix only in the middle of a picture.
  std::vector<CodeSpot> spots;
  if (!squares.empty()) spots = code_spots(image);
  for (const CodeSpot& spot : spots)
    take_squares({grey_cut(image, spot), binariser, !is_bilevel, 1, spot.x, spot.y}, by_spots, found);
  if (!bars.empty())
    take_bars({Raster(pixCopy(nullptr, page.grey.get())), binariser, !is_bilevel}, bars, found);
  if (!search.is_enough || search.is_enough(found)) return;
  std::vector<std::pair<CodeGrid, CodeSpot>> unread;  // on a grid
  if (is_bilevel)
    for (const CodeSpot& spot : spots) {
      const CodeGrid grid = grid_of(image, spot);
      if (grid.columns == 0 || take_redrawn(grid, spot, squares, found)) continue;
      if (can_be_guessed(grid)) unread.emplace_back(grid, spot);
    }
  const std::vector<CodeSpot> strips = bars.empty() ? std::vector<CodeSpot>() : strips_of(image);
  for (const SecondLook& how : kSecondLooks) {
    if (search.is_enough(found)) return;
    for (const CodeSpot& spot : spots) {
      const Raster cut = grey_cut(image, spot);
      if (cut != nullptr) take_squares(look_again(how, cut, spot.x, spot.y), squares, found);
    }
    for (const CodeSpot& strip : strips) {
      const Raster cut = grey_cut(image, strip);
      if (cut != nullptr) take_bars(look_again(how, cut, strip.x, strip.y), bars, found);
    }
  }
  const std::vector<CodeKind> matrices =
      only(squares, [](CodeKind k) { return k == CodeKind::qr || k == CodeKind::data_matrix; });
  for (const auto& [grid, spot] : unread) {
    if (search.is_enough(found)) return;
    take_guessed(grid, spot, matrices, found);
  }
}

}  // namespace mailroom::ocr::reader
