// Time against file size: ordinary code from 16 kB to 1 MiB must cost in proportion, and no shape of 1 MiB may cost much.
import { createEngine, type Engine } from '../../src/analysis-engine/index.ts';
import { loadGrammar, loadRuntime } from '../../src/model-service/issue-identification/grammar-files.ts';
import { BUILT_IN_RULES } from '../../src/rules/index.ts';
import { median, printTable, timeEach } from '../statistics.ts';
import { CODE_UNITS, type CodeUnit } from './code-units.ts';
import { stressShapes } from './stress-shapes.ts';

const LARGEST = 2 ** 20;
const SIZES = [2 ** 14, 2 ** 15, 2 ** 16, 2 ** 17, 2 ** 18, 2 ** 19, LARGEST];
const ROUNDS = 5;

/** Copies of a page of code, every name its own, up to `bytes`. */
function ordinaryCode({ head, unit }: CodeUnit, bytes: number): string {
  let code = head;
  for (let copy = 1; ; copy++) {
    const next = unit.replaceAll('§', String(copy));
    if (code.length + next.length > bytes) return code;
    code += next;
  }
}

/** Slope of the line through the points (log size, log time): 1 is linear, 2 is quadratic. */
function slopeOf(points: readonly { readonly size: number; readonly time: number }[]): number {
  const xs = points.map(({ size }) => Math.log(size));
  const ys = points.map(({ time }) => Math.log(time));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(xs), mean(ys)];
  const covariance = mean(xs.map((value, index) => (value - x) * (ys[index] - y)));
  return covariance / mean(xs.map((value) => (value - x) ** 2));
}

function growthOf(engine: Engine, language: string, unit: CodeUnit): string[] {
  const analyze = (code: string) => engine.analyze({ code, language, path: `growth${unit.extension}`, files: [] });
  const codes = SIZES.map((size) => ordinaryCode(unit, size));
  for (let round = 0; round < ROUNDS * 4; round++) analyze(codes[0]);
  const points = codes.map((code) => ({ size: code.length, time: median(timeEach(ROUNDS, () => void analyze(code))) }));
  return [language, ...points.map(({ time }) => time.toFixed(0)), slopeOf(points).toFixed(2)];
}

function slowestShapes(engine: Engine, language: string, unit: CodeUnit): string[][] {
  return stressShapes(language, LARGEST).map(({ name, code }) => {
    let notices = '';
    const times = timeEach(2, () => {
      const result = engine.analyze({ code, language, path: `shape${unit.extension}`, files: [] });
      notices = [...new Set(result.notices.map((notice) => notice.code))].join(', ');
    });
    return [`${language}: ${name}`, (code.length / 1024).toFixed(0), Math.max(...times).toFixed(0), notices];
  });
}

/** Prints milliseconds by size with the slope, then milliseconds of each hostile shape of 1 MiB. */
export async function benchGrowth(): Promise<void> {
  const engine = await createEngine({ loadGrammar, loadRuntime, rules: BUILT_IN_RULES });
  const units = Object.entries(CODE_UNITS);
  for (const [language] of units) await engine.prepare(language);
  const rows = units.map(([language, unit]) => growthOf(engine, language, unit));
  printTable(['ms', ...SIZES.map((size) => `${size / 1024} kB`), 'slope'], rows);
  const shapes = units.flatMap(([language, unit]) => slowestShapes(engine, language, unit));
  shapes.sort((a, b) => Number(b[2]) - Number(a[2]));
  console.log();
  printTable(['slowest shapes', 'kB', 'ms', 'notices'], shapes);
}
