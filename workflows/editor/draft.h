// A workflow's file as somebody writes it: its text, what the loader makes of it, and what is around it. The
// rest of workflows/editor/ answers questions about a Draft: suggestions.h, explanation.h, names.h,
// outline.h.
//
// One owner, one thread; understand() takes what loading takes, the rest is quick.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "workflows/loaded_workflow.h"

namespace mailroom::workflows::editor {

// What was around when the draft was opened: shared by all drafts of a site.
struct Surroundings {
  std::filesystem::path site;  // empty: none
  std::shared_ptr<const std::vector<ocr::Form>> forms;
  PostRules post;
};

class Draft {
 public:
  Draft(std::filesystem::path file, Surroundings around);

  void set_text(std::string text) { text_ = std::move(text); }
  void set_surroundings(Surroundings around) { around_ = std::move(around); }
  // Loads the text as it is now; what is wrong with it.
  std::vector<Diagnostic> understand();

  const std::filesystem::path& file() const { return file_; }
  const std::string& text() const { return text_; }
  const Surroundings& around() const { return around_; }
  const std::vector<ocr::Form>& forms() const { return *around_.forms; }
  // Of when it was understood last, which may be a few keystrokes ago.
  const Workflow& workflow() const { return *loaded_.workflow; }
  const yaml::Node& root() const { return loaded_.root; }
  // All that an expression may name; of a file that is broken just now what it was when it last was not.
  const feel::Scope& scope() const { return scope_; }

  // What a name had for a value when a document was last run through this workflow; none unless somebody says
  // so.
  std::function<std::optional<std::string>(const std::string& path)> last_value;

 private:
  std::filesystem::path file_;
  Surroundings around_;
  std::string text_;
  LoadedWorkflow loaded_;
  feel::Scope scope_;
  bool was_yaml_ = false;
};

}  // namespace mailroom::workflows::editor
