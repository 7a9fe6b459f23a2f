// What of a request no link of somebody else can choose, and what only looks like a request that came: flows from there are hints.
import { fileHolds, wordsInFile } from './file-questions.ts';
import type { Program } from './ir.ts';

/** Browsers encode quotes and angle brackets in it, and servers hand it on as it came. */
const UNDECODED = /\bgetRequestUR[IL]\s*\(|\boriginalUrl\b|\bREQUEST_URI\b|\.RequestURI\b/;
/** The same of a server of Node, as long as nobody takes it apart. */
const UNDECODED_IN_NODE = /\breq(?:uest)?\.url\b/;
const TAKES_APART = /URLSearchParams|new URL\(|\bparse\w*\(|decodeURI|searchParams|querystring/;
/** No link chooses which host somebody's browser asks. */
const HOST_OF_REQUEST = /\bgetServerName\s*\(|\bgetRemote(?:Host|Addr)\s*\(|\.Host\b|\bget_host\s*\(|\.hostname\b/;
/** The part behind the question mark is none of a path. */
const ASKED_BEHIND_PATH = /\bgetQueryString\s*\(|\bquery_string\b|\bRawQuery\b|\bself\.request\.query$/;
/** Go guesses from the beginning what an answer is: what begins with words is a plain text. */
const BEGINS_WITH_WORDS =
  /\b(?:Write|WriteString|Fprintf?|Fprintln)\(\s*(?:\w+\s*,\s*)?(?:\[\]byte\(\s*)?(?:fmt\.Sprintf\(\s*)?["`]\s*[A-Za-z]/;
const STATEMENT =
  /\b(?:SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|WHERE)\b|\b(?:select|insert into|delete from)\s[^\n]*\b(?:from|values|where)\b/;
const DATABASE =
  /\b(?:sql|pool|knex|sequelize|typeorm|prisma|postgres\w*|pg|mysql2?|maria\w*|sqlite\w*|database|db|conn|datasource)\b/i;
const OF_BODY = /\breq(?:uest)?\.body\b/;
const ERROR_ANSWER = /\.status\(\s*[45]\d\d\s*\)/;
const READS_FORMS = /urlencoded|multipart|multer|busboy|formidable/i;
/** Browsers follow the address of an answer that tells of something new to nowhere. */
const TELLS_OF_NEW = /\b201\b|\bCREATED\b/i;
const OF_PAGES =
  /\bfrom\s+["'](?:react|react-dom|vue|svelte|preact|next\/(?:router|navigation)|@angular\/core|solid-js)["']/;
const OF_SERVERS = /\b(?:createServer|getServerSideProps|use server)\b/;
/** A file that answers no requests only sends them. */
const ANSWERS_IN_GO = /ResponseWriter|\b(?:gin|echo|fiber|iris)\.(?:Context|Ctx)|\*context\.\w*Context/;
/** An address of the program's own, whose query is filled. */
const OWN_START = /\bnew URL\(\s*["'`](?:\/(?!\/)|https?:\/\/\w)/;
const FILLS_QUERY = /\bsearchParams\s*\.\s*(?:set|append)\s*\(/;
const PART_OF_ROUTE = /part of the (?:address|request's path)|request parameter/;

/** Whether the address is written into a page as a browser sent it. */
export function isUndecoded(source: string, texts: () => readonly string[]): boolean {
  if (UNDECODED.test(source)) return true;
  return UNDECODED_IN_NODE.test(source) && !texts().some((text) => TAKES_APART.test(text));
}

export const namesHost = (source: string): boolean => HOST_OF_REQUEST.test(source);

export const isBehindPath = (source: string): boolean => ASKED_BEHIND_PATH.test(source);

export const tellsOfNew = (statement: string): boolean => TELLS_OF_NEW.test(statement);

const SEGMENTS = /[{<](?:[^<>{}'"\n]*:)?(\w+)[}>]/g;
const PATH_PARTS = [/\{(\w+):path\}/g, /<path:(\w+)>/g, /\(\?P<(\w+)>/g];

/** In FastAPI, Flask and Django a part of a route holds no slash, unless the route says so. */
export function isOneSegment(program: Program, label: string, source: string): boolean {
  const name = /^\w+/.exec(source)?.[0];
  if (name === undefined || !program.path.endsWith('.py') || !PART_OF_ROUTE.test(label)) return false;
  const { tree } = program;
  return wordsInFile(tree, SEGMENTS).has(name) && !PATH_PARTS.some((pattern) => wordsInFile(tree, pattern).has(name));
}

/** An answer about an error in a body that no form can send: no browser sends JSON of another page uninvited. */
export function isErrorOfBody(program: Program, source: string, statement: string): boolean {
  return OF_BODY.test(source) && ERROR_ANSWER.test(statement) && !fileHolds(program.tree, READS_FORMS);
}

/** The request is one that the code itself makes or hands on to be sent: it is only named like one that came. */
export function goesOut(program: Program, source: string, texts: readonly string[]): boolean {
  const name = /^\w+/.exec(source)?.[0];
  if (name === undefined) return false;
  if (program.path.endsWith('.go')) return /^r(?:eq\w*)?$/.test(name) && !fileHolds(program.tree, ANSWERS_IN_GO);
  const made = new RegExp(`\\b${name}\\s*(?::\\s*\\w+\\s*)?=\\s*new\\s+Request\\s*\\(`);
  return texts.some((text) => made.test(text));
}

/** The file draws pages, in the browser of whoever sees them. */
export function isOfPages({ tree }: Program): boolean {
  return fileHolds(tree, OF_PAGES) && !fileHolds(tree, OF_SERVERS);
}

/** The value fills the query of an address whose beginning is written in the code. */
export function isPutIntoQuery(texts: readonly string[]): boolean {
  return texts.some((text) => FILLS_QUERY.test(text) && OWN_START.test(text));
}

/** A pattern that is only read, to see whether it is one, costs nothing: what takes time is the search. */
export function isOnlyCompiled(sink: string, statement: string): boolean {
  return (
    /^(?:re\.compile|new RegExp|RegExp|Pattern\.compile)\b/.test(sink) &&
    statement.replace(/;\s*$/, '').trim() === sink.trim()
  );
}

/** The answer begins with words that the code has written, and nothing calls it a page. */
export function isPlainInGo(program: Program, sink: string, texts: readonly string[]): boolean {
  return (
    program.path.endsWith('.go') && BEGINS_WITH_WORDS.test(sink) && !texts.some((text) => text.includes('text/html'))
  );
}

/** Whether anything in the file says that it has to do with a database of tables. */
export const speaksSql = ({ tree }: Program): boolean => fileHolds(tree, STATEMENT) || fileHolds(tree, DATABASE);
