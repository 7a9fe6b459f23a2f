import express, { type Request, type Response } from 'express';
import { readFileSync } from 'node:fs';

const app = express();

app.get('/news', (_req: Request, res: Response) => {
  const news = readFileSync('/srv/news.txt', 'utf8');
  res.send(`<p>${news}</p>`); // assay: stored-cross-site-scripting
});

app.get('/rows', (_req: Request, res: Response) => {
  res.json({ news: readFileSync('/srv/news.txt', 'utf8') });
});
