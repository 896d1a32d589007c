// The inner loops of the line net, compiled once for each kind of processor; the best that this one has is
// chosen when the net is loaded. Pure functions on plain arrays, thread safe.
//
// Layout: a picture is rows of pixels of channels, the channels of one pixel side by side and padded to a
// multiple of kChannelStep; weights are [tap][channel in][channel out], biases [channel out].
#pragma once

namespace mailroom::ocr::reader {

inline constexpr int kChannelStep = 16;  // floats: the widest register there is

struct Convolution {
  int in = 0, out = 0;        // channels, `out` a multiple of kChannelStep
  int in_stride = 0;          // floats from a pixel to the next one
  int rows = 1, columns = 1;  // of taps
  int step = 1;               // pixels from one output's first tap to the next one's
  const float* weights = nullptr;
  const float* biases = nullptr;
  bool rectify = true;
};

struct LineKernels {
  // One row of `width` outputs. `inputs` has one pointer for each row of taps, to the first tap of the first
  // output.
  void (*convolve)(const Convolution& layer, const float* const* inputs, float* output, int width);
  // One row; each channel for itself, `columns` taps of weights [tap][channel].
  void (*convolve_each)(const Convolution& layer, const float* input, float* output, int width);
};

const LineKernels& line_kernels();

}  // namespace mailroom::ocr::reader
