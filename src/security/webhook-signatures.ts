// Signatures of webhooks as Standard Webhooks has them: HMAC-SHA256 over id, time and body, so that a receiver knows who sent it and
// that it is not an old one.
import { createHmac, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
const PREFIX = 'whsec_';

/** The secret's bytes, which sign, and the text that the receiver is given. */
export interface WebhookSecret {
  readonly bytes: Buffer;
  /** `whsec_` and base64 */
  readonly text: string;
}

export function generateWebhookSecret(): WebhookSecret {
  const bytes = randomBytes(SECRET_BYTES);
  return { bytes, text: PREFIX + bytes.toString('base64') };
}

/** The three headers of a message; one signature for each secret in force. */
export function webhookHeaders(
  secrets: readonly Buffer[],
  id: string,
  time: Date,
  body: string,
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(time.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`, 'utf8').digest('base64');
    return `v1,${mac}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
