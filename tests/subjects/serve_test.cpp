#include "subjects/serve.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "subjects/adapt.hpp"

namespace gibbs::subjects {
namespace {

using testing::HasSubstr;

/// Sums of its arguments, which are easy to foretell.
struct Sums {
  static bool validates(Metric metric) { return metric == Metric::sigmoid_cross_entropy; }
  static double sum(std::span<const double> values) {
    double total = 0;
    for (const double x : values) total += x;
    return total;
  }
  double entropy(std::span<const double> p, Unit unit) const { return sum(p) + (unit == Unit::bit ? 100 : 0); }
  double perplexity(std::span<const double> p) const {
    if (p.empty()) throw std::invalid_argument("p is empty");
    throw std::runtime_error("out of paper");
  }
  double mutual_information(std::span<const double> w, std::size_t columns) const {
    return sum(w) + 10 * static_cast<double>(columns);
  }
  double sigmoid_cross_entropy(double z, double y) const { return z + y; }
  std::vector<double> softmax(std::span<const double> z) const { return {z.begin(), z.end()}; }
};

/// Gives its argument back, whatever its format says of it.
struct Echo : properties::Subject {
  properties::Description described{"echo", "", reference::binary32, {{Metric::self_information, {}}}};
  const properties::Description& description() const override { return described; }
  properties::Answer answer(const properties::Question& question) override {
    return {properties::Answer::Kind::value, question.arguments[0].values, ""};
  }
  std::unique_ptr<properties::Subject> another() const override { return std::make_unique<Echo>(*this); }
};

std::string served(const std::string& requests, properties::Subject&& subject = Adapted<Sums>("sums")) {
  std::istringstream in(requests);
  std::ostringstream out;
  serve(subject, in, out);
  return out.str();
}

std::string answered(const std::string& method, const std::string& params) {
  return served(R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + params + "}");
}

std::string result(const std::string& value) { return R"({"jsonrpc":"2.0","id":1,"result":)" + value + "}\n"; }

TEST(Serve, DescribesTheSubject) {
  EXPECT_EQ(
      served(R"({"jsonrpc":"2.0","id":1,"method":"describe"})"),
      result(R"({"name":"sums","version":"","format":"binary64","metrics":{)"
             R"("entropy":{"accuracy":"stable","units":["nat","bit","hartley"]},"perplexity":{"accuracy":"stable"},)"
             R"("mutual_information":{"accuracy":"stable","units":["nat"]},"softmax":{"accuracy":"stable"},)"
             R"("sigmoid_cross_entropy":{"accuracy":"stable","validates":true}}})"));
}

TEST(Serve, Answers) {
  EXPECT_EQ(answered("entropy", R"({"p":[1,2.5]})"), result("3.5"));
  EXPECT_EQ(answered("entropy", R"({"p":[1,2.5],"unit":"bit"})"), result("103.5"));
  EXPECT_EQ(answered("mutual_information", R"({"w":[[1,2,3],[4,5,6]]})"), result("51.0"));
  EXPECT_EQ(answered("sigmoid_cross_entropy", R"({"z":"-Infinity","y":1})"), result("\"-Infinity\""));
  EXPECT_EQ(answered("softmax", R"({"z":["NaN",-0,5e-324]})"), result(R"(["NaN",-0.0,5e-324])"));
}

/// The same of rows, and means over rows of logits that tell what they were given.
struct RowSums : Sums {
  static constexpr bool takes_rows = true;
  using Sums::entropy;
  void entropy(gibbs::Rows<double> p, std::span<double> out, Unit unit) const {
    for (std::size_t i = 0; i < p.rows(); ++i) out[i] = sum(p.row(i)) + (unit == Unit::bit ? 100 : 0);
  }
  void log_softmax(gibbs::Rows<double> z, std::span<double> out) const {
    for (std::size_t i = 0; i < z.rows(); ++i) std::ranges::copy(z.row(i), out.begin() + static_cast<long>(i * z.columns()));
  }
  void self_information(std::span<const double> p, std::span<double> out) const { std::ranges::copy(p, out.begin()); }
  void mutual_information(gibbs::Tables<double> w, std::span<double> out, Unit) const {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = w.values()[i * w.rows() * w.columns()];
  }
  double mean_softmax_cross_entropy(std::span<const double> z, std::size_t columns, std::span<const std::int64_t> y,
                                    std::span<const double> w) const {
    return static_cast<double>(100 * columns + 10 * w.size()) + static_cast<double>(y[0]) + z[0];
  }
  std::vector<double> mean_softmax_cross_entropy_gradient(const std::vector<double>& z, std::size_t,
                                                          const std::vector<std::int64_t>&, const auto&) const {
    return z;
  }
};

std::string rows_answered(const std::string& method, const std::string& params) {
  return served(R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + params + "}",
                Adapted<RowSums>("rows"));
}

TEST(Serve, AnswersBatches) {
  EXPECT_EQ(rows_answered("entropy", R"({"p":[[1,2],[3,4]],"unit":"bit"})"), result("[103.0,107.0]"));
  EXPECT_EQ(rows_answered("entropy", R"({"p":[1,2]})"), result("3.0"));
  EXPECT_EQ(rows_answered("log_softmax", R"({"z":[[1,2,3],[4,5,6]]})"), result("[[1.0,2.0,3.0],[4.0,5.0,6.0]]"));
  EXPECT_EQ(rows_answered("log_softmax", R"({"z":[1,2,3]})"), result("[1.0,2.0,3.0]"));
  EXPECT_EQ(rows_answered("self_information", R"({"p":[1,0.5]})"), result("[1.0,0.5]"));
  EXPECT_EQ(rows_answered("mutual_information", R"({"w":[[[1,2]],[[3,4]]]})"), result("[1.0,3.0]"));
  EXPECT_THAT(rows_answered("entropy", R"({"p":[[1,2],[3]]})"), HasSubstr("p[1] has 1 numbers, row 0 has 2"));
  EXPECT_THAT(rows_answered("entropy", R"({"p":[[1,2],3]})"), HasSubstr("p[1] is 3, not an array of numbers"));
  EXPECT_THAT(answered("entropy", R"({"p":[[1,2],[3,4]]})"), HasSubstr("p[0] is array, not a number"));
  const std::string description = served(R"({"jsonrpc":"2.0","id":1,"method":"describe"})", Adapted<RowSums>("rows"));
  EXPECT_THAT(description, HasSubstr(R"("log_softmax":{"accuracy":"stable","batches":true})"));
  EXPECT_THAT(description, HasSubstr(R"("softmax":{"accuracy":"stable"})"));
}

TEST(Serve, ReadsLabelsAndWeightsThatMayBeLeftOut) {
  EXPECT_EQ(rows_answered("mean_softmax_cross_entropy", R"({"z":[[1,2],["NaN",4]],"y":[0,null]})"), result("201.0"));
  EXPECT_EQ(rows_answered("mean_softmax_cross_entropy", R"({"z":[[1,2]],"y":[null],"w":[2]})"), result("210.0"));
  EXPECT_EQ(rows_answered("mean_softmax_cross_entropy_gradient", R"({"z":[[1,2],[3,4]],"y":[0,1]})"),
            result("[[1.0,2.0],[3.0,4.0]]"));
  const auto refusal = [](const std::string& params, const std::string& message) {
    EXPECT_THAT(rows_answered("mean_softmax_cross_entropy", params), HasSubstr(message)) << params;
  };
  refusal(R"({"z":[[1,2]],"y":[-1]})", "y[0] is -1, neither a class index nor null");
  refusal(R"({"z":[[1,2]],"y":[0.5]})", "y[0] is 0.5, neither a class index nor null");
  refusal(R"({"z":[[1,2]],"y":0})", "y is 0, not an array of class indices or nulls");
  refusal(R"({"z":[[1,2]],"y":[0],"w":[]})", "w is empty");
  refusal(R"({"z":[[1,2]]})", "mean_softmax_cross_entropy needs the argument y");
}

TEST(Serve, RoundsToTheFormatOfTheSubject) {
  EXPECT_EQ(served(R"({"jsonrpc":"2.0","id":1,"method":"self_information","params":{"p":0.1}})", Echo()),
            result("0.10000000149011612"));
}

TEST(Serve, NamesWhatIsWrongWithTheArguments) {
  const auto params = [](const std::string& message) {
    return HasSubstr(R"("error":{"code":-32602,"message":")" + message + "\"}");
  };
  EXPECT_THAT(answered("entropy", "{}"), params("entropy needs the argument p"));
  EXPECT_THAT(answered("entropy", "[[1]]"), params("params is array, not an object of named arguments"));
  EXPECT_THAT(answered("entropy", R"({"p":0.5})"), params("p is 0.5, not an array of numbers"));
  EXPECT_THAT(answered("entropy", R"({"p":[1,true]})"), params("p[1] is true, not a number"));
  EXPECT_THAT(answered("entropy", R"({"p":[1,null]})"), params("p[1] is null, not a number"));
  EXPECT_THAT(answered("entropy", R"({"p":["1"]})"), params(R"(p[0] is \"1\", not a number)"));
  EXPECT_THAT(answered("entropy", R"({"p":[[1]]})"), params("p[0] is array, not a number"));
  EXPECT_THAT(answered("entropy", R"({"p":[1],"q":[1]})"), params("entropy has no argument q"));
  EXPECT_THAT(answered("entropy", R"({"p":[1],"unit":"ban"})"),
              params(R"(unit is \"ban\", not \"nat\", \"bit\" or \"hartley\")"));
  EXPECT_THAT(answered("perplexity", R"({"p":[1],"unit":"nat"})"), params("perplexity has no argument unit"));
  EXPECT_THAT(answered("mutual_information", R"({"w":[[1]],"unit":"bit"})"),
              params("mutual_information is not offered in unit bit"));
  EXPECT_THAT(answered("mutual_information", R"({"w":[[1,2],[3]]})"), params("w[1] has 1 numbers, w[0] has 2"));
  EXPECT_THAT(answered("mutual_information", R"({"w":[1,2]})"), params("w[0] is 1, not an array of numbers"));
  EXPECT_THAT(answered("sigmoid_cross_entropy", R"({"z":[1],"y":1})"), params("z is array, not a number"));
}

TEST(Serve, TellsARefusalFromAFailure) {
  EXPECT_THAT(answered("perplexity", R"({"p":[]})"), HasSubstr(R"({"code":-32602,"message":"p is empty"})"));
  EXPECT_THAT(answered("perplexity", R"({"p":[1]})"),
              HasSubstr(R"({"code":-32603,"message":"it threw: out of paper"})"));
}

TEST(Serve, TellsWhatIsNoRequest) {
  EXPECT_THAT(served("{\"id\":1"), HasSubstr(R"("id":null,"error":{"code":-32700)"));
  EXPECT_THAT(served("[]"), HasSubstr(R"("id":null,"error":{"code":-32600)"));
  EXPECT_THAT(served("7"), HasSubstr("-32600"));
  EXPECT_THAT(served(R"({"id":"a","method":"describe"})"), HasSubstr(R"("id":"a","error":{"code":-32600)"));
  EXPECT_THAT(served(R"({"jsonrpc":"2.0","id":1})"), HasSubstr("-32600"));
  EXPECT_THAT(served(R"({"jsonrpc":"2.0","id":[1],"method":"describe"})"),
              HasSubstr(R"("id":null,"error":{"code":-32600)"));
  EXPECT_THAT(served(R"({"jsonrpc":"2.0","id":1,"method":"kl_divergence"})"), HasSubstr("-32601"));  // not offered
  EXPECT_THAT(served(R"({"jsonrpc":"2.0","id":1,"method":"kl"})"), HasSubstr("-32601"));
}

TEST(Serve, AnswersEachLineInTurnAndGoesOnAfterErrors) {
  EXPECT_EQ(served(R"({"jsonrpc":"2.0","id":"a","method":"entropy","params":{"p":[1]}})"
                   "\r\n\n"
                   R"({"jsonrpc":"2.0","method":"entropy","params":{"p":[1]}})"  // a notification
                   "\n{\n"
                   R"({"jsonrpc":"2.0","id":null,"method":"entropy","params":{"p":[2]}})"),
            R"({"jsonrpc":"2.0","id":"a","result":1.0})"
            "\n"
            R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"not JSON"}})"
            "\n"
            R"({"jsonrpc":"2.0","id":null,"result":2.0})"
            "\n");
}

TEST(Serve, SurvivesDepth) {
  const std::string deep = std::string(1'000'000, '[') + std::string(1'000'000, ']');
  EXPECT_THAT(answered("entropy", R"({"p":)" + deep + "}"), HasSubstr("p[0] is array, not a number"));
  EXPECT_THAT(served(R"({"jsonrpc":"2.0","id":)" + deep + R"(,"method":"describe"})"), HasSubstr("id is array"));
}

}  // namespace
}  // namespace gibbs::subjects
