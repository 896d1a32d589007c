#include "workflows/dmn/neighbours.h"

#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "workflows/dmn/xml.h"

namespace mailroom::dmn {

namespace {

constexpr uint64_t kMostBytes = 64u << 20;

}  // namespace

Neighbours::Neighbours(const std::filesystem::path& folder, const std::filesystem::path& except) {
  std::error_code ignored;
  std::set<std::filesystem::path> files;  // in order: of two with one namespace always the same counts
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".dmn" && entry.path().filename() != except.filename())
      files.insert(entry.path());
  }
  for (const std::filesystem::path& file : files) add(read_file(file, kMostBytes), file);
}

Neighbours::Neighbours(const std::map<std::string, std::string>& texts, const std::filesystem::path& except) {
  for (const auto& [name, text] : texts) {
    const std::filesystem::path file(name);
    const bool is_beside = file.parent_path() == except.parent_path() && file.filename() != except.filename();
    if (file.extension() == ".dmn" && is_beside) add(text, file);
  }
}

void Neighbours::add(std::string xml, const std::filesystem::path& file) {
  Document document;
  if (!document.parse(std::move(xml), file.string(), nullptr)) return;
  Model model{file, {}};
  for (const pugi::xml_node& node : document.root().children()) {
    const std::string id = attribute(node, "id");
    if (!id.empty())
      model.elements.push_back({id, fold_space(attribute(node, "name")), std::string(local_name(node))});
  }
  models_.emplace(attribute(document.root(), "namespace"), std::move(model));
}

const std::filesystem::path* Neighbours::file_of(std::string_view model) const {
  const auto found = models_.find(model);
  return found == models_.end() ? nullptr : &found->second.file;
}

const Neighbours::Named* Neighbours::by_id(std::string_view model, std::string_view id) const {
  const auto found = models_.find(model);
  if (found == models_.end()) return nullptr;
  const auto& all = found->second.elements;
  const auto one = std::find_if(all.begin(), all.end(), [&](const Named& e) { return e.id == id; });
  return one == all.end() ? nullptr : &*one;
}

const Neighbours::Named* Neighbours::by_name(std::string_view model, std::string_view name) const {
  const auto found = models_.find(model);
  if (found == models_.end()) return nullptr;
  const auto& all = found->second.elements;
  const auto one = std::find_if(all.begin(), all.end(), [&](const Named& e) {
    return e.name == name && e.tag != "knowledgeSource" && e.tag != "itemDefinition" && e.tag != "import";
  });
  return one == all.end() ? nullptr : &*one;
}

}  // namespace mailroom::dmn
