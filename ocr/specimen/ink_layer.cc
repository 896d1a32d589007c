#include "ocr/specimen/ink_layer.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <new>
#include <numbers>

namespace mailroom::ocr::specimen {
namespace {

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

double in_points(int pango_units) {
  return pango_units / static_cast<double>(PANGO_SCALE);
}

}  // namespace

void InkLayer::Freed::operator()(cairo_surface_t* surface) const {
  cairo_surface_destroy(surface);
}
void InkLayer::Freed::operator()(cairo_t* cairo) const {
  cairo_destroy(cairo);
}
void InkLayer::Freed::operator()(PangoLayout* layout) const {
  g_object_unref(layout);
}

InkLayer::InkLayer(int width, int height, double dpi)
    : scale_(dpi / 72),
      surface_(cairo_image_surface_create(CAIRO_FORMAT_A8, width, height)),
      cairo_(cairo_create(surface_.get())),
      inked_rows_(static_cast<size_t>(height), false) {
  if (cairo_surface_status(surface_.get()) != CAIRO_STATUS_SUCCESS) throw std::bad_alloc();
  cairo_scale(cairo_.get(), scale_, scale_);
  cairo_set_line_cap(cairo_.get(), CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cairo_.get(), CAIRO_LINE_JOIN_ROUND);
  layout_.reset(pango_cairo_create_layout(cairo_.get()));
  // A printer does not fit letters to a screen's grid.
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  PangoContext* context = pango_layout_get_context(layout_.get());
  pango_cairo_context_set_font_options(context, options);
  pango_cairo_context_set_resolution(context, 72);  // sizes are points
  cairo_font_options_destroy(options);
}

void InkLayer::set_layout(const std::string& text, const Face& face) {
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family(font, face.family.c_str());
  if (face.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
  pango_font_description_set_absolute_size(font, face.size * PANGO_SCALE);
  pango_layout_set_font_description(layout_.get(), font);
  pango_font_description_free(font);
  pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
}

double InkLayer::width_of(const std::string& text, const Face& face) {
  set_layout(text, face);
  PangoRectangle box;
  pango_layout_get_extents(layout_.get(), nullptr, &box);
  return in_points(box.width);
}

double InkLayer::write(const std::string& text, const Face& face, Point at, double darkness, double degrees) {
  const double width = width_of(text, face);
  cairo_save(cairo_.get());
  cairo_translate(cairo_.get(), at.x, at.y);
  cairo_rotate(cairo_.get(), radians(degrees));
  cairo_set_source_rgba(cairo_.get(), 0, 0, 0, darkness);
  cairo_move_to(cairo_.get(), 0, 0);
  PangoLayoutLine* line = pango_layout_get_line_readonly(layout_.get(), 0);
  if (face.pen > 0) {
    pango_cairo_layout_line_path(cairo_.get(), line);
    cairo_set_line_width(cairo_.get(), face.pen);
    cairo_fill_preserve(cairo_.get());
    cairo_stroke(cairo_.get());
  } else {
    pango_cairo_show_layout_line(cairo_.get(), line);
  }
  cairo_restore(cairo_.get());
  const double rise = std::abs(std::sin(radians(degrees))) * width;
  touched(at.y - 2 * face.size - rise, at.y + face.size + rise);
  return width;
}

void InkLayer::stroke(const std::vector<Point>& points, double width, double darkness) {
  if (points.empty()) return;
  double y0 = points.front().y, y1 = y0;
  cairo_move_to(cairo_.get(), points.front().x, points.front().y);
  for (const Point& p : points) {
    cairo_line_to(cairo_.get(), p.x, p.y);
    y0 = std::min(y0, p.y), y1 = std::max(y1, p.y);
  }
  cairo_set_line_width(cairo_.get(), width);
  cairo_set_source_rgba(cairo_.get(), 0, 0, 0, darkness);
  cairo_stroke(cairo_.get());
  touched(y0 - width, y1 + width);
}

void InkLayer::fill_rectangle(const Zone& zone, double darkness) {
  cairo_rectangle(cairo_.get(), zone.x0, zone.y0, zone.width(), zone.height());
  cairo_set_source_rgba(cairo_.get(), 0, 0, 0, darkness);
  cairo_fill(cairo_.get());
  touched(zone.y0, zone.y1);
}

void InkLayer::disc(Point centre, double radius, double darkness) {
  cairo_arc(cairo_.get(), centre.x, centre.y, radius, 0, 2 * std::numbers::pi);
  cairo_set_source_rgba(cairo_.get(), 0, 0, 0, darkness);
  cairo_fill(cairo_.get());
  touched(centre.y - radius, centre.y + radius);
}

void InkLayer::outline(const Zone& zone, double width, double darkness, double degrees) {
  const double reach = (zone.width() + zone.height()) / 2, x = (zone.x0 + zone.x1) / 2,
               y = (zone.y0 + zone.y1) / 2;
  cairo_save(cairo_.get());
  cairo_translate(cairo_.get(), x, y);
  cairo_rotate(cairo_.get(), radians(degrees));
  cairo_rectangle(cairo_.get(), -zone.width() / 2, -zone.height() / 2, zone.width(), zone.height());
  cairo_set_line_width(cairo_.get(), width);
  cairo_set_source_rgba(cairo_.get(), 0, 0, 0, darkness);
  cairo_stroke(cairo_.get());
  cairo_restore(cairo_.get());
  touched(y - reach, y + reach);
}

void InkLayer::begin_stamp(const Zone& zone) {
  cairo_save(cairo_.get());
  cairo_rectangle(cairo_.get(), zone.x0, zone.y0, zone.width(), zone.height());
  cairo_clip(cairo_.get());
  cairo_push_group_with_content(cairo_.get(), CAIRO_CONTENT_ALPHA);
}

void InkLayer::end_stamp(const std::vector<std::pair<Point, double>>& gaps) {
  cairo_set_operator(cairo_.get(), CAIRO_OPERATOR_DEST_OUT);
  for (const auto& [centre, radius] : gaps) {
    cairo_arc(cairo_.get(), centre.x, centre.y, radius, 0, 2 * std::numbers::pi);
    cairo_set_source_rgba(cairo_.get(), 0, 0, 0, 0.8);
    cairo_fill(cairo_.get());
  }
  cairo_set_operator(cairo_.get(), CAIRO_OPERATOR_OVER);
  cairo_pop_group_to_source(cairo_.get());
  cairo_paint(cairo_.get());
  cairo_restore(cairo_.get());
}

void InkLayer::touched(double y0, double y1) {
  const int last = static_cast<int>(inked_rows_.size()) - 1;
  const int from = std::clamp(static_cast<int>(y0 * scale_) - 2, 0, last);
  const int to = std::clamp(static_cast<int>(y1 * scale_) + 2, 0, last);
  std::fill(inked_rows_.begin() + from, inked_rows_.begin() + to + 1, true);
}

// A blur of three by three, then a curve that moves the edges and leaves solid ink and bare paper as they
// are.
void InkLayer::print_on(Picture& sheet, double spread) {
  constexpr double kReach = 90;  // of 255: how far the middle of the curve bends
  uint8_t taken[256];
  for (int i = 0; i < 256; ++i) {
    const double share = i / 255.0;
    taken[i] = static_cast<uint8_t>(std::clamp(i + kReach * spread * 4 * share * (1 - share), 0.0, 255.0));
  }
  cairo_surface_flush(surface_.get());
  const unsigned char* ink = cairo_image_surface_get_data(surface_.get());
  const auto stride = static_cast<size_t>(cairo_image_surface_get_stride(surface_.get()));
  const auto width = static_cast<size_t>(sheet.width);
  std::vector<uint16_t> down(width);
  for (size_t y = 1; y + 1 < static_cast<size_t>(sheet.height); ++y) {
    if (!inked_rows_[y]) continue;
    const unsigned char* row = ink + y * stride;
    const unsigned char *above = row - stride, *below = row + stride;
    for (size_t x = 0; x < width; ++x) down[x] = static_cast<uint16_t>(above[x] + 2 * row[x] + below[x]);
    uint8_t* paper = sheet.at(0, static_cast<int>(y));
    for (size_t x = 1; x + 1 < width; ++x) {
      const int sum = down[x - 1] + 2 * down[x] + down[x + 1];
      if (sum > 0) paper[x] = static_cast<uint8_t>(paper[x] * (255 - taken[sum / 16]) / 255);
    }
  }
}

}  // namespace mailroom::ocr::specimen
