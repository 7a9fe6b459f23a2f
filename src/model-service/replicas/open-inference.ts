// The language identifier and the ranker as the Open Inference Protocol sees models: named tensors in, named tensors out.
// https://github.com/kserve/open-inference-protocol
import { CATEGORIES, SEVERITIES } from '../../contract/index.ts';
import { createLanguageDetector, loadShippedWeights } from '../language-detection/index.ts';
import type { ModelBundle } from '../model-service.ts';
import { confidenceOf, fitRanker, type RankingFeatures } from '../ranking/index.ts';
import { PATH_CLASSES } from '../ranking/path-class.ts';

type TensorType = 'BOOL' | 'INT32' | 'FP32' | 'FP64' | 'BYTES';
type Scalar = boolean | number | string;

interface Tensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

/** What a tensor must look like; -1 stands for any number of rows. */
interface TensorDescription {
  readonly name: string;
  readonly datatype: TensorType;
  readonly shape: readonly number[];
}

interface InferenceModel {
  readonly name: string;
  readonly version: string;
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
  /** Throws InferenceFault when the tensors are not those that it takes. */
  infer(inputs: readonly Tensor[]): Tensor[];
}

/** What is wrong with a request, in a public sentence. */
export class InferenceFault extends Error {}

/** Rows of one request: more would keep other requests waiting. */
const MOST_ROWS = 256;

export function inferenceModels(bundle: ModelBundle): InferenceModel[] {
  return [languageModel(), rankerModel(bundle)];
}

const column = (name: string, datatype: TensorType): TensorDescription => ({ name, datatype, shape: [-1] });

function languageModel(): InferenceModel {
  const detector = createLanguageDetector(loadShippedWeights());
  const inputs = [column('code', 'BYTES')];
  const outputs = [column('language', 'BYTES'), column('confidence', 'FP64')];
  return {
    name: 'language-identifier',
    version: detector.version,
    inputs,
    outputs,
    infer(given) {
      const { rows, columns } = readColumns(inputs, given);
      const found = Array.from({ length: rows }, (_, row) => detector.detect(String(columns.get('code')?.[row])));
      return writeColumns(outputs, rows, [found.map(({ id }) => id), found.map(({ confidence }) => confidence)]);
    },
  };
}

/** As it ranks before a team has taught it anything: what verdicts add belongs to a tenant, and this knows none. */
function rankerModel({ ranker }: ModelBundle): InferenceModel {
  const fitted = fitRanker(ranker, { judgements: [], version: 0 });
  const inputs = [
    column('rule', 'BYTES'),
    column('severity', 'BYTES'),
    column('category', 'BYTES'),
    column('language', 'BYTES'),
    column('path_class', 'BYTES'),
    column('confidence', 'FP64'),
    column('trace_steps', 'INT32'),
    column('crosses_files', 'BOOL'),
  ];
  const outputs = [column('confidence', 'FP64')];
  return {
    name: 'ranker',
    version: ranker.version,
    inputs,
    outputs,
    infer(given) {
      const { rows, columns } = readColumns(inputs, given);
      const scores = Array.from({ length: rows }, (_, row) =>
        confidenceOf(
          fitted,
          featuresOf((name) => columns.get(name)?.[row]),
        ),
      );
      return writeColumns(outputs, rows, [scores]);
    },
  };
}

function featuresOf(at: (name: string) => Scalar | undefined): RankingFeatures {
  const confidence = Number(at('confidence'));
  if (confidence < 0 || confidence > 1) throw new InferenceFault('A confidence lies between 0 and 1.');
  return {
    rule: String(at('rule')),
    severity: oneOf('severity', SEVERITIES, at('severity')),
    category: oneOf('category', CATEGORIES, at('category')),
    language: String(at('language')),
    confidence,
    path_class: oneOf('path_class', PATH_CLASSES, at('path_class')),
    folders: [],
    segments: [],
    words: [],
    repository: null,
    trace_steps: Math.max(0, Number(at('trace_steps'))),
    crosses_files: at('crosses_files') === true,
  };
}

function oneOf<Word extends string>(name: string, words: readonly Word[], value: unknown): Word {
  const found = words.find((word) => word === value);
  if (found === undefined) throw new InferenceFault(`The tensor ${name} holds one of ${words.join(', ')}.`);
  return found;
}

const HOLDS: Readonly<Record<TensorType, (value: unknown) => boolean>> = {
  BOOL: (value) => typeof value === 'boolean',
  INT32: (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
  FP32: (value) => typeof value === 'number',
  FP64: (value) => typeof value === 'number',
  BYTES: (value) => typeof value === 'string',
};

/** Each input once, of its type, all with as many rows. */
function readColumns(
  wanted: readonly TensorDescription[],
  given: readonly Tensor[],
): { readonly rows: number; readonly columns: ReadonlyMap<string, readonly Scalar[]> } {
  const rows = given[0]?.data.length ?? 0;
  if (rows > MOST_ROWS) throw new InferenceFault(`One request takes at most ${MOST_ROWS} rows.`);
  const columns = new Map<string, readonly Scalar[]>();
  for (const { name, datatype } of wanted) {
    const tensor = given.find((each) => each.name === name);
    if (tensor === undefined) throw new InferenceFault(`The input tensor ${name} is missing.`);
    // Clients also say FP32 where they mean a number: JSON writes both alike.
    const isType = tensor.datatype === datatype || (datatype === 'FP64' && tensor.datatype === 'FP32');
    const isShape = tensor.shape.reduce((product, size) => product * size, 1) === rows && tensor.data.length === rows;
    if (!isType || !isShape || !tensor.data.every(HOLDS[datatype])) {
      throw new InferenceFault(`The input tensor ${name} must be ${rows} values of ${datatype}, shape [${rows}].`);
    }
    columns.set(name, tensor.data as readonly Scalar[]);
  }
  if (given.length > wanted.length) throw new InferenceFault('There are input tensors that the model does not take.');
  return { rows, columns };
}

function writeColumns(
  described: readonly TensorDescription[],
  rows: number,
  columns: readonly (readonly Scalar[])[],
): Tensor[] {
  return described.map(({ name, datatype }, index) => ({ name, datatype, shape: [rows], data: columns[index] ?? [] }));
}
