#include "daemon/setting_reader.h"

#include <algorithm>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/period.h"
#include "base/text.h"
#include "daemon/site.h"
#include "daemon/site_keys.h"

namespace mailroom::daemon {

namespace {

constexpr std::string_view kSecretInFile = "secret_in_file";

// The names that may stand below `prefix` ("" or "secrets" or "inboxes.*").
std::vector<std::string> names_below(std::string_view prefix) {
  std::vector<std::string> names;
  for (const SiteSetting& setting : site_settings()) {
    std::string_view key = setting.key;
    if (!prefix.empty()) {
      if (key.substr(0, prefix.size()) != prefix || key.size() <= prefix.size()) continue;
      key.remove_prefix(prefix.size() + 1);
    }
    std::string name(key.substr(0, key.find('.')));
    if (name != "*" && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace

void SettingReader::problem(const Place& place, std::string code, std::string message, std::string hint) {
  const bool shows_line = code != kSecretInFile;
  problems_.push_back(
      {Severity::error, place, std::move(code), std::move(message), std::move(hint), shows_line});
}

void SettingReader::secret_in_file(const yaml::Node& value, std::string_view key, std::string_view what) {
  problem({value.place.file, value.place.line, 0, 0}, std::string(kSecretInFile),
          "'" + std::string(key) + "': " + std::string(what) + " stands in plain text here",
          "write ${secret:NAME} in its place, and the " + std::string(what.substr(what.find(' ') + 1)) +
              " into secrets/NAME");
}

bool SettingReader::mapping(const yaml::Node& node, std::string_view path, std::string_view name) {
  const std::string what = path.empty() ? std::string(kSiteFile) : "'" + std::string(name) + "'";
  const std::vector<std::string> known = names_below(path);
  if (!node.is_mapping()) {
    problem(node.place, "wrong_type", what + ": expected a mapping, got " + std::string(kind_name(node.kind)),
            "it has the keys " + quoted_list(known, "and"));
    return false;
  }
  for (const yaml::Entry& entry : node.entries) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    const auto near = nearest_name(entry.key, known);
    problem(entry.place, "unknown_key", "unknown key '" + entry.key + "'",
            near ? "write '" + *near + "'" : "expected " + quoted_list(known));
  }
  return true;
}

const yaml::Node* SettingReader::scalar(const yaml::Node& node, std::string_view key) {
  const yaml::Node* value = node.find(key);
  if (value == nullptr) return nullptr;
  if (value->is_scalar() && !value->text.empty()) return value;
  problem(value->place, "wrong_type",
          "'" + std::string(key) + "': expected a text, got " + std::string(kind_name(value->kind)),
          value->is_null() ? "leave the key out" : "");
  return nullptr;
}

void SettingReader::wrong(const yaml::Node& value, std::string_view key, std::string_view expected,
                          std::string hint) {
  problem(value.place, "wrong_value",
          "'" + std::string(key) + "': expected " + std::string(expected) + ", got '" + value.text + "'",
          std::move(hint));
}

void SettingReader::wrong_word(const yaml::Node& value, std::string_view key,
                               const std::vector<std::string>& words) {
  const auto near = nearest_name(value.text, words);
  wrong(value, key, quoted_list(words), near ? "write '" + *near + "'" : "");
}

bool SettingReader::text(const yaml::Node& node, std::string_view key, std::string& out) {
  const yaml::Node* value = scalar(node, key);
  if (value == nullptr) return false;
  out = value->text;
  return true;
}

void SettingReader::path(const yaml::Node& node, std::string_view key, std::filesystem::path& out) {
  if (const yaml::Node* value = scalar(node, key)) out = (folder_ / value->text).lexically_normal();
}

void SettingReader::flag(const yaml::Node& node, std::string_view key, bool& out) {
  const yaml::Node* value = scalar(node, key);
  if (value == nullptr) return;
  if (value->text != "true" && value->text != "false") {
    const std::string word = to_lower_ascii(value->text);
    const bool is_yes = word == "yes" || word == "on" || word == "true";
    const bool is_no = word == "no" || word == "off" || word == "false";
    return wrong(*value, key, "true or false", is_yes ? "write true" : is_no ? "write false" : "");
  }
  out = value->text == "true";
}

void SettingReader::duration(const yaml::Node& node, std::string_view key, std::chrono::microseconds& out) {
  const yaml::Node* value = scalar(node, key);
  if (value == nullptr) return;
  const auto parsed = parse_duration(value->text);
  if (!parsed || parsed->seconds < 0 || parsed->seconds > 86'400) {
    return wrong(*value, key, "a duration up to a day", "write PT2S for two seconds, PT15M for 15 minutes");
  }
  out = std::chrono::seconds(parsed->seconds) + std::chrono::microseconds(parsed->nanoseconds / 1000);
}

void SettingReader::period(const yaml::Node& node, std::string_view key, std::string& out) {
  const yaml::Node* value = scalar(node, key);
  if (value == nullptr) return;
  if (!parse_period(value->text)) return wrong(*value, key, "a period", "write P90D, P3M or P7Y");
  out = value->text;
}

void SettingReader::size(const yaml::Node& node, std::string_view key, int64_t most,
                         std::string_view most_said, uint64_t& out) {
  const yaml::Node* value = scalar(node, key);
  if (value == nullptr) return;
  const std::string_view text = value->text;
  const size_t unit_at = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view unit = trim(text.substr(unit_at));
  const int shift = unit == "MB" ? 20 : unit == "GB" ? 30 : -1;
  const auto number = Decimal::parse(text.substr(0, unit_at));
  const int64_t count = number ? number->to_integer().value_or(0) : 0;
  if (shift < 0 || count < 1 || count > (most >> shift)) {
    return wrong(*value, key, "a size from 1 MB to " + std::string(most_said), "write 200 MB");
  }
  out = static_cast<uint64_t>(count) << shift;
}

bool SettingReader::secret(const yaml::Node& node, std::string_view key, std::string& out) {
  const yaml::Node* value = scalar(node, key);
  if (value == nullptr) return false;
  if (value->text.rfind("${secret:", 0) != 0) {
    secret_in_file(*value, key, "a secret");
    return false;
  }
  out = value->text;
  return true;
}

}  // namespace mailroom::daemon
