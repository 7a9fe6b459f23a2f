// One trial: every finding of a file is dismissed, the file is edited, and what is shown then is counted.
import { type Engine, type Finding, recognise } from '../../../src/analysis-engine/index.ts';
import type { CodeSample } from '../code-samples.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { EditMaker } from './harmless-edits.ts';
import { createSpecimen, findingsOf, type Specimen } from './specimen.ts';

export interface Trial {
  readonly before: string;
  readonly after: string;
  readonly rule: string;
  readonly path: string;
}

/**
 * `lost`: the engine finds less after a harmless edit. `more`: all dismissed ones are known again, and there is another one,
 * as when a weaker rule yielded to a finding whose place has moved. `none`: the edit does not apply or does not make a defect.
 */
export type HarmlessOutcome = 'survived' | 'returned' | 'lost' | 'more' | 'none';
export type DefectOutcome = 'shown' | 'hidden' | 'none';

const identityOf = ({ fingerprint, within, range }: Finding) => ({ fingerprint, within, path: range.path });

function shown(found: readonly Finding[], dismissed: readonly Finding[]): Finding[] {
  const recognised = recognise(found.map(identityOf), dismissed.map(identityOf));
  return found.filter((_, index) => recognised[index] === null);
}

/** The findings of the edited code, or null when the edit broke it. */
function findingsIn(engine: Engine, sample: CodeSample): Finding[] | null {
  return createSpecimen(engine, sample) === null ? null : findingsOf(engine, sample);
}

export interface TrialResult<Outcome> {
  readonly outcome: Outcome;
  readonly trial: Trial | null;
}

export function tryHarmless(
  engine: Engine,
  specimen: Specimen,
  finding: Finding,
  edit: EditMaker,
  random: SeededRandom,
): TrialResult<HarmlessOutcome> {
  const edited = edit(specimen, finding, random);
  if (edited === null) return { outcome: 'none', trial: null };
  const found = findingsIn(engine, { ...specimen, code: edited.code, path: edited.path });
  const trial = { before: specimen.code, after: edited.code, rule: finding.ruleId, path: edited.path };
  if (found === null) return { outcome: 'none', trial };
  const visible = shown(found, specimen.findings).length;
  const isAllKnown = found.length - visible === specimen.findings.length;
  if (visible > 0) return { outcome: isAllKnown ? 'more' : 'returned', trial };
  return { outcome: found.length < specimen.findings.length ? 'lost' : 'survived', trial };
}

export function tryDefect(
  engine: Engine,
  specimen: Specimen,
  finding: Finding,
  edit: EditMaker,
  random: SeededRandom,
): TrialResult<DefectOutcome> {
  const edited = edit(specimen, finding, random);
  if (edited === null) return { outcome: 'none', trial: null };
  const before = edited.before ?? specimen.code;
  const trial = { before, after: edited.code, rule: finding.ruleId, path: edited.path };
  const known = findingsIn(engine, { ...specimen, code: before });
  const found = findingsIn(engine, { ...specimen, code: edited.code, path: edited.path });
  if (known === null || found === null) return { outcome: 'none', trial };
  const ofRule = (list: readonly Finding[]) => list.filter(({ ruleId }) => ruleId === finding.ruleId);
  const here = ofRule(found).filter(({ range }) => edited.defect?.(range.start) ?? true);
  // Without a finding of the rule where the new defect should be, the edit made none.
  if (here.length === 0 || ofRule(known).length === 0) return { outcome: 'none', trial };
  if (edited.isMore === true && found.length <= known.length) return { outcome: 'none', trial };
  const visible = shown(found, known);
  // A copy in a function of another name must be the one that is shown.
  const isNamed =
    edited.defect !== undefined && here.some(({ within }) => known.every((each) => each.within !== within));
  const isShown = isNamed ? visible.some((each) => here.includes(each)) : visible.length > 0;
  return { outcome: isShown ? 'shown' : 'hidden', trial };
}
