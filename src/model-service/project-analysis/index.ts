// Whole projects: which files go along with each, one analysis of one file, and one report of what all of them found.
export { bestIssues, issuesByPlace, ownerOf } from './issues-by-place.ts';
export { createProject, type Project, type ProjectFile } from './project.ts';
export {
  createProjectAnalyzer,
  type FilesRead,
  type PreparedFile,
  type ProjectAnalyzer,
  type ProjectAnswer,
  type ProjectSettings,
} from './project-analyzer.ts';
export { shareTexts } from './shared-texts.ts';
export { createShares, type Shares } from './shares.ts';
