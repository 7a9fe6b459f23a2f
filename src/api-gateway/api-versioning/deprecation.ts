// What is going away says so in every answer: Deprecation (RFC 9745) and Sunset (RFC 8594).
import type { Endpoint } from '../../application-server/index.ts';

/** The header fields of an endpoint that is declared deprecated; none for others. */
export function deprecationHeaders({ deprecation }: Endpoint): Record<string, string> {
  if (deprecation === undefined) return {};
  const { since, sunset, link } = deprecation;
  return {
    deprecation: `@${Math.floor(since.getTime() / 1000)}`,
    ...(sunset !== undefined && { sunset: sunset.toUTCString() }),
    ...(link !== undefined && { link: `<${link}>; rel="deprecation"; type="text/html"` }),
  };
}
