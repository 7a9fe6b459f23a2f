// The inner door of parsing: what the rest of the engine and the engine's own door take from it.
export { GRAMMAR_NAMES, type GrammarName } from './grammars.ts';
export type { LineColumn } from './line-index.ts';
export { createParser, type ParseOptions, type ParserSources, type ReaderName, type SourceParser } from './parser.ts';
export * from './syntax-tree.ts';
export { type DumpOptions, dumpTree } from './tree-dump.ts';
