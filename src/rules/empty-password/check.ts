// Addresses of databases that name a user and leave the password empty.
import { type Check, isStringLiteral, nodesOf, rangeOf, textOf } from '../../analysis-engine/index.ts';

const EMPTY =
  /^[bru]?["'`](?:jdbc:)?(?:postgres(?:ql)?|mysql|mariadb|oracle|mssql|sqlserver|mongodb|redshift|db2|firebird)(?:\+\w+)?:\/\/[^\s"'`:@/]+:@/;

const MESSAGE = 'The address of a database names a user without a password: whoever reaches it is let in.';

/** CWE-521: `postgresql://user:@host`. */
export const check: Check = ({ tree }) =>
  tree.source.includes(':@')
    ? nodesOf(tree, isStringLiteral)
        .filter((node) => EMPTY.test(textOf(tree, node).slice(0, 200)))
        .map((node) => ({ ...rangeOf(tree, node), message: MESSAGE }))
    : [];
