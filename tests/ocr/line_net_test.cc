#include "ocr/reader/line_net.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "base/error.h"
#include "ocr/reader/line_kernels.h"

namespace mailroom::ocr::reader {

extern const LineKernels kLineKernels_any;

namespace {

TEST(LineKernels, EveryProcessorComputesTheSame) {
  std::mt19937 random(7);
  const auto numbers = [&](size_t count) {
    std::vector<float> values(count);
    for (float& v : values) v = static_cast<float>(random() % 2001) / 1000.0F - 1;
    return values;
  };
  for (const int width : {1, 2, 5, 6, 13, 40}) {
    Convolution c{24, 48, 32, 3, 3, 1, nullptr, nullptr, true};
    const std::vector<float> weights = numbers(static_cast<size_t>(9 * c.in * c.out)),
                             biases = numbers(static_cast<size_t>(c.out));
    const std::vector<float> input = numbers(static_cast<size_t>(3 * (width + 2) * c.in_stride));
    c.weights = weights.data(), c.biases = biases.data();
    const float* rows[] = {input.data(), input.data() + (width + 2) * c.in_stride,
                           input.data() + 2 * (width + 2) * c.in_stride};
    std::vector<float> here(static_cast<size_t>(width * c.out)), anywhere(here.size());
    line_kernels().convolve(c, rows, here.data(), width);
    kLineKernels_any.convolve(c, rows, anywhere.data(), width);
    for (size_t i = 0; i < here.size(); ++i) ASSERT_NEAR(here[i], anywhere[i], 1e-3) << width << ' ' << i;
  }
}

TEST(LineNet, ProbabilitiesOfEachStepSumToOne) {
  const LineNet net;
  LinePicture line{90, std::vector<uint8_t>(90 * kLineHeight), {}};
  for (int y = 6; y < 26; ++y)
    for (int x = 30; x < 34; ++x) line.ink[static_cast<size_t>(y * 90 + x)] = 255;
  const LineSteps steps = net.look(line);
  EXPECT_EQ(steps.steps, 23);  // four columns a step
  ASSERT_EQ(steps.classes, static_cast<int>(net.characters().size()) + 1);
  for (int step = 0; step < steps.steps; ++step) {
    double sum = 0;
    for (int c = 0; c < steps.classes; ++c) sum += std::exp(static_cast<double>(steps.at(step)[c]));
    EXPECT_NEAR(sum, 1, 1e-4);
  }
}

TEST(LineNet, DamagedWeightsAreRefused) {
  for (const char* weights : {"", "MRLN", "XXXX 1234 5678 9012", "MRLN\1\0\0\0"}) {
    try {
      LineNet net{std::string_view(weights)};
      FAIL() << weights;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), "net_invalid");
    }
  }
}

}  // namespace
}  // namespace mailroom::ocr::reader
