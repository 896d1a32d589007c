// Reading documents for the command line: files as they are named, mails and archives document by document,
// several at once, results in the order of the arguments as soon as they are there.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ocr/reader.h"

namespace mailroom::cli {

// "0.1%" or "0.001" as a share. Throws Error{usage} for anything that is not between 0 and 50%.
double parse_budget(const std::string& text);

// Reads each file with `jobs` at once. `take` is called in this thread, in order; a mail or archive gives a
// reading for each of its documents, named "mail.eml: claim.pdf". `progress` after each file, in this thread.
// Once `must_stop` (called in any thread) says so no further file is begun; those that were are still taken.
// Returns how many files were read. Error{usage} before anything is read if a file is missing.
size_t read_files(ocr::Reader& reader, const std::vector<std::string>& files, const ocr::ReadOptions& options,
                  int jobs, const std::function<void(const ocr::DocumentReading&)>& take,
                  const std::function<void(size_t done)>& progress,
                  const std::function<bool()>& must_stop = {});

}  // namespace mailroom::cli
