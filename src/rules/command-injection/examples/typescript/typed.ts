import { exec } from 'node:child_process';
import type { Request, Response } from 'express';

interface Job {
  command: string;
  title?: string;
}

const jobOf = (req: Request): Job => ({ command: `backup ${req.body.folder as string}`, title: 'backup' });

export function start(req: Request, res: Response): void {
  const job = jobOf(req);
  exec(job.command); // assay: command-injection
  res.json({ title: job.title });
}

export function named(req: Request, res: Response): void {
  const job = jobOf(req);
  exec(`echo ${job.title}`);
  res.json({});
}
