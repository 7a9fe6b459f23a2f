// GET /livez and /readyz: is the process alive, and can it answer.
import { type Static, Type } from 'typebox';

export const Liveness = Type.Object({ status: Type.Literal('ok') });
export type Liveness = Static<typeof Liveness>;

export const Readiness = Type.Object({
  status: Type.Enum(['ready', 'not_ready']),
  region: Type.Optional(Type.String({ description: 'Where the installation is one region of several: which.' })),
  checks: Type.Array(
    Type.Object({
      name: Type.String(),
      status: Type.Enum(['ok', 'degraded', 'failing']),
      message: Type.Optional(Type.String()),
    }),
  ),
});
export type Readiness = Static<typeof Readiness>;
