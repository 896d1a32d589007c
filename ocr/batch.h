// A batch: one scan of several documents with separator sheets between them (a template of `layout:
// separator` says how those are known). The reading of the whole is split into those of its documents, whose
// pages keep the numbers that they have in the file. Pure functions, thread safe.
#pragma once

#include <vector>

#include "ocr/reading.h"

namespace mailroom::ocr {

// Page by page to which document it belongs, from 1; all 0 if there is no separator sheet. A separator
// belongs to the document that it introduces, with its blank back; one that introduces none to the last
// document. So every page is in exactly one, and there is none without a page.
std::vector<int> parts_of_batch(const std::vector<PageReading>& pages);

// One for each document, in their order; the reading itself where there is no separator sheet. What is
// missing is said of each one's own pages.
std::vector<DocumentReading> split_batch(DocumentReading reading);
// And back.
DocumentReading join_batch(std::vector<DocumentReading> parts);

// The reading of these pages of the file alone, the first and the last included: to read one document of a
// batch again.
DocumentReading only_pages(DocumentReading reading, int first, int last);

// The reading of one document with its pages numbered on from `first`: cut out of a batch it is a file of its
// own (ocr/reader.h), whose pages keep the numbers that the sheets had.
DocumentReading numbered_from(DocumentReading reading, int first);

}  // namespace mailroom::ocr
