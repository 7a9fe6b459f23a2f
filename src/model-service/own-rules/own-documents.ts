// What users bring: texts of rules in the Semgrep rule language and of library facts, as a job carries them.
import { createHash } from 'node:crypto';

/** A text as its user wrote it. */
export interface OwnDocument {
  /** where it came from, for messages: a path or an id */
  readonly name: string;
  readonly text: string;
  /** where its rules are told of that name no page themselves */
  readonly helpUrl?: string;
}

/** The user's own knowledge of one analysis. */
export interface OwnDocuments {
  readonly rules: readonly OwnDocument[];
  readonly facts: readonly OwnDocument[];
  /** of all texts and names: what is compiled is kept under it */
  readonly digest: string;
}

export const NO_OWN_DOCUMENTS: OwnDocuments = ownDocuments([], []);

/** Names the documents by their content. */
export function ownDocuments(rules: readonly OwnDocument[], facts: readonly OwnDocument[]): OwnDocuments {
  const parts = [rules, facts].map((documents) => documents.map(({ name, text, helpUrl }) => [name, text, helpUrl]));
  return { rules, facts, digest: createHash('sha256').update(JSON.stringify(parts)).digest('hex') };
}

/** The rules that are enforced, and after them what comes with the code; facts are the code's where it brings documents. */
export function joinedDocuments(enforced: OwnDocuments, own: OwnDocuments | undefined): OwnDocuments {
  return own === undefined ? enforced : ownDocuments([...enforced.rules, ...own.rules], own.facts);
}

/** What is wrong with a document, and where. */
export interface RuleProblem {
  readonly document: string;
  /** 1-based, in the document; null where the whole is meant */
  readonly line: number | null;
  readonly column: number | null;
  /** null: the document itself */
  readonly ruleId: string | null;
  /** a short name of what is not supported or wrong, to count by */
  readonly feature: string;
  readonly message: string;
}
