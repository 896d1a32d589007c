// What a calibration would accept of claims whose outcome is known: for each of its steps, the share accepted
// from there on against the share of wrong ones among them, and where an error budget draws the line. Pure.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.h"
#include "ocr/calibration_fit.h"

namespace mailroom::cli {

struct AcceptedClaims {
  int64_t fields = 0, wrong = 0;
};
// Those that the calibration holds for at least this probable.
AcceptedClaims accepted_from(double probability, ocr::FieldGroup group, const ocr::Calibration& calibration,
                             const std::vector<ocr::Claim>& claims);

// A heading and a table; the threshold that the budget gives is marked.
std::string acceptance_curve(ocr::FieldGroup group, const ocr::Calibration& calibration,
                             const std::vector<ocr::Claim>& claims, double budget, const Terminal& terminal);

}  // namespace mailroom::cli
