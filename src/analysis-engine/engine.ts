// The engine as its users hold it: grammars loaded, rules and facts compiled, one synchronous call an analysis.
import { analyzeProgram, type Surroundings } from './analyze.ts';
import type { LibraryFacts } from './facts/library-fact.ts';
import type { EngineRequest, EngineResult, MendRequest } from './finding.ts';
import type { FixCandidate, TextEdit } from './fixes/fix.ts';
import { withoutUnusedImports } from './fixes/identifiers.ts';
import { indexRepairs, type RepairIndex } from './fixes/repair-index.ts';
import { verifiedAlternatives, verifiedFixes } from './fixes/suggestions.ts';
import { overlaps } from './fixes/text-edits.ts';
import type { AnalyzedFile, Reanalyze } from './fixes/verification.ts';
import { compileRules } from './flow/report.ts';
import type { Program } from './ir.ts';
import { languageOfPath } from './language-of-path.ts';
import { libraryFacts } from './library-facts/index.ts';
import { LIMITS } from './limits.ts';
import { DeferredProgram } from './lowering/deferred-program.ts';
import { FRONT_ENDS, SUPPORTED_LANGUAGES } from './lowering/front-ends.ts';
import { createWithOwn, type OwnKnowledge, type WithOwn } from './own-knowledge.ts';
import { grammarsOf } from './parsing/grammars.ts';
import { ParseBudgetExceeded } from './parsing/parse-budget.ts';
import { createParser, type SourceParser } from './parsing/parser.ts';
import type { SyntaxTree } from './parsing/syntax-tree.ts';
import { createPatternCompiler, type PatternsOf, patternGrammars, RuleRefusal } from './pattern-rules/index.ts';
import { flowlessProgram } from './plain-text/flowless-program.ts';
import { textTree } from './plain-text/text-tree.ts';
import type { ProjectFile } from './project/source-tree.ts';
import type { PatternCondition, Rule } from './rule.ts';
import { speaksOf } from './rule-languages.ts';

/** Changes whenever the same code, rules and facts may give another answer. */
export const ENGINE_VERSION = '0.1.0';

export interface EngineOptions {
  /** bytes of a grammar; the name is `package/file` below node_modules */
  readonly loadGrammar: (wasmFileName: string) => Promise<Uint8Array>;
  readonly loadRuntime: () => Promise<Uint8Array>;
  readonly rules: readonly Rule[];
  /** the built-in ones when absent */
  readonly facts?: readonly LibraryFacts[];
}

/** Rule ids to run; `enabled` null: all. */
export interface RuleSelection {
  readonly enabled: readonly string[] | null;
  readonly disabled: readonly string[];
}

/** Starts the parser and compiles the facts; grammars are loaded by `prepare`. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const parser = await createParser(options);
  return new Engine(parser, options.rules, options.facts ?? libraryFacts());
}

/** Holds parsers and compiled facts for as long as the thread that uses it; analyses share nothing else. */
export class Engine {
  readonly #parser: SourceParser;
  readonly #rules: readonly Rule[];
  readonly #ruleIds: ReadonlySet<string>;
  readonly #facts: readonly LibraryFacts[];
  readonly #repairs = new Map<string, RepairIndex>();
  readonly #withOwn: WithOwn;
  readonly #patternsOf: PatternsOf;
  readonly #select: (selection: RuleSelection | undefined) => readonly Rule[];
  /** lowered files of projects by path, the latest used last: the same ones come with many files */
  readonly #programs = new Map<string, LoweredFile>();
  /** syntax nodes of all of them */
  #rememberedNodes = 0;

  constructor(parser: SourceParser, rules: readonly Rule[], facts: readonly LibraryFacts[]) {
    this.#parser = parser;
    this.#rules = rules;
    this.#select = createRuleSelector(rules);
    this.#ruleIds = new Set(rules.map(({ id }) => id));
    this.#facts = facts;
    this.#withOwn = createWithOwn(facts);
    this.#patternsOf = createPatternCompiler((text, grammar) =>
      parser.isLoaded(grammar) ? parser.parse(text, grammar) : null,
    );
  }

  get supportedLanguages(): readonly string[] {
    return SUPPORTED_LANGUAGES;
  }

  /** WebAssembly memory that the parser holds, in bytes; it never shrinks. */
  get memoryBytes(): number {
    return this.#parser.memoryBytes;
  }

  /** Whether any of the rules would look at a file of the language: built-in ones do where there is a front end. */
  hasRulesFor(language: string, own: OwnKnowledge | undefined): boolean {
    const known = knownLanguage(language);
    return FRONT_ENDS.has(known) || (own?.rules.some((rule) => speaksOf(rule, known)) ?? false);
  }

  /** Loads what the language needs; `analyze` is synchronous and can do so no more. */
  async prepare(language: string, own?: OwnKnowledge): Promise<void> {
    const known = knownLanguage(language);
    if (!this.hasRulesFor(known, own)) return;
    await this.#parser.loadLanguage(known);
    this.#withOwn.factsOf(known, own);
    await this.#preparePatterns(known, this.#rulesFor(known, this.#rules, own));
  }

  /** Without a front end there is nothing that built-in rules could look at. */
  #rulesFor(language: string, rules: readonly Rule[], own: OwnKnowledge | undefined): readonly Rule[] {
    return FRONT_ENDS.has(language) ? this.#withOwn.rules(rules, own) : (own?.rules ?? []);
  }

  /** What keeps a pattern rule from running on files of a language it names; null when nothing does. */
  async refusalOf(patterns: PatternCondition, language: string): Promise<RuleRefusal | null> {
    try {
      await this.#parser.loadLanguage(language);
      for (const grammar of patternGrammars(language)) await this.#parser.load(grammar);
      this.#patternsOf([{ ...patterns, languages: [language] }], language);
      return null;
    } catch (error) {
      if (error instanceof RuleRefusal) return error;
      throw error;
    }
  }

  /** Patterns may say what needs one more grammar than the language's own files: it is loaded only then. */
  async #preparePatterns(language: string, rules: readonly Rule[]): Promise<void> {
    const compileAll = (): void => {
      for (const rule of rules) this.#patternsOf(rule.patterns, language);
    };
    try {
      compileAll();
    } catch (error) {
      if (!(error instanceof RuleRefusal)) throw error;
      for (const grammar of patternGrammars(language)) await this.#parser.load(grammar);
      compileAll();
    }
  }

  parse(code: string, language: string, path = ''): SyntaxTree {
    return this.#parser.parseFile(code, language, path);
  }

  /** Parses and lowers; throws for languages without a front end. */
  lower(code: string, language: string, path = ''): Program {
    const frontEnd = FRONT_ENDS.get(language);
    if (!frontEnd) throw new Error(`There is no front end for ${language}.`);
    return frontEnd.lower(this.parse(code, language, path), path);
  }

  /** Everything the rules find. The same request always gets the same answer. */
  analyze(request: EngineRequest, selection?: RuleSelection): EngineResult {
    const { code, path, own } = request;
    const language = knownLanguage(request.language);
    if (!this.hasRulesFor(language, own)) {
      return nothing('language_not_analysed', `There is no analyser for ${request.language} yet.`);
    }
    const rules = this.#rulesFor(language, this.#select(selection), own);
    const needsProgram = compileRules(rules, language).needsProgram;
    // A file of a project will be, or has been, another one's context.
    const isShared = needsProgram && request.files.length > 0 && languageOfPath(path) === language;
    const program = isShared ? this.#open(request) : this.#tryRead(code, language, path, needsProgram);
    if (program === null) {
      return nothing('limit_reached', 'The file exhausts the parser and was not analysed.');
    }
    const read = new Set<string>();
    const surroundings: Surroundings = {
      rules,
      factsOf: (name) => this.#withOwn.factsOf(name, own),
      files: request.files.slice(0, LIMITS.contextFiles).map((file) => noting(file, read)),
      open: (file) => this.#open(file),
      patternsOf: this.#patternsOf,
      today: request.today ?? null,
      knownRules: own === undefined ? this.#ruleIds : new Set([...this.#ruleIds, ...own.rules.map(({ id }) => id)]),
      explain: request.explain ?? null,
      facts: own === undefined ? this.#facts : [...this.#facts, ...own.facts],
      repairs: request.suggest === true || request.mend !== undefined ? this.#repairsOf(language) : null,
      fixPreference: request.fixPreference ?? null,
    };
    const { candidates, ...result } = analyzeProgram(program, surroundings);
    const found = { program, findings: result.findings, rules: surroundings.rules };
    const fixes =
      request.mend === undefined
        ? this.#verified(found, candidates, surroundings)
        : this.#mended(found, candidates, request.mend, surroundings);
    return { ...result, fixes, filesRead: [...read] };
  }

  #verified(
    file: AnalyzedFile,
    candidates: readonly (readonly FixCandidate[])[],
    surroundings: Surroundings,
  ): EngineResult['fixes'] {
    if (candidates.every((each) => each.length === 0)) return [];
    return verifiedFixes(file, candidates, this.#reanalysis(file.program, surroundings));
  }

  /** Every fix of one finding, those that were proposed last. */
  #mended(
    file: AnalyzedFile,
    candidates: readonly (readonly FixCandidate[])[],
    { fingerprint, proposed }: MendRequest,
    surroundings: Surroundings,
  ): EngineResult['fixes'] {
    const { tree, language } = file.program;
    const fitting = proposed
      .filter(({ edits }) => edits.every(({ start, end }) => 0 <= start && start <= end && end <= tree.source.length))
      .map((candidate) => ({ ...candidate, edits: withoutUnusedImports(tree, language, candidate.edits) }))
      .filter(({ edits }) => edits.length > 0 && !overlaps(edits));
    const reanalyze = this.#reanalysis(file.program, surroundings);
    return file.findings.map((finding, index) => {
      if (finding.fingerprint !== fingerprint || finding.suppressedBy !== null) return [];
      if (finding.range.path !== file.program.path) return [];
      return verifiedAlternatives(file, index, [...(candidates[index] ?? []), ...fitting], reanalyze);
    });
  }

  /** The mended text is analysed as the file was, with the same neighbours and rules. */
  #reanalysis({ language, path }: Program, surroundings: Surroundings): Reanalyze {
    return (code) => {
      const mended = this.#tryRead(code, language, path);
      if (mended === null) return null;
      return {
        program: mended,
        findings: analyzeProgram(mended, { ...surroundings, explain: null, repairs: null }).findings,
      };
    };
  }

  #repairsOf(language: string): RepairIndex {
    const index = this.#repairs.get(language) ?? indexRepairs(this.#facts, language);
    this.#repairs.set(language, index);
    return index;
  }

  /** The edits of several fixes with those that drop the imports whose last uses they take away together. */
  withoutUnusedImports(
    { code, language, path }: Pick<EngineRequest, 'code' | 'language' | 'path'>,
    edits: readonly TextEdit[],
  ): TextEdit[] {
    return withoutUnusedImports(this.parse(code, language, path), language, edits);
  }

  /** Frees the parser's memory. */
  close(): void {
    this.#parser.close();
    this.#programs.clear();
  }

  /** The program of a file, of which only the syntax is known where there is no front end. */
  #tryRead(code: string, language: string, path: string, needsProgram = true): Program | null {
    try {
      const frontEnd = FRONT_ENDS.get(language);
      if (frontEnd === undefined) return flowlessProgram(textTree(code), language, path);
      const tree = this.parse(code, language, path);
      return needsProgram ? frontEnd.lower(tree, path) : new DeferredProgram(tree, language, path, frontEnd.lower);
    } catch (error) {
      if (error instanceof ParseBudgetExceeded) return null;
      throw error;
    }
  }

  #open(file: ProjectFile): Program | null {
    const language = languageOfPath(file.path);
    if (language === null || !grammarsOf(language, file.path).every((name) => this.#parser.isLoaded(name))) return null;
    const { path, code } = file;
    let known = this.#programs.get(path);
    if (known === undefined || known.code !== code) {
      this.#rememberedNodes -= known?.program?.tree.count ?? 0;
      known = { code, program: this.#tryRead(code, language, path) };
      this.#rememberedNodes += known.program?.tree.count ?? 0;
    }
    this.#programs.delete(path);
    this.#programs.set(path, known);
    for (const [oldest, forgotten] of this.#programs) {
      if (this.#rememberedNodes <= LIMITS.rememberedNodes || oldest === path) break;
      this.#programs.delete(oldest);
      this.#rememberedNodes -= forgotten.program?.tree.count ?? 0;
    }
    return known.program;
  }
}

interface LoweredFile {
  readonly code: string;
  /** null where the parser gave up */
  readonly program: Program | null;
}

/** The file, with a note made when its text is read: an answer depends on nothing else of it. */
function noting(file: ProjectFile, read: Set<string>): ProjectFile {
  return {
    path: file.path,
    get code() {
      read.add(file.path);
      return file.code;
    },
  };
}

/** Names of languages come from outside and without number: those of which nothing is known are all the same. */
const knownLanguage = (language: string): string => (FRONT_ENDS.has(language) ? language : 'text');

/** Selections are few; what is worked out for a list of rules is kept as long as the list is. */
const MOST_SELECTIONS = 16;

/** Gives the same list for the same selection. */
function createRuleSelector(rules: readonly Rule[]): (selection: RuleSelection | undefined) => readonly Rule[] {
  const known = new Map<string, readonly Rule[]>();
  return (selection) => {
    if (selection === undefined || (selection.enabled === null && selection.disabled.length === 0)) return rules;
    const { enabled, disabled } = selection;
    const key = JSON.stringify([enabled, disabled]);
    const selected =
      known.get(key) ??
      rules.filter((rule) => (enabled === null || enabled.includes(rule.id)) && !disabled.includes(rule.id));
    if (known.size >= MOST_SELECTIONS) known.clear();
    known.set(key, selected);
    return selected;
  };
}

function nothing(code: string, message: string): EngineResult {
  return {
    findings: [],
    suppressions: [],
    explanations: [],
    fixes: [],
    notices: [{ code, message }],
    statistics: { nodes: 0, steps: 0, syntaxErrors: 0 },
    filesRead: [],
  };
}
