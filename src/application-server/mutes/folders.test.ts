import { describe, expect, it } from 'vitest';
import { folderOf, normalFolder, normalMutes } from './folders.ts';

describe('folders', () => {
  it('are the same however they are written', () => {
    for (const folder of ['src/tests', './src/tests', 'src\\tests', '/src/tests/', 'src//./tests', '.\\src\\tests\\']) {
      expect(normalFolder(folder)).toBe('src/tests');
    }
    for (const folder of ['', '.', './', '/', '\\']) expect(normalFolder(folder)).toBe('');
    expect(normalFolder('.github/..hidden')).toBe('.github/..hidden');
  });

  it('of files leave the name out', () => {
    for (const path of ['src/a.py', './src/a.py', '/src/a.py', 'src\\a.py']) expect(folderOf(path)).toBe('src');
    for (const path of ['a.py', './a.py', '/a.py', '']) expect(folderOf(path)).toBe('');
  });

  it('make the same mute of what was written twice', () => {
    const mute = { rule_id: 'weak-hash', repository: null, folder: 'tests' };
    const other = { ...mute, repository: 'shop' };
    expect(normalMutes([{ ...mute, folder: './tests/' }, mute, other])).toEqual([mute, other]);
  });
});
