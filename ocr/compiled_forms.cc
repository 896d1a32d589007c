#include "ocr/compiled_forms.h"

#include <array>
#include <cstring>

#include "base/digest.h"
#include "base/file.h"
#include "ocr/form_record.h"
#include "ocr/packed_bytes.h"

namespace mailroom::ocr {
namespace {

constexpr std::array<char, 8> kMagic{'M', 'R', 'F', 'O', 'R', 'M', 'S', '\n'};
constexpr uint32_t kLayout =
    MAILROOM_LAYOUT;  // of the records and of what parsing makes of a template's files

struct Header {
  std::array<char, 8> magic = kMagic;
  uint32_t layout = kLayout;
  uint32_t forms = 0;
  uint64_t records_bytes = 0, index_bytes = 0, words_bytes = 0;
};
static_assert(sizeof(Header) % 8 == 0);

void append_state(std::string& to, const FileState& state) {
  for (const int64_t part : {state.size, state.seconds, state.nanoseconds}) append_number(to, part);
}

FileState take_state(PackedBytes& from) {
  FileState state;
  for (int64_t* part : {&state.size, &state.seconds, &state.nanoseconds}) *part = from.number<int64_t>();
  return state;
}

// The file's parts, if it is one and whole; `words` with checksums of their own.
struct Parts {
  uint32_t forms = 0;
  std::string_view records, index, words;
};

std::optional<Parts> parts_of(std::string_view content) {
  Header header;
  uint64_t sum = 0;
  if (content.size() < sizeof header + sizeof sum) return std::nullopt;
  std::memcpy(&header, content.data(), sizeof header);
  size_t left = content.size() - sizeof header - sizeof sum;
  for (const uint64_t bytes : {header.records_bytes, header.index_bytes, header.words_bytes}) {
    if (bytes > left || bytes % 8 != 0) return std::nullopt;
    left -= bytes;
  }
  if (header.magic != kMagic || header.layout != kLayout || left != 0) return std::nullopt;
  const size_t checked = sizeof header + header.records_bytes + header.index_bytes;
  std::memcpy(&sum, content.data() + checked, sizeof sum);
  if (sum != checksum(content.substr(0, checked))) return std::nullopt;
  return Parts{header.forms, content.substr(sizeof header, header.records_bytes),
               content.substr(sizeof header + header.records_bytes, header.index_bytes),
               content.substr(checked + sizeof sum)};
}

size_t pages_to_find(const std::vector<Form>& forms) {
  size_t pages = 0;
  for (const Form& form : forms)
    if (form.layout == Form::Layout::fixed) pages += form.pages.size();
  return pages;
}

}  // namespace

std::optional<CompiledForms> open_compiled_forms(const std::filesystem::path& file) {
  const std::shared_ptr<const MappedFile> mapped = MappedFile::open(file);
  if (mapped == nullptr) return std::nullopt;
  const auto parts = parts_of(mapped->content());
  if (!parts) return std::nullopt;
  CompiledForms compiled;
  PackedBytes records(parts->records);
  for (uint32_t i = 0; i < parts->forms && records.is_whole(); ++i) {
    FormSource source;
    source.folder = records.number<uint32_t>();
    source.name = records.text();
    source.yaml = take_state(records);
    source.words = take_state(records);
    compiled.sources.push_back(std::move(source));
    compiled.forms.push_back(take_form(records, parts->words, mapped));
  }
  compiled.index = PrintIndex::view(parts->index, mapped);
  if (!records.is_whole() || compiled.index == nullptr ||
      compiled.index->page_count() != pages_to_find(compiled.forms))
    return std::nullopt;
  return compiled;
}

std::string compiled_forms_file(const std::vector<FormSource>& sources, const std::vector<Form>& forms) {
  std::string records, words;
  for (size_t i = 0; i < forms.size(); ++i) {
    append_number(records, sources[i].folder);
    append_text(records, sources[i].name);
    append_state(records, sources[i].yaml);
    append_state(records, sources[i].words);
    append_form(forms[i], records, words);
  }
  fill_to_multiple_of_8(records);
  const std::string index = PrintIndex::packed(forms);
  Header header;
  header.forms = static_cast<uint32_t>(forms.size());
  header.records_bytes = records.size();
  header.index_bytes = index.size();
  header.words_bytes = words.size();
  std::string file(reinterpret_cast<const char*>(&header), sizeof header);
  file.reserve(sizeof header + records.size() + index.size() + sizeof(uint64_t) + words.size());
  file += records;
  file += index;
  append_number(file, checksum(file));
  file += words;
  return file;
}

}  // namespace mailroom::ocr
