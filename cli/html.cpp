#include "cli/html.hpp"

#include <fmt/format.h>

namespace gibbs::cli::html {
namespace {

constexpr std::string_view common_style = R"(
:root { color-scheme: light dark; --back: #fff; --fore: #1b1b1b; --faint: #5c5c5c; --line: #d0d0d0; --good: #17692b; --bad: #a8131b;
  --warn: #7a5200; --soft: #f4f4f2; }
@media screen and (prefers-color-scheme: dark) { :root { --back: #161616; --fore: #ececec; --faint: #a8a8a8; --line: #444; --good: #7ddc91;
  --bad: #ff9a94; --warn: #f0c060; --soft: #222; } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1rem; max-width: 110rem; background: var(--back); color: var(--fore); font: 1rem/1.45 system-ui, sans-serif }
h1 { font-size: 1.5rem; margin: .2rem 0 } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem } h3 { font-size: 1rem; margin: 0 0 .3rem }
p, ul, dl { margin: .4rem 0; max-width: 60rem } dt { font-weight: 600; float: left; margin-right: .5rem } dd { margin: 0 0 .15rem }
a { color: inherit } .wrong, .wrong a { color: var(--bad) } .right { color: var(--good) } .extreme, .extreme a, .rough, .rough a { color: var(--warn) }
.scroll { overflow-x: auto; margin: .8rem 0 }
table { border-collapse: collapse; font-size: .82rem }
th, td { border: 1px solid var(--line); padding: .25rem .4rem; text-align: left; vertical-align: top }
thead th { overflow-wrap: break-word; vertical-align: bottom }
.mark { font-weight: 700 }
article { border-top: 1px solid var(--line); padding: .7rem 0; max-width: 60rem } article:target { background: var(--soft) }
pre { background: var(--soft); padding: .5rem; margin: .4rem 0 } code { overflow-wrap: anywhere } pre code { white-space: pre-wrap }
@media print { :root { color-scheme: light } body { padding: 0; max-width: none } article, figure, tr { break-inside: avoid } }
)";

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

std::string linked(std::string_view text) {
  const std::string shown = escaped(text);
  return text.starts_with("https://") || text.starts_with("http://") ? fmt::format("<a href=\"{0}\">{0}</a>", shown) : shown;
}

std::string row(std::string_view name, const std::string& html) { return html.empty() ? "" : fmt::format("<dt>{}</dt><dd>{}</dd>\n", name, html); }

std::string section(std::string_view title, std::string_view items) { return items.empty() ? "" : fmt::format("<h2>{}</h2>\n{}", title, items); }

std::string list(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += "<li>" + item + "</li>\n";
  return items.empty() ? "" : "<ul>\n" + out + "</ul>\n";
}

std::string page(std::string_view title, std::string_view style, std::string_view body) {
  return fmt::format("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
                     "initial-scale=1\">\n<title>{0}</title>\n<style>{1}{2}</style></head>\n<body id=\"top\"><main>\n<h1>{0}</h1>\n{3}</main></body></html>\n",
                     escaped(title), common_style, style, body);
}

}  // namespace gibbs::cli::html
