#include "subjects/phrase.hpp"
#include "subjects/protocol.hpp"

#include <gmock/gmock.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include "subjects/json.hpp"

namespace gibbs::subjects {
namespace {

using properties::Accuracy;
using properties::Metric;
using properties::Unit;
using testing::ElementsAre;
using testing::HasSubstr;
using Kind = Answer::Kind;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::string written(double x, Speech speech = Speech::decimal) {
  std::string out;
  write(out, x, speech);
  return out;
}

std::string fault(std::string_view description) {
  try {
    read_introduction("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + std::string(description) + "}", 1);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no fault";
}

TEST(Numbers, AreNeverTakenForIntegers) {
  EXPECT_EQ(written(1), "1.0");
  EXPECT_EQ(written(-0.0), "-0.0");
  EXPECT_EQ(written(0x1p60), "1152921504606846976.0");
  EXPECT_EQ(written(1e300), "1e+300");
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(nan), "\"NaN\"");
  EXPECT_EQ(written(inf), "\"Infinity\"");
  EXPECT_EQ(written(-inf), "\"-Infinity\"");
}

TEST(Numbers, MayBeHexadecimalStrings) {
  EXPECT_EQ(written(-0.75, Speech::hexadecimal), "\"-0x1.8p-1\"");
  EXPECT_EQ(written(-0.0, Speech::hexadecimal), "\"-0x0p+0\"");
  EXPECT_EQ(written(-inf, Speech::hexadecimal), "\"-Infinity\"");
  EXPECT_EQ(request(1, {Metric::softmax, {{{0.5, 1}}}}, Speech::hexadecimal),
            R"({"jsonrpc":"2.0","id":1,"method":"softmax","params":{"z":["0x1p-1","0x1p+0"]}})");
  for (const char* text : {"\"0x\"", "\"0x1p-1 \"", "\"1.5\"", "\"+0x1p-1\"", "\"\""}) {
    EXPECT_EQ(read_number(parse(text)), std::nullopt) << text;
  }
}

TEST(Numbers, OutOfRangeAreNamed) {
  EXPECT_THROW(
      try { parse("[1.797693134862316e+308]"); } catch (const std::invalid_argument& error) {
        EXPECT_STREQ(error.what(), "1.797693134862316e+308 is out of range");
        throw;
      },
      std::invalid_argument);
}

TEST(Numbers, ReadBackToTheBit) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    const double x = std::bit_cast<double>(random());
    for (const Speech speech : {Speech::decimal, Speech::hexadecimal}) {
      const double y = read_number(parse(written(x, speech))).value();
      EXPECT_TRUE(std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y) || (std::isnan(x) && std::isnan(y)))
          << written(x, speech);
    }
  }
  for (const double x : {0.0, -0.0, 5e-324, -5e-324, 0x1.fffffffffffffp1023, 0x1p-1022, inf, -inf}) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(x), std::bit_cast<std::uint64_t>(*read_number(parse(written(x)))));
  }
}

TEST(Numbers, KeepTheSignOfZeroHoweverItIsWritten) {
  for (const char* text : {"-0", "-0.0", "-0e5", "-0E+3", " -0 "}) {
    EXPECT_TRUE(std::signbit(*read_number(parse(text)))) << text;
  }
  // What only looks like it stays as it is.
  EXPECT_EQ(parse(R"([1e-0, 2E-0, -0.5, "-0", "a\"-0,", -0])").dump(), R"([1.0,2.0,-0.5,"-0","a\"-0,",-0.0])");
  EXPECT_THROW(parse("-01"), std::invalid_argument);
}

TEST(Json, IsStrict) {
  for (const char* text : {"", " ", "1 2", "{\"a\":1,}", "[1,]", "01", "+1", ".5", "1.", "0x1p3", "'a'", "NaN",
                           "// c\n1", "1e999", "{\"a\":1}}", "\xff", "\"\xed\xa0\x80\"", "\"\n\""}) {
    EXPECT_THROW(parse(text), std::invalid_argument) << text;
  }
}

TEST(Json, SaysHowSpecialsAreWritten) {
  const auto message = [](const char* text) {
    try {
      parse(text);
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  for (const char* text : {"[NaN]", "{\"result\":-Infinity}", "[nan, 1]", "[inf]", "[\"\\\"\", NaN]"}) {
    EXPECT_THAT(message(text), HasSubstr("written as the strings")) << text;
  }
  EXPECT_EQ(message("[\"NaN\", \"\\\"Infinity\" 1]"), "not JSON");
}

TEST(Requests, AreTheContractsExamples) {
  EXPECT_EQ(describe_request(1), R"({"jsonrpc":"2.0","id":1,"method":"describe"})");
  EXPECT_EQ(request(2, Question{Metric::entropy, {{{0.5, 0.25, 0.25}}}, Unit::bit}),
            R"({"jsonrpc":"2.0","id":2,"method":"entropy","params":{"p":[0.5,0.25,0.25],"unit":"bit"}})");
  EXPECT_EQ(
      request(3, Question{Metric::kl_divergence, {{{-0.5, 1.5}}, {{0.5, 0.5}}}}),
      R"({"jsonrpc":"2.0","id":3,"method":"kl_divergence","params":{"p":[-0.5,1.5],"q":[0.5,0.5],"unit":"nat"}})");
}

TEST(Requests, HaveTheShapesOfTheirArguments) {
  EXPECT_THAT(request(1, Question{Metric::self_information, {{{0.25}}}}), HasSubstr(R"("params":{"p":0.25,"unit":"nat"})"));
  EXPECT_THAT(request(1, Question{Metric::sigmoid_cross_entropy, {{{-inf}}, {{1.0}}}}),
              HasSubstr(R"("params":{"z":"-Infinity","y":1.0}})"));
  EXPECT_THAT(request(1, Question{Metric::mutual_information, {{{0.5, 0, 0, 0.5, 0, 0}, 3}}}),
              HasSubstr(R"("w":[[0.5,0.0,0.0],[0.5,0.0,0.0]])"));
  EXPECT_THAT(request(1, Question{Metric::softmax, {{{nan, -inf, -0.0}}}}), HasSubstr(R"({"z":["NaN","-Infinity",-0.0]}})"));
  EXPECT_THAT(request(1, Question{Metric::entropy, {{}}}), HasSubstr(R"("p":[])"));
  EXPECT_THAT(request(1, Question{Metric::mutual_information, {{}}}), HasSubstr(R"("w":[])"));
}

TEST(Answers, AreRoundedToTheFormatOfTheSubject) {
  const Question question{Metric::entropy, {{{0.5, 0.5}}}};
  const std::string line = R"({"jsonrpc":"2.0","id":1,"result":0.1})";
  EXPECT_THAT(read_answer(line, 1, question, reference::binary64).values, ElementsAre(0.1));
  EXPECT_THAT(read_answer(line, 1, question, reference::binary32).values, ElementsAre(static_cast<double>(0.1f)));
}

TEST(Answers, MayHoldMoreThanTheyMust) {
  const Answer answer = read_answer(R"( {"result":["NaN",2],"time":3,"id":9,"jsonrpc":"2.0"} )", 9,
                                    {Metric::softmax, {{{0, 1}}}}, reference::binary64);
  EXPECT_EQ(answer.kind, Kind::value) << answer.message;
  EXPECT_THAT(answer.values, ElementsAre(testing::IsNan(), 2.0));
}

TEST(Descriptions, OfTheContract) {
  const auto [description, speech, echo] = read_introduction(
      R"({"jsonrpc":"2.0","id":1,"result":{"name":"scipy","version":"1.10.1","format":"binary32","metrics":{
          "entropy":{"accuracy":"ulp:2.5","units":["nat","bit"],"validates":true},"log_sum_exp":{},"wasserstein":{"of":1}}}})",
      1);
  EXPECT_EQ(description.name, "scipy");
  EXPECT_EQ(description.version, "1.10.1");
  EXPECT_EQ(description.format, reference::binary32);
  EXPECT_EQ(speech, Speech::decimal);
  EXPECT_FALSE(echo);
  ASSERT_EQ(description.metrics.size(), 2u);  // a metric that is not ours is left out
  EXPECT_EQ(description.metrics.at(Metric::entropy).accuracy, (Accuracy{Accuracy::Level::ulp, 2.5}));
  EXPECT_THAT(description.metrics.at(Metric::entropy).units, ElementsAre(Unit::nat, Unit::bit));
  EXPECT_EQ(description.metrics.at(Metric::log_sum_exp).accuracy, Accuracy{});
  EXPECT_THAT(description.metrics.at(Metric::log_sum_exp).units, ElementsAre(Unit::nat));
  EXPECT_TRUE(description.metrics.at(Metric::entropy).validates);
  EXPECT_FALSE(description.metrics.at(Metric::log_sum_exp).validates);
}

TEST(Descriptions, SayWhatAMetricIsOfTheLibrary) {
  const Description description = read_introduction(
      R"({"jsonrpc":"2.0","id":1,"result":{"name":"x","metrics":{
          "cross_entropy":{"input":"labels","clips":{"q":1e-15},"doc":"https://x.y"},"entropy":{"private":true,"clips":0.25},
          "mutual_information":{"input":"counts","composed":true},"softmax":{}}}})",
      1).description;
  const properties::Offer& loss = description.metrics.at(Metric::cross_entropy);
  EXPECT_EQ(loss.input, properties::InputForm::labels);
  EXPECT_THAT(loss.clips, ElementsAre(0.0, 1e-15));
  EXPECT_EQ(loss.doc, "https://x.y");
  EXPECT_FALSE(loss.composed || loss.internal);
  EXPECT_TRUE(description.metrics.at(Metric::entropy).internal);
  EXPECT_THAT(description.metrics.at(Metric::entropy).clips, ElementsAre(0.25));
  EXPECT_TRUE(description.metrics.at(Metric::mutual_information).composed);
  EXPECT_EQ(description.metrics.at(Metric::mutual_information).input, properties::InputForm::counts);
  EXPECT_EQ(description.metrics.at(Metric::softmax).input, properties::InputForm::probabilities);
  EXPECT_THAT(fault(R"({"name":"x","metrics":{"entropy":{"input":"words"}}})"), HasSubstr("\"words\", none of"));
  EXPECT_THAT(fault(R"({"name":"x","metrics":{"entropy":{"clips":0.5}}})"), HasSubstr("no number in [0, 1/2)"));
  EXPECT_THAT(fault(R"({"name":"x","metrics":{"entropy":{"clips":{"p":"NaN"}}}})"), HasSubstr("no number in"));
  EXPECT_THAT(fault(R"({"name":"x","metrics":{"entropy":{"clips":{"q":0.1}}}})"), HasSubstr("has no parameter q"));
  EXPECT_THAT(fault(R"({"name":"x","metrics":{"entropy":{"composed":1}}})"), HasSubstr("\"composed\" of entropy is neither"));
  EXPECT_THAT(fault(R"({"name":"x","metrics":{"entropy":{"doc":1}}})"), HasSubstr("\"doc\" is not a string"));
}

TEST(Phrases, AreInTheFormOfInputThatTheMetricTakes) {
  using properties::InputForm;
  using properties::Offer;
  const auto arguments = [](const Question& question, const Offer& offer) { return phrase(question, offer).asked->arguments; };
  const Question table{Metric::mutual_information, {{{0.5, 0.25, 0, 0.25}, 2}}};
  EXPECT_EQ(arguments(table, Offer{}), table.arguments);
  Offer counts, labels, clipped;
  counts.input = InputForm::counts;
  EXPECT_THAT(arguments(table, counts)[0].values, ElementsAre(2, 1, 0, 1));
  EXPECT_THAT(arguments({Metric::entropy, {{{0x1p-53, 1 - 0x1p-53}}}}, counts)[0].values, ElementsAre(1, 0x1p53 - 1));
  EXPECT_EQ(phrase({Metric::entropy, {{{5e-324, 1}}}}, counts).asked, std::nullopt);
  labels.input = InputForm::labels;
  EXPECT_THAT(arguments({Metric::cross_entropy, {{{0, 0, 1}}, {{0.5, 0.25, 0.25}}}}, labels),
              ElementsAre(reference::Argument{{2}}, reference::Argument{{0.5, 0.25, 0.25}}));
  EXPECT_EQ(phrase({Metric::softmax_cross_entropy, {{{1, 2}}, {{0.5, 0.5}}}}, labels).asked, std::nullopt);
  EXPECT_EQ(request(1, *phrase({Metric::softmax_cross_entropy, {{{1, 2}}, {{0, 1}}}}, labels).asked, Speech::decimal, true),
            R"({"jsonrpc":"2.0","id":1,"method":"softmax_cross_entropy","params":{"z":[1.0,2.0],"p":1}})");
  const properties::Batch rows{Metric::softmax_cross_entropy, {{{{1, 2}}, {{0, 1}}}, {{{3, 4}}, {{1, 0}}}}};
  EXPECT_EQ(request(1, *phrase(rows, labels).asked, Speech::decimal, true),
            R"({"jsonrpc":"2.0","id":1,"method":"softmax_cross_entropy","params":{"z":[[1.0,2.0],[3.0,4.0]],"p":[1,0]}})");
  clipped.clips = {0, 0.25};
  EXPECT_NE(phrase({Metric::cross_entropy, {{{0, 1}}, {{0.25, 0.75}}}}, clipped).asked, std::nullopt);
  const Phrased<Question> outside = phrase({Metric::cross_entropy, {{{0, 1}}, {{0.125, 0.875}}}}, clipped);
  EXPECT_EQ(outside.asked, std::nullopt);
  EXPECT_EQ(outside.reason, "q is clipped to [0.25, 1 − 0.25]");
}

TEST(Descriptions, APromiseOfTheSubjectIsOneOfEachMetricThatDoesNotSayOtherwise) {
  const Description description = read_introduction(
      R"({"jsonrpc":"2.0","id":1,"result":{"name":"x","validates":true,
          "metrics":{"entropy":{},"softmax":{"validates":false}}}})",
      1).description;
  EXPECT_TRUE(description.metrics.at(Metric::entropy).validates);
  EXPECT_FALSE(description.metrics.at(Metric::softmax).validates);
}

TEST(Descriptions, FaultsAreNamed) {
  EXPECT_EQ(fault(R"({"name":"x","metrics":{"entropy":{}}})"), "no fault");
  EXPECT_THAT(fault("[]"), HasSubstr("not an object"));
  EXPECT_THAT(fault(R"({"metrics":{"entropy":{}}})"), HasSubstr("no name"));
  EXPECT_THAT(fault(R"({"name":7,"metrics":{"entropy":{}}})"), HasSubstr("\"name\" is not a string"));
  EXPECT_THAT(fault(R"({"name":"x"})"), HasSubstr("\"metrics\""));
  EXPECT_THAT(fault(R"({"name":"x","metrics":["entropy"]})"), HasSubstr("\"metrics\""));
  EXPECT_THAT(fault(R"({"name":"x","metrics":{"entropie":{}}})"), HasSubstr("no metric of this suite"));
  EXPECT_THAT(fault(R"({"name":"x","metrics":{"entropy":"stable"}})"), HasSubstr("entropy is not an object"));
  EXPECT_THAT(fault(R"({"name":"x","metrics":{"entropy":{"accuracy":"perfect"}}})"), HasSubstr("perfect"));
  EXPECT_THAT(fault(R"({"name":"x","metrics":{"entropy":{"units":["nat","ban"]}}})"), HasSubstr("\"ban\""));
  EXPECT_THAT(fault(R"({"name":"x","metrics":{"entropy":{"units":[]}}})"), HasSubstr("units of entropy"));
  EXPECT_THAT(fault(R"({"name":"x","format":"binary80","metrics":{"entropy":{}}})"), HasSubstr("binary80"));
  EXPECT_THAT(fault(R"({"name":"x","validates":"no","metrics":{"entropy":{}}})"), HasSubstr("neither true nor false"));
  EXPECT_THAT(fault(R"({"name":"x","metrics":{"entropy":{"validates":1}}})"), HasSubstr("neither true nor false"));
  EXPECT_THAT(fault(R"({"name":"x","echo":"yes","metrics":{"entropy":{}}})"), HasSubstr("\"echo\" is neither"));
  EXPECT_THAT(fault(R"({"name":"x","numbers":"octal","metrics":{"entropy":{}}})"), HasSubstr("\"octal\""));
}

TEST(MessageId, IsAWholeNumber) {
  EXPECT_EQ(message_id(R"({"id":7})"), 7);
  for (const char* line : {R"({"id":"7"})", R"({"id":7.0})", R"({})", "[7]", "7", "Loading"}) {
    EXPECT_EQ(message_id(line), std::nullopt) << line;
  }
}

const Batch two_rows{Metric::softmax, {{{{1, 2, 3}}}, {{{4, 5, 6}}}}};

TEST(Batches, AreOneLevelDeeper) {
  EXPECT_EQ(request(1, two_rows),
            R"({"jsonrpc":"2.0","id":1,"method":"softmax","params":{"z":[[1.0,2.0,3.0],[4.0,5.0,6.0]]}})");
  EXPECT_EQ(request(1, Batch{Metric::self_information, {{{{0.5}}}, {{{0.25}}}}, Unit::bit}),
            R"({"jsonrpc":"2.0","id":1,"method":"self_information","params":{"p":[0.5,0.25],"unit":"bit"}})");
  EXPECT_EQ(request(1, Batch{Metric::mutual_information, {{{{1, 0}, 2}}, {{{0, 1}, 2}}}}),
            R"({"jsonrpc":"2.0","id":1,"method":"mutual_information","params":{"w":[[[1.0,0.0]],[[0.0,1.0]]],"unit":"nat"}})");
  Batch across = two_rows;
  across.axis = properties::Axis::first;
  across.layout = properties::Layout::fortran;
  EXPECT_EQ(request(1, across), R"({"jsonrpc":"2.0","id":1,"method":"softmax","params":)"
                                R"({"z":[[1.0,4.0],[2.0,5.0],[3.0,6.0]],"axis":"first","layout":"fortran"}})");
}

TEST(Batches, AreAnsweredOneLevelDeeper) {
  const auto answer = [](const Batch& batch, const std::string& result) {
    return read_answer(R"({"jsonrpc":"2.0","id":1,"result":)" + result + "}", 1, batch, reference::binary64);
  };
  EXPECT_THAT(answer(two_rows, "[[1,2,3],[4,5,6]]").values, ElementsAre(1, 2, 3, 4, 5, 6));
  Batch across = two_rows;
  across.axis = properties::Axis::first;
  EXPECT_THAT(answer(across, "[[1,4],[2,5],[3,6]]").values, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(answer(across, "[[1,2,3],[4,5,6]]").message, HasSubstr("the result has 2 numbers for 3 classes"));
  EXPECT_THAT(answer(two_rows, "[[1,2,3],[4,5]]").message, HasSubstr("result[1] has 2 numbers for 3 classes"));
  EXPECT_THAT(answer(two_rows, "[1,2,3]").message, HasSubstr("the result has 3 numbers for 2 rows"));
  EXPECT_THAT(answer(two_rows, "[[1,2,3],[4,5,\"x\"]]").message, HasSubstr("result[1][2] is"));
  const Batch entropies{Metric::entropy, {{{{1}}}, {{{1}}}}};
  EXPECT_THAT(answer(entropies, "[1,2]").values, ElementsAre(1, 2));
  EXPECT_THAT(answer(entropies, "[[1],[2]]").message, HasSubstr("result[0] is"));
}

TEST(Batches, AreOfferedWithAxesAndLayouts) {
  const auto offer = [](const std::string& words) {
    return read_introduction(R"({"jsonrpc":"2.0","id":1,"result":{"name":"x","metrics":{"softmax":{)" + words + "}}}}", 1)
        .description.metrics.at(Metric::softmax);
  };
  EXPECT_FALSE(offer("").batches);
  EXPECT_TRUE(offer(R"("batches":true)").batches);
  EXPECT_THAT(offer("").axes, ElementsAre(properties::Axis::last));
  EXPECT_THAT(offer(R"("axes":["first","last"])").axes, ElementsAre(properties::Axis::last, properties::Axis::first));
  EXPECT_THAT(offer(R"("layouts":["readonly"])").layouts,
              ElementsAre(properties::Layout::contiguous, properties::Layout::readonly));
  EXPECT_THAT(fault(R"({"name":"x","metrics":{"softmax":{"batches":1}}})"), HasSubstr("\"batches\" of softmax"));
  EXPECT_THAT(fault(R"({"name":"x","metrics":{"softmax":{"axes":["middle"]}}})"),
              HasSubstr("\"middle\" is none of the axes that softmax can have"));
}

TEST(Labels, AreWholeNumbersOrNull) {
  const Question question{Metric::mean_softmax_cross_entropy, {{{1, 2, nan, 4}, 2}, {{1, -1}}}};
  EXPECT_EQ(request(1, question), R"({"jsonrpc":"2.0","id":1,"method":"mean_softmax_cross_entropy","params":)"
                                  R"({"z":[[1.0,2.0],["NaN",4.0]],"y":[1,null]}})");
  Question weighted = question;
  weighted.metric = Metric::mean_softmax_cross_entropy_gradient;
  weighted.arguments.push_back({{1, 0.5}});
  EXPECT_THAT(request(1, weighted), HasSubstr(R"("y":[1,null],"w":[1.0,0.5]})"));
  EXPECT_THAT(read_answer(R"({"jsonrpc":"2.0","id":1,"result":[[1,2],[3,4]]})", 1, weighted, reference::binary64).values,
              ElementsAre(1, 2, 3, 4));
}

}  // namespace
}  // namespace gibbs::subjects
