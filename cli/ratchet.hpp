// --baseline and --save-baseline: a trial that may not be worse than an earlier one.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/baseline.hpp"
#include "cli/output_file.hpp"

namespace gibbs::cli {

class Ratchet {
 public:
  struct Arguments {
    std::string baseline, save;  // files; empty: none
    bool exact = false;          // changed bits are worse
  };
  /// Reads what there is, so that a file that cannot be read or written is found before the trial.
  explicit Ratchet(const Arguments& arguments);

  /// Is the trial to be held to a baseline, so that what it says decides?
  bool holds() const { return before_.has_value(); }

  struct Verdict {
    bool green = true;
    std::string text;  // for people
    std::vector<std::string> worse;
    std::optional<Comparison> since;  // the baseline that it is held to
    std::string trouble;
  };
  /// Compares, and saves if that loosens nothing. `subject` is the argument of --subject.
  /// Throws UsageError where the baselines are of other trials. What could not be saved is `trouble`.
  Verdict judge(const properties::Report& report, properties::Subject& subject, const std::string& argument, const Style& style) const;

 private:
  std::optional<Baseline> saved() const;  // what stands in the file to be saved, if there is one
  void save(const Baseline& now, const properties::Report& report, const std::string& argument, const Style& style, Verdict& verdict) const;

  Arguments arguments_;
  std::optional<Baseline> before_;  // what the trial is held to
  std::optional<OutputFile> file_;
};

}  // namespace gibbs::cli
