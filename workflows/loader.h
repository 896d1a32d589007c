// One workflow being loaded: the parts share the problems, the scopes and what the expressions use. Internal
// to load*.cc; one thread.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.h"
#include "connectors/kind.h"
#include "workflows/dmn/model.h"
#include "workflows/load.h"

namespace mailroom::workflows {

class Loader {
 public:
  Loader(const LoadOptions& options, std::vector<Diagnostic>& problems)
      : options_(options), problems_(problems) {}

  // Fills the workflow; problems say what is wrong with it.
  void load(const yaml::Node& root, Workflow& workflow);
  const feel::Scope& scope() const { return scope_; }

 private:
  using PlaceAt = std::function<Place(size_t offset, size_t length)>;

  void error(Place place, std::string code, std::string message, std::string hint = {});
  void warning(Place place, std::string code, std::string message, std::string hint = {});

  // load.cc
  void load_head(const yaml::Node& root, Workflow& workflow);
  void load_review(const yaml::Node& root, Workflow& workflow);
  void digest(Workflow& workflow);
  // load_documents.cc
  void load_documents(const yaml::Node& root, Workflow& workflow);
  void load_role(const yaml::Entry& entry, Workflow& workflow);
  void load_joins(const yaml::Node& root, Workflow& workflow);
  feel::TypeRef type_of_arrival() const;
  // load_rules.cc
  void load_facts(const yaml::Node& root, Workflow& workflow);
  // load_lookups.cc
  void load_lookups(const yaml::Node& root, Workflow& workflow);
  void load_lookup(const yaml::Entry& entry, Workflow& workflow);
  // load_rules.cc
  // One that is true or false, on what is in scope now.
  std::optional<Formula> condition(const yaml::Node& node, const std::string& key);
  void load_checks(const yaml::Node& root, Workflow& workflow);
  void load_decisions(const yaml::Node& root, Workflow& workflow);
  void load_decision(const yaml::Node& node, Workflow& workflow);
  feel::TypeRef load_table(const yaml::Node& node, DecisionRule& decision);
  // load_models.cc
  feel::TypeRef load_model(const yaml::Node& node, DecisionRule& decision);
  std::vector<ModelDecision::Version> model_versions(const yaml::Node& node);
  struct LoadedModel {
    std::shared_ptr<const dmn::Model> model;  // null if it cannot be used
    std::vector<Diagnostic> problems;         // until they are said
  };
  LoadedModel& model_at(const yaml::Node& file);
  std::vector<std::string> names_in_model(const yaml::Node& node, const feel::Scope& scope);
  std::vector<const yaml::Node*> in_order_of_need(
      const std::vector<std::pair<std::string, const yaml::Node*>>& named,
      const std::map<std::string, std::vector<std::string>>& needs, const std::string& what);
  std::vector<std::string> names_in(const yaml::Node& node, const feel::Scope& scope) const;
  bool take_name(const std::string& name, const Place& place, const std::string& what);
  // load_routes.cc
  void load_routes(const yaml::Node& root, Workflow& workflow);
  void load_route(const yaml::Node& node, Workflow& workflow);
  ReviewStep step_of(const yaml::Node& node);
  // load_answers.cc
  void load_answers(const yaml::Node& deliveries);
  feel::TypeRef answers_before(const yaml::Node& deliveries, const std::string& delivery);
  // `before`: what stands in front of the name.
  bool report_unknown_answer(const Place& place, std::string_view before, const std::string& typed);
  // load_deliveries.cc
  void load_deliveries(const yaml::Node& root, Workflow& workflow);
  void load_delivery(const yaml::Entry& entry, const yaml::Node& all, Workflow& workflow);
  void check_alternatives(const yaml::Entry& entry, const connectors::ConnectorKind& kind);
  void load_keys(const connectors::ConnectorKind& kind, const yaml::Entry& entry, const yaml::Node& all,
                 Workflow& workflow, DeliverySpec& delivery);
  void add_key(const connectors::ConnectorKey& key, const yaml::Node& value, Workflow& workflow,
               DeliverySpec& delivery);
  void check_settings(const yaml::Entry& entry, const DeliverySpec& delivery);
  Content content_of(const yaml::Node& node);
  Content file_content(const yaml::Node& node);
  Content chosen_content(const yaml::Node& node);
  // The text with the places of its values in the settings, these in the content.
  static void add_pattern(std::string_view path, const Content& wording, DeliverySpec& delivery);
  std::optional<std::string> site_file(const yaml::Node& node);
  void check_order(const yaml::Node& root, const Workflow& workflow);
  std::vector<std::string> delivery_names(const yaml::Node& list, const Workflow& workflow);
  // load_steps.cc
  bool check_steps(const connectors::ConnectorKey& key, const yaml::Node& list, std::string_view connector);
  Value fixed_steps(const yaml::Node& list);
  Content rendered_steps(const yaml::Node& list);
  Value step_titles(const yaml::Node& list);
  // load_formulas.cc
  std::optional<Formula> formula(const yaml::Node& node, const feel::Scope& scope);
  std::optional<Formula> formula(std::string_view text, const PlaceAt& place_at, const feel::Scope& scope);
  Content wording(std::string_view text, const PlaceAt& place_at, const feel::Scope& scope);
  void warn_of_bare_dates(std::string_view text, const PlaceAt& place_at);
  void report(const feel::Problem& problem, std::string_view text, const PlaceAt& place_at);
  bool report_unknown_field(const Place& place, const std::string& owner, const std::string& typed);
  bool report_unknown_function(const feel::Problem& problem, std::string_view text, const PlaceAt& place_at);
  // For a while: what is loaded notes what it reads when it is evaluated (feel::Reads).
  class NotingReads {
   public:
    explicit NotingReads(Loader& loader) : flag_(loader.notes_reads_) { flag_ = true; }
    ~NotingReads() { flag_ = false; }
    NotingReads(const NotingReads&) = delete;
    NotingReads& operator=(const NotingReads&) = delete;

   private:
    bool& flag_;
  };
  // What the text reads of documents.
  void note_use(std::string_view text, const std::vector<std::string>& paths);

  const LoadOptions& options_;
  std::vector<Diagnostic>& problems_;
  Workflow* workflow_ = nullptr;
  feel::Scope scope_;                         // grows: documents, facts, decisions
  std::map<std::string, std::string> taken_;  // names in scope: what they are
  std::set<std::string> used_fields_;         // while a delivery is loaded, its own
  std::set<std::string> always_read_;         // of these, by what notes no reads when it is evaluated
  bool notes_reads_ = false;                  // what is loaded now does, or is a delivery's
  std::set<std::string> used_deliveries_, declared_deliveries_;
  std::map<std::string, std::vector<std::string>> answers_;  // by delivery: names of what is kept
  std::set<std::string> answers_in_scope_;                   // deliveries, while one is loaded
  bool reads_answers_ = false;                               // that one does
  std::set<std::string> decision_names_;
  std::map<std::string, LoadedModel> models_;  // by file, as the workflow names it
};

}  // namespace mailroom::workflows
