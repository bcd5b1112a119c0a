// Planted faults: each is a fault, in its metric alone, and the trial sees it.
#include "subjects/planted.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "properties/run/check.hpp"
#include "subjects/adapters.hpp"
#include "subjects/library.hpp"

namespace gibbs::subjects {
namespace {

using namespace properties;

TEST(Planted, EachFaultIsSeenByTheTrialOfItsMetric) {
  for (const PlantedFault& fault : planted_faults()) {
    const auto suiting = std::ranges::find_if(reference::metrics(), [&](const auto& info) { return fault.suits(info); });
    ASSERT_NE(suiting, reference::metrics().end()) << fault.id;
    const auto subject = planted(fmt::format("{}:{}", suiting->name, fault.id));
    Options options;
    options.cases = 60;
    options.only = {fmt::format("accuracy-of-{}", suiting->name)};
    EXPECT_EQ(check(*subject, options).properties.at(0).status, Status::refuted) << subject->description().name;
  }
}

TEST(Planted, OtherMetricsAndRefusalsStay) {
  const auto subject = open_subject("planted:kl_divergence:swapped"), right = library();
  EXPECT_EQ(subject->description().name, "planted:kl_divergence:swapped");
  const reference::Question pair{Metric::kl_divergence, {{{0.5, 0.5}}, {{0.25, 0.75}}}};
  reference::Question turned = pair;
  std::swap(turned.arguments[0], turned.arguments[1]);
  EXPECT_EQ(subject->answer(pair).values, right->answer(turned).values);
  reference::Question other = pair;
  other.metric = Metric::cross_entropy;
  EXPECT_EQ(subject->answer(other).values, right->answer(other).values);
  reference::Question invalid = pair;
  invalid.arguments[1].values = {0.25, -1};
  EXPECT_EQ(subject->answer(invalid).kind, Answer::Kind::refusal);
  EXPECT_EQ(subject->answer_rows({Metric::kl_divergence, {pair.arguments, turned.arguments}}).values,
            (std::vector<double>{right->answer(turned).values[0], right->answer(pair).values[0]}));
}

TEST(Planted, UnknownOnesAreRefusedWithAdvice) {
  const auto refused = [](const std::string& spec, const std::string& message) {
    EXPECT_THAT([&] { open_subject(spec); }, testing::ThrowsMessage<std::invalid_argument>(testing::HasSubstr(message))) << spec;
  };
  refused("planted:entropi:negated", "names no metric 'entropi'");
  refused("planted:", "names no metric ''");
  refused("planted:entropy:swapped", "entropy has no planted fault 'swapped'; it has nats, clipped, mean, negated, doubled, offset");
  refused("planted:entropy", "entropy has no planted fault ''");
}

}  // namespace
}  // namespace gibbs::subjects
