#include "ocr/specimen/writer.h"

#include <algorithm>

#include "base/error.h"
#include "ocr/specimen/fonts.h"

namespace mailroom::ocr::specimen {
namespace {

constexpr FontStyle kPrinted[] = {FontStyle::sans,  FontStyle::sans, FontStyle::sans,      FontStyle::sans,
                                  FontStyle::serif, FontStyle::mono, FontStyle::typewriter};
// A dot of a small typeface is a pixel or two of an office scan: printed smaller, paler or worn it is lost.
constexpr double kAccentSize = 10, kAccentInk = 0.9, kAccentSpread = 0.05;
constexpr MarkStyle kMarks[] = {MarkStyle::cross, MarkStyle::cross,  MarkStyle::tick,
                                MarkStyle::tick,  MarkStyle::filled, MarkStyle::dot};

std::string choose_family(FontStyle& style, Random& random) {
  auto families = installed_fonts(style);
  // What every desktop has stands in for what is not installed; nothing stands in for a hand.
  if (families.empty() && style != FontStyle::hand) families = installed_fonts(style = FontStyle::sans);
  if (!families.empty()) return random.pick(families);
  if (style == FontStyle::hand) {
    throw Error(Fault::usage, "no_fonts", "no typeface that looks like handwriting is installed", {},
                "install for example fonts-dkg-handwriting and fonts-breip");
  }
  throw Error(Fault::usage, "no_fonts", "no typeface to fill forms in with is installed", {},
              "install for example fonts-liberation and fonts-dejavu-core");
}

}  // namespace

Writer choose_writer(bool by_hand, bool accents, Random random) {
  Writer writer;
  FontStyle style = by_hand ? FontStyle::hand : random.pick(kPrinted);
  writer.family = choose_family(style, random);
  writer.by_hand = by_hand;
  writer.typewriter = style == FontStyle::typewriter;
  writer.bold = !by_hand && !writer.typewriter && random.chance(0.04);
  writer.capitals = random.chance(by_hand ? 0.25 : 0.12);
  writer.size = by_hand ? random.uniform(11, 14) : random.uniform(8.5, 11.5);
  writer.ink = by_hand ? random.uniform(0.7, 0.95) : random.uniform(0.8, 1);
  // A nib's width, or a worn ribbon's; letters that are drawn boldly already get less of it.
  const bool hairline = is_hairline(writer.family);
  if (hairline) writer.pen = random.uniform(0.45, 0.65);
  if (by_hand && !hairline) writer.pen = random.uniform(0, 0.25);
  // Ink spreads more often than it fails; of a hairline that wears nothing would be left to read.
  writer.spread = std::clamp(random.normal(0.2), hairline ? 0.2 : -0.2, writer.bold ? 0.1 : 0.5);
  if (accents) {
    writer.size = std::max(writer.size, kAccentSize);
    writer.ink = std::max(writer.ink, kAccentInk);
    writer.spread = std::max(writer.spread, kAccentSpread);
  }
  writer.indent = random.uniform(1.5, 4);
  writer.low = random.chance(0.3) ? random.uniform(0.2, 0.6) : 0.05;
  writer.right_aligned = random.chance(0.6) ? 0.9 : random.uniform(0, 0.3);
  writer.mark = random.pick(kMarks);
  return writer;
}

}  // namespace mailroom::ocr::specimen
