// `npm run verify kubernetes`: every object of every environment against the schemas of its API, unknown fields included, without a cluster.
// The schemas are npm packages (MIT) made from those of Kubernetes, Argo Rollouts, KEDA and the Prometheus operator; they are installed beside,
// not committed. Their compiled checks tell wrong values; their types tell fields that do not exist, since TypeScript refuses those of a literal.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, renderAll } from '../../tests/deploy/rendering.ts';
import { repositoryRoot } from '../repository-root.ts';
import { appendRecord } from './record.ts';

const PACKAGES = {
  'kubernetes-models': '5.1.0',
  '@kubernetes-models/argo-rollouts': '2.0.0',
  '@kubernetes-models/keda': '2.0.0',
  '@kubernetes-models/prometheus-operator': '6.0.0',
} as const;

const FOLDER = join(repositoryRoot, 'node_modules/.cache/assay-kubernetes');
const PLANTED = 'a planted mistake';

interface Checked {
  readonly where: string;
  readonly object: Manifest;
}

export async function verifyKubernetes(): Promise<void> {
  install();
  const rendered = renderAll();
  const objects: Checked[] = [...rendered].flatMap(([environment, manifests]) =>
    manifests.map((object) => ({ where: `${environment}: ${object.kind} ${object.metadata.name}`, object })),
  );
  const faults = check([...objects, ...planted(objects)]);
  for (const [, kind] of PLANTS) {
    if (!faults.some((fault) => fault.includes(`${PLANTED} ${kind}`)))
      throw new Error(`${PLANTED} in a ${kind} was not found`);
  }
  const real = faults.filter((fault) => !fault.includes(PLANTED));
  if (real.length > 0) throw new Error(`\n${real.join('\n')}`);
  const kinds = new Set(objects.map(({ object }) => object.kind));
  const text = `${objects.length} objects of ${kinds.size} kinds in ${rendered.size} renderings (${[...rendered.keys()].join(', ')}): each as its schema says, no unknown field; ${PLANTS.length} planted mistakes found.`;
  console.log(text);
  appendRecord('kubernetes', text);
}

/** Mistakes that must be found, or the check checks nothing: an unknown field deep inside, and a wrong value. */
const PLANTS: readonly (readonly [string, string, (object: Manifest) => void])[] = [
  [
    'an unknown field',
    'Deployment',
    (object) => Object.assign(object.spec.template.spec.containers[0], { imagePulPolicy: 'Always' }),
  ],
  ['a wrong value', 'HorizontalPodAutoscaler', (object) => Object.assign(object.spec, { maxReplicas: 'many' })],
  ['an unknown field', 'Rollout', (object) => Object.assign(object.spec.strategy, { canery: {} })],
  ['an unknown field', 'ScaledObject', (object) => Object.assign(object.spec, { maxReplicas: 3 })],
  ['an unknown field', 'ServiceMonitor', (object) => Object.assign(object.spec, { intervall: '15s' })],
];

function planted(objects: readonly Checked[]): Checked[] {
  return PLANTS.map(([, kind, spoil]) => {
    const found = objects.find(({ object }) => object.kind === kind);
    const object = structuredClone(found?.object);
    spoil(object);
    return { where: `${PLANTED} ${kind}`, object };
  });
}

function install(): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(
    join(FOLDER, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies: PACKAGES }),
  );
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts']);
}

function run(program: string, parameters: readonly string[], mayFail = false): string {
  const { status, stdout, stderr } = spawnSync(program, parameters, { cwd: FOLDER, encoding: 'utf8' });
  if (status !== 0 && !mayFail) throw new Error(`${program} ${parameters.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

/** The module that has the type of an object. */
function moduleOf({ apiVersion }: Manifest): string {
  if (apiVersion.startsWith('argoproj.io/')) return `@kubernetes-models/argo-rollouts/${apiVersion}`;
  if (apiVersion.startsWith('keda.sh/')) return `@kubernetes-models/keda/${apiVersion}`;
  if (apiVersion.startsWith('monitoring.coreos.com/')) return `@kubernetes-models/prometheus-operator/${apiVersion}`;
  return `kubernetes-models/${apiVersion}`;
}

/** Faults in words, each with where. */
function check(objects: readonly Checked[]): string[] {
  const lines = objects.map(({ object }, index) => {
    const type = `import('${moduleOf(object)}').I${object.kind}`;
    return `export const object${index}: ${type} = ${JSON.stringify(object)};`;
  });
  writeFileSync(join(FOLDER, 'objects.ts'), `${lines.join('\n')}\n`);
  const compiler = join(repositoryRoot, 'node_modules/typescript/bin/tsc');
  const settings = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--types',
    '',
  ];
  const printed = run(process.execPath, [compiler, ...settings, '--pretty', 'false', 'objects.ts'], true);
  const byTypes = [...printed.matchAll(/^objects\.ts\((\d+),\d+\): error (.*)$/gm)].map(
    ([, line, message]) => `${objects[Number(line) - 1]?.where}: ${message?.slice(0, 300)}`,
  );
  if (printed.includes('error') && byTypes.length === 0) throw new Error(printed.slice(0, 2000));
  return [...byTypes, ...checkValues(objects)];
}

function checkValues(objects: readonly Checked[]): string[] {
  const program = objects.map(
    ({ where, object }) =>
      `try { new (await import(${JSON.stringify(moduleOf(object))})).${object.kind}(${JSON.stringify(object)}).validate(); } ` +
      `catch (error) { console.log(${JSON.stringify(where)} + ': ' + error.message); }`,
  );
  writeFileSync(join(FOLDER, 'values.mjs'), program.join('\n'));
  return run(process.execPath, ['values.mjs'])
    .split('\n')
    .filter((line) => line !== '');
}
