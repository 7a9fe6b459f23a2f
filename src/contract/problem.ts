// Every error on the wire: RFC 9457 problem details, with the code of the one error catalogue.
import { type Static, Type } from 'typebox';

export const Problem = Type.Object(
  {
    type: Type.String({ description: 'A page that explains the code: `/problems/<code>`.' }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String(),
    instance: Type.String({ description: 'A URN that ends in the request id, which finds the request in the log.' }),
    code: Type.String(),
    errors: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), message: Type.String() }), {
        description: 'For bad input: each wrong place as a JSON pointer.',
      }),
    ),
    supported_versions: Type.Optional(Type.Array(Type.String(), { description: 'For an unknown API version.' })),
    'violated-policies': Type.Optional(
      Type.Array(Type.String(), { description: 'For a used-up quota: the policies of `RateLimit-Policy` it broke.' }),
    ),
  },
  { description: 'RFC 9457 problem details.' },
);
export type Problem = Static<typeof Problem>;
