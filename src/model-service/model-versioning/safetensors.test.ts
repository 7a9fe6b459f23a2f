import { describe, expect, it } from 'vitest';
import { readTensors, type Tensor, writeTensors } from './safetensors.ts';

const floats = (values: readonly number[], shape: readonly number[]): Tensor => ({
  type: 'F32',
  shape,
  bytes: new Uint8Array(Float32Array.from(values).buffer),
});

/** A file with this header, however wrong, and `data` behind it. */
function fileOf(header: string, data: Uint8Array = new Uint8Array(8)): Uint8Array {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([length, Buffer.from(header), data]);
}

describe('tensors in a file', () => {
  it('come back as they were', () => {
    const file = {
      metadata: { name: 'x\n“y”' },
      tensors: new Map([
        ['a', floats([1, 2, 3, 4], [2, 2])],
        ['b', floats([], [0])],
      ]),
    };
    const read = readTensors(writeTensors(file));
    expect(read.metadata).toEqual(file.metadata);
    expect(read.tensors).toEqual(file.tensors);
  });

  it('lie where the format says: header length, header padded to eight bytes, data', () => {
    const file = Buffer.from(writeTensors({ metadata: {}, tensors: new Map([['a', floats([1], [1])]]) }));
    const length = Number(file.readBigUInt64LE());
    expect(length % 8).toBe(0);
    expect(JSON.parse(file.toString('utf8', 8, 8 + length)).a).toEqual({
      dtype: 'F32',
      shape: [1],
      data_offsets: [0, 4],
    });
    expect(file.readFloatLE(8 + length)).toBe(1);
  });
});

describe('a hostile file', () => {
  it.each([
    ['nothing', new Uint8Array(0)],
    ['less than a length', new Uint8Array(7)],
    ['a length beyond the file', Buffer.from('ffffffffffffff7f00', 'hex')],
    ['no JSON', fileOf('{"a":')],
    ['a list', fileOf('[]')],
    ['null', fileOf('null')],
    ['metadata that is no text', fileOf('{"__metadata__":{"a":{"b":1}}}')],
    ['no metadata', fileOf('{"__metadata__":null}')],
    ['a tensor of an unknown type', fileOf('{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}')],
    ['a type of the object itself', fileOf('{"a":{"dtype":"constructor","shape":[1],"data_offsets":[0,8]}}')],
    ['a negative shape', fileOf('{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}')],
    [
      'a shape that overflows',
      fileOf('{"a":{"dtype":"I8","shape":[9007199254740991,9007199254740991],"data_offsets":[0,8]}}'),
    ],
    ['data beyond the end', fileOf('{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}')],
    ['data that ends before it starts', fileOf('{"a":{"dtype":"I8","shape":[0],"data_offsets":[8,0]}}')],
    ['a negative offset', fileOf('{"a":{"dtype":"I8","shape":[8],"data_offsets":[-4,4]}}')],
    ['no offsets', fileOf('{"a":{"dtype":"I8","shape":[8]}}')],
  ])('is refused: %s', (_, file) => {
    expect(() => readTensors(file)).toThrow(/tensor/);
  });

  it('cannot reach the prototype by a name', () => {
    const file = fileOf('{"__proto__":{"dtype":"I8","shape":[8],"data_offsets":[0,8]}}');
    expect([...readTensors(file).tensors.keys()]).toEqual(['__proto__']);
  });
});
