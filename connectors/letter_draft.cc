#include "connectors/letter_draft.h"

#include <optional>

#include "base/calendar.h"
#include "base/local_time.h"
#include "base/text.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

std::string long_date(const Date& date) {
  constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
  return std::to_string(date.day) + " " + kMonths[date.month - 1] + " " + std::to_string(date.year);
}

std::string date_in(const Context& content, Instant today) {
  const Value& date = content.at("date");
  const auto day = date.is(Value::Kind::text) ? parse_date(trim(date.text())) : std::nullopt;
  if (day || date.is_null()) return long_date(day ? *day : local_date(today));
  return date.is(Value::Kind::date) ? long_date(date.date()) : to_display(date);
}

}  // namespace

Letter letter_from(const Context& content, std::vector<std::string> sender, std::string reference,
                   Instant today) {
  Letter letter;
  letter.sender = std::move(sender);
  for (auto& line : lines_at(content, "to")) {
    if (!line.empty()) letter.address.push_back(std::move(line));  // an address line that nobody filled in
  }
  letter.date = date_in(content, today);
  letter.reference = std::move(reference);
  const Value& subject = content.at("subject");
  if (!subject.is_null()) letter.subject = to_display(subject);
  letter.body = content.at("letter").text_or("");
  return letter;
}

}  // namespace mailroom::connectors
