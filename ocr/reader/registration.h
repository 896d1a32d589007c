// Where the blank lies on the page: coarsely from distinct patches at a quarter scale, then exactly at full
// resolution, with what remains kept as a field of small displacements (paper stretches, folds and curls).
// Failing says so: no map is better than a wrong one.
#pragma once

#include <optional>
#include <vector>

#include "ocr/reader/ink_page.h"
#include "ocr/reader/template_page.h"

namespace mailroom::ocr::reader {

struct Registration {
  Homography blank_to_page;  // pixels of the blank (kBlankDpi) → pixels of InkPage::full
  double agreement = 0;      // 0 to 1: how much of the blank's structure was found, and how alike
  double residual = 0;       // points: what the map leaves unexplained
};

// The same map between quarter pixels.
inline Homography at_the_quarter(const Homography& blank_to_page) {
  return Homography::scale(0.25, 0.25) * blank_to_page * Homography::scale(4, 4);
}

// At the quarter scale, starting from `guess` (quarter pixels of blank → page). `reach` in quarter pixels.
std::optional<Registration> register_coarsely(const TemplatePage& blank, const Bits& quarter,
                                              const Homography& guess, int reach);

// What a point of the blank is off by after the map, from the patches around it.
class Displacement {
 public:
  struct Sample {
    Point at;  // pixels of the blank
    double dx = 0, dy = 0, weight = 1;
  };
  Displacement() = default;
  explicit Displacement(std::vector<Sample> samples) : samples_(std::move(samples)) {}
  Point at(Point blank) const;

 private:
  std::vector<Sample> samples_;
};

struct FineRegistration : Registration {
  Displacement local;
};

// At full resolution, starting from a coarse registration; `print` is the blank's full picture, `page` the
// page's. None if too little of the blank is found there.
std::optional<FineRegistration> register_finely(const TemplatePage& blank, const Bits& print,
                                                const Bits& page, const Registration& coarse);

}  // namespace mailroom::ocr::reader
