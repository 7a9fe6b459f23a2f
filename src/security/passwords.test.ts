import { describe, expect, it } from 'vitest';
import { passwordFault } from './password-rules.ts';
import { createPasswordHasher } from './passwords.ts';

const PASSWORD = 'seven quiet gardens';

describe('password hashes', () => {
  const hasher = createPasswordHasher();

  it('are argon2id with the parameters that OWASP recommends, each with a salt of its own', async () => {
    const [first, second] = await Promise.all([hasher.hash(PASSWORD), hasher.hash(PASSWORD)]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(await hasher.verify(first, PASSWORD)).toBe(true);
    expect(await hasher.verify(first, `${PASSWORD} `)).toBe(false);
  });

  it('do not depend on how a keyboard composes a character', async () => {
    const stored = await hasher.hash('vier grüne Äpfel reisen'.normalize('NFC'));
    expect(await hasher.verify(stored, 'vier grüne Äpfel reisen'.normalize('NFD'))).toBe(true);
  });

  it('take as much work where there is none as where the password is wrong', async () => {
    const stored = await hasher.hash(PASSWORD);
    const work = async (hash: string | null) => {
      const begun = process.cpuUsage();
      for (let count = 0; count < 8; count++) expect(await hasher.verify(hash, 'x'.repeat(15))).toBe(false);
      const { user, system } = process.cpuUsage(begun);
      return user + system;
    };
    const [wrong, none] = [await work(stored), await work(null)];
    // Without the decoy it would be a hundredth.
    expect(none / wrong).toBeGreaterThan(0.25);
    expect(none / wrong).toBeLessThan(4);
  });

  it('are made a few at a time, and refused when too many wait', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 80 }, () => hasher.verify(null, PASSWORD)));
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused.length).toBe(80 - 52);
    expect(refused[0]).toMatchObject({ reason: { code: 'overloaded' } });
    expect(await hasher.verify(await hasher.hash(PASSWORD), PASSWORD)).toBe(true);
  });
});

describe('a password', () => {
  const owner = { email: 'ada.lovelace@example.org', name: 'Ada King-Noel' };

  it.each([
    PASSWORD,
    'kX9#vLq2!mZr7Tp',
    'zwölf Boxkämpfer jagen',
    '光合成は植物の営みであり水と光で育つ',
    'the cat sat on the mat',
    'exactly 15 char',
    `${'many quiet gardens, '.repeat(12)}of 256 signs.`.slice(0, 256),
  ])('is taken: %s', (password) => {
    expect(passwordFault(password, owner)).toBeNull();
  });

  it.each([
    'short but odd#1',
    'passwordpassword',
    'P@ssw0rdP@ssw0rd1',
    'aaaaaaaaaaaaaaaaaaaa',
    '123456789012345678',
    'qwertyuiopasdfgh',
    'abcdefghijklmnopq',
    'Winter2024Winter2025',
    'lovelace-lovelace-1',
    'AdaLovelace12345',
    'x'.repeat(257),
  ])('is refused: %s', (password) => {
    const fault = passwordFault(password.slice(0, password === 'short but odd#1' ? 14 : undefined), owner);
    expect(fault).toMatch(/^(must have|is made of)/);
  });
});

describe('a common password', () => {
  const owner = { email: null, name: 'Q' };

  it.each([
    'qazwsxedcrfvtgb',
    'q1w2e3r4t5y6u7i8',
    'mailcreated5240',
    'Chelsea-Liverpool',
    'liverpool liverpool',
    'mustang!jordan23',
    'bailey bailey bailey 1999',
    'M1chelle-$crappy',
  ])('is refused, alone, twice or beside another: %s', (password) => {
    expect(passwordFault(password, owner)).toMatch(/^is made of (passwords that many people have|common words)/);
  });

  it.each(['seven quiet gardens', 'liverpool beats a drum', 'the mustang was jordan', 'chelsea mornings 7'])(
    'among words of one’s own is none: %s',
    (password) => {
      expect(passwordFault(password, owner)).toBeNull();
    },
  );
});
