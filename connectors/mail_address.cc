#include "connectors/mail_address.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::connectors {

namespace {

constexpr size_t kLongestLocalPart = 64, kLongestAddress = 254, kLongestLabel = 63, kLongestName = 200;

bool is_ascii_alphanumeric(uint32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// A letter of another script: no control, no kind of blank, nothing that turns the direction of writing.
bool is_foreign(uint32_t c) {
  const bool is_blank_or_mark = (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
                                (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF || c == 0xFFFD;
  return c > 0xA0 && !is_blank_or_mark && !(c >= 0xD800 && c <= 0xF8FF);
}

bool is_atom(const std::vector<uint32_t>& word) {
  constexpr std::string_view kMarks = "!#$%&'*+-/=?^_`{|}~";
  return !word.empty() && std::all_of(word.begin(), word.end(), [&](uint32_t c) {
    return is_ascii_alphanumeric(c) || is_foreign(c) ||
           (c < 0x80 && kMarks.find(static_cast<char>(c)) != std::string_view::npos);
  });
}

bool is_label(const std::vector<uint32_t>& label) {
  if (label.empty() || label.size() > kLongestLabel || label.front() == '-' || label.back() == '-')
    return false;
  return std::all_of(label.begin(), label.end(),
                     [](uint32_t c) { return is_ascii_alphanumeric(c) || is_foreign(c) || c == '-'; });
}

bool is_dotted(std::string_view text, bool (*is_part)(const std::vector<uint32_t>&)) {
  const auto parts = split(text, '.');
  return std::all_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return is_part(code_points(part)); });
}

bool is_address(std::string_view text) {
  const size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > kLongestLocalPart || text.size() > kLongestAddress)
    return false;
  return is_dotted(text.substr(0, at), is_atom) && is_dotted(text.substr(at + 1), is_label);
}

bool is_name(std::string_view text) {
  return text.size() <= kLongestName && text.find_first_of("<>") == std::string_view::npos &&
         std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
}

std::string_view without_quotes(std::string_view name) {
  const bool is_quoted = name.size() >= 2 && name.front() == '"' && name.back() == '"';
  return is_quoted ? name.substr(1, name.size() - 2) : name;
}

}  // namespace

bool Mailbox::needs_utf8() const {
  const std::string_view local = std::string_view(address).substr(0, address.rfind('@'));
  return std::any_of(local.begin(), local.end(), [](char c) { return c < 0; });
}

std::optional<Mailbox> parse_mailbox(std::string_view text) {
  text = trim(text);
  if (!is_valid_utf8(text)) return {};
  const size_t open = text.find('<');
  Mailbox mailbox;
  if (open == std::string_view::npos) {
    mailbox.address = text;
  } else {
    if (text.back() != '>') return {};
    mailbox.name = trim(without_quotes(trim(text.substr(0, open))));
    mailbox.address = text.substr(open + 1, text.size() - open - 2);
  }
  if (!is_name(mailbox.name) || !is_address(mailbox.address)) return {};
  return mailbox;
}

}  // namespace mailroom::connectors
