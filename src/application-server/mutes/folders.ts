// Folders as mutes name them: clients write the same place as `./src/tests`, `src\tests` or `/src/tests/`.
import type { Mute } from '../../contract/index.ts';

/** With `/` between its parts and neither before nor after them; empty at the top. */
export function normalFolder(folder: string): string {
  return partsOf(folder).join('/');
}

/** The folder that a file lies in. */
export function folderOf(path: string): string {
  return partsOf(path).slice(0, -1).join('/');
}

/** Each once; what older versions have stored is as the client wrote it. */
export function normalMutes(mutes: readonly Mute[]): Mute[] {
  const normal = mutes.map((mute): Mute => ({ ...mute, folder: normalFolder(mute.folder) }));
  const byPlace = new Map(normal.map((mute) => [JSON.stringify([mute.rule_id, mute.repository, mute.folder]), mute]));
  return [...byPlace.values()];
}

function partsOf(path: string): string[] {
  return path.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
}
