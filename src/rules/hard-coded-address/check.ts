// Numeric addresses of machines in texts: of IPv4 and IPv6, alone or in a URL.
import { type Check, isStringLiteral, nodesOf, rangeOf, textOf } from '../../analysis-engine/index.ts';
import { givenName } from '../hard-coded-secret/given-name.ts';
import { machineAddress } from './addresses.ts';

/** Four numbers with dots between them are many things. */
const OTHER_NUMBERS = /version|release|oid|build|revision|ver$|mask|subnet|netmask|agent|example|doc|help|placeholder/i;
const QUOTES = /^[a-z]{0,2}("""|'''|["'`])|("""|'''|["'`])$/gi;
/** The longest text that is looked at: an address, its port and its path. */
const MAX_LENGTH = 120;

/** CWE-547: reported where it is written. Addresses that mean the same on every machine are left out. */
export const check: Check = ({ tree }) =>
  nodesOf(tree, isStringLiteral)
    .filter((node) => {
      const { start, end } = rangeOf(tree, node);
      if (end - start > MAX_LENGTH) return false;
      if (!machineAddress(textOf(tree, node).replace(QUOTES, ''))) return false;
      const name = givenName(tree, node)?.name;
      return name === undefined || !OTHER_NUMBERS.test(name);
    })
    .map((node) => rangeOf(tree, node));
