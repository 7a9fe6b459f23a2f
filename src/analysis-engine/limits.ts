// Every bound of the flow pass, each with its reason. Counts, never times: the same input gives the same answer everywhere.
// Running into one is reported as a notice `limit_reached`, see `flow/budget.ts`.

export const LIMITS = {
  /** Steps (evaluated expressions, copied state slots / 16) that any file may take: covers small files with deep calls. */
  stepsForAnyFile: 400_000,
  /** More steps per syntax node: a file of 1 MiB (about 400,000 nodes) must end within two seconds. */
  stepsPerNode: 8,
  /** Children that a value keeps by key; beyond it all are "any". Larger literals are tables of data, not of variables. */
  kidsPerValue: 64,
  /** Levels of children below a value: access paths longer than this carry no more precision (Pysa 4, CodeQL 5). */
  valueDepth: 6,
  /** Values in one tree of children. Joining and copying cost as much, and nobody's variables are that large. */
  valueSize: 128,
  /** Alternative constants of one value, e.g. after `c ? "MD5" : "SHA-1"`; more is "not constant". */
  constants: 4,
  /** Functions that one value may stand for; more makes the call unknown. */
  callables: 4,
  /** Length of a computed constant text: `"a".repeat(1e9)` must not be evaluated. */
  constantLength: 4096,
  /** Entries of a trace: reviewers do not read more, and loops would grow it for ever. */
  traceLength: 24,
  /** Contexts (different arguments) a function is analysed in before its arguments are joined. */
  contextsPerFunction: 8,
  /** The same for arguments without taint or functions: only constants and shapes differ there. */
  plainContextsPerFunction: 4,
  /** Runs of a function whose body reads variables of an enclosing call: those have no memo. */
  runsPerClosure: 40,
  /** Runs of the body of a recursive function until its result must be stable. */
  recursionRounds: 3,
  /** Rounds of a loop body; from `loopRoundsBeforeWidening` on, whatever still changes is given up to "any". */
  loopRounds: 8,
  loopRoundsBeforeWidening: 3,
  /** Calls inside calls that are followed into their bodies. */
  callDepth: 24,
  /** Nested expressions and statements, over all calls: the host's stack holds about 10,000 of our frames. */
  nesting: 500,
  /** Tokens of a statement or a guard that go into a fingerprint: many findings in one huge literal would be quadratic. */
  fingerprintTokens: 1000,
  /** Guards that go into a fingerprint; functions that test one variable more often are generated. */
  fingerprintGuards: 50,
  /** Characters of a line that a person wrote. */
  writtenLine: 1000,
  /** Characters of a file that show whether a minifier wrote it. */
  squeezedText: 5000,
  /** Syntax errors of a file that is still read as it was meant: with more of them the parser has lost its way. */
  readableErrors: 8,
  /** How far around a place its names are asked what is done there: a function that is longer does several things. */
  namesAround: 1200,
  /** Decisions kept for the explanation of a finding; people read a few of them. */
  journalEntries: 20_000,
  /** Context files that are known to the analysis of a file: as many as a request may have. Few of them are opened. */
  contextFiles: 500,
  /** Files opened while others are opened: bases of bases of classes. Each takes some of the host's stack. */
  openingDepth: 6,
  /** Syntax nodes of lowered files that an engine remembers between analyses: some 100 bytes each, a folder's worth. */
  rememberedNodes: 800_000,
  /** Steps (a pattern's node held against one of the code) that the pattern rules may take in any file. */
  patternStepsForAnyFile: 2_000_000,
  /** More steps per syntax node: a step takes about 20 ns, so that 1 MiB ends within a second. */
  patternStepsPerNode: 100,
  /** Words and signs that `...` of a pattern without a language passes over: ten lines of what people write have fewer. */
  genericReach: 2_000,
  /** Matches of one regular expression in a file that a rule gets: more than these are no finding but a property of the file. */
  regexMatches: 100_000,
  /** Steps that the host's own matcher of regular expressions may take at worst on a text; a step is a nanosecond or two. */
  regexSteps: 50_000_000,
  /** Instructions of an expression in the linear matcher, repetitions written out. */
  regexInstructions: 5_000,
  /** Instructions times characters in the linear matcher: a bit each, and about 20 ns. */
  regexCells: 50_000_000,
  /** Slots and expressions looked at for the values of one function that nobody reads: generated ones can have thousands. */
  livenessWork: 2_000_000,
  /** Ways to mend one finding that are tried: the first is nearly always it. */
  fixCandidates: 4,
  /** Analyses of changed text for the fixes of one file: one for all, and some to tell which of them was wrong. */
  fixAnalyses: 8,
  /** The same where the file does not parse, and each fix is tried alone. */
  fixAnalysesOfBroken: 32,
  /** Syntax nodes of all those analyses: in a long file only few are affordable. */
  fixNodes: 400_000,
  /** Findings of one file that fixes are looked for. */
  fixedFindings: 200,
  /** Findings reported for one file: generated code can have one a line. */
  findings: 1000,
} as const;

export type LimitName = keyof typeof LIMITS;
