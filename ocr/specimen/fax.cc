// A fax machine of group 3: 204 dots an inch across, 196 or 98 lines an inch down, 1728 dots a line (ITU-T
// T.4).
#include <algorithm>
#include <cmath>
#include <string>

#include "ocr/specimen/homography.h"
#include "ocr/specimen/ink_layer.h"
#include "ocr/specimen/optics.h"
#include "ocr/specimen/scan.h"

namespace mailroom::ocr::specimen {
namespace {

constexpr double kAcross = 204, kFine = 196;
constexpr int kDots = 1728;

// The line that the sender's machine puts on top of each page.
void add_header(Picture& page, const Sheet& sheet, Random& random) {
  const auto two = [](int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
  const std::string header = two(random.between(1, 28)) + "/" + two(random.between(1, 12)) + "/" +
                             std::to_string(random.between(2019, 2026)) + "  " + two(random.between(7, 19)) +
                             ":" + two(random.below(60)) + "    01632 960" +
                             std::to_string(random.between(100, 999)) + "            P. " + two(sheet.page) +
                             "/" + two(sheet.pages);
  constexpr int kRows = 40;
  Picture strip{page.width, kRows, 1, std::vector<uint8_t>(static_cast<size_t>(page.width) * kRows, 255)};
  InkLayer ink(strip.width, strip.height, kAcross);
  ink.write(header, {"monospace", false, 8}, {36, 10}, 1);
  ink.print_on(strip, 0);
  // Above the page, or over what is there.
  if (random.chance(0.6)) {
    page.pixels.insert(page.pixels.begin(), strip.pixels.begin(), strip.pixels.end());
    page.height += kRows;
  } else {
    std::copy(strip.pixels.begin(), strip.pixels.end(), page.pixels.begin());
  }
}

// Two lines become one: what the machine does not look at is lost.
Picture at_half_the_lines(const Picture& fine) {
  Picture half{fine.width, fine.height / 2, 1, {}};
  half.pixels.resize(static_cast<size_t>(half.width) * static_cast<size_t>(half.height));
  for (int y = 0; y < half.height; ++y) {
    const uint8_t *a = fine.at(0, 2 * y), *b = fine.at(0, 2 * y + 1);
    uint8_t* out = half.at(0, y);
    for (int x = 0; x < half.width; ++x) out[x] = static_cast<uint8_t>((a[x] + b[x]) / 2);
  }
  return half;
}

// Lines that came over the wire wrongly: white from some dot on, or the line before once more.
void lose_lines(Picture& page, int count, Random random) {
  for (int i = 0; i < count; ++i) {
    const int y = random.between(1, page.height - 1), from = random.below(page.width);
    uint8_t* line = page.at(0, y);
    if (random.chance(0.5)) {
      std::copy(line - page.width, line, line);
    } else {
      std::fill(line + from, line + std::min(page.width, from + random.between(20, 600)), uint8_t{255});
    }
  }
}

}  // namespace

ScannedPage scan_by_fax(const Sheet& sheet, Random random) {
  const double across = kAcross / sheet.dpi, down = kFine / sheet.dpi;
  const int rows = static_cast<int>(sheet.picture.height * down);
  const double x = sheet.picture.width / 2.0, y = sheet.picture.height / 2.0, per_point = sheet.dpi / 72;
  const double degrees = std::clamp(random.normal(0.8), -2.0, 2.0), stretch = 1 + random.normal(0.006);
  const Homography fed =
      shift((kDots / 2.0), rows / 2.0) * scale(across, down * stretch) *
      shift((random.uniform(-7, 7) + sheet.dx) * per_point, (random.uniform(-7, 7) + sheet.dy) * per_point) *
      turn(degrees) * shift(-x, -y);
  Picture page = seen_through(sheet.picture, inverse(fed), kDots, rows, sheet.beyond);
  if (random.chance(0.5)) add_header(page, sheet, random);
  const bool is_fine = random.chance(0.75);
  blur(page, random.uniform(0.4, 0.8));
  if (!is_fine) page = at_half_the_lines(page);
  to_bilevel(page, std::clamp(155 + random.normal(14), 135.0, 190.0), random.uniform(8, 22),
             random.normal(15), random.fork("grain"));
  add_specks(page, random.between(50, 500), 5, 0, random.fork("specks"));
  add_specks(page, random.between(20, 200), 3, 255, random.fork("pinholes"));
  lose_lines(page, random.below(14), random.fork("lines"));
  return {std::move(page), static_cast<int>(kAcross), static_cast<int>(is_fine ? kFine : kFine / 2)};
}

}  // namespace mailroom::ocr::specimen
