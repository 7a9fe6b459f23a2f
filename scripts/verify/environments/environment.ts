// An environment as its files describe it, however it is run: the processes of Assay, what each is told, and which keys it is given.

export interface Part {
  /** the name that others reach it by */
  readonly name: string;
  /** after the program: `serve --role api` */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** the operator keys that are mounted: all of them, that of the model role, or none, so that it makes its own */
  readonly keys: 'all' | 'model' | 'none';
}

export interface Environment {
  readonly name: string;
  readonly parts: readonly Part[];
  /** the files of nginx by the name that its container has them under, where nginx stands before the gateways */
  readonly balancer: Readonly<Record<string, string>> | null;
  /** where clients ask */
  readonly address: string;
}

/** What only whoever runs an environment knows; the files name it and do not say it. */
export type Connections = Readonly<
  Record<'DATABASE_URL' | 'REDIS_URL' | 'AMQP_URL' | 'ASSAY_BOOTSTRAP_API_KEY', string>
>;

/** The name of the balancer, which its certificate is for. */
export const BALANCER = 'assay.example.com';
