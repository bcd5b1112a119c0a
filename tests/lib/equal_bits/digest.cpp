// Prints a digest of the bits of some 10⁵ results of the library, per metric: the same on every machine, with every
// compiler, vector width and number of threads.
//
//   digest [TARGET [THREADS]]   with this dispatch target of Highway ("best" is the default) and as many threads
//   digest --targets            lists the targets that this machine has
#include <bit>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/kernels/targets.hpp"
#include "tests/lib/equal_bits/threads.hpp"
#include "tests/lib/inputs.hpp"

namespace gibbs::test {
namespace {

/// FNV-1a over the bits of results.
struct Digest {
  std::uint64_t hash = 0xcbf29ce484222325;
  std::size_t results = 0;

  void add(double x) {
    auto bits = std::bit_cast<std::uint64_t>(x);
    for (int i = 0; i < 8; ++i, bits >>= 8) hash = (hash ^ (bits & 255)) * 0x100000001b3;
    ++results;
  }
  template <class T>
  void add(const std::vector<T>& values) {
    for (const T x : values) add(static_cast<double>(x));
  }
};
using Digests = std::map<std::string, Digest>;

constexpr Unit units[] = {Unit::nat, Unit::bit, Unit::hartley};

template <class T>
void add_distributions(Inputs& inputs, std::size_t n, Digests& digests) {
  const bool counted = inputs.below(4) == 0;
  const auto p = counted ? inputs.weights<T>(n) : inputs.distribution<T>(n);
  const auto q = inputs.partner(p);
  const Mass mass = counted ? Mass::any : Mass::one;
  const Distribution<T> a(parallel(p), mass), b(q, Mass::any);
  const Unit unit = units[inputs.below(3)];
  const std::size_t columns = n % 3 == 0 ? n / 3 : n % 2 == 0 ? n / 2 : n;
  digests["entropy"].add(entropy(a, unit));
  digests["perplexity"].add(perplexity(a));
  digests["cross_entropy"].add(cross_entropy(a, b, unit));
  digests["kl_divergence"].add(kl_divergence(a, b, unit));
  digests["js_divergence"].add(js_divergence(a, b, unit));
  digests["js_distance"].add(js_distance(a, b, unit));
  if (n < 2000) {  // quadratic where tables are nearly independent
    digests["conditional_entropy"].add(conditional_entropy(Joint(p, columns, mass), unit));
    digests["mutual_information"].add(mutual_information(Joint(p, columns, mass), unit));
  }
  if (counted) return;
  std::vector<T> out(n);
  self_information(std::span<const T>(p), out, unit);
  digests["self_information"].add(out[0]);
}

template <class T>
void add_logits(Inputs& inputs, std::size_t n, Digests& digests) {
  const auto z = inputs.logits<T>(n);
  const auto p = inputs.target(z);
  const auto y = inputs.numbers<T>(n);
  std::vector<T> out(n);
  digests["log_sum_exp"].add(log_sum_exp(parallel(z)));
  digests["softmax_cross_entropy"].add(softmax_cross_entropy(parallel(z), p));
  digests["mean_squared_error"].add(mean_squared_error(y, p));
  softmax(parallel(z), out);
  digests["softmax"].add(out);
  log_softmax(parallel(z), out);
  digests["log_softmax"].add(out);
  const std::span<const T> zs(z), ps(p);  // in a batch
  sigmoid_cross_entropy(zs, ps, out);
  digests["sigmoid_cross_entropy"].add(out[0]);
  sigmoid_cross_entropy_gradient(zs, ps, out);
  digests["sigmoid_cross_entropy_gradient"].add(out[0]);
  if (n > 2000) return;  // where all q are near p, each component would be left to the last stage
  digests["with_gradient"].add(softmax_cross_entropy_with_gradient(z, p, out));
  softmax_cross_entropy_gradient(z, p, out);
  digests["softmax_cross_entropy_gradient"].add(out);
  if (n > 40) return;
  softmax_mean_squared_error_gradient(z, y, out);
  digests["softmax_mean_squared_error_gradient"].add(out);
}

/// A batch of rows with labels, of which some are ignored, but not the first.
template <class T>
void add_labelled_rows(Inputs& inputs, std::size_t n, Digests& digests) {
  const std::size_t count = 1 + inputs.below(5);
  std::vector<T> z, out(count * n);
  std::vector<std::int64_t> y;
  for (std::size_t i = 0; i < count; ++i) {
    const auto row = inputs.logits<T>(n);
    z.insert(z.end(), row.begin(), row.end());
    y.push_back(i > 0 && inputs.below(4) == 0 ? -1 : static_cast<std::int64_t>(inputs.below(n)));
  }
  auto w = inputs.weights<T>(count);
  w[0] = 1;
  const Rows<T> rows(z, n);
  digests["mean_softmax_cross_entropy"].add(mean_softmax_cross_entropy(rows, y));
  digests["mean_softmax_cross_entropy"].add(mean_softmax_cross_entropy(rows, y, w));
  digests["sequence_perplexity"].add(sequence_perplexity(rows, y));
  mean_softmax_cross_entropy_gradient(rows, y, w, out);
  digests["mean_softmax_cross_entropy_gradient"].add(out);
  softmax_cross_entropy_gradient(rows, y, out);
  digests["softmax_cross_entropy_gradient by labels"].add(out);
}

template <class T>
void add_derivatives(Inputs& inputs, std::size_t n, Digests& digests) {
  const auto z = inputs.logits<T>(n);
  const auto u = inputs.numbers<T>(n);
  std::vector<T> out(n);
  softmax_vjp(z, u, out);
  digests["softmax_vjp"].add(out);
  log_softmax_vjp(z, u, out);
  digests["log_softmax_vjp"].add(out);
  softmax_cross_entropy_hessian_diagonal(z, out);
  digests["softmax_cross_entropy_hessian_diagonal"].add(out);
  sigmoid_cross_entropy_hessian(std::span<const T>(z), out);
  digests["sigmoid_cross_entropy_hessian"].add(out[0]);
}

template <class T>
void add_all(unsigned seed, Digests& digests) {
  Inputs inputs(seed);
  for (int i = 0; i < 2500; ++i) {
    const std::size_t most = i % 250 == 0 ? 1500 : i % 10 == 0 ? 100 : 12;
    add_distributions<T>(inputs, inputs.length(most), digests);
    add_logits<T>(inputs, inputs.length(most), digests);
  }
  const std::vector<T> p = inputs.template distribution<T>(70000);  // more than one chunk: threads share it
  digests["entropy"].add(entropy(parallel(p)));
  digests["kl_divergence"].add(kl_divergence(parallel(p), inputs.distribution<T>(70000)));
  add_logits<T>(inputs, 70000, digests);
  for (int i = 0; i < 1500; ++i) {
    add_labelled_rows<T>(inputs, inputs.length(i % 50 == 0 ? 60 : 8), digests);
    add_derivatives<T>(inputs, inputs.length(i % 50 == 0 ? 60 : 8), digests);
  }
}

void print_digests() {
  Digests digests;
  add_all<double>(1, digests);
  add_all<float>(2, digests);
  std::size_t results = 0;
  for (const auto& [metric, digest] : digests) {
    std::printf("%016llx %6zu %s\n", static_cast<unsigned long long>(digest.hash), digest.results, metric.c_str());
    results += digest.results;
  }
  std::printf("%zu results\n", results);
}

/// Calls visit(target, name) for each dispatch target of this machine, of which there may be a choice.
template <class Visit>
void for_each_target(Visit visit) {
  if constexpr ((HWY_TARGETS & (HWY_TARGETS - 1)) == 0)
    visit(HWY_TARGETS, hwy::TargetName(HWY_TARGETS));
  else
    for (const auto target : hwy::SupportedAndGeneratedTargets()) visit(target, hwy::TargetName(target));
}

/// Returns whether there is such a target.
bool force_target(std::string_view wanted) {
  bool found = wanted == "best";
  for_each_target([&](auto target, std::string_view name) {
    if (wanted != name) return;
    found = true;
    if constexpr ((HWY_TARGETS & (HWY_TARGETS - 1)) != 0) hwy::SetSupportedTargetsForTest(target);
  });
  return found;
}

}  // namespace
}  // namespace gibbs::test

int main(int argc, char** argv) {
  using namespace gibbs::test;
  const std::string_view wanted = argc > 1 ? argv[1] : "best";
  if (wanted == "--targets") {
    for_each_target([](auto, const char* name) { std::puts(name); });
    return 0;
  }
  if (!force_target(wanted)) return std::fprintf(stderr, "no target '%s' here\n", argv[1]), 2;
  use_threads(argc > 2 ? std::stoul(argv[2]) : 1);
  print_digests();
}
