// The door of monitoring: logs, metrics and traces.
export { createLogger, type LineLogger, type Logger, type LoggerOptions } from './logger.ts';
export { type AnalysisTotals, createMetrics, type Metrics } from './metrics.ts';
export {
  createTrace,
  type FinishedSpan,
  NO_TRACING,
  openTracing,
  type Trace,
  type Tracing,
} from './tracing.ts';
