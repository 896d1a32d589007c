// From the site's error budget to the confidence at which a reading is accepted. The budget bounds the share
// of wrong values among accepted ones, not the doubt about any single one: most readings are far surer than
// the least sure that is let through. Pure, thread safe.
#pragma once

#include "ocr/calibration.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// The least confidence at which the expected share of wrong values among all that are accepted stays within
// `budget` (0 to 1). Exact sources (typed, text layer, barcode) and marks are taken one by one at 1 − budget;
// recognised text by the distribution of confidences on scanned forms (docs/decisions/0004-error-budget.md).
double acceptance_threshold(Source source, double budget);

// The same for a field, by the calibration's own counts where it has a table for such fields.
double acceptance_threshold(const Calibration& calibration, const FieldReading& field, double budget);

}  // namespace mailroom::ocr::reader
