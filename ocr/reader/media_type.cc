#include "ocr/reader/media_type.h"

#include <algorithm>

#include "base/text.h"
#include "ocr/plain_document.h"

namespace mailroom::ocr::reader {

namespace {

using namespace std::string_view_literals;

constexpr std::pair<std::string_view, std::string_view> kMagic[] = {
    {"GIF8"sv, "image/gif"},
    {"BM"sv, "image/bmp"},
    {"PK\x03\x04"sv, "application/zip"},
    {"PK\x05\x06"sv, "application/zip"},  // an empty one
    {"\x78\x9f\x3e\x22"sv, "application/ms-tnef"},
    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, "application/x-ole-storage"},
    {"7z\xbc\xaf\x27\x1c"sv, "application/x-7z-compressed"},
    {"Rar!\x1a\x07"sv, "application/vnd.rar"},
    {"\x1f\x8b"sv, "application/gzip"},
    {"{\\rtf"sv, "application/rtf"},
    {"%!PS"sv, "application/postscript"},
};

// How far into a file a PDF's head may stand (ISO 32000-1, annex H, 3.4.1).
constexpr size_t kPdfHeadWithin = 1024;
constexpr size_t kMailHeadWithin = 64 << 10;
constexpr size_t kTextSample = 64 << 10;

constexpr std::string_view kOnlyMails[] = {
    "received",     "return-path",        "mime-version", "message-id", "in-reply-to",
    "content-type", "dkim-signature",     "delivered-to", "references", "content-transfer-encoding",
    "x-mailer",     "content-disposition"};
constexpr std::string_view kMailsAndLetters[] = {"from", "to",      "cc",     "bcc",
                                                 "date", "subject", "sender", "reply-to"};

bool is_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// "From someone Mon Nov 23 …", not the header "From : someone".
bool is_mailbox_line(std::string_view line) {
  if (line.starts_with('>')) line.remove_prefix(1);
  return line.starts_with("From ") && !trim(line.substr(5)).starts_with(':');
}

bool is_text(std::string_view bytes) {
  const std::string_view sample = bytes.substr(0, kTextSample);
  size_t control = 0, high = 0;
  for (const char c : sample) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0) return false;
    if (byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f') ++control;
    if (byte >= 0x80) ++high;
  }
  if (control * 200 > sample.size()) return false;
  // Old eight-bit text has a few letters with accents; compressed bytes are high half of the time.
  return high * 4 < sample.size() || is_valid_utf8(sample.substr(0, sample.size() - sample.size() % 4));
}

}  // namespace

bool looks_like_mail(std::string_view bytes) {
  std::string_view head = bytes.substr(0, kMailHeadWithin);
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  head.remove_prefix(std::min(head.find_first_not_of("\r\n"), head.size()));
  int shared = 0;
  for (bool first = true; !head.empty(); first = false) {
    const size_t end = head.find('\n');
    std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) break;                                    // the body begins
    if (line.front() == ' ' || line.front() == '\t') continue;  // goes on
    if (first && is_mailbox_line(line)) continue;
    const size_t colon = line.find(':');
    std::string_view name = line.substr(0, colon);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (colon == std::string_view::npos || !is_header_name(name)) break;
    const std::string lower = to_lower_ascii(name);
    if (std::ranges::find(kOnlyMails, lower) != std::end(kOnlyMails)) return true;
    shared += std::ranges::find(kMailsAndLetters, lower) != std::end(kMailsAndLetters);
    if (shared >= 2) return true;
  }
  return false;
}

bool is_container(std::string_view media_type) {
  return media_type == "message/rfc822" || media_type == "application/zip";
}

std::string media_type(std::string_view bytes) {
  if (const auto plain = plain_document(bytes); !plain.empty()) return std::string(plain);
  for (const auto& [magic, type] : kMagic) {
    if (bytes.starts_with(magic)) return std::string(type);
  }
  if (bytes.substr(0, kPdfHeadWithin).find("%PDF-") != std::string_view::npos) return "application/pdf";
  if (bytes.size() > 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return "image/webp";
  if (bytes.size() > 12 && bytes.substr(4, 8) == "ftypheic") return "image/heic";
  if (looks_like_mail(bytes)) return "message/rfc822";
  if (bytes.empty() || !is_text(bytes)) return "application/octet-stream";
  const std::string start = to_lower_ascii(trim(bytes.substr(0, 256)));
  if (start.starts_with("<!doctype html") || start.starts_with("<html")) return "text/html";
  return "text/plain";
}

}  // namespace mailroom::ocr::reader
