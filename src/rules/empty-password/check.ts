// Addresses of databases that name a user and leave the password empty.
import { type Check, endOf, kindTest, nodesOf, startOf, textOf } from '../../analysis-engine/index.ts';

const isString = kindTest(
  (kind, isNamed) =>
    isNamed && /^(?:string|string_literal|template_string|interpreted_string_literal|raw_string_literal)$/.test(kind),
);
const EMPTY =
  /^[bru]?["'`](?:jdbc:)?(?:postgres(?:ql)?|mysql|mariadb|oracle|mssql|sqlserver|mongodb|redshift|db2|firebird)(?:\+\w+)?:\/\/[^\s"'`:@/]+:@/;

const MESSAGE = 'The address of a database names a user without a password: whoever reaches it is let in.';

/** CWE-521: `postgresql://user:@host`. */
export const check: Check = ({ tree }) =>
  nodesOf(tree, isString)
    .filter((node) => EMPTY.test(textOf(tree, node).slice(0, 200)))
    .map((node) => ({ start: startOf(tree, node), end: endOf(tree, node), message: MESSAGE }));
