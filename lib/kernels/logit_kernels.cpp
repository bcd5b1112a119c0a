#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/kernels/logit_kernels.cpp"
// clang-format off
#include "lib/kernels/targets.hpp"
#include <hwy/foreach_target.h>
// clang-format on

#include "lib/kernels/shares-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

using Open = std::vector<std::size_t>;
using Kept = std::vector<double>;
template <class T>
HWY_ATTR LogitSums logit_sums_of(std::span<const T> z, Purpose purpose, Kept* kept) {
  return sums_of<TotalStep, RestStep>(z, purpose, kept);
}
template <class T>
HWY_ATTR LogitSums loss_sums_of(std::span<const T> z, std::span<const T> p, Purpose purpose, Kept* kept) {
  return sums_of<LossTotalStep, LossRestStep>(z, purpose, kept, p.data());
}
template <class T>
HWY_ATTR void softmax_of(std::span<const T> z, const LogitSums& sums, const Kept& kept, std::span<T> out, Open& open) {
  if (!sums.kept)
    each(SoftmaxStep<T, false>(sums, nullptr), out, open, z.data());
  else
    each(SoftmaxStep<T, true>(sums, kept.data()), out, open, z.data());
}
template <class T>
HWY_ATTR void log_softmax_of(std::span<const T> z, const LogitSums& sums, std::span<T> out, Open& open) {
  each(LogSoftmaxStep<T>(sums), out, open, z.data());
}
template <class T>
HWY_ATTR void gradient_of(std::span<const T> z, std::span<const T> p, const LogitSums& sums, const Kept& kept,
                          std::span<T> out, Open& open) {
  if (!sums.kept)
    each(GradientStep<T, false>(sums, nullptr), out, open, z.data(), p.data());
  else
    each(GradientStep<T, true>(sums, kept.data()), out, open, z.data(), p.data());
}

// HWY_EXPORT knows functions, not templates.
#define GIBBS_KERNELS(T, name)                                                                                       \
  HWY_ATTR LogitSums logit_sums_##name(std::span<const T> z, Purpose purpose, Kept* kept) {                          \
    return logit_sums_of(z, purpose, kept);                                                                          \
  }                                                                                                                  \
  HWY_ATTR LogitSums loss_sums_##name(std::span<const T> z, std::span<const T> p, Purpose purpose, Kept* kept) {     \
    return loss_sums_of(z, p, purpose, kept);                                                                        \
  }                                                                                                                  \
  HWY_ATTR void softmax_##name(std::span<const T> z, const LogitSums& sums, const Kept& kept, std::span<T> out,      \
                               Open& open) {                                                                         \
    softmax_of(z, sums, kept, out, open);                                                                            \
  }                                                                                                                  \
  HWY_ATTR void log_softmax_##name(std::span<const T> z, const LogitSums& sums, std::span<T> out, Open& open) {      \
    log_softmax_of(z, sums, out, open);                                                                              \
  }                                                                                                                  \
  HWY_ATTR void gradient_##name(std::span<const T> z, std::span<const T> p, const LogitSums& sums, const Kept& kept, \
                                std::span<T> out, Open& open) {                                                      \
    gradient_of(z, p, sums, kept, out, open);                                                                        \
  }
GIBBS_KERNELS(double, d)
GIBBS_KERNELS(float, f)
#undef GIBBS_KERNELS

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gibbs::inline v0::detail::kernels {

#define GIBBS_DISPATCH(T, name)                                                                                     \
  HWY_EXPORT(logit_sums_##name);                                                                                    \
  HWY_EXPORT(loss_sums_##name);                                                                                     \
  HWY_EXPORT(softmax_##name);                                                                                       \
  HWY_EXPORT(log_softmax_##name);                                                                                   \
  HWY_EXPORT(gradient_##name);                                                                                      \
  template <>                                                                                                       \
  LogitSums logit_sums(std::span<const T> z, Purpose purpose, std::vector<double>* kept) {                          \
    return HWY_DYNAMIC_DISPATCH(logit_sums_##name)(z, purpose, kept);                                               \
  }                                                                                                                 \
  template <>                                                                                                       \
  LogitSums loss_sums(std::span<const T> z, std::span<const T> p, Purpose purpose, std::vector<double>* kept) {     \
    return HWY_DYNAMIC_DISPATCH(loss_sums_##name)(z, p, purpose, kept);                                             \
  }                                                                                                                 \
  template <>                                                                                                       \
  void softmax(std::span<const T> z, const LogitSums& sums, const std::vector<double>& kept, std::span<T> out,      \
               std::vector<std::size_t>& open) {                                                                    \
    HWY_DYNAMIC_DISPATCH(softmax_##name)(z, sums, kept, out, open);                                                 \
  }                                                                                                                 \
  template <>                                                                                                       \
  void log_softmax(std::span<const T> z, const LogitSums& sums, std::span<T> out, std::vector<std::size_t>& open) { \
    HWY_DYNAMIC_DISPATCH(log_softmax_##name)(z, sums, out, open);                                                   \
  }                                                                                                                 \
  template <>                                                                                                       \
  void loss_gradient(std::span<const T> z, std::span<const T> p, const LogitSums& sums,                             \
                     const std::vector<double>& kept, std::span<T> out, std::vector<std::size_t>& open) {           \
    HWY_DYNAMIC_DISPATCH(gradient_##name)(z, p, sums, kept, out, open);                                             \
  }
GIBBS_DISPATCH(double, d)
GIBBS_DISPATCH(float, f)
#undef GIBBS_DISPATCH

}  // namespace gibbs::inline v0::detail::kernels
#endif
