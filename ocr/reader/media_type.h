// What some bytes are, by their content: names and what a mail says about its attachments are not believed.
// Pure.
#pragma once

#include <string>
#include <string_view>

namespace mailroom::ocr::reader {

// "application/pdf", "image/tiff", "image/jpeg", "image/png", "message/rfc822", "application/zip",
// "application/ms-tnef", "text/html", "text/plain" and others that people send; else
// "application/octet-stream". A ZIP that is an office document is "application/zip" here: only its directory
// tells.
std::string media_type(std::string_view bytes);

// A mail or an archive, by its media type.
bool is_container(std::string_view media_type);

// A mail begins with header lines (RFC 5322, 2.2), at least one that only mails have or two that letters
// may also begin with; "From " of a mailbox file may come first.
bool looks_like_mail(std::string_view bytes);

}  // namespace mailroom::ocr::reader
