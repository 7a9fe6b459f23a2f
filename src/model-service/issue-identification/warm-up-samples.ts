// Small programs that exercise every grammar and most of the pass, run once per worker before it takes work.
import type { AnalysisJob } from '../model-service.ts';

const sample = (language: string, path: string, code: string): AnalysisJob => ({
  code,
  declaredLanguage: language,
  path,
  files: [],
  enabledRules: null,
  disabledRules: [],
});

export const WARM_UP_SAMPLES: readonly AnalysisJob[] = [
  sample(
    'python',
    'warm.py',
    'import os\nfrom flask import request\n\ndef run(kind):\n    for part in request.args["a"].split(","):\n        if part:\n            os.system(f"echo {part} {kind}")\n\nclass Box:\n    def get(self):\n        return self.value\n',
  ),
  sample(
    'java',
    'Warm.java',
    'import java.util.*;\n\nclass Warm {\n  private final Map<String, String> map = new HashMap<>();\n\n  String read(String key) {\n    for (int i = 0; i < 3; i++) map.put("k" + i, key);\n    return map.getOrDefault(key, "none");\n  }\n}\n',
  ),
  sample(
    'javascript',
    'warm.js',
    "const { exec } = require('child_process');\nmodule.exports = (req, res) => {\n  const parts = req.query.a.split(',').map((part) => part.trim());\n  for (const part of parts) exec(`echo ${part}`);\n};\n",
  ),
  sample(
    'typescript',
    'warm.ts',
    "import { readFile } from 'node:fs/promises';\n\nexport async function load(name: string): Promise<string> {\n  const text = await readFile(name, 'utf8');\n  return text.length > 3 ? text : 'none';\n}\n",
  ),
  sample(
    'go',
    'warm.go',
    'package warm\n\nimport (\n\t"net/http"\n\t"os/exec"\n)\n\ntype box struct{ value string }\n\nfunc (b *box) get() string { return b.value }\n\nfunc run(w http.ResponseWriter, r *http.Request) {\n\tb := &box{value: r.FormValue("a")}\n\tfor i, part := range []string{b.get(), "c"} {\n\t\tif i > 0 {\n\t\t\texec.Command("sh", "-c", "echo "+part).Run()\n\t\t}\n\t}\n}\n',
  ),
];
