import type { Request, Response } from 'express';

const FORMATTERS: Record<string, (value: number) => string> = {
  short: (value) => value.toFixed(0),
  long: (value) => value.toFixed(4),
};

export function format(req: Request, res: Response): void {
  const formatter = FORMATTERS[req.query.format as string] ?? FORMATTERS.short;
  setTimeout(() => res.json({ text: formatter(Number(req.query.value)) }), 10);
}

export function constant(_req: Request, res: Response): void {
  const compiled = new Function('a', 'b', 'return a + b');
  res.json({ sum: compiled(1, 2) });
}

export function parsed(req: Request, res: Response): void {
  const values: number[] = JSON.parse(req.body.values);
  res.json({ total: values.reduce((sum, value) => sum + value, 0) });
}
