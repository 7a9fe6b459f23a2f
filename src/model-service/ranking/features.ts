// What the ranker knows of a finding. Defined here alone: serving, the store of verdicts and training all call this.
import type { Category, Severity } from '../../contract/index.ts';
import { wordsOfNames } from './name-words.ts';
import { type PathClass, pathClass } from './path-class.ts';

/** Plain data that holds no name: what people call things is in it as tokens under a key of the tenant. */
export interface RankingFeatures {
  readonly rule: string;
  /** the engine's own, before any preference */
  readonly severity: Severity;
  readonly category: Category;
  readonly language: string;
  /** the engine's own */
  readonly confidence: number;
  readonly path_class: PathClass;
  /** the folders from the top down, each token standing for the whole way to it */
  readonly folders: readonly string[];
  /** the names of the folders, wherever they lie */
  readonly segments: readonly string[];
  /** words of the function's and the file's name, then hashes that the owner of a sealed finding made */
  readonly words: readonly string[];
  readonly repository: string | null;
  readonly trace_steps: number;
  readonly crosses_files: boolean;
}

/** The part of a finding that features are made of. */
export interface RankedFinding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly confidence: number;
  readonly path: string;
  readonly within: string;
  readonly traceSteps: number;
  readonly crossesFiles: boolean;
  /** of a sealed finding: keyed by its owner already */
  readonly sealedFeatures: readonly string[];
}

export type NameKind = 'folder' | 'segment' | 'word' | 'repository';

/** Turns a name into what is stored in its place; the same name gives the same token. */
export type NameToken = (kind: NameKind, name: string) => string;

export interface FindingContext {
  readonly language: string;
  readonly repository: string | null;
}

const MOST_FOLDERS = 4;
const MOST_STEPS = 20;
const MOST_SEALED = 8;

export function rankingFeatures(finding: RankedFinding, context: FindingContext, token: NameToken): RankingFeatures {
  const parts = finding.path.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
  const file = parts.pop() ?? '';
  const ways = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const stem = file.replace(/\.[^.]*$/, '');
  const isSealed = finding.sealedFeatures.length > 0;
  const words = isSealed ? [] : wordsOfNames([finding.within, stem]);
  return {
    rule: finding.ruleId,
    severity: finding.severity,
    category: finding.category,
    language: context.language,
    confidence: finding.confidence,
    path_class: pathClass(finding.path),
    // The nearest folder says most, then the topmost ones.
    folders: nearest(ways).map((way) => token('folder', way)),
    segments: nearest([...new Set(parts.map((part) => part.toLowerCase()))]).map((part) => token('segment', part)),
    words: [...words.map((word) => token('word', word)), ...finding.sealedFeatures.slice(0, MOST_SEALED)],
    repository: context.repository === null ? null : token('repository', context.repository),
    trace_steps: Math.min(MOST_STEPS, finding.traceSteps),
    crosses_files: finding.crossesFiles,
  };
}

function nearest(ways: readonly string[]): readonly string[] {
  return ways.length <= MOST_FOLDERS ? ways : [...ways.slice(0, MOST_FOLDERS - 1), ...ways.slice(-1)];
}
