#include "cli/lsp/open_files.h"

#include "base/error.h"
#include "base/file.h"
#include "cli/file_uri.h"
#include "daemon/site.h"
#include "daemon/site_text.h"
#include "ocr/form_file.h"

namespace mailroom::cli::lsp {

namespace {

namespace fs = std::filesystem;

FileKind kind_of(const fs::path& file) {
  const std::string name = file.filename().string();
  if (name.ends_with(ocr::kFormSuffix)) return FileKind::form;
  if (name == daemon::kSiteFile) return FileKind::site;
  const bool is_yaml = file.extension() == ".yaml" || file.extension() == ".yml";
  if (!is_yaml) return FileKind::other;
  // Of a site only this folder holds workflows; a file outside of any is taken for one.
  const auto site = daemon::find_site(file.parent_path());
  const bool is_workflow =
      !site || file.parent_path().lexically_normal() == (*site / "workflows").lexically_normal();
  return is_workflow ? FileKind::workflow : FileKind::other;
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

workflows::editor::Surroundings OpenFiles::around(const fs::path& file) {
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
  return sites_[folder] = std::move(found);
}

std::vector<Diagnostic> OpenFiles::look_at(OpenFile& file) {
  file.is_changed = false;
  std::vector<Diagnostic> problems;
  switch (file.kind) {
    case FileKind::workflow:
      if (!file.draft) file.draft = std::make_unique<workflows::editor::Draft>(file.path, around(file.path));
      file.draft->set_surroundings(around(file.path));
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
    case FileKind::other:
      break;
  }
  return problems;
}

void OpenFiles::forget_surroundings() {
  sites_.clear();
  for (auto& [uri, file] : files_) file.is_changed |= file.kind == FileKind::workflow;
}

}  // namespace mailroom::cli::lsp
