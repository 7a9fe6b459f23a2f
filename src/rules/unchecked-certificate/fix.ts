// Checks certificates, where nobody has chosen not to.
import { branchAround, type FixContext, repairsWhere } from '../../analysis-engine/index.ts';

const CHOSEN = /verif|insecure|ssl|tls|cert|self.?signed|skip|^except$/i;

export const fix = repairsWhere(
  'tls-verify',
  (context) => !isCheckedElsewhere(context) && !CHOSEN.test(branchAround(context)) && !isExplained(context),
);

/** A configuration whose certificates are looked at by code of its own. */
const isCheckedElsewhere = ({ source, language }: FixContext): boolean =>
  language === 'go' && /VerifyPeerCertificate|VerifyConnection|[vV]erify(?:Outgoing|Server|Hostname)/.test(source);

/** Who writes beside it why it is off has chosen it. */
function isExplained({ source, start, end }: FixContext): boolean {
  const lines = source.slice(0, source.indexOf('\n', end) < 0 ? end : source.indexOf('\n', end)).split('\n');
  const from = source.slice(0, start).split('\n').length - 10;
  return lines
    .slice(Math.max(0, from))
    .some((line) =>
      /(?:\/\/|#|\*)(?!.*\b(?:ruleid|ok|bad|assay)\b).*\b(?:self.?signed|nolint|nosec|local(?:host|ly)?|internal|on purpose|because|(?:not|un) ?trusted|loopback|liveness|test server)\b/i.test(
        line,
      ),
    );
}
