import xpath from 'xpath';
import type { NextApiRequest, NextApiResponse } from 'next';

function expression(tag: string, value: string): string {
  return '//' + tag + "[text()='" + value + "']";
}

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  const found = xpath.evaluate(expression('name', req.query.name as string), document, null, 0, null); // assay: xpath-injection
  res.json({ found: found !== null });
}
