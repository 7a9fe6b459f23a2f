import type { CookieOptions, Request, Response } from 'express';

const base: CookieOptions = { sameSite: 'strict', secure: true };

export class Sessions {
  private readonly options: CookieOptions;

  constructor(options: CookieOptions = base) {
    this.options = { ...options, secure: true };
  }

  start(_req: Request, res: Response): void {
    res.cookie('session', 'x', this.options);
    res.end();
  }
}
