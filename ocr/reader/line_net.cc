#include "ocr/reader/line_net.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/error.h"
#include "ocr/reader/line_kernels.h"

// The weights, as line_net_weights.S lays them into the program.
extern "C" const char mailroom_line_net_weights[], mailroom_line_net_weights_end[],
    mailroom_accented_net_weights[], mailroom_accented_net_weights_end[];

namespace mailroom::ocr::reader {
namespace {

constexpr uint32_t kAlone = 2,
                   kJudging = 4;          // versions of the file: without and with what judges alterations
constexpr int kPlanes = 2;                // of a line's picture: ink, print
constexpr int kAlong = 3, kReach = 9;     // pairs of layers along the line, and how many steps each sees
constexpr int kFirstTaps = 5, kTaps = 3;  // of a side
constexpr int kChannels[] = {24, 32, 64, 96, 160};
constexpr int kStrokeReach = 3;
constexpr int kAlteredChannels[] = {16, 1}, kAlteredReach[] = {5, 1};

[[noreturn]] void invalid() {
  throw Error(Fault::machine, "net_invalid", "the recogniser's weights are damaged or of another version");
}

int padded(int channels) {
  return (channels + kChannelStep - 1) / kChannelStep * kChannelStep;
}

// IEEE 754 binary16, without the infinities that no weight is.
float from_half(uint16_t half) {
  const uint32_t exponent = half >> 10 & 31, fraction = half & 1023;
  const float size = exponent == 0 ? std::ldexp(static_cast<float>(fraction), -24)
                                   : std::bit_cast<float>((exponent + 112) << 23 | fraction << 13);
  return (half & 0x8000) != 0 ? -size : size;
}

uint32_t take_number(std::string_view& rest) {
  uint32_t number = 0;
  if (rest.size() < sizeof number) invalid();
  std::memcpy(&number, rest.data(), sizeof number);
  rest.remove_prefix(sizeof number);
  return number;
}

std::vector<float> take_floats(std::string_view& rest, size_t count) {
  if (take_number(rest) != count || rest.size() < count * sizeof(uint16_t)) invalid();
  std::vector<float> values(count);
  for (size_t i = 0; i < count; ++i) {
    uint16_t half = 0;
    std::memcpy(&half, rest.data() + i * sizeof half, sizeof half);
    values[i] = from_half(half);
  }
  rest.remove_prefix(count * sizeof(uint16_t));
  return values;
}

// Rows of pixels of channels with a white border, so that no tap falls off.
class Plane {
 public:
  Plane(int width, int height, int channels, int border_x, int border_y)
      : width_(width),
        stride_((width + 2 * border_x) * channels),
        channels_(channels),
        border_x_(border_x),
        border_y_(border_y),
        values_(static_cast<size_t>(stride_) * static_cast<size_t>(height + 2 * border_y)) {}
  float* pixel(int x, int y) {
    return values_.data() + static_cast<ptrdiff_t>(y + border_y_) * stride_ +
           static_cast<ptrdiff_t>(x + border_x_) * channels_;
  }
  int width() const { return width_; }
  int channels() const { return channels_; }

 private:
  int width_, stride_, channels_, border_x_, border_y_;
  std::vector<float> values_;
};

void convolve(const Convolution& c, Plane& from, int x, int y, float* output, int width) {
  const float* rows[kFirstTaps] = {};
  for (int row = 0; row < c.rows; ++row) rows[row] = from.pixel(x, y + row);
  line_kernels().convolve(c, rows, output, width);
}

// The larger of two rows, and of `across` neighbours in them.
void pool(const float* upper, const float* lower, int channels, int across, int width, float* output) {
  for (int x = 0; x < width; ++x)
    for (int c = 0; c < channels; ++c) {
      float most = 0;
      for (int i = 0; i < across; ++i) {
        const int at = (x * across + i) * channels + c;
        most = std::max({most, upper[at], lower[at]});
      }
      output[x * channels + c] = most;
    }
}

// What several planes of the same steps show at each, one below the other.
struct Rows {
  Plane& plane;
  int count;
};
Plane gathered(std::initializer_list<Rows> planes, int steps, int border) {
  int channels = 0;
  for (const Rows& rows : planes) channels += rows.count * rows.plane.channels();
  Plane all(steps, 1, channels, border, 0);
  for (int step = 0; step < steps; ++step) {
    float* to = all.pixel(step, 0);
    for (const Rows& rows : planes)
      for (int row = 0; row < rows.count; ++row) {
        const float* from = rows.plane.pixel(step, row);
        to = std::copy(from, from + rows.plane.channels(), to);
      }
  }
  return all;
}

}  // namespace

LineNet::LineNet()
    : LineNet(std::string_view(mailroom_line_net_weights, static_cast<size_t>(mailroom_line_net_weights_end -
                                                                              mailroom_line_net_weights))) {}

LineNet LineNet::for_accents() {
  return LineNet(std::string_view(
      mailroom_accented_net_weights,
      static_cast<size_t>(mailroom_accented_net_weights_end - mailroom_accented_net_weights)));
}

LineNet::Layer LineNet::take_layer(std::string_view& rest, int in, int out, int rows, int columns,
                                   bool each) const {
  Layer layer{in, padded(out), rows, columns, {}, {}};
  const int taps = rows * columns, sources = each ? 1 : in;
  const std::vector<float> weights = take_floats(rest, static_cast<size_t>(out * sources * taps));
  const std::vector<float> biases = take_floats(rest, static_cast<size_t>(out));
  // From [out][in][tap] to [tap][in][out].
  layer.weights.resize(static_cast<size_t>(taps * sources * layer.out));
  for (int o = 0; o < out; ++o)
    for (int i = 0; i < sources; ++i)
      for (int t = 0; t < taps; ++t)
        layer.weights[static_cast<size_t>((t * sources + i) * layer.out + o)] =
            weights[static_cast<size_t>((o * sources + i) * taps + t)];
  layer.biases.assign(static_cast<size_t>(layer.out), 0);
  std::copy(biases.begin(), biases.end(), layer.biases.begin());
  return layer;
}

LineNet::LineNet(std::string_view weights) {
  if (!weights.starts_with("MRLN")) invalid();
  weights.remove_prefix(4);
  const uint32_t version = take_number(weights);
  if ((version != kAlone && version != kJudging) || take_number(weights) != kLineHeight) invalid();
  const uint32_t length = take_number(weights);
  if (length > weights.size()) invalid();
  for (uint32_t i = 0; i < length;) {
    const auto lead = static_cast<unsigned char>(weights[i]);
    const uint32_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (i + bytes > length) invalid();
    characters_.emplace_back(weights.substr(i, bytes));
    i += bytes;
  }
  weights.remove_prefix(length);
  rising_.push_back(take_layer(weights, kPlanes, kChannels[0], kFirstTaps, kFirstTaps, false));
  for (int i = 1; i < 4; ++i)
    rising_.push_back(take_layer(weights, kChannels[i - 1], kChannels[i], kTaps, kTaps, false));
  rising_.push_back(take_layer(weights, kChannels[3], kChannels[4], 2, kTaps, false));
  for (int i = 0; i < kAlong; ++i) {
    along_.push_back(take_layer(weights, kChannels[4], kChannels[4], 1, kReach, true));
    along_.push_back(take_layer(weights, kChannels[4], kChannels[4], 1, 1, false));
  }
  last_ = take_layer(weights, kChannels[4], static_cast<int>(characters_.size()) + 1, 1, 1, false);
  if (version == kJudging) take_judge(weights);
  if (!weights.empty()) invalid();
}

void LineNet::take_judge(std::string_view& weights) {
  const int seen = 8 * rising_[1].out + 4 * rising_[2].out + last_.in;  // at one step (gathered())
  strokes_ = take_layer(weights, seen, kStrokeTraits, 1, kStrokeReach, false);
  altered_.push_back(take_layer(weights, kStrokeTraits, kAlteredChannels[0], 1, kAlteredReach[0], false));
  altered_.push_back(
      take_layer(weights, kAlteredChannels[0], kAlteredChannels[1], 1, kAlteredReach[1], false));
  by_usual_ = take_floats(weights, static_cast<size_t>(kStrokeTraits * kAlteredChannels[0]));
}

Convolution LineNet::convolution(const Layer& layer, int in_stride, int step, bool rectify) {
  return {layer.in,
          layer.out,
          in_stride,
          layer.rows,
          layer.columns,
          step,
          layer.weights.data(),
          layer.biases.data(),
          rectify};
}

LineSteps LineNet::look(const LinePicture& line) const {
  const int steps = std::max(1, (line.width + kStepColumns - 1) / kStepColumns), width = steps * kStepColumns;
  Plane picture(width, kLineHeight, kPlanes, 2, 2);
  const auto lay_in = [&](const std::vector<uint8_t>& plane, int channel) {
    for (int y = 0; y < kLineHeight; ++y)
      for (int x = 0; x < line.width; ++x)
        picture.pixel(x, y)[channel] =
            static_cast<float>(
                plane[static_cast<size_t>(y) * static_cast<size_t>(line.width) + static_cast<size_t>(x)]) /
            255;
  };
  lay_in(line.ink, 0);
  if (!line.print.empty()) lay_in(line.print, 1);
  // 32 rows to 16 with half the columns, to 8 with a quarter, to 4, to 2, to 1.
  Plane half(width / 2, 16, rising_[0].out, 1, 1);
  for (int y = 0; y < 16; ++y)
    convolve(convolution(rising_[0], kPlanes, 2, true), picture, -2, 2 * y - 2, half.pixel(0, y), width / 2);
  std::vector<float> upper, lower;
  const auto convolve_and_pool = [&](const Layer& layer, Plane& from, int rows, int across, Plane& to) {
    upper.resize(static_cast<size_t>(from.width() * layer.out)), lower.resize(upper.size());
    for (int y = 0; y < rows; y += 2) {
      const Convolution c = convolution(layer, from.channels(), 1, true);
      convolve(c, from, -1, y - 1, upper.data(), from.width());
      convolve(c, from, -1, y, lower.data(), from.width());
      pool(upper.data(), lower.data(), layer.out, across, to.width(), to.pixel(0, y / 2));
    }
  };
  Plane eighth(steps, 8, rising_[1].out, 1, 1), four(steps, 4, rising_[2].out, 1, 1),
      two(steps, 2, rising_[3].out, 1, 0);
  convolve_and_pool(rising_[1], half, 16, 2, eighth);
  convolve_and_pool(rising_[2], eighth, 8, 1, four);
  convolve_and_pool(rising_[3], four, 4, 1, two);
  Plane row(steps, 1, rising_[4].out, kReach / 2, 0);
  convolve(convolution(rising_[4], two.channels(), 1, true), two, -1, 0, row.pixel(0, 0), steps);
  const int channels = row.channels();
  Plane seen(steps, 1, channels, 0, 0), mixed(steps, 1, channels, 0, 0);
  for (size_t i = 0; i < along_.size(); i += 2) {
    line_kernels().convolve_each(convolution(along_[i], channels, 1, true), row.pixel(-kReach / 2, 0),
                                 seen.pixel(0, 0), steps);
    convolve(convolution(along_[i + 1], channels, 1, false), seen, 0, 0, mixed.pixel(0, 0), steps);
    float* sums = row.pixel(0, 0);
    const float* found = mixed.pixel(0, 0);
    for (int k = 0; k < steps * channels; ++k) sums[k] = std::max(0.0F, sums[k] + found[k]);
  }
  Plane scores(steps, 1, last_.out, 0, 0);
  convolve(convolution(last_, channels, 1, false), row, 0, 0, scores.pixel(0, 0), steps);

  LineSteps result;
  result.steps = steps, result.classes = static_cast<int>(characters_.size()) + 1;
  if (!strokes_.weights.empty()) {
    Plane all = gathered({{eighth, 8}, {four, 4}, {row, 1}}, steps, kStrokeReach / 2);
    result.strokes.resize(static_cast<size_t>(steps * kStrokeTraits));
    convolve(convolution(strokes_, all.channels(), 1, true), all, -kStrokeReach / 2, 0, result.strokes.data(),
             steps);
  }
  result.logs.resize(static_cast<size_t>(steps) * static_cast<size_t>(result.classes));
  for (int step = 0; step < steps; ++step) {
    const float* score = scores.pixel(step, 0);
    const float most = *std::max_element(score, score + result.classes);
    float sum = 0;
    for (int c = 0; c < result.classes; ++c) sum += std::exp(score[c] - most);
    const float log_sum = most + std::log(sum);
    float* logs = result.logs.data() + static_cast<size_t>(step) * static_cast<size_t>(result.classes);
    for (int c = 0; c < result.classes; ++c) logs[c] = score[c] - log_sum;
  }
  return result;
}

std::vector<float> LineNet::altered(std::span<const float> strokes, std::span<const float> usual) const {
  const int steps = static_cast<int>(strokes.size()) / kStrokeTraits;
  Layer first = altered_.front();
  for (size_t trait = 0; trait < usual.size(); ++trait)
    for (size_t c = 0; c < kAlteredChannels[0]; ++c)
      first.biases[c] += usual[trait] * by_usual_[trait * kAlteredChannels[0] + c];
  Plane seen(steps, 1, kStrokeTraits, kAlteredReach[0] / 2, 0), judged(steps, 1, first.out, 0, 0),
      odds(steps, 1, altered_[1].out, 0, 0);
  std::ranges::copy(strokes, seen.pixel(0, 0));
  convolve(convolution(first, kStrokeTraits, 1, true), seen, -kAlteredReach[0] / 2, 0, judged.pixel(0, 0),
           steps);
  convolve(convolution(altered_[1], first.out, 1, false), judged, 0, 0, odds.pixel(0, 0), steps);
  std::vector<float> found;
  for (int step = 0; step < steps; ++step) found.push_back(*odds.pixel(step, 0));
  return found;
}

}  // namespace mailroom::ocr::reader
