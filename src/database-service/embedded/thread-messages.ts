// What the database thread and its owner say to each other. Bytes are PostgreSQL's wire protocol, moved, not copied.

export interface ThreadData {
  /** of the PostgreSQL files, initialised */
  readonly directory: string;
}

export type ThreadRequest =
  /** whole protocol messages of the client; each is answered by one `data` */
  | { readonly kind: 'messages'; readonly bytes: Uint8Array }
  /** a copy of the database's files; to be asked for between transactions, answered by `copied` */
  | { readonly kind: 'copy'; readonly directory: string }
  | { readonly kind: 'close' };

export type ThreadAnswer =
  | { readonly kind: 'ready' }
  /** the database did not start, or stopped; `log` is the last that PostgreSQL printed */
  | { readonly kind: 'failed'; readonly message: string; readonly log: string }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  /** null when it went well */
  | { readonly kind: 'copied'; readonly error: string | null };
