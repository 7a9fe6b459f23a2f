// Finds trust managers and host name verifiers that are written in the code and check nothing.
import {
  type Check,
  type CheckFinding,
  childByField,
  endOf,
  kindOf,
  kindSet,
  type NodeIndex,
  namedChildrenOf,
  nextOf,
  nodesOf,
  parentOf,
  type SyntaxTree,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

const CHECKS = new Set(['checkServerTrusted', 'checkClientTrusted']);
/** Calls that only tell what happens. */
const TELLING = /^(?:\w*log\w*|System\.(?:out|err))\./i;

const TRUSTS_ALL =
  'This trust manager accepts any certificate: whoever sits on the way can read and change the traffic.';
const ANY_HOST =
  'This verifier accepts a certificate for any host: whoever has a valid one can stand in for the server.';

function nameOf(tree: SyntaxTree, node: NodeIndex): string {
  const name = childByField(tree, node, 'name');
  return name < 0 ? '' : textOf(tree, name);
}

/** Whether the body can neither refuse (throw) nor ask anybody else. */
function checksNothing(tree: SyntaxTree, body: NodeIndex): boolean {
  for (let node = body; node < nextOf(tree, body); node++) {
    const kind = kindOf(tree, node);
    if (kind === 'throw_statement' || kind === 'object_creation_expression') return false;
    if (kind === 'method_invocation' && !TELLING.test(textOf(tree, node))) return false;
  }
  return true;
}

/** Empty checks of a class; one of clients alone is what a manager for clients has. */
function emptyChecks(tree: SyntaxTree, body: NodeIndex): CheckFinding[] {
  const empty = namedChildrenOf(tree, body).filter((member) => {
    if (kindOf(tree, member) !== 'method_declaration' || !CHECKS.has(nameOf(tree, member))) return false;
    const block = childByField(tree, member, 'body');
    return block >= 0 && checksNothing(tree, block);
  });
  if (!empty.some((method) => nameOf(tree, method) === 'checkServerTrusted')) return [];
  return empty.map((method) => findingAt(tree, childByField(tree, method, 'name'), TRUSTS_ALL));
}

function findingAt(tree: SyntaxTree, node: NodeIndex, message: string): CheckFinding {
  return { start: startOf(tree, node), end: endOf(tree, node), message };
}

/** Questions about a connection, by the type that one of their parameters has: answering yes always is no check. */
const QUESTIONS: ReadonlyMap<string, readonly [type: string, message: string]> = new Map([
  ['verify', ['SSLSession', ANY_HOST]],
  ['isTrusted', ['X509Certificate', TRUSTS_ALL]],
]);

/** `boolean verify(String host, SSLSession session) { return true; }` */
function agreeingMethod(tree: SyntaxTree, method: NodeIndex): CheckFinding | null {
  const [type, message] = QUESTIONS.get(nameOf(tree, method)) ?? [];
  const parameters = childByField(tree, method, 'parameters');
  const body = childByField(tree, method, 'body');
  if (type === undefined || parameters < 0 || body < 0 || !textOf(tree, parameters).includes(type)) return null;
  return returnsTrueOnly(tree, body) ? findingAt(tree, childByField(tree, method, 'name'), message ?? '') : null;
}

/** Every return answers yes, and nothing is asked or refused on the way. */
function returnsTrueOnly(tree: SyntaxTree, body: NodeIndex): boolean {
  if (!checksNothing(tree, body)) return false;
  let returns = 0;
  for (let node = body; node < nextOf(tree, body); node++) {
    if (kindOf(tree, node) !== 'return_statement') continue;
    const [value] = namedChildrenOf(tree, node);
    if (value === undefined || kindOf(tree, value) !== 'true') return false;
    returns++;
  }
  return returns > 0;
}

/** `(host, session) -> true` where a verifier is wanted. */
function agreeingLambda(tree: SyntaxTree, lambda: NodeIndex): CheckFinding | null {
  const parameters = childByField(tree, lambda, 'parameters');
  const body = childByField(tree, lambda, 'body');
  if (parameters < 0 || body < 0 || namedChildrenOf(tree, parameters).length !== 2) return null;
  const isTrue = kindOf(tree, body) === 'block' ? returnsTrueOnly(tree, body) : kindOf(tree, body) === 'true';
  const wanted = isTrue ? wantedFor(tree, lambda) : '';
  if (/hostname_?verifier$/i.test(wanted)) return findingAt(tree, lambda, ANY_HOST);
  return /^(TrustStrategy|loadTrustMaterial)$/.test(wanted) ? findingAt(tree, lambda, TRUSTS_ALL) : null;
}

/** What the lambda is for: the method it is handed to, the declared type, or that of a cast. */
function wantedFor(tree: SyntaxTree, lambda: NodeIndex): string {
  const parent = parentOf(tree, lambda);
  switch (kindOf(tree, parent)) {
    case 'argument_list':
      return nameOf(tree, parentOf(tree, parent));
    case 'variable_declarator':
    case 'cast_expression': {
      const holder = kindOf(tree, parent) === 'cast_expression' ? parent : parentOf(tree, parent);
      const type = childByField(tree, holder, 'type');
      return type < 0 ? '' : textOf(tree, type);
    }
    default:
      return '';
  }
}

function findingsAt(tree: SyntaxTree, node: NodeIndex): CheckFinding[] {
  switch (kindOf(tree, node)) {
    case 'class_body':
      return emptyChecks(tree, node);
    case 'method_declaration':
      return [agreeingMethod(tree, node) ?? []].flat();
    case 'lambda_expression':
      return [agreeingLambda(tree, node) ?? []].flat();
    default:
      return [];
  }
}

const isCode = kindSet('class_body', 'method_declaration', 'lambda_expression');

/** CWE-295, CWE-297: certificates and host names that nobody checks. */
export const check: Check = ({ tree, language }) => {
  if (language !== 'java') return [];
  const findings: CheckFinding[] = [];
  for (const node of nodesOf(tree, isCode)) findings.push(...findingsAt(tree, node));
  return findings;
};
