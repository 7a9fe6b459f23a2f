import type { CookieOptions, Request, Response } from 'express';
import type { FastifyReply, FastifyRequest } from 'fastify';

const OPTIONS: CookieOptions = { sameSite: 'strict' };

export function login(_req: Request, res: Response): void {
  res.cookie('session', 'x', OPTIONS); // assay: insecure-cookie, cookie-readable-by-script
  res.end();
}

export async function start(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.setCookie('session', 'x', { secure: false }); // assay: insecure-cookie, cookie-readable-by-script, cookie-without-samesite
}
