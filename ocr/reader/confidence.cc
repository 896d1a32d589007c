#include "ocr/reader/confidence.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr double kSurest = 0.9996;  // one engine's word for it is never worth more
// Readings that agree and whose every letter is this sure were wrong less than once in a thousand; just
// below, once in fifty: Tesseract's own doubt tells only at its very end.
constexpr double kSure = 6.95, kUnsure = 3.6, kSlope = 4;
constexpr double kLeast = 0.8;  // of the weakest letter, for three readings that agree

// Of the misread characters in an identifier about two in three break its order of letters and digits: log 3.
constexpr double kFormat = 1.1;

double logit(double p) {
  return std::log(p / (1 - p));
}

}  // namespace

double text_confidence(const ReadingEvidence& e) {
  const double weakest = logit(std::clamp(e.weakest, 0.01, 0.999));
  double sum = e.agreeing == e.readings ? std::clamp(kSure + kSlope * (weakest - logit(kSureLetter)),
                                                     std::min(kUnsure, weakest + 0.5), 9.0)
                                        : std::min(e.agreeing > 1 ? 2.5 : 0.5, 0.9 * weakest - 1);
  if (e.agreeing >= 3 && e.agreeing == e.readings && e.weakest >= kLeast) sum = std::max(sum, kSure);
  if (!e.as_drawn) sum = std::min(sum, kUnsure) - 1;
  if (e.contradictions > 0) sum = std::min(sum, kUnsure) - 1.5 * std::min(e.contradictions, 2);
  if (!e.well_formed) sum = std::min(sum, kUnsure) - 1.5;
  if (e.fits_format) sum += kFormat;
  if (e.touches_edge) sum = std::min(sum, kUnsure) - 1;
  sum -= std::max(0.0, e.residual - 0.3);
  return std::min(1 / (1 + std::exp(-sum)), kSurest);
}

}  // namespace mailroom::ocr::reader
