#include "ocr/reader/line_picture.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr double kLetter = 20;                        // rows that capitals and figures take
constexpr double kLetterBelowMarks = 18, kLower = 1;  // where accents are wanted, and how many rows lower
constexpr int kMargin = 8;                            // white columns at both ends
constexpr int kPiece = 9;                             // pixels: what is lower is a point, a dash or a speck
constexpr long kLeastPoint = 2;                       // pixels
constexpr double kFoot = 0.3,
                 kHang = 0.25;  // of a letter's height above and below its foot: where points stand
constexpr double kLeastScale = 0.35, kMostScale = 2.5;
constexpr int kWidest = 80;        // of a letter's height: more is no line of a form
constexpr double kAccent = 0.35;   // of a letter's height, above it
constexpr double kCellGap = 0.25;  // of a letter's height, between cells closed up

// The page as it came, by grey value: 0 black to 255 white.
class Native {
 public:
  explicit Native(const Pix& pix)
      : pix_(const_cast<Pix*>(&pix)),
        width_(pixGetWidth(pix_)),
        height_(pixGetHeight(pix_)),
        depth_(pixGetDepth(pix_)),
        words_(pixGetWpl(pix_)),
        data_(pixGetData(pix_)) {}
  bool is_grey() const { return depth_ > 1; }
  float at(Point p) const {
    const double fx = std::floor(p.x), fy = std::floor(p.y);
    const auto u = static_cast<float>(p.x - fx), v = static_cast<float>(p.y - fy);
    const int x = static_cast<int>(fx), y = static_cast<int>(fy);
    return (pixel(x, y) * (1 - u) + pixel(x + 1, y) * u) * (1 - v) +
           (pixel(x, y + 1) * (1 - u) + pixel(x + 1, y + 1) * u) * v;
  }

 private:
  float pixel(int x, int y) const {
    x = std::clamp(x, 0, width_ - 1), y = std::clamp(y, 0, height_ - 1);
    const l_uint32* line = data_ + static_cast<size_t>(y) * static_cast<size_t>(words_);
    if (depth_ == 1) return GET_DATA_BIT(line, x) != 0 ? 0 : 255;
    return static_cast<float>(GET_DATA_BYTE(line, x));
  }
  Pix* pix_;
  int width_, height_, depth_, words_;
  const l_uint32* data_;
};

// The pixels of the given pieces, with the ink on and beside the print if that is wanted, and those right
// beside them, where their grey edges are.
Bits pixels_of(const FieldInk& field, const std::vector<Component>& pieces, bool over_print) {
  Bits kept(field.written.width(), field.written.height());
  for (const Component& c : pieces)
    for (int y = c.y0; y < c.y1; ++y)
      for (int x = c.x0; x < c.x1; ++x)
        if (field.labels[static_cast<size_t>(y) * static_cast<size_t>(kept.width()) +
                         static_cast<size_t>(x)] == c.label)
          kept.set(x, y);
  if (over_print) {
    Bits printed = field.blank.dilated(kPrintSlack);
    kept |= printed &= field.ink;
  }
  return field.shaded ? kept : kept.dilated(1);
}

// What is too small to be told from dirt, but stands where a thin point or comma would: the net is to judge.
void add_points(const FieldInk& field, const Extent& line, int foot, double letter,
                std::vector<Component>& pieces) {
  for (const Component& c : field.specks) {
    const double below = c.cy() - foot;
    if (c.ink >= kLeastPoint && c.x0 > line.x0 && c.x0 < line.x1 + letter / 2 && below > -kFoot * letter &&
        below < kHang * letter)
      pieces.push_back(c);
  }
}

// Of the pixels around a place, as 0 to 255.
uint8_t share_of_ink(const Bits& bits, Point p) {
  const int x = static_cast<int>(std::floor(p.x)), y = static_cast<int>(std::floor(p.y));
  const double u = p.x - x, v = p.y - y;
  const double share = (bits.get(x, y) * (1 - u) + bits.get(x + 1, y) * u) * (1 - v) +
                       (bits.get(x, y + 1) * (1 - u) + bits.get(x + 1, y + 1) * u) * v;
  return static_cast<uint8_t>(std::lround(share * 255));
}

// A part of the line that keeps its place: columns x0 to x1 of the cut go to column `to` of the picture.
struct Strip {
  int x0, x1;
  double to;
};

// Cells of a comb pushed together, empty ones between letters left as a blank.
std::vector<Strip> closed_up(const FieldInk& field, const std::vector<Component>& line, int cells,
                             double scale, double gap, double& width) {
  const double cell = static_cast<double>(field.zone.width()) / cells;
  std::vector<Extent> extents(static_cast<size_t>(cells));
  for (const Component& c : line) {
    const int i = static_cast<int>((c.cx() + field.around.x0 - field.zone.x0) / cell);
    extents[static_cast<size_t>(std::clamp(i, 0, cells - 1))].add(c);
  }
  std::vector<Strip> strips;
  double at = kMargin;
  bool skipped = false;
  for (const Extent& e : extents) {
    if (e.x1 == 0) {
      skipped = true;
      continue;
    }
    if (!strips.empty()) at += skipped ? 3 * gap : gap;
    skipped = false;
    strips.push_back({e.x0, e.x1, at});
    at += (e.x1 - e.x0) * scale;
  }
  width = at + kMargin;
  return strips;
}

}  // namespace

double letter_height(const std::vector<Component>& line) {
  std::vector<int> heights;
  for (const Component& c : line)
    if (c.height() >= kPiece) heights.push_back(c.height());
  if (heights.empty()) return kLetter;
  std::sort(heights.begin(), heights.end());
  return heights[heights.size() * 3 / 4];
}

namespace {

// How a cut of the page is laid into a picture.
struct Frame {
  double scale = 1, middle = 0;  // pixels of the picture for one of the cut; the row of the cut in its middle
  int height = kLineHeight;
  bool over_print = false;
  const Bits* marks =
      nullptr;  // of the cut: where ink counts that is too pale for the page in black and white
};

LinePicture picture_of(const FieldInk& field, const std::vector<Component>& pieces,
                       const std::vector<Strip>& strips, double width, const Frame& frame, const Pix& native,
                       const Homography& page_to_native) {
  LinePicture picture;
  const double scale = frame.scale;
  picture.width = static_cast<int>(std::ceil(width));
  if (strips.size() == 1) picture.left = strips.front().x0 - strips.front().to / scale, picture.scale = scale;
  const Bits kept = pixels_of(field, pieces, frame.over_print);
  const Native page(native);
  const Homography to_native =
      page_to_native * field.blank_to_page * Homography::shift(field.around.x0, field.around.y0);
  // Where a pixel of the picture covers more than one of the page's, the mean of four places in it.
  const Point a = to_native({0, 0}), b = to_native({1 / scale, 0});
  const bool shrinks = std::hypot(b.x - a.x, b.y - a.y) > 1.3;
  const double spread = shrinks ? 0.25 / scale : 0;
  constexpr float kPaper = -1;
  std::vector<std::pair<size_t, float>> pale;
  std::vector<float> values(static_cast<size_t>(picture.width) * static_cast<size_t>(frame.height), kPaper);
  if (frame.over_print) picture.print.resize(values.size());
  float darkest = 255, lightest = 0;
  for (const Strip& strip : strips) {
    const int from = std::max(0, static_cast<int>(std::floor(strip.to - 2))),
              to = std::min(picture.width,
                            static_cast<int>(std::ceil(strip.to + (strip.x1 - strip.x0) * scale + 2)));
    for (int y = 0; y < frame.height; ++y)
      for (int x = from; x < to; ++x) {
        const double cx = strip.x0 + (x + 0.5 - strip.to) / scale,
                     cy = frame.middle + (y + 0.5 - frame.height / 2.0) / scale;
        const Point centre{cx - 0.5, cy - 0.5};  // pixels have their value in their middle
        const size_t at =
            static_cast<size_t>(y) * static_cast<size_t>(picture.width) + static_cast<size_t>(x);
        if (frame.over_print) picture.print[at] = share_of_ink(field.blank, centre);
        if (cx < strip.x0 - 2 || cx > strip.x1 + 2) continue;
        const int column = static_cast<int>(std::floor(cx)), row = static_cast<int>(std::floor(cy));
        const bool is_kept = kept.get(column, row);
        if (!is_kept && (frame.marks == nullptr || !page.is_grey() || !frame.marks->get(column, row)))
          continue;
        float value = 0;
        if (shrinks)
          value = (page.at(to_native({centre.x - spread, centre.y - spread})) +
                   page.at(to_native({centre.x + spread, centre.y - spread})) +
                   page.at(to_native({centre.x - spread, centre.y + spread})) +
                   page.at(to_native({centre.x + spread, centre.y + spread}))) /
                  4;
        else
          value = page.at(to_native(centre));
        if (!is_kept) {
          pale.emplace_back(at, value);
          continue;
        }
        values[at] = value;
        darkest = std::min(darkest, value), lightest = std::max(lightest, value);
      }
  }
  const float range = std::max(lightest - darkest, 1.0F);
  constexpr float kPale = 0.25F;  // of the way from paper to ink: a thin accent's
  for (const auto& [at, value] : pale)
    if (lightest - value > kPale * range) values[at] = std::max(value, darkest);
  picture.ink.resize(values.size());
  for (size_t i = 0; i < values.size(); ++i)
    picture.ink[i] = values[i] < 0 ? 0 : static_cast<uint8_t>((lightest - values[i]) * 255 / range);
  return picture;
}

// Specks, of a single pixel even, as high over the line as a dot or an accent stands, and as low as a comma.
void add_marks(const FieldInk& field, const Extent& line, double letter, std::vector<Component>& pieces) {
  constexpr double kAbove = 0.45, kBelow = 0.2;  // of a letter's height
  for (const Component& c : field.specks)
    if (c.cx() > line.x0 && c.cx() < line.x1 + letter / 2 && c.y0 > line.y0 - kAbove * letter &&
        c.y1 < line.y1 + kBelow * letter)
      pieces.push_back(c);
}

// Where accents of the line may stand: above its letters, off print and off what else is written.
Bits places_of_marks(const FieldInk& field, const std::vector<Component>& pieces) {
  constexpr double kInto = 0.35;  // of a letter's height, down from the line's top
  Bits places(field.written.width(), field.written.height());
  if (field.shaded) return places;
  const Extent line = extent_of(pieces);
  const double letter = letter_height(pieces);
  places.fill(line.x0, std::max(0, static_cast<int>(line.y0 - kAccent * letter)), line.x1,
              static_cast<int>(line.y0 + kInto * letter));
  Bits others = field.written;
  others.remove(pixels_of(field, pieces, false));
  places.remove(others.dilated(1));
  return places.remove(field.blank.dilated(kPrintSlack + 2));
}

// From the cut's pixels to the picture's columns; closed up for a comb.
std::vector<Strip> strips_of(const FieldInk& field, const std::vector<Component>& pieces, const Extent& all,
                             int cells, double scale, double letter, double& width) {
  std::vector<Strip> strips{{all.x0, all.x1, kMargin}};
  width = (all.x1 - all.x0) * scale + 2 * kMargin;
  if (cells > 1) strips = closed_up(field, pieces, cells, scale, kCellGap * letter, width);
  width = std::min(width, kWidest * letter);
  return strips;
}

}  // namespace

namespace {

Extent tall_of(const std::vector<Component>& line, double letter) {
  Extent tall;
  for (const Component& c : line)
    if (c.height() * 2 >= letter) tall.add(c);
  return tall.x1 == 0 ? extent_of(line) : tall;
}

// `pieces`: the line's and its specks. Capitals take `letter_rows`, the line's middle is `lower` rows below
// the picture's.
LinePicture net_picture(const FieldInk& field, const std::vector<Component>& line,
                        const std::vector<Component>& pieces, int cells, double letter_rows, double lower,
                        bool over_print, const Bits* marks, const Pix& native,
                        const Homography& page_to_native) {
  const double letter = letter_height(line),
               scale = std::clamp(letter_rows / letter, kLeastScale, kMostScale);
  const Extent tall = tall_of(line, letter);
  Extent all = extent_of(line);
  for (const Component& c : pieces) all.x1 = std::max(all.x1, c.x1);
  if (over_print) {  // print may hide the writing's ends
    all.x0 = std::max(0, all.x0 - static_cast<int>(letter));
    all.x1 = std::min(field.ink.width(), all.x1 + static_cast<int>(letter));
  }
  double width = 0;
  const std::vector<Strip> strips = strips_of(field, pieces, all, cells, scale, letter_rows, width);
  const Frame frame{scale, (tall.y0 + tall.y1) / 2.0 - lower / scale, kLineHeight, over_print, marks};
  return picture_of(field, pieces, strips, width, frame, native, page_to_native);
}

}  // namespace

LinePicture line_picture(const FieldInk& field, const std::vector<Component>& line, int cells,
                         bool over_print, const Pix& native, const Homography& page_to_native) {
  if (line.empty()) return {};
  const double letter = letter_height(line);
  std::vector<Component> pieces = line;
  if (cells <= 1) add_points(field, extent_of(line), tall_of(line, letter).y1, letter, pieces);
  return net_picture(field, line, pieces, cells, kLetter, 0, over_print, nullptr, native, page_to_native);
}

LinePicture line_picture_with_marks(const FieldInk& field, const std::vector<Component>& line, int cells,
                                    bool over_print, const Pix& native, const Homography& page_to_native) {
  if (line.empty()) return {};
  const std::vector<Component> pieces = with_marks(field, line);
  const Bits marks = places_of_marks(field, pieces);
  return net_picture(field, line, pieces, cells, kLetterBelowMarks, kLower, over_print, &marks, native,
                     page_to_native);
}

std::vector<Component> with_marks(const FieldInk& field, const std::vector<Component>& line) {
  std::vector<Component> pieces = line;
  add_marks(field, extent_of(line), letter_height(line), pieces);
  return pieces;
}

LinePicture whole_line_picture(const FieldInk& field, const std::vector<Component>& line, int cells,
                               double letter_rows, const Pix& native, const Homography& page_to_native) {
  constexpr double kMostScaleWhole = 5;
  if (line.empty()) return {};
  const std::vector<Component> pieces = with_marks(field, line);
  const Bits marks = places_of_marks(field, pieces);
  Extent all = extent_of(pieces);
  if (Native(native).is_grey()) all.y0 -= static_cast<int>(kAccent * letter_height(line));
  const double scale = std::clamp(letter_rows / letter_height(line), kLeastScale, kMostScaleWhole);
  double width = 0;
  const std::vector<Strip> strips = strips_of(field, pieces, all, cells, scale, letter_rows, width);
  const Frame frame{scale, (all.y0 + all.y1) / 2.0,
                    static_cast<int>(std::ceil((all.y1 - all.y0) * scale)) + kMargin, false, &marks};
  return picture_of(field, pieces, strips, width, frame, native, page_to_native);
}

}  // namespace mailroom::ocr::reader
