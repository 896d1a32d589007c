// Keys that can be destroyed one by one and yet are all kept in one small secret: a puncturable
// pseudo-random function (Goldreich, Goldwasser, Micali 1986; to puncture it: Boneh, Waters 2013). The keys
// are the leaves of a tree of 16 branches a node; a node's child is SHA-256(node, digit), so that
// whoever has a node has all keys below it and no other. To destroy a leaf, the node that it grows from is
// replaced by the nodes beside its path: from then on nothing leads to it, and every other key is what it
// was.
//
// What is kept grows with what is destroyed alone in its neighbourhood (at most 15 nodes for each digit) and
// shrinks again where all of a neighbourhood is gone. Thread safe; an earlier copy of the nodes undoes
// nothing but what was destroyed since.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mailroom::daemon {

class KeyTree {
 public:
  // Leaves are numbered from 0 to 16^kDigits - 1.
  static constexpr size_t kDigits = 10;
  // A node's path from the root in hexadecimal digits, and its 32 bytes.
  using Nodes = std::map<std::string, std::string, std::less<>>;

  explicit KeyTree(std::string_view root);
  explicit KeyTree(Nodes nodes) : nodes_(std::move(nodes)) {}

  // None: it was destroyed.
  std::optional<std::string> key(uint64_t leaf) const;
  void destroy(uint64_t leaf);
  Nodes nodes() const;

 private:
  Nodes::const_iterator above(std::string_view path) const;

  mutable std::shared_mutex mutex_;
  Nodes nodes_;
  // Nodes above leaves that were asked for: neighbours share most of the way down.
  mutable std::mutex near_mutex_;
  mutable std::unordered_map<std::string, std::string> near_;
};

}  // namespace mailroom::daemon
