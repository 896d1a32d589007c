// "file:///work/a%20b.yaml" and its path (RFC 8089, RFC 3986). Pure functions.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace mailroom::cli {

// Empty for what is no file.
std::filesystem::path path_of(std::string_view uri);
// "file:///…"; of a path that is not absolute a relative reference.
std::string uri_of(const std::filesystem::path& path);

}  // namespace mailroom::cli
