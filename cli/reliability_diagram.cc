#include "cli/reliability_diagram.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "base/text.h"

namespace mailroom::cli {

namespace {

using ocr::Calibration;
using ocr::Claim;
using ocr::FieldGroup;

template <typename... Values>
std::string format(const char* pattern, Values... values) {
  char text[256];
  std::snprintf(text, sizeof text, pattern, values...);
  return text;
}

// The diagram's plane: doubts from 1 (left, bottom) to 1 in 10,000 (right, top).
constexpr double kSide = 400, kMargin = 60, kDecades = 4;

double along(double probability) {
  const double doubt = std::clamp(1 - probability, std::pow(10, -kDecades), 1.0);
  return -std::log10(doubt) / kDecades * kSide;
}
double x_of(double claimed) {
  return kMargin + along(claimed);
}
double y_of(double found) {
  return kMargin + kSide - along(found);
}

std::string line(double x0, double y0, double x1, double y1, const char* style) {
  return format("<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' %s/>\n", x0, y0, x1, y1, style);
}

std::string label(double x, double y, const char* anchor, const std::string& text) {
  return format("<text x='%.1f' y='%.1f' text-anchor='%s'>", x, y, anchor) + text + "</text>\n";
}

std::string axes() {
  std::string out;
  for (const double value : {0.0, 0.9, 0.99, 0.999, 0.9999}) {
    out += line(x_of(value), y_of(0), x_of(value), y_of(0.9999), "stroke='#ddd'");
    out += line(x_of(0), y_of(value), x_of(0.9999), y_of(value), "stroke='#ddd'");
    out += label(x_of(value), y_of(0) + 18, "middle", format("%g", value));
    out += label(x_of(0) - 8, y_of(value) + 4, "end", format("%g", value));
  }
  out += line(x_of(0), y_of(0), x_of(0.9999), y_of(0.9999), "stroke='#888' stroke-dasharray='4 4'");
  out += label(x_of(0) + kSide / 2, y_of(0) + 40, "middle", "claimed");
  return out + label(x_of(0) - 8, y_of(0.9999) - 14, "end", "found");
}

// A third of a factor of ten of doubt.
int band_of(double confidence) {
  return static_cast<int>(std::floor(along(confidence) / kSide * kDecades * 3 + 1e-9));
}

std::string band(const std::vector<Claim>& claims) {
  double sum = 0;
  int64_t right = 0;
  for (const Claim& claim : claims) sum += claim.confidence, right += claim.right;
  const auto count = static_cast<int64_t>(claims.size());
  const double x = x_of(sum / static_cast<double>(count));
  const ocr::Interval within = ocr::wilson_interval(right, count);
  const double found = static_cast<double>(right) / static_cast<double>(count);
  return line(x, y_of(within.low), x, y_of(within.high), "stroke='#0046a0'") +
         format("<circle cx='%.1f' cy='%.1f' r='%.1f' fill='#0046a0'><title>%lld of %lld</title></circle>\n",
                x, y_of(found), 2 + std::log10(static_cast<double>(count)), static_cast<long long>(right),
                static_cast<long long>(count));
}

std::string steps(const ocr::CalibrationTable& table) {
  std::string points;
  for (size_t i = 0; i < table.size(); ++i) {
    const double end = i + 1 < table.size() ? table[i + 1].claimed : 1;
    points += format("%.1f,%.1f %.1f,%.1f ", x_of(table[i].claimed), y_of(table[i].found), x_of(end),
                     y_of(table[i].found));
  }
  return "<polyline points='" + points + "' fill='none' stroke='#c86e00' stroke-width='1.5'/>\n";
}

}  // namespace

std::string reliability_diagram(FieldGroup group, const Calibration& calibration,
                                const std::vector<Claim>& claims) {
  std::map<int, std::vector<Claim>> bands;
  for (const Claim& claim : claims) bands[band_of(claim.confidence)].push_back(claim);
  const double side = kSide + 2 * kMargin;
  std::string out =
      format("<svg xmlns='http://www.w3.org/2000/svg' width='%.0f' height='%.0f' ", side, side) +
      "font-family='sans-serif' font-size='12'>\n<rect width='100%' height='100%' fill='white'/>\n";
  out += label(
      side / 2, kMargin / 2, "middle",
      std::string(ocr::to_string(group)) + ": " + count_of(static_cast<long long>(claims.size()), "field"));
  out += axes() + steps(calibration.table(group));
  for (const auto& [number, in_band] : bands) out += band(in_band);
  return out + "</svg>\n";
}

}  // namespace mailroom::cli
