// Where the sealed bytes of objects lie, named by their ids: a folder, of this machine or shared by many, or
// the store itself. What is in it can be read by nobody without the site's key. Thread safe.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/durable_file.h"

namespace mailroom::daemon {

// The code of an Error{machine}: the place does not answer or lets nobody in; that says nothing about what is
// in it.
inline constexpr std::string_view kPlaceUnreachable = "objects_unreachable";

class ObjectPlace {
 public:
  virtual ~ObjectPlace() = default;
  // Durable when it returns. Ids are new: nothing is ever written over.
  virtual void put(const std::string& id, std::string_view sealed) = 0;
  virtual std::optional<std::string> get(const std::string& id) = 0;
  virtual std::string where(const std::string& id) const = 0;  // for messages
  // Removes what has an id before `before` and is not known; `part` of ObjectStore::kSweepParts. How many.
  virtual size_t sweep(int part, const std::string& before,
                       const std::function<bool(const std::string&)>& is_known) = 0;

  static constexpr size_t kLargest = 4ull << 30;  // bytes of an object
  // The last two characters of the ids of a part; of a UUIDv7 they are random: parts fill evenly.
  static std::string name_of_part(int part);
};

// Files in 256 folders, each written under another name, fsynced and renamed: a reader on another host sees a
// whole file or none.
class ObjectFolder final : public ObjectPlace {
 public:
  explicit ObjectFolder(std::filesystem::path folder)
      : folder_(std::move(folder)), folders_(folder_.parent_path()) {}
  void put(const std::string& id, std::string_view sealed) override;
  std::optional<std::string> get(const std::string& id) override;
  std::string where(const std::string& id) const override { return path_of(id).string(); }
  size_t sweep(int part, const std::string& before,
               const std::function<bool(const std::string&)>& is_known) override;

 private:
  std::filesystem::path path_of(const std::string& id) const;
  std::filesystem::path folder_;
  DurableFolders folders_;
};

class Store;

// Rows of the store: one thing to back up and to share, at the cost of its disk.
class ObjectTable final : public ObjectPlace {
 public:
  explicit ObjectTable(Store& store) : store_(store) {}
  void put(const std::string& id, std::string_view sealed) override;
  std::optional<std::string> get(const std::string& id) override;
  std::string where(const std::string& id) const override { return "the store, object " + id; }
  size_t sweep(int part, const std::string& before,
               const std::function<bool(const std::string&)>& is_known) override;

 private:
  Store& store_;
};

}  // namespace mailroom::daemon
