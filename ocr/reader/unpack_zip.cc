// Archives by libzip: what its directory says is checked before anything is inflated.
#include <zip.h>

#include <memory>

#include "base/error.h"
#include "ocr/reader/unpacking.h"

namespace mailroom::ocr::reader {

namespace {

struct ArchiveCloser {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct FileCloser {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, ArchiveCloser>;
using PackedFile = std::unique_ptr<zip_file_t, FileCloser>;

constexpr zip_int64_t kMaxEntries = 100'000;

[[noreturn]] void damaged() {
  throw Error(Fault::document, "truncated", "the archive is damaged or cut short");
}

Archive open_archive(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (!source) throw std::bad_alloc();
  Archive archive(zip_open_from_source(source, ZIP_RDONLY, &error));
  if (!archive) {
    zip_source_free(source);
    damaged();
  }
  return archive;
}

// Office documents are archives too; the names in their directory tell.
std::string office_type(zip_t* archive) {
  const auto has = [&](const char* name) { return zip_name_locate(archive, name, 0) >= 0; };
  if (has("[Content_Types].xml")) {
    if (has("word/document.xml")) {
      return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    }
    if (has("xl/workbook.xml")) return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    if (has("ppt/presentation.xml")) {
      return "application/vnd.openxmlformats-officedocument.presentationml.presentation";
    }
  }
  if (has("mimetype") && has("META-INF/manifest.xml")) return "application/vnd.oasis.opendocument";
  return {};
}

std::string inflate(zip_t* archive, zip_uint64_t index, const zip_stat_t& status) {
  const PackedFile file(zip_fopen_index(archive, index, 0));
  if (!file) damaged();
  std::string bytes(status.size, '\0');
  zip_uint64_t filled = 0;
  while (filled < status.size) {
    const zip_int64_t count = zip_fread(file.get(), bytes.data() + filled, status.size - filled);
    if (count <= 0) damaged();
    filled += static_cast<zip_uint64_t>(count);
  }
  // Reading on must end here: this is where libzip compares the check sum, and where a liar is found out.
  char beyond = 0;
  if (zip_fread(file.get(), &beyond, 1) != 0) damaged();
  return bytes;
}

}  // namespace

void Unpacking::archive(std::string_view bytes, std::string_view name, int depth) {
  const Archive archive = open_archive(bytes);
  if (std::string type = office_type(archive.get()); !type.empty()) {
    return keep(std::string(name), std::move(type), std::string(bytes));
  }
  result.is_container = true;
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  if (count < 0 || count > kMaxEntries) {
    throw Error(Fault::document, "too_many_parts", "the archive holds too many files");
  }
  for (zip_uint64_t index = 0; index < static_cast<zip_uint64_t>(count); ++index) {
    zip_stat_t status;
    if (zip_stat_index(archive.get(), index, ZIP_FL_ENC_GUESS, &status) != 0) damaged();
    constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
    if ((status.valid & kNeeded) != kNeeded) damaged();
    const std::string_view path = status.name;
    if (path.ends_with('/')) continue;            // a folder
    if (path.starts_with("__MACOSX/")) continue;  // a Mac's notes about the other files, never a document
    if (status.encryption_method != ZIP_EM_NONE) {
      throw Error(Fault::document, "password_protected", "the archive is protected by a password");
    }
    expect(status.size);
    add(plain_name(path, "file " + std::to_string(index + 1)), inflate(archive.get(), index, status),
        depth + 1);
  }
}

}  // namespace mailroom::ocr::reader
