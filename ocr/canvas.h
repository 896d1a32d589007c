// Drawing on a picture: lines, boxes, a tint, small letters. Everything is cut off at the edges. The picture
// must have three channels and outlive the canvas; not thread safe.
#pragma once

#include <string_view>

#include "ocr/picture.h"

namespace mailroom::ocr {

struct Colour {
  uint8_t red = 0, green = 0, blue = 0;
};

enum class LineStyle { solid, dashed, dotted };

// Pixels; x1 and y1 are beyond the last.
struct PixelBox {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

class Canvas {
 public:
  explicit Canvas(Picture& picture) : picture_(picture) {}

  void fill(const PixelBox& box, Colour colour);
  // Paper takes the colour, ink stays readable.
  void tint(const PixelBox& box, Colour colour);
  void outline(const PixelBox& box, Colour colour, LineStyle style, int thickness);
  // Letters of 5 by 7 dots, `scale` pixels a dot; y is the top. ASCII letters, digits and a few signs.
  void write(int x, int y, std::string_view text, Colour colour, int scale);
  static int text_width(std::string_view text, int scale);
  static int text_height(int scale);

 private:
  void set(int x, int y, Colour colour);
  Picture& picture_;
};

// A grey picture in three channels.
Picture in_colour(const Picture& picture);

}  // namespace mailroom::ocr
