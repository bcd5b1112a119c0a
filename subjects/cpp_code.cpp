#include "subjects/cpp_code.hpp"

namespace gibbs::subjects {

std::map<reference::Unit, std::string> cpp_code(reference::Metric metric, const std::string& prefix, const std::string& number,
                                                const std::string& unit, const std::vector<reference::Unit>& units, bool fills) {
  const reference::MetricInfo& info = reference::info(metric);
  std::string call = prefix + std::string(info.name) + "(", before;
  for (std::size_t i = 0; i < info.parameters.size(); ++i) {
    const std::string name(info.parameters[i].name);
    const reference::Shape shape = reference::shape(info.parameters[i].domain);
    const bool scalar = shape == reference::Shape::number, labels = info.parameters[i].domain == reference::Domain::labels;
    call += (i > 0 ? ", " : "") + (scalar ? "$" + name : "std::vector<" + (labels ? "std::int64_t" : number) + ">{$" + name + "}");
    if (shape == reference::Shape::table) call += ", $" + name + ".columns";
    if (fills && i == 0) before = "std::vector<" + number + "> out{$" + name + "}; ";
  }
  std::map<reference::Unit, std::string> all;
  for (const reference::Unit one : units) {
    const std::string last = unit.empty() ? "" : ", " + unit + "::" + std::string(reference::name(one));
    all[one] = before + call + last + (fills ? ", out);" : ");");
  }
  return all;
}

}  // namespace gibbs::subjects
