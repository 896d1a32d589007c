#include "ocr/reader/unpack.h"

#include "base/error.h"
#include "base/text.h"
#include "ocr/reader/media_type.h"
#include "ocr/reader/unpacking.h"

namespace mailroom::ocr::reader {

namespace {

constexpr int kMaxDepth = 8;           // mails in archives in mails
constexpr uint64_t kMaxGrowth = 3;     // all parts together, to the limit on one document
constexpr size_t kMaxNameBytes = 255;  // what file systems take

}  // namespace

void Unpacking::check_depth(int depth) {
  if (depth > kMaxDepth) {
    throw Error(Fault::document, "nested_too_deep",
                "mails and archives are packed in each other more than " + std::to_string(kMaxDepth) +
                    " levels deep");
  }
}

void Unpacking::expect(uint64_t bytes) const {
  const uint64_t most = limits_.bytes * kMaxGrowth;
  if (bytes > limits_.bytes || bytes > most - unpacked_bytes_) {
    throw Error(Fault::document, "too_large",
                "what is packed in it is larger than the limit of " +
                    with_thousands(static_cast<long long>(limits_.bytes >> 20)) + " MB");
  }
}

void Unpacking::keep(std::string name, std::string media_type, std::string bytes) {
  expect(bytes.size());
  if (result.parts.size() >= static_cast<size_t>(limits_.parts)) {
    throw Error(Fault::document, "too_many_parts",
                "it holds more than " + count_of(limits_.parts, "document"));
  }
  unpacked_bytes_ += bytes.size();
  result.parts.push_back({std::move(name), std::move(media_type), std::move(bytes)});
}

void Unpacking::add(std::string name, std::string_view bytes, int depth) {
  const std::string type = media_type(bytes);
  if (!is_container(type)) return keep(std::move(name), type, std::string(bytes));
  check_depth(depth);
  if (type == "message/rfc822") {
    const size_t before = result.parts.size();
    mail(bytes, depth);
    // A part that only looks like a mail and holds nothing as one is kept as it came.
    if (depth > 0 && result.parts.size() == before) keep(std::move(name), type, std::string(bytes));
  } else {
    archive(bytes, name, depth);
  }
}

void Unpacking::header(std::string name, std::string value) {
  result.headers.emplace_back(std::move(name), std::move(value));
}

Unpacked unpack(std::string_view bytes, const std::string& name, const ReaderLimits& limits) {
  Unpacking unpacking(limits);
  try {
    if (bytes.empty()) throw Error(Fault::document, "empty", "the file is empty: it has no bytes");
    unpacking.add(plain_name(name, "document"), bytes, 0);
  } catch (const Error& error) {
    if (error.fault() != Fault::document) throw;
    unpacking.result.failure = {error.code(), error.message()};
    unpacking.result.parts.clear();
  }
  return std::move(unpacking.result);
}

std::string plain_name(std::string_view name, std::string_view otherwise) {
  if (const size_t slash = name.find_last_of("/\\"); slash != std::string_view::npos) {
    name.remove_prefix(slash + 1);
  }
  std::string clean;
  for (const uint32_t point : code_points(name)) {
    if (point >= 0x20 && point != 0x7f) append_utf8(clean, point);
    if (clean.size() > kMaxNameBytes - 4) break;
  }
  const std::string_view trimmed = trim(clean);
  if (trimmed.empty() || trimmed == "." || trimmed == "..") return std::string(otherwise);
  return std::string(trimmed);
}

}  // namespace mailroom::ocr::reader
