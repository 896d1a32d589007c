#include "ocr/reader/confidence.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr double kSurest = 0.9998;  // no ink is ever surer than that
// Logarithms of odds. Two recognisers misread a line the same way about once in thirty times that one does.
constexpr double kAgree = 3.4, kDisagree = 3.0, kMostDisputed = 1.5;
constexpr double kFormat = 1.1;  // of misread characters about two in three break an identifier's shape
constexpr double kCutOff = 1.5;  // at the zone's edge

constexpr double kLeftOut = 3, kOddPitch = 3, kGoesOn = 3, kUnfit = 3, kTailLost = 3, kOverRule = 1,
                 kOverLetters = 5;
constexpr double kRespelt = 1.5;                 // names are in no list
constexpr double kFamiliar = 0.8, kStrange = 8;  // share read surely; what a wholly strange page would cost

double logit(double p) {
  return std::log(p / (1 - p));
}

double probability(double logit) {
  return std::min(1 / (1 + std::exp(-logit)), kSurest);
}

}  // namespace

double text_confidence(const ReadingEvidence& e) {
  double sum = logit(std::clamp(e.net, 0.001, kSurest));
  if (e.asked) sum = e.agree ? sum + kAgree : std::min(sum - kDisagree, kMostDisputed);
  sum += std::log(e.plausibility);
  if (e.touches_edge) sum -= kCutOff;
  if (e.mark_left_out) sum -= kLeftOut;
  if (e.odd_pitch) sum -= kOddPitch;
  if (e.goes_on) sum -= kGoesOn;
  if (e.beneath == Beneath::rule) sum -= kOverRule;
  if (e.beneath == Beneath::letters) sum -= kOverLetters;
  if (e.fits_format) sum += kFormat;
  if (e.unfit) sum -= kUnfit;
  if (e.tail_lost) sum -= kTailLost;
  if (e.misspelt) sum = std::min(sum, kRespelt);
  if (e.outside > 0.5) sum = std::min(sum, 0.0);
  sum -= std::max(0.0, e.residual - 0.5);
  return probability(sum);
}

double in_such_writing(double confidence, double share_read_surely) {
  if (share_read_surely >= kFamiliar) return confidence;
  return probability(logit(std::clamp(confidence, 0.001, kSurest)) -
                     kStrange * (kFamiliar - share_read_surely));
}

}  // namespace mailroom::ocr::reader
