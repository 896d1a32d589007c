#include "ocr/reader/signature.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr int kReach = 12;  // cells: about an inch

// What changes slowly down the page says little: the difference to the neighbourhood is kept.
void sharpen(Signature::Bands& bands, int used) {
  Signature::Bands raw = bands;
  bands.fill(0);
  used = std::min(used, kBands);
  double sum = 0;
  for (int i = 0; i < used; ++i) {
    double mean = 0;
    int n = 0;
    for (int k = std::max(0, i - 6); k <= std::min(used - 1, i + 6); ++k, ++n)
      mean += static_cast<double>(raw[static_cast<size_t>(k)]);
    const double value = static_cast<double>(raw[static_cast<size_t>(i)]) - mean / n;
    bands[static_cast<size_t>(i)] = static_cast<float>(value);
    sum += value * value;
  }
  const float length = static_cast<float>(std::sqrt(sum));
  if (length > 0)
    for (float& value : bands) value /= length;
}

std::pair<double, int> best_shift(const Signature::Bands& a, const Signature::Bands& b) {
  std::pair<double, int> best{-1, 0};
  for (int shift = -kReach; shift <= kReach; ++shift) {
    float sum = 0;
    const int from = std::max(0, -shift), to = std::min(kBands, kBands - shift);
    const float *pa = a.data() + from, *pb = b.data() + from + shift;
    for (int i = 0; i < to - from; ++i) sum += pa[i] * pb[i];
    if (static_cast<double>(sum) > best.first) best = {static_cast<double>(sum), shift};
  }
  return best;
}

}  // namespace

Signature Signature::upside_down() const {
  Signature turned = *this;
  std::reverse(turned.rows.begin(), turned.rows.begin() + std::min(height, kBands));
  std::reverse(turned.columns.begin(), turned.columns.begin() + std::min(width, kBands));
  return turned;
}

Signature signature(const Bits& quarter) {
  Signature s;
  s.height = (quarter.height() + kSignatureCell - 1) / kSignatureCell;
  s.width = (quarter.width() + kSignatureCell - 1) / kSignatureCell;
  for (int i = 0; i < std::min(s.height, kBands); ++i)
    s.rows[static_cast<size_t>(i)] = std::sqrt(
        static_cast<float>(quarter.count(0, i * kSignatureCell, quarter.width(), (i + 1) * kSignatureCell)));
  for (int i = 0; i < std::min(s.width, kBands); ++i)
    s.columns[static_cast<size_t>(i)] = std::sqrt(
        static_cast<float>(quarter.count(i * kSignatureCell, 0, (i + 1) * kSignatureCell, quarter.height())));
  sharpen(s.rows, s.height);
  sharpen(s.columns, s.width);
  return s;
}

Likeness compare(const Signature& of_template, const Signature& of_page) {
  const auto [rows, dy] = best_shift(of_template.rows, of_page.rows);
  const auto [columns, dx] = best_shift(of_template.columns, of_page.columns);
  return {(rows + columns) / 2, dx, dy};
}

Density::Density(const Bits& quarter)
    : width_((quarter.width() + kSignatureCell - 1) / kSignatureCell),
      height_((quarter.height() + kSignatureCell - 1) / kSignatureCell),
      cells_(static_cast<size_t>(width_) * static_cast<size_t>(height_)) {
  for (int y = 0; y < height_; ++y)
    for (int x = 0; x < width_; ++x)
      cells_[static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x)] =
          static_cast<float>(quarter.count(x * kSignatureCell, y * kSignatureCell, (x + 1) * kSignatureCell,
                                           (y + 1) * kSignatureCell));
}

Density Density::upside_down() const {
  Density turned = *this;
  std::reverse(turned.cells_.begin(), turned.cells_.end());
  return turned;
}

Likeness Density::compare(const Density& page, Likeness near, int reach) const {
  Likeness best{-1, near.dx, near.dy};
  for (int dy = near.dy - reach; dy <= near.dy + reach; ++dy)
    for (int dx = near.dx - reach; dx <= near.dx + reach; ++dx) {
      float n = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;
      for (int y = std::max(0, -dy); y < height_ && y + dy < page.height_; ++y) {
        const float* p = cells_.data() + static_cast<size_t>(y) * static_cast<size_t>(width_);
        const float* q = page.cells_.data() + static_cast<size_t>(y + dy) * static_cast<size_t>(page.width_);
        for (int x = std::max(0, -dx); x < width_ && x + dx < page.width_; ++x) {
          const float u = p[x], v = q[x + dx];
          n += 1, a += u, b += v, aa += u * u, bb += v * v, ab += u * v;
        }
      }
      const double va = static_cast<double>(n * aa - a * a), vb = static_cast<double>(n * bb - b * b);
      if (n < 500 || va <= 0 || vb <= 0) continue;
      const double score = static_cast<double>(n * ab - a * b) / std::sqrt(va * vb);
      if (score > best.score) best = {score, dx, dy};
    }
  return best;
}

}  // namespace mailroom::ocr::reader
