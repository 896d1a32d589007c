// Ink on a page, drawn with Pango on cairo: letters, strokes, discs, before they meet the paper. In points
// from the page's top left; darkness is how much of the paper's light the ink takes (1 is black). Owns its
// surface; not thread safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ocr/form.h"
#include "ocr/picture.h"

typedef struct _cairo cairo_t;
typedef struct _cairo_surface cairo_surface_t;
typedef struct _PangoLayout PangoLayout;

namespace mailroom::ocr::specimen {

struct Point {
  double x = 0, y = 0;
};

struct Face {
  std::string family;
  bool bold = false;
  double size = 10;  // points
  double pen = 0;    // points by which the nib thickens the letters
};

class InkLayer {
 public:
  // As large as a page of so many pixels.
  InkLayer(int width, int height, double dpi);

  double width_of(const std::string& text, const Face& face);
  // One line whose baseline begins at `at`, turned by `degrees` about that point; its width.
  double write(const std::string& text, const Face& face, Point at, double darkness, double degrees = 0);
  void stroke(const std::vector<Point>& points, double width, double darkness);
  void fill_rectangle(const Zone& zone, double darkness);
  void disc(Point centre, double radius, double darkness);
  void outline(const Zone& zone, double width, double darkness, double degrees = 0);  // about its centre

  // Between these two calls ink is a stamp's: only inside `zone`, and patchy. `gaps` are places where it is
  // missing, with their radii.
  void begin_stamp(const Zone& zone);
  void end_stamp(const std::vector<std::pair<Point, double>>& gaps);

  // Lets the ink spread into the paper (-1 thinner … 1 thicker) and darkens the sheet (grey, 0 is black),
  // which has the layer's size.
  void print_on(Picture& sheet, double spread);

 private:
  struct Freed {
    void operator()(cairo_surface_t* surface) const;
    void operator()(cairo_t* cairo) const;
    void operator()(PangoLayout* layout) const;
  };
  void set_layout(const std::string& text, const Face& face);
  void touched(double y0, double y1);  // points

  double scale_;  // pixels a point
  std::unique_ptr<cairo_surface_t, Freed> surface_;
  std::unique_ptr<cairo_t, Freed> cairo_;
  std::unique_ptr<PangoLayout, Freed> layout_;
  std::vector<bool> inked_rows_;
};

}  // namespace mailroom::ocr::specimen
