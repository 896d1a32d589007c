// The Merkle tree hash of a list of texts (RFC 6962, section 2.1: SHA-256, leaves and nodes told apart by
// their first byte), in one pass: leaves are given in order, and no more nodes are kept than the tree has
// levels. Plain value, one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mailroom::daemon {

class MerkleRoot {
 public:
  void add(std::string_view leaf);
  uint64_t leaves() const { return leaves_; }
  std::string hex() const;  // of nothing: the digest of nothing

 private:
  std::vector<std::string> whole_;  // roots of whole subtrees, the largest first
  uint64_t leaves_ = 0;
};

}  // namespace mailroom::daemon
