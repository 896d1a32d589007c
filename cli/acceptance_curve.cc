#include "cli/acceptance_curve.h"

#include <algorithm>
#include <cstdio>

#include "base/text.h"

namespace mailroom::cli {

namespace {

std::string percent(double share, int digits = 2) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f%%", digits, share * 100);
  return text;
}

double share(int64_t part, size_t whole) {
  return static_cast<double>(part) / static_cast<double>(std::max<size_t>(whole, 1));
}

std::string wrong_among(const AcceptedClaims& accepted) {
  const ocr::Interval within = ocr::wilson_interval(accepted.wrong, accepted.fields);
  return with_thousands(accepted.wrong) + " (" +
         percent(share(accepted.wrong, static_cast<size_t>(accepted.fields))) + "; " + percent(within.low) +
         " to " + percent(within.high) + ")";
}

}  // namespace

AcceptedClaims accepted_from(double probability, ocr::FieldGroup group, const ocr::Calibration& calibration,
                             const std::vector<ocr::Claim>& claims) {
  AcceptedClaims accepted;
  for (const ocr::Claim& claim : claims) {
    if (calibration.apply(group, claim.confidence) < probability) continue;
    ++accepted.fields;
    accepted.wrong += !claim.right;
  }
  return accepted;
}

std::string acceptance_curve(ocr::FieldGroup group, const ocr::Calibration& calibration,
                             const std::vector<ocr::Claim>& claims, double budget, const Terminal& terminal) {
  const auto right = std::ranges::count_if(claims, &ocr::Claim::right);
  std::string out = paint(terminal, Tone::strong, ocr::to_string(group)) + ": " +
                    count_of(static_cast<long long>(claims.size()), "field") + ", " +
                    percent(share(right, claims.size())) + " right\n";
  using Align = Table::Align;
  Table table({Align::right, Align::right, Align::left, Align::left}, 2);
  table.header({"sure from", "accepted", "wrong among them", ""});
  const double threshold = calibration.threshold(group, budget).value_or(2);
  const ocr::CalibrationTable& steps = calibration.table(group);
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const AcceptedClaims accepted = accepted_from(step->found, group, calibration, claims);
    table.row({percent(step->found, 3), percent(share(accepted.fields, claims.size()), 1),
               wrong_among(accepted), step->found == threshold ? "<- the budget's threshold" : ""});
  }
  out += table.to_text(terminal);
  if (threshold > 1) out += "  nothing is accepted within the budget: too few fields, or too many wrong\n";
  return out;
}

}  // namespace mailroom::cli
