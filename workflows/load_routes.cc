// `routes:`: when what is delivered, and to whom cases go.
#include <algorithm>

#include "base/text.h"
#include "workflows/loader.h"

namespace mailroom::workflows {

namespace {

constexpr int kMostPeople = 9;

// The first route whose condition is true is taken: one with the same condition further down never is.
const Route* twin_before_last(const Workflow& workflow) {
  if (workflow.routes.empty() || !workflow.routes.back().condition) return nullptr;
  const Route& last = workflow.routes.back();
  for (const Route& before : workflow.routes) {
    if (&before == &last) break;
    // After a review the routes that follow are looked at.
    if (!before.review && before.condition &&
        fold_space(before.condition->expression.text()) == fold_space(last.condition->expression.text()))
      return &before;
  }
  return nullptr;
}

}  // namespace

void Loader::load_routes(const yaml::Node& root, Workflow& workflow) {
  for (const auto& [key, list] : {std::pair{"when_refused", &workflow.when_refused},
                                  std::pair{"when_returned", &workflow.when_returned}}) {
    const yaml::Node* node = mapping_at(root, key);
    if (const yaml::Node* names = node ? list_at(*node, "deliver") : nullptr)
      *list = delivery_names(*names, workflow);
  }
  const yaml::Node* routes = list_at(root, "routes");
  if (!routes) return;
  if (routes->items.empty()) error(routes->place, "no_routes", "'routes' is empty: no case would ever end");
  for (const yaml::Node& node : routes->items) {
    if (!node.is_mapping()) continue;
    if (!workflow.routes.empty() && !workflow.routes.back().condition && !workflow.routes.back().review) {
      warning(node.place, "unreachable_route",
              "route '" + text_at(node, "id") + "' is never reached: '" + workflow.routes.back().id +
                  "' before it has no 'if'",
              "put it first, or give the other one an 'if'");
    }
    const size_t known = workflow.routes.size();
    load_route(node, workflow);
    const Route* twin = workflow.routes.size() > known ? twin_before_last(workflow) : nullptr;
    if (twin) {
      warning(scalar_at(node, "if")->place, "unreachable_route",
              "route '" + workflow.routes.back().id + "' is never reached: '" + twin->id +
                  "' before it has the same 'if'",
              "give it another condition, or take it out");
    }
  }
}

ReviewStep Loader::step_of(const yaml::Node& node) {
  ReviewStep step;
  step.queue = text_at(node, "queue");
  step.urgent = text_at(node, "urgent") == "true";
  step.due = parse_period(text_at(node, "due"));
  if (const yaml::Node* why = scalar_at(node, "why")) step.why = content_of(*why);
  return step;
}

void Loader::load_route(const yaml::Node& node, Workflow& workflow) {
  Route route;
  route.id = text_at(node, "id");
  route.outcome = text_at(node, "outcome", route.id);
  const bool twice = std::any_of(workflow.routes.begin(), workflow.routes.end(),
                                 [&](const Route& other) { return other.id == route.id; });
  if (twice)
    error(scalar_at(node, "id")->place, "name_taken", "there are two routes '" + route.id + "'",
          "choose another");
  if (const yaml::Node* condition = scalar_at(node, "if")) {
    const NotingReads noting(*this);
    route.condition = formula(*condition, scope_);
    if (!route.condition) return;
  }
  if (const yaml::Node* deliver = list_at(node, "deliver"))
    route.deliver = delivery_names(*deliver, workflow);
  if (const yaml::Node* because = scalar_at(node, "return")) {
    route.return_because = wording(
        because->text, [&](size_t o, size_t l) { return because->place_at(o, l); }, scope_);
  }
  if (const yaml::Node* review = mapping_at(node, "review")) route.review = step_of(*review);
  if (const yaml::Node* approve = mapping_at(node, "approve")) {
    route.approve = step_of(*approve);
    const yaml::Node* by = scalar_at(*approve, "by");
    route.approve->people = std::atoi(text_at(*approve, "by", "2").c_str());
    if (route.approve->people < 2 || route.approve->people > kMostPeople) {
      error(by ? by->place : approve->place, "wrong_number",
            "'by': expected 2 to " + std::to_string(kMostPeople) + " different people, got " +
                std::to_string(route.approve->people),
            "for one person write 'review' instead of 'approve'");
    }
  }
  if (!node.find("deliver") && !node.find("review") && !node.find("return")) {
    error(node.place, "empty_route", "route '" + route.id + "' leads nowhere",
          "give it 'deliver', 'review' or 'return'; 'deliver: []' closes the case");
  }
  workflow.routes.push_back(std::move(route));
}

}  // namespace mailroom::workflows
