import xpath from 'xpath';
import type { NextApiRequest, NextApiResponse } from 'next';

const EXPRESSIONS = { names: '//name', mails: '//mail' } as const;

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  const chosen = req.query.what === 'mails' ? EXPRESSIONS.mails : EXPRESSIONS.names;
  res.json({ found: xpath.evaluate(chosen, document, null, 0, null) !== null });
}
