// Where the command line keeps answers between runs when nobody says.
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the system keeps what programs can make again. */
export function userCacheDirectory(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'assay', 'cache');
  if (process.platform === 'darwin') return join(homeDirectory(), 'Library', 'Caches', 'assay');
  return join(XDG_CACHE_HOME || join(homeDirectory(), '.cache'), 'assay');
}

/** In a container the user may be a bare number: without a name, and so without a home. */
function homeDirectory(): string {
  try {
    return homedir();
  } catch {
    return tmpdir();
  }
}
