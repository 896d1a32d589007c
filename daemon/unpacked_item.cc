#include "daemon/unpacked_item.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/ids.h"
#include "base/text.h"
#include "ocr/batch.h"

namespace mailroom::daemon {

namespace {

constexpr std::string_view kMessagePart = "message.txt";  // as the reader names a mail's own text

// No mail comes from tomorrow.
void believe(Item& item, const Value& date) {
  if (const auto instant = parse_mail_date(date.text_or("")); instant && *instant <= item.arrived)
    item.received = *instant;
}

// A sidecar's date counts more than any other, then when our side took the mail over: by its topmost Received
// line, or as the mail server says. What the sender's machine wrote is the last resort.
void note_headers(Item& item, const std::vector<std::pair<std::string, std::string>>& headers) {
  const bool has_sidecar_date = !item.metadata.at("received").is_null();
  for (const auto& [name, value] : headers) {
    if (item.metadata.find(name) == nullptr) item.metadata.put(name, value);
  }
  if (has_sidecar_date) return;
  if (!item.metadata.at("received").is_null()) {
    believe(item, item.metadata.at("received"));
  } else if (item.metadata.at("delivered").is_null()) {
    believe(item, item.metadata.at("date"));
  }
}

}  // namespace

std::optional<Instant> parse_mail_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                        "jul", "aug", "sep", "oct", "nov", "dec"};
  if (const size_t comma = text.find(','); comma != std::string_view::npos) text.remove_prefix(comma + 1);
  const std::string plain(trim(text));
  int day = 0, year = 0, hour = 0, minute = 0, second = 0;
  char month[4] = {}, zone[8] = {};
  int read = std::sscanf(plain.c_str(), "%2d %3s %4d %2d:%2d:%2d %5s", &day, month, &year, &hour, &minute,
                         &second, zone);
  if (read < 6) {
    second = 0;
    read = std::sscanf(plain.c_str(), "%2d %3s %4d %2d:%2d %5s", &day, month, &year, &hour, &minute, zone);
    if (read < 5) return {};
  }
  const auto found = std::find(kMonths.begin(), kMonths.end(), to_lower_ascii(month));
  if (found == kMonths.end()) return {};
  const Date date{year, static_cast<uint8_t>(found - kMonths.begin() + 1), static_cast<uint8_t>(day)};
  if (!is_valid(date) || hour > 23 || minute > 59 || second > 60) return {};
  int offset = 0;
  if ((zone[0] == '+' || zone[0] == '-') && std::strlen(zone) == 5) {
    const int digits = std::atoi(zone + 1);
    offset = (digits / 100 * 60 + digits % 100) * (zone[0] == '-' ? -1 : 1);
  }
  return start_of(date) + std::chrono::hours(hour) + std::chrono::minutes(minute - offset) +
         std::chrono::seconds(second);
}

UnpackedItem documents_of(Item item, ocr::Unpacked unpacked, const Clock& clock) {
  UnpackedItem result;
  note_headers(item, unpacked.headers);
  Context metadata = item.metadata;
  auto& parts = unpacked.parts;
  const auto message = std::find_if(parts.begin(), parts.end(),
                                    [](const ocr::Part& part) { return part.name == kMessagePart; });
  if (unpacked.is_container && parts.size() > 1 && message != parts.end()) {
    metadata.put("message", message->bytes);
    parts.erase(message);
  }
  const auto add = [&]() -> Document& {
    Document document;
    document.id = new_uuid(clock);
    document.item_id = item.id;
    document.position = static_cast<int>(result.documents.size());
    document.file = item.file;
    document.metadata = metadata;
    result.documents.push_back(std::move(document));
    return result.documents.back();
  };
  if (unpacked.failure) {
    Document& document = add();
    document.object = item.object;
    document.failure = unpacked.failure;
  } else if (!unpacked.is_container) {
    Document& document = add();
    document.object = item.object;
    if (!parts.empty()) document.media_type = parts.front().media_type;
  } else {
    for (ocr::Part& part : parts) {
      Document& document = add();
      if (!part.name.empty()) document.file = part.name;
      document.media_type = part.media_type;
      result.contents.emplace_back(result.documents.size() - 1, std::move(part.bytes));
    }
    if (parts.empty()) {
      add().failure = ocr::ReadFailure{"nothing_inside", "there is no document in it"};
    }
  }
  result.item = std::move(item);
  return result;
}

void refuse_other_types(UnpackedItem& unpacked, const std::vector<std::string>& accepted) {
  if (accepted.empty()) return;
  for (Document& document : unpacked.documents) {
    if (document.failure ||
        std::find(accepted.begin(), accepted.end(), document.media_type) != accepted.end())
      continue;
    const std::string type = document.media_type.empty() ? "of an unknown type" : document.media_type;
    document.failure = ocr::ReadFailure{"type_not_accepted", "the inbox does not accept such documents (" +
                                                                 type + "); it is kept as it came"};
  }
}

std::vector<Document> documents_of_batch(const Document& batch, ocr::DocumentReading reading,
                                         const Clock& clock) {
  std::vector<ocr::DocumentReading> parts = ocr::split_batch(std::move(reading));
  std::vector<Document> documents;
  for (ocr::DocumentReading& part : parts) {
    Document document = batch;
    if (parts.size() > 1) {
      const std::string number = std::to_string(documents.size() + 1);
      if (!documents.empty()) document.id = new_uuid(clock);
      document.position = batch.position + static_cast<int>(documents.size());
      document.file = batch.file + ", document " + number + " of " + std::to_string(parts.size());
      document.first_page = part.pages.front().page;
      document.last_page = part.pages.back().page;
    }
    document.reading = std::move(part);
    documents.push_back(std::move(document));
  }
  return documents;
}

}  // namespace mailroom::daemon
