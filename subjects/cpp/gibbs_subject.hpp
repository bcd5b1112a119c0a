// Puts C++ functions on trial with gibbs: the subject protocol in one header. It needs nlohmann-json3-dev and C++17.
//
//   int main() {
//     gibbs_subject::Subject subject("mine", "1.0");
//     subject.metric("entropy", {{"units", {"nat", "bit"}}}, [](const gibbs_subject::Arguments& a) {
//       return entropy(a.vector("p"), a.unit());
//     });
//     subject.serve();
//   }
//
// Between the name of a metric and its function stands what else the subject says of it (docs/contracts.md, §3). Throwing
// Refused refuses invalid input, Declined declines valid input that the library does not take; any other exception is a
// failure. Compile without -ffast-math, which would take NaN and infinities out of what is written.
#pragma once

#include <cmath>
#include <cstddef>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace gibbs_subject {

using Json = nlohmann::json;

struct Refused : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct Declined : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline double decode(const Json& x) {
  if (x.is_number()) return x.get<double>();
  const auto& text = x.get_ref<const std::string&>();
  return text == "NaN" ? std::nan("") : text == "Infinity" ? HUGE_VAL : -HUGE_VAL;
}

inline Json encode(double x) {
  if (std::isfinite(x)) return x;
  return std::isnan(x) ? "NaN" : x > 0 ? "Infinity" : "-Infinity";
}

/// One number, or one per class, of any kind of number.
class Result {
 public:
  Result(double x) : json_(encode(x)) {}  // NOLINT: numbers are results
  template <class T>
  Result(const std::vector<T>& values) : json_(Json::array()) {  // NOLINT
    for (const T x : values) json_.push_back(encode(static_cast<double>(x)));
  }
  const Json& json() const { return json_; }

 private:
  Json json_;
};

/// The arguments of a question, by the names of contracts §1.
class Arguments {
 public:
  explicit Arguments(const Json& params) : params_(params) {}

  double number(const char* name) const { return decode(params_.at(name)); }
  std::size_t label(const char* name) const { return params_.at(name).get<std::size_t>(); }
  std::string unit() const { return params_.value("unit", "nat"); }
  template <class T = double>
  std::vector<T> vector(const char* name) const {
    return row<T>(params_.at(name));
  }
  template <class T = double>
  std::vector<std::vector<T>> table(const char* name) const {
    std::vector<std::vector<T>> rows;
    for (const Json& values : params_.at(name)) rows.push_back(row<T>(values));
    return rows;
  }

 private:
  template <class T>
  static std::vector<T> row(const Json& values) {
    std::vector<T> numbers;
    for (const Json& x : values) numbers.push_back(static_cast<T>(decode(x)));
    return numbers;
  }
  const Json& params_;
};

class Subject {
 public:
  using Function = std::function<Result(const Arguments&)>;

  Subject(const std::string& name, const std::string& version, const std::string& format = "binary64")
      : description_{{"name", name}, {"version", version}, {"format", format}, {"echo", true}, {"language", "C++"}} {
    metric("echo", {}, [](const Arguments& a) { return a.vector("values"); });
    description_["metrics"] = Json::object();
  }

  void metric(const std::string& name, Json said, Function function) {
    description_["metrics"][name] = said.is_null() ? Json::object() : std::move(said);
    functions_[name] = std::move(function);
  }

  /// Answers requests until the input ends.
  void serve() const {
    for (std::string line; std::getline(std::cin, line);) {
      const Json request = Json::parse(line);
      Json answer{{"jsonrpc", "2.0"}, {"id", request.at("id")}};
      const auto fail = [&](int code, const std::string& message) { answer["error"] = {{"code", code}, {"message", message}}; };
      try {
        answer["result"] = result(request.at("method"), request.value("params", Json::object()));
      } catch (const Refused& error) {
        fail(-32602, error.what());
      } catch (const Declined& error) {
        fail(-32001, error.what());
      } catch (const std::exception& error) {
        fail(-32603, error.what());
      }
      std::cout << answer.dump() << '\n' << std::flush;
    }
  }

 private:
  Json result(const std::string& method, const Json& params) const {
    if (method == "describe") return description_;
    const auto found = functions_.find(method);
    if (found == functions_.end()) throw std::out_of_range("no metric " + method);
    return found->second(Arguments(params)).json();
  }

  Json description_;
  std::map<std::string, Function> functions_;
};

}  // namespace gibbs_subject
