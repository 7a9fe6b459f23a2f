// Small ONNX files for tests, written field by field: a model that takes `features` and gives the logistic of their mean.

export interface OnnxChanges {
  readonly operator?: string;
  readonly domain?: string;
  readonly opsetDomain?: string;
  readonly input?: string;
  readonly external?: boolean;
  readonly subgraph?: boolean;
  readonly functions?: boolean;
}

export function onnxBytes(changes: OnnxChanges = {}): Uint8Array {
  const { operator = 'Sigmoid', domain = '', opsetDomain = '', input = 'features' } = changes;
  // AttributeProto: name 1, ints 8, i 3, type 20, g 6.
  const axes = bytes(1, text('axes'), 8, varint(1), 20, varint(7));
  const keep = bytes(1, text('keepdims'), 3, varint(0), 20, varint(2));
  const nodes = [
    node('ReduceMean', [input], 'mean', [axes, keep]),
    node(operator, ['mean'], 'confidence', changes.subgraph ? [bytes(1, text('body'), 6, text(''))] : [], domain),
  ];
  const tensor = bytes(
    1,
    varint(1),
    2,
    varint(1),
    8,
    text('w'),
    ...(changes.external ? [13, text('/etc/passwd'), 14, varint(1)] : []),
  );
  const graph = bytes(
    ...nodes.flatMap((one) => [1, one]),
    ...[2, text('g'), 11, tensorInfo(input, 2), 12, tensorInfo('confidence', 1)],
    ...(changes.external ? [5, tensor] : []),
  );
  const opset = bytes(1, text(opsetDomain), 2, varint(13));
  return bytes(1, varint(8), 7, graph, 8, opset, ...(changes.functions ? [25, text('')] : []));
}

type Part = number | Uint8Array | Varint;
interface Varint {
  readonly varint: number;
}
const varint = (value: number): Varint => ({ varint: value });
const text = (value: string) => new TextEncoder().encode(value);

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Uint8Array[],
  domain = '',
) {
  const named = inputs.flatMap((input) => [1, text(input)]);
  return bytes(...named, 2, text(output), 4, text(operator), ...attributes.flatMap((one) => [5, one]), 7, text(domain));
}

/** FLOAT with so many free dimensions. */
function tensorInfo(name: string, rank: number): Uint8Array {
  const dimensions = Array.from({ length: rank }, (_, index) => [1, bytes(2, text(`d${index}_${name}`))]).flat();
  return bytes(1, text(name), 2, bytes(1, bytes(1, varint(1), 2, bytes(...dimensions))));
}

/** Pairs of a field's number and its value: bytes with their length, or a number. */
function bytes(...pairs: readonly Part[]): Uint8Array {
  const out: number[] = [];
  const put = (value: number) => {
    let left = value;
    for (; left >= 0x80; left = Math.floor(left / 0x80)) out.push((left % 0x80) + 0x80);
    out.push(left);
  };
  for (let at = 0; at < pairs.length; at += 2) {
    const [number, value] = [pairs[at] as number, pairs[at + 1]];
    if (value instanceof Uint8Array) {
      put(number * 8 + 2);
      put(value.length);
      out.push(...value);
    } else {
      put(number * 8);
      put((value as Varint).varint);
    }
  }
  return Uint8Array.from(out);
}
