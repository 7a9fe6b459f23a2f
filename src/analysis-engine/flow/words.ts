// The words in traces and messages, in one place so that they sound alike.
import type { SinkKind, SourceKind } from '../facts/library-fact.ts';

/** What a source is when its fact does not say more. */
export const SOURCE_WORDS: Readonly<Record<SourceKind, string>> = {
  'user-input': 'user input',
  parameter: 'a parameter, and its callers are not in sight',
  environment: 'input from the environment',
  storage: 'stored data',
  'weak-random': 'a predictable random number',
  'archive-entry': 'a name chosen by whoever made the archive',
  sensitive: 'sensitive data',
};

/** What happens to a value at a sink. */
export const SINK_WORDS: Readonly<Record<SinkKind, string>> = {
  sql: 'SQL is built from it',
  nosql: 'a database query is built from it',
  command: 'it becomes part of an operating-system command',
  code: 'it is run as code',
  path: 'it decides which file is touched',
  html: 'it is written into a page without encoding',
  ldap: 'it becomes part of an LDAP filter',
  xpath: 'it becomes part of an XPath expression',
  template: 'it is rendered as a template',
  header: 'it is written into a response header',
  redirect: 'it decides where the browser is sent',
  url: 'it decides which address the server calls',
  log: 'it is written to the log as it is',
  expression: 'it is evaluated as an expression',
  deserialisation: 'objects are made from it',
  xml: 'it is parsed as XML',
  'trust-boundary': 'it is kept where later code takes it for trusted',
  regex: 'it is compiled as a regular expression',
  prototype: 'it decides which property is written',
  'secret-use': 'it is used where it must not be predictable',
  format: 'it is used as a format string',
  'mass-assignment': 'it sets fields that the caller should not set',
  allocation: 'it decides how much is allocated or done',
  reflection: 'it decides which class or function is looked up',
};
