// Erasing cases, a person's too: what would go, and that it goes.
#include <algorithm>

#include "base/error.h"
#include "base/ids.h"
#include "daemon/desk_call.h"
#include "daemon/desk_values.h"
#include "daemon/eraser.h"
#include "daemon/standing.h"

namespace mailroom::daemon {

using workflows::CaseRecord;

namespace {

Eraser& eraser_of(const DeskCall& call) {
  if (call.parts.eraser != nullptr) return *call.parts.eraser;
  throw Error(Fault::usage, "daemon_not_running", "this needs the daemon, and none runs here", {},
              "start it: mailroomd --site " + call.parts.site.folder.string());
}

// By 'cases' (numbers) or 'subject'; each once, oldest first.
std::vector<std::string> named_cases(const DeskCall& call) {
  std::vector<std::string> ids;
  if (const Value& numbers = call.arguments.at("cases"); numbers.is(Value::Kind::list)) {
    for (const Value& number : numbers.list()) {
      const std::string typed = number.text_or("");
      const auto id = call.parts.store.find_by_number(normal_case_number(typed).value_or(typed));
      if (!id)
        throw Error(Fault::usage, "unknown_case", "no case has the number '" + typed + "'", {},
                    "find a person's: mailroom find NUMBER");
      ids.push_back(*id);
    }
  }
  if (const std::string subject = call.text("subject"); !subject.empty()) {
    for (std::string& id : call.parts.store.cases_of(subject)) ids.push_back(std::move(id));
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.empty())
    throw Error(Fault::usage, "nothing_to_erase", "no case is named, and the person has none", {},
                "name a case or a person: mailroom erase 26-48817-9, mailroom erase --subject NUMBER");
  return ids;
}

Value counted(const Erasure& plan, const CaseLine& line) {
  return Context{{"number", line.number},
                 {"workflow", line.workflow},
                 {"erased", plan.is_done},
                 {"documents", plan.documents},
                 {"shared", plan.shared},
                 {"objects", plan.objects},
                 {"shared_scans", plan.shared_scans}};
}

// The person's other cases, which stay.
List others_of(const DeskCall& call, const std::vector<std::string>& named) {
  std::vector<std::string> numbers;
  for (const std::string& id : named) {
    if (call.parts.store.line_of(id).standing == kErased) continue;
    const CaseRecord record = call.load(id);
    if (record.subject.empty()) continue;
    for (const std::string& other : call.parts.store.cases_of(record.subject)) {
      if (std::find(named.begin(), named.end(), other) == named.end())
        numbers.push_back(call.parts.store.line_of(other).number);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  List list;
  for (std::string& number : numbers) list.emplace_back(std::move(number));
  return list;
}

}  // namespace

Value look_at_erasure(const DeskCall& call) {
  Eraser& eraser = eraser_of(call);
  const std::vector<std::string> ids = named_cases(call);
  List cases;
  bool may = true;
  for (const std::string& id : ids) {
    const Erasure plan = call.parts.store.look_at_erasure(id);
    Context one = counted(plan, call.parts.store.line_of(id)).context();
    if (!plan.is_done) {
      if (const auto obstacle = eraser.obstacle(call.load(id), plan)) {
        may = false;
        one.put("obstacle", Context{{"text", obstacle->message()}, {"next", obstacle->hint()}});
      }
    }
    cases.push_back(std::move(one));
  }
  return Context{{"cases", std::move(cases)}, {"others", others_of(call, ids)}, {"may", may}};
}

Value erase_cases(const DeskCall& call) {
  Eraser& eraser = eraser_of(call);
  const std::string why = call.required("why");
  const std::vector<std::string> ids = named_cases(call);
  // All may go, or none does.
  for (const std::string& id : ids) {
    const Erasure plan = call.parts.store.look_at_erasure(id);
    if (plan.is_done) continue;
    if (const auto obstacle = eraser.obstacle(call.load(id), plan)) throw *obstacle;
  }
  List others = others_of(call, ids);
  List cases;
  for (const std::string& id : ids)
    cases.push_back(counted(eraser.erase(id, call.caller.name, why), call.parts.store.line_of(id)));
  return Context{{"cases", std::move(cases)}, {"others", std::move(others)}};
}

}  // namespace mailroom::daemon
