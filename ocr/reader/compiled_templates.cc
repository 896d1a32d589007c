#include "ocr/reader/compiled_templates.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "base/digest.h"
#include "ocr/reader/ink_page.h"
#include "ocr/reader/packed_picture.h"
#include "ocr/template_cache.h"

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kPatches = 28, kFinePatches = 120;
constexpr std::array<char, 8> kMagic{'M', 'R', 'P', 'R', 'I', 'N', 'T', '\n'};
constexpr uint32_t kLayout = MAILROOM_LAYOUT;  // of the lists and of what their numbers mean
constexpr int kWidestPage = 1 << 14;

static_assert(std::is_trivially_copyable_v<CompiledPage> && std::is_trivially_copyable_v<Landmark> &&
              std::is_trivially_copyable_v<Patch>);

struct Header {
  std::array<char, 8> magic = kMagic;
  uint32_t layout = kLayout;
  uint32_t page_bytes = sizeof(CompiledPage);
  uint64_t file_bytes = 0;
  uint64_t pages = 0;
  uint64_t checksum = 0;  // of the entries
};

constexpr size_t padded(size_t bytes) {
  return (bytes + 7) / 8 * 8;
}

// Where each list of a page begins, from the page's offset on.
struct Parts {
  size_t quarter, density, patches, fine_patches, landmarks, packed, end;
};

Parts parts_of(const CompiledPage& p) {
  const auto size = [](auto n) { return static_cast<size_t>(n); };
  Parts parts{};
  parts.density = parts.quarter + (size(p.quarter_width) + 63) / 64 * size(p.quarter_height) * 8;
  parts.patches = parts.density + padded(size(p.density_width) * size(p.density_height) * sizeof(int16_t));
  parts.fine_patches = parts.patches + padded(size(p.patches) * sizeof(Patch));
  parts.landmarks = parts.fine_patches + padded(size(p.fine_patches) * sizeof(Patch));
  parts.packed = parts.landmarks + padded(size(p.landmarks) * sizeof(Landmark));
  parts.end = parts.packed + padded(size(p.packed) * sizeof(uint32_t));
  return parts;
}

bool is_sound(const CompiledPage& p, size_t file_bytes) {
  for (const int32_t side :
       {p.width, p.height, p.quarter_width, p.quarter_height, p.density_width, p.density_height})
    if (side < 0 || side > kWidestPage) return false;
  for (const int32_t count : {p.patches, p.fine_patches, p.landmarks})
    if (count < 0 || count > kWidestPage) return false;
  if (p.signature.height < 0 || p.signature.height > kBands || p.signature.width < 0 ||
      p.signature.width > kBands)
    return false;
  if (p.packed < 0 || static_cast<uint64_t>(p.packed) > file_bytes) return false;
  return p.offset % 8 == 0 && p.offset <= file_bytes && parts_of(p).end <= file_bytes - p.offset;
}

void append(std::string& to, const void* from, size_t bytes) {
  to.append(static_cast<const char*>(from), bytes);
  to.resize(padded(to.size()));
}

template <typename T>
std::span<const T> list(std::string_view content, size_t offset, size_t count) {
  return {reinterpret_cast<const T*>(content.data() + offset), count};
}

}  // namespace

std::array<char, 64> source_of(const std::string& blank) {
  std::string text = blank;
  if (const FileState state = state_of(blank); state.size >= 0) {
    for (const int64_t part : {state.size, state.seconds, state.nanoseconds})
      text += '\n' + std::to_string(part);
  }
  std::array<char, 64> source{};
  const std::string digest = sha256(text);
  std::copy_n(digest.begin(), std::min(digest.size(), source.size()), source.begin());
  return source;
}

std::shared_ptr<const CompiledTemplates> CompiledTemplates::from_bytes(std::string bytes) {
  const std::shared_ptr<CompiledTemplates> templates(new CompiledTemplates);
  templates->bytes_ = std::move(bytes);
  templates->content_ = templates->bytes_;
  return templates->check() ? templates : nullptr;
}

std::shared_ptr<const CompiledTemplates> CompiledTemplates::open(const std::filesystem::path& file) {
  const std::shared_ptr<CompiledTemplates> templates(new CompiledTemplates);
  templates->file_ = MappedFile::open(file);
  if (templates->file_ == nullptr) return nullptr;
  templates->content_ = templates->file_->content();
  return templates->check() ? templates : nullptr;
}

bool CompiledTemplates::check() {
  Header header;
  if (content_.size() < sizeof header) return false;
  std::memcpy(&header, content_.data(), sizeof header);
  if (header.magic != kMagic || header.layout != kLayout || header.page_bytes != sizeof(CompiledPage) ||
      header.file_bytes != content_.size() ||
      header.pages > (content_.size() - sizeof header) / sizeof(CompiledPage))
    return false;
  const size_t bytes = static_cast<size_t>(header.pages) * sizeof(CompiledPage);
  if (header.checksum != checksum(content_.substr(sizeof header, bytes))) return false;
  pages_ = list<CompiledPage>(content_, sizeof header, static_cast<size_t>(header.pages));
  return std::all_of(pages_.begin(), pages_.end(),
                     [&](const CompiledPage& page) { return is_sound(page, content_.size()); });
}

Bits CompiledTemplates::quarter(const CompiledPage& page) const {
  Bits bits(page.quarter_width, page.quarter_height);
  const auto words = list<uint64_t>(content_, page.offset + parts_of(page).quarter,
                                    bits.stride() * static_cast<size_t>(page.quarter_height));
  if (!words.empty()) std::copy(words.begin(), words.end(), bits.row(0));
  return bits;
}

Bits CompiledTemplates::full(const CompiledPage& page) const {
  return unpacked(
      list<uint32_t>(content_, page.offset + parts_of(page).packed, static_cast<size_t>(page.packed)),
      page.width, page.height);
}

DensityView CompiledTemplates::density(const CompiledPage& page) const {
  const auto count = static_cast<size_t>(page.density_width) * static_cast<size_t>(page.density_height);
  return {page.density_width, page.density_height,
          list<int16_t>(content_, page.offset + parts_of(page).density, count), page.density_length};
}

std::span<const Patch> CompiledTemplates::patches(const CompiledPage& page) const {
  return list<Patch>(content_, page.offset + parts_of(page).patches, static_cast<size_t>(page.patches));
}

std::span<const Patch> CompiledTemplates::fine_patches(const CompiledPage& page) const {
  return list<Patch>(content_, page.offset + parts_of(page).fine_patches,
                     static_cast<size_t>(page.fine_patches));
}

std::span<const Landmark> CompiledTemplates::landmarks(const CompiledPage& page) const {
  return list<Landmark>(content_, page.offset + parts_of(page).landmarks,
                        static_cast<size_t>(page.landmarks));
}

std::string_view CompiledTemplates::data(const CompiledPage& page) const {
  return content_.substr(page.offset, parts_of(page).end);
}

PreparedPage prepare_template_page(const Bits& full, const std::array<char, 64>& source, int number,
                                   int pictures) {
  const Bits quarter = quartered(*full.to_pix());
  const Density density = reader::density(quarter);
  const std::vector<Patch> patches = distinct_patches(quarter, 64, 36, kPatches),
                           fine_patches = distinct_patches(full, 64, 48, kFinePatches);
  const std::vector<Landmark> landmarks = reader::landmarks(full, kTemplateLandmarks);
  const std::vector<uint32_t> picture = packed(full);
  PreparedPage prepared;
  CompiledPage& page = prepared.page;
  page.source = source;
  page.number = number;
  page.pictures = pictures;
  page.width = full.width(), page.height = full.height();
  page.quarter_width = quarter.width(), page.quarter_height = quarter.height();
  page.density_width = density.width, page.density_height = density.height;
  page.density_length = density.length;
  page.signature = signature(quarter);
  page.patches = static_cast<int32_t>(patches.size());
  page.fine_patches = static_cast<int32_t>(fine_patches.size());
  page.landmarks = static_cast<int32_t>(landmarks.size());
  page.packed = static_cast<int64_t>(picture.size());
  std::string& data = prepared.data;
  append(data, quarter.height() > 0 ? quarter.row(0) : nullptr,
         quarter.stride() * static_cast<size_t>(quarter.height()) * sizeof(uint64_t));
  append(data, density.cells.data(), density.cells.size() * sizeof(int16_t));
  append(data, patches.data(), patches.size() * sizeof(Patch));
  append(data, fine_patches.data(), fine_patches.size() * sizeof(Patch));
  append(data, landmarks.data(), landmarks.size() * sizeof(Landmark));
  append(data, picture.data(), picture.size() * sizeof(uint32_t));
  return prepared;
}

std::string make_file(const std::vector<PreparedPage>& pages) {
  Header header;
  header.pages = pages.size();
  size_t offset = sizeof header + pages.size() * sizeof(CompiledPage);
  std::string entries;
  for (const PreparedPage& prepared : pages) {
    CompiledPage page = prepared.page;
    page.offset = offset;
    offset += prepared.data.size();
    entries.append(reinterpret_cast<const char*>(&page), sizeof page);
  }
  header.file_bytes = offset;
  header.checksum = checksum(entries);
  std::string file(reinterpret_cast<const char*>(&header), sizeof header);
  file += entries;
  for (const PreparedPage& prepared : pages) file += prepared.data;
  return file;
}

}  // namespace mailroom::ocr::reader
