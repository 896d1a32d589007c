#include "ocr/reader/cell_ink.h"

#include <algorithm>

#include "ocr/reader/line_layout.h"
#include "ocr/reader/line_picture.h"
#include "ocr/reader/plain_page.h"

namespace mailroom::ocr::reader {
namespace {

// In heights of the label.
constexpr double kFarLeft = 12, kFarBelow = 5, kAbove = 0.5;  // how far a cell may reach
constexpr double kLeft = 4;                     // and how far left of its label where no rule bounds it
constexpr double kLabelToRule = 0.8;            // below the label: a rule nearer than that underlines it
constexpr double kTallest = 3.5, kWidest = 14;  // of a value's letters joined up
constexpr double kLeastLetter = 0.35, kMostLetter = 3;

constexpr int kLevelRule = 45, kUprightRule = 60;  // pixels: no letter's stroke is as long
constexpr int kCellRule = 130;                     // pixels: longer than what underlines a value
constexpr int kRuleSlack = 1;
constexpr int kThin = 4;  // pixels: what is no thicker and longer than a letter is left of a rule
constexpr double kLongThin = 1.2;
constexpr long kSpeck = 4;         // pixels
constexpr double kGroupGap = 1.1;  // of the letters' height
constexpr double kCrowded = 0.6;   // likewise

Bits opened(const Bits& bits, int width, int height) {
  const Raster rules = rules_of(bits.to_pix(), width, height);
  return rules ? Bits::from_pix(*rules) : Bits(bits.width(), bits.height());
}

bool is_inside(const Component& c, const Area& a) {
  return c.cx() >= a.x0 - 2 && c.cx() < a.x1 + 2 && c.cy() >= a.y0 - 2 && c.cy() < a.y1 + 2;
}

int height_of(const Area& label) {
  return std::max(label.y1 - label.y0, 8);
}

// Where a printed rule is broken or slants, pieces of it are left that look like a 1.
bool goes_on_as_rule(const Component& c, const Bits& upright) {
  constexpr int kWidestRule = 8, kNext = 8;  // pixels
  if (c.width() > kWidestRule || c.height() < 2 * c.width()) return false;
  return upright.count(c.x0 - 1, c.y0 - kNext, c.x1 + 1, c.y0) > 0 ||
         upright.count(c.x0 - 1, c.y1, c.x1 + 1, c.y1 + kNext) > 0;
}

// Whether a level rule covers most of the place's width at the height where one strikes out.
bool is_ruled_through(const Bits& rules, const Extent& e) {
  constexpr double kUpper = 0.25, kLower = 0.75, kMostOf = 0.5;
  const int height = e.y1 - e.y0;
  const int top = e.y0 + static_cast<int>(kUpper * height), bottom = e.y0 + static_cast<int>(kLower * height);
  int ruled = 0;
  for (int x = e.x0; x < e.x1; ++x) ruled += rules.count(x, top, x + 1, bottom) > 0;
  return ruled > kMostOf * (e.x1 - e.x0);
}

double unevenness_of(const std::vector<Component>& group, double letter) {
  std::vector<int> heights, feet;
  for (const Component& c : group) {
    if (c.height() < 0.6 * letter) continue;
    heights.push_back(c.height());
    feet.push_back(c.y1);
  }
  if (heights.size() < 2) return 0;
  const auto [low, high] = std::minmax_element(heights.begin(), heights.end());
  const auto [first, last] = std::minmax_element(feet.begin(), feet.end());
  return std::max(*high - *low, *last - *first) / letter;
}

}  // namespace

// Between upright rules, down to a level one, or as far as a value may stand.
ValuePlace cell_of(const InkPage& page, const Area& label, double reach) {
  const double h = height_of(label);
  const auto px = [h](double heights) { return static_cast<int>(heights * h); };
  const Area most{std::max(0, label.x0 - px(kFarLeft)), std::max(0, label.y0 - px(kAbove)),
                  std::min(page.full.width(), label.x1 + px(reach)),
                  std::min(page.full.height(), label.y1 + px(kFarBelow))};
  if (most.width() <= 0 || most.height() <= 0) return {};
  const Bits cut = page.full.cut(most.x0, most.y0, most.width(), most.height());
  ValuePlace found{most, false};
  Area& cell = found.area;
  cell.x0 = std::max(most.x0, label.x0 - px(kLeft));
  bool has_left = false;
  for (const Component& rule : components(opened(cut, 1, kUprightRule))) {
    const int x0 = rule.x0 + most.x0, x1 = rule.x1 + most.x0;
    if (rule.y0 + most.y0 > label.y1 + px(1)) continue;
    if (x1 <= label.x0 + 2) {
      cell.x0 = has_left ? std::max(cell.x0, x1) : x1;
      has_left = true;
    } else if (x0 >= label.x1 - 2) {
      cell.x1 = std::min(cell.x1, x0);
    }
  }
  for (const Component& rule : components(opened(cut, kCellRule, 1))) {
    const int x0 = rule.x0 + most.x0, x1 = rule.x1 + most.x0, y0 = rule.y0 + most.y0;
    const bool is_beneath = x0 < cell.x1 && x1 > cell.x0 && y0 > label.y1 + px(kLabelToRule);
    // Print that a rule runs through goes on a little below it.
    if (!is_beneath) continue;
    cell.y1 = std::min(cell.y1, y0 + px(0.3));
    found.is_ruled = true;
  }
  return found;
}

CellInk::CellInk(const InkPage& page, const Area& label, const Area& cell, const std::vector<Area>& print)
    : label_height_(height_of(label)) {
  all_.around = all_.zone = cell;
  if (cell.width() <= 0 || cell.height() <= 0) return;
  all_.ink = page.full.cut(cell.x0, cell.y0, cell.width(), cell.height());
  level_rules_ = opened(all_.ink, kLevelRule, 1);
  all_.blank = level_rules_;
  const Bits upright = opened(all_.ink, 1, kUprightRule);
  all_.blank |= upright;
  if (const Raster thin = thin_rules_of(all_.ink.to_pix(), kBlankDpi, kBlankDpi))
    all_.blank |= Bits::from_pix(*thin);
  all_.written = subtract(all_.ink, all_.blank, kRuleSlack);
  for (const Component& c : components(all_.written, &all_.labels)) {
    const auto is_print = [&](const Area& word) {
      return is_inside(c, {word.x0 - cell.x0, word.y0 - cell.y0, word.x1 - cell.x0, word.y1 - cell.y0});
    };
    const bool is_left_of_rule = std::min(c.width(), c.height()) <= kThin &&
                                 std::max(c.width(), c.height()) > kLongThin * label_height_;
    if (is_left_of_rule || goes_on_as_rule(c, upright) || std::any_of(print.begin(), print.end(), is_print))
      continue;
    if (c.ink <= kSpeck)
      all_.specks.push_back(c);
    else if (c.height() > kTallest * label_height_ || c.width() > kWidest * label_height_)
      strange_.push_back(c);
    else
      all_.pieces.push_back(c);
  }
}

bool is_left_of_rules(const std::vector<Component>& pieces) {
  return std::ranges::none_of(pieces, [](const Component& c) { return c.width() > kHair; });
}

InkGroup CellInk::group_of(std::vector<Component> pieces) const {
  const double letter = letter_height(pieces);
  const Extent e = extent_of(pieces);
  const Area& cell = all_.around;
  const int beside = static_cast<int>(letter / 2);
  InkGroup group;
  group.place = {cell.x0 + e.x0, cell.y0 + e.y0, cell.x0 + e.x1, cell.y0 + e.y1};
  group.unevenness = unevenness_of(pieces, letter);
  const auto is_close = [&](const Component& c) {
    const double near = kCrowded * letter;
    return c.x0 < e.x1 + near && c.x1 > e.x0 - near && c.y0 < e.y1 && c.y1 > e.y0;
  };
  group.crowded = std::any_of(strange_.begin(), strange_.end(), is_close);
  group.struck = is_ruled_through(level_rules_, e);
  group.ink = all_;
  group.ink.zone = {group.place.x0 - beside, group.place.y0, group.place.x1 + beside, group.place.y1};
  group.ink.touches_edge = e.x0 <= 1 || e.x1 >= cell.width() - 1;
  group.ink.pieces = std::move(pieces);
  return group;
}

std::vector<InkGroup> CellInk::groups() const {
  std::vector<InkGroup> found;
  const auto add = [&](std::vector<Component> pieces) {
    if (is_left_of_rules(pieces)) return;
    const double letter = letter_height(pieces), h = label_height_;
    const Extent e = extent_of(pieces);
    if (letter < kLeastLetter * h || letter > kMostLetter * h || e.y1 - e.y0 < kLeastLetter * h) return;
    found.push_back(group_of(std::move(pieces)));
  };
  for (const std::vector<Component>& line : lines_of(all_)) {
    const double gap = kGroupGap * letter_height(line);
    std::vector<Component> group;
    int end = 0;
    for (const Component& c : line) {
      if (!group.empty() && c.x0 - end > gap) {
        add(std::move(group));
        group.clear();
      }
      end = group.empty() ? c.x1 : std::max(end, c.x1);
      group.push_back(c);
    }
    if (!group.empty()) add(std::move(group));
  }
  return found;
}

InkGroup CellInk::within(const Area& place) const {
  const Area& cell = all_.around;
  std::vector<Component> pieces;
  for (const Component& c : all_.pieces)
    if (is_inside(c, {place.x0 - cell.x0, place.y0 - cell.y0, place.x1 - cell.x0, place.y1 - cell.y0}))
      pieces.push_back(c);
  return pieces.empty() ? InkGroup{} : group_of(std::move(pieces));
}

}  // namespace mailroom::ocr::reader
