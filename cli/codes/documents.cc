#include "cli/codes/areas.h"

namespace mailroom::cli {

namespace {

constexpr Code kCodes[] = {
    {"answer_invalid", "The reader's answer for a document does not hold what it must; it is not believed.",
     "Ask for the document in another form; if it happens with many, report it."},
    {"container", "It holds other documents (a mail, an archive); they are read one by one.",
     "Hand it in to an inbox, which unpacks it."},
    {"crashed", "The document upset the reader, which harmed nobody.",
     "Ask for it in another form, for example printed and scanned."},
    {"damaged", "The file is damaged or was cut off.", "Ask the sender to send it again."},
    {"empty", "The file or template is empty.", "Ask the sender to send it again."},
    {"erased", "It was erased: its key was destroyed.", "Nothing: that cannot be undone (docs/erasing.md)."},
    {"file_too_large", "The file is larger than the limit.",
     "Ask for it in parts, or raise 'largest' of the inbox."},
    {"gave_up", "Reading it was tried several times and never ended.",
     "See the daemon's log; `mailroom cases retry` tries again."},
    {"item_too_large", "The file in the inbox is larger than 'largest_item'.",
     "Raise it in mailroom.yaml, or split the file."},
    {"nested_too_deep", "Mails and archives are packed in each other too often.",
     "Unpack it by hand, if it is trusted."},
    {"not_cut", "A batch could not be cut into its documents.", "It is kept whole: split it by hand."},
    {"nothing_inside", "A mail or archive holds no document.", "Read the mail; return it."},
    {"password_protected", "The file is protected by a password.", "Ask the sender for a copy without."},
    {"reading_invalid", "The reader's answer is malformed; it is not believed.", "As of answer_invalid."},
    {"timed_out", "Reading the document took longer than the limit.", "Ask for it in parts."},
    {"too_large", "The document, a page or a request is larger than the limit.", "Ask for it in parts."},
    {"too_many_pages", "The document has more pages than the limit.", "Ask for it in parts."},
    {"too_many_parts", "An archive or mail holds more files than the limit.", "Ask for it in parts."},
    {"truncated", "The file was cut off.", "Ask the sender to send it again."},
    {"type_not_accepted", "The inbox does not accept such documents ('accept').",
     "It is kept as it came: return it, or widen 'accept'."},
    {"unsupported", "The file is of a kind that cannot be read.", "Ask for a PDF, TIFF, JPEG or PNG."},
};

}  // namespace

const CodeArea kCodesOfDocuments = {"Documents that cannot be read",
                                    "Quarantined cases, `mailroom read` and `dry-run`.", kCodes};

}  // namespace mailroom::cli
