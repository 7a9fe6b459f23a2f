// What the database thread and its owner say to each other. Bytes are PostgreSQL's wire protocol, moved, not copied.

export interface ThreadData {
  /** of the PostgreSQL files, initialised */
  readonly directory: string;
}

/** whole protocol messages of the client; each is answered by one `data` */
export interface ThreadRequest {
  readonly kind: 'messages' | 'close';
  readonly bytes: Uint8Array;
}

export type ThreadAnswer =
  | { readonly kind: 'ready' }
  /** the database did not start, or stopped; `log` is the last that PostgreSQL printed */
  | { readonly kind: 'failed'; readonly message: string; readonly log: string }
  | { readonly kind: 'data'; readonly bytes: Uint8Array };
