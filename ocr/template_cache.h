// Where what is made of people's templates is kept between runs (docs/decisions/0009). A cache: it may be
// missing, and what is in it may be deleted at any time. Functions are thread safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace mailroom::ocr {

// The service manager's cache folder, else the user's; empty if there is none, and then all is made anew each
// time.
std::filesystem::path template_cache();

// The file in `cache` for what `kind` makes of these folders of templates; empty if `cache` is.
std::filesystem::path cache_file(const std::filesystem::path& cache, std::string_view kind,
                                 const std::vector<std::filesystem::path>& folders);

// Writes such a file, and the cache's folder if need be, and removes those that nobody used for a quarter of
// a year. False if it cannot be: that costs time and nothing else. Two that write the same file at once do no
// harm.
bool write_cache_file(const std::filesystem::path& file, std::string_view bytes);
// Notes that a file of the cache serves somebody still.
void use_cache_file(const std::filesystem::path& file);

// A state of a file, by which a change is seen.
struct FileState {
  int64_t size = -1;                     // -1: there is no such file
  int64_t seconds = 0, nanoseconds = 0;  // when it was changed
  friend bool operator==(const FileState&, const FileState&) = default;
};
FileState state_of(const std::string& file);  // text: a path takes longer to make than to look up

}  // namespace mailroom::ocr
