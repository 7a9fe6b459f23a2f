// The files of a new rule.
import type { NewFiles } from '../new.ts';

const title = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replace(/-/g, ' ');

export function ruleFiles(name: string): NewFiles {
  return {
    [`src/rules/${name}/rule.yaml`]: [
      `id: ${name}`,
      "message: '{source} reaches {sink}: say in one sentence what can go wrong.'",
      'severity: medium',
      'category: security',
      'cwe: [CWE-0]',
      'confidence: 0.5',
      'flow:',
      '  from: [user-input]',
      '  to: [sql]',
      '',
    ].join('\n'),
    [`src/rules/${name}/README.md`]: [
      `# ${title(name)}`,
      '',
      '**What.** The defect in one sentence.',
      '',
      '**Why it matters.** What an attacker or a user gets out of it (link its CWE).',
      '',
      '**How to fix it.** The safe way, by name.',
      '',
      '```python bad',
      `print("the line with the finding ends in this mark")  # assay: ${name}`,
      '```',
      '',
      '```python good',
      'print("the same task, done safely")',
      '```',
      '',
    ].join('\n'),
  };
}
