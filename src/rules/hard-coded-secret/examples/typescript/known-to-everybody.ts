// Keys that every visitor has anyway, numbers of things, parts of texts, and what stands in for a value.
export const POSTHOG_API_KEY = 'phc_8sJw20dKfmQ4tZxLb1Yc7RnV3uHgEoPa6iTkD9WqNs2';
export const RECAPTCHA_KEY = '6LdKx9QbAAAAAF3m2vYt8RzWc1nJpU4sHe7XoLgQ';

export enum PasskeyProvider {
  BluePassword = '3f1a7c52-8d44-4b1e-9a6f-0c2d7e5b8f13',
}

export function keyOf(settings: Map<string, string>, user: { password: string }): string {
  user.password = '[PROTECTED]';
  const secret = 'string:' + settings.get('key');
  return secret;
}

export const DATABASE = 'postgres://postgres:postgres@localhost/';

export const CLIENT_SECRET = 'h2Kd83Jfm29sLq0ZxCvB7nM4'; // assay: hard-coded-secret
