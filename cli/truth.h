// What is known to stand on the documents of a folder (FOLDER/truth.json), and whether a reading says the
// same.
//
//   [{"file": "a.tif", "pages": 2, "fields": [{"page": 0, "name": "fully qualified PDF name",
//                                              "type": "text" | "checkbox", "value": "…" | true | false,
//                                              "rect": [left, top, right, bottom]}]}]
//
// Pages count from 0 there. `rect` (points from the page's top left) may be missing; it tells fields of one
// name apart, as the buttons of a choice are. Values are personal: they are compared here and never shown.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ocr/calibration_fit.h"
#include "ocr/reading.h"

namespace mailroom::cli {

struct TrueField {
  int page = 1;
  std::string name;  // in the PDF
  Value value;       // text or a boolean
  ocr::Zone zone;    // all 0 if it is not said
};

struct TrueDocument {
  std::filesystem::path file;
  std::vector<TrueField> fields;
};

// Error{usage, "truth_invalid"} with the file and what was expected.
std::vector<TrueDocument> load_truth(const std::filesystem::path& folder);

// Runs of white space count as one blank, and not at all where the true value holds no letter.
bool is_right(const Value& value, const Value& truth);

// The claims of one group of fields, from documents that were read with an untouched calibration.
struct Claims {
  std::map<ocr::FieldGroup, std::vector<ocr::Claim>> by_group;
  // Of the wrong ones: whether another reading says what is written, as a value if not in its signs.
  std::map<ocr::FieldGroup, std::vector<ocr::Claim>> alternatives;
  int64_t documents = 0;
  int64_t unread = 0;  // fields of pages that were not identified, or whose document could not be read
  int64_t exact = 0;   // fields whose value came from an exact source: nothing to calibrate
};
void add_claims(const TrueDocument& truth, const ocr::DocumentReading& reading, Claims& claims);

}  // namespace mailroom::cli
