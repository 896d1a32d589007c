// The files that an editor has open, each with what Mailroom knows of it: a workflow, a form's template, a
// site's file, tests; anything else is held and nothing is said about it. One thread.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "cli/lsp/text_document.h"
#include "workflows/editor/draft.h"
#include "workflows/editor/explanation.h"
#include "workflows/editor/suggestions.h"

namespace mailroom::cli::lsp {

enum class FileKind { workflow, form, site, tests, other };

struct OpenFile {
  std::string uri;
  std::filesystem::path path;
  FileKind kind = FileKind::other;
  TextDocument document;
  std::unique_ptr<workflows::editor::Draft> draft;  // of a workflow
  std::optional<int64_t> version;
  bool is_changed = true;         // since it was looked at
  std::vector<std::string> said;  // files that problems were told about on its account
};

class OpenFiles {
 public:
  OpenFile& open(const std::string& uri, std::string text);
  OpenFile* find(const std::string& uri);
  void close(const std::string& uri) { files_.erase(uri); }
  std::vector<OpenFile*> all();

  // Everything wrong with it; the draft is understood anew.
  std::vector<Diagnostic> look_at(OpenFile& file);
  std::vector<workflows::editor::Suggestion> suggestions_at(const OpenFile& file, size_t offset);
  std::optional<workflows::editor::Explanation> explanation_at(const OpenFile& file, size_t offset);
  // A template or the site's file changed on disk: all is loaded again when it is needed.
  void forget_surroundings();

 private:
  // What is around the files of one site, loaded when it is first asked for.
  struct Around {
    workflows::editor::Surroundings parts;
    std::optional<workflows::Workflows> workflows;
  };
  Around& around(const std::filesystem::path& file);
  std::unique_ptr<workflows::editor::Draft> new_draft(const std::filesystem::path& file);
  const workflows::Workflows& workflows_around(const std::filesystem::path& file);

  std::map<std::string, OpenFile> files_;
  std::map<std::filesystem::path, Around> sites_;
};

}  // namespace mailroom::cli::lsp
