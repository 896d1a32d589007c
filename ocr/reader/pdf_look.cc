#include "ocr/reader/pdf_look.h"

#include <leptonica/allheaders.h>
#include <qpdf/Constants.h>

#include <algorithm>
#include <cmath>
#include <qpdf/Buffer.hh>

namespace mailroom::ocr::reader {
namespace {

constexpr int kMaxDepth = 64;               // of the field tree; a hostile file makes it a ring
constexpr long long kEmptyAppearance = 40;  // bytes; "/Tx BMC EMC" draws nothing

std::string name_of(QPDFObjectHandle object) {
  return object.isName() ? object.getName().substr(1) : std::string();
}

// The streams in a row, as if they were one (ISO 32000-1, 7.8.2).
std::string contents_of(QPDFPageObjectHelper& page) {
  std::string contents;
  for (QPDFObjectHandle& stream : page.getPageContents()) {
    const auto data = stream.getStreamData(qpdf_dl_generalized);
    contents.append(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
    contents += '\n';
  }
  return contents;
}

QPDFObjectHandle normal_appearance(QPDFObjectHandle annotation) {
  QPDFObjectHandle all = annotation.getKey("/AP");
  QPDFObjectHandle normal = all.isDictionary() ? all.getKey("/N") : QPDFObjectHandle::newNull();
  if (normal.isDictionary() && !normal.isStream()) {
    const std::string state = name_of(annotation.getKey("/AS"));
    normal = state.empty() ? QPDFObjectHandle::newNull() : normal.getKey("/" + state);
  }
  return normal.isStream() ? normal : QPDFObjectHandle::newNull();
}

bool is_shown(QPDFObjectHandle annotation) {
  QPDFObjectHandle flags = annotation.getKey("/F");
  return !flags.isInteger() || (flags.getIntValue() & (an_hidden | an_no_view)) == 0;
}

// Where an appearance comes to stand: its box, turned by its matrix, fills the annotation's rectangle
// (12.5.5).
Matrix place_of(QPDFObjectHandle annotation, QPDFObjectHandle appearance) {
  QPDFObjectHandle box_object = appearance.getDict().getKey("/BBox"),
                   rect_object = annotation.getKey("/Rect");
  if (!box_object.isRectangle() || !rect_object.isRectangle()) return {1, 0, 0, 1, 0, 0};
  const auto box = box_object.getArrayAsRectangle(), rect = rect_object.getArrayAsRectangle();
  QPDFObjectHandle::Matrix m(1, 0, 0, 1, 0, 0);
  if (QPDFObjectHandle matrix = appearance.getDict().getKey("/Matrix"); matrix.isMatrix()) {
    m = matrix.getArrayAsMatrix();
  }
  double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
  for (const auto& [x, y] :
       {std::pair{box.llx, box.lly}, {box.urx, box.lly}, {box.llx, box.ury}, {box.urx, box.ury}}) {
    const double px = m.a * x + m.c * y + m.e, py = m.b * x + m.d * y + m.f;
    x0 = std::min(x0, px), y0 = std::min(y0, py), x1 = std::max(x1, px), y1 = std::max(y1, py);
  }
  const double left = std::min(rect.llx, rect.urx), bottom = std::min(rect.lly, rect.ury);
  const double sx = x1 > x0 ? std::abs(rect.urx - rect.llx) / (x1 - x0) : 1;
  const double sy = y1 > y0 ? std::abs(rect.ury - rect.lly) / (y1 - y0) : 1;
  return {sx, 0, 0, sy, left - x0 * sx, bottom - y0 * sy};
}

// A text or choice widget's appearance is its value's; one without a value that paints something all the same
// is looked at, buttons by their state.
bool is_explained_widget(QPDFObjectHandle annotation, QPDFObjectHandle appearance) {
  QPDFObjectHandle value = annotation.getKey("/V"), kind = annotation.getKey("/FT");
  QPDFObjectHandle parent = annotation.getKey("/Parent");
  for (int depth = 0; value.isNull() && parent.isDictionary() && depth < kMaxDepth; ++depth) {
    value = parent.getKey("/V");
    if (kind.isNull()) kind = parent.getKey("/FT");
    parent = parent.getKey("/Parent");
  }
  if (name_of(kind) != "Tx") return true;
  QPDFObjectHandle length = appearance.getDict().getKey("/Length");
  return !value.isNull() || (length.isInteger() && length.getIntValue() < kEmptyAppearance);
}

// A field's own border and the cells of its comb are no writing.
void leave_out_rules(std::vector<DrawnLine>& lines, size_t from) {
  lines.erase(std::remove_if(lines.begin() + static_cast<ptrdiff_t>(from), lines.end(),
                             [](const DrawnLine& l) { return l.x0 == l.x1 || l.y0 == l.y1; }),
              lines.end());
}

bool has_annotations_to_see(QPDFPageObjectHelper& page, PdfPainter& painter) {
  bool has = false;
  QPDFObjectHandle annotations = page.getObjectHandle().getKey("/Annots");
  if (!annotations.isArray()) return has;
  for (QPDFObjectHandle annotation : annotations.getArrayAsVector()) {
    if (!annotation.isDictionary() || !is_shown(annotation)) continue;
    const bool is_widget = name_of(annotation.getKey("/Subtype")) == "Widget";
    QPDFObjectHandle appearance = normal_appearance(annotation);
    has = has || is_widget || !appearance.isNull();  // a widget's may be made by who shows it
    if (appearance.isNull() || (is_widget && is_explained_widget(annotation, appearance))) continue;
    const size_t before = painter.painting.lines.size();
    painter.paint_appearance(appearance, place_of(annotation, appearance));
    if (is_widget) leave_out_rules(painter.painting.lines, before);
  }
  return has;
}

// The page's one picture if it fills the page upright.
QPDFObjectHandle only_picture(const PdfPainter& painter, double width, double height, int rotation) {
  if (painter.pictures.size() != 1 || painter.draws || painter.has_visible_text)
    return QPDFObjectHandle::newNull();
  const PaintedPicture& picture = painter.pictures[0];
  const auto near = [](double a, double b, double size) { return std::abs(a - b) < 0.01 * size; };
  // Upright on the page as it lies in the file: its corners in reading order after the turn.
  const Matrix& m = picture.place;
  const auto corner = [&](double x, double y) {
    return std::pair{m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]};
  };
  static constexpr std::pair<double, double> kCorners[] = {
      {0, 1}, {1, 1}, {1, 0}, {0, 0}};  // from the top left
  const std::pair<double, double> page[] = {{0, 0}, {width, 0}, {width, height}, {0, height}};
  for (size_t i = 0; i < 4; ++i) {
    const auto [x, y] = corner(kCorners[i].first, kCorners[i].second);
    const auto& wanted = page[(i + static_cast<size_t>(rotation / 90)) % 4];
    if (!near(x, wanted.first, width) || !near(y, wanted.second, height)) return QPDFObjectHandle::newNull();
  }
  return picture.is_large ? picture.object : QPDFObjectHandle::newNull();
}

}  // namespace

PdfPageLook look_at_page(QPDFPageObjectHelper& page, const Matrix& to_display, double width, double height,
                         int rotation) {
  PdfPainter painter(to_display, width, height);
  painter.paint(contents_of(page), page.getAttribute("/Resources", false));
  const bool has_annotations = has_annotations_to_see(page, painter);
  PdfPageLook look;
  look.is_scan = painter.cover >= kScanCover;
  look.has_hidden_text = painter.has_hidden_text;
  look.has_visible_text = painter.has_visible_text;
  if (look.is_scan && !has_annotations) {
    QPDFObjectHandle picture = only_picture(painter, width, height, rotation);
    if (picture.isStream()) look.picture = take_out_picture(picture);
    if (look.picture != nullptr && rotation != 0) {
      look.picture.reset(pixRotateOrth(look.picture.get(), rotation / 90));
    }
  }
  look.painting = std::move(painter.painting);
  return look;
}

}  // namespace mailroom::ocr::reader
