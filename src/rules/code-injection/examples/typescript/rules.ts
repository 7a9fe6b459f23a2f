import { runInThisContext } from 'node:vm';
import type { Context } from 'koa';

type Rule = { readonly when: string };

export class RuleSet {
  readonly rules: Rule[] = [];

  add(rule: Rule): this {
    this.rules.push(rule);
    return this;
  }

  check(): boolean {
    return this.rules.every((rule) => Boolean(runInThisContext(rule.when))); // assay: code-injection
  }
}

export async function check(ctx: Context): Promise<void> {
  const rule = ctx.request.body as Rule;
  ctx.body = { ok: new RuleSet().add({ when: rule.when }).check() };
}
