// What a blank's picture has for lines: rules across and down, the edges of its bars and panels, and how
// light its paper is where. Found by picture alone, so that it works for vector print, scans and underscores
// alike. Places are points from the page's top left. Pure, thread safe.
#pragma once

#include <cstdint>
#include <vector>

#include "ocr/reader/raster.h"
#include "ocr/zone.h"

namespace mailroom::ocr::reader {

struct Rule {
  Zone zone;  // of its ink; of an edge a strip without width
  // An edge is where a bar or a panel ends: it bounds what lies beside it, but is no line to write on.
  enum class Kind { solid, dashed, dotted, edge } kind = Kind::solid;
};

// One value a point of the page.
class PaperTone {
 public:
  enum Tone : uint8_t { white, tinted, shaded, dark };
  PaperTone() = default;
  PaperTone(int width, int height, Tone tone = white)
      : width_(width),
        height_(height),
        tones_(static_cast<size_t>(width) * static_cast<size_t>(height), tone) {}
  int width() const { return width_; }
  int height() const { return height_; }
  Tone at(int x, int y) const {
    if (x < 0 || y < 0 || x >= width_ || y >= height_) return white;
    return static_cast<Tone>(
        tones_[static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x)]);
  }
  void set(int x, int y, Tone tone) {
    tones_[static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x)] = tone;
  }
  // Share of the zone's points that have this tone.
  double share(const Zone& zone, Tone tone) const;

 private:
  int width_ = 0, height_ = 0;
  std::vector<uint8_t> tones_;
};

struct Ruling {
  std::vector<Rule> across, down;  // by their place, from the top left
  std::vector<Zone> panels;        // white rectangles in tinted paper
  std::vector<Zone> fills;         // lightly tinted rectangles in white paper, without print
  std::vector<Zone> squares;       // small closed boxes, as wide as high, by their outer edges
  std::vector<Zone> circles;       // small closed rings
  PaperTone tone;
};

// `grey`: a picture of the whole page, 8 bit, upright and level, at kBlankDpi.
Ruling ruling_of(const Pix& grey);

}  // namespace mailroom::ocr::reader
