// Which addresses a tenant may make this server connect to: public ones. Everything else is inside somebody's network.
import { BlockList, isIP } from 'node:net';

// IANA special-purpose registries (RFC 6890 and its successors), with the reason why each is no place on the internet.
const REFUSED_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // behind carrier-grade NAT, and a cloud's metadata
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // a cloud's own services, on a public address
  ['169.254.0.0', 16], // link-local, metadata
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments, metadata
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // relays of 6to4
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // measurements
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];
// Of IPv6 only the global unicast range is public: that leaves out loopback, link-local, unique local, multicast, IPv4-mapped and
// NAT64 addresses. Within it these reach something else than they seem to.
const GLOBAL_UNICAST = ['2000::', 3] as const;
const REFUSED_IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // protocol assignments, Teredo
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4: an IPv4 address in disguise
  ['3fff::', 20], // documentation
];

const refused = listOf(REFUSED_IPV4, REFUSED_IPV6);
const globalUnicast = listOf([], [GLOBAL_UNICAST]);

/** Whether the address, as a resolver gives it, is a public one. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !refused.check(address, 'ipv4');
  // A zone (%eth0) names an interface of this machine.
  if (version !== 6 || address.includes('%')) return false;
  return globalUnicast.check(address, 'ipv6') && !refused.check(address, 'ipv6');
}

export interface AllowList {
  /** whether the name itself is allowed, whatever its address */
  allowsName(name: string): boolean;
  allowsAddress(address: string): boolean;
}

/** Names, addresses and ranges (`10.1.0.0/16`) that the operator allows beside the public ones; throws what is none of these. */
export function parseAllowList(entries: readonly string[]): AllowList {
  const names = new Set<string>();
  const addresses = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const version = isIP(address);
    if (version === 0 && bits === undefined && /^[a-z0-9.-]+$/i.test(entry)) names.add(entry.toLowerCase());
    else if (version === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) throw new Error(entry);
    else addresses.addSubnet(address, Number(bits ?? (version === 4 ? 32 : 128)), version === 4 ? 'ipv4' : 'ipv6');
  }
  return {
    allowsName: (name) => names.has(name.toLowerCase()),
    allowsAddress: (address) => {
      const version = isIP(address);
      return version !== 0 && addresses.check(address, version === 4 ? 'ipv4' : 'ipv6');
    },
  };
}

function listOf(ipv4: readonly (readonly [string, number])[], ipv6: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of ipv4) list.addSubnet(address, bits, 'ipv4');
  for (const [address, bits] of ipv6) list.addSubnet(address, bits, 'ipv6');
  return list;
}
