import express, { type Request, type Response } from 'express';

const app = express();
const settings: Record<string, Record<string, string>> = { theme: {} };

app.post('/one', (req: Request, res: Response) => {
  const { group } = req.body;
  if (group === '__proto__') return res.sendStatus(400);
  settings[group].color = 'red';
  res.json({});
});

app.post('/two', (req: Request, res: Response) => {
  const { group } = req.body;
  if (!Object.hasOwn(settings, group)) return res.sendStatus(404);
  settings[group].color = 'red';
  res.json({});
});
