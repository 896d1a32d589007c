// Reading a connector's settings and content by the paths of its keys ("insert.table"). Throws
// Error{usage, "setting_invalid"}, which names the key and never the value: it may be a secret.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/value.h"

namespace mailroom::connectors {

// The value at a path of nested contexts; null if any of it is missing.
const Value& at_path(const Context& context, std::string_view path);

std::string required_text(const Context& context, std::string_view path, std::string_view expected);
std::string text_at(const Context& context, std::string_view path, std::string_view otherwise);
// A file of the site as a whole path; empty if the key is not given.
std::string site_file_at(const Context& context, std::string_view path,
                         const std::filesystem::path& site_folder);
bool flag_at(const Context& context, std::string_view path, bool otherwise);
// A text is one line (or several, at line breaks), a list one line an entry.
std::vector<std::string> lines_at(const Context& context, std::string_view path);

// Whether a text still has a secret's name in it, ${secret:NAME}: as in a dry run, which knows no secrets.
bool names_secret(std::string_view text);

Error setting_invalid(std::string_view path, std::string_view expected);

}  // namespace mailroom::connectors
