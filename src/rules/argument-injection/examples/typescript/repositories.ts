import { execFileSync } from 'node:child_process';
import express, { type Request, type Response } from 'express';

const app = express();

app.post('/clone', (req: Request, res: Response) => {
  execFileSync('git', ['clone', req.body.address]); // assay: argument-injection
  execFileSync('git', ['log', '--', req.body.file]);
  execFileSync('ls', ['-l', 'public']);
  res.json({});
});
