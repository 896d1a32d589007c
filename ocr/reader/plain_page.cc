#include "ocr/reader/plain_page.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ocr/reader/ink_page.h"

namespace mailroom::ocr::reader {
namespace {

// Inches: no letter's stroke is as long, and no underline of a word.
constexpr double kLevelRule = 0.75, kUprightRule = 0.45;
// Of thin rules, which scanners break and photographs tilt. What is so thin and long is no letter and no
// dash; shorter pieces belong to a rule if they stand in a row with others, no further apart than that.
constexpr double kThin = 0.02, kFine = 0.015, kHair = 0.007;
constexpr double kLongPiece = 0.16, kPiece = 0.06, kDots = 0.02, kBreak = 0.2, kGap = 0.6, kEnd = 0.3;
constexpr double kLongRun = 0.16;         // where it joins something else, as in a corner
constexpr int kThreshold = 150;           // of the evened page
constexpr int kBlack = 40, kWhite = 185;  // likewise: its paper is white, not grey

// A direction's morphology: `along` a level or an upright rule, and `across` it, in pixels.
struct Along {
  bool is_level;
  double dpi_along, dpi_across;
  static int px(double inches, double dpi) {
    return std::max(1, static_cast<int>(std::lround(inches * dpi)));
  }
  int along(double inches) const { return px(inches, dpi_along); }
  int across(double inches) const { return px(inches, dpi_across); }

  template <class Operation>
  Raster brick(Operation operation, const Raster& from, int along, int across) const {
    if (!from) return nullptr;
    return Raster(operation(nullptr, from.get(), is_level ? along : across, is_level ? across : along));
  }
  // Components of `ink` that have some of `seeds`.
  static Raster whole(const Raster& seeds, const Raster& ink) {
    return seeds && ink ? Raster(pixSeedfillBinary(nullptr, seeds.get(), ink.get(), 8)) : nullptr;
  }
  // Those that are nowhere thicker than so many pixels.
  Raster no_thicker(const Raster& ink, int pixels) const {
    const Raster thick = whole(brick(pixOpenCompBrickDwa, ink, 1, pixels + 1), ink);
    return thick ? Raster(pixSubtract(nullptr, ink.get(), thick.get())) : nullptr;
  }
};

// `found`: already, and no longer part of `ink`.
Raster thin_rules(const Raster& ink, const Along& rule, const Raster& found) {
  const Raster thin = rule.no_thicker(ink, rule.across(kThin));
  Raster alone = Along::whole(rule.brick(pixOpenCompBrickDwa, thin, rule.along(kLongPiece), 1), thin);
  const Raster thick = rule.brick(pixOpenCompBrickDwa, ink, 1, rule.across(kThin) + 1);
  if (!alone || !thick) return nullptr;
  const Raster parts(pixSubtract(nullptr, ink.get(), thick.get()));  // without the stems of letters
  const Raster runs = rule.brick(pixOpenCompBrickDwa, rule.brick(pixDilateCompBrickDwa, parts, 1, 3),
                                 rule.along(kLongRun), 1);
  if (!runs) return nullptr;
  pixAnd(runs.get(), runs.get(), parts.get());
  alone.reset(pixOr(nullptr, alone.get(), runs.get()));
  // An upright piece as long as a letter is one unless it is as thin as a hair.
  const Raster fine = rule.is_level ? Raster(thin ? pixClone(thin.get()) : nullptr)
                                    : rule.no_thicker(ink, rule.across(kHair));
  const Raster dots = rule.brick(pixCloseCompBrickDwa, fine, rule.along(kDots) + 1, 1);
  const Raster pieces = rule.brick(pixOpenCompBrickDwa, dots, rule.along(kPiece), 1);
  if (!pieces) return nullptr;
  const Raster both(pixOr(nullptr, alone.get(), pieces.get()));
  if (found) pixOr(both.get(), both.get(), found.get());
  const Raster high = rule.brick(pixDilateCompBrickDwa, both, 1, 7);  // it may slant
  const Raster joined = rule.brick(pixCloseCompBrickDwa, high, rule.along(kBreak), 1);
  const Raster course =
      rule.brick(pixOpenCompBrickDwa, joined, rule.along(rule.is_level ? kLevelRule : kUprightRule), 1);
  const Raster wide = rule.brick(pixDilateCompBrickDwa, course, 1, 3);
  if (!wide) return nullptr;
  pixAnd(wide.get(), wide.get(), thin.get());
  return Raster(pixOr(nullptr, wide.get(), alone.get()));
}

struct Rules {
  Raster level, upright;
  explicit operator bool() const { return level && upright; }
};

// A second time without those found first: what is left of a crossing falls apart then.
Rules both_thin_rules(const Raster& ink, double dpi_x, double dpi_y) {
  Rules found;
  Raster all, rest(pixClone(ink.get()));
  for (int pass = 0; pass < 2; ++pass) {
    Raster level = thin_rules(rest, {true, dpi_x, dpi_y}, all),
           upright = thin_rules(rest, {false, dpi_y, dpi_x}, all);
    if (!level || !upright) break;
    if (found) {
      pixOr(level.get(), level.get(), found.level.get());
      pixOr(upright.get(), upright.get(), found.upright.get());
    }
    found = {std::move(level), std::move(upright)};
    all.reset(pixOr(nullptr, found.level.get(), found.upright.get()));
    rest.reset(pixSubtract(nullptr, ink.get(), all.get()));
  }
  return found;
}

// Where rules run, also where they broke and a little beyond their ends.
Raster course_of(const Raster& rules, const Along& rule) {
  const Raster high = rule.brick(pixDilateCompBrickDwa, rules, 1, 7);  // it may slant
  const Raster joined = rule.brick(pixCloseCompBrickDwa, high, rule.along(kGap), 1);
  const Raster course =
      rule.brick(pixOpenCompBrickDwa, joined, rule.along(rule.is_level ? kLevelRule : kUprightRule), 1);
  return rule.brick(pixDilateCompBrickDwa, course, rule.along(2 * kEnd), 3);
}

// What of `ink` lies whole where rules run and is thin: rests of their corners, crossings and dots. A letter
// beside a rule or across it reaches out of its course.
Raster remains_of(const Rules& rules, const Raster& ink, double dpi_x, double dpi_y) {
  const Along level{true, dpi_x, dpi_y};
  const Raster course = course_of(rules.level, level),
               upright = course_of(rules.upright, {false, dpi_y, dpi_x}),
               both(pixOr(nullptr, rules.level.get(), rules.upright.get()));
  if (!course || !upright || !both) return nullptr;
  pixOr(course.get(), course.get(), upright.get());
  const Raster rest(pixSubtract(nullptr, ink.get(), both.get()));
  const int thin = level.across(kFine);
  const Raster thick = level.brick(pixOpenCompBrickDwa, rest, thin + 1, thin + 1);
  if (!thick) return nullptr;
  const Raster others(pixSubtract(nullptr, rest.get(), course.get()));
  pixOr(others.get(), others.get(), thick.get());
  const Raster kept = Along::whole(others, rest);
  return kept ? Raster(pixSubtract(nullptr, rest.get(), kept.get())) : nullptr;
}

// Grey panels behind headings become paper, as their edges are taken for ink. Darker ones have white letters.
void lift_panels(const Raster& page, double dpi) {
  constexpr double kThickest = 0.08;                                 // inches: of a letter's stroke
  constexpr unsigned kDarkest = 110, kLightest = 194, kPaper = 200;  // of a panel; of the evened page
  const int brick = static_cast<int>(std::lround(kThickest * dpi)) | 1;
  const Raster ground(pixCloseGray(page.get(), brick, brick));
  if (!ground) return;
  const int width = pixGetWidth(page.get()), height = pixGetHeight(page.get());
  for (int y = 0; y < height; ++y) {
    l_uint32* line = pixGetData(page.get()) + static_cast<ptrdiff_t>(y) * pixGetWpl(page.get());
    const l_uint32* under = pixGetData(ground.get()) + static_cast<ptrdiff_t>(y) * pixGetWpl(ground.get());
    for (int x = 0; x < width; ++x) {
      const unsigned grey = GET_DATA_BYTE(under, x);
      if (grey < kDarkest || grey > kLightest) continue;
      SET_DATA_BYTE(line, x, std::min(255U, GET_DATA_BYTE(line, x) * kPaper / grey));
    }
  }
}

}  // namespace

Raster thin_rules_of(const Raster& ink, double dpi_x, double dpi_y) {
  const Rules thin = both_thin_rules(ink, dpi_x, dpi_y);
  return thin ? Raster(pixOr(nullptr, thin.level.get(), thin.upright.get())) : nullptr;
}

Raster rules_of(const Raster& ink, int width, int height) {
  const bool is_level = width > height;
  const Raster thick(pixDilateCompBrickDwa(nullptr, ink.get(), is_level ? 1 : 3, is_level ? 3 : 1));
  if (!thick) return nullptr;
  const Raster rules(pixOpenCompBrickDwa(nullptr, thick.get(), width, height));
  return rules ? Raster(pixAnd(nullptr, rules.get(), ink.get())) : nullptr;
}

Raster plain_page(const Raster& image, double dpi_x, double dpi_y, PlainFor what) {
  const bool is_grey = pixGetDepth(image.get()) != 1;
  Raster page = is_grey ? evened(image) : Raster(pixCopy(nullptr, image.get()));
  const bool has_tables = what == PlainFor::tables;
  if (is_grey && has_tables) lift_panels(page, dpi_x);
  const Raster ink(is_grey ? pixThresholdToBinary(page.get(), kThreshold) : pixClone(page.get()));
  const Rules found{rules_of(ink, static_cast<int>(std::lround(kLevelRule * dpi_x)), 1),
                    rules_of(ink, 1, static_cast<int>(std::lround(kUprightRule * dpi_y)))};
  if (!found) return page;
  if (has_tables) {
    if (const Rules thin = both_thin_rules(ink, dpi_x, dpi_y)) {
      pixOr(found.level.get(), found.level.get(), thin.level.get());
      pixOr(found.upright.get(), found.upright.get(), thin.upright.get());
    }
    if (const Raster remains = remains_of(found, ink, dpi_x, dpi_y))
      pixOr(found.level.get(), found.level.get(), remains.get());
  }
  const Raster both(pixOr(nullptr, found.level.get(), found.upright.get()));
  const Raster rules(pixDilateCompBrickDwa(nullptr, both.get(), 3, 3));  // with what is ragged beside them
  if (is_grey) {
    pixGammaTRC(page.get(), page.get(), 1, kBlack, kWhite);
    pixSetMasked(page.get(), rules.get(), 255);
    return page;
  }
  return Raster(pixSubtract(nullptr, page.get(), rules.get()));
}

}  // namespace mailroom::ocr::reader
