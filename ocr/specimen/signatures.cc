#include <algorithm>
#include <cmath>

#include "ocr/specimen/annotations.h"
#include "ocr/specimen/fonts.h"

namespace mailroom::ocr::specimen {
namespace {

constexpr double kRoom = 0.12;  // share of a signature's place that print may cover: the line it stands on
constexpr double kHigh = 15;    // points

std::string bare(std::string text) {
  std::erase_if(text, [](char c) { return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z'); });
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// A scrawl: loops that get flatter, and a flourish.
void scrawl(const Zone& zone, Random& random, InkLayer& ink) {
  const double pen = random.uniform(0.7, 1.3), darkness = random.uniform(0.7, 0.95);
  const double foot = zone.y1 - 3, tall = zone.height() - 4;
  const int loops = random.between(4, 9);
  std::vector<Point> points;
  for (int i = 0; i <= loops * 12; ++i) {
    const double t = i / 12.0, angle = 2 * M_PI * t;
    const double size = tall * (i < 12 ? 0.9 : random.uniform(0.25, 0.35)) / 2;
    points.push_back({zone.x0 + zone.width() * 0.85 * t / loops - size * 0.5 * std::sin(angle),
                      foot - size + size * std::cos(angle)});
  }
  points.push_back({zone.x1, foot - tall * random.uniform(0.1, 0.6)});
  ink.stroke(points, pen, darkness);
  if (random.chance(0.4))
    ink.stroke({{zone.x0 + zone.width() * 0.2, foot + 1}, {zone.x1, foot - random.uniform(0, 3)}}, pen,
               darkness);
}

// Right of the label, below or above it: the first place that is empty.
std::optional<Zone> place_for(const Zone& label, double width, const PageSpace& space) {
  const double foot = label.y1 + 2;
  for (const Zone& place : {Zone{label.x1 + 6, foot - kHigh, label.x1 + 6 + width, foot},
                            Zone{label.x0, label.y1 + 1, label.x0 + width, label.y1 + 1 + kHigh},
                            Zone{label.x0, label.y0 - 2 - kHigh, label.x0 + width, label.y0 - 2}}) {
    if (place.x1 < space.width() - 20 && place.y1 < space.height() - 20 && space.covered(place) < kRoom)
      return place;
  }
  return std::nullopt;
}

}  // namespace

std::vector<Annotation> add_signatures(const Form& form, int page, const PageSpace& space, Random random,
                                       InkLayer& ink) {
  std::vector<Annotation> added;
  const std::vector<BlankWord> words = form.pages[static_cast<size_t>(page) - 1].words.list();
  const auto hands = installed_fonts(FontStyle::hand);
  const std::string family = hands.empty() ? "cursive" : random.pick(hands);
  for (const BlankWord& label : words) {
    const std::string word = bare(label.text);
    if (word != "signature" && word != "signed") continue;
    const auto place = place_for(label.zone, random.uniform(70, 120), space);
    if (!place || random.chance(0.15)) continue;
    scrawl(*place, random, ink);
    added.push_back({Annotation::Kind::signature, page, *place, ""});
    for (const BlankWord& other : words) {
      if (bare(other.text) != "date" || std::abs(other.zone.y1 - label.zone.y1) > 4 ||
          other.zone.x0 < label.zone.x1)
        continue;
      const std::string day = std::to_string(random.between(1, 28)) + "/" +
                              std::to_string(random.between(1, 12)) + "/" +
                              std::to_string(random.between(20, 26));
      const Face face{family, false, random.uniform(9, 12), random.uniform(0.15, 0.4)};
      const auto beside = place_for(other.zone, ink.width_of(day, face), space);
      if (!beside) continue;
      ink.write(day, face, {beside->x0, beside->y1 - 4}, random.uniform(0.7, 0.95));
      added.push_back({Annotation::Kind::signature, page, *beside, day});
      break;
    }
  }
  return added;
}

}  // namespace mailroom::ocr::specimen
