// `npm run verify ml-services`: Assay beside MLflow, Feast, MLServer, ONNX Runtime and PyTorch as they are released. What is not installed
// is named and left out; `npm run verify:install` installs it.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mlProgram,
  mlServiceMissing,
  onnxRuntimeFolder,
  onnxRuntimeMissing,
  pythonWithTorch,
} from '../../tests/services/ml-services.ts';
import { repositoryRoot } from '../repository-root.ts';
import { appendRecord } from './record.ts';

interface Part {
  readonly name: string;
  readonly missing: string | null;
  readonly version: () => string;
  readonly test: string;
  readonly shows: string;
}

const printed = (program: string, ...parameters: string[]) =>
  /\d+\.\d+[\w.]*/.exec(
    execFileSync(program, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  )?.[0] ?? 'unknown';
const ofPython = (service: 'mlflow' | 'feast' | 'mlserver') => () =>
  printed(mlProgram(service, 'python') ?? '', '-c', `import importlib.metadata as m; print(m.version("${service}"))`);
const RANKER = 'src/application-server/ranking/outside-ranker.test.ts';

const PARTS: readonly Part[] = [
  {
    name: 'MLflow',
    missing: mlServiceMissing('mlflow'),
    version: ofPython('mlflow'),
    test: 'src/training-pipeline/experiment-tracking',
    shows: 'runs, parameters, metrics, artifacts, registered models, aliases; away and back again',
  },
  {
    name: 'Feast',
    missing: mlServiceMissing('feast'),
    version: ofPython('feast'),
    test: 'src/training-pipeline/feature-store',
    shows: 'PostgreSQL and Redis: 10,000 rows, 0 differences',
  },
  {
    name: 'MLServer',
    missing: mlServiceMissing('mlserver'),
    version: ofPython('mlserver'),
    test: RANKER,
    shows: 'ranks answers by the Open Inference Protocol v2; gone, Assay ranks',
  },
  {
    name: 'ONNX Runtime',
    missing: onnxRuntimeMissing,
    version: () =>
      printed('node', '-p', `require('${onnxRuntimeFolder}/node_modules/onnxruntime-node/package.json').version`),
    test: 'src/model-service/ranking/stand-in',
    shows: 'runs a model; hostile, cut off and renamed files are refused before it',
  },
  {
    name: 'PyTorch',
    missing: pythonWithTorch === null ? 'apt-get install python3-torch' : null,
    version: () => printed(pythonWithTorch ?? '', '-c', 'import torch; print(torch.__version__)'),
    test: 'src/training-pipeline/model-training/pytorch-trainer.test.ts',
    shows: 'no metric worse than the built-in trainer’s by 0.01; its ONNX scorer gives the same here as there',
  },
];

export async function verifyMlServices(): Promise<void> {
  const lines: string[] = [];
  const failed: string[] = [];
  for (const { name, missing, version, test, shows } of PARTS) {
    if (missing !== null) {
      console.log(`${name}: skipped: ${missing}`);
      lines.push(`| ${name} | not installed | skipped | |`);
      continue;
    }
    const { status } = spawnSync('npx', ['vitest', 'run', test], { cwd: repositoryRoot, stdio: 'inherit' });
    if (status !== 0) failed.push(name);
    lines.push(`| ${name} | ${version()} | ${status === 0 ? 'passed' : 'failed'} | ${shows} |`);
  }
  appendRecord('ml-services', ['| server | version | tests | |', '| --- | --- | --- | --- |', ...lines].join('\n'));
  if (failed.length > 0) throw new Error(`failed: ${failed.join(', ')}`);
}
