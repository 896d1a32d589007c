// How much of two spans or zones is the same. Pure; any unit.
#pragma once

#include <algorithm>

#include "ocr/zone.h"

namespace mailroom::ocr::reader {

inline double shared(double a0, double a1, double b0, double b1) {
  return std::max(0.0, std::min(a1, b1) - std::max(a0, b0));
}
inline double area(const Zone& z) {
  return std::max(0.0, z.width()) * std::max(0.0, z.height());
}
inline double shared_area(const Zone& a, const Zone& b) {
  return shared(a.x0, a.x1, b.x0, b.x1) * shared(a.y0, a.y1, b.y0, b.y1);
}
// With more than this share of itself.
inline bool lies_in(const Zone& inner, const Zone& outer, double share = 0.5) {
  return shared_area(inner, outer) > share * area(inner);
}

}  // namespace mailroom::ocr::reader
