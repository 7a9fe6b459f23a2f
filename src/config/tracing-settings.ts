// Settings of traces, under the names that OpenTelemetry gives them; a part of the one table.
import { origin, text, type Variable } from './variable.ts';

export interface TracingConfiguration {
  /** of an OTLP collector; null: no traces */
  readonly tracingEndpoint: string | null;
  readonly tracingHeaders: ReadonlyMap<string, string>;
  readonly tracingServiceName: string;
  /** of requests that continue no trace, 0 to 1 */
  readonly tracingShare: number;
}

export const TRACING_SETTINGS = {
  tracingEndpoint: {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    description:
      'OpenTelemetry collector that takes traces by OTLP over HTTP, as `http://collector:4318`. Spans hold routes, counts and ' +
      'times, never code or keys.',
    parse: origin,
    default: 'none: no traces',
  },
  tracingHeaders: {
    name: 'OTEL_EXPORTER_OTLP_HEADERS',
    description: 'Header fields for that collector, as `name=value` with commas between them.',
    parse: headerFields,
    default: 'none',
    secret: true,
  },
  tracingServiceName: {
    name: 'OTEL_SERVICE_NAME',
    description: 'How this process is called in traces.',
    parse: text('assay'),
    default: 'assay',
  },
  tracingShare: {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    description:
      'Share of requests that begin a trace, from 0 to 1. A request that continues one does as its `traceparent` says.',
    parse: share,
    default: '1',
  },
} as const satisfies { readonly [Key in keyof TracingConfiguration]: Variable<TracingConfiguration[Key]> };

/** https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables */
function headerFields(value: string | undefined): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const part of (value ?? '').split(',')) {
    if (part.trim() === '') continue;
    const [, name, content] = /^\s*([A-Za-z0-9-]+)\s*=(.*)$/.exec(part) ?? [];
    if (name === undefined || content === undefined) throw new Error('name=value with commas between them');
    fields.set(name, decoded(content.trim()));
  }
  return fields;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function share(value: string | undefined): number {
  if (value === undefined) return 1;
  const number = Number(value);
  if (!/^\d+(\.\d+)?$/.test(value) || number > 1) throw new Error('a number from 0 to 1');
  return number;
}
