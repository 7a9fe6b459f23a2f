// New objects: of classes in sight, of plain functions, and of types that the library facts know.
import type { NamedCall } from '../facts/compile.ts';
import type { CallExpression } from './call.ts';
import { normaliseKey, putChild } from './children.ts';
import { type ClassRecord, findMethods, libraryBases } from './class-record.ts';
import { construct } from './classes.ts';
import type { Frame } from './frame.ts';
import { type FunctionCallable, invoke } from './inline.ts';
import type { CallInputs } from './inputs.ts';
import { applyCall } from './library-call.ts';
import { constructed } from './library-value.ts';
import { resolveType } from './names.ts';
import { allocate } from './objects.ts';
import type { Pass } from './pass.ts';
import { unknownCall } from './unknown-call.ts';
import { emptyObject, typed, type Value, withObject, withTaint } from './value.ts';

/** An instance of a class in sight; without a constructor of its own, what it extends takes the arguments. */
export function constructInSight(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  record: ClassRecord,
  inputs: CallInputs,
): Value {
  const made = construct(pass, frame, call.node, record, inputs);
  if (findMethods(record, 'constructor', inputs.positional.length).length > 0) return made;
  for (const base of libraryBases(record)) {
    const fact = constructionOf(frame, base);
    if (fact !== undefined) applyCall(pass, frame, call, fact, { ...inputs, receiver: made }, true);
  }
  return made;
}

/** What is known of making one of these, be it declared as a type or as a function. */
export function constructionOf(frame: Frame, type: string): NamedCall | undefined {
  const { facts } = frame.instance;
  return facts.construct(type) ?? facts.callNamed(type);
}

/** `new f()` of a plain function: its `this` is the object. */
export function constructByFunction(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  callable: FunctionCallable,
  inputs: CallInputs,
): Value {
  const fresh = emptyObject(null, allocate(pass.objects, frame, call.node));
  return invoke(pass, frame, call.node, { ...callable, self: fresh }, inputs).self ?? fresh;
}

export function constructLibrary(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  written: string,
  inputs: CallInputs,
): Value {
  const { facts } = frame.instance;
  const type = resolveType(frame.instance, written);
  const fact = facts.construct(type);
  // Of a type with facts all members are known to be missing; of any other nothing is known.
  const bare = facts.isType(type)
    ? constructed(pass, frame, call.node, type)
    : withObject(typed(type), allocate(pass.objects, frame, call.node));
  const object = withNamedMembers(frame, bare, inputs);
  if (fact !== undefined) return applyCall(pass, frame, call, fact, { ...inputs, receiver: object }, true, object);
  const made = unknownCall(pass, frame, call, type, inputs, true);
  // A structure that says the names of its members holds each value there and nowhere else.
  if (object !== bare && inputs.positional.length === 0) return object;
  return withTaint(object, made.taint, made.trace);
}

/** In Go the names in `T{Name: value}` are those of the members. */
function withNamedMembers(frame: Frame, object: Value, inputs: CallInputs): Value {
  if (inputs.keywords === null || frame.instance.program.language !== 'go') return object;
  return [...inputs.keywords].reduce((made, [name, value]) => putChild(made, normaliseKey(name), value), object);
}
