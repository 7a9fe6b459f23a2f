import { execFileSync } from 'node:child_process';
import express, { type Request, type Response } from 'express';

const app = express();

app.post('/clone', (req: Request, res: Response) => {
  execFileSync('/usr/bin/git', ['clone', req.body.address]); // assay: argument-injection
  execFileSync('/usr/bin/git', ['log', '--', req.body.file]);
  execFileSync('/usr/bin/ls', ['-l', 'public']);
  res.json({});
});
