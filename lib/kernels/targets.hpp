// The dispatch targets: AVX-512, AVX2 with FMA, SSE4, plain x86-64 (emulated two lanes); NEON on AArch64.
#pragma once

#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128)

#include <hwy/targets.h>
