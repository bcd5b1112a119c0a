// For the tests of the kernels: each dispatch target forced in turn, and MPFR as the judge of their bounds.
#pragma once

// clang-format off
#include "lib/kernels/targets.hpp"  // before Highway
// clang-format on

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <boost/multiprecision/mpfr.hpp>
#include <cmath>
#include <cstdio>
#include <string>

namespace gibbs::test {

namespace mp = boost::multiprecision;
/// Some 400 bits: errs by so little that the bounds, 2⁻⁸⁰ and more, do not notice.
using Exact = mp::number<mp::mpfr_float_backend<120>, mp::et_off>;

/// f(name of the target) under each dispatch target that this processor has.
template <class F>
void on_every_target(F f) {
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    f(std::string(hwy::TargetName(target)));
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

/// The largest error seen, in units of the bound.
struct Worst {
  double ratio = 0;
  std::string where = "nowhere";

  void see(const Exact& error, const Exact& bound, double x) {
    const double r = error == 0 ? 0 : bound > 0 ? (abs(error) / bound).convert_to<double>() : HUGE_VAL;
    if (r > ratio || std::isnan(r)) {
      char text[40];
      std::snprintf(text, sizeof text, "%a", x);
      ratio = r;
      where = text;
    }
  }
  void expect_within_bound(const std::string& what) const {
    EXPECT_LE(ratio, 1) << what << " at " << where;
    testing::Test::RecordProperty(what, std::to_string(ratio));
  }
};

}  // namespace gibbs::test
