// Inputs as RapidCheck's users know them: generators with their shrinks, for anyone's properties.
//
//   RC_GTEST_PROP(MyEntropy, IsAtMostLogN, ()) {
//     const auto p = *gibbs::gen::distribution();
//     RC_ASSERT(my_entropy(p.values) <= std::log(p.values.size()) * (1 + 1e-15));
//   }
//
// RapidCheck's own pieces do not serve here: its doubles are never subnormal, infinite or one rounding error apart, which
// is where formulas fail; no map or filter of them stays on the simplex when it is shrunk; and its seed is that of a run,
// so that a property's cases would change with those before it. So the bits come from rc::Random by Source, and the
// shrinks from shrink.hpp, which keeps Σp = 1 and the format. The catalogue's theorems are drawn from the same functions
// (properties/run/rapidcheck.hpp runs them as properties of RapidCheck).
#pragma once

#include <rapidcheck.h>

#include <iosfwd>
#include <optional>
#include <utility>
#include <vector>

#include "properties/inputs/declared.hpp"
#include "reference/format.hpp"

namespace gibbs::gen {

/// Probabilities, of a format, that sum to 1: exactly, or as the correctly rounded image of a distribution.
struct Distribution {
  std::vector<double> values;
  bool operator==(const Distribution&) const = default;
};
/// The same as a table, row by row.
struct Joint {
  std::vector<double> values;
  std::size_t columns = 1;
  bool operator==(const Joint&) const = default;
};
/// Finite numbers or −∞, not all −∞.
struct Logits {
  std::vector<double> values;
  bool operator==(const Logits&) const = default;
};
using Pair = std::pair<Distribution, Distribution>;

/// How many classes (0: any number, growing with RapidCheck's size; shrinks have fewer only then), and of which format.
struct Of {
  std::size_t classes = 0;
  reference::Format format = reference::binary64;
};

rc::Gen<Distribution> distribution(const Of& of = {});
/// One class has all the mass.
rc::Gen<Distribution> label(const Of& of = {});
/// Related in every way two distributions are: equal, near, permuted, disjoint, qᵢ = 0 < pᵢ, pᵢ/qᵢ beyond the range, free.
rc::Gen<Pair> pair(const Of& of = {});
/// p ≠ q on the same classes, as near as one rounding error. Two classes at least.
rc::Gen<Pair> near_pair(const Of& of = {});
/// No class has mass in both. Two classes at least.
rc::Gen<Pair> disjoint_pair(const Of& of = {});
/// Rows and columns that are independent, functions of each other, or neither.
rc::Gen<Joint> joint(std::size_t rows, std::size_t columns, const reference::Format& format = reference::binary64);
rc::Gen<Logits> logits(const Of& of = {});
/// Some of them −∞: tiles, paddings, all but one, scattered. Two classes at least.
rc::Gen<Logits> masked_logits(const Of& of = {});
/// Logits, and a label for them: one-hot, soft, or what softmax says.
rc::Gen<std::pair<Logits, Distribution>> logits_and_label(const Of& of = {});
rc::Gen<double> probability(const reference::Format& format = reference::binary64);
rc::Gen<double> logit(const reference::Format& format = reference::binary64);

/// Cases of what a theorem declares, with their shrinks; of one about each of its metrics, for this one.
rc::Gen<properties::Case> cases(properties::Inputs inputs, const reference::Format& format,
                                std::vector<reference::Unit> units = {reference::Unit::nat},
                                std::optional<reference::Metric> metric = std::nullopt);

void showValue(const Distribution& p, std::ostream& out);
void showValue(const Joint& w, std::ostream& out);
void showValue(const Logits& z, std::ostream& out);

}  // namespace gibbs::gen

namespace gibbs::properties {
void showValue(const Case& c, std::ostream& out);
}

namespace rc {
template <>
struct Arbitrary<gibbs::gen::Distribution> {
  static Gen<gibbs::gen::Distribution> arbitrary() { return gibbs::gen::distribution(); }
};
template <>
struct Arbitrary<gibbs::gen::Joint> {
  static Gen<gibbs::gen::Joint> arbitrary();
};
template <>
struct Arbitrary<gibbs::gen::Logits> {
  static Gen<gibbs::gen::Logits> arbitrary() { return gibbs::gen::logits(); }
};
}  // namespace rc
