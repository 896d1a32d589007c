// Pages of a document as documents of their own: a scan with separator sheets into the papers that it holds
// (ocr/batch.h), so that one can be kept and another erased. TIFF and PDF, the kinds that have several pages.
// A page is taken over as it is coded, never decoded and coded again; nothing of the other pages comes along,
// nor anything that is said of the whole (titles, outlines, attachments). Pure, thread safe.
//
// Errors are those of document.h, and Error{document, "not_cut"} where it cannot be told what belongs to a
// page: whoever asked still has the whole.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ocr/reader.h"

namespace mailroom::ocr::reader {

// One part for each range, in their order; each opens and has its pages.
std::vector<std::string> cut(std::string_view document, const std::vector<PageRange>& parts,
                             const ReaderLimits& limits);

// One for each kind; cut() chooses, and has checked the ranges.
std::vector<std::string> cut_pdf(std::string_view document, const std::vector<PageRange>& parts,
                                 const ReaderLimits& limits);
std::vector<std::string> cut_tiff(std::string_view document, const std::vector<PageRange>& parts,
                                  const ReaderLimits& limits);

// All parts together may come to so much: what pages share is in each part that needs it.
inline constexpr uint64_t kMaxCutGrowth = 3;  // to the limit on one document
Error not_cut(std::string_view why);

}  // namespace mailroom::ocr::reader
