#include "daemon/arrival.h"

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "connectors/mail_address.h"
#include "daemon/store.h"

namespace mailroom::daemon {

namespace {

Value text_or_null(std::string_view text) {
  return text.empty() ? Value() : Value(std::string(text));
}

}  // namespace

bool fits_pattern(std::string_view pattern, std::string_view text) {
  const std::string wanted = to_lower_ascii(pattern), given = to_lower_ascii(text);
  size_t at = 0, from = 0;  // in the pattern, in the text
  size_t star = std::string::npos, retry = 0;
  while (from < given.size()) {
    if (at < wanted.size() && wanted[at] == '*') {
      star = at++;
      retry = from;
    } else if (at < wanted.size() && wanted[at] == given[from]) {
      ++at, ++from;
    } else if (star != std::string::npos) {
      at = star + 1;  // the last '*' takes one character more
      from = ++retry;
    } else {
      return false;
    }
  }
  return wanted.find_first_not_of('*', at) == std::string::npos;
}

std::string sender_of(std::string_view from) {
  // The name before it may be written in any way; the address is what counts.
  if (const size_t begin = from.rfind('<'); begin != std::string_view::npos) {
    from.remove_prefix(begin + 1);
    from = from.substr(0, from.find('>'));
  }
  const auto mailbox = connectors::parse_mailbox(trim(from));
  return mailbox ? to_lower_ascii(mailbox->address) : "";
}

Context arrival_of(const Document& document, const std::vector<ArrivalRule>& rules) {
  const auto said = [&](std::string_view name) { return document.metadata.at(name).text_or(""); };
  Context known{{"inbox", document.inbox},
                {"sender", text_or_null(sender_of(said("from")))},
                {"subject", text_or_null(fold_space(said("subject")))},
                {"mailbox", text_or_null(said("mailbox"))},
                {"folder", said("folder")},
                {"file", text_or_null(std::filesystem::path(document.file).filename().string())}};
  Context all = known;
  for (const ArrivalRule& rule : rules) {
    const auto fits = std::find_if(rule.cases.begin(), rule.cases.end(), [&](const ArrivalRule::Case& one) {
      const Value& value = known.at(one.source);
      return !value.is_null() && fits_pattern(one.pattern, value.text_or(""));
    });
    if (fits != rule.cases.end()) {
      all.put(rule.name, fits->value);
    } else {
      all.put(rule.name, rule.otherwise ? Value(*rule.otherwise) : Value());
    }
  }
  return all;
}

}  // namespace mailroom::daemon
