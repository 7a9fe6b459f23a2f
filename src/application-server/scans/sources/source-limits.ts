// Bounds of what a scan takes in, each with its reason. Nothing of it is ever written to a disk as a file.

import { SCAN_UPLOAD_BYTES } from '../../../contract/index.ts';

const MEBIBYTE = 1_048_576;

export const SOURCE_LIMITS = {
  /** Bytes of a request: an archive of 5,000 files of source has about 10 MiB. */
  uploadBytes: SCAN_UPLOAD_BYTES,
  /** Requests whose bodies are in memory, of one process: more get 503 before theirs is read. */
  uploadsAtOnce: 16,
  /** Of these, requests of one tenant: half, so that slow uploads of one keep nobody else out. */
  uploadsAtOnceOfTenant: 8,
  /** Of these, uploads that are unpacked and stored at the same time; the others wait, packed. */
  unpackedAtOnce: 2,
  /** Bytes of source, as it is stored, of the scans that one process works on at the same time: the largest one, or a few small ones. */
  workedOnBytes: 256 * MEBIBYTE,
  /** Bytes of all entries together, unpacked: they are in memory while they are stored, and again while they are analysed. */
  totalBytes: 256 * MEBIBYTE,
  /** Files, folders and whatever else an archive lists; a large monorepo is scanned in parts. */
  entries: 50_000,
  /** Files that are analysed. */
  files: 20_000,
  /** Bytes of a path as UTF-8, and of one name in it: what file systems take. */
  pathBytes: 1024,
  nameBytes: 255,
  /** Folders inside folders. */
  depth: 64,
  /** Source shrinks to a tenth or so. What swells more than this, once it is large at all, is a bomb. */
  ratio: 200,
  ratioMattersFromBytes: 4 * MEBIBYTE,
  /** Leading folders that may be taken off all paths. */
  strip: 10,
} as const;
