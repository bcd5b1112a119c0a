// The commands of `gibbs`: each adds itself to the command line, and runs once that is read.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "properties/theorems/theorem.hpp"
#include "reference/metric.hpp"

namespace gibbs::cli {

struct Command {
  CLI::App* syntax;
  std::function<int()> run;  // returns the exit status; throws UsageError and SubjectUnavailable
};

Command check_command(CLI::App& app);
Command merge_command(CLI::App& app);
Command compare_command(CLI::App& app);
Command worst_command(CLI::App& app);
Command subjects_command(CLI::App& app);
Command replay_command(CLI::App& app);
Command list_command(CLI::App& app);
Command explain_command(CLI::App& app);
Command tour_command(CLI::App& app);
Command eval_command(CLI::App& app);
Command book_command(CLI::App& app);
Command serve_command(CLI::App& app);
Command vectors_command(CLI::App& app);
Command help_command(CLI::App& app);

/// The value of an option that is a whole number from `least` to `most`; throws UsageError naming both.
std::uint64_t whole_number(std::string_view option, const std::string& text, std::uint64_t least, std::uint64_t most);

/// Options that several commands have: what their help calls the value (N, FILE, …) stands there.
CLI::Option* repeated(CLI::App* command, const std::string& name, std::vector<std::string>& values, const std::string& type, const std::string& about);
void subject_option(CLI::App* command, std::string& subject);
void timeout_option(CLI::App* command, std::string& seconds);
/// The subject that these options name.
std::unique_ptr<properties::Subject> open_subject(const std::string& subject, const std::string& timeout);

/// Throws UsageError with the nearest name.
reference::Metric metric_named(const std::string& name);
const properties::Theorem& theorem_named(const std::string& id);
/// Throws UsageError where the name is a fallacy's: nobody is put on trial for one.
void refuse_fallacy(const std::string& id);

}  // namespace gibbs::cli
