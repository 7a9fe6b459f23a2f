// Code with known findings, for tests of what is around the analysis.

/** Python with one critical finding, made unique by `name`: SQL from user input. */
export function critical(name = 'user'): string {
  return [
    'import sqlite3',
    'from flask import request',
    '',
    `def ${name}():`,
    '    name = request.args.get("name")',
    '    query = "SELECT * FROM users WHERE name = \'" + name + "\'"',
    '    return sqlite3.connect("app.db").execute(query).fetchall()',
    '',
  ].join('\n');
}

/** Python with one medium finding, made unique by `name`: MD5 of a password. */
export function medium(name = 'digest'): string {
  return ['import hashlib', '', `def ${name}(password):`, '    return hashlib.md5(password).hexdigest()', ''].join(
    '\n',
  );
}

/** Python without a finding. */
export const CLEAN = 'def add(a, b):\n    return a + b\n';
