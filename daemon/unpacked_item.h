// From what an unpacked item held, or a batch turned out to be, to its documents. Pure but for new ids.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "daemon/store.h"
#include "ocr/reader.h"

namespace mailroom::daemon {

struct UnpackedItem {
  Item item;  // with what the mail's headers say
  std::vector<Document> documents;
  std::vector<std::pair<size_t, std::string>> contents;  // index of a document, its bytes
};

// Always at least one document: a mail in which there is nothing is a document that says so. The text of a
// mail with attachments goes along as its documents' `message`; alone it is a document.
UnpackedItem documents_of(Item item, ocr::Unpacked unpacked, const Clock& clock);

// What is of none of these media types (an inbox's `accept`) is not read; a person sees why. Empty: all are.
void refuse_other_types(UnpackedItem& unpacked, const std::vector<std::string>& accepted);

// The documents of what was read: one, or those of a batch (ocr/batch.h), whose first has the batch's id. All
// are of its object still, each with its pages of it.
std::vector<Document> documents_of_batch(const Document& batch, ocr::DocumentReading reading,
                                         const Clock& clock);

// RFC 5322, 3.3: "Sun, 22 Nov 2026 19:04:00 +0000".
std::optional<Instant> parse_mail_date(std::string_view text);

}  // namespace mailroom::daemon
