// The `.dmn` files of a folder, by the namespaces that models import them by, and what their elements are
// called. Read once, then immutable; thread safe. What is no XML is passed over.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mailroom::dmn {

class Neighbours {
 public:
  struct Named {
    std::string id, name;
    std::string tag;  // "decision", "inputData" …
  };

  Neighbours() = default;  // nobody
  // All of the folder's but `except`.
  explicit Neighbours(const std::filesystem::path& folder, const std::filesystem::path& except = {});
  // The same of files that are in memory: their XML by their paths.
  Neighbours(const std::map<std::string, std::string>& texts, const std::filesystem::path& except);

  // The file that declares the namespace; null if there is none.
  const std::filesystem::path* file_of(std::string_view model) const;
  const Named* by_id(std::string_view model, std::string_view id) const;
  const Named* by_name(std::string_view model, std::string_view name) const;

 private:
  void add(std::string xml, const std::filesystem::path& file);

  struct Model {
    std::filesystem::path file;
    std::vector<Named> elements;
  };
  std::map<std::string, Model, std::less<>> models_;
};

}  // namespace mailroom::dmn
