// An ONNX file as a scorer, run by ONNX Runtime. The package is large and optional: it is loaded only when a file is configured.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { checkOnnxFile, ONNX_OUTPUT } from './onnx-file.ts';
import { checkedConfidences, type Scorer, type ScorerIdentity } from './scorer.ts';
import { SCORER_COLUMNS } from './scorer-row.ts';

/** What is used of `onnxruntime-node`, which brings its types only when it is installed. */
interface Runtime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: object): Promise<Session>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => Tensor;
}

interface Tensor {
  readonly data: ArrayLike<unknown>;
}

interface Session {
  run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
}

const PACKAGE = 'onnxruntime-node';

/** `packagesOf`: a folder whose node_modules has the package, when it is not Assay's own. */
export function onnxScorer(path: string, packagesOf: string | null = null): Scorer {
  let loaded: Promise<{ session: Session; runtime: Runtime; identity: ScorerIdentity }> | null = null;
  const load = async () => {
    const file = await readFile(path).catch((cause: unknown) => {
      throw new Error(`The model ${path} cannot be read.`, { cause });
    });
    checkOnnxFile(file);
    const runtime = await loadRuntime(packagesOf);
    const session = await runtime.InferenceSession.create(file, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
    });
    const digest = createHash('sha256').update(file).digest('hex');
    return { session, runtime, identity: { name: basename(path), version: `sha256:${digest}` } };
  };
  /** What failed is tried anew the next time: the file may have been put right. */
  const ready = () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = null;
      throw error;
    });
    return loaded;
  };
  return {
    identify: async () => (await ready()).identity,
    async score(rows) {
      const { session, runtime } = await ready();
      const tensor = new runtime.Tensor('float32', Float32Array.from(rows.flat()), [
        rows.length,
        SCORER_COLUMNS.length,
      ]);
      const output = await session.run({ features: tensor });
      return checkedConfidences(output[ONNX_OUTPUT]?.data ?? [], rows.length);
    },
    async close() {
      const there = await loaded?.catch(() => null);
      loaded = null;
      await there?.session.release();
    },
  };
}

async function loadRuntime(packagesOf: string | null): Promise<Runtime> {
  const from = packagesOf === null ? import.meta.url : join(packagesOf, 'package.json');
  try {
    return createRequire(from)(PACKAGE) as Runtime;
  } catch (cause) {
    throw new Error(`ONNX models need ${PACKAGE}: npm install --no-save --ignore-scripts ${PACKAGE}@1.30.0`, { cause });
  }
}
