// Bodies, queries and parameters against the endpoint's schemas. Nothing is coerced or dropped in a body: 1.5 is no string.
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { AssayError, type InputError } from '../../errors.ts';

/** Names what is checked in the path of an error: a body's members stand at the root. */
export type Part = 'body' | 'query' | 'parameters';

const SHOWN_ERRORS = 20;
const SHOWN_NAME_LENGTH = 60;

/** A function that returns the value when it has the schema's shape and throws AssayError `invalid_request` otherwise. */
export function shapeOf<Schema extends TSchema>(schema: Schema, part: Part): (value: unknown) => Static<Schema> {
  const validator = Compile(schema);
  const numeric = part === 'body' ? [] : numericNames(schema);
  return (value) => {
    const converted = numeric.length === 0 ? value : withNumbers(value, numeric);
    const errors = withinStack(() => {
      if (validator.Check(converted)) return null;
      return validator.Errors(converted).flatMap((error) => describe(error as ShapeError));
    });
    if (errors === null) return converted as Static<Schema>;
    throw new AssayError('invalid_request', { errors: errors.slice(0, SHOWN_ERRORS) });
  };
}

/** Whether members of a list are different is asked by going down into them: no schema of ours is as deep as the stack. */
function withinStack(check: () => InputError[] | null): InputError[] | null {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ path: '', message: 'is nested too deep' }];
  }
}

/** In a query everything is text; a member that the schema calls a number is turned into one when it looks like one. */
function withNumbers(value: unknown, names: readonly string[]): unknown {
  const converted: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  for (const name of names) {
    const text = converted[name];
    if (typeof text === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) converted[name] = Number(text);
  }
  return converted;
}

function numericNames(schema: TSchema): string[] {
  const properties = (schema as { properties?: Record<string, { type?: string }> }).properties ?? {};
  return Object.keys(properties).filter((name) => ['integer', 'number'].includes(properties[name]?.type ?? ''));
}

/** The part of a typebox error that is used here. */
interface ShapeError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message: string;
  readonly params: {
    readonly requiredProperties?: readonly string[];
    readonly additionalProperties?: readonly string[];
    readonly allowedValues?: readonly unknown[];
  };
}

function describe({ keyword, instancePath, message, params }: ShapeError): InputError[] {
  const member = (name: string) => `${instancePath}/${escapePointer(name.slice(0, SHOWN_NAME_LENGTH))}`;
  switch (keyword) {
    case 'required':
      return (params.requiredProperties ?? []).map((name) => ({ path: member(name), message: 'is required' }));
    case 'additionalProperties':
      return (params.additionalProperties ?? []).map((name) => ({ path: member(name), message: 'is not a known key' }));
    case 'enum':
      return [{ path: instancePath, message: `must be one of ${(params.allowedValues ?? []).join(', ')}` }];
    // The refused member itself is reported again, by the rule that refuses it.
    case 'boolean':
      return [];
    default:
      return [{ path: instancePath, message }];
  }
}

/** RFC 6901 */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
