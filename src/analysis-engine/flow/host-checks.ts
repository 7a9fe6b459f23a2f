// `parsed.hostname === "example.org"`: which expressions are the host of an address, whatever parsed it.
import type { Expression } from '../ir.ts';

/** Names that the usual parsers of addresses give the host, read as a member or by a method. */
const HOST = /^(?:netloc|hostname|host|origin|authority|getHost|getAuthority|Host|Hostname)$/;

/** The parsed address whose host this expression reads; null when it reads none. */
export function addressOfHost(expression: Expression): Expression | null {
  if (expression.kind === 'member') return HOST.test(expression.key) ? expression.object : null;
  if (expression.kind !== 'call' || expression.arguments.length > 0) return null;
  const { callee } = expression;
  return callee.kind === 'member' && HOST.test(callee.key) ? callee.object : null;
}
