// The judge: what is refuted, what is rounded, what is held.
#include "properties/judge/hearing.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/properties/judge/implementations.hpp"

namespace gibbs::properties {
namespace {

using Verdict = Hearing::Verdict;
using tests::Functions;
using Level = Accuracy::Level;

/// A subject whose entropy is always this number, under this claim.
Functions constant(double value, Accuracy accuracy) {
  Description d{"constant", "1", reference::binary64, {}};
  d.metrics[Metric::entropy].accuracy = accuracy;
  d.metrics[Metric::entropy].units = {Unit::nat, Unit::bit};
  return {d, {{Metric::entropy, [value](const Question&) { return Vector{value}; }}}};
}

template <class Body>
Verdict verdict(double value, Accuracy accuracy, Body body) {
  Functions subject = constant(value, accuracy);
  const Case c{{{"p", Role::distribution, {0.5, 0.5}, 0, 0}}, Unit::bit};
  return Hearing(subject, c).run([&](const Case& in) { body(in.inputs[0].values); });
}

TEST(Judge, RefutesOnlyWhatIsCertainlyFalse) {
  const auto is_one = [](const Vector& p) { claim(entropy(p) == 1); };
  EXPECT_EQ(verdict(1, {Level::correct, 0}, is_one), Verdict::held);
  EXPECT_EQ(verdict(std::nextafter(1, 2), {Level::correct, 0}, is_one), Verdict::refuted);
  EXPECT_EQ(verdict(std::nextafter(1, 2), {Level::faithful, 0}, is_one), Verdict::rounded);
  EXPECT_EQ(verdict(1 + 0x1p-51, {Level::faithful, 0}, is_one), Verdict::refuted);
  EXPECT_EQ(verdict(1 + 0x1p-51, {Level::ulp, 2}, is_one), Verdict::rounded);
  EXPECT_EQ(verdict(1 + 0x1p-51, {Level::stable, 0}, is_one), Verdict::rounded);
  EXPECT_EQ(verdict(1.001, {Level::stable, 0}, is_one), Verdict::refuted);
}

TEST(Judge, ABoundBrokenWithinTheClaimIsRounded) {
  const auto nonnegative = [](const Vector& p) { claim(entropy(p) >= 0); };
  EXPECT_EQ(verdict(-1e-17, {Level::stable, 0}, nonnegative), Verdict::rounded);
  EXPECT_EQ(verdict(-1e-17, {Level::correct, 0}, nonnegative), Verdict::refuted);
  EXPECT_EQ(verdict(-0.0, {Level::correct, 0}, nonnegative), Verdict::held);
}

TEST(Judge, ABoundIsRoundedBeforeTheReturnedNumberIsHeldToIt) {
  // ln 3 is no number; the nearest one lies above it, and no correctly rounded result can do better.
  const auto at_most = [](const Vector& p) { claim(entropy(p) <= ln(3)); };
  EXPECT_EQ(verdict(1.0986122886681098, {Level::correct, 0}, at_most), Verdict::held);
  EXPECT_EQ(verdict(1.09861228866811, {Level::correct, 0}, at_most), Verdict::refuted);
  EXPECT_EQ(verdict(1.09861228866811, {Level::stable, 0}, at_most), Verdict::rounded);
}

TEST(Judge, StrictBoundsMayMeetOnlyWhereRoundingExplainsIt) {
  const auto positive = [](const Vector& p) { claim(entropy(p) > 0); };
  EXPECT_EQ(verdict(0, {Level::stable, 0}, positive), Verdict::rounded);
  EXPECT_EQ(verdict(0, {Level::correct, 0}, positive), Verdict::held);  // it may have underflowed
  EXPECT_EQ(verdict(-1, {Level::stable, 0}, positive), Verdict::refuted);
}

TEST(Judge, NanIsRefutedAndInfinityIsNoFiniteNumber) {
  const auto anything = [](const Vector& p) { claim(entropy(p) == entropy(p)); };
  EXPECT_EQ(verdict(std::nan(""), {Level::stable, 0}, anything), Verdict::refuted);
  EXPECT_EQ(verdict(INFINITY, {Level::stable, 0}, [](const Vector& p) { claim(entropy(p) <= 5); }), Verdict::refuted);
  EXPECT_EQ(verdict(5, {Level::stable, 0}, [](const Vector& p) { claim(entropy(p) == INFINITY); }), Verdict::refuted);
  EXPECT_EQ(verdict(INFINITY, {Level::stable, 0}, [](const Vector& p) { claim(entropy(p) == INFINITY); }), Verdict::held);
}

TEST(Judge, UnmetConditionsDoNotCount) {
  EXPECT_EQ(verdict(1, {Level::stable, 0}, [](const Vector&) { assume(false); }), Verdict::discarded);
  EXPECT_EQ(verdict(1, {Level::stable, 0}, [](const Vector&) { plus(1, 0x1p-60); }), Verdict::discarded);
  EXPECT_EQ(verdict(1, {Level::stable, 0}, [](const Vector&) { times(1 + 0x1p-30, 1 + 0x1p-30); }), Verdict::discarded);
  EXPECT_EQ(verdict(1, {Level::stable, 0}, [](const Vector&) { claim(Quantity(plus(1, 0x1p-50)) > 1); }), Verdict::held);
}

TEST(Judge, TheUnitOfTheCaseIsTheUnitOfLog) {
  EXPECT_EQ(verdict(1, {Level::correct, 0}, [](const Vector& p) { claim(entropy(p) == log(2)); }), Verdict::held);
}

TEST(Judge, WhatAClaimSaysNothingAboutIsNotHeld) {
  const auto anything = [](const Vector& p) { claim(entropy(p) <= 5); };
  EXPECT_EQ(verdict(1, {Level::ulp, 0x1p52}, anything), Verdict::unjudged);
  EXPECT_EQ(verdict(1, {Level::ulp, 0x1p51}, anything), Verdict::held);
  EXPECT_EQ(verdict(std::nan(""), {Level::ulp, 0x1p52}, anything), Verdict::refuted);
}

TEST(Judge, AnOfferWithoutZerosIsNotAskedAboutZeros) {
  Functions subject = constant(1, {Level::stable, 0});
  Description narrowed = subject.description();
  narrowed.metrics[Metric::entropy].zeros = false;
  Functions asked(narrowed, {{Metric::entropy, [](const Question&) -> Vector { throw std::domain_error("asked"); }}});
  const auto run = [&](Vector p) {
    const Case c{{{"p", Role::distribution, std::move(p), 0, 0}}, Unit::bit};
    return Hearing(asked, c).run([](const Case& in) { entropy(in.inputs[0].values); });
  };
  EXPECT_EQ(run({1, 0}), Verdict::outside);
  EXPECT_EQ(run({0.5, 0.5}), Verdict::refuted);
}

TEST(Judge, AnUnknownSideOfAMaximumMakesItUnknown) {
  const auto unknown = [](const Vector& p) {
    const Quantity lost = ln(Quantity(0.0)), nothing = lost - lost;  // −∞ − (−∞)
    claim(max(nothing, entropy(p)) <= -5);
    claim(min(entropy(p), nothing) >= 5);
  };
  EXPECT_EQ(verdict(1, {Level::correct, 0}, unknown), Verdict::held);
}

TEST(Judge, AsksEachQuestionOnce) {
  int asked = 0;
  Description d{"counting", "1", reference::binary64, {}};
  d.metrics[Metric::entropy] = {};
  Functions subject(d, {{Metric::entropy, [&](const Question&) { return Vector{++asked + 0.0}; }}});
  const Case c{{{"p", Role::distribution, {0.5, 0.5}, 0, 0}}, Unit::nat};
  Hearing(subject, c).run([](const Case& in) { claim(entropy(in.inputs[0].values) == entropy(in.inputs[0].values)); });
  EXPECT_EQ(asked, 1);
}

TEST(Judge, ARefusalOfValidInputIsAFaultThatNamesIt) {
  Description d{"refusing", "1", reference::binary64, {}};
  d.metrics[Metric::entropy] = {};
  Functions subject(d, {{Metric::entropy, [](const Question&) -> Vector { throw std::domain_error("I would rather not"); }}});
  const Case c{{{"p", Role::distribution, {0.5, 0.5}, 0, 0}}, Unit::nat};
  Hearing hearing(subject, c, true);
  EXPECT_EQ(hearing.run([](const Case& in) { entropy(in.inputs[0].values); }), Verdict::refuted);
  EXPECT_EQ(hearing.fault().kind, Fault::Kind::refusal);
  EXPECT_EQ(hearing.fault().why, "entropy(p) is refused although the input is valid: I would rather not");
}

/// Softmaxes that are these numbers, asked alone or in a batch.
struct Constant final : Subject {
  Description described{"constant", "1", reference::binary64, {{Metric::softmax, {}}}};
  Answer of_rows;
  Constant() { described.metrics[Metric::softmax].accuracy = {Level::correct, 0}; }
  const Description& description() const override { return described; }
  std::unique_ptr<Subject> another() const override { return std::make_unique<Constant>(*this); }
  Answer answer(const Question& q) override { return {Answer::Kind::value, Vector(q.arguments[0].values.size(), 0.5), {}}; }
  Answer answer_rows(const Batch&) override { return of_rows; }
};

TEST(Rows, AreQuantitiesRowByRow) {
  const Case c{{{"z", Role::logits, {0, 0}, 0, 0}}, Unit::nat};
  const Batch batch{Metric::softmax, {{{{0, 0}}}, {{{1, 1}}}}};
  Constant subject;
  const auto verdict = [&](Answer of_rows, auto body) {
    subject.of_rows = std::move(of_rows);
    return Hearing(subject, c).run([&](const Case&) { body(ask_rows(batch)); });
  };
  const auto as_alone = [](const auto& rows) {
    ASSERT_EQ(rows.size(), 2u);
    for (const auto& row : rows) {
      ASSERT_EQ(row.size(), 2u);
      for (std::size_t i = 0; i < 2; ++i) claim(row[i] == softmax({0, 0})[i]);
    }
  };
  EXPECT_EQ(verdict({Answer::Kind::value, {0.5, 0.5, 0.5, 0.5}, {}}, as_alone), Verdict::held);
  EXPECT_EQ(verdict({Answer::Kind::value, {0.5, 0.5, 0.5, 0.25}, {}}, as_alone), Verdict::refuted);
  EXPECT_EQ(verdict({Answer::Kind::value, {0.5, 0.5, 0.5}, {}}, as_alone), Verdict::refuted);
  EXPECT_EQ(verdict({Answer::Kind::value, {0.5, 0.5, 0.5, NAN}, {}}, as_alone), Verdict::refuted);
  EXPECT_EQ(verdict({Answer::Kind::refusal, {}, "no"}, as_alone), Verdict::refuted);
}

TEST(Rows, AreToldByTheirPlace) {
  const Case c{{{"z", Role::logits, {1, 1}, 0, 0}}, Unit::nat};
  const Batch batch{Metric::softmax, {{{{0, 0}}}, {{{1, 1}}}}};
  Constant subject;
  const auto why = [&](Answer of_rows) {
    subject.of_rows = std::move(of_rows);
    Hearing hearing(subject, c, true);
    hearing.run([&](const Case&) { claim(ask_rows(batch)[1][0] == 0.5); });
    return hearing.fault().why;
  };
  EXPECT_EQ(why({Answer::Kind::value, {0.5, 0.5, 0.25, 0.5}, {}}),
            "softmax(z)[0] in row 1 of 2 = 0.25 is certainly not = 0.5");
  EXPECT_EQ(why({Answer::Kind::refusal, {}, "no"}),
            "softmax((0, 0)) in a batch of 2 is refused although the input is valid: no");
}

}  // namespace
}  // namespace gibbs::properties
