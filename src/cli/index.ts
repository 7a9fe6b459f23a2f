// The door of the command line.
export { addAnalyzeCommand } from './analyze-command.ts';
