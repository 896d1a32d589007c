#include "connectors/outbox.h"

#include "base/digest.h"
#include "base/durable_file.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace mailroom::connectors {

namespace {

const FileFailpoints kFile("outbox"), kMark("outbox_mark");

std::string names_of(const Outbox::Files& files) {
  std::vector<std::string> names;
  for (const auto& [name, bytes] : files) names.push_back(name);
  return join(names, ", ");
}

}  // namespace

Outbox::Outbox(const std::filesystem::path& site_folder, std::string shown)
    : folder_((site_folder / shown).lexically_normal()), shown_(std::move(shown)), folders_(site_folder) {}

DeliveryOutcome Outbox::put(const std::string& key, const Files& files) {
  using Kind = DeliveryOutcome::Kind;
  const std::filesystem::path marks = folder_ / ".delivered";
  const std::filesystem::path mark = marks / sha256(key);
  const std::string receipt = names_of(files) + " in " + shown_;
  try {
    if (std::filesystem::exists(mark)) {
      sync_folder(marks);  // whoever made the mark may have been killed before its name was on disk
      return {Kind::delivered, "", receipt};
    }
    folders_.make(marks);
    for (const auto& [name, bytes] : files) write_durably(folder_ / name, bytes, kFile);
    write_durably(mark, receipt + "\n", kMark);
    return {Kind::delivered, "", receipt};
  } catch (const Error& error) {
    return {Kind::unavailable, "cannot write into the folder '" + shown_ + "': " + error.message(), ""};
  } catch (const std::filesystem::filesystem_error& error) {
    return {Kind::unavailable,
            "cannot look into the folder '" + shown_ + "': " + system_reason(error.code().value()), ""};
  }
}

namespace {

std::string with_amendment(std::string text, const char* mark, int amendment) {
  return amendment == 0 ? text : text + mark + std::to_string(amendment);
}

}  // namespace

std::string effect_of(const Delivery& delivery) {
  return with_amendment(delivery.idempotency_key, "/amendment-", delivery.amendment);
}

std::string file_stem(const Delivery& delivery) {
  std::string stem =
      with_amendment(delivery.case_number + "-" + delivery.name, "-amendment-", delivery.amendment);
  for (char& c : stem) {
    const bool harmless = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          c == '-' || c == '_' || c == '.';
    if (!harmless) c = '_';
  }
  return stem;
}

}  // namespace mailroom::connectors
