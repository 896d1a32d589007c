#include "ocr/reader/full_heap.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <vector>

namespace mailroom::ocr::reader {
namespace {

// What the parent keeps for itself, and a chunk's head.
constexpr uintptr_t kOwn = 16 << 10;

// How many of the pieces that it asks for lie in what was given back before.
int pieces_among_the_old() {
  std::vector<void*> blocks;
  for (size_t i = 0; i < 20'000; ++i) blocks.push_back(std::malloc(32 + i % 61 * 97));
  for (size_t i = 0; i < blocks.size(); i += 2) std::free(blocks[i]);
  use_up_heap();
  const auto end = reinterpret_cast<uintptr_t>(::sbrk(0));
  int among = 0;
  for (size_t size = 16; size < 6'000; size += 8)
    among += reinterpret_cast<uintptr_t>(std::malloc(size)) + kOwn < end ? 1 : 0;
  return among;
}

TEST(FullHeap, WhatIsAskedForNextLiesBehindAllThatWasGivenBack) {
  const pid_t pid = ::fork();  // a heap of its own, to be thrown away
  ASSERT_GE(pid, 0);
  if (pid == 0) ::_exit(pieces_among_the_old() == 0 ? 0 : 1);
  int status = 0;
  ASSERT_EQ(::waitpid(pid, &status, 0), pid);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace mailroom::ocr::reader
