// Texts that are no program, made up: numbers, codes, lists of words, brackets. An identifier must not call them one.
import type { CorpusFile } from './language-corpus.ts';
import { createRandom, type Random } from './random.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const HEXADECIMAL = '0123456789abcdef';
const BASE64 = `${LETTERS}${LETTERS.toUpperCase()}0123456789+/`;
const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
const WORDS =
  `milk eggs bread butter report friday thanks please send house forest dog water people time year way day thing man
world life hand part child eye woman place work week case point government company number group problem fact the a an and or but
of to in on at for with from by about into over after before between without under again further then once here there when where
why how all any both each few more most other some such only own same so than too very can will just should now is are was were be
been have has had do does did say says said go goes went get got make made know think take see come could would may might must I you
he she it we they me him her us them my your his its our their this that these those who which what whose if because as until while
good new first last long great little old right big high different small large next early young important public able bad morning
evening night letter mail meeting train road river mountain city country street door window table chair book page story question
answer idea money price market law war peace king doctor teacher student school university music picture colour red blue green white
black north south east west summer winter rain snow sun moon star heart head body voice face friend family mother father brother
sister son daughter name word sentence language history science art game food coffee tea bread wine fish bird horse cat tree flower
der die das und ist nicht ein eine mit auf dem den sich von zu war im Haus Wald Hund Jahr Tag danach ging nach durch sah aber auch
le la les des est une dans pour que qui sur avec pas plus jour maison homme femme el los las es por una con para su como pero más`.split(
    /\s+/,
  );
const GREETINGS = ['Hi', 'Hello', 'Dear', 'Dear Mr', 'Dear Ms', 'Good morning', 'Hallo', 'Bonjour', 'Hey'];
const CLOSINGS = ['Best regards,', 'Thanks,', 'Kind regards', 'Yours sincerely,', 'Cheers', 'Viele Grüße', 'See you,'];
const NAMES = ['Alice', 'Bob', 'Carla', 'Dmitri', 'Eva', 'Farid', 'Grace', 'Hiro', 'Inge', 'José', 'Kim', 'Lena'];

/** The same for the same seed. */
export function nonsenseFiles(count: number, seed: number): CorpusFile[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => ({
    text: random.pick(KINDS)(random),
    package: `nonsense-${index % 100}`,
  }));
}

const KINDS: readonly ((random: Random) => string)[] = [
  (random) => lines(random, 60, () => run(random, HEXADECIMAL, 8, 64)),
  (random) => lines(random, 60, () => run(random, BASE64, 60, 76)),
  (random) =>
    lines(random, 60, () =>
      Array.from({ length: 1 + random.below(8) }, () => number(random)).join(random.pick([' ', '\t', '  '])),
    ),
  (random) => lines(random, 30, () => random.pick(WORDS)),
  (random) => lines(random, 12, () => sentence(random)),
  paragraphs,
  paragraphs,
  letter,
  letter,
  (random) => sentence(random),
  (random) => lines(random, 20, () => `- ${words(random, 1, 6)}`),
  (random) => lines(random, 40, () => groups(random, 2 + random.below(7), () => run(random, HEXADECIMAL, 8, 9))),
  (random) => lines(random, 40, () => groups(random, 16, () => run(random, HEXADECIMAL, 2, 3))),
  hexDump,
  (random) =>
    `${groups(random, 1 + random.below(6), () => run(random, random.pick([HEXADECIMAL, LETTERS, '0123456789']), 2, 10))}\n`.repeat(
      2 + random.below(40),
    ),
  (random) =>
    lines(random, 20, () => [8, 4, 4, 4, 12].map((length) => run(random, HEXADECIMAL, length, length + 1)).join('-')),
  (random) => lines(random, 40, () => run(random, LETTERS, 1, 12)),
  (random) => lines(random, 20, () => run(random, PRINTABLE, 5, 80)),
  (random) => run(random, '()[]{}<>', 3, 400),
  (random) => random.pick(PRINTABLE.split('')).repeat(1 + random.below(400)),
  (random) => number(random),
  (random) =>
    lines(random, 30, () => `${date(random)} ${random.pick(['INFO', 'WARN', 'ERROR', 'debug'])} ${sentence(random)}`),
];

function lines(random: Random, most: number, line: () => string): string {
  return Array.from({ length: 1 + random.below(most) }, line).join('\n');
}

function run(random: Random, alphabet: string, least: number, most: number): string {
  return Array.from({ length: least + random.below(most - least) }, () => alphabet[random.below(alphabet.length)]).join(
    '',
  );
}

function number(random: Random): string {
  const digits = (random.next() * 10 ** random.below(8)).toFixed(random.below(5));
  return random.next() < 0.2 ? `-${digits}` : digits;
}

function words(random: Random, least: number, most: number): string {
  return Array.from({ length: least + random.below(most - least) }, () => random.pick(WORDS)).join(' ');
}

function sentence(random: Random): string {
  const text = words(random, 3, 15);
  const comma = random.next() < 0.3 ? `, ${words(random, 3, 8)}` : '';
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${comma}${random.pick(['.', '.', '.', '?', '!'])}`;
}

/** Sentences one after the other, broken at a width as in a mail, or one line a paragraph. */
function paragraphs(random: Random): string {
  const width = random.pick([60, 72, 80, 10_000]);
  return Array.from({ length: 1 + random.below(3) }, () => {
    const text = Array.from({ length: 1 + random.below(6) }, () => sentence(random)).join(' ');
    return text.replace(new RegExp(`(.{1,${width}})(?: |$)`, 'g'), '$1\n').trimEnd();
  }).join('\n\n');
}

function letter(random: Random): string {
  const greeting = `${random.pick(GREETINGS)} ${random.pick(NAMES)},`;
  return `${greeting}\n\n${paragraphs(random)}\n\n${random.pick(CLOSINGS)}\n${random.pick(NAMES)}\n`;
}

function groups(random: Random, count: number, group: () => string): string {
  return Array.from({ length: count }, group).join(random.pick([' ', ' ', '  ', ':']));
}

function hexDump(random: Random): string {
  let offset = 0;
  return lines(random, 30, () => {
    const line = `${offset.toString(16).padStart(8, '0')}  ${groups(random, 16, () => run(random, HEXADECIMAL, 2, 3))}  |${run(random, PRINTABLE, 16, 17)}|`;
    offset += 16;
    return line;
  });
}

function date(random: Random): string {
  const two = (most: number) => String(1 + random.below(most)).padStart(2, '0');
  return `20${two(29)}-${two(12)}-${two(28)} ${two(23)}:${two(59)}:${two(59)}`;
}
