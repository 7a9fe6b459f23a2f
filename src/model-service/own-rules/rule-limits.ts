// Bounds of what users bring, each for the machine's sake.

export const RULE_LIMITS = {
  /** UTF-16 units of one document: the largest public rule files have a tenth of it */
  documentLength: 1_048_576,
  /** characters and values of a rule written out, its aliases resolved */
  ruleSize: 100_000,
  /** of all rules of a document */
  rulesSize: 2_000_000,
  /** rules of all documents of one analysis */
  rules: 5_000,
  /** YAML aliases resolved in one document: more is a bomb */
  aliases: 1_000,
  /** UTF-16 units of a message */
  messageLength: 10_000,
  /** problems told of one document */
  problems: 100,
} as const;
