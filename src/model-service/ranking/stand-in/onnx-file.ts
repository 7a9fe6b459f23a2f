// Looks at an ONNX file before anything runs it: whether it is one, whole, and holds only arithmetic on what it is given. The file is
// a protobuf message; the few fields that matter are read by hand, so that no code of others sees a file that was not looked at.
import { SCORER_COLUMNS } from './scorer-row.ts';

export const LARGEST_FILE = 64 * 1024 * 1024;
const MOST_NODES = 2000;
const INPUT = 'features';
export const ONNX_OUTPUT = 'confidence';

/** Arithmetic on tensors: nothing that loops, calls other graphs, reads files or makes tensors of a size that it is told. */
const OPERATORS = new Set(
  (
    'Abs Add And BatchNormalization Cast Clip Concat Constant Div Elu Equal Erf Exp Flatten Gather Gelu Gemm Greater Identity LayerNormalization LeakyRelu Less Log ' +
    'MatMul Max Min Mul Neg Not Or Pow Reciprocal ReduceMax ReduceMean ReduceSum Relu Reshape Shape Sigmoid Slice Softmax Softplus Split Sqrt Squeeze Sub Sum Tanh Transpose Unsqueeze Where'
  ).split(' '),
);
const DOMAINS = new Set(['', 'ai.onnx']);

/** Throws an Error that says what is wrong with the file. */
export function checkOnnxFile(file: Uint8Array): void {
  if (file.length > LARGEST_FILE) throw new Error(`The file is larger than ${LARGEST_FILE / 1024 / 1024} MB.`);
  const model = fieldsOf(file, 'the model');
  const version = model.find(({ number }) => number === MODEL.irVersion)?.value ?? 0;
  const graph = only(model, MODEL.graph, 'graph')?.bytes;
  if (graph === undefined || version < 3 || version > 20) throw new Error('This is no ONNX file, or not all of it.');
  if (model.some(({ number }) => number === MODEL.functions)) throw new Error('The model brings functions of its own.');
  for (const opset of model.filter(({ number }) => number === MODEL.opset)) {
    const domain = textIn(opset.bytes, 1);
    if (!DOMAINS.has(domain)) throw new Error(`The model needs operators of ${domain}.`);
  }
  checkGraph(fieldsOf(graph, 'the graph'));
}

const MODEL = { irVersion: 1, graph: 7, opset: 8, functions: 25 } as const;
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, sparse: 15 } as const;
const NODE = { operator: 4, attribute: 5, domain: 7 } as const;
const ATTRIBUTE = { tensor: 5, graph: 6, graphs: 11, sparse: 22 } as const;
const TENSOR = { externalData: 13, location: 14 } as const;

function checkGraph(graph: readonly Field[]): void {
  const nodes = graph.filter(({ number }) => number === GRAPH.node);
  if (nodes.length === 0 || nodes.length > MOST_NODES) throw new Error(`The model has ${nodes.length} operators.`);
  if (graph.some(({ number }) => number === GRAPH.sparse)) throw new Error('The model has sparse tensors.');
  for (const node of nodes) checkNode(fieldsOf(node.bytes, 'an operator'));
  const initializers = graph.filter(({ number }) => number === GRAPH.initializer);
  for (const tensor of initializers) checkTensor(tensor.bytes);
  const known = new Set(initializers.map(({ bytes }) => textIn(bytes, 8)));
  const named = (number: number) =>
    graph.filter((field) => field.number === number).map(({ bytes }) => textIn(bytes, 1));
  const inputs = named(GRAPH.input).filter((name) => !known.has(name));
  const outputs = named(GRAPH.output);
  if (inputs.length !== 1 || inputs[0] !== INPUT || outputs.length !== 1 || outputs[0] !== ONNX_OUTPUT) {
    throw new Error(
      `The model takes ${inputs.join(', ') || 'nothing'} and gives ${outputs.join(', ') || 'nothing'}: ` +
        `it must take ${INPUT} (${SCORER_COLUMNS.length} columns) and give ${ONNX_OUTPUT}.`,
    );
  }
}

function checkNode(node: readonly Field[]): void {
  const text = (number: number) => {
    const field = only(node, number, 'name of an operator');
    return field === undefined ? '' : Buffer.from(field.bytes).toString('utf8');
  };
  const operator = text(NODE.operator);
  if (!DOMAINS.has(text(NODE.domain)) || !OPERATORS.has(operator)) {
    throw new Error(`The model uses the operator ${operator.slice(0, 40)}, which is not allowed.`);
  }
  for (const attribute of node.filter(({ number }) => number === NODE.attribute)) {
    for (const { number, bytes } of fieldsOf(attribute.bytes, 'an attribute')) {
      if (number === ATTRIBUTE.graph || number === ATTRIBUTE.graphs || number === ATTRIBUTE.sparse) {
        throw new Error('The model holds another graph.');
      }
      if (number === ATTRIBUTE.tensor) checkTensor(bytes);
    }
  }
}

/** What lies in other files is refused: their paths are whatever the model says. */
function checkTensor(bytes: Uint8Array): void {
  const isElsewhere = fieldsOf(bytes, 'a tensor').some(
    ({ number, value }) => number === TENSOR.externalData || (number === TENSOR.location && value !== 0),
  );
  if (isElsewhere) throw new Error('The model keeps weights in other files.');
}

/** Readers of protobuf take the last of several, or join them: a file that was looked at by its first says something else to them. */
function only(fields: readonly Field[], number: number, what: string): Field | undefined {
  const [first, second] = fields.filter((field) => field.number === number);
  if (second !== undefined) throw new Error(`This is no proper ONNX file: it has more than one ${what}.`);
  return first;
}

interface Field {
  readonly number: number;
  /** of a number that is no float */
  readonly value: number;
  /** of what has a length */
  readonly bytes: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);

/** The fields of a protobuf message, one after the other. Throws when they do not fill it exactly. */
function fieldsOf(message: Uint8Array, what: string): Field[] {
  const fields: Field[] = [];
  const reader = { at: 0 };
  const broken = () => new Error(`This is no ONNX file, or not all of it: ${what} cannot be read.`);
  while (reader.at < message.length) {
    const key = varint(message, reader);
    const [number, kind] = [Math.floor(key / 8), key % 8];
    const length = kind === 2 ? varint(message, reader) : (FIXED_LENGTHS[kind] ?? Number.NaN);
    const value = kind === 0 ? varint(message, reader) : 0;
    const end = reader.at + (kind === 0 ? 0 : length);
    if (number < 1 || !(end <= message.length)) throw broken();
    fields.push({ number, value, bytes: kind === 2 ? message.subarray(reader.at, end) : NO_BYTES });
    reader.at = end;
  }
  return fields;
}

/** By wire type; a number of changing length has none. */
const FIXED_LENGTHS: Readonly<Record<number, number>> = { 0: 0, 1: 8, 5: 4 };

/** NaN when it does not end; exact up to 2^53, which no length that fits may exceed. */
function varint(message: Uint8Array, reader: { at: number }): number {
  let value = 0;
  for (let place = 0; place < 10; place++) {
    const byte = message[reader.at++];
    if (byte === undefined) return Number.NaN;
    value += (byte & 0x7f) * 2 ** (7 * place);
    if (byte < 0x80) return value;
  }
  return Number.NaN;
}

function textIn(message: Uint8Array, number: number): string {
  const field = fieldsOf(message, 'a name').find((one) => one.number === number);
  return field === undefined ? '' : Buffer.from(field.bytes).toString('utf8');
}
