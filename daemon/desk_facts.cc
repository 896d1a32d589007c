// The stored facts of many cases, for whoever asks what other rules would make of them. Facts are personal:
// each case that is given away keeps a record of it.
#include <algorithm>

#include "base/error.h"
#include "base/ids.h"
#include "base/local_time.h"
#include "daemon/desk_call.h"
#include "daemon/standing.h"
#include "workflows/rules.h"
#include "workflows/stored_value.h"

namespace mailroom::daemon {

using workflows::CaseRecord;
using workflows::to_stored;

namespace {

constexpr int64_t kMostAtATime = 500;

Value facts_value(const CaseRecord& record) {
  List decisions, approvals;
  for (const auto& one : record.decisions)
    decisions.push_back(Context{{"id", one.id}, {"value", to_stored(one.value)}});
  for (const std::string& code : record.approvals) approvals.emplace_back(code);
  return Context{{"number", record.number},
                 {"workflow", record.workflow},
                 {"version", record.version},
                 {"state", to_string(record.state)},
                 {"facts", to_stored(Value(record.facts))},
                 {"approvals", std::move(approvals)},
                 {"decisions", std::move(decisions)},
                 {"route", settled_route(record)}};
}

// One page, and what of it was left out.
class Page {
 public:
  explicit Page(const DeskCall& call)
      : call_(call), only_decided_(call.flag("decided")), workflow_(call.text("workflow")) {}

  void add(const CaseLine& line) {
    if (line.standing == kErased) {
      ++erased_;
      return;
    }
    const CaseRecord record = call_.load(line.id);
    if (!workflow_.empty() && record.workflow != workflow_) {
      ++other_workflow_;
    } else if (record.facts.empty()) {
      ++no_facts_;
    } else if (only_decided_ && record.decisions.empty()) {
      ++undecided_;
    } else {
      given_.push_back(line.id);
      cases_.push_back(facts_value(record));
    }
  }

  Value answer(const std::string& next) {
    if (!given_.empty())
      call_.parts.store.note_each(given_, {"facts_revealed", call_.caller.name, call_.now(), {}});
    return Context{{"cases", std::move(cases_)},        {"no_facts", no_facts_}, {"undecided", undecided_},
                   {"other_workflow", other_workflow_}, {"erased", erased_},     {"next", next}};
  }

 private:
  const DeskCall& call_;
  const bool only_decided_;
  const std::string workflow_;
  List cases_;
  std::vector<std::string> given_;
  int64_t no_facts_ = 0, undecided_ = 0, other_workflow_ = 0, erased_ = 0;
};

}  // namespace

Value list_facts(const DeskCall& call) {
  Page page(call);
  if (const Value& numbers = call.arguments.at("cases"); numbers.is(Value::Kind::list)) {
    if (numbers.list().size() > kMostAtATime)
      throw Error(Fault::usage, "argument_invalid",
                  "'cases': expected at most " + std::to_string(kMostAtATime) + " numbers, got " +
                      std::to_string(numbers.list().size()));
    for (const Value& number : numbers.list())
      page.add(call.parts.store.line_of(call.id_of(number.text_or(""))));
    return page.answer("");
  }
  CaseFilter filter;
  filter.workflow = call.required("workflow");
  filter.state = call.state();
  if (const auto from = call.date("from")) filter.received_from = start_of_local_day(*from);
  if (const auto to = call.date("to"))
    filter.received_before = start_of_local_day(date_from_days(days_since_epoch(*to) + 1));
  filter.newest_first = true;
  filter.after = call.text("after");
  filter.limit = static_cast<int>(call.number("limit", 200, 1, kMostAtATime));
  const std::vector<CaseLine> lines = call.parts.store.list(filter);
  for (const CaseLine& line : lines) page.add(line);
  const bool is_last = lines.size() < static_cast<size_t>(filter.limit);
  return page.answer(is_last ? "" : lines.back().number);
}

}  // namespace mailroom::daemon
