// Every question that history and triage ask of many rows, for tests of their plans and for measuring.
import { v7 as uuidv7 } from 'uuid';
import {
  type AnalysisListRequest,
  type DefectFilter,
  deleteAnalyses,
  deleteRollups,
  findDefect,
  listAnalyses,
  listDefects,
  listVerdicts,
  lockDefects,
  markFixed,
  type PerformanceFilter,
  readPerformance,
  readTrends,
  rollUpDays,
  rollUpHours,
  type TenantTransaction,
  type TrendFilter,
} from '../index.ts';
import { LOADED_SINCE } from './loaded-history.ts';

const HOUR_MS = 3_600_000;
const TIMES = {
  since: new Date(LOADED_SINCE.getTime() + HOUR_MS),
  until: new Date(LOADED_SINCE.getTime() + 9 * HOUR_MS),
};

const ANALYSIS_LISTS: Readonly<Record<string, AnalysisListRequest>> = {
  newest: {},
  oldest: { sort: 'oldest' },
  times: TIMES,
  repository: { repository: 'repository-3' },
  project: { project: 'project-2' },
  path: { path: 'src/part-7/' },
  'one path': { path: 'src/part-7/file-7.py' },
  language: { language: 'go' },
  model: { modelVersion: 'v0' },
  critical: { severity: 'critical' },
  medium: { severity: 'medium' },
  rule: { rule: 'rule-17' },
  cwe: { cwe: 'CWE-17' },
  words: { text: 'file-77' },
  'words of many': { text: 'query file-7' },
  nothing: { rule: 'no-such-rule' },
  several: { repository: 'repository-3', severity: 'high', language: 'java', ...TIMES },
};

const DEFECT_LISTS: Readonly<Record<string, DefectFilter>> = {
  newest: {},
  oldest: { sort: 'oldest' },
  gravest: { sort: 'gravest' },
  times: TIMES,
  state: { state: 'proposed' },
  critical: { severity: 'critical' },
  'gravest open': { severity: 'high', sort: 'gravest', state: 'open' },
  rule: { rule: 'rule-17' },
  cwe: { cwe: 'CWE-17' },
  language: { language: 'go' },
  repository: { repository: 'repository-3' },
  project: { project: 'project-2' },
  path: { path: 'src/part-7/' },
  words: { text: 'query file-7' },
  nothing: { text: 'nowhere' },
};

const TRENDS: Readonly<Record<string, TrendFilter>> = {
  all: TIMES,
  'by rule': { ...TIMES, by: 'rule' },
  'of a repository': { ...TIMES, repository: 'repository-3' },
  'of a project': { ...TIMES, project: 'project-2' },
};

const PERFORMANCE: Readonly<Record<string, PerformanceFilter>> = {
  all: { ...TIMES, interval: 'hour' },
  'of a language': { ...TIMES, interval: 'day', language: 'go' },
  'of a model': { ...TIMES, interval: 'day', modelVersion: 'v0' },
};

export interface Question {
  readonly name: string;
  ask(tx: TenantTransaction): Promise<unknown>;
}

export function historyQuestions(): Question[] {
  const lists = [
    ...Object.entries(ANALYSIS_LISTS).map(([name, filter]) => ({
      name: `analyses, ${name}`,
      ask: (tx: TenantTransaction) => listAnalyses(tx, { ...filter, limit: 50 }),
    })),
    ...Object.entries(DEFECT_LISTS).map(([name, filter]) => ({
      name: `issues, ${name}`,
      ask: (tx: TenantTransaction) => listDefects(tx, { ...filter, limit: 50 }),
    })),
    ...Object.entries(TRENDS).map(([name, filter]) => ({
      name: `trends, ${name}`,
      ask: (tx: TenantTransaction) => readTrends(tx, filter),
    })),
    ...Object.entries(PERFORMANCE).map(([name, filter]) => ({
      name: `performance, ${name}`,
      ask: (tx: TenantTransaction) => readPerformance(tx, filter),
    })),
  ];
  const id = uuidv7();
  const place = { repository: 'repository-3', project: null, ref: null, language: 'go', path: 'src/part-7/file-7.py' };
  return [
    ...lists,
    { name: 'one issue', ask: (tx) => findDefect(tx, id) },
    { name: 'verdicts on an issue', ask: (tx) => listVerdicts(tx, id, 50) },
    { name: 'known defects', ask: (tx) => lockDefects(tx, 'repository:repository-3', ['0'.repeat(32)]) },
    {
      name: 'fixed defects',
      ask: (tx) =>
        markFixed(tx, { ...place, analysisId: id, stillThere: [], enabledRules: null, disabledRules: ['rule-1'] }),
    },
    { name: 'rolling up hours', ask: (tx) => rollUpHours(tx, TIMES.since, 20) },
    { name: 'rolling up days', ask: (tx) => rollUpDays(tx, TIMES.since, 20) },
    { name: 'old rollups', ask: (tx) => deleteRollups(tx, TIMES.since, 20) },
    { name: 'deletion', ask: (tx) => deleteAnalyses(tx, { until: TIMES.until }, 20) },
  ];
}
