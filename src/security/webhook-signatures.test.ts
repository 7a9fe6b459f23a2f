import { expect, it } from 'vitest';
import { generateWebhookSecret, webhookHeaders } from './webhook-signatures.ts';

it('sign as the published example of Standard Webhooks does', () => {
  const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
  const time = new Date(1_614_265_330 * 1000);
  const headers = webhookHeaders([secret], 'msg_p5jXN8AQM9LWM0D4loKWxJek', time, '{"test": 2432232314}');
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

it('sign once for each secret', () => {
  const [first, second] = [generateWebhookSecret(), generateWebhookSecret()];
  expect(first.text).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const headers = webhookHeaders([first.bytes, second.bytes], 'id', new Date(), '{}');
  const signatures = headers['webhook-signature'].split(' ');
  expect(new Set(signatures).size).toBe(2);
  for (const signature of signatures) expect(signature).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
});
