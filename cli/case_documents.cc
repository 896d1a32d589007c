#include "cli/case_documents.h"

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/json.h"
#include "base/local_time.h"
#include "ocr/batch.h"

namespace mailroom::cli {

namespace fs = std::filesystem;

std::optional<Instant> received_by_sidecar(const std::string& file) {
  const fs::path sidecar = file + ".meta.json";
  std::error_code failed;
  if (!fs::exists(sidecar, failed)) return std::nullopt;
  const Value meta = parse_json(read_file(sidecar), sidecar.string());
  const std::string said = meta.is(Value::Kind::context) ? meta.context().at("received").text_or("") : "";
  const auto day = parse_date(said.substr(0, 10));
  return day ? std::optional(start_of_local_day(*day)) : std::nullopt;
}

void CaseDocuments::add(ocr::DocumentReading reading, Instant received, const Context& arrival) {
  const std::string name = fs::path(reading.file).filename().string();
  for (ocr::DocumentReading& part : ocr::split_batch(std::move(reading))) {
    workflows::ReadDocument document;
    document.document_id = "document-" + std::to_string(documents_.size() + 1);
    document.file = name;
    document.received = received;
    document.arrival = arrival;
    document.reading = std::move(part);
    for (ocr::PageReading& page : document.reading.pages) page.picture.reset();
    documents_.push_back(std::move(document));
  }
}

std::vector<workflows::ReadDocument> CaseDocuments::take() {
  constexpr std::string_view kMessage = ": message.txt";
  const auto mail_of = [](const std::string& name) { return name.substr(0, name.find(": ")); };
  std::vector<workflows::ReadDocument> kept;
  for (const workflows::ReadDocument& one : documents_) {
    const std::string& name = one.reading.file;
    const bool is_message = name.ends_with(kMessage);
    const bool has_others = std::any_of(documents_.begin(), documents_.end(), [&](const auto& other) {
      return other.reading.file != name && mail_of(other.reading.file) == mail_of(name);
    });
    if (!is_message || !has_others) kept.push_back(one);
  }
  documents_.clear();
  return kept;
}

}  // namespace mailroom::cli
