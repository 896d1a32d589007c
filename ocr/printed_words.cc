#include "ocr/printed_words.h"

#include <cstdint>
#include <cstring>

#include "base/digest.h"

namespace mailroom::ocr {
namespace {

// The packed form, in this machine's byte order: a head, a record a word, and all their letters.
struct Head {
  uint64_t checksum = 0;  // of all that follows it
  uint64_t words = 0;
};
struct Record {
  Zone zone;
  uint64_t letters = 0;  // bytes of the word; they follow each other
};

}  // namespace

PrintedWords::PrintedWords(const std::vector<BlankWord>& words) {
  if (words.empty()) return;
  Head head;
  head.words = words.size();
  std::string packed(reinterpret_cast<const char*>(&head), sizeof head);
  for (const BlankWord& word : words) {
    const Record record{word.zone, word.text.size()};
    packed.append(reinterpret_cast<const char*>(&record), sizeof record);
  }
  for (const BlankWord& word : words) packed += word.text;
  packed.resize((packed.size() + 7) / 8 * 8);
  head.checksum = checksum(std::string_view(packed).substr(sizeof head.checksum));
  std::memcpy(packed.data(), &head.checksum, sizeof head.checksum);
  auto owner = std::make_shared<const std::string>(std::move(packed));
  packed_ = *owner;
  owner_ = std::move(owner);
}

PrintedWords::PrintedWords(std::string_view packed, std::shared_ptr<const void> owner)
    : packed_(packed), owner_(std::move(owner)) {}

std::vector<BlankWord> PrintedWords::list() const {
  std::vector<BlankWord> words;
  if (packed_.empty() || is_damaged()) return words;
  Head head;
  std::memcpy(&head, packed_.data(), sizeof head);
  std::string_view records = packed_.substr(sizeof head);
  std::string_view letters = records.substr(head.words * sizeof(Record));
  words.reserve(head.words);
  for (; words.size() < head.words; records.remove_prefix(sizeof(Record))) {
    Record record;
    std::memcpy(&record, records.data(), sizeof record);
    const std::string_view text = letters.substr(0, record.letters);
    words.push_back({std::string(text), record.zone});
    letters.remove_prefix(text.size());
  }
  return words;
}

bool PrintedWords::is_damaged() const {
  if (packed_.empty()) return false;
  Head head;
  if (packed_.size() < sizeof head) return true;
  std::memcpy(&head, packed_.data(), sizeof head);
  return head.words > (packed_.size() - sizeof head) / sizeof(Record) ||
         head.checksum != checksum(packed_.substr(sizeof head.checksum));
}

}  // namespace mailroom::ocr
