#include "daemon/merkle.h"

#include "base/digest.h"

namespace mailroom::daemon {

namespace {

std::string digest(char kind, std::string_view first, std::string_view second = {}) {
  std::string text(1, kind);
  text += first;
  text += second;
  return from_hex(sha256(text));
}

}  // namespace

void MerkleRoot::add(std::string_view leaf) {
  std::string node = digest('\0', leaf);
  // As many whole subtrees join as there are ones at the end of the number of leaves.
  for (uint64_t count = leaves_++; (count & 1) != 0; count >>= 1) {
    node = digest('\1', whole_.back(), node);
    whole_.pop_back();
  }
  whole_.push_back(std::move(node));
}

std::string MerkleRoot::hex() const {
  if (whole_.empty()) return sha256("");
  std::string root = whole_.back();
  for (size_t i = whole_.size() - 1; i-- > 0;) root = digest('\1', whole_[i], root);
  return to_hex(root);
}

}  // namespace mailroom::daemon
