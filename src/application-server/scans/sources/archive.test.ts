// Archives, honest and hostile: what is refused is refused by the name of the entry, and nothing grows beyond its bounds.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type TarEntry, tarGzOf, tarOf, type ZipEntry, zipOf } from '../testing/archives.ts';
import { readArchive } from './archive.ts';
import { createFileCollector } from './collected-files.ts';
import { SOURCE_LIMITS } from './source-limits.ts';

const FILES = [
  { name: 'src/app.py', content: 'x = 1\n' },
  { name: './src/./lib//util.py', content: 'y = "ü"\n' },
  { name: 'image.png', content: 'a\0b' },
  { name: 'node_modules/left/index.js', content: 'x' },
];
const refusal = async (bytes: Buffer) =>
  readArchive(bytes).then(
    () => 'it was taken',
    (error: { code?: string; detail?: string; message: string }) => `${error.code}: ${error.detail ?? error.message}`,
  );

describe('what is taken', () => {
  it.each([
    ['zip', async () => zipOf(FILES)],
    ['tar', () => tarOf(FILES)],
    ['tar.gz', () => tarGzOf(FILES)],
  ])('the files of a %s, by their clean names, without what is no source', async (_kind, make) => {
    const { files, skipped, bytes } = await readArchive(await make());
    expect(files).toEqual([
      { path: 'src/app.py', code: 'x = 1\n' },
      { path: 'src/lib/util.py', code: 'y = "ü"\n' },
    ]);
    expect(skipped).toEqual({ binary: 1, excluded: 1 });
    expect(bytes).toBe(15);
  });

  it('leading folders are taken off when that is asked', async () => {
    const archive = zipOf([{ name: 'shop-1a2b/' }, { name: 'shop-1a2b/a.py', content: 'a' }, { name: 'top.py' }]);
    const { files, skipped } = await readArchive(archive, 1);
    expect([files.map(({ path }) => path), skipped]).toEqual([['a.py'], { 'above the folder': 1 }]);
  });

  it('an archive without files', async () => {
    expect((await readArchive(zipOf([]))).files).toEqual([]);
  });

  it('a file that is too large is left out', async () => {
    const large = { name: 'big.py', content: `# ${'ab c'.repeat(300_000)}` };
    for (const archive of [zipOf([large]), await tarGzOf([large])]) {
      expect((await readArchive(archive)).skipped).toEqual({ 'too large': 1 });
    }
  });
});

describe('names', () => {
  const long = 'd/'.repeat(SOURCE_LIMITS.depth + 1);
  it.each([
    ['/etc/passwd', 'has an absolute path'],
    ['C:/x.py', 'has an absolute path'],
    ['a/../../x.py', 'leads out of the archive by “..”'],
    ['..', 'leads out of the archive by “..”'],
    ['a\\..\\x.py', 'has a backslash in its name'],
    ['a\nb.py', 'has control characters in its name'],
    [`${long}x.py`, 'lies more than 64 folders deep'],
    [`${'n'.repeat(256)}.py`, 'has a name of more than 255 bytes'],
    [`${'p/'.repeat(600)}x`, 'has a path of more than 1024 bytes'],
  ])('%j', async (name, why) => {
    const shown = name.replace(/\n/g, '\ufffd');
    for (const bytes of [zipOf([{ name, content: 'x' }]), await tarOf([{ name, content: 'x' }])]) {
      const said = await refusal(bytes);
      expect(said).toContain(why);
      expect(said).toContain(`archive_refused: The entry “${shown.slice(0, 100)}`);
    }
  });

  it('one that is there twice', async () => {
    const entries = [
      { name: 'a.py', content: '1' },
      { name: './a.py', content: '2' },
    ];
    for (const bytes of [zipOf(entries), await tarOf(entries)]) {
      expect(await refusal(bytes)).toBe('archive_refused: The entry “./a.py” is there twice.');
    }
  });
});

describe('kinds', () => {
  it.each<[TarEntry['type'], string]>([
    ['symlink', 'is a symbolic link'],
    ['link', 'is a hard link'],
    ['character-device', 'is a device'],
    ['block-device', 'is a device'],
    ['fifo', 'is a pipe'],
  ])('%s in a tar', async (type, why) => {
    const bytes = await tarOf([
      { name: 'a.py', content: 'x' },
      { name: 'odd', type, linkname: '/etc/passwd' },
    ]);
    expect(await refusal(bytes)).toBe(`archive_refused: The entry “odd” ${why}.`);
  });

  it.each<[string, Partial<ZipEntry>, string]>([
    ['a symbolic link', { mode: 0o120777, content: '/etc/passwd' }, 'is a symbolic link'],
    ['a device', { mode: 0o060644 }, 'is neither a file nor a folder'],
    ['an encrypted entry', { flags: 1 }, 'is encrypted'],
    ['another compression', { method: 14, content: 'x' }, 'is compressed in another way than by deflate'],
  ])('%s in a zip', async (_what, entry, why) => {
    expect(await refusal(zipOf([{ name: 'odd', ...entry }]))).toBe(`archive_refused: The entry “odd” ${why}.`);
  });
});

describe('bombs', () => {
  it('an entry that swells', async () => {
    const said = await refusal(zipOf([{ name: 'zeros.py', content: Buffer.alloc(1_000_000) }]));
    expect(said).toBe('archive_refused: The entry “zeros.py” grows more than 200 times when it is unpacked.');
    const zeros = gzipSync(Buffer.alloc(30_000_000));
    expect(await refusal(zeros)).toContain('grows more than 200 times');
  });

  it('one that is larger than it says', async () => {
    const entry = { name: 'liar.py', content: 'x'.repeat(5000), declaredSize: 10 };
    expect(await refusal(zipOf([entry]))).toBe('archive_refused: The entry “liar.py” is damaged or cut off.');
  });

  it('more bytes in all than are taken, by what it says alone', async () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ name: `${index}.bin`, declaredSize: 1_048_577 }));
    expect(await refusal(zipOf(many))).toContain('more than 256 MiB unpacked');
  });

  it('more entries than are taken', async () => {
    const collector = createFileCollector({ code: 'archive_refused' });
    const enter = () => collector.enter(`folder/`, 'folder', 0);
    for (let entry = 0; entry < SOURCE_LIMITS.entries; entry++) enter();
    expect(enter).toThrow(expect.objectContaining({ detail: 'There are more than 50000 entries.' }));
  });

  it('more files than are taken', async () => {
    const collector = createFileCollector({ code: 'archive_refused' });
    const add = () => collector.add('a.py', Buffer.from('x'));
    for (let file = 0; file < SOURCE_LIMITS.files; file++) add();
    expect(add).toThrow(expect.objectContaining({ detail: 'There are more than 20000 files of source.' }));
  });
});

describe('damage', () => {
  it('an archive that is cut off, wherever', async () => {
    const whole = { zip: zipOf(FILES), tar: await tarOf(FILES), gzip: await tarGzOf(FILES) };
    for (const [kind, bytes] of Object.entries(whole)) {
      for (let length = 4; length < bytes.length - (kind === 'tar' ? 512 : 0); length += 97) {
        expect(await refusal(bytes.subarray(0, length)), `${kind} ${length}`).toMatch(/^archive_refused: /);
      }
    }
  });

  it('content that is not what its checksum says', async () => {
    const said = await refusal(zipOf([{ name: 'a.py', content: 'x = 1', declaredCrc: 1 }]));
    expect(said).toBe('archive_refused: The entry “a.py” is damaged: it is not what the archive says of it.');
  });

  it('bytes that are no archive', async () => {
    for (const text of ['', 'PK', '%PDF-1.7', '{"files": []}', 'x'.repeat(2000)]) {
      expect(await refusal(Buffer.from(text))).toBe(
        'archive_refused: The body is neither a zip archive nor a tar archive, plain or compressed by gzip.',
      );
    }
  });

  it('every byte of a zip that is changed: it is taken as it was meant, or refused', async () => {
    const whole = zipOf(FILES.slice(0, 2));
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      expect(await refusal(bytes), `byte ${at}`).toMatch(/^(?:archive_refused: |it was taken)/);
    }
  });
});
