#include "daemon/imap_syntax.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "daemon/unpacked_item.h"

namespace mailroom::daemon {

namespace {

constexpr int kMostNested = 32;

class Parser {
 public:
  explicit Parser(ImapReply& reply) : text_(reply.text), literals_(reply.literals) {}

  ImapDatum whole() {
    ImapDatum all = list(0, false);
    return all;
  }

 private:
  [[noreturn]] static void fail() {
    throw Error(Fault::machine, "mail_server_unclear",
                "the mail server does not speak IMAP as expected: data that do not end");
  }

  // Up to the closing bracket, or the end of the text.
  ImapDatum list(int depth, bool is_closed) {
    if (depth > kMostNested) fail();
    ImapDatum result{ImapDatum::Kind::list, {}, {}};
    for (;;) {
      while (at_ < text_.size() && text_[at_] == ' ') ++at_;
      if (at_ == text_.size()) {
        if (is_closed) fail();
        return result;
      }
      const char next = text_[at_];
      if (next == ')') {
        if (!is_closed) fail();
        ++at_;
        return result;
      }
      if (next == '(') {
        ++at_;
        result.items.push_back(list(depth + 1, true));
      } else if (next == '"') {
        result.items.push_back(quoted());
      } else if (next == '{') {
        result.items.push_back(literal());
      } else {
        result.items.push_back(atom());
      }
    }
  }

  ImapDatum quoted() {
    ImapDatum result{ImapDatum::Kind::string, {}, {}};
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      result.text += text_[at_];
    }
    if (at_ == text_.size()) fail();
    ++at_;
    return result;
  }

  ImapDatum literal() {
    const size_t end = text_.find('}', at_);
    if (end == std::string::npos || next_literal_ >= literals_.size()) fail();
    at_ = end + 1;
    return {ImapDatum::Kind::string, std::move(literals_[next_literal_++]), {}};
  }

  ImapDatum atom() {
    const size_t end = std::min(text_.find_first_of(" ()", at_), text_.size());
    ImapDatum result{ImapDatum::Kind::atom, text_.substr(at_, end - at_), {}};
    at_ = end;
    return result;
  }

  const std::string& text_;
  std::vector<std::string>& literals_;
  size_t at_ = 0, next_literal_ = 0;
};

// Base64 as RFC 3501 bends it: ',' for '/', nothing to fill up.
void append_shifted(std::string& out, const std::u16string& units) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
  uint32_t bits = 0;
  int count = 0;
  out += '&';
  for (const char16_t unit : units) {
    bits = (bits << 16 | unit) & 0x3fffff;
    for (count += 16; count >= 6; count -= 6) out += kDigits[bits >> (count - 6) & 63];
  }
  if (count > 0) out += kDigits[bits << (6 - count) & 63];
  out += '-';
}

}  // namespace

const ImapDatum* ImapDatum::after(std::string_view name) const {
  const std::string wanted = to_lower_ascii(name);
  for (size_t i = 0; i + 1 < items.size(); i += 2) {
    if (items[i].kind == Kind::atom && to_lower_ascii(items[i].text) == wanted) return &items[i + 1];
  }
  return nullptr;
}

ImapDatum parse_imap(ImapReply reply) {
  return Parser(reply).whole();
}

std::optional<uint32_t> imap_number(std::string_view text) {
  if (text.empty() || text.size() > 10 || text.find_first_not_of("0123456789") != std::string_view::npos)
    return {};
  uint64_t number = 0;
  for (const char digit : text) number = number * 10 + static_cast<uint64_t>(digit - '0');
  if (number > UINT32_MAX) return {};
  return static_cast<uint32_t>(number);
}

std::string uid_set(const std::vector<uint32_t>& uids) {
  std::string set;
  for (size_t i = 0; i < uids.size();) {
    size_t last = i;
    while (last + 1 < uids.size() && uids[last + 1] == uids[last] + 1) ++last;
    if (!set.empty()) set += ',';
    set += std::to_string(uids[i]);
    if (last > i) set += ':' + std::to_string(uids[last]);
    i = last + 1;
  }
  return set;
}

std::string imap_mailbox(std::string_view utf8) {
  std::string name = "\"";
  std::u16string shifted;
  const auto flush = [&] {
    if (!shifted.empty()) append_shifted(name, shifted);
    shifted.clear();
  };
  for (const uint32_t point : code_points(utf8)) {
    if (point < 0x20 || point == 0x7f) continue;
    if (point > 0x7e) {
      if (point > 0xffff) shifted += static_cast<char16_t>(0xd7c0 + (point >> 10));
      shifted += static_cast<char16_t>(point > 0xffff ? 0xdc00 + (point & 0x3ff) : point);
      continue;
    }
    flush();
    if (point == '"' || point == '\\') name += '\\';
    name += static_cast<char>(point);
    if (point == '&') name += '-';
  }
  flush();
  return name + "\"";
}

std::optional<Instant> parse_imap_date(std::string_view text) {
  std::string plain(trim(text));
  std::replace(plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(std::min<size_t>(plain.size(), 11)),
               '-', ' ');
  return parse_mail_date(plain);
}

}  // namespace mailroom::daemon
