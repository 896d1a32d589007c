// Reading the settings of mailroom.yaml, one value at a time: each function looks a key up in a mapping,
// leaves its output as it is if the key is not there, and reports what is wrong with its place. Known keys
// come from daemon/site_keys.h. One thread; the list of problems is the caller's.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/yaml.h"

namespace mailroom::daemon {

class SettingReader {
 public:
  SettingReader(std::filesystem::path folder, std::vector<Diagnostic>& problems)
      : folder_(std::move(folder)), problems_(problems) {}

  const std::filesystem::path& folder() const { return folder_; }
  std::vector<Diagnostic>& problems() { return problems_; }

  // A secret in plain text ("a password"): its line is never shown.
  void secret_in_file(const yaml::Node& value, std::string_view key, std::string_view what);
  void problem(const Place& place, std::string code, std::string message, std::string hint = {});
  void wrong(const yaml::Node& value, std::string_view key, std::string_view expected, std::string hint = {});

  // Of a word that is none of `words`: with the nearest.
  void wrong_word(const yaml::Node& value, std::string_view key, const std::vector<std::string>& words);

  // Whether it is a mapping; keys that are none of those below `path` ("", "secrets", "inboxes.*") are
  // reported.
  bool mapping(const yaml::Node& node, std::string_view path) { return mapping(node, path, path); }
  // `name`: what messages call it, where the path has a '*'.
  bool mapping(const yaml::Node& node, std::string_view path, std::string_view name);
  // Null if there is none, or it is no text.
  const yaml::Node* scalar(const yaml::Node& node, std::string_view key);
  bool text(const yaml::Node& node, std::string_view key, std::string& out);
  void path(const yaml::Node& node, std::string_view key, std::filesystem::path& out);
  void flag(const yaml::Node& node, std::string_view key, bool& out);
  void duration(const yaml::Node& node, std::string_view key, std::chrono::microseconds& out);
  void period(const yaml::Node& node, std::string_view key, std::string& out);
  // "200 MB"; `most` bytes at most, said so.
  void size(const yaml::Node& node, std::string_view key, int64_t most, std::string_view most_said,
            uint64_t& out);
  // Only "${secret:NAME}" in it, never the secret itself.
  bool secret(const yaml::Node& node, std::string_view key, std::string& out);

 private:
  std::filesystem::path folder_;
  std::vector<Diagnostic>& problems_;
};

}  // namespace mailroom::daemon
