// From a document's bytes to its reading: opened, read page by page (read_page.h), each field accepted or
// left to a person, and the pages held against each other (whole_document.h).
//
// Built once from all templates, before any fork; const and free of shared state but the InkReader's.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/calibration.h"
#include "ocr/form.h"
#include "ocr/form_folders.h"
#include "ocr/reader.h"
#include "ocr/reader/ink.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

class DocumentReader {
 public:
  // The set and `ink` must outlive it. `ink` may be null: then what needs a picture to be read stays unknown.
  DocumentReader(const FormSet& set, const InkReader* ink, Calibration calibration = Calibration::shipped());
  // The same for forms that no set has; it makes their index.
  DocumentReader(const std::vector<Form>& forms, const InkReader* ink,
                 Calibration calibration = Calibration::shipped());
  ~DocumentReader();
  DocumentReader(const DocumentReader&) = delete;
  DocumentReader& operator=(const DocumentReader&) = delete;

  // Never throws for what a document holds: a document that cannot be read says so in `failure`.
  DocumentReading read(std::string_view bytes, const std::string& name, const ReadOptions& options = {},
                       const ReaderLimits& limits = {}) const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mailroom::ocr::reader
