// Claimed against found, as an SVG picture: claims in bands of equal doubt with their 95% intervals (dots,
// the larger the more fields), the fitted steps, and the diagonal on which honest claims lie. Both axes show
// doubt (1 − confidence) by factors of ten, since what matters happens between 0.99 and 1. Pure.
#pragma once

#include <string>
#include <vector>

#include "ocr/calibration_fit.h"

namespace mailroom::cli {

std::string reliability_diagram(ocr::FieldGroup group, const ocr::Calibration& calibration,
                                const std::vector<ocr::Claim>& claims);

}  // namespace mailroom::cli
