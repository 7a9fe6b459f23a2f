import type { Request, Response } from 'express';

interface State {
  page: number;
}

const read = (text: string): State => JSON.parse(decodeURIComponent(text)) as State;

export function show(req: Request, res: Response): void {
  res.json({ page: read(req.cookies.state).page });
}
