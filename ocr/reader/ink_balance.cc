#include "ocr/reader/ink_balance.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "ocr/reader/contradiction.h"
#include "ocr/reader/creases.h"
#include "ocr/reader/match.h"
#include "ocr/reader/signing_places.h"
#include "ocr/reader/subtract.h"
#include "ocr/reader/template_page.h"

namespace mailroom::ocr::reader {
namespace {

constexpr int kSlack = 3;           // pixels by which print may be off at first sight
constexpr int kCell = 16;           // pixels: a side of the cells in which ink is counted
constexpr long kInked = 6;          // pixels in a cell that is worth a look
constexpr int kApart = 2;           // cells between two words of one note
constexpr long kLeast = 60;         // pixels of ink at first sight: two letters, thinly written
constexpr size_t kMostNotes = 100;  // of a page: what has more is no page to read notes on
constexpr int kTile = 64;           // pixels: pieces that are laid on the page exactly
constexpr long kFixed = 40;         // pixels of print by which a tile can be laid
constexpr double kLost = 0.6;  // correlation with less of which it cannot: a hole or a dark note misleads it
constexpr int kMostSlack = 6;  // pixels by which print may be off where it cannot

int px(double points) {
  return static_cast<int>(std::lround(points * kPixelsPerPoint));
}

// Where the fields are; `margin` in pixels.
Bits field_places(const Form& form, int form_page, int width, int height, int margin) {
  Bits places(width, height);
  for (const Field& field : form.fields)
    if (field.page == form_page)
      places.fill(px(field.zone.x0) - margin, px(field.zone.y0) - margin, px(field.zone.x1) + margin,
                  px(field.zone.y1) + margin);
  return places;
}

// Cells that are inked, gathered with their neighbours: the places worth a close look.
std::vector<Area> places_with_ink(const Bits& left) {
  const int columns = (left.width() + kCell - 1) / kCell, rows = (left.height() + kCell - 1) / kCell;
  std::vector<long> ink(static_cast<size_t>(columns) * static_cast<size_t>(rows));
  const auto at = [&](int column, int row) -> long& {
    return ink[static_cast<size_t>(row) * static_cast<size_t>(columns) + static_cast<size_t>(column)];
  };
  for (int y = 0; y < left.height(); ++y) {
    const uint64_t* line = left.row(y);
    for (int x = 0; x < left.width(); x += kCell) {
      const uint64_t word = line[static_cast<size_t>(x) >> 6];
      if (word == 0) {
        x |= 63 & ~(kCell - 1);  // the word's other cells are empty as well
        continue;
      }
      at(x / kCell, y / kCell) += __builtin_popcountll(word >> (x & 63) & ((uint64_t{1} << kCell) - 1));
    }
  }
  std::vector<Area> found;
  std::vector<std::pair<int, int>> open;
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      if (at(column, row) < kInked) continue;
      long sum = 0;
      Area area{column, row, column + 1, row + 1};
      open.assign(1, {column, row});
      sum += std::exchange(at(column, row), 0);
      while (!open.empty()) {
        const auto [c, r] = open.back();
        open.pop_back();
        area = {std::min(area.x0, c), std::min(area.y0, r), std::max(area.x1, c + 1),
                std::max(area.y1, r + 1)};
        for (int y = std::max(0, r - kApart); y <= std::min(rows - 1, r + kApart); ++y)
          for (int x = std::max(0, c - kApart); x <= std::min(columns - 1, c + kApart); ++x)
            if (at(x, y) >= kInked) {
              sum += std::exchange(at(x, y), 0);
              open.emplace_back(x, y);
            }
      }
      if (sum >= kLeast)
        found.push_back({area.x0 * kCell, area.y0 * kCell, area.x1 * kCell, area.y1 * kCell});
    }
  return found;
}

// What the page shows in the area, laid on the blank exactly wherever print tells how. Where writing beside
// or upon the print keeps it from telling, it lies as at first sight, without what may be print by that.
Bits laid_exactly(const Area& area, const Bits& print, const Bits& page,
                  const FineRegistration& registration) {
  Bits out(area.width(), area.height());
  for (int y = area.y0; y < area.y1; y += kTile)
    for (int x = area.x0; x < area.x1; x += kTile) {
      const Point near = registration.local.at({x + kTile / 2.0, y + kTile / 2.0});
      const int width = std::min(kTile, area.x1 - x), height = std::min(kTile, area.y1 - y);
      Point by = near;
      bool is_lost = false;
      if (print.count(x, y, x + kTile, y + kTile) >= kFixed) {
        const Match m =
            match(print, {x, y, kTile, kTile}, page, registration.blank_to_page, 4, 0.004, near.x, near.y);
        is_lost = m.correlation < kLost;
        if (!is_lost) by = {m.dx, m.dy};
      }
      Bits piece =
          sample(page, registration.blank_to_page * Homography::shift(by.x, by.y), x, y, width, height);
      if (is_lost)
        piece.remove(
            print.cut(x - kMostSlack, y - kMostSlack, width + 2 * kMostSlack, height + 2 * kMostSlack)
                .dilated(kMostSlack)
                .cut(kMostSlack, kMostSlack, width, height));
      for (int r = 0; r < height; ++r)
        out.row(y - area.y0 + r)[static_cast<size_t>(x - area.x0) / 64] = piece.row(r)[0];
    }
  return out;
}

// The paper's edges and what a machine prints along the upper one, as they lie on the blank.
struct Edges {
  Homography to_page;
  int width = 0, height = 0;  // of the page
  int header = 0;             // rows of the blank

  bool touch(const Component& c, const Area& within, int blank_width, int blank_height) const {
    constexpr int kNear = 4;
    const int x0 = within.x0 + c.x0, y0 = within.y0 + c.y0, x1 = within.x0 + c.x1, y1 = within.y0 + c.y1;
    if (x0 < kNear || y0 < kNear || x1 > blank_width - kNear || y1 > blank_height - kNear) return true;
    for (const Point corner : {Point{double(x0), double(y0)}, Point{double(x1), double(y0)},
                               Point{double(x0), double(y1)}, Point{double(x1), double(y1)}}) {
      const Point p = to_page(corner);
      if (p.x < kNear || p.y < kNear || p.x > width - kNear || p.y > height - kNear) return true;
    }
    return false;
  }
};

// Printed grey is a cloud of dots by now, or black: tile by tile, what has hardly two pixels in a row or
// covers half of it is taken away. A faint stroke is scanned as dots as well, but as few.
Bits without_clouds(Bits bits) {
  constexpr int kSide = 32;                             // pixels of a tile
  constexpr long kSome = 16, kMuch = 80, kBlack = 460;  // pixels of ink in it
  constexpr double kDots = 1.5, kRow = 1.8;             // pixels in a row: of dots, of the thinnest strokes
  for (int top = 0; top < bits.height(); top += kSide)
    for (int left = 0; left < bits.width(); left += kSide) {
      const long ink = bits.count(left, top, left + kSide, top + kSide);
      if (ink < kSome) continue;
      long across = 0, down = 0;  // rows that begin
      for (int y = top; y < top + kSide; ++y)
        for (int x = left; x < left + kSide; ++x)
          if (bits.get(x, y)) across += !bits.get(x - 1, y), down += !bits.get(x, y - 1);
      const double row = static_cast<double>(ink) / static_cast<double>(std::max<long>({across, down, 1}));
      if (ink < kBlack && row > (ink < kMuch ? kDots : kRow)) continue;
      for (int y = top; y < std::min(bits.height(), top + kSide); ++y)
        for (int x = left; x < std::min(bits.width(), left + kSide); ++x) bits.unset(x, y);
    }
  return bits;
}

class Gathering {
 public:
  Gathering(const Form& form, int form_page, const Bits& print, const Bits& page,
            const FineRegistration& registration, bool has_code)
      : print_(print),
        page_(page),
        registration_(registration),
        has_code_(has_code),
        fields_(field_places(form, form_page, print.width(), print.height(), 2)),
        signing_(signing_places(form, form_page)) {
    for (const Field& field : form.fields)
      if (field.page == form_page)
        zones_.push_back({px(field.zone.x0), px(field.zone.y0), px(field.zone.x1), px(field.zone.y1)});
    edges_ = {registration.blank_to_page, page.width(), page.height(),
              header_rows(registration.blank_to_page, page.width())};
  }

  std::vector<LeftInk> gather() const {
    Bits left = as_the_blank_lies(page_, registration_, print_.width(), print_.height());
    Bits hidden = print_.dilated(kSlack);
    hidden |= fields_;
    left.remove(hidden);
    const Bits creased = creases(left, hidden);
    left.remove(creased);
    std::vector<LeftInk> notes;
    for (const Area& place : places_with_ink(left))
      if (auto note = look_at(place, creased); note && notes.size() < kMostNotes) notes.push_back(*note);
    return notes;
  }

 private:
  std::optional<LeftInk> look_at(const Area& place, const Bits& creased) const {
    constexpr int kAround = 8;
    const Area area{std::max(0, place.x0 - kAround), std::max(0, place.y0 - kAround),
                    std::min(print_.width(), place.x1 + kAround),
                    std::min(print_.height(), place.y1 + kAround)};
    const Bits ink = laid_exactly(area, print_, page_, registration_);
    const Bits blank = print_.cut(area.x0, area.y0, area.width(), area.height());
    Bits written = subtract(ink, blank, kPrintSlack);
    written.remove(fields_.cut(area.x0, area.y0, area.width(), area.height()));
    written.remove(creased.cut(area.x0, area.y0, area.width(), area.height()));
    const Bits near_print = blank.dilated(kPrintSlack + 2);
    std::vector<Component> letters;
    long sum = 0;
    // A faint stroke is scanned as dots.
    for (const Component& c : components(without_clouds(written).dilated(1))) {
      if (!is_writing(c, written, near_print, area)) continue;
      letters.push_back(c);
      sum += c.ink;
    }
    if (letters.empty()) return std::nullopt;
    if (is_dirt_of_edge(letters, area)) return std::nullopt;
    const Extent all = extent_of(letters);
    LeftInk note{NoteKind::note, {area.x0 + all.x0, area.y0 + all.y0, area.x0 + all.x1, area.y0 + all.y1}};
    if (!is_note(letters, sum, note.place) || is_hole(note.place, written, area)) return std::nullopt;
    note.kind = kind_of(letters, note.place);
    return note;
  }

  bool is_writing(const Component& c, const Bits& written, const Bits& near_print, const Area& area) const {
    constexpr int kLetter = 9;  // pixels high or wide
    constexpr long kThin = 34;  // pixels of ink
    if (c.ink < kThin || std::max(c.width(), c.height()) < kLetter) return false;
    if (is_line(c.width(), c.height())) return false;
    if (is_hole({area.x0 + c.x0, area.y0 + c.y0, area.x0 + c.x1, area.y0 + c.y1}, written, area))
      return false;
    if (is_at_edge(c, area) && !may_be_cut_off(c, area)) return false;
    if (area.y0 + c.y1 <= edges_.header) return false;
    const Bits piece = written.cut(c.x0, c.y0, c.width(), c.height());
    Bits print = near_print.cut(c.x0, c.y0, c.width(), c.height());
    if ((print &= piece).count() * 2 > c.ink) return false;
    return !runs_out_of_a_field(c, area);
  }

  bool is_at_edge(const Component& c, const Area& area) const {
    return edges_.touch(c, area, print_.width(), print_.height());
  }

  // How far a piece that touches the paper's edge reaches from it, and how long it is along the edge.
  std::pair<int, int> reach_and_length(const Component& c, const Area& area) const {
    const int at_side = std::min(area.x0 + c.x0, print_.width() - area.x0 - c.x1),
              at_end = std::min(area.y0 + c.y0, print_.height() - area.y0 - c.y1);
    return at_side < at_end ? std::pair(c.width(), c.height()) : std::pair(c.height(), c.width());
  }

  // The scan cuts off what is written up to the paper's edge. A border is black, flat, or long beside the
  // edge.
  bool may_be_cut_off(const Component& c, const Area& area) const {
    constexpr int kSmall = 9, kLetter = 60;  // pixels
    constexpr double kMostInk = 0.6;         // share of it, a pixel fattened
    const auto [reach, length] = reach_and_length(c, area);
    return std::min(reach, length) >= kSmall && length <= std::max(kLetter, reach) &&
           static_cast<double>(c.ink) < kMostInk * c.width() * c.height();
  }

  // Few pieces that all touch the edge are no writing, unless it is a word that runs up to it.
  bool is_dirt_of_edge(const std::vector<Component>& letters, const Area& area) const {
    constexpr size_t kWord = 3;  // letters
    constexpr int kWide = 48;    // pixels of a word
    return letters.size() < kWord && std::ranges::all_of(letters, [&](const Component& c) {
             return is_at_edge(c, area) && reach_and_length(c, area).first < kWide;
           });
  }

  // A crease, a streak, the edge of a printed rule.
  static bool is_line(int width, int height) {
    constexpr int kThick = 11, kLong = 40;  // pixels
    return std::min(width, height) <= kThick && std::max(width, height) > kLong;
  }

  // An entry's tail, a mark larger than its box.
  bool runs_out_of_a_field(const Component& c, const Area& area) const {
    constexpr int kTouch = 4, kReach = 34;  // pixels
    const int x0 = area.x0 + c.x0, y0 = area.y0 + c.y0, x1 = area.x0 + c.x1, y1 = area.y0 + c.y1;
    return std::any_of(zones_.begin(), zones_.end(), [&](const Area& z) {
      const bool touches =
          x0 < z.x1 + kTouch && x1 > z.x0 - kTouch && y0 < z.y1 + kTouch && y1 > z.y0 - kTouch;
      return touches && z.x0 - x0 < kReach && x1 - z.x1 < kReach && z.y0 - y0 < kReach && y1 - z.y1 < kReach;
    });
  }

  bool is_note(const std::vector<Component>& letters, long sum, const Area& place) const {
    constexpr long kEnough = 200;          // pixels of ink
    constexpr double kCode = 0.3;          // share of ink that only a barcode has
    constexpr int kThick = 8, kBent = 16;  // pixels: pieces of a crease, and how far it is from straight
    if (sum < kEnough || is_line(place.width(), place.height())) return false;
    const bool is_crease = std::ranges::all_of(
        letters, [](const Component& c) { return std::min(c.width(), c.height()) <= kThick; });
    if (is_crease && std::min(place.width(), place.height()) <= kBent) return false;
    const double share = static_cast<double>(sum) / (static_cast<double>(place.width()) * place.height());
    if (has_code_ && share > kCode) return false;
    if (letters.size() == 1) {
      const Component& c = letters.front();
      return c.ink > 300 && c.width() > 24;
    }
    return true;
  }

  // Of a file's punch: its dark disc, or the shadow on its rim.
  bool is_hole(const Area& place, const Bits& written, const Area& area) const {
    constexpr double kPerMillimetre = kBlankDpi / 25.4;
    constexpr int kStrip = static_cast<int>(22 * kPerMillimetre);
    constexpr int kSmallest = static_cast<int>(3.5 * kPerMillimetre),
                  kLargest = static_cast<int>(10 * kPerMillimetre);
    constexpr double kClear = 0.05, kDark = 0.7;  // share of ink in the middle: a fax leaves specks
    const int w = place.width(), h = place.height();
    const bool near_edge = place.x0 < kStrip || place.y0 < kStrip || place.x1 > print_.width() - kStrip ||
                           place.y1 > print_.height() - kStrip;
    if (!near_edge || std::min(w, h) < kSmallest || std::max(w, h) > kLargest) return false;
    const int x = place.x0 - area.x0, y = place.y0 - area.y0;
    const double middle =
        static_cast<double>(written.count(x + w / 4, y + h / 4, x + 3 * w / 4, y + 3 * h / 4)) /
        (w / 2.0 * (h / 2.0));
    return middle < kClear || middle > kDark;
  }

  NoteKind kind_of(const std::vector<Component>& letters, const Area& place) const {
    const double x = (place.x0 + place.x1) / 2.0, y = (place.y0 + place.y1) / 2.0;
    // A frame around letters.
    for (const Component& c : letters)
      if (letters.size() > 1 && c.width() > 0.85 * place.width() && c.height() > 0.7 * place.height() &&
          c.height() > 40)
        return NoteKind::stamp;
    for (const Area& at : signing_)
      if (x > at.x0 && x < at.x1 && y > at.y0 && y < at.y1) return NoteKind::signature;
    return NoteKind::note;
  }

  const Bits& print_;
  const Bits& page_;
  const FineRegistration& registration_;
  bool has_code_;
  Bits fields_;
  std::vector<Area> signing_;
  std::vector<Area> zones_;
  Edges edges_;
};

}  // namespace

std::vector<LeftInk> ink_balance(const Form& form, int form_page, const Bits& print, const Bits& page,
                                 const FineRegistration& registration, bool has_code) {
  return Gathering(form, form_page, print, page, registration, has_code).gather();
}

}  // namespace mailroom::ocr::reader
