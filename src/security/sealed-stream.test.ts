import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { backupKey, newBackupKey, openFromBackup, sealForBackup } from './backup-secret.ts';
import { openStream, SealedStreamError, sealStream } from './sealed-stream.ts';

const key = randomBytes(32);

async function sealed(plain: Buffer, step = 50_000): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let start = 0; start < plain.length; start += step) chunks.push(plain.subarray(start, start + step));
  const parts: Buffer[] = [];
  for await (const part of sealStream(key, { salt: 'x' }, Readable.from(chunks))) parts.push(part);
  return Buffer.concat(parts);
}

async function opened(file: Buffer, step = 33_333, openKey = key): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let start = 0; start < file.length; start += step) chunks.push(file.subarray(start, start + step));
  const stream = await openStream(Readable.from(chunks));
  const parts: Buffer[] = [];
  for await (const part of stream.open(openKey)) parts.push(part);
  return Buffer.concat(parts);
}

describe('a sealed stream', () => {
  it('gives back what went in, of any size', async () => {
    for (const size of [0, 1, 65_535, 65_536, 65_537, 400_000]) {
      const plain = randomBytes(size);
      expect((await opened(await sealed(plain))).equals(plain), String(size)).toBe(true);
    }
  });

  it('refuses a changed, missing, moved or added byte, and says where', async () => {
    const file = await sealed(randomBytes(200_000));
    for (const place of [0, 15, 25, 30, 40, 65_000, 140_000, file.length - 1]) {
      const changed = Buffer.from(file);
      changed[place] = (changed[place] ?? 0) ^ 1;
      const error = await opened(changed).catch((caught: unknown) => caught);
      expect(error, `byte ${place}`).toBeInstanceOf(SealedStreamError);
      if (error instanceof SealedStreamError) expect(error.offset).toBeLessThanOrEqual(place);
    }
    for (const length of [0, 10, 20, 31, 70_000, file.length - 1]) {
      await expect(opened(file.subarray(0, length)), `cut at ${length}`).rejects.toThrow(SealedStreamError);
    }
    await expect(opened(Buffer.concat([file, Buffer.of(0)]))).rejects.toThrow(/follows the end/);
  });

  it('refuses frames in another order and a file that ends with a whole frame', async () => {
    const file = await sealed(randomBytes(3 * 65_536));
    const start = file.indexOf(0x0a, 15) + 1;
    const frame = 5 + 65_536 + 16;
    const [first, second] = [file.subarray(start, start + frame), file.subarray(start + frame, start + 2 * frame)];
    const swapped = Buffer.concat([file.subarray(0, start), second, first, file.subarray(start + 2 * frame)]);
    await expect(opened(swapped)).rejects.toThrow(SealedStreamError);
    await expect(opened(file.subarray(0, start + 2 * frame))).rejects.toThrow(/ends too early/);
  });

  it('refuses another key', async () => {
    await expect(opened(await sealed(Buffer.from('text')), 100, randomBytes(32))).rejects.toThrow(SealedStreamError);
  });
});

describe('the secret of a backup', () => {
  const passphrase = { kind: 'passphrase', passphrase: 'correct horse battery' } as const;

  it('makes another key for each file, and finds it again', async () => {
    for (const secret of [passphrase, { kind: 'key', key } as const]) {
      const [one, two] = [await newBackupKey(secret), await newBackupKey(secret)];
      expect(one.key).not.toEqual(two.key);
      expect(await backupKey(secret, one.header)).toEqual(one.key);
    }
  });

  it('is refused when it is of another kind, or asks for absurd work', async () => {
    const { header } = await newBackupKey(passphrase);
    expect(await backupKey({ kind: 'key', key }, header)).toBeNull();
    expect(await backupKey(passphrase, { ...header, cost: 2 ** 30 })).toBeNull();
    expect(await backupKey(passphrase, null)).toBeNull();
  });

  it('seals the keys of the operator by themselves', async () => {
    const text = await sealForBackup(passphrase, Buffer.from('keys'));
    expect((await openFromBackup(passphrase, text))?.toString()).toBe('keys');
    expect(await openFromBackup({ ...passphrase, passphrase: 'another passphrase' }, text)).toBeNull();
  });
});
