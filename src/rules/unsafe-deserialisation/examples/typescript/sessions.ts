import { unserialize } from 'node-serialize';
import type { Request, Response } from 'express';

interface State {
  page: number;
}

function read(text: string): State {
  return unserialize(decodeURIComponent(text)) as State; // assay: unsafe-deserialisation
}

export function show(req: Request, res: Response): void {
  res.json({ page: read(req.cookies.state).page });
}
