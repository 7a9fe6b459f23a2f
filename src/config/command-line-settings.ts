// Settings of the command line, which the server does not read; a part of the one table.
import { resolve } from 'node:path';
import { userCacheDirectory } from './cache-directory.ts';
import { absent, integer, type Variable } from './variable.ts';

export interface CommandLineConfiguration {
  /** with which the command line asks a server */
  readonly apiKey: string | null;
  /** absolute */
  readonly resultCacheDirectory: string;
  /** 0: the command line keeps no answers */
  readonly resultCacheMb: number;
}

export const COMMAND_LINE_SETTINGS = {
  apiKey: {
    name: 'ASSAY_API_KEY',
    description:
      'API key with which the command line asks a server (`assay scan`, `assay sealed analyze`). The server does not read it.',
    parse: absent,
    default: 'none',
    secret: true,
  },
  resultCacheDirectory: {
    name: 'ASSAY_RESULT_CACHE_DIR',
    description: 'Directory where `assay analyze` keeps answers between runs; it may be deleted at any time.',
    parse: (value) => resolve(value ?? userCacheDirectory()),
    default: "`assay` in the user's cache directory",
  },
  resultCacheMb: {
    name: 'ASSAY_RESULT_CACHE_MB',
    description: 'MiB of answers that `assay analyze` keeps; 0 keeps none.',
    parse: integer({ default: 256, minimum: 0, maximum: 1_048_576 }),
    default: '256',
  },
} as const satisfies { readonly [Key in keyof CommandLineConfiguration]: Variable<CommandLineConfiguration[Key]> };
