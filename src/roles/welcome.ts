// What a person reads when Assay has started: where it is, the first key, and a line that works when pasted.
import type { FirstKey } from '../application-server/index.ts';

const EXAMPLE = JSON.stringify({
  code: 'import os\nfrom flask import request\n\ndef show():\n    os.system("ls " + request.args["path"])\n',
  context: { path: 'app.py' },
});

export function welcome(address: string, firstKey: FirstKey): string {
  return [
    '',
    `  Assay is ready at ${address}`,
    '',
    `  Playground   ${address}/`,
    `  API          ${address}/docs`,
    `  API key      ${describeKey(firstKey)}`,
    '',
    '  Try it:',
    '',
    `  curl -s ${address}/api/v1/analyze -H "Authorization: Bearer ${keyInShell(firstKey)}" \\`,
    `    -H 'Content-Type: application/json' -d '${EXAMPLE}'`,
    '',
    '',
  ].join('\n');
}

function describeKey(firstKey: FirstKey): string {
  switch (firstKey.kind) {
    case 'configured':
      return 'the one in ASSAY_BOOTSTRAP_API_KEY';
    case 'made':
      return `${firstKey.key}   (shown this once: keep it)`;
    case 'file':
      return `in ${firstKey.path}`;
    case 'shown':
      return 'shown at the first start';
  }
}

function keyInShell(firstKey: FirstKey): string {
  switch (firstKey.kind) {
    case 'configured':
      return '$ASSAY_BOOTSTRAP_API_KEY';
    case 'made':
      return firstKey.key;
    case 'file':
      return `$(cat '${firstKey.path.replaceAll("'", `'\\''`)}')`;
    case 'shown':
      return '$ASSAY_API_KEY';
  }
}

/** For a process that holds one role of several. */
export function listening(role: string, address: string): string {
  return `Assay: the ${role} is ready at ${address}\n`;
}
