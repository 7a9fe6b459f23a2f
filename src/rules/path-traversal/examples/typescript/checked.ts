import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { NextApiRequest, NextApiResponse } from 'next';

type Language = 'en' | 'de';
const FILES: Record<Language, string> = { en: 'help.en.md', de: 'help.de.md' };

function isLanguage(value: unknown): value is Language {
  return value === 'en' || value === 'de';
}

export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  const { language, page } = req.query;
  if (!isLanguage(language)) {
    res.status(404).end();
    return;
  }
  const help = await readFile(path.join('help', FILES[language]), 'utf8');
  const extra = await readFile(path.join('pages', path.basename(String(page))), 'utf8');
  res.json({ help, extra });
}
