// The one catalogue of errors that a user can meet: code, HTTP status, public sentence. docs/errors.md explains each.

interface CatalogueEntry {
  readonly status: number;
  readonly title: string;
}

/** Every code that an answer or the command line can carry. The text is public: never a path, SQL or submitted code. */
export const ERROR_CATALOGUE = {
  invalid_json: { status: 400, title: 'The body is not valid JSON.' },
  invalid_request: { status: 400, title: 'The request does not have the expected shape.' },
  invalid_encoding: { status: 400, title: 'The body is not valid UTF-8.' },
  malformed_http: { status: 400, title: 'This is not a valid HTTP request.' },
  unauthenticated: {
    status: 401,
    title: 'An API key is needed, and this one is missing, malformed, revoked or expired.',
  },
  login_failed: { status: 401, title: 'The e-mail address or the password is wrong.' },
  provider_login_failed: { status: 401, title: 'The log-in through the identity provider did not work.' },
  no_account: { status: 403, title: 'The identity provider knows you, but you are no user here.' },
  weak_authentication: { status: 403, title: 'A stronger way to log in at the identity provider is asked for here.' },
  cross_site_request: { status: 403, title: 'With a session, only pages of this server may do that.' },
  insecure_transport: { status: 403, title: 'Passwords are taken over TLS or on this machine only.' },
  passwords_off: { status: 403, title: 'Nobody logs in with a password here.' },
  forbidden: { status: 403, title: 'This key may not do that.' },
  beyond_own_rights: { status: 403, title: 'Nobody may give or take more than they hold themselves.' },
  sealed_only: { status: 403, title: 'No code is taken here: this tenant, project or user is in sealed mode.' },
  not_found: { status: 404, title: 'There is nothing here under that name.' },
  unknown_api_version: { status: 404, title: 'This API version is not served.' },
  method_not_allowed: { status: 405, title: 'This address does not take that method.' },
  request_timeout: { status: 408, title: 'The request did not arrive in time.' },
  idempotency_in_flight: { status: 409, title: 'A request with this Idempotency-Key is still being answered.' },
  already_exists: { status: 409, title: 'There is one of that name already.' },
  last_owner: { status: 409, title: 'The last active owner can be neither removed, disabled nor demoted.' },
  payload_too_large: { status: 413, title: 'The body is larger than the limit.' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json.' },
  binary_input: { status: 422, title: 'The code holds NUL bytes: it is not source text.' },
  archive_refused: { status: 422, title: 'The archive is damaged, or holds something that is not taken.' },
  git_refused: { status: 422, title: 'Repositories are not fetched from that address.' },
  git_failed: { status: 502, title: 'The repository could not be fetched.' },
  scan_not_kept: { status: 422, title: 'A scan keeps code while it runs, and here none may be kept.' },
  scan_not_finished: { status: 409, title: 'The scan has not ended yet.' },
  scan_failed: { status: 500, title: 'The scan broke off again and again and was given up.' },
  too_many_scans: { status: 429, title: 'Too many scans are waiting or running.' },
  too_many_streams: { status: 429, title: 'Too many event streams are open.' },
  weak_password: { status: 422, title: 'This password will not do.' },
  idempotency_mismatch: { status: 422, title: 'This Idempotency-Key was used with another body.' },
  analysis_timeout: { status: 422, title: 'The analysis took longer than its deadline and was stopped.' },
  analysis_out_of_memory: { status: 422, title: 'The analysis needed more memory than it may have and was stopped.' },
  upstream_failed: { status: 502, title: 'The connection to an application server broke before it answered.' },
  upstream_timeout: { status: 504, title: 'An application server did not answer in time.' },
  upstream_unavailable: { status: 503, title: 'No application server can take the request; try again shortly.' },
  region_unavailable: { status: 503, title: 'The home region of this tenant cannot be reached; try again shortly.' },
  region_unknown: { status: 421, title: 'This belongs to a region that is not known here.' },
  region_loop: { status: 508, title: 'The request was passed between regions in a circle.' },
  region_hop_refused: { status: 403, title: 'This request says that another region passed it on, and that is not so.' },
  analysis_failed: { status: 500, title: 'The analysis failed on this input; the failure was logged.' },
  headers_too_large: { status: 431, title: 'The request headers are larger than the limit.' },
  too_many_attempts: { status: 429, title: 'There were too many failed attempts; the next may be made later.' },
  rate_limited: { status: 429, title: 'The quota is used up for now.' },
  internal: { status: 500, title: 'Something went wrong on the server; the request id finds it in the log.' },
  storage_full: { status: 503, title: 'The database could not store the answer: the disk is full.' },
  storage_unavailable: { status: 503, title: 'The database does not answer.' },
  queue_unavailable: { status: 503, title: 'The message queue does not take messages; try again shortly.' },
  identity_provider_unavailable: { status: 503, title: 'The identity provider does not answer; try again shortly.' },
  overloaded: { status: 503, title: 'Too many requests are waiting; try again shortly.' },
  model_unavailable: {
    status: 503,
    title: 'No replica of the model service can take the analysis; try again shortly.',
  },
  tenant_moving: { status: 503, title: 'The tenant is being moved to another database; try again in a second.' },
  shutting_down: { status: 503, title: 'The server is shutting down; send the request again.' },
  address_in_use: { status: 503, title: 'Another program already listens on this address and port.' },
  data_directory_locked: { status: 503, title: 'Another Assay is already running on this data directory.' },
  data_directory_corrupt: {
    status: 503,
    title: 'The data directory cannot be opened: it is damaged or not from Assay.',
  },
  backup_damaged: {
    status: 422,
    title: 'The backup cannot be read: it is damaged, was altered, or is of a newer Assay.',
  },
  backup_locked: { status: 422, title: 'The backup cannot be opened with this passphrase or key.' },
  restore_refused: { status: 409, title: 'The database to restore into holds something already; nothing was changed.' },
  model_damaged: { status: 422, title: 'The model is damaged, or not what its digest says.' },
  invalid_configuration: { status: 500, title: 'The configuration is not valid.' },
  invalid_corpus: { status: 422, title: 'The training corpus cannot be read.' },
  invalid_rule: { status: 422, title: 'A rule or library fact is not valid.' },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** One place in the input that is wrong; `path` is a JSON pointer such as `/context/files/0/path`. */
export interface InputError {
  readonly path: string;
  readonly message: string;
}

interface AssayErrorOptions {
  /** public: what exactly happened, without code, paths of the server, or SQL */
  readonly detail?: string;
  readonly errors?: readonly InputError[];
  /** seconds a client should wait (Retry-After) */
  readonly retryAfter?: number;
  /** internal: goes to the log, never to the answer */
  readonly cause?: unknown;
}

/** An error from the catalogue. The cause stays inside; `detail` is public. */
export class AssayError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly InputError[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, options: AssayErrorOptions = {}) {
    const entry = ERROR_CATALOGUE[code];
    super(options.detail ?? entry.title, { cause: options.cause });
    this.name = 'AssayError';
    this.code = code;
    this.status = entry.status;
    this.detail = options.detail ?? entry.title;
    this.errors = options.errors;
    this.retryAfter = options.retryAfter;
  }
}
