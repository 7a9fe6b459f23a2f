// The words that a trial plants, each in one kind of place, and where each of them may turn up afterwards.
import { randomBytes } from 'node:crypto';

export const MODES = ['standard', 'zero-retention', 'sealed'] as const;
export type Mode = (typeof MODES)[number];

export interface Canary {
  /** what it stands for, in words */
  readonly kind: string;
  readonly text: string;
  /** kinds of places where it may be in standard mode; in the other modes nowhere */
  readonly allowed: readonly string[];
}

export interface Canaries {
  readonly all: readonly Canary[];
  readonly code: string;
  readonly path: string;
  readonly contextFile: { readonly path: string; readonly code: string };
  readonly repository: string;
  readonly feedbackComment: string;
  readonly headers: Readonly<Record<string, string>>;
}

const DATABASE = ['database'] as const;

/** New words at each call, so that one mode's cannot be taken for another's. */
export function plantCanaries(): Canaries {
  const all: Canary[] = [];
  const plant = (kind: string, text: string, allowed: readonly string[] = []) => {
    all.push({ kind, text, allowed });
    return text;
  };
  const word = (name: string) => `zq${name}${randomBytes(6).toString('hex')}`;
  // Put together here, so that scanners of this repository find no secrets in it.
  const accessKey = () => {
    const letters = [...randomBytes(16)].map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('');
    return ['AKIA', letters].join('');
  };
  const secret = plant('a password in the code', `Hunter2!${randomBytes(6).toString('hex')}`);
  const inCode = {
    key: plant('a key of a known format in the code', accessKey()),
    comment: plant('a comment in the code', word('comment')),
    string: plant('a string in the code', word('string')),
    identifier: plant('a name in the code', word('ident'), DATABASE),
    quoted: plant('a string in a call that a message quotes', word('quoted'), DATABASE),
    quotedSecret: plant('a password in a call that a message quotes', `Wombat9!${randomBytes(6).toString('hex')}`),
  };
  const code = [
    'import sqlite3',
    'from flask import request',
    `# ${inCode.comment} ${plant('a key in a comment', accessKey())}`,
    `password = "${secret}"`,
    `key = "${inCode.key}"`,
    `def ${inCode.identifier}():`,
    '    name = request.args.get("name")',
    `    label = "${inCode.string}"`,
    `    db = sqlite3.connect("${inCode.quoted}", password="${inCode.quotedSecret}")`,
    `    sqlite3.connect("${inCode.quoted}", password="${inCode.quotedSecret}").execute("SELECT " + name)`,
    '    return db.execute("SELECT 1 WHERE n = \'" + name + "\'").fetchall()',
    '',
  ].join('\n');
  const contextFile = {
    path: `${plant('the path of a neighbouring file', word('neighbour'))}.py`,
    code: `${plant('a name in a neighbouring file', word('other'))} = "${plant('a key in a neighbouring file', accessKey())}"\n`,
  };
  return {
    all,
    code,
    path: `src/${plant('a path', word('path'), DATABASE)}/${plant('a key in a path', accessKey())}.py`,
    contextFile,
    repository: `https://ci:${plant('a password in the address of a repository', word('pass'))}@git.example/${plant('a repository', word('repo'), DATABASE)}`,
    feedbackComment: `${plant('words of a comment on a finding', word('remark'), DATABASE)}: it is ${plant('a key in a comment on a finding', accessKey())}`,
    headers: {
      'user-agent': plant('a header', word('agent')),
      'x-api-token': plant('a secret in a header', word('header')),
    },
  };
}
