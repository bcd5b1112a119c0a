// What a caller sees beside the values: which views can be made, outputs that lie where inputs do, strides, the
// version.
#include <gibbs/gibbs.hpp>

#include "tests/lib/inputs.hpp"
#include "tests/lib/judge.hpp"

namespace gibbs::test {
namespace {

using Vector = std::vector<double>;

// Of a temporary that owns its numbers no view can be made …
template <class R>
concept Shown = requires(R&& range) {
  Distribution(std::forward<R>(range));
}
|| requires(R&& range) { Logits(std::forward<R>(range)); }
|| requires(R&& range) { Rows(std::forward<R>(range), std::size_t{2}); }
|| requires(R&& range) { Joint(std::forward<R>(range), std::size_t{2}); }
|| requires(R&& range) { Tables(std::forward<R>(range), std::size_t{1}, std::size_t{2}); }
|| requires(R&& range) { counts(std::forward<R>(range)); }
|| requires(R&& range) { parallel(std::forward<R>(range)); };
static_assert(!Shown<Vector> && !Shown<const Vector> && !Shown<std::vector<float>>);
static_assert(Shown<Vector&> && Shown<const Vector&> && Shown<std::span<const double>> && Shown<std::span<float>>);
static_assert(!std::constructible_from<Labels, std::vector<int>> && std::constructible_from<Labels, std::vector<int>&>);
static_assert(!std::constructible_from<Labels, std::vector<unsigned>&>);
static_assert(!std::convertible_to<Vector, Distribution<double>> && !std::convertible_to<Vector, Logits<double>>);
// … but a metric takes one, for it lives until the metric returns.
template <class R>
concept Measured = requires(R&& p, std::span<double> out) {
  entropy(std::forward<R>(p));
  kl_divergence(std::forward<R>(p), p);
  softmax(std::forward<R>(p), out);
  softmax_cross_entropy(std::forward<R>(p), p);
};
static_assert(Measured<Vector> && Measured<Vector&> && Measured<const Vector> && Measured<std::span<double>>);
static_assert(!Measured<std::vector<int>>);

TEST(Views, OfTemporariesServeACall) { EXPECT_EQ(entropy(Vector{0.5, 0.25, 0.25}, Unit::bit), 1.5); }

TEST(Views, OfCountsKeepTheirShapeAndThatAllCoresMayHelp) {
  const Vector w(12, 1);
  const auto rows = counts(Rows(parallel(w), 3, 4));
  EXPECT_TRUE(rows.is_parallel() && rows.mass() == Mass::any && rows.columns() == 3 && rows.stride() == 4);
  const auto joint = counts(Joint(parallel(w), 4));
  EXPECT_TRUE(joint.is_parallel() && joint.mass() == Mass::any && joint.columns() == 4);
  EXPECT_TRUE(counts(Tables(parallel(w), 2, 3)).is_parallel());
  EXPECT_TRUE(counts(parallel(w)).is_parallel());
}

TEST(Views, OfRowsHaveAStride) {
  const Vector p{0.5, 0.5, 7, 0.25, 0.75, 7, 1, 0}, dense{0.5, 0.5, 0.25, 0.75, 1, 0};
  Vector out(3), expected(3), q(6), expected_q(6);
  entropy(Rows(p, 2, 3), out);
  entropy(Rows(dense, 2), expected);
  EXPECT_EQ(out, expected);
  softmax(Rows(p, 2, 3), q);
  softmax(Rows(dense, 2), expected_q);
  EXPECT_EQ(q, expected_q);
  kl_divergence(Rows(p, 2, 3), Rows(dense, 2), out);
  EXPECT_EQ(out, Vector(3, 0));
  expect_refused([&] { entropy(Rows(p, 3, 4), out); }, "out", DomainError::whole, 3, "out has length 3, not 2");
  expect_refused([&] { entropy(Rows(p, 4, 3), out); }, "p", DomainError::whole, 8,
                 "p has 8 elements, not rows of 4, one every 3");
  expect_refused([&] { entropy(Rows(p, 3, 5), std::span(out).first(2)); }, "p", 2, 7,
                 "p[0][2] = 7 is not a probability");
  expect_refused([&] { entropy(Rows(p, 1, 3), out); }, "p", DomainError::whole, 8,
                 "p has 8 elements, not rows of 1, one every 3");
}

TEST(Views, OfTablesGiveTheMetricsOfEach) {
  const Vector w{0.5, 0, 0, 0.5, 0.25, 0.25, 0.25, 0.25};
  Vector out(2);
  mutual_information(Tables(w, 2, 2), out, Unit::bit);
  EXPECT_EQ(out, (Vector{1, 0}));
  conditional_entropy(Tables(parallel(w), 2, 2), out, Unit::bit);
  EXPECT_EQ(out, (Vector{0, 1}));
  const Vector bad{0.5, 0, 0, 0.5, 0.25, 0.25, -1, 0.25};
  expect_refused([&] { mutual_information(Tables(bad, 2, 2), out); }, "w", 6, -1,
                 "w[1][1][0] = -1 is not a probability");
  expect_refused([&] { mutual_information(Tables(w, 2, 2), std::span(out).first(1)); }, "out", DomainError::whole, 1,
                 "out has length 1, not 2");
  expect_refused([&] { mutual_information(Tables(w, 3, 2), out); }, "w", DomainError::whole, 8,
                 "w has 8 elements, not rows of 6");
}

/// Written over its inputs a metric gives what it gives elsewhere; so it does where the fast stage leaves components
/// open, which happens to some of these, and where it knows nothing of the input at all.
template <class T, class Metric>
void expect_right_in_place(Metric metric, std::size_t most = 5000) {
  Inputs inputs(77);
  for (int i = 0; i < 400; ++i) {
    const auto z = inputs.logits<T>(inputs.length(i % 50 == 0 ? most : 20));
    const auto p = inputs.target(z);
    std::vector<T> apart(z.size()), over_z = z, over_p = p;
    metric(z, p, std::span<T>(apart));
    metric(over_z, p, std::span<T>(over_z));
    metric(z, over_p, std::span<T>(over_p));
    ASSERT_EQ(over_z, apart) << i;
    ASSERT_EQ(over_p, apart) << i;
  }
}
template <class T>
void expect_all_right_in_place() {
  expect_right_in_place<T>([](const auto& z, const auto&, auto out) { softmax(z, out); });
  expect_right_in_place<T>([](const auto& z, const auto&, auto out) { log_softmax(z, out); });
  expect_right_in_place<T>([](const auto& z, const auto& p, auto out) { softmax_cross_entropy_gradient(z, p, out); });
  expect_right_in_place<T>(
      [](const auto& z, const auto& p, auto out) { softmax_cross_entropy_with_gradient(z, p, out); });
  expect_right_in_place<T>([](const auto& z, const auto& p,
                              auto out) { softmax_mean_squared_error_gradient(z, std::span<const T>(p), out); },
                           20);
}
TEST(Outputs, MayLieWhereInputsDo) {
  expect_all_right_in_place<double>();
  expect_all_right_in_place<float>();
}

TEST(Outputs, MayOverlapASingleVectorInAnyWay) {
  Vector room{1, -2, 0.5, 3, 0, 0};
  const Vector z(room.begin(), room.begin() + 4);
  Vector apart(4);
  softmax(z, apart);
  softmax(std::span(room).first(4), std::span(room).subspan(2));
  EXPECT_EQ(Vector(room.begin() + 2, room.end()), apart);
}

TEST(Outputs, OfRowsLieExactlyWhereRowsDoOrApart) {
  const Vector z{1, 2, 3, 0, 0, 7, -1, -1, -2};
  Vector apart(9), in_place = z;
  softmax(Rows(z, 3), apart);
  softmax(Rows(in_place, 3), in_place);
  EXPECT_EQ(in_place, apart);
  Vector losses(3), p = apart;
  softmax_cross_entropy_gradient(Rows(z, 3), Rows(p, 3), p);
  softmax_cross_entropy_gradient(Rows(z, 3), Rows(apart, 3), in_place);
  EXPECT_EQ(p, in_place);

  Vector room(12, 0.5);
  const std::span all(room);
  const auto refused = [](auto f, const std::string& name, double length, const std::string& message) {
    expect_refused(f, name, DomainError::whole, length, message);
  };
  refused([&] { softmax(Rows(all.first(9), 3), all.subspan(1, 9)); }, "out", 9, "out overlaps z");
  refused([&] { softmax(Rows(all.first(11), 2, 3), all.first(8)); }, "out", 8, "out overlaps z");
  refused([&] { log_sum_exp(Rows(all.first(9), 3), all.first(3)); }, "out", 3, "out overlaps z");
  refused([&] { kl_divergence(Rows(z, 3), Rows(all.first(9), 3), all.subspan(6, 3)); }, "out", 3, "out overlaps q");
  refused([&] { softmax_cross_entropy_with_gradient(Rows(z, 3), Rows(apart, 3), all.first(3), all.first(9)); },
          "gradient", 9, "gradient overlaps loss");
  refused([&] { softmax_cross_entropy_with_gradient(Rows(all.first(9), 3), Rows(apart, 3), all.first(3), p); }, "loss",
          3, "loss overlaps z");
  refused([&] { self_information(all.first(4), all.subspan(1, 4)); }, "out", 4, "out overlaps p");
  self_information(all.first(4), all.first(4), Unit::bit);
  EXPECT_EQ(room[3], 1);
}

TEST(Outputs, HaveTheirNamesInErrors) {
  const Vector z{1, 2, 3, 4}, p{1, 0, 0, 1};
  Vector one(1), two(2), four(4);
  expect_refused([&] { softmax_cross_entropy_with_gradient(Rows(z, 2), Rows(p, 2), one, four); }, "loss",
                 DomainError::whole, 1, "loss has length 1, not 2");
  expect_refused([&] { softmax_cross_entropy_with_gradient(Rows(z, 2), Rows(p, 2), two, two); }, "gradient",
                 DomainError::whole, 2, "gradient has length 2, not 4");
  expect_refused([&] { softmax_cross_entropy(Rows(z, 2), Rows(p, 2), one); }, "out", DomainError::whole, 1,
                 "out has length 1, not 2");
}

TEST(Outputs, AreAsTheyWereAfterAnError) {
  Vector out{7, 7};
  EXPECT_THROW(softmax(Vector{0, NAN}, out), DomainError);
  EXPECT_THROW(softmax_cross_entropy_gradient(Vector{0, 1}, Vector{0.5, 0.6}, out), DomainError);
  EXPECT_EQ(out, Vector(2, 7));
}

TEST(Attempts, ReturnTheErrorInsteadOfThrowingIt) {
  const Vector p{0.5, 0.5}, bad{0.5, -0.5};
  const auto good = attempt([&] { return entropy(p, Unit::bit); });
  ASSERT_TRUE(good);
  EXPECT_EQ(*good.value, 1);
  EXPECT_FALSE(good.error);
  const auto none = attempt([&] { return entropy(bad); });
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error->argument(), "p");
  EXPECT_EQ(none.error->index(), 1u);
  EXPECT_STREQ(none.error->what(), "p[1] = -0.5 is not a probability");
  Vector out(2);
  EXPECT_TRUE(attempt([&] { softmax(p, out); }));
  EXPECT_FALSE(attempt([&] { softmax(p, std::span(out).first(1)); }));
  EXPECT_THROW(attempt([]() -> int { throw std::runtime_error("another"); }), std::runtime_error);
}

TEST(Version, NamesTheNamespace) {
  EXPECT_TRUE((std::same_as<Distribution<double>, v0::Distribution<double>>));
  EXPECT_EQ(GIBBS_VERSION_MAJOR, 0);
}

}  // namespace
}  // namespace gibbs::test
