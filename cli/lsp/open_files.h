// The files that an editor has open, each with what Mailroom knows of it: a workflow, a form's template, a
// site's file; anything else (a workflow's tests, as yet) is held and nothing is said about it. One thread.
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

namespace mailroom::cli::lsp {

enum class FileKind { workflow, form, site, other };

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
  // A template or the site's file changed on disk: all is loaded again when it is needed.
  void forget_surroundings();

 private:
  workflows::editor::Surroundings around(const std::filesystem::path& file);

  std::map<std::string, OpenFile> files_;
  std::map<std::filesystem::path, workflows::editor::Surroundings> sites_;
};

}  // namespace mailroom::cli::lsp
