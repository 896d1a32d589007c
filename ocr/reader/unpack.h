// Mails and archives to the documents in them, at every depth, in the order they stand. Runs in the sandboxed
// child. Parts that nobody can read (Outlook's TNEF, office documents, sound) are parts all the same, with
// their media type by content: nothing that came is dropped.
#pragma once

#include <string>
#include <string_view>

#include "ocr/reader.h"

namespace mailroom::ocr::reader {

// A mail has its text body as a part of its own if it says anything. What bursts the limits on parts, bytes
// or nesting, what is cut short and what needs a password fails as a whole and says so in `failure`. Never
// throws for what a document holds.
Unpacked unpack(std::string_view bytes, const std::string& name, const ReaderLimits& limits);

}  // namespace mailroom::ocr::reader
