// Quotas of an API key and of a tenant, as they are set and shown.
import { type Static, Type } from 'typebox';

const limit = (maximum: number, description: string) =>
  Type.Union([Type.Integer({ minimum: 1, maximum }), Type.Null()], {
    description: `${description}; null: what the configuration gives everybody.`,
  });

export const Quota = Type.Object(
  {
    requests_per_minute: limit(1_000_000_000, 'Requests a minute'),
    content_mb_per_hour: limit(2_000_000_000, 'MiB of code an hour'),
  },
  { additionalProperties: false },
);
export type Quota = Static<typeof Quota>;
