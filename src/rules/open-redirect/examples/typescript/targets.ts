import type { Context } from 'koa';
import { type NextRequest, NextResponse } from 'next/server';

export async function signIn(ctx: Context): Promise<void> {
  const { returnTo } = ctx.query;
  ctx.redirect(returnTo as string); // assay: open-redirect
}

export function middleware(request: NextRequest): NextResponse {
  const target = request.nextUrl.searchParams.get('target');
  return target === null ? NextResponse.next() : NextResponse.redirect(target); // assay: open-redirect
}
