#include "workflows/answers.h"

#include "workflows/case_facts.h"

namespace mailroom::workflows {

Context with_answers(Context facts, const CaseRecord& record) {
  Context answers;
  for (const DeliveryRecord& delivery : record.deliveries) {
    if (!delivery.answer.empty()) answers.put(delivery.name, delivery.answer);
  }
  if (!answers.empty()) facts.put(kAnswers, std::move(answers));
  return facts;
}

Context planned_facts(const Workflow& workflow, const CaseRecord& record) {
  Context facts = with_decisions(workflow, record, record.facts);
  const Context documents = document_facts(workflow, record);
  for (const auto& [name, value] : documents.entries()) {
    const bool is_kept = name == "case" && facts.find(name) != nullptr;  // with a person's why
    if (!is_kept) facts.put(name, value);
  }
  return facts;
}

}  // namespace mailroom::workflows
