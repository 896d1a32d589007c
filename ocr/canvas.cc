#include "ocr/canvas.h"

#include <algorithm>
#include <array>

namespace mailroom::ocr {

namespace {

constexpr int kLetterWidth = 5, kLetterHeight = 7, kAdvance = 6;

// Rows from the top, the leftmost dot is the highest of five bits.
struct Glyph {
  char letter;
  std::array<uint8_t, kLetterHeight> rows;
};
constexpr Glyph kGlyphs[] = {
    {'a', {0, 0, 14, 1, 15, 17, 15}},    {'b', {16, 16, 30, 17, 17, 17, 30}},
    {'c', {0, 0, 14, 16, 16, 17, 14}},   {'d', {1, 1, 15, 17, 17, 17, 15}},
    {'e', {0, 0, 14, 17, 31, 16, 14}},   {'f', {6, 9, 8, 28, 8, 8, 8}},
    {'g', {0, 15, 17, 17, 15, 1, 14}},   {'h', {16, 16, 30, 17, 17, 17, 17}},
    {'i', {4, 0, 12, 4, 4, 4, 14}},      {'j', {2, 0, 6, 2, 2, 18, 12}},
    {'k', {16, 16, 18, 20, 24, 20, 18}}, {'l', {12, 4, 4, 4, 4, 4, 14}},
    {'m', {0, 0, 26, 21, 21, 21, 21}},   {'n', {0, 0, 30, 17, 17, 17, 17}},
    {'o', {0, 0, 14, 17, 17, 17, 14}},   {'p', {0, 30, 17, 17, 30, 16, 16}},
    {'q', {0, 15, 17, 17, 15, 1, 1}},    {'r', {0, 0, 22, 25, 16, 16, 16}},
    {'s', {0, 0, 15, 16, 14, 1, 30}},    {'t', {8, 8, 28, 8, 8, 9, 6}},
    {'u', {0, 0, 17, 17, 17, 17, 15}},   {'v', {0, 0, 17, 17, 17, 10, 4}},
    {'w', {0, 0, 17, 17, 21, 21, 10}},   {'x', {0, 0, 17, 10, 4, 10, 17}},
    {'y', {0, 17, 17, 17, 15, 1, 14}},   {'z', {0, 0, 31, 2, 4, 8, 31}},
    {'0', {14, 17, 19, 21, 25, 17, 14}}, {'1', {4, 12, 4, 4, 4, 4, 14}},
    {'2', {14, 17, 1, 6, 8, 16, 31}},    {'3', {31, 2, 4, 2, 1, 17, 14}},
    {'4', {2, 6, 10, 18, 31, 2, 2}},     {'5', {31, 16, 30, 1, 1, 17, 14}},
    {'6', {6, 8, 16, 30, 17, 17, 14}},   {'7', {31, 1, 2, 4, 8, 8, 8}},
    {'8', {14, 17, 17, 14, 17, 17, 14}}, {'9', {14, 17, 17, 15, 1, 2, 12}},
    {'?', {14, 17, 1, 2, 4, 0, 4}},      {'!', {4, 4, 4, 4, 4, 0, 4}},
    {'-', {0, 0, 0, 31, 0, 0, 0}},       {'_', {0, 0, 0, 0, 0, 0, 31}},
    {'.', {0, 0, 0, 0, 0, 12, 12}},      {',', {0, 0, 0, 0, 12, 4, 8}},
    {':', {0, 12, 12, 0, 12, 12, 0}},    {'%', {24, 25, 2, 4, 8, 19, 3}},
    {'/', {0, 1, 2, 4, 8, 16, 0}},       {'+', {0, 4, 4, 31, 4, 4, 0}},
    {'(', {2, 4, 8, 8, 8, 4, 2}},        {')', {8, 4, 2, 2, 2, 4, 8}},
    {'=', {0, 0, 31, 0, 31, 0, 0}},
};

const Glyph* glyph_of(char letter) {
  if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  const auto* found = std::ranges::find(kGlyphs, letter, &Glyph::letter);
  return found == std::end(kGlyphs) ? nullptr : found;
}

}  // namespace

void Canvas::set(int x, int y, Colour colour) {
  if (x < 0 || y < 0 || x >= picture_.width || y >= picture_.height) return;
  uint8_t* pixel = picture_.at(x, y);
  pixel[0] = colour.red, pixel[1] = colour.green, pixel[2] = colour.blue;
}

void Canvas::fill(const PixelBox& box, Colour colour) {
  for (int y = std::max(box.y0, 0); y < std::min(box.y1, picture_.height); ++y) {
    for (int x = std::max(box.x0, 0); x < std::min(box.x1, picture_.width); ++x) set(x, y, colour);
  }
}

void Canvas::tint(const PixelBox& box, Colour colour) {
  const auto mix = [](uint8_t paper, uint8_t glass) {  // as through coloured glass
    return static_cast<uint8_t>(paper * (255 * 3 + glass) / (255 * 4));
  };
  for (int y = std::max(box.y0, 0); y < std::min(box.y1, picture_.height); ++y) {
    for (int x = std::max(box.x0, 0); x < std::min(box.x1, picture_.width); ++x) {
      uint8_t* pixel = picture_.at(x, y);
      pixel[0] = mix(pixel[0], colour.red), pixel[1] = mix(pixel[1], colour.green);
      pixel[2] = mix(pixel[2], colour.blue);
    }
  }
}

void Canvas::outline(const PixelBox& box, Colour colour, LineStyle style, int thickness) {
  const auto drawn = [style, thickness](int along) {
    switch (style) {
      case LineStyle::solid:
        return true;
      case LineStyle::dashed:
        return along / (thickness * 4) % 2 == 0;
      case LineStyle::dotted:
        return along / thickness % 3 == 0;
    }
    return true;
  };
  const int left = std::max(box.x0, 0), right = std::min(box.x1, picture_.width);
  const int top = std::max(box.y0, 0), bottom = std::min(box.y1, picture_.height);
  for (int t = 0; t < thickness; ++t) {
    for (int x = left; x < right; ++x) {
      if (drawn(x - box.x0)) set(x, box.y0 + t, colour), set(x, box.y1 - 1 - t, colour);
    }
    for (int y = top; y < bottom; ++y) {
      if (drawn(y - box.y0)) set(box.x0 + t, y, colour), set(box.x1 - 1 - t, y, colour);
    }
  }
}

void Canvas::write(int x, int y, std::string_view text, Colour colour, int scale) {
  for (const char letter : text) {
    const Glyph* glyph = glyph_of(letter);
    for (int row = 0; glyph && row < kLetterHeight; ++row) {
      for (int column = 0; column < kLetterWidth; ++column) {
        if (!(glyph->rows[static_cast<size_t>(row)] >> (kLetterWidth - 1 - column) & 1)) continue;
        fill({x + column * scale, y + row * scale, x + (column + 1) * scale, y + (row + 1) * scale}, colour);
      }
    }
    x += kAdvance * scale;
  }
}

int Canvas::text_width(std::string_view text, int scale) {
  return static_cast<int>(text.size()) * kAdvance * scale;
}

int Canvas::text_height(int scale) {
  return kLetterHeight * scale;
}

Picture in_colour(const Picture& picture) {
  if (picture.channels == 3) return picture;
  Picture coloured{picture.width, picture.height, 3, {}};
  coloured.pixels.reserve(picture.pixels.size() * 3);
  for (const uint8_t grey : picture.pixels) coloured.pixels.insert(coloured.pixels.end(), 3, grey);
  return coloured;
}

}  // namespace mailroom::ocr
