import type { Context } from 'koa';

const PAGES: Readonly<Record<string, string>> = { orders: '/orders', home: '/' };

export async function signIn(ctx: Context): Promise<void> {
  ctx.redirect(PAGES[ctx.query.page as string] ?? '/');
}
