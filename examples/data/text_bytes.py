"""How often each byte occurs in the paragraphs of a text, as JSON lines for `gibbs check --data`.

    python3 text_bytes.py TEXT > bytes.jsonl
    gibbs check --subject scipy --data bytes.jsonl
"""
import json
import pathlib
import re
import sys

for paragraph in re.split(rb"\n\s*\n", pathlib.Path(sys.argv[1]).read_bytes()):
    if paragraph.strip():
        print(json.dumps({"counts": [paragraph.count(bytes([byte])) for byte in range(256)]}))
