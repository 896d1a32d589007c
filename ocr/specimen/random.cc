#include "ocr/specimen/random.h"

namespace mailroom::ocr::specimen {
namespace {

constexpr uint64_t kGolden = 0x9e3779b97f4a7c15;

uint64_t mixed(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

uint64_t Random::next() {
  state_ += kGolden;
  return mixed(state_);
}

Random Random::fork(std::string_view purpose) const {
  uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  for (const char c : purpose) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return fork(hash);
}

Random Random::fork(uint64_t number) const {
  return Random(mixed(mixed(seed_ + kGolden) ^ mixed(number + 2 * kGolden)));
}

int Random::below(int n) {
  return static_cast<int>((next() >> 32) * static_cast<uint64_t>(n) >> 32);
}

int Random::between(int first, int last) {
  return first + below(last - first + 1);
}

double Random::uniform(double lo, double hi) {
  return lo + (hi - lo) * (static_cast<double>(next() >> 11) * 0x1p-53);
}

bool Random::chance(double probability) {
  return uniform(0, 1) < probability;
}

double Random::normal(double sigma) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += uniform(0, 1);
  return sum * sigma;
}

}  // namespace mailroom::ocr::specimen
