#include "ocr/reader/signature.h"

#include <algorithm>
#include <cmath>

#include "ocr/reader/processor.h"

namespace mailroom::ocr::reader {
namespace {

constexpr int kNeighbourhood = 6;  // bands: half an inch
constexpr int kCellScale = 8;      // of ink in a cell, so that the mean's fraction counts
constexpr int kFewestCells = 500;  // in common, or the comparison says nothing

// What changes slowly down the page says little: the difference to the neighbourhood is kept.
Signature::Bands sharpened(const std::array<double, kBands>& raw, int used) {
  std::array<double, kBands> sharp{};
  double sum = 0;
  for (int i = 0; i < used; ++i) {
    double mean = 0;
    const int from = std::max(0, i - kNeighbourhood), to = std::min(used - 1, i + kNeighbourhood);
    for (int k = from; k <= to; ++k) mean += raw[static_cast<size_t>(k)];
    const double value = raw[static_cast<size_t>(i)] - mean / (to - from + 1);
    sharp[static_cast<size_t>(i)] = value;
    sum += value * value;
  }
  Signature::Bands bands{};
  if (sum > 0)
    for (size_t i = 0; i < kBands; ++i)
      bands[i] = static_cast<int16_t>(std::lround(sharp[i] / std::sqrt(sum) * kSignatureLength));
  return bands;
}

MAILROOM_SUMS int32_t product(const int16_t* a, const int16_t* b) {
  int32_t sum = 0;
  for (int i = 0; i < kBands; ++i) sum += a[i] * b[i];
  return sum;
}

std::pair<int32_t, int> best_shift(const Signature::Bands& bands, const int16_t* sought) {
  std::pair<int32_t, int> best{0, 0};
  for (int shift = -kSignatureReach; shift <= kSignatureReach; ++shift) {
    const int32_t sum = product(bands.data(), sought + kSignatureReach + shift);
    if (sum > best.first) best = {sum, shift};
  }
  return best;
}

MAILROOM_SUMS int64_t product(const int16_t* a, const int16_t* b, int count) {
  int32_t sum = 0;  // of a row of cells within ±128
  for (int i = 0; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

Signature Signature::upside_down() const {
  Signature turned = *this;
  std::reverse(turned.rows.begin(), turned.rows.begin() + height);
  std::reverse(turned.columns.begin(), turned.columns.begin() + width);
  return turned;
}

Signature signature(const Bits& quarter) {
  Signature s;
  s.height = std::min((quarter.height() + kSignatureCell - 1) / kSignatureCell, kBands);
  s.width = std::min((quarter.width() + kSignatureCell - 1) / kSignatureCell, kBands);
  std::array<double, kBands> rows{}, columns{};
  for (int i = 0; i < s.height; ++i)
    rows[static_cast<size_t>(i)] = std::sqrt(
        static_cast<double>(quarter.count(0, i * kSignatureCell, quarter.width(), (i + 1) * kSignatureCell)));
  for (int i = 0; i < s.width; ++i)
    columns[static_cast<size_t>(i)] = std::sqrt(static_cast<double>(
        quarter.count(i * kSignatureCell, 0, (i + 1) * kSignatureCell, quarter.height())));
  s.rows = sharpened(rows, s.height);
  s.columns = sharpened(columns, s.width);
  return s;
}

SoughtSignature::SoughtSignature(const Signature& of_page) {
  std::copy(of_page.rows.begin(), of_page.rows.end(), rows_.begin() + kSignatureReach);
  std::copy(of_page.columns.begin(), of_page.columns.end(), columns_.begin() + kSignatureReach);
}

Likeness SoughtSignature::compare(const Signature& of_template) const {
  const auto [rows, dy] = best_shift(of_template.rows, rows_.data());
  const auto [columns, dx] = best_shift(of_template.columns, columns_.data());
  return {(static_cast<double>(rows) + columns) / (2 * kSignatureLength * kSignatureLength), dx, dy};
}

Density Density::upside_down() const {
  Density turned = *this;
  std::reverse(turned.cells.begin(), turned.cells.end());
  return turned;
}

Density density(const Bits& quarter) {
  Density d;
  d.width = (quarter.width() + kSignatureCell - 1) / kSignatureCell;
  d.height = (quarter.height() + kSignatureCell - 1) / kSignatureCell;
  d.cells.resize(static_cast<size_t>(d.width) * static_cast<size_t>(d.height));
  constexpr size_t kCellsPerWord = 64 / kSignatureCell;
  double sum = 0;
  for (int y = 0; y < quarter.height(); ++y) {
    int16_t* cells = d.cells.data() + static_cast<size_t>(y / kSignatureCell) * static_cast<size_t>(d.width);
    for (size_t i = 0; i < quarter.stride(); ++i) {
      uint64_t counts = quarter.row(y)[i];  // the ink of each four pixels, side by side
      counts = (counts & 0x5555555555555555u) + ((counts >> 1) & 0x5555555555555555u);
      counts = (counts & 0x3333333333333333u) + ((counts >> 2) & 0x3333333333333333u);
      for (size_t k = 0; k < kCellsPerWord && counts != 0; ++k, counts >>= kSignatureCell)
        cells[i * kCellsPerWord + k] = static_cast<int16_t>(cells[i * kCellsPerWord + k] + (counts & 15));
    }
  }
  for (const int16_t cell : d.cells) sum += cell;
  const double mean = sum / static_cast<double>(std::max<size_t>(d.cells.size(), 1));
  double squares = 0;
  for (int16_t& cell : d.cells) {
    cell = static_cast<int16_t>(std::lround(kCellScale * (cell - mean)));
    squares += cell * cell;
  }
  d.length = std::sqrt(squares);
  return d;
}

Likeness compare(const DensityView& of_template, const Density& of_page, Likeness near, int reach) {
  Likeness best{-1, near.dx, near.dy};
  const double length = of_template.length * of_page.length;
  if (length <= 0) return best;
  for (int dy = near.dy - reach; dy <= near.dy + reach; ++dy)
    for (int dx = near.dx - reach; dx <= near.dx + reach; ++dx) {
      const int x0 = std::max(0, -dx), x1 = std::min(of_template.width, of_page.width - dx);
      const int y0 = std::max(0, -dy), y1 = std::min(of_template.height, of_page.height - dy);
      if (x1 <= x0 || y1 <= y0 || (x1 - x0) * (y1 - y0) < kFewestCells) continue;
      int64_t sum = 0;
      for (int y = y0; y < y1; ++y) {
        const int16_t* a = of_template.cells.data() + y * of_template.width + x0;
        const int16_t* b = of_page.cells.data() + (y + dy) * of_page.width + x0 + dx;
        sum += product(a, b, x1 - x0);
      }
      const double score = static_cast<double>(sum) / length;
      if (score > best.score) best = {score, dx, dy};
    }
  return best;
}

}  // namespace mailroom::ocr::reader
