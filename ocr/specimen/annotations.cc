#include "ocr/specimen/annotations.h"

#include <algorithm>
#include <optional>
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

Annotation stamp(const PageSpace& space, Random& random, InkLayer& ink) {
  const std::string word(random.pick(stamp_words())), date = random.chance(0.75) ? stamp_date(random) : "";
  const Face large{"sans", true, random.uniform(12, 22)}, small{"sans", false, large.size * 0.55};
  const double width = std::max(ink.width_of(word, large), ink.width_of(date, small)) + 12;
  const double height = large.size * (date.empty() ? 1.4 : 2.1);
  const Zone page{20, 20, space.width() - 20, space.height() - 20};
  const Zone place = space.free_place(page, width, height, random);
  const double darkness = random.uniform(0.65, 0.95), degrees = random.normal(6);
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
  return {Annotation::Kind::stamp, 1, place, word + (date.empty() ? "" : " " + date)};
}

struct Margin {
  Zone area;
  bool upright = false;  // a long note is written along it
};

// One of the four margins, as deep as forms leave them, or anywhere on the page.
Margin choose_margin(const PageSpace& space, Random& random) {
  constexpr double kDepth = 42;
  const double w = space.width(), h = space.height();
  switch (random.below(6)) {
    case 0:
      return {{12, 10, w - 12, kDepth}};
    case 1:
      return {{12, h - kDepth, w - 12, h - 8}};
    case 2:
      return {{6, 40, kDepth, h - 40}, true};
    case 3:
      return {{w - kDepth, 40, w - 6, h - 40}, true};
    default:
      return {{24, 24, w - 24, h - 24}};
  }
}

std::optional<Annotation> note(const PageSpace& space, const std::string& hand, Random& random,
                               InkLayer& ink) {
  constexpr double kCrowded = 0.35;  // nobody writes where a third of the place is taken
  const std::string text(random.chance(0.5) ? random.pick(margin_notes()) : random.pick(pleas()));
  const bool by_hand = random.chance(0.85);
  const Face face{by_hand ? hand : "sans", false, random.uniform(9, 15),
                  by_hand ? random.uniform(0.15, 0.5) : 0};
  const double darkness = random.uniform(0.7, 0.95), width = ink.width_of(text, face), high = face.size * 1.3;
  const Margin margin = choose_margin(space, random);
  const bool along = margin.upright && width > margin.area.width();
  const Zone place = space.free_place(margin.area, along ? high : width, along ? width : high, random);
  const double turn = random.normal(width > 100 ? 1.5 : 4);
  if (space.covered(place) > kCrowded || place.x1 > space.width() - 4 || place.y1 > space.height() - 4)
    return std::nullopt;
  if (along) {
    ink.write(text, face, {place.x1 - face.size * 0.3, place.y1}, darkness, -90 + turn / 4);
    return Annotation{Annotation::Kind::note, 1, place, text};
  }
  ink.write(text, face, {place.x0, place.y0 + face.size}, darkness, turn);
  if (random.chance(0.25)) {
    ink.stroke({{place.x0, place.y1},
                {place.x0 + width * 0.6, place.y1 + random.normal(1)},
                {place.x0 + width, place.y1}},
               random.uniform(0.6, 1.1), darkness);
  }
  return Annotation{Annotation::Kind::note, 1, place, text};
}

}  // namespace

std::string_view to_string(Annotation::Kind kind) {
  switch (kind) {
    case Annotation::Kind::note:
      return "note";
    case Annotation::Kind::stamp:
      return "stamp";
    case Annotation::Kind::signature:
      return "signature";
  }
  return "";
}

std::vector<Annotation> add_stamps(const PageSpace& space, Random random, InkLayer& ink) {
  constexpr int kHowMany[] = {0, 0, 1, 1, 1, 2};
  std::vector<Annotation> added;
  for (int i = random.pick(kHowMany); i > 0; --i) added.push_back(stamp(space, random, ink));
  return added;
}

std::vector<Annotation> add_notes(const PageSpace& space, Random random, InkLayer& ink) {
  const auto hands = installed_fonts(FontStyle::hand);
  const std::string hand = hands.empty() ? "cursive" : random.pick(hands);
  constexpr int kHowMany[] = {0, 1, 1, 2, 3};
  std::vector<Annotation> added;
  for (int i = random.pick(kHowMany); i > 0; --i)
    if (auto one = note(space, hand, random, ink)) added.push_back(std::move(*one));
  return added;
}

}  // namespace mailroom::ocr::specimen
