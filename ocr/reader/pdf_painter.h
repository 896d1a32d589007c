// Follows a PDF page's operators (ISO 32000-1, 8 and 9) as a renderer would, without painting: where lines,
// pictures and text come to stand, in which order and how dark. Included by pdf_look.cc alone, for it speaks
// qpdf, whose exceptions pass through. Not thread safe.
//
// It knows no clipping and no widths of letters: what is clipped away counts as painted and text is a little
// longer or shorter than it is, which costs a closer look and no value.
#pragma once

#include <array>
#include <map>
#include <qpdf/QPDFObjectHandle.hh>
#include <string_view>
#include <utility>
#include <vector>

#include "ocr/reader/content_stream.h"
#include "ocr/reader/painting.h"
#include "ocr/reader/pdf_fonts.h"

namespace mailroom::ocr::reader {

inline constexpr double kScanCover = 0.7;  // share of a page that a scan's pictures cover

// x' = a x + c y + e, y' = b x + d y + f, in the standard's order a b c d e f.
using Matrix = std::array<double, 6>;
Matrix multiply(const Matrix& first, const Matrix& then);

struct PaintedPicture {
  QPDFObjectHandle object;  // null for an inline picture
  Matrix place{};           // of its unit square on the displayed page
  bool is_large = false;    // enough pixels to be a scan
};

class PdfPainter {
 public:
  // `to_display` leads from user space to points from the displayed page's top left; its size in points.
  PdfPainter(const Matrix& to_display, double page_width, double page_height);

  void paint(std::string_view contents, QPDFObjectHandle resources);
  // An annotation's appearance, put where `place` says. To be called after the page's own contents.
  void paint_appearance(QPDFObjectHandle form, const Matrix& place);

  // What came of it.
  Painting painting;
  std::vector<PaintedPicture> pictures;  // on the page, in their order
  double cover = 0;                      // share of the page that large pictures cover
  bool draws = false;                    // lines or areas of any colour
  bool has_hidden_text = false;  // of render mode 3 or 7 (9.3.6), or under a picture of the whole page
  bool has_visible_text = false;

 private:
  struct Colour {
    double light = 0;  // 0 black to 1 white
    bool counts_ink = false;
  };
  struct State {
    Matrix to_display{1, 0, 0, 1, 0, 0};
    Matrix text{1, 0, 0, 1, 0, 0}, line{1, 0, 0, 1, 0, 0};
    double size = 0, leading = 0;
    long text_mode = 0;
    PdfFont font;
    Colour fill, stroke;
  };

  void run(const ContentStream& stream, QPDFObjectHandle resources);
  // Each false if the operator is none of theirs.
  bool run_state(const ContentStream& stream);
  bool run_colour(const ContentStream& stream, QPDFObjectHandle resources);
  bool run_path(const ContentStream& stream);
  bool run_text(const ContentStream& stream);

  std::pair<double, double> displayed(double x, double y) const;
  void move_to(double x, double y);
  void line_to(double x, double y);
  void curve_to(double x1, double y1, double x2, double y2, double x3, double y3);
  void close();
  void end_path(bool fills, bool strokes);
  void show_text(const ContentStream& stream);
  void paint_object(std::string_view name, QPDFObjectHandle resources);
  // `otherwise` are the resources if the form has none of its own.
  void paint_form(QPDFObjectHandle form, QPDFObjectHandle otherwise);
  void place_picture(QPDFObjectHandle object);
  PdfFont font(std::string_view name, QPDFObjectHandle resources);
  void note(std::vector<Zone>& places, const Zone& place);

  Matrix to_display_;
  double width_, height_;
  State state_;
  std::vector<State> stack_;
  size_t floor_ = 0;  // of the stack, which a form cannot take below where it began
  std::vector<DrawnLine> path_;
  std::pair<double, double> start_, at_;  // of the path, displayed
  double current_x_ = 0, current_y_ = 0;  // its current point in user space
  std::vector<Zone> shown_text_;          // where each piece begins
  std::map<QPDFObjGen, PdfFont> fonts_;
  int depth_ = 0;
  size_t operators_ = 0;
};

}  // namespace mailroom::ocr::reader
