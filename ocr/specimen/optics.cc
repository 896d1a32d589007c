#include "ocr/specimen/optics.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mailroom::ocr::specimen {
namespace {

constexpr size_t kTable = 1 << 16;
constexpr double kOnePass = 0.6;  // variance that three taps can give

// Three taps in both directions, whose variance is `variance`.
void blur_once(Picture& picture, double variance) {
  const int side = static_cast<int>(std::lround(variance / 2 * 256)), middle = 256 - 2 * side;
  const auto width = static_cast<size_t>(picture.width);
  std::array<std::vector<uint8_t>, 3> rows;  // blurred along, of the row above, this one and the one below
  for (auto& row : rows) row.resize(width);
  const auto along = [&](int y, std::vector<uint8_t>& out) {
    const uint8_t* in = picture.at(0, y);
    out[0] = in[0], out[width - 1] = in[width - 1];
    for (size_t x = 1; x + 1 < width; ++x)
      out[x] = static_cast<uint8_t>((side * (in[x - 1] + in[x + 1]) + middle * in[x] + 128) >> 8);
  };
  along(0, rows[0]);
  along(std::min(1, picture.height - 1), rows[1]);
  for (int y = 1; y + 1 < picture.height; ++y) {
    along(y + 1, rows[2]);
    uint8_t* out = picture.at(0, y);
    for (size_t x = 0; x < width; ++x)
      out[x] = static_cast<uint8_t>((side * (rows[0][x] + rows[2][x]) + middle * rows[1][x] + 128) >> 8);
    std::rotate(rows.begin(), rows.begin() + 1, rows.end());
  }
}

uint8_t to_byte(int value) {
  return static_cast<uint8_t>(std::clamp(value, 0, 255));
}

}  // namespace

void blur(Picture& picture, double sigma) {
  if (picture.width < 3 || picture.height < 3 || sigma <= 0) return;
  const int passes = static_cast<int>(std::ceil(sigma * sigma / kOnePass));
  for (int i = 0; i < passes; ++i) blur_once(picture, sigma * sigma / passes);
}

Grain::Grain(double sigma, Random random) : random_(random), table_(kTable + (1 << 14)) {
  // The sum of four bytes has a deviation of 147.8.
  for (int8_t& value : table_) {
    const uint64_t bits = random_.next();
    const int sum =
        static_cast<int>((bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24 & 255));
    value = static_cast<int8_t>(std::clamp((sum - 510) / 147.8 * sigma, -127.0, 127.0));
  }
}

const int8_t* Grain::row(int width) {
  const auto room = table_.size() - std::min(table_.size(), static_cast<size_t>(width));
  return table_.data() + random_.below(static_cast<int>(room) + 1);
}

void add_grain(Picture& picture, double sigma, const Random& random) {
  Grain grain(sigma, random);
  for (int y = 0; y < picture.height; ++y) {
    const int8_t* noise = grain.row(picture.width);
    uint8_t* row = picture.at(0, y);
    for (int x = 0; x < picture.width; ++x) row[x] = to_byte(row[x] + noise[x]);
  }
}

void to_bilevel(Picture& picture, double threshold, double grain, double drift, const Random& random) {
  Grain noise(grain, random);
  std::vector<int16_t> limits(static_cast<size_t>(picture.width));
  for (int x = 0; x < picture.width; ++x) {
    limits[static_cast<size_t>(x)] = static_cast<int16_t>(
        std::clamp(threshold + drift * (x / static_cast<double>(picture.width) - 0.5), 1.0, 254.0));
  }
  for (int y = 0; y < picture.height; ++y) {
    const int8_t* jitter = noise.row(picture.width);
    uint8_t* row = picture.at(0, y);
    for (int x = 0; x < picture.width; ++x)
      row[x] = row[x] + jitter[x] < limits[static_cast<size_t>(x)] ? 0 : 255;
  }
}

void add_specks(Picture& picture, int count, int largest, uint8_t grey, Random random) {
  for (int i = 0; i < count; ++i) {
    int x = random.below(picture.width), y = random.below(picture.height);
    for (int size = random.between(1, largest); size > 0; --size) {
      if (x >= 0 && y >= 0 && x < picture.width && y < picture.height) *picture.at(x, y) = grey;
      (random.chance(0.5) ? x : y) += random.chance(0.5) ? 1 : -1;
    }
  }
}

void set_tones(Picture& picture, int black, int white) {
  std::array<uint8_t, 256> tone{};
  for (int i = 0; i < 256; ++i) tone[static_cast<size_t>(i)] = to_byte(black + i * (white - black) / 255);
  for (uint8_t& value : picture.pixels) value = tone[value];
}

}  // namespace mailroom::ocr::specimen
