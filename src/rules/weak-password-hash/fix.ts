// Hashes passwords with more work, where nothing that was made before is opened or checked with the same function.
import { codeAround, type FixContext, repairsWhere } from '../../analysis-engine/index.ts';

const OPENS = /decrypt|unlock|unwrap|derive|verify|check|match|compare|\bMD4\b|dpapi|ntlm|krb|kerberos|rfc ?\d/i;

export const fix = repairsWhere('password-hash', (context: FixContext) => {
  const { code, functionName } = codeAround(context);
  // Rounds that a caller gives are the caller's.
  const areWritten = /[\s,(=]\d[\d_]*\b/.test(context.source.slice(context.start, context.end));
  return (
    areWritten &&
    !/cookie|browser|chrome/i.test(context.path) &&
    !OPENS.test(functionName) &&
    !(functionName !== '' && OPENS.test(code))
  );
});
