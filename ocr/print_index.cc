#include "ocr/print_index.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>

#include "ocr/packed_bytes.h"

namespace mailroom::ocr {
namespace {

// The arrays follow, each at a multiple of 8 bytes, in the order in which view() takes them.
struct Head {
  uint64_t pages = 0;
  uint64_t words = 0, word_pages = 0;
  uint64_t names = 0, name_pages = 0;
};

// FNV-1a (draft-eastlake-fnv).
uint64_t key_of(std::string_view text) {
  uint64_t key = 0xcbf29ce484222325;
  for (const char c : text) key = (key ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return key;
}

struct Posting {
  uint64_t key;
  uint32_t page;
  auto operator<=>(const Posting&) const = default;
};

struct Lists {
  std::vector<uint64_t> keys;
  std::vector<uint32_t> starts, pages;
};

Lists lists_of(std::vector<Posting> postings) {
  std::sort(postings.begin(), postings.end());
  postings.erase(std::unique(postings.begin(), postings.end()), postings.end());
  Lists lists;
  for (const Posting& posting : postings) {
    if (lists.keys.empty() || lists.keys.back() != posting.key) {
      lists.keys.push_back(posting.key);
      lists.starts.push_back(static_cast<uint32_t>(lists.pages.size()));
    }
    lists.pages.push_back(posting.page);
  }
  lists.starts.push_back(static_cast<uint32_t>(lists.pages.size()));
  return lists;
}

double rarity_among(size_t pages, size_t pages_with_it) {
  return std::log(1 + static_cast<double>(pages) / static_cast<double>(pages_with_it));
}

template <typename T>
void append(std::string& to, const std::vector<T>& array) {
  to.append(reinterpret_cast<const char*>(array.data()), array.size() * sizeof(T));
  fill_to_multiple_of_8(to);
}

// Takes an array from the front of `bytes`; false if they are too few.
template <typename T>
bool take(std::string_view& bytes, uint64_t count, std::span<const T>& array) {
  if (count > bytes.size() / sizeof(T)) return false;
  array = {reinterpret_cast<const T*>(bytes.data()), static_cast<size_t>(count)};
  const size_t size = (array.size_bytes() + 7) / 8 * 8;
  if (size > bytes.size()) return false;
  bytes.remove_prefix(size);
  return true;
}

}  // namespace

std::string PrintIndex::packed(const std::vector<Form>& forms) {
  std::vector<Posting> words, names;
  uint32_t pages = 0;
  for (const Form& form : forms) {
    if (form.layout != Form::Layout::fixed) continue;
    for (size_t p = 0; p < form.pages.size(); ++p, ++pages) {
      for (const BlankWord& word : form.pages[p].words.list()) words.push_back({key_of(word.text), pages});
      for (const Field& field : form.fields) {
        if (field.page != static_cast<int>(p) + 1 || field.acroform.empty()) continue;
        names.push_back({key_of(field.acroform), pages});
      }
    }
  }
  const Lists of_words = lists_of(std::move(words)), of_names = lists_of(std::move(names));
  std::vector<double> weights(pages, 0);
  for (size_t i = 0; i < of_words.keys.size(); ++i) {
    const double rarity = rarity_among(pages, of_words.starts[i + 1] - of_words.starts[i]);
    for (uint32_t at = of_words.starts[i]; at < of_words.starts[i + 1]; ++at)
      weights[of_words.pages[at]] += rarity;
  }
  std::vector<uint32_t> field_names(pages, 0);
  for (const uint32_t page : of_names.pages) ++field_names[page];

  const Head head{pages, of_words.keys.size(), of_words.pages.size(), of_names.keys.size(),
                  of_names.pages.size()};
  std::string bytes(reinterpret_cast<const char*>(&head), sizeof head);
  append(bytes, weights);
  append(bytes, field_names);
  for (const Lists* lists : {&of_words, &of_names}) {
    append(bytes, lists->keys);
    append(bytes, lists->starts);
    append(bytes, lists->pages);
  }
  return bytes;
}

std::shared_ptr<const PrintIndex> PrintIndex::view(std::string_view packed,
                                                   std::shared_ptr<const void> owner) {
  Head head;
  if (packed.size() < sizeof head) return nullptr;
  std::memcpy(&head, packed.data(), sizeof head);
  packed.remove_prefix(sizeof head);
  const std::shared_ptr<PrintIndex> index(new PrintIndex);
  index->owner_ = std::move(owner);
  Postings &words = index->words_, &names = index->names_;
  const bool is_whole =
      take(packed, head.pages, index->weights_) && take(packed, head.pages, index->field_names_) &&
      take(packed, head.words, words.keys) && take(packed, head.words + 1, words.starts) &&
      take(packed, head.word_pages, words.pages) && take(packed, head.names, names.keys) &&
      take(packed, head.names + 1, names.starts) && take(packed, head.name_pages, names.pages);
  if (!is_whole || !words.is_sound(index->page_count()) || !names.is_sound(index->page_count()))
    return nullptr;
  return index;
}

std::shared_ptr<const PrintIndex> PrintIndex::of(const std::vector<Form>& forms) {
  const auto bytes = std::make_shared<const std::string>(packed(forms));
  return view(*bytes, bytes);
}

double PrintIndex::rarity(size_t pages_with_it) const {
  return rarity_among(page_count(), pages_with_it);
}

std::span<const uint32_t> PrintIndex::Postings::find(std::string_view text) const {
  const uint64_t key = key_of(text);
  const auto at = std::lower_bound(keys.begin(), keys.end(), key);
  if (at == keys.end() || *at != key) return {};
  const auto i = static_cast<size_t>(at - keys.begin());
  return pages.subspan(starts[i], starts[i + 1] - starts[i]);
}

bool PrintIndex::Postings::is_sound(size_t page_count) const {
  return starts.front() == 0 && starts.back() == pages.size() &&
         std::is_sorted(starts.begin(), starts.end()) &&
         std::all_of(pages.begin(), pages.end(), [&](uint32_t page) { return page < page_count; });
}

}  // namespace mailroom::ocr
