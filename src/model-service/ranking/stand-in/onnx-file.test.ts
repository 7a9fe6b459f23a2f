import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onnxRuntimeFolder, onnxRuntimeMissing } from '../../../../tests/services/ml-services.ts';
import { onnxBytes } from '../testing/onnx-bytes.ts';
import { checkOnnxFile } from './onnx-file.ts';
import { onnxScorer } from './onnx-scorer.ts';
import { SCORER_COLUMNS } from './scorer-row.ts';

const row = (value: number) => SCORER_COLUMNS.map(() => value);
const signal = AbortSignal.timeout(600_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-onnx-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function stored(name: string, content: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('checkOnnxFile', () => {
  it('refuses a second graph, which readers would take in the place of the first', () => {
    const model = onnxBytes();
    expect(() => checkOnnxFile(Buffer.concat([model, onnxBytes({ operator: 'Loop' })]))).toThrow('more than one graph');
  });

  it('takes a model of arithmetic', () => {
    expect(() => checkOnnxFile(onnxBytes())).not.toThrow();
  });

  it.each([
    ['loops', { operator: 'Loop' }, 'the operator Loop'],
    ['makes a tensor of a size that it is told', { operator: 'ConstantOfShape' }, 'the operator ConstantOfShape'],
    ['needs code of somebody', { domain: 'com.example' }, 'the operator Sigmoid'],
    ['asks for operators of somebody', { opsetDomain: 'com.microsoft' }, 'operators of com.microsoft'],
    ['reads another file', { external: true }, 'weights in other files'],
    ['holds another graph', { subgraph: true }, 'another graph'],
    ['brings functions', { functions: true }, 'functions of its own'],
    ['takes something else', { input: 'pixels' }, 'takes pixels'],
  ] as const)('refuses one that %s', (_, changes, reason) => {
    expect(() => checkOnnxFile(onnxBytes(changes))).toThrow(reason);
  });

  it('refuses what is cut off anywhere, and what is no ONNX file whatever its name', () => {
    const whole = onnxBytes();
    // One field less at its end may be a whole message again: then something that it needs is missing.
    for (let length = 0; length < whole.length; length++) {
      const cut = whole.subarray(0, length);
      const refused = (() => {
        try {
          checkOnnxFile(cut);
          return false;
        } catch {
          return true;
        }
      })();
      const lastField = whole.length - 4 - 2;
      if (length < lastField) expect([length, refused]).toEqual([length, true]);
    }
    for (const other of ['PK\u0003\u0004zip', '#!/bin/sh\nrm -rf /', '{"a": 1}', '']) {
      expect(() => checkOnnxFile(Buffer.from(other))).toThrow('This is no ONNX file');
    }
  });
});

describe('onnxScorer', () => {
  it('says what is wrong with a file before any library sees it, and that the library is missing', async () => {
    const hostile = onnxScorer(await stored('hostile.onnx', onnxBytes({ external: true })), folder);
    await expect(hostile.identify(signal)).rejects.toThrow('weights in other files');
    await expect(onnxScorer(join(folder, 'nowhere.onnx')).identify(signal)).rejects.toThrow('cannot be read');
    const without = onnxScorer(await stored('good.onnx', onnxBytes()), folder);
    await expect(without.identify(signal)).rejects.toThrow('npm install --no-save');
  });

  it.skipIf(onnxRuntimeMissing !== null)(
    `runs one with ONNX Runtime${onnxRuntimeMissing === null ? '' : ` (skipped: ${onnxRuntimeMissing})`}`,
    async () => {
      const scorer = onnxScorer(await stored('mean.onnx', onnxBytes()), onnxRuntimeFolder);
      expect(await scorer.identify(signal)).toEqual({
        name: 'mean.onnx',
        version: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      });
      expect(await scorer.score([row(0), row(2)], signal)).toEqual([0.5, 0.8808]);
      await scorer.close();
    },
  );
});
