// Why a case came out as it did: what `cases.show` tells, with the rules that nearly decided otherwise, what
// was sent, and what a letter may say.
#include <algorithm>

#include "base/base64.h"
#include "base/error.h"
#include "base/text.h"
#include "daemon/desk_call.h"
#include "daemon/desk_values.h"
#include "daemon/standing.h"
#include "workflows/load.h"
#include "workflows/story.h"

namespace mailroom::daemon {

using workflows::CaseRecord;
using workflows::Workflow;

namespace {

// The workflow that decided the case, also where the site has moved on; null if it cannot be told.
std::shared_ptr<const Workflow> deciding_workflow(const DeskCall& call, const CaseRecord& record) {
  if (const Workflow* known = call.workflow_of(record)) return {std::shared_ptr<void>(), known};
  if (record.workflow.empty()) return nullptr;
  const auto kept = call.parts.store.find_version(record.workflow, record.version);
  if (!kept) return nullptr;
  try {
    return workflows::load_kept(workflows::source_from_json(kept->body), record.workflow);
  } catch (const Error&) {
    return nullptr;  // the case's own record tells the rest
  }
}

Value near_value(const workflows::NearMiss& near, const Mask& mask) {
  List because;
  for (const std::string& one : near.because) because.emplace_back(mask.hide(one));
  return Context{{"rule", near.rule},
                 {"id", near.id},
                 {"reference", near.reference},
                 {"instead", mask.hide(near.instead)},
                 {"because", std::move(because)}};
}

// The decisions as `cases.show` has them, each with its title and the rules that nearly fired.
List decisions_with_near_misses(const CaseRecord& record, const Workflow* workflow, const List& shown,
                                const Mask& mask) {
  List all;
  for (size_t i = 0; i < record.decisions.size(); ++i) {
    const workflows::DecisionResult& decision = record.decisions[i];
    const workflows::DecisionRule* rule = nullptr;
    if (workflow != nullptr) {
      for (const auto& one : workflow->decisions)
        if (one.id == decision.id) rule = &one;
    }
    Context one = shown[i].context();
    List near;
    for (const auto& miss : workflows::near_misses(decision, rule)) near.push_back(near_value(miss, mask));
    one.put("title", rule != nullptr ? rule->title : "");
    one.put("near", std::move(near));
    all.emplace_back(std::move(one));
  }
  return all;
}

List passed_value(const CaseRecord& record, const Workflow& workflow, const Mask& mask) {
  List all;
  for (const workflows::PassedRoute& route : workflows::passed_routes(workflow, record)) {
    all.push_back(Context{
        {"route", route.id}, {"condition", route.condition}, {"values", mask.hide(Value(route.values))}});
  }
  return all;
}

// The deliveries as `cases.show` has them, each with where it goes and what it says.
List deliveries_with_content(const CaseRecord& record, const Workflow* workflow, const List& shown,
                             const Mask& mask) {
  List all;
  for (size_t i = 0; i < record.deliveries.size(); ++i) {
    const workflows::DeliveryRecord& delivery = record.deliveries[i];
    Context one = shown[i].context();
    const workflows::DeliverySpec* spec = workflow != nullptr ? workflow->delivery(delivery.name) : nullptr;
    one.put("kind", spec != nullptr ? spec->kind : "");
    one.put("to", spec != nullptr ? spec->settings.at(spec->kind).text_or("") : "");
    one.put("content", mask.hide(Value(delivery.content)));
    all.emplace_back(std::move(one));
  }
  return all;
}

// The pictures that were cut while reading, as PNG: they are in the clear, so they are for who may see
// values.
List crops_value(const DeskCall& call, const CaseRecord& record) {
  List all;
  for (const auto& filing : record.filings) {
    const auto pictures = call.parts.store.pictures_of(filing.document_id);
    for (const auto& field : filing.fields) {
      const auto found = pictures.find({field.page, field.id});
      if (found == pictures.end()) continue;
      all.push_back(Context{{"role", filing.role},
                            {"part", filing.part},
                            {"field", field.id},
                            {"png", to_base64(call.parts.objects.get(found->second))}});
    }
  }
  return all;
}

Value letter_value(const Workflow& workflow, const CaseRecord& record, std::string language) {
  if (language.empty()) language = workflows::language_of_case(workflow, record);
  const workflows::Paragraph paragraph = workflows::letter_paragraph(workflow, record, language);
  List missing;
  for (const std::string& one : paragraph.missing) missing.emplace_back(one);
  return Context{{"language", paragraph.language}, {"text", paragraph.text}, {"missing", std::move(missing)}};
}

}  // namespace

Value explain_case(const DeskCall& call) {
  const CaseLine line = call.parts.store.line_of(call.case_id());
  if (line.standing == kErased) return erased_case(call, line);
  const CaseRecord record = call.load(line.id);  // once: it may go on meanwhile
  Context story = told_case(call, line, record);
  const bool reveal = call.flag("reveal");
  const Mask mask = reveal ? Mask() : Mask(record);
  const auto workflow = deciding_workflow(call, record);
  story.put("decisions",
            decisions_with_near_misses(record, workflow.get(), story.at("decisions").list(), mask));
  story.put("deliveries",
            deliveries_with_content(record, workflow.get(), story.at("deliveries").list(), mask));
  story.put("passed", workflow ? passed_value(record, *workflow, mask) : List());
  story.put("crops", reveal && call.flag("crops") ? crops_value(call, record) : List());
  story.put("letter", workflow ? letter_value(*workflow, record, call.text("language")) : Value());
  return story;
}

}  // namespace mailroom::daemon
