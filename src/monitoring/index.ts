// The door of monitoring: logs and metrics.
export { createLogger, type LineLogger, type Logger, type LoggerOptions } from './logger.ts';
export { type AnalysisTotals, createMetrics, type LoadSource, type Metrics } from './metrics.ts';
