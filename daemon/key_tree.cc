#include "daemon/key_tree.h"

#include "base/digest.h"

namespace mailroom::daemon {

namespace {

constexpr std::string_view kHex = "0123456789abcdef";
// How far down a node stands that is remembered: 4,096 leaves are below it, three steps away.
constexpr size_t kNearDigits = KeyTree::kDigits - 3;
constexpr size_t kMostNear = 1024;

std::string path_of(uint64_t leaf) {
  std::string path(KeyTree::kDigits, '0');
  for (size_t i = path.size(); i-- > 0; leaf >>= 4) path[i] = kHex[leaf & 15];
  return path;
}

std::string child(std::string_view node, char digit) {
  std::string text(node);
  text += digit;
  return sha256_bytes(text);
}

// From a node along these digits.
std::string descend(std::string node, std::string_view digits) {
  for (const char digit : digits) node = child(node, digit);
  return node;
}

}  // namespace

KeyTree::KeyTree(std::string_view root) : nodes_{{"", std::string(root)}} {}

KeyTree::Nodes::const_iterator KeyTree::above(std::string_view path) const {
  for (size_t digits = 0; digits <= path.size(); ++digits) {
    if (const auto found = nodes_.find(path.substr(0, digits)); found != nodes_.end()) return found;
  }
  return nodes_.end();
}

std::optional<std::string> KeyTree::key(uint64_t leaf) const {
  const std::string path = path_of(leaf);
  const std::shared_lock lock(mutex_);
  const auto top = above(path);
  if (top == nodes_.end()) return {};
  const std::string_view digits(path);
  if (top->first.size() >= kNearDigits) return descend(top->second, digits.substr(top->first.size()));
  const std::lock_guard near_lock(near_mutex_);
  if (near_.size() > kMostNear) near_.clear();
  std::string& near = near_[path.substr(0, kNearDigits)];
  if (near.empty())
    near = descend(top->second, digits.substr(top->first.size(), kNearDigits - top->first.size()));
  return descend(near, digits.substr(kNearDigits));
}

void KeyTree::destroy(uint64_t leaf) {
  const std::string path = path_of(leaf);
  const std::unique_lock lock(mutex_);
  const auto top = above(path);
  if (top == nodes_.end()) return;
  std::string node = top->second;
  const size_t from = top->first.size();
  nodes_.erase(top);
  for (size_t at = from; at < path.size(); ++at) {
    for (const char digit : kHex) {
      if (digit != path[at]) nodes_[path.substr(0, at) + digit] = child(node, digit);
    }
    node = child(node, path[at]);
  }
  const std::lock_guard near_lock(near_mutex_);
  near_.erase(path.substr(0, kNearDigits));
}

KeyTree::Nodes KeyTree::nodes() const {
  const std::shared_lock lock(mutex_);
  return nodes_;
}

}  // namespace mailroom::daemon
