#include "ocr/reader/line_kernels.h"

namespace mailroom::ocr::reader {

extern const LineKernels kLineKernels_any;
#if defined(__x86_64__)
extern const LineKernels kLineKernels_avx2, kLineKernels_avx512;
#endif

const LineKernels& line_kernels() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) return kLineKernels_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return kLineKernels_avx2;
#endif
  return kLineKernels_any;
}

}  // namespace mailroom::ocr::reader
