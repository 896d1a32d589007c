#include "ocr/reader/confidence.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {

double text_confidence(const ReadingEvidence& e) {
  const double weakest = std::clamp(e.weakest, 0.01, 0.999);
  double logit = -2.0 + 0.9 * std::log(weakest / (1 - weakest));
  logit += e.agreeing == e.readings ? 4.0 : e.agreeing > 1 ? 1.0 : -1.0;
  if (e.touches_edge) logit -= 2;
  logit -= 0.5 * std::max(0.0, e.residual - 0.3);
  return std::min(1 / (1 + std::exp(-logit)), 0.9999);
}

}  // namespace mailroom::ocr::reader
