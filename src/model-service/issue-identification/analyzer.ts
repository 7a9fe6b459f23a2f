// One file through detection and engine, in the calling thread: what a worker runs, and the command line on its own.
import { stringify } from 'yaml';
import { createEngine, type Engine, type EngineResult, type OwnKnowledge } from '../../analysis-engine/index.ts';
import { canonicalLanguageId, type Notice } from '../../contract/index.ts';
import { BUILT_IN_RULES } from '../../rules/index.ts';
import { createLanguageDetector, type LanguageDetector, type VersionedWeights } from '../language-detection/index.ts';
import type { AnalysisJob, AnalysisOutcome, CheckedDocuments, JobFile } from '../model-service.ts';
import { type CompiledDocuments, createOwnCompiler, NO_OWN_DOCUMENTS, type OwnDocuments } from '../own-rules/index.ts';
import { fixPreferenceOf } from '../ranking/index.ts';
import { identifiedExplanations, identifiedIssues, identifiedSuppressions } from './identified-issues.ts';
import type { OpenedFiles } from './job-files.ts';
import { withoutSecrets } from './secret-redaction.ts';
import { WARM_UP_SAMPLES } from './warm-up-samples.ts';

export interface Analyzer {
  analyze(job: AnalysisJob): Promise<AnalysisOutcome>;
  checkDocuments(documents: OwnDocuments): Promise<CheckedDocuments>;
  /** loads every grammar and runs each language once, so that the first file of a user is not the slow one */
  warmUp(): Promise<void>;
  /** bytes of the parser's memory */
  memoryBytes(): number;
}

/** Where an analyzer gets its parts and neighbouring files from: it does no I/O itself, so that it runs in a browser too. */
export interface AnalyzerSources {
  /** bytes of a grammar; the name is `package/file`, as the engine asks for it */
  readonly loadGrammar: (file: string) => Promise<Uint8Array>;
  readonly loadRuntime: () => Promise<Uint8Array>;
  readonly loadLanguageWeights: () => Promise<VersionedWeights>;
  readonly openFiles: (files: readonly JobFile[]) => OpenedFiles;
}

/** Below this the detector overrules what the client declared only when its language parses and the declared does not. */
const CERTAIN = 0.8;

/** Below this the detector guesses: another language that the code parses in, and shows a defect in, is as good. */
const UNSURE = 0.5;

/** An alternative that is this likely is worth a try where the detector is not certain of what it put first. */
const LIKELY = 0.2;

/** UTF-16 code units. Longer code tells its language; prose of that length is not worth five analyses. */
const LONGEST_GUESS = 4_000;

const RULE_IDS: ReadonlySet<string> = new Set(BUILT_IN_RULES.map(({ id }) => id));

const SHOWN_RULES = 10;

/** Characters of what is told about a refused rule: a message may hold its pattern. */
const LONGEST_REFUSAL = 500;

interface Parts {
  readonly engine: Engine;
  readonly detector: LanguageDetector;
  readonly openFiles: AnalyzerSources['openFiles'];
  readonly compileOwn: ReturnType<typeof createOwnCompiler>;
}

/** A job with its neighbours as the engine takes them. */
type OpenedJob = Omit<AnalysisJob, 'files' | 'own'> & {
  readonly files: OpenedFiles['files'];
  readonly own: CompiledDocuments;
  /** what paths and selections leave of it */
  readonly askedOwn: OwnKnowledge;
};

/** Loads engine, rules and detector. */
export async function createAnalyzer(sources: AnalyzerSources): Promise<Analyzer> {
  const engine = await createEngine({ ...sources, rules: BUILT_IN_RULES });
  const parts: Parts = {
    engine,
    detector: createLanguageDetector(await sources.loadLanguageWeights()),
    openFiles: sources.openFiles,
    compileOwn: createOwnCompiler(engine),
  };
  return {
    analyze: (job) => analyzeJob(parts, job),
    checkDocuments: async (documents) => {
      const { rules, facts, problems } = await parts.compileOwn(documents);
      const written = rules.map((rule) => ({ ...rule, text: stringify({ rules: [rule.definition] }) }));
      return { rules: written, libraries: facts.map(({ library }) => library), problems };
    },
    warmUp: async () => {
      for (const sample of WARM_UP_SAMPLES) await analyzeJob(parts, sample);
    },
    memoryBytes: () => engine.memoryBytes,
  };
}

async function analyzeJob(
  { engine, detector, openFiles, compileOwn }: Parts,
  given: AnalysisJob,
): Promise<AnalysisOutcome> {
  const started = performance.now();
  const { files, isStale } = openFiles(given.files);
  const own = await compileOwn(given.own ?? NO_OWN_DOCUMENTS);
  const askedOwn = own.ownFor(given.path ?? 'input', (ruleId) => isWanted(ruleId, given));
  const job: OpenedJob = { ...given, files, own, askedOwn };
  const detection = detector.detect(job.code, { path: job.path });
  const declared = job.declaredLanguage === null ? null : canonicalLanguageId(job.declaredLanguage);
  const supported = engine.supportedLanguages;
  const candidates = candidateLanguages(declared, detection, supported);
  const notices: Notice[] = [...unknownRules(job), ...refusedRules(job.own)];
  const known = await analyzeAsBest(engine, job, candidates, detection.confidence >= CERTAIN);
  const guess = isGuess(declared, detection, known, supported) ? await analyzeByGuess(engine, job, detection) : null;
  const analysed = guess ?? known;
  const id = analysed?.id ?? candidates[0] ?? detection.id;
  const best = analysed ?? (await analyzeAsText(engine, job, id));
  if (!supported.includes(id)) notices.push(withoutAnalyzer(id, supported, best !== null));
  if (best !== null)
    notices.push(...best.result.notices, ...syntaxNotices(best), ...(guess !== null ? [guessed(best.id)] : []));
  if (declared !== null && id !== declared) notices.push(notObeyed(declared, id));
  return {
    language: {
      id,
      confidence: id === detection.id ? detection.confidence : alternativeConfidence(detection, id),
      declared,
      detected: detection.id,
    },
    ...withoutSecrets({ ...identified(best, job), notices }, () => textsRead(best, job)),
    ownRules: askedOwn.rules.map(({ id }) => id),
    filesRead: isStale() ? null : (best?.result.filesRead ?? []),
    durationMs: performance.now() - started,
  };
}

/** What an answer may quote: the file, and of its neighbours those that were read, which are few of many. */
function textsRead(best: Reading | null, { code, files }: OpenedJob): string[] {
  const read = new Set(best?.result.filesRead ?? []);
  return [code, ...files.filter(({ path }) => read.has(path)).map((file) => file.code)];
}

function identified(
  best: Reading | null,
  job: OpenedJob,
): Pick<AnalysisOutcome, 'issues' | 'suppressions' | 'explanations'> {
  if (best === null) return { issues: [], suppressions: [], explanations: [] };
  const { findings, fixes, suppressions, explanations } = best.result;
  return {
    issues: identifiedIssues(findings, fixes, job, (ruleId) => helpUrlOf(ruleId, job.own)),
    suppressions: identifiedSuppressions(suppressions, job),
    explanations: identifiedExplanations(explanations, job),
  };
}

type Detection = ReturnType<LanguageDetector['detect']>;

interface Reading {
  readonly id: string;
  readonly result: EngineResult;
}

/**
 * The candidate that parses with the fewest errors, the first among equals; null when none has an analyser. What comes
 * after the first must parse without any unless the detector is `certain` of it.
 */
async function analyzeAsBest(
  engine: Engine,
  job: OpenedJob,
  candidates: readonly string[],
  certain: boolean,
): Promise<Reading | null> {
  let best: Reading | null = null;
  for (const id of candidates.filter((candidate) => engine.supportedLanguages.includes(candidate))) {
    const result = await analyzeAs(engine, job, id, true);
    const errors = result.statistics.syntaxErrors;
    const better = best === null || errors < best.result.statistics.syntaxErrors;
    if (better && (best === null || certain || errors === 0)) best = { id, result };
    if (errors === 0) break;
  }
  return best;
}

/**
 * Whether other languages are worth a try: nobody declared one, and what was detected is unsure and does not parse, or has
 * no analyser while a likely one has.
 */
function isGuess(
  declared: string | null,
  detection: Detection,
  known: Reading | null,
  supported: readonly string[],
): boolean {
  if (declared !== null && declared !== 'auto') return false;
  if (known === null && likelyLanguages(detection, supported).length > 0) return true;
  if (detection.id !== 'unknown' && detection.confidence >= UNSURE) return false;
  return known === null || known.result.statistics.syntaxErrors > 0;
}

/** What has an analyser and may well be meant beside what the detector put first. */
function likelyLanguages({ confidence, alternatives }: Detection, supported: readonly string[]): string[] {
  if (confidence >= CERTAIN) return [];
  return alternatives.filter((one) => one.confidence >= LIKELY && supported.includes(one.id)).map(({ id }) => id);
}

/**
 * A snippet too short to tell its language: of the languages that it parses in without an error the one in which the
 * most certain finding is made, the likeliest among equals. Without findings it stays unknown, since words of prose parse
 * as code as well.
 */
async function analyzeByGuess(engine: Engine, job: OpenedJob, detection: Detection): Promise<Reading | null> {
  if (job.code.length > LONGEST_GUESS) return null;
  const likely = detection.alternatives.map(({ id }) => id);
  const order = new Set([...likely, ...engine.supportedLanguages]);
  let best: Reading | null = null;
  let certainty = 0;
  for (const id of [...order].filter((candidate) => engine.supportedLanguages.includes(candidate))) {
    const result = await analyzeAs(engine, job, id);
    const most = Math.max(0, ...result.findings.map(({ confidence }) => confidence));
    if (result.statistics.syntaxErrors > 0 || most <= certainty) continue;
    best = { id, result };
    certainty = most;
  }
  return best === null ? null : { id: best.id, result: await analyzeAs(engine, job, best.id, true) };
}

/** Own rules for text of any kind look at files that nothing else is known of; null where there are none. */
async function analyzeAsText(engine: Engine, job: OpenedJob, id: string): Promise<Reading | null> {
  if (!engine.hasRulesFor(id, job.askedOwn)) return null;
  return { id, result: await analyzeAs(engine, job, id, true) };
}

/** `suggest`: with fixes, which are wanted only of the reading that is answered. */
async function analyzeAs(engine: Engine, job: OpenedJob, id: string, suggest = false): Promise<EngineResult> {
  const path = job.path ?? 'input';
  const own = job.askedOwn;
  await engine.prepare(id, own);
  const { today, explain, fixAcceptance, mend } = job;
  const asked = {
    ...(today !== undefined && { today }),
    ...(explain !== undefined && { explain }),
    ...(fixAcceptance !== undefined && { fixPreference: fixPreferenceOf(fixAcceptance) }),
    ...(mend !== undefined && { mend }),
  };
  const request = { code: job.code, language: id, path, files: job.files, own, suggest, ...asked };
  return engine.analyze(request, { enabled: job.enabledRules, disabled: job.disabledRules });
}

/**
 * Best first. What is declared wins, unless the content reads as another language and does not parse as declared. A
 * guess is tried only beside a declared language that can be parsed: otherwise nothing speaks against the client.
 */
function candidateLanguages(
  declared: string | null,
  detection: Detection,
  supported: readonly string[],
): readonly string[] {
  if (declared === null || declared === 'auto') return [detection.id];
  if (detection.id === declared || detection.id === 'unknown') return [declared];
  const tried = detection.confidence >= CERTAIN || supported.includes(declared);
  if (!tried) return [declared];
  return [...new Set([declared, detection.id, ...likelyLanguages(detection, supported)])];
}

function alternativeConfidence(detection: Detection, id: string): number {
  return detection.alternatives.find((alternative) => alternative.id === id)?.confidence ?? 0;
}

function guessed(id: string): Notice {
  const message = `The code is too short to tell its language; it was read as ${id}. Declare the language to be sure.`;
  return { code: 'language_guessed', message };
}

function withoutAnalyzer(id: string, supported: readonly string[], isRead: boolean): Notice {
  const languages = supported.join(', ');
  if (isRead) {
    const what = id === 'unknown' ? 'The language could not be told' : `There is no analyser for ${id}`;
    return { code: 'only_own_rules', message: `${what}: only own rules looked at the file.` };
  }
  const message =
    id === 'unknown'
      ? `The language could not be told, so nothing was analysed; declare it if it is one of ${languages}.`
      : `There is no analyser for ${id}; there are for ${languages}.`;
  return { code: 'language_not_supported', message };
}

function notObeyed(declared: string, used: string): Notice {
  const message = `The code was declared as ${declared} but reads as ${used}, and was analysed as ${used}.`;
  return { code: 'language_mismatch', message };
}

/** Broken code is analysed as far as it can be read; without a word, nothing found would look like nothing there. */
function syntaxNotices({ id, result }: Reading): Notice[] {
  const { syntaxErrors } = result.statistics;
  if (syntaxErrors === 0) return [];
  const places = syntaxErrors === 1 ? 'One place' : `${syntaxErrors} places`;
  const message = `${places} could not be read as ${id}: what is wrong around there may be missed.`;
  return [{ code: 'syntax_errors', message }];
}

/** A misspelt rule would otherwise switch nothing off, or everything. */
function unknownRules({ enabledRules, disabledRules, own, otherRules = [] }: OpenedJob): Notice[] {
  const ownIds = new Set([...own.rules.map(({ id }) => id), ...otherRules]);
  const unknown = [...(enabledRules ?? []), ...disabledRules].filter((id) => !RULE_IDS.has(id) && !ownIds.has(id));
  if (unknown.length === 0) return [];
  const shown = unknown.slice(0, SHOWN_RULES).map((id) => `“${id.slice(0, 60)}”`);
  const more = unknown.length > SHOWN_RULES ? ', …' : '';
  return [{ code: 'unknown_rule', message: `There are no rules of these ids: ${shown.join(', ')}${more}.` }];
}

/** An own rule may name a page about itself; what is stored of it is told by the API. */
function helpUrlOf(ruleId: string, own: CompiledDocuments): string {
  if (RULE_IDS.has(ruleId)) return `/rules/${ruleId}`;
  return own.rules.find(({ id }) => id === ruleId)?.reference ?? '/docs';
}

const isWanted = (ruleId: string, { enabledRules, disabledRules }: AnalysisJob): boolean =>
  (enabledRules === null || enabledRules.includes(ruleId)) && !disabledRules.includes(ruleId);

/** A rule that was left out without a word would look like one that finds nothing. */
function refusedRules({ problems }: CompiledDocuments): Notice[] {
  const shown = problems.slice(0, SHOWN_RULES).map(({ document, line, column, message }) => {
    const place = line === null ? document : `${document}:${line}:${column}`;
    return { code: 'rule_refused', message: `${place}: ${message.slice(0, LONGEST_REFUSAL)}` };
  });
  const more = problems.length - shown.length;
  if (more > 0) shown.push({ code: 'rule_refused', message: `${more} more places of own rules were refused.` });
  return shown;
}
