#include "ocr/reader/pdf_painter.h"

#include <algorithm>
#include <cmath>
#include <qpdf/Buffer.hh>
#include <utility>

#include "ocr/reader/pdf_fonts.h"

namespace mailroom::ocr::reader {
namespace {

// As dark as a blank's own ink must be to count (new_form.cc), of 0 black to 1 white.
constexpr double kDark = 160.0 / 255;
constexpr double kNearWhite = 0.9;
constexpr int kMaxFormDepth = 8;
constexpr size_t kMaxStack = 1'000;
constexpr size_t kMaxOperators = 2'000'000;
constexpr size_t kMaxLines = 400'000;
constexpr size_t kMaxPlaces = 20'000;  // of text, pictures, covers
constexpr int kMinScanPixels = 300;    // smaller pictures are backgrounds and logos
constexpr int kCurvePieces = 4;
constexpr double kLetterWidth = 0.6;  // of the font's size: widths are not looked up
constexpr double kAscent = 0.8, kDescent = 0.25;

long long integer(QPDFObjectHandle object) {
  return object.isInteger() ? object.getIntValue() : 0;
}

QPDFObjectHandle entry(QPDFObjectHandle resources, const char* kind, std::string_view name) {
  QPDFObjectHandle all = resources.isDictionary() ? resources.getKey(kind) : QPDFObjectHandle::newNull();
  return all.isDictionary() ? all.getKey("/" + std::string(name)) : QPDFObjectHandle::newNull();
}

std::string contents_of(QPDFObjectHandle stream) {
  const auto data = stream.getStreamData(qpdf_dl_generalized);
  return std::string(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
}

Zone box_of(const Matrix& m, double x0, double y0, double x1, double y1) {
  Zone box{1e9, 1e9, -1e9, -1e9};
  for (const auto& [x, y] : {std::pair{x0, y0}, {x1, y0}, {x0, y1}, {x1, y1}}) {
    const double px = m[0] * x + m[2] * y + m[4], py = m[1] * x + m[3] * y + m[5];
    box = {std::min(box.x0, px), std::min(box.y0, py), std::max(box.x1, px), std::max(box.y1, py)};
  }
  return box;
}

bool overlap(const Zone& a, const Zone& b) {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

// Light of a colour by how many components it has: grey, RGB or CMYK.
double light_of(const ContentStream& s, size_t count) {
  const auto n = [&](size_t back) { return std::clamp(s.number_from_last(back), 0.0, 1.0); };
  if (count == 1) return n(1);
  if (count == 3) return 0.3 * n(3) + 0.59 * n(2) + 0.11 * n(1);
  if (count == 4) return 1 - std::min(1.0, 0.3 * n(4) + 0.59 * n(3) + 0.11 * n(2) + n(1));
  return 0;  // a pattern, or inks by name: taken for dark
}

}  // namespace

Matrix multiply(const Matrix& a, const Matrix& b) {
  return {a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],        a[2] * b[0] + a[3] * b[2],
          a[2] * b[1] + a[3] * b[3], a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5]};
}

PdfPainter::PdfPainter(const Matrix& to_display, double page_width, double page_height)
    : to_display_(to_display), width_(page_width), height_(page_height) {
  state_.to_display = to_display;
}

void PdfPainter::paint(std::string_view contents, QPDFObjectHandle resources) {
  ContentStream stream(contents);
  while (stream.next()) {
    if (++operators_ > kMaxOperators) {
      painting.is_whole = false;
      return;
    }
    run(stream, resources);
  }
}

void PdfPainter::run(const ContentStream& stream, QPDFObjectHandle resources) {
  if (run_path(stream) || run_text(stream) || run_state(stream) || run_colour(stream, resources)) return;
  const std::string_view op = stream.name();
  if (op == "Tf" && stream.operands().size() >= 2) {
    state_.size = stream.number_from_last(1);
    state_.font = font(stream.operands()[0].text, resources);
  } else if (op == "Do" && !stream.operands().empty()) {
    paint_object(stream.operands()[0].text, resources);
  } else if (op == "EI") {
    place_picture(QPDFObjectHandle::newNull());
  } else if (op == "sh") {
    draws = true;
    note(painting.pictures, {0, 0, width_, height_});
  }
}

bool PdfPainter::run_state(const ContentStream& stream) {
  const std::string_view op = stream.name();
  if (op == "q") {
    if (stack_.size() < kMaxStack) stack_.push_back(state_);
  } else if (op == "Q") {
    if (stack_.size() > floor_) {
      state_ = stack_.back();
      stack_.pop_back();
    }
  } else if (op == "cm") {
    Matrix m{};
    for (size_t i = 0; i < 6; ++i) m[i] = stream.number_from_last(6 - i);
    state_.to_display = multiply(m, state_.to_display);
  } else {
    return false;
  }
  return true;
}

bool PdfPainter::run_colour(const ContentStream& stream, QPDFObjectHandle resources) {
  const std::string_view op = stream.name();
  const bool is_stroke = !op.empty() && op[0] >= 'A' && op[0] <= 'Z';
  Colour& colour = is_stroke ? state_.stroke : state_.fill;
  if (op == "g" || op == "G") {
    colour = {light_of(stream, 1), false};
  } else if (op == "rg" || op == "RG") {
    colour = {light_of(stream, 3), false};
  } else if (op == "k" || op == "K") {
    colour = {light_of(stream, 4), false};
  } else if ((op == "cs" || op == "CS") && !stream.operands().empty()) {
    // Inks are counted, not light: 1 is all of it (8.6.6.4).
    QPDFObjectHandle space = entry(resources, "/ColorSpace", stream.operands()[0].text);
    QPDFObjectHandle family = space.isArray() && space.getArrayNItems() > 0 ? space.getArrayItem(0) : space;
    colour = {0, family.isName() && (family.getName() == "/Separation" || family.getName() == "/DeviceN")};
  } else if (op == "sc" || op == "scn" || op == "SC" || op == "SCN") {
    const size_t count = stream.operands().size();
    const bool is_pattern = count > 0 && stream.operands().back().kind == Operand::Kind::name;
    colour.light = is_pattern ? 0 : light_of(stream, count);
    if (colour.counts_ink && count == 1) colour.light = 1 - stream.number_from_last(1);
  } else {
    return false;
  }
  return true;
}

std::pair<double, double> PdfPainter::displayed(double x, double y) const {
  const Matrix& m = state_.to_display;
  return {m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]};
}

void PdfPainter::move_to(double x, double y) {
  at_ = start_ = displayed(x, y);
  current_x_ = x, current_y_ = y;
}

void PdfPainter::line_to(double x, double y) {
  const auto to = displayed(x, y);
  if (path_.size() < kMaxLines) {
    path_.push_back({static_cast<float>(at_.first), static_cast<float>(at_.second),
                     static_cast<float>(to.first), static_cast<float>(to.second)});
  } else {
    painting.is_whole = false;
  }
  at_ = to;
  current_x_ = x, current_y_ = y;
}

void PdfPainter::curve_to(double x1, double y1, double x2, double y2, double x3, double y3) {
  const double x0 = current_x_, y0 = current_y_;
  for (int i = 1; i <= kCurvePieces; ++i) {
    const double t = static_cast<double>(i) / kCurvePieces, u = 1 - t;
    const double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
    line_to(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3);
  }
}

void PdfPainter::close() {
  if (at_ == start_) return;
  path_.push_back({static_cast<float>(at_.first), static_cast<float>(at_.second),
                   static_cast<float>(start_.first), static_cast<float>(start_.second)});
  at_ = start_;
}

bool PdfPainter::run_path(const ContentStream& s) {
  const std::string_view op = s.name();
  const auto n = [&](size_t back) { return s.number_from_last(back); };
  if (op == "m") {
    move_to(n(2), n(1));
  } else if (op == "l") {
    line_to(n(2), n(1));
  } else if (op == "re") {
    const double x = n(4), y = n(3), w = n(2), h = n(1);
    move_to(x, y);
    line_to(x + w, y);
    line_to(x + w, y + h);
    line_to(x, y + h);
    close();
  } else if (op == "c") {
    curve_to(n(6), n(5), n(4), n(3), n(2), n(1));
  } else if (op == "v") {
    curve_to(current_x_, current_y_, n(4), n(3), n(2), n(1));
  } else if (op == "y") {
    curve_to(n(4), n(3), n(2), n(1), n(2), n(1));
  } else if (op == "h") {
    close();
  } else if (op == "S" || op == "s") {
    end_path(false, true);
  } else if (op == "f" || op == "F" || op == "f*") {
    end_path(true, false);
  } else if (op == "B" || op == "B*" || op == "b" || op == "b*") {
    end_path(true, true);
  } else if (op == "n") {
    path_.clear();
  } else {
    return false;
  }
  return true;
}

void PdfPainter::end_path(bool fills, bool strokes) {
  if (path_.empty()) return;
  draws = true;
  const bool is_dark = (fills && state_.fill.light < kDark) || (strokes && state_.stroke.light < kDark);
  if (is_dark) {
    if (painting.lines.size() + path_.size() <= kMaxLines) {
      painting.lines.insert(painting.lines.end(), path_.begin(), path_.end());
    } else {
      painting.is_whole = false;
    }
  } else if (fills) {
    Zone area{1e9, 1e9, -1e9, -1e9};
    for (const DrawnLine& l : path_) {
      area = {std::min<double>({area.x0, l.x0, l.x1}), std::min<double>({area.y0, l.y0, l.y1}),
              std::max<double>({area.x1, l.x0, l.x1}), std::max<double>({area.y1, l.y0, l.y1})};
    }
    const bool hides = std::any_of(shown_text_.begin(), shown_text_.end(),
                                   [&](const Zone& text) { return overlap(text, area); });
    if (hides) note(painting.covers, area);
  }
  path_.clear();
}

bool PdfPainter::run_text(const ContentStream& s) {
  const std::string_view op = s.name();
  const auto n = [&](size_t back) { return s.number_from_last(back); };
  const auto next_line = [&](double x, double y) {
    state_.line = multiply({1, 0, 0, 1, x, y}, state_.line);
    state_.text = state_.line;
  };
  if (op == "BT") {
    state_.text = state_.line = {1, 0, 0, 1, 0, 0};
  } else if (op == "Tm") {
    for (size_t i = 0; i < 6; ++i) state_.line[i] = n(6 - i);
    state_.text = state_.line;
  } else if (op == "Td") {
    next_line(n(2), n(1));
  } else if (op == "TD") {
    state_.leading = -n(1);
    next_line(n(2), n(1));
  } else if (op == "TL") {
    state_.leading = n(1);
  } else if (op == "T*") {
    next_line(0, -state_.leading);
  } else if (op == "Tr") {
    state_.text_mode = static_cast<long>(n(1));
  } else if (op == "Tj" || op == "TJ") {
    show_text(s);
  } else if (op == "'" || op == "\"") {
    next_line(0, -state_.leading);
    show_text(s);
  } else {
    return false;
  }
  return true;
}

void PdfPainter::show_text(const ContentStream& stream) {
  size_t letters = 0, blanks = 0;
  for (const Operand& operand : stream.operands()) {
    if (operand.kind != Operand::Kind::string) continue;
    letters += operand.text.size();
    blanks += static_cast<size_t>(std::count(operand.text.begin(), operand.text.end(), ' '));
  }
  if (letters == 0) return;
  const double size = state_.size;
  const double length =
      kLetterWidth * size * static_cast<double>(letters) / static_cast<double>(state_.font.bytes_per_letter);
  const Matrix m = multiply(state_.text, state_.to_display);
  const Zone box = box_of(m, 0, -kDescent * size, length, kAscent * size);
  state_.text = multiply({1, 0, 0, 1, length, 0}, state_.text);
  if (blanks == letters) return;  // nothing to see or to hide
  const bool is_hidden = state_.text_mode == 3 || state_.text_mode == 7;
  has_hidden_text |= is_hidden;
  has_visible_text |= !is_hidden;
  if (is_hidden || state_.fill.light > kNearWhite) {
    note(painting.unseen_text, box);
    return;
  }
  if (state_.font.is_nameless) note(painting.nameless_text, box);
  // Its end is a guess: what lies over its beginning hides it.
  note(shown_text_, box_of(m, 0, 0, std::min(length, kLetterWidth * size), kAscent * size));
}

void PdfPainter::note(std::vector<Zone>& places, const Zone& place) {
  if (places.size() < kMaxPlaces) {
    places.push_back(place);
  } else {
    painting.is_whole = false;
  }
}

PdfFont PdfPainter::font(std::string_view name, QPDFObjectHandle resources) {
  QPDFObjectHandle font = entry(resources, "/Font", name);
  if (!font.isIndirect()) return look_at_font(font);
  const auto [known, is_new] = fonts_.emplace(font.getObjGen(), PdfFont());
  if (is_new) known->second = look_at_font(font);
  return known->second;
}

void PdfPainter::paint_object(std::string_view name, QPDFObjectHandle resources) {
  QPDFObjectHandle object = entry(resources, "/XObject", name);
  if (!object.isStream()) return;
  QPDFObjectHandle kind = object.getDict().getKey("/Subtype");
  if (kind.isName() && kind.getName() == "/Image") {
    place_picture(object);
  } else if (kind.isName() && kind.getName() == "/Form") {
    paint_form(object, resources);
  }
}

void PdfPainter::paint_appearance(QPDFObjectHandle form, const Matrix& place) {
  // Not where the page's operators left off, which need not have put everything back.
  state_ = State();
  state_.to_display = multiply(place, to_display_);
  stack_.clear();
  paint_form(form, QPDFObjectHandle::newNull());
}

void PdfPainter::paint_form(QPDFObjectHandle form, QPDFObjectHandle otherwise) {
  if (depth_ >= kMaxFormDepth) {
    painting.is_whole = false;
    return;
  }
  QPDFObjectHandle dict = form.getDict();
  const State before = state_;
  const size_t floor_before = std::exchange(floor_, stack_.size());
  if (QPDFObjectHandle matrix = dict.getKey("/Matrix"); matrix.isMatrix()) {
    const auto m = matrix.getArrayAsMatrix();
    state_.to_display = multiply({m.a, m.b, m.c, m.d, m.e, m.f}, state_.to_display);
  }
  QPDFObjectHandle own = dict.getKey("/Resources");
  ++depth_;
  paint(contents_of(form), own.isDictionary() ? own : otherwise);
  --depth_;
  stack_.resize(floor_);
  floor_ = floor_before;
  state_ = before;
}

void PdfPainter::place_picture(QPDFObjectHandle object) {
  const Matrix& m = state_.to_display;
  const Zone box = box_of(m, 0, 0, 1, 1);
  note(painting.pictures, box);
  PaintedPicture picture{object, m, false};
  if (object.isStream()) {
    QPDFObjectHandle dict = object.getDict();
    picture.is_large =
        integer(dict.getKey("/Width")) >= kMinScanPixels && integer(dict.getKey("/Height")) >= kMinScanPixels;
  }
  const double w = std::min(box.x1, width_) - std::max(box.x0, 0.0);
  const double h = std::min(box.y1, height_) - std::max(box.y0, 0.0);
  if (w <= 0 || h <= 0) return;  // off the page
  if (picture.is_large) {
    const double share = w * h / (width_ * height_);
    cover += share;
    // What was written before lies under it.
    if (share >= kScanCover && has_visible_text) {
      has_visible_text = false;
      has_hidden_text = true;
    }
  }
  if (pictures.size() < kMaxPlaces) pictures.push_back(picture);
}

}  // namespace mailroom::ocr::reader
