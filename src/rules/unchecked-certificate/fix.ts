// Checks certificates, where nobody has chosen not to.
import { branchAround, type FixContext, repairsWhere } from '../../analysis-engine/index.ts';

const CHOSEN = /verif|insecure|ssl|tls|cert|self.?signed|skip|^except$/i;

export const fix = repairsWhere(
  'tls-verify',
  (context) =>
    !isCheckedElsewhere(context) &&
    !isAskedFor(context) &&
    !CHOSEN.test(branchAround(context)) &&
    !isExplained(context),
);

/** The case of a choice, or a word after the settings that somebody gives. */
function isAskedFor({ source, start, end }: FixContext): boolean {
  const above = source.slice(0, start).split('\n').slice(-2).join('\n');
  const line = source.slice(source.lastIndexOf('\n', start) + 1).split('\n', 1)[0];
  return (
    /no-?verify|insecure/i.test(above) ||
    /\.\.\.[\w.]+\s*,[^}]*rejectUnauthorized/.test(line + source.slice(start, end))
  );
}

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
