#include "ocr/reader/free_confidence.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr double kSurest = 0.9998;
// Logarithms of odds.
constexpr double kAgrees = 3.4, kDiffers = 3.0, kMostDisputed = 1.5, kSilent = 2.0;
constexpr double kAgreesOnWords = 4.9, kAgreesOnNoWords = 1;
constexpr double kUneven = 0.16, kByHand = 3.5, kCrowded = 3, kLabelError = 0.5;

}  // namespace

double free_confidence(const FreeEvidence& e) {
  const double p = std::clamp(e.line, 0.001, kSurest);
  double sum = std::log(p / (1 - p));
  switch (e.page) {
    case FreeEvidence::Page::agrees:
      sum += e.words == FreeEvidence::Words::known     ? kAgreesOnWords
             : e.words == FreeEvidence::Words::unknown ? kAgreesOnNoWords
                                                       : kAgrees;
      break;
    case FreeEvidence::Page::silent:
      sum -= kSilent;
      break;
    case FreeEvidence::Page::differs:
      sum = std::min(sum - kDiffers, kMostDisputed);
      break;
  }
  if (e.unevenness > kUneven) sum -= kByHand;
  if (e.crowded) sum -= kCrowded;
  sum -= kLabelError * e.label_errors;
  return std::min(1 / (1 + std::exp(-sum)), kSurest);
}

}  // namespace mailroom::ocr::reader
