#include "ocr/specimen/annotations.h"

#include <string>

#include "ocr/specimen/fonts.h"
#include "ocr/specimen/vocabulary.h"

namespace mailroom::ocr::specimen {
namespace {

constexpr double kPatches = 0.012;  // places a square point where a stamp leaves no ink

std::string stamp_date(Random& random) {
  constexpr std::string_view kMonths[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                          "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
  return std::to_string(random.between(1, 28)) + " " + std::string(random.pick(kMonths)) + " " +
         std::to_string(random.between(2019, 2026));
}

void stamp(const PageSpace& space, Random& random, InkLayer& ink) {
  const std::string word(random.pick(stamp_words())), date = random.chance(0.75) ? stamp_date(random) : "";
  const Face large{"sans", true, random.uniform(12, 22)}, small{"sans", false, large.size * 0.55};
  const double width = std::max(ink.width_of(word, large), ink.width_of(date, small)) + 12;
  const double height = large.size * (date.empty() ? 1.4 : 2.1);
  const Zone page{20, 20, space.width() - 20, space.height() - 20};
  const Zone place = space.free_place(page, width, height, random);
  const double darkness = random.uniform(0.4, 0.85), degrees = random.normal(4);
  std::vector<std::pair<Point, double>> gaps;
  for (int i = static_cast<int>(width * height * kPatches); i > 0; --i) {
    gaps.push_back(
        {{random.uniform(place.x0, place.x1), random.uniform(place.y0, place.y1)}, random.uniform(0.2, 1.4)});
  }
  constexpr double kTurned = 25;  // points that its corners move when it is turned
  ink.begin_stamp({place.x0 - kTurned, place.y0 - kTurned, place.x1 + kTurned, place.y1 + kTurned});
  if (random.chance(0.7)) ink.outline(place, random.uniform(1, 2), darkness, degrees);
  ink.write(word, large, {place.x0 + 6, place.y0 + large.size * 1.05}, darkness, degrees);
  if (!date.empty()) ink.write(date, small, {place.x0 + 8, place.y0 + large.size * 1.75}, darkness, degrees);
  ink.end_stamp(gaps);
}

// One of the four margins, as deep as forms leave them.
Zone margin(const PageSpace& space, Random& random) {
  constexpr double kDepth = 42;
  const double w = space.width(), h = space.height();
  switch (random.below(4)) {
    case 0:
      return {12, 10, w - 12, kDepth};
    case 1:
      return {12, h - kDepth, w - 12, h - 8};
    case 2:
      return {6, 40, kDepth, h - 40};
    default:
      return {w - kDepth, 40, w - 6, h - 40};
  }
}

}  // namespace

void add_stamps(const PageSpace& space, Random random, InkLayer& ink) {
  constexpr int kHowMany[] = {0, 0, 1, 1, 1, 2};
  for (int i = random.pick(kHowMany); i > 0; --i) stamp(space, random, ink);
}

void add_notes(const PageSpace& space, Random random, InkLayer& ink) {
  const auto hands = installed_fonts(FontStyle::hand);
  const std::string family = hands.empty() ? "cursive" : random.pick(hands);
  constexpr int kHowMany[] = {0, 1, 1, 2, 3};
  for (int i = random.pick(kHowMany); i > 0; --i) {
    const std::string text(random.pick(margin_notes()));
    const Face face{family, false, random.uniform(10, 15)};
    const double darkness = random.uniform(0.55, 0.9), width = ink.width_of(text, face);
    const Zone place = space.free_place(margin(space, random), width, face.size * 1.3, random);
    ink.write(text, face, {place.x0, place.y0 + face.size}, darkness, random.normal(5));
    if (random.chance(0.25)) {
      ink.stroke({{place.x0, place.y1},
                  {place.x0 + width * 0.6, place.y1 + random.normal(1)},
                  {place.x0 + width, place.y1}},
                 random.uniform(0.6, 1.1), darkness);
    }
  }
}

}  // namespace mailroom::ocr::specimen
