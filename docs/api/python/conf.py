"""The reference of the Python package, from its docstrings: ./run docs"""

import re
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(SOURCE / "packaging/python"))

project = "gibbs"
version = ".".join(re.findall(r"_VERSION_\w+ (\d+)", (SOURCE / "lib/include/gibbs/version.hpp").read_text()))
copyright = re.search(r"\(c\) (.*)", (SOURCE / "LICENSE").read_text())[1]

extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon"]
autodoc_mock_imports = ["gibbs._metrics", "gibbs._suite"]  # compiled, and without docstrings: nothing has to be built
autodoc_typehints = "none"
napoleon_use_rtype = False
default_role = "code"
html_theme = "alabaster"
html_theme_options = {"description": "Correctly rounded entropy, cross-entropy, KL divergence and softmax losses",
                      "page_width": "1180px", "sidebar_width": "330px"}  # for the longest name
html_sidebars = {"**": ["about.html", "navigation.html", "localtoc.html", "searchbox.html"]}
html_static_path = ["static"]
html_copy_source = False
html_show_sphinx = False
