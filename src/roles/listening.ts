// Listening on the configured address, with a sentence when that cannot be.
import type { Gateway } from '../api-gateway/index.ts';
import type { Configuration } from '../config/index.ts';
import { AssayError } from '../errors.ts';

/** Throws AssayError `address_in_use` or `invalid_configuration`; the gateway is closed then. */
export async function listenAt(
  gateway: Gateway,
  configuration: Configuration,
): Promise<Gateway & { readonly address: string }> {
  const { host } = configuration;
  try {
    const { port } = await gateway.listen(host, configuration.port);
    const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
    return { ...gateway, address: `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}` };
  } catch (error) {
    await gateway.close(0);
    throw listenFailure(error, configuration);
  }
}

function listenFailure(error: unknown, { host, port }: Configuration): unknown {
  const code = (error as { code?: string }).code ?? '';
  const place = `${host}:${port}`;
  if (code === 'EADDRINUSE') {
    const detail = `Another program already listens on ${place}. Stop it, or set ASSAY_PORT to another port (0 takes a free one).`;
    return new AssayError('address_in_use', { detail, cause: error });
  }
  if (!['EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EINVAL'].includes(code)) return error;
  const detail = `Assay may not or cannot listen on ${place} (${code}): check ASSAY_HOST and ASSAY_PORT.`;
  return new AssayError('invalid_configuration', { detail, cause: error });
}
