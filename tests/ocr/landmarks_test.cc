#include "ocr/reader/landmarks.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::reader {
namespace {

// Descriptors whose parts are all `value`, and so have nothing in common with others.
Landmark landmark(uint64_t value) {
  const uint64_t parts = value * 0x0001'0001'0001'0001;
  return {0, 0, {parts, parts, parts, parts}};
}

TEST(Landmarks, WhatAllFormsHaveTellsNoneFromAnother) {
  const Landmark dots = landmark(1), box = landmark(2), emblem = landmark(3);
  const std::vector<Landmark> page{dots, box, emblem};
  const std::vector<Landmark> dotted{dots, dots, dots, dots, box}, plain{dots, box}, right{emblem, dots};
  const std::vector<double> alike = likenesses(page, {dotted, plain, right});
  EXPECT_EQ(alike[0], alike[1]);  // a leader of dots is one thing, however long
  EXPECT_GT(alike[2], alike[0]);
}

TEST(Landmarks, NothingInCommonIsNoLikeness) {
  const std::vector<Landmark> page{landmark(1)}, other{landmark(2)};
  EXPECT_EQ(likenesses(page, {other, {}}), (std::vector<double>{0, 0}));
  EXPECT_TRUE(likenesses(page, {}).empty());
}

}  // namespace
}  // namespace mailroom::ocr::reader
