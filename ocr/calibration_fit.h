// Fitting a calibration table: from claims whose outcome is known to the steps of ocr/calibration.h. Pure.
//
// The pool-adjacent-violators algorithm (Ayer et al. 1955) gives the most likely table in which a higher
// claim is never worth less. A step's share is taken as (right + 1) / (fields + 2), Wilson's midpoint with z²
// = 2: the best step is, by how it is found, a run without an error that ended where the next error stood,
// and the expected share of errors in such a run of n is 1/n, not nothing. 400 right of 400 are worth 0.9975.
#pragma once

#include <vector>

#include "ocr/calibration.h"

namespace mailroom::ocr {

struct Claim {
  double confidence = 0;  // as the recogniser claimed it
  bool right = false;     // exactly, by the truth
};

// Empty for no claims.
CalibrationTable fit_calibration(std::vector<Claim> claims);

// The bounds between which the true share lies with 95% confidence (Wilson 1927), for `hits` of `count`.
struct Interval {
  double low = 0, high = 1;
};
Interval wilson_interval(int64_t hits, int64_t count);

}  // namespace mailroom::ocr
