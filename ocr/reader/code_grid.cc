#include "ocr/reader/code_grid.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <utility>

#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kMostTurned = 3;                     // degrees; feeders do not let more through
constexpr double kLeastPitch = 2.2, kMostPitch = 10;  // pixels of a module
constexpr double kPitchStep = 1.002;                  // an eighth of a module across sixty
constexpr double kOnGrid = 0.15;                      // coherence that edges anywhere do not have
constexpr int kLeastModules = 8, kMostModules = 180;  // of a side
constexpr double kSide = 0.2;                         // share of ink that a code's outer rows have at least
constexpr int kQuiet = 4;                             // modules

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

// For each pitch that a code may have. `is_fat`: ink has spread rather than worn.
std::vector<Lines> all_lines(const Profile& profile, bool is_fat) {
  constexpr double kTurn = 2 * std::numbers::pi;
  std::vector<Lines> all;
  for (double pitch = kLeastPitch; pitch < kMostPitch; pitch *= kPitchStep) {
    const auto begins = wave(profile.begins, profile.from, pitch),
               ends = wave(profile.ends, profile.from, pitch);
    // Ink that spreads begins as far before a line as it ends behind one: up to half a module, and a quarter
    // the other way, for half of a code is ink only about.
    double apart = std::arg(ends * std::conj(begins));
    if (is_fat && apart < -kTurn / 4) apart += kTurn;
    if (!is_fat && apart > kTurn / 4) apart -= kTurn;
    all.push_back(
        {pitch, (std::arg(begins) + apart / 2) / kTurn * pitch, (std::abs(begins) + std::abs(ends)) / 2});
  }
  return all;
}

// Of both axes together: codes have square modules, or some that are a whole number of such high.
std::pair<Lines, Lines> lines_of(const Profile& across, const Profile& down, bool is_fat) {
  constexpr ptrdiff_t kAlike = 25;  // steps of the pitch: faxes have 196 rows an inch and 204 columns
  const std::vector<Lines> columns = all_lines(across, is_fat), rows = all_lines(down, is_fat);
  const auto count = static_cast<ptrdiff_t>(rows.size());
  std::pair<Lines, Lines> lines;
  for (ptrdiff_t i = 0; i < count; ++i) {
    const Lines& column = columns[static_cast<size_t>(i)];
    const Lines& row = *std::max_element(
        rows.begin() + std::max<ptrdiff_t>(0, i - kAlike), rows.begin() + std::min(count, i + kAlike + 1),
        [](const Lines& x, const Lines& y) { return x.coherence < y.coherence; });
    if (column.coherence + row.coherence > lines.first.coherence + lines.second.coherence)
      lines = {column, row};
  }
  return lines;
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

Axis axis_of(const Profile& profile, const Lines& lines, double length_across) {
  Axis axis{lines};
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

// Without the outermost row or column that holds less ink than the one across.
void take_off(CodeGrid& grid, bool is_column) {
  const int lines = is_column ? grid.columns : grid.rows;
  double first = 0, last = 0;
  for (int i = 0; i < (is_column ? grid.rows : grid.columns); ++i) {
    first += is_column ? grid.at(0, i) : grid.at(i, 0);
    last += is_column ? grid.at(lines - 1, i) : grid.at(i, lines - 1);
  }
  const int off = first < last ? 0 : lines - 1;
  CodeGrid rest{grid.columns - is_column, grid.rows - !is_column, {}};
  for (int row = 0; row < grid.rows; ++row)
    for (int column = 0; column < grid.columns; ++column)
      if ((is_column ? column : row) != off) rest.ink.push_back(grid.at(column, row));
  grid = std::move(rest);
}

// Ink that ran may look like one row more. A code that is nearly square is square.
void make_square(CodeGrid& grid) {
  constexpr int kNearly = 2;  // modules
  while (grid.columns != grid.rows && std::abs(grid.columns - grid.rows) <= kNearly)
    take_off(grid, grid.columns > grid.rows);
}

}  // namespace

CodeGrid code_grid(const Bits& spot) {
  const Bits code = only_code(spot);
  const std::vector<Edge> rows = edges_along_rows(code), columns = edges_along_columns(code);
  CodeGrid grid;
  if (rows.empty() || columns.empty()) return grid;
  const double slope = slope_of(rows, columns);
  const bool is_fat = 2 * code.count() > static_cast<long>(code.width()) * code.height();
  const Profile by_rows = profile_of(rows, slope), by_columns = profile_of(columns, -slope);
  const auto [across_lines, down_lines] = lines_of(by_rows, by_columns, is_fat);
  const Axis across = axis_of(by_rows, across_lines, code.height()),
             down = axis_of(by_columns, down_lines, code.width());
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
  make_square(grid);
  return grid;
}

CodeGrid guessed(const CodeGrid& grid, std::minstd_rand& random) {
  constexpr double kDark = 0.8;  // share of ink
  const auto is_dark = [&](int column, int row) {
    return column >= 0 && row >= 0 && column < grid.columns && row < grid.rows &&
           grid.at(column, row) > kDark;
  };
  const auto chance = [&] { return static_cast<double>(random()) / std::minstd_rand::max(); };
  const double closed = 0.5 * chance(), worn = chance(), least = 0.98 - 0.4 * worn * worn;
  CodeGrid guess{grid.columns, grid.rows, {}};
  for (int row = 0; row < grid.rows; ++row)
    for (int column = 0; column < grid.columns; ++column) {
      const bool between = is_dark(column - 1, row) && is_dark(column + 1, row) && is_dark(column, row - 1) &&
                           is_dark(column, row + 1);
      guess.ink.push_back(grid.at(column, row) > least && !(between && chance() < closed));
    }
  return guess;
}

Raster drawn(const CodeGrid& grid, double least, int module) {
  Raster picture(pixCreate((grid.columns + 2 * kQuiet) * module, (grid.rows + 2 * kQuiet) * module, 8));
  if (picture == nullptr) return nullptr;
  pixSetAll(picture.get());
  for (int row = 0; row < grid.rows; ++row)
    for (int column = 0; column < grid.columns; ++column)
      if (grid.at(column, row) > least)
        pixRasterop(picture.get(), (column + kQuiet) * module, (row + kQuiet) * module, module, module,
                    PIX_CLR, nullptr, 0, 0);
  return picture;
}

}  // namespace mailroom::ocr::reader
