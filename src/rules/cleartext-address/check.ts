// Addresses of unencrypted protocols that something is given which is used as an address by its name.
import {
  type Check,
  isStringLiteral,
  type NodeIndex,
  nodesOf,
  rangeOf,
  type SyntaxTree,
  textOf,
} from '../../analysis-engine/index.ts';
import { givenName } from '../hard-coded-secret/given-name.ts';

const CLEARTEXT = /^[bru]?["'`](?:http|ftp|ws|telnet|ldap|mqtt|amqp|redis|smtp):\/\/([^"'`]*)["'`]$/i;
/** What is asked for is never sent there: names of formats, of licences, of documents about them. */
const NAMES_ONLY =
  /^(?:www\.)?(?:w3\.org|xmlsoap\.org|purl\.org|json-schema\.org|schemas?\.|xmlns?\.|ns\.|dtd\.|java\.sun\.com|apache\.org|docs\.oasis|xml\.|creativecommons\.org|relaxng\.org|xmpp\.org|opengis\.net|hl7\.org|iana\.org|omg\.org|ietf\.org)|[.](?:xsd|dtd)$|^[^/]*(?:schemas|xmlns|namespaces?)[./]/i;
/** Inside the own machine or network, or nowhere. */
const LOCAL =
  /^(?:[^/@]*@)?(?:localhost|127\.|0+\.0|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|168\.63\.129\.16|100\.100\.100\.200|\[|[^/.:]+(?::\d*)?(?:\/|$)|[^/]*\.(?:local|localhost|localdomain|test|internal|invalid|example|svc|lan|cluster)(?:[:/]|$)|(?:[^/]*\.)?example\.(?:com|org|net)(?:[:/]|$))/i;
const ADDRESS_NAME =
  /(?:^|[_\-.]|[a-z](?=[A-Z]))(?:ur[il]|endpoint|host|server|address|api|base|link|domain|site|webhook|origin|callback|mirror|feed|registry|gateway|broker|service|upstream|backend)s?(?:$|[_\-.\d]|(?=[A-Z]))/i;
const NAMESPACE =
  /xmlns|namespace|(?:^|_)ns(?:_|$)|schema|doctype|dtd|licen[cs]e|vocab|docs?_?ur[il]|help|home_?page|about/i;

function isCleartext(tree: SyntaxTree, node: NodeIndex): boolean {
  const match = CLEARTEXT.exec(textOf(tree, node).slice(0, 400));
  if (match === null || match[1] === '' || match[1].startsWith('/')) return false;
  if (LOCAL.test(match[1]) || NAMES_ONLY.test(match[1])) return false;
  const name = givenName(tree, node)?.name;
  return name !== undefined && ADDRESS_NAME.test(name) && !NAMESPACE.test(name);
}

/** CWE-319 on weak evidence: whether anything is sent there, and what, is not seen. */
export const check: Check = ({ tree }) =>
  nodesOf(tree, isStringLiteral)
    .filter((node) => isCleartext(tree, node))
    .map((node) => rangeOf(tree, node));
