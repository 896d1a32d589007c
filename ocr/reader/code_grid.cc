#include "ocr/reader/code_grid.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kMostTurned = 3;                     // degrees; feeders do not let more through
constexpr double kLeastPitch = 2.2, kMostPitch = 10;  // pixels of a module
constexpr double kOnGrid = 0.3;                       // coherence that edges anywhere do not have
constexpr int kLeastModules = 8, kMostModules = 180;  // of a side
constexpr double kSide = 0.2;                         // share of ink that a code's outer rows have at least
constexpr int kModule = 4, kQuiet = 4;                // pixels; modules

// Where ink begins or ends, as seen along the rows of a picture.
struct Edge {
  double along, across;  // pixels: the boundary, the middle of its row
  bool begins;
};

std::vector<Edge> edges_along_rows(const Bits& ink) {
  std::vector<Edge> edges;
  for (int y = 0; y < ink.height(); ++y)
    for (int x = 0; x <= ink.width(); ++x)
      if (ink.get(x, y) != ink.get(x - 1, y)) edges.push_back({double(x), y + 0.5, ink.get(x, y)});
  return edges;
}

std::vector<Edge> edges_along_columns(const Bits& ink) {
  std::vector<Edge> edges;
  for (int x = 0; x < ink.width(); ++x)
    for (int y = 0; y <= ink.height(); ++y)
      if (ink.get(x, y) != ink.get(x, y - 1)) edges.push_back({double(y), x + 0.5, ink.get(x, y)});
  return edges;
}

// Where on an axis that is turned by so much the edges lie, a third of a pixel a place.
constexpr int kPlaces = 3;
struct Profile {
  std::vector<double> begins, ends;
  double from = 0;  // pixels, the first place
};

Profile profile_of(const std::vector<Edge>& edges, double slope) {
  double least = 1e9, most = -1e9;
  for (const Edge& e : edges) {
    const double at = e.along + slope * e.across;
    least = std::min(least, at), most = std::max(most, at);
  }
  Profile profile;
  profile.from = least;
  const auto places = static_cast<size_t>((most - least) * kPlaces) + 1;
  profile.begins.resize(places), profile.ends.resize(places);
  for (const Edge& e : edges) {
    const auto place = static_cast<size_t>((e.along + slope * e.across - least) * kPlaces);
    (e.begins ? profile.begins : profile.ends)[place] += 1;
  }
  return profile;
}

// How much the edges gather in few places.
double sharpness(const std::vector<Edge>& edges, double slope) {
  const Profile profile = profile_of(edges, slope);
  double sum = 0;
  for (const auto* side : {&profile.begins, &profile.ends})
    for (size_t i = 1; i < side->size(); ++i) {
      const double both = (*side)[i - 1] + (*side)[i];
      sum += both * both;
    }
  return sum;
}

// Of rows and columns together: a code is turned as a whole. The tangent, by which rows fall to the right.
double slope_of(const std::vector<Edge>& rows, const std::vector<Edge>& columns) {
  constexpr double kStep = 0.1;  // degrees
  double best = 0, most = -1;
  for (double degrees = -kMostTurned; degrees <= kMostTurned; degrees += kStep) {
    const double slope = std::tan(degrees * std::numbers::pi / 180);
    const double sharp = sharpness(rows, slope) + sharpness(columns, -slope);
    if (sharp > most) most = sharp, best = slope;
  }
  return best;
}

// Lines a pitch apart, on which edges stand.
struct Lines {
  double pitch = 0, first = 0, coherence = 0;
};

std::complex<double> wave(const std::vector<double>& side, double from, double pitch) {
  const std::complex<double> turn = std::polar(1.0, 2 * std::numbers::pi / (pitch * kPlaces));
  std::complex<double> sum = 0, at = std::polar(1.0, 2 * std::numbers::pi * (from + 0.5 / kPlaces) / pitch);
  double all = 0;
  for (const double edges : side) {
    sum += edges * at;
    all += edges;
    at *= turn;
  }
  return all > 0 ? sum / all : sum;
}

// `is_fat`: ink has spread rather than worn.
Lines lines_of(const Profile& profile, bool is_fat) {
  constexpr double kStep = 1.002;  // of a pitch: an eighth of a module across sixty
  constexpr double kTurn = 2 * std::numbers::pi;
  Lines best;
  for (double pitch = kLeastPitch; pitch < kMostPitch; pitch *= kStep) {
    const auto begins = wave(profile.begins, profile.from, pitch),
               ends = wave(profile.ends, profile.from, pitch);
    const double coherence = (std::abs(begins) + std::abs(ends)) / 2;
    if (coherence <= best.coherence) continue;
    // Ink that spreads begins as far before a line as it ends behind one: up to half a module, and a quarter
    // the other way, for half of a code is ink only about.
    double apart = std::arg(ends * std::conj(begins));
    if (is_fat && apart < -kTurn / 4) apart += kTurn;
    if (!is_fat && apart > kTurn / 4) apart -= kTurn;
    best = {pitch, (std::arg(begins) + apart / 2) / kTurn * pitch, coherence};
  }
  return best;
}

// The part of the spot that is the code: ink with no more than a module of paper between.
Bits only_code(const Bits& spot) {
  constexpr int kGap = 3;  // pixels
  const std::vector<Component> pieces = components(spot.dilated(kGap));
  if (pieces.empty()) return {};
  const Component& code = *std::max_element(
      pieces.begin(), pieces.end(), [](const Component& a, const Component& b) { return a.ink < b.ink; });
  return spot.cut(code.x0, code.y0, code.width(), code.height());
}

// One axis of the code: its lines, and from which to which it has modules.
struct Axis {
  Lines lines;
  double begin = 0;  // pixels
  int modules = 0;
};

Axis axis_of(const std::vector<Edge>& edges, double slope, double length_across, bool is_fat) {
  const Profile profile = profile_of(edges, slope);
  Axis axis{lines_of(profile, is_fat)};
  if (axis.lines.coherence < kOnGrid) return axis;
  // The first and the last line at which enough of a side begins or ends.
  const double pitch = axis.lines.pitch;
  const auto side = [&](const std::vector<double>& edges_at, bool is_last) {
    std::vector<double> by_line(edges_at.size() / static_cast<size_t>(pitch * kPlaces) + 3);
    const double origin = std::round((profile.from - axis.lines.first) / pitch);
    for (size_t i = 0; i < edges_at.size(); ++i) {
      const double at = profile.from + (static_cast<double>(i) + 0.5) / kPlaces;
      const double line = std::round((at - axis.lines.first) / pitch) - origin;
      by_line[static_cast<size_t>(std::clamp<double>(line, 0, double(by_line.size() - 1)))] += edges_at[i];
    }
    const auto is_enough = [&](double count) { return count > kSide * length_across; };
    if (is_last) {
      const auto at = std::find_if(by_line.rbegin(), by_line.rend(), is_enough);
      return origin + static_cast<double>(by_line.rend() - at) - 1;
    }
    return origin +
           static_cast<double>(std::find_if(by_line.begin(), by_line.end(), is_enough) - by_line.begin());
  };
  const double first = side(profile.begins, false), last = side(profile.ends, true);
  axis.begin = axis.lines.first + first * pitch;
  axis.modules = static_cast<int>(last - first);
  return axis;
}

}  // namespace

CodeGrid code_grid(const Bits& spot) {
  const Bits code = only_code(spot);
  const std::vector<Edge> rows = edges_along_rows(code), columns = edges_along_columns(code);
  CodeGrid grid;
  if (rows.empty() || columns.empty()) return grid;
  const double slope = slope_of(rows, columns);
  const bool is_fat = 2 * code.count() > static_cast<long>(code.width()) * code.height();
  const Axis across = axis_of(rows, slope, code.height(), is_fat),
             down = axis_of(columns, -slope, code.width(), is_fat);
  if (std::min(across.modules, down.modules) < kLeastModules ||
      std::max(across.modules, down.modules) > kMostModules)
    return grid;
  grid.columns = across.modules, grid.rows = down.modules;
  // x + slope y and y - slope x are where the lines tell; solved for x and y.
  const double scale = 1 / (1 + slope * slope);
  for (int row = 0; row < grid.rows; ++row)
    for (int column = 0; column < grid.columns; ++column) {
      constexpr int kSamples = 7;
      int inked = 0;
      for (int i = 0; i < kSamples; ++i)
        for (int j = 0; j < kSamples; ++j) {
          constexpr double kReach = 0.15;  // of a module, from its middle: what spreads does not reach that
          const double dx = kReach * (2.0 * i / (kSamples - 1) - 1),
                       dy = kReach * (2.0 * j / (kSamples - 1) - 1);
          const double u = across.begin + (column + 0.5 + dx) * across.lines.pitch;
          const double v = down.begin + (row + 0.5 + dy) * down.lines.pitch;
          inked += code.get(static_cast<int>(std::floor((u - slope * v) * scale)),
                            static_cast<int>(std::floor((v + slope * u) * scale)));
        }
      grid.ink.push_back(inked / double(kSamples * kSamples));
    }
  return grid;
}

Raster drawn(const CodeGrid& grid, double least) {
  Raster picture(pixCreate((grid.columns + 2 * kQuiet) * kModule, (grid.rows + 2 * kQuiet) * kModule, 8));
  if (picture == nullptr) return nullptr;
  pixSetAll(picture.get());
  for (int row = 0; row < grid.rows; ++row)
    for (int column = 0; column < grid.columns; ++column)
      if (grid.ink[static_cast<size_t>(row) * static_cast<size_t>(grid.columns) +
                   static_cast<size_t>(column)] > least)
        pixRasterop(picture.get(), (column + kQuiet) * kModule, (row + kQuiet) * kModule, kModule, kModule,
                    PIX_CLR, nullptr, 0, 0);
  return picture;
}

}  // namespace mailroom::ocr::reader
