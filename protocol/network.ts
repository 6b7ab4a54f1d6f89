/** Maps an address to the network of its owner, for which limits are kept. */

/** Returns the address as people write it: `::ffff:192.168.1.5` is 192.168.1.5. */
export function plainAddress(address: string | undefined): string {
	return (address ?? 'unknown').replace(/^::ffff:(?=[0-9.]+$)/i, '');
}

/** Returns an IPv4 address as it is, and of an IPv6 address the first 64 bits: the owner has all that begin with them. */
export function networkOf(address: string): string {
	if (!address.includes(':') && !address.includes('%')) return address; // nearly always
	const plain = plainAddress(address).replace(/%.*$/, '');
	if (!plain.includes(':')) return plain;
	const [front = [], back = []] = plain.split('::').map(groups);
	const zeros = Array.from({length: Math.max(0, 8 - front.length - back.length)}, () => '0');
	return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`;
}

/** Splits into groups without leading zeros; a part that is written as an IPv4 address counts for two. */
function groups(text: string): string[] {
	const written = text.replace(/[0-9]+(\.[0-9]+){3}$/, '0:0').split(':');
	return written.filter(group => group !== '').map(group => Number.parseInt(group, 16).toString(16));
}
