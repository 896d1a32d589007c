#include "cli/lsp/open_files.h"

#include "base/error.h"
#include "base/file.h"
#include "cli/file_uri.h"
#include "cli/last_values.h"
#include "daemon/site.h"
#include "daemon/site_keys.h"
#include "daemon/site_text.h"
#include "ocr/form_file.h"
#include "ocr/form_keys.h"
#include "workflows/editor/keyed_text.h"
#include "workflows/load_tests.h"

namespace mailroom::cli::lsp {

namespace {

namespace fs = std::filesystem;
namespace editor = workflows::editor;

FileKind kind_of(const fs::path& file) {
  const std::string name = file.filename().string();
  if (name.ends_with(ocr::kFormSuffix)) return FileKind::form;
  if (name == daemon::kSiteFile) return FileKind::site;
  const bool is_yaml = file.extension() == ".yaml" || file.extension() == ".yml";
  if (!is_yaml) return FileKind::other;
  // Of a site only these folders hold them; a file outside of any is taken for a workflow.
  const auto site = daemon::find_site(file.parent_path());
  if (!site) return FileKind::workflow;
  const fs::path folder = file.parent_path().lexically_normal().lexically_relative(site->lexically_normal());
  return folder == "workflows" ? FileKind::workflow : folder == "tests" ? FileKind::tests : FileKind::other;
}

// Of a file that is no workflow; null if none describes it.
const Key* keys_of(FileKind kind) {
  return kind == FileKind::form ? &ocr::form_key() : kind == FileKind::site ? &daemon::site_key() : nullptr;
}

}  // namespace

OpenFile& OpenFiles::open(const std::string& uri, std::string text) {
  OpenFile& file = files_[uri];
  file.uri = uri;
  file.path = path_of(uri);
  file.kind = kind_of(file.path);
  file.document.set(std::move(text));
  file.is_changed = true;
  return file;
}

OpenFile* OpenFiles::find(const std::string& uri) {
  const auto found = files_.find(uri);
  return found == files_.end() ? nullptr : &found->second;
}

std::vector<OpenFile*> OpenFiles::all() {
  std::vector<OpenFile*> all;
  for (auto& [uri, file] : files_) all.push_back(&file);
  return all;
}

OpenFiles::Around& OpenFiles::around(const fs::path& file) {
  const auto site = daemon::find_site(file.parent_path());
  const fs::path folder = site ? *site : file.parent_path();
  const auto known = sites_.find(folder);
  if (known != sites_.end()) return known->second;
  workflows::editor::Surroundings found;
  found.site = folder;
  // What is wrong with these is told where they are open themselves.
  std::vector<Diagnostic> unsaid;
  std::vector<ocr::Form> forms;
  if (const fs::path templates = folder / "forms"; fs::is_directory(templates))
    forms = ocr::load_forms(templates, unsaid);
  found.forms = std::make_shared<const std::vector<ocr::Form>>(std::move(forms));
  if (site) {
    if (const auto loaded = daemon::load_site(folder, unsaid)) found.post = loaded->post;
  }
  return sites_[folder] = {std::move(found), std::nullopt};
}

const workflows::Workflows& OpenFiles::workflows_around(const fs::path& file) {
  Around& site = around(file);
  if (!site.workflows) {
    workflows::LoadOptions options;
    options.site = site.parts.site;
    options.forms = site.parts.forms.get();
    options.post = site.parts.post;
    std::vector<Diagnostic> unsaid;
    site.workflows = workflows::load_workflows(options, unsaid);
  }
  return *site.workflows;
}

std::unique_ptr<editor::Draft> OpenFiles::new_draft(const fs::path& file) {
  auto draft = std::make_unique<editor::Draft>(file, around(file).parts);
  draft->last_value = [site = draft->around().site, of = draft.get()](const std::string& path) {
    return last_value(site, of->workflow().id, path);
  };
  return draft;
}

std::vector<Diagnostic> OpenFiles::look_at(OpenFile& file) {
  file.is_changed = false;
  std::vector<Diagnostic> problems;
  switch (file.kind) {
    case FileKind::workflow:
      if (!file.draft) file.draft = new_draft(file.path);
      file.draft->set_surroundings(around(file.path).parts);
      file.draft->set_text(file.document.text());
      return file.draft->understand();
    case FileKind::form: {
      std::string words;
      std::error_code failed;
      if (const std::string beside = ocr::words_file(file.path); fs::exists(beside, failed))
        words = read_file(beside);
      ocr::parse_form(file.document.text(), words, file.path, problems);
      return problems;
    }
    case FileKind::site:
      daemon::read_site(file.path.parent_path(), file.document.text(), problems);
      for (Diagnostic& problem : problems) problem.place.file = file.path.string();
      return problems;
    case FileKind::tests:
      workflows::parse_tests(file.document.text(), file.path, around(file.path).parts.site,
                             workflows_around(file.path), problems);
      return problems;
    case FileKind::other:
      break;
  }
  return problems;
}

std::vector<editor::Suggestion> OpenFiles::suggestions_at(const OpenFile& file, size_t offset) {
  const std::string& text = file.document.text();
  if (file.kind == FileKind::workflow) return editor::suggestions_at(*file.draft, offset);
  if (file.kind == FileKind::tests)
    return editor::suggestions_in_tests(text, workflows_around(file.path), offset);
  const Key* keys = keys_of(file.kind);
  return keys ? editor::suggestions_by_keys(text, *keys, offset) : std::vector<editor::Suggestion>();
}

std::optional<editor::Explanation> OpenFiles::explanation_at(const OpenFile& file, size_t offset) {
  const std::string& text = file.document.text();
  if (file.kind == FileKind::workflow) return editor::explanation_at(*file.draft, offset);
  if (file.kind == FileKind::tests)
    return editor::explanation_in_tests(text, workflows_around(file.path), offset);
  const Key* keys = keys_of(file.kind);
  return keys ? editor::explanation_by_keys(text, *keys, offset) : std::nullopt;
}

void OpenFiles::forget_surroundings() {
  sites_.clear();
  for (auto& [uri, file] : files_)
    file.is_changed |= file.kind == FileKind::workflow || file.kind == FileKind::tests;
}

}  // namespace mailroom::cli::lsp
