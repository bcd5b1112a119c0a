// What a theorem declares of its inputs: tokens are held to it, and so are laws.
#include "properties/inputs/declared.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "properties/inputs/generate.hpp"
#include "properties/judge/functions.hpp"
#include "properties/run/run.hpp"
#include "properties/theorems/laws.hpp"
#include "subjects/library.hpp"
#include "tests/properties/judge/implementations.hpp"

namespace gibbs::properties {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

/// What refuses the token where the library is asked.
void expect_refused(const std::string& token, const std::string& why, const Description& who) {
  const Theorem* theorem = find_theorem(parse_token(token.substr(0, token.find(' '))).id);
  ASSERT_NE(theorem, nullptr) << token;
  EXPECT_THAT([&] { read_case(*theorem, token, who); }, ThrowsMessage<std::invalid_argument>(HasSubstr(why))) << token;
}
void expect_refused(const std::string& token, const std::string& why) {
  expect_refused(token, why, subjects::library()->description());
}

TEST(Declared, ATokenIsHeldToIt) {
  expect_refused("gibbs-inequality p=1/2,1/2 q=1/3,1/3,1/3", "'q' has length 3, not 2 as 'p'");
  expect_refused("accuracy-of-kl_divergence p=1/4,1/4,1/2 q=1/4,3/4", "'q' has length 2, not 3 as 'p'");
  expect_refused("kl-additive p=1,0 q=1/2,1/2 r=1 s=1/2,1/2", "'s' has length 2, not 1 as 'r'");
  expect_refused("softmax-ce-is-ce z=0,1 p=1", "'p' has length 1, not 2 as 'z'");
  expect_refused("gibbs-inequality p=1 p=1 q=1", "'p' is given twice");
  expect_refused("gibbs-inequality unit=nat unit=bit p=1 q=1", "'unit' is given twice");
  expect_refused("gibbs-inequality p=1", "lacks the input 'q'");
  expect_refused("gibbs-inequality p=1 q=1 r=1", "has no input 'r'");
  expect_refused("gibbs-inequality p=1/2;1/2 q=1,0", "'p' of gibbs-inequality is no table");
  expect_refused("information-nonnegative p=1/2,1/2", "is one number, not 2");
  expect_refused("entropy-bounds p=1/2,1/4", "outside its domain");
  expect_refused("lse-bounds z=-inf,-inf", "outside its domain");
}

TEST(Declared, GroupsOfTheirOwnMayDifferInLength) {
  const std::string token = "kl-additive p=1,0 q=1/2,1/2 r=1/2,1/4,1/4 s=1/4,1/4,1/2";
  EXPECT_EQ(read_case(*find_theorem("kl-additive"), token, subjects::library()->description()).inputs[2].values.size(), 3u);
}

/// Contracts §3: only who claims `correct`, and so divides by the exact sum, is asked what is no image of a distribution.
TEST(Declared, VectorsThatAreNoImageGoToWhoClaimsCorrectAlone) {
  const Description textbook = tests::textbook().description();
  const std::string token = "gibbs-inequality p=0.500000001,0.500000001 q=0.500000002,0.500000002";
  expect_refused(token, "neither exactly normalised nor the rounded image", textbook);
  EXPECT_NO_THROW(read_case(*find_theorem("gibbs-inequality"), token, subjects::library()->description()));
  EXPECT_NO_THROW(read_case(*find_theorem("gibbs-inequality"), "gibbs-inequality p=0.1,0.9 q=1/3,2/3", textbook));
}

TEST(Declared, TheOrderOfATokenIsFree) {
  const std::string token = "compensation t=1/2 q=1/4,3/4 r=0,1 p=1,0";
  const Case c = read_case(*find_theorem("compensation"), token, subjects::library()->description());
  EXPECT_EQ(to_token("compensation", c), "compensation unit=nat p=0x1p+0,0x0p+0 r=0x0p+0,0x1p+0 q=0x1p-2,0x1.8p-1 t=0x1p-1");
}

/// Halvings 0 would swap the two masses: the entropy stays.
TEST(Declared, AConditionThatIsNotMetDiscards) {
  const auto library = subjects::library();
  const Theorem& theorem = *find_theorem("entropy-grows-with-evenness");
  const auto verdict = [&](const std::string& token) {
    return judge(theorem, read_case(theorem, token, library->description()), *library).verdict;
  };
  EXPECT_EQ(verdict("entropy-grows-with-evenness p=3/4,1/4 from=0 to=1 halvings=0"), Hearing::Verdict::discarded);
  EXPECT_EQ(verdict("entropy-grows-with-evenness p=3/4,1/4 from=0 to=1 halvings=1"), Hearing::Verdict::held);
}

const auto pair_and_weight = takes(distribution("p"), distribution("q"), probability("t")).from([](Source& source) {
  auto [p, q] = generate::exact_pair(source, 2);
  return std::tuple{p, q, 0.5};
});

TEST(Laws, TakeTheirInputsByName) {
  Vector first, second;
  static Vector *p_seen = nullptr, *q_seen = nullptr;
  p_seen = &first, q_seen = &second;
  const Law law = LAW(double t, const Vector& q, const Vector& p) {
    if (t > 0) *p_seen = p, *q_seen = q;
  };
  check_binding("law", pair_and_weight, law);
  law({{distribution("p")({1, 0}), distribution("q")({0, 1}), probability("t")(0.5)}, Unit::nat});
  EXPECT_EQ(first, Vector({1, 0}));
  EXPECT_EQ(second, Vector({0, 1}));
}

TEST(Laws, ABindingThatDoesNotFitIsRefusedAtOnce) {
  const auto refusal = [](Law law) {
    try {
      check_binding("law", pair_and_weight, law);
    } catch (const std::logic_error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_EQ(refusal(LAW(const Vector& p, const Vector& q, double t) { assume(p == q && t > 0); }), "");
  EXPECT_EQ(refusal(LAW(const Vector& p, const Vector& r, double t) { assume(p == r && t > 0); }),
            "law: 'r' is taken by the law and not declared");
  EXPECT_EQ(refusal(LAW(const Vector& p, double q, double t) { assume(p.empty() && q > t); }),
            "law: 'q' is declared as what the law does not take it for");
  EXPECT_EQ(refusal(LAW(const Vector& p, double t) { assume(p.empty() && t > 0); }),
            "law: 'q' is declared and not taken by the law");
}

/// Every theorem's inputs are drawn as they are declared.
TEST(Declared, GeneratorsKeepToIt) {
  const std::vector<Unit> units{Unit::nat};
  for (const Theorem& theorem : catalogue()) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      Source source(rc::Random(rc::Random::Key{seed, 5, 0, 0}), static_cast<int>(seed * 2), reference::binary64, units);
      const Case c = theorem.inputs(source);
      if (theorem.kind == Theorem::Kind::domain) continue;
      Token token = parse_token(to_token(theorem.id, c));
      EXPECT_EQ(theorem.inputs.read(token).inputs, c.inputs) << to_token(theorem.id, c);
      for (const Input& input : c.inputs) EXPECT_TRUE(is_valid(input, reference::binary64)) << to_token(theorem.id, c);
    }
  }
}

}  // namespace
}  // namespace gibbs::properties
